"""The three official tables of the opened report, to be edited, with live cross-footing beside them."""

import uuid
from typing import Any

import streamlit as st

from agent.ui import doing, leading, memory, settling
from agent.ui.guarding import guarded
from agent.ui.markup import notice
from agent.ui.sheets.grid import cited, grid, sent
from agent.ui.sheets.picture import picture
from agent.ui.sheets.receiving import exchange_of, receive
from agent.workflow.citing import citations
from agent.workflow.work import Work

_CITED, _GOTO = "tables_cited", "tables_goto"
_EMPTY = (
    "还没有本年数据。直接在下面的格子里填，或从 Excel 里复制一块、选中对应的第一格粘贴；"
    "已有填好的工作簿，在上面上传。没有发生的填 0，不适用的留空。"
)


def tables(work: Work) -> None:
    """Draw them. What is changed in them is saved at once, and only they are drawn anew."""
    _note_place(work)
    _tables(work.report.id)


@st.fragment
def _tables(report: str) -> None:
    guarded(lambda: _drawn(report))()


def _drawn(report: str) -> None:
    work = memory.work(report)
    # What comes and goes above the tables has a place of its own: where they moved, they would be made anew while somebody types.
    with st.container():
        doing.said()
        if not work.figures.cells:
            st.html(notice(_EMPTY))
    told = picture(work) | {
        "exchange": exchange_of(report).record(),
        "goto": st.session_state.get(_GOTO),
        "cited": _citations(work),
    }
    with st.container(key="official"):
        answer = grid(told, lambda: receive(report, sent()), _note_cited)
    if answer.lead:
        leading.go(leading.DESK, at=answer.lead)
    if answer.settled or settling.is_new():
        # Whoever leaves the tables often does so to press a link to another page: drawing something lets that go first.
        st.empty()
        st.rerun()


# --- led here -----------------------------------------------------------------------------------------------------


def _note_place(work: Work) -> None:
    """The cell or objection that the address asks for, once."""
    cell, objection = leading.wanted("cell"), leading.wanted("objection")
    if not cell and not objection:
        return
    leading.arrived("cell")
    leading.arrived("objection")
    known = {each.id for each in work.checked.marking.objections}
    if objection and objection not in known:
        doing.tell(notice("要看的这一条已经相符，或提示已经消失。", "good"))
        doing.said()
        return
    st.session_state[_GOTO] = {"token": uuid.uuid4().hex, "cell": cell, "objection": objection}


# --- led on -------------------------------------------------------------------------------------------------------


def _note_cited() -> None:
    st.session_state[_CITED] = cited()


def _citations(work: Work) -> dict[str, Any] | None:
    """The sentences that quote the cell that somebody asked about; None where nobody asks."""
    key, previous = st.session_state.get(_CITED, ("", False))
    if key not in work.form.by_key:
        return None
    found = citations(work.judged, key, previous=previous) if work.judged else ()
    sentences = [
        {
            "at": each.start,
            "sentence": each.sentence,
            "figure": each.judged.text,
            "verdict": each.judged.verdict.value,
            "said": each.judged.verdict.label,
        }
        for each in found
    ]
    return {"key": key, "previous": previous, "drafted": work.judged is not None, "sentences": sentences}
