"""What was done in the tables, carried out: entered, taken back, done again; and an answer for each."""

import logging

import streamlit as st

from agent.errors import BadInput, NianbaoError, Problem
from agent.store import Conflict, Saved
from agent.ui import doing, memory, session
from agent.ui.sheets.exchange import PASTE, REDO, TYPE, UNDO, Answer, Exchange, Order
from agent.workflow.entering import Entered, enter
from agent.workflow.saving import sides
from agent.workflow.work import Work


def exchange_of(report: str) -> Exchange:
    """This window's exchange for a report."""
    exchanges: dict[str, Exchange] = st.session_state.setdefault("table_exchanges", {})
    return exchanges.setdefault(report, Exchange())


def receive(report: str, letter: object) -> None:
    """Carry out what a letter from the tables says."""
    exchange = exchange_of(report)
    exchange.take(letter, lambda order: carry_out(report, exchange, order))


def carry_out(report: str, exchange: Exchange, order: Order) -> Answer:
    """One order; whatever goes wrong is its answer."""
    try:
        return _done(memory.work(report), exchange, order)
    except BadInput as error:
        return Answer(order.number, problems=error.problems)
    except NianbaoError as error:
        return Answer(order.number, problems=(Problem(str(error)),))
    except Exception:
        logging.getLogger(__name__).exception("an entry could not be put in")
        fault = Problem("程序出错，这一步没有保存", "", "请把运行窗口里的提示报告给维护者")
        return Answer(order.number, problems=(fault,))


def _done(work: Work, exchange: Exchange, order: Order) -> Answer:
    projects, who, report = session.projects(), session.who(), work.report.id
    if order.kind in (UNDO, REDO):
        name = "撤销" if order.kind == UNDO else "重做"
        steps = projects.steps(report, who=who)[order.kind == REDO]
        if not steps:
            return Answer(order.number, said=f"没有可以{name}的修改")
        outcome = (projects.undo if order.kind == UNDO else projects.redo)(report, who=who)
        return _answer(work, exchange, order, outcome, f"已{name}：{steps[0].why or '上一次修改'}")
    entered = Entered(order.key, order.text, order.kind == PASTE, order.previous)
    seen = work.contents
    if order.seen < seen.change:
        seen = projects.contents(report, order.seen)
    outcome = enter(projects, work, entered, who=who, made_from=exchange.made_from(seen))
    said = f"已放入 {len(outcome.numbers)} 格" if entered.block and isinstance(outcome, Saved) else "已保存"
    return _answer(work, exchange, order, outcome, said)


def _answer(
    work: Work, exchange: Exchange, order: Order, outcome: Saved | Conflict | None, said: str
) -> Answer:
    if isinstance(outcome, Conflict):
        told = sides(outcome, work.form)
        doing.conflicted(outcome, work.form)
        problems = tuple(
            Problem(
                f"{each.who}已改为“{each.theirs}”（{each.when.astimezone():%H:%M}），您填的“{each.mine}”没有盖上去",
                each.place,
                "在页面上方选用谁的，或再填一次",
            )
            for each in told
        )
        return Answer(order.number, problems=problems, conflict=True)
    if not isinstance(outcome, Saved):
        return Answer(order.number, said=said)
    exchange.own |= outcome.numbers
    entered = tuple(outcome.numbers) if order.kind in (TYPE, PASTE) else ()
    return Answer(order.number, said=said, places=entered)
