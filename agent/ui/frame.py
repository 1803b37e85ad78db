"""The frame that every page stands in: the pages, the opened report, what is in use, and what goes wrong said on the page.

A further page is one more :class:`Place`; one that needs a report is named at the top only while one is open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from agent import wiring
from agent.errors import BadInput
from agent.ui import desk, home, leading, leaving, ledger, quick, record, session, settings, sheets
from agent.ui.entering import inside, way_out
from agent.ui.guarding import guarded
from agent.ui.markup import problem_list, text

__all__ = ["PLACES", "Place", "guarded", "show"]

_STYLE = Path(__file__).with_name("style.css")
# Streamlit says some things in English, and that its page is English, which makes screen readers spell it.
_CHINESE = Path(__file__).with_name("chinese.js").read_text("utf-8")
_ARRIVING = Path(__file__).with_name("arriving.js").read_text("utf-8")


@dataclass(frozen=True)
class Place:
    """One page: its name in the navigation, the end of its address, what draws it, and whether it needs an opened report."""

    title: str
    address: str
    draw: Callable[[], None]
    of_report: bool = False


# In the order in which a clerk goes through them.
PLACES = (
    Place("首页", "", home.show),
    Place("数据", leading.FIGURES, sheets.show, of_report=True),
    Place("起草", leading.DESK, desk.show, of_report=True),
    Place("核验", leading.LEDGER, ledger.show, of_report=True),
    Place("导出", leading.LEAVING, leaving.show, of_report=True),
    Place("记录", "record", record.show),
    Place("快速核对", "check", quick.show),
    Place("设置", "settings", settings.show),
)


def show() -> None:
    """Draw the frame and the page in it for one run of the script."""
    st.html(_STYLE)
    if not inside():
        return
    opened = session.may_be_open()
    pages = {
        place.address: st.Page(
            guarded(place.draw),
            title=place.title,
            url_path=place.address,
            default=not place.address,
            # Its address leads to it all the same: to what has to be done first.
            visibility="visible" if opened or not place.of_report else "hidden",
        )
        for place in PLACES
    }
    leading.remember(pages)
    page = st.navigation(list(pages.values()), position="top")
    session.follow_address(page.url_path)
    with st.container(key="scripts"):
        st.html(
            f"<script>{_CHINESE}{_ARRIVING}{session.keeping_name()}</script>", unsafe_allow_javascript=True
        )
    page.run()
    st.html(_in_use())
    way_out()


def _in_use() -> str:
    """The quiet line at the foot of every page."""
    try:
        using = wiring.in_use(session.own_model())
    except BadInput as error:
        return problem_list("设定有误", error.problems)
    words = (("模型", using.model), ("向量", using.embedding), ("存放", using.store))
    items = "".join(f"<span><b>{name}</b>{text(value)}</span>" for name, value in words)
    return f'<footer class="nb-using" lang="zh-CN" aria-label="正在使用">{items}</footer>'
