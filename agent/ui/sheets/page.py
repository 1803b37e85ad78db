"""The page: the tables beside what is objected to in them."""

import streamlit as st

from agent.ui.checks import checks_markup
from agent.ui.markup import notice
from agent.ui.opened import opened
from agent.ui.tables import tables_markup


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    work = opened()
    if work is None:
        return
    if not work.figures.cells:
        st.html(notice("还没有本年数据。先在首页上传填好的工作簿。"))
    tables, checks = st.columns([8, 4], gap="medium")
    with tables:
        st.html(tables_markup(work.checked))
    with checks, st.container(key="aside_sheets"):
        st.html(checks_markup(work.checked))
