"""The page: objections to figures, what there is to see besides, and what the form asks for and the figures lack."""

import streamlit as st

from agent.ui.markup import notice, text
from agent.ui.opened import opened
from agent.ui.prose import gaps_markup, legend, objections_markup
from agent.workflow.work import Work

_SHOWN = 40


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    work = opened()
    if work is None:
        return
    if work.judged is None:
        st.html(notice("还没有正文，没有可以核验的。先到“起草”生成初稿。"))
        return
    items, counts = st.columns([9, 4], gap="medium")
    with items:
        if not work.judged.answer.objections and not work.remarks:
            st.html(notice("没有待核之处。", "good"))
        blocks = (objections_markup(work.judged, "r"), _remarks(work), gaps_markup(work.gaps))
        for block in filter(None, blocks):
            st.html(block)
    with counts:
        st.html(legend(work.judged.answer))


def _remarks(work: Work) -> str:
    """What there is to see besides the figures."""
    items = "".join(f"<li>{text(each.what)}；{text(each.mend)}</li>" for each in work.remarks[:_SHOWN])
    return (
        f'<section class="nb-list todo" lang="zh-CN"><h4>数字以外 {len(work.remarks)} 处</h4><ul>{items}</ul></section>'
        if items
        else ""
    )
