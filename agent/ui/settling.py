"""Where two people changed the same place: both texts, and a button for each, until one is chosen.

What was refused stays in the store, so that the choice is there again after a reload.
"""

from collections.abc import Mapping

import streamlit as st

from agent.errors import BadInput, NianbaoError
from agent.store import Clash, Conflict, Place
from agent.ui import memory, session
from agent.ui.markup import notice, problem_list, side_markup, text
from agent.workflow.saving import side_of
from agent.workflow.settling import Choice, Unsettled, joins, left_unsettled, settle, unsettled
from agent.workflow.work import Work

_LEFT, _SAID, _NEW = "unsettled", "settled_said", "unsettled_new"
# Places shown at once; the buttons for all are about the others too.
_SHOWN = 20
_NAMES = {Choice.MINE: "用我的", Choice.THEIRS: "用对方的", Choice.BOTH: "两段都留"}


def keep(conflict: Conflict) -> None:
    """A conflict in the opened report: shown from now on until it is settled."""
    report = session.report()
    assert report is not None
    st.session_state[_LEFT] = {report: unsettled(session.projects(), report, conflict)}
    st.session_state[_NEW] = True


def is_new() -> bool:
    """Whether it has not been drawn yet: a part of a page that is drawn by itself has the whole page drawn anew then."""
    return bool(st.session_state.get(_NEW))


def show() -> None:
    """Draw what there is to choose between in the opened report; nothing where there is none, or no report is open."""
    report = session.report()
    if report is None:
        return
    st.session_state.pop(_NEW, None)
    left = _left(report)
    if said := st.session_state.pop(_SAID, ""):
        st.html(said)
    if left is None:
        return
    work = memory.work(report)
    with st.container(border=True, key="settling"):
        st.html(_head(left))
        if len(left.clashes) > 1:
            everything = {
                choice: dict.fromkeys(left.places, choice) for choice in (Choice.MINE, Choice.THEIRS)
            }
            with st.container(horizontal=True):
                for choice, chosen in everything.items():
                    _button(f"全部{_NAMES[choice]}", f"all_{choice.value}", left, work, chosen)
        for number, clash in enumerate(left.clashes[:_SHOWN]):
            _clash(number, clash, left, work)


def pending() -> bool:
    """Whether something is left to choose in the opened report."""
    report = session.report()
    return report is not None and _left(report) is not None


def _left(report: str) -> Unsettled | None:
    """What is left to choose; asked of the store the first time that a window opens the report."""
    known: dict[str, Unsettled | None] = st.session_state.setdefault(_LEFT, {})
    if report not in known:
        known[report] = left_unsettled(session.projects(), report, who=session.who())
    return known[report]


def _head(left: Unsettled) -> str:
    rest = f"；同时保存的另外 {len(left.rest)} 处没有冲突，选定后一并保存" if left.rest else ""
    more = len(left.clashes) - _SHOWN
    others = f"；下面列出前 {_SHOWN} 处，选定后接着显示其余 {more} 处" if more > 0 else ""
    return (
        '<div role="alert" class="nb-settling"><h2 class="nb-title">别人刚刚也改了这里，请选用哪一个</h2>'
        f'<p class="nb-quiet">没有选定以前，报告里是对方的内容；您的也留着{text(rest + others)}。</p></div>'
    )


def _clash(number: int, clash: Clash, left: Unsettled, work: Work) -> None:
    side = side_of(clash, work.form, work.setting)
    with st.container(key=f"clash_{number}", gap="xsmall"):
        st.html(f'<h3 class="nb-place">{text(side.place)}</h3>{side_markup(side)}')
        choices = [Choice.MINE, Choice.THEIRS, *([Choice.BOTH] if joins(clash.place) else [])]
        with st.container(horizontal=True):
            for choice in choices:
                _button(_NAMES[choice], f"{choice.value}_{number}", left, work, {clash.place: choice})


def _button(label: str, key: str, left: Unsettled, work: Work, choices: Mapping[Place, Choice]) -> None:
    st.button(label, key=f"choose_{key}", on_click=_choose, args=(left, work, choices))


def _choose(left: Unsettled, work: Work, choices: Mapping[Place, Choice]) -> None:
    try:
        now = settle(session.projects(), left, work.form, choices, who=session.who())
    except BadInput as error:
        st.session_state[_SAID] = problem_list("没有保存", error.problems)
        return
    except NianbaoError as error:
        st.session_state[_SAID] = notice(str(error), "bad")
        return
    st.session_state[_LEFT] = {left.report: now}
    st.session_state[_SAID] = notice(_said(now, choices), "good" if _whole(now, choices) else "warning")


def _whole(now: Unsettled | None, choices: Mapping[Place, Choice]) -> bool:
    return now is None or not set(choices) & set(now.places)


def _said(now: Unsettled | None, choices: Mapping[Place, Choice]) -> str:
    if not _whole(now, choices):
        return "就在刚才又有人改了这里，请再选一次"
    names = "、".join(dict.fromkeys(_NAMES[choice] for choice in choices.values()))
    rest = f"，还有 {len(now.clashes)} 处要选" if now else ""
    return f"已选定：{names}{rest}"
