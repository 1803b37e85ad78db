"""The page by sections, each with an address of its own: the tables, supplementary facts, adding up, charts."""

from collections.abc import Callable

import streamlit as st

from agent.ui import leading
from agent.ui.opened import opened
from agent.ui.sheets import adding, charts, facts, workbook
from agent.ui.sheets.tables import tables
from agent.workflow.work import Work

_CHOSEN, _KEPT = "sheets", "sheets_section"

# By the word in the address, in the order in which they stand.
_SECTIONS: dict[str, tuple[str, Callable[[Work], None]]] = {
    "tables": ("表格", tables),
    "facts": ("补充事实", facts.show),
    "adding": ("汇总下级", adding.show),
    "charts": ("图表", charts.show),
}
_WORDS = {label: word for word, (label, _) in _SECTIONS.items()}


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    with st.container():  # so that what comes and goes in it moves nothing below
        work = opened()
    if work is None:
        return
    with st.container():
        workbook.toolbar(work)
    here = _section()
    st.session_state[_CHOSEN] = _SECTIONS[here][0]
    tabs = st.tabs(list(_WORDS), key=_CHOSEN, on_change=_moved)
    for tab, (word, (_, draw)) in zip(tabs, _SECTIONS.items(), strict=True):
        if word == here:
            with tab:
                draw(work)


def _section() -> str:
    """The section that the address asks for; a cell is in the tables, and without a word it is the one looked at last."""
    asked = leading.wanted("section")
    if leading.wanted("cell") or leading.wanted("objection"):
        asked = "tables"
    elif leading.wanted("fact"):
        asked = "facts"
    here = asked if asked in _SECTIONS else st.session_state.get(_KEPT, "tables")
    st.session_state[_KEPT] = here
    return str(here)


def _moved() -> None:
    """Somebody went to another section: the address follows."""
    for place in ("cell", "objection", "fact"):
        leading.arrived(place)
    st.query_params["section"] = _WORDS[st.session_state[_CHOSEN]]
