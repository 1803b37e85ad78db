"""What waits to be accepted: each part beside what stands now, with buttons; what was decided in one line."""

from collections.abc import Callable

import streamlit as st

from agent.store import Conflict, Saved
from agent.ui import doing, session
from agent.ui.desk.lines import proposal_markup
from agent.ui.markup import text
from agent.workflow.talking import Proposal, Thread
from agent.workflow.talking.entries import Decided
from agent.workflow.talking.proposal import Beside, accept, beside, put_aside
from agent.workflow.work import Work

Ask = Callable[[Work, str], None]


def proposal_cards(work: Work, thread: Thread, number: int, proposal: Proposal, ask: Ask) -> None:
    """One proposal: the parts that wait as cards, the others in one line."""
    decided = _decided(thread, number, proposal)
    if decided:
        st.html(f'<p class="nb-say done">{text(decided)}</p>')
    waiting = thread.waiting_of(number)
    if waiting is None:
        return
    parts = _beside(work, number, waiting)
    for each in parts:
        _card(work, number, each, waiting, ask, alone=len(parts) == 1)
    if len(parts) > 1:
        _all(work, number, parts, waiting.what)


def _all(work: Work, number: int, parts: tuple[Beside, ...], what: str) -> None:
    """Where one has read to: the end."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            f"全部采用（{len(parts)} 个部分）",
            key=f"accept_{number}",
            on_click=_accept,
            args=(work, number, (), what),
            type="primary",
            disabled=any(each.overtaken for each in parts),
        )
        st.button("全部放弃", key=f"reject_{number}", on_click=_put_aside, args=(work, number, ()))


def _card(work: Work, number: int, part: Beside, proposal: Proposal, ask: Ask, *, alone: bool) -> None:
    own, title = part.proposed.part, part.proposed.title
    with st.container(border=True, key=f"proposal_{number}_{own.replace('.', '_')}", gap="small"):
        st.html(proposal_markup(part))
        with st.container(horizontal=True, gap="small"):
            st.button(
                "采用",
                key=f"accept_{number}_{own}",
                on_click=_accept,
                args=(work, number, (own,), f"采用“{title}”"),
                type="primary" if alone else "secondary",
                disabled=part.overtaken,
            )
            st.button("放弃", key=f"reject_{number}_{own}", on_click=_put_aside, args=(work, number, (own,)))
            if work.manuscript is not None and own in {each.id for each in work.parts}:
                words = proposal.asked if alone and session.has_model() else f"{title}换个说法"
                st.button("再写一遍", key=f"again_{number}_{own}", on_click=ask, args=(work, words))


def _decided(thread: Thread, number: int, proposal: Proposal) -> str:
    """What became of its parts, in Chinese; "" where all of them wait."""
    by_part: dict[str, str] = {}
    for line in thread.lines:
        if isinstance(line.entry, Decided) and line.entry.number == number:
            by_part |= dict.fromkeys(line.entry.parts, "已采用" if line.entry.taken else "已放弃")
    waiting = {each.part for each in thread.waiting().get(number, ())}
    said: dict[str, list[str]] = {}
    for each in proposal.parts:
        if each.part not in waiting:
            said.setdefault(by_part.get(each.part, "没有采用，后来又写过"), []).append(each.title)
    if len(said) == 1 and not waiting:
        return f"{next(iter(said))}：{proposal.what}"
    return "；".join(f"{how}“{'”“'.join(titles)}”" for how, titles in said.items())


def _beside(work: Work, number: int, waiting: Proposal) -> tuple[Beside, ...]:
    """Worked out once for each change of the report, and kept for this session."""
    kept: dict[int, tuple[object, tuple[Beside, ...]]] = st.session_state.setdefault("beside", {})
    known = (work.report.id, work.contents.change, waiting)
    if number not in kept or kept[number][0] != known:
        kept[number] = (known, beside(work, waiting))
    return kept[number][1]


def _accept(work: Work, number: int, parts: tuple[str, ...], what: str) -> None:
    def save() -> Saved | Conflict:
        return accept(session.projects(), work.report.id, number, parts, who=session.who())

    doing.attempt("采用", save, work.form, f"{what}：已写进报告，不合适可以撤销")


def _put_aside(work: Work, number: int, parts: tuple[str, ...]) -> None:
    def leave() -> None:
        put_aside(session.projects(), work.report.id, number, parts, who=session.who())

    doing.attempt("放弃", leave, work.form)
