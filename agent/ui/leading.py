"""From one page to a place on another: from an objection to its cell, from a cell to the sentence that quotes it.

The place stands in the address beside the report. On 数据 ``cell`` is a cell's key and ``objection`` the id of an
:class:`agent.forms.marking.Objection`; on 起草 ``at`` is the offset of a figure in the report's text.
"""

from collections.abc import Mapping

import streamlit as st

from agent.ui import session

FIGURES, DESK, LEDGER, LEAVING = "figures", "desk", "ledger", "leaving"
_PAGES = "pages"


def remember(pages: Mapping[str, st.Page]) -> None:
    """The pages of this run by the end of their address, so that they can be gone to."""
    st.session_state[_PAGES] = dict(pages)


def called() -> str:
    """How the page that is shown is called; "" where it stands alone."""
    pages: dict[str, st.Page] = st.session_state.get(_PAGES, {})
    page = pages.get(session.page())
    return page.title if page is not None else ""


def go(address: str, **place: str) -> None:
    """Go to a place on another page, or on this one; the run ends here. Not from a callback."""
    pages: dict[str, st.Page] = st.session_state[_PAGES]
    report = session.report()
    st.switch_page(pages[address], query_params={**({"report": report} if report else {}), **place})


def link(address: str, label: str, icon: str = "", **place: str) -> None:
    """A link that does so; none where a page stands alone, outside the frame."""
    pages: dict[str, st.Page] = st.session_state.get(_PAGES, {})
    if address not in pages:
        return
    report = session.report()
    query = {**({"report": report} if report else {}), **place}
    st.page_link(pages[address], label=label, icon=icon or None, query_params=query)


def wanted(name: str) -> str:
    """The place that this page was asked for; "" where it was asked for none."""
    return str(st.query_params.get(name, ""))


def arrived(name: str) -> None:
    """The place has been shown: a later look at the page is not led there again."""
    st.query_params.pop(name, None)
