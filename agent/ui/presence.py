"""Who else is in the opened report and where, and that somebody changed it meanwhile; looked at every few seconds.

Only this line is drawn again for it, never the page. A window says where it is no more often than it looks.
"""

import time
import uuid

import streamlit as st

from agent.errors import NianbaoError
from agent.ui import session
from agent.ui.guarding import guarded
from agent.ui.markup import text
from agent.workflow.together import arrived, changed_since, others
from agent.workflow.work import Work

_EVERY = 10
_WINDOW, _SAID, _SINCE, _NEWS = "window", "said_here", "here_since", "news"


def presence(work: Work, place: str) -> None:
    """Draw the line for a page that is called so."""
    st.session_state[_NEWS] = (work.report.id, work.contents.change, place)
    _line()


def leave(report: str) -> None:
    """This window shows the report no more. Where that can't be said it is forgotten by itself."""
    try:
        session.projects().leave(report, window=_window())
    except NianbaoError:
        return


@st.fragment(run_every=_EVERY)
@guarded
def _line() -> None:
    report, change, place = st.session_state[_NEWS]
    if report != session.report():
        return
    projects = session.projects()
    try:
        _say(report, place)
        there = others(projects, report, window=_window(), since=st.session_state.get(_SINCE))
        news = changed_since(projects, report, change)
    except session.NotInside:
        raise  # nothing else on the page looks whether they still are
    except NianbaoError:
        return  # the page itself says what is wrong with the store
    words = "，".join(f"{_named(who)}“{text('、'.join(places))}”" for who, places in there)
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="right",
        key="presence",
        gap="small",
    ):
        if words:
            st.html(f'<p class="nb-there"><i></i>{words}</p>', width="content")
        if news:
            st.html(f'<p class="nb-news" role="status">{text(news)}</p>', width="content")
            if st.button("刷新", key="fresh", type="tertiary", icon=":material/refresh:"):
                st.rerun()


def _named(who: str) -> str:
    return "您的另一个窗口在看" if who == session.who() else f"<b>{text(who)}</b> 正在看"


def _say(report: str, place: str) -> None:
    """Say where this window is, unless it said so a moment ago."""
    said = st.session_state.get(_SAID)
    now = time.monotonic()
    if said and said[:2] == (report, place) and now - said[2] < _EVERY - 1:
        return
    session.projects().here(report, place, who=session.who(), window=_window())
    st.session_state[_SAID] = (report, place, now)
    if _SINCE not in st.session_state:
        st.session_state[_SINCE] = arrived(session.projects(), report, window=_window())


def _window() -> str:
    """A name for this window among a person's others."""
    known: str = st.session_state.setdefault(_WINDOW, uuid.uuid4().hex)
    return known
