"""The page: the conversation with the agent on the left, the report as it will be printed on the right."""

import streamlit as st

from agent.ui import doing, leading, session
from agent.ui.desk.exemplars import exemplars
from agent.ui.desk.paper import paper
from agent.ui.desk.printed import in_words
from agent.ui.desk.talking import conversation
from agent.ui.markup import notice, text
from agent.ui.opened import opened
from agent.ui.prose import legend
from agent.workflow.saving import draft_first
from agent.workflow.work import Work

_TALK, _PAST = "对话", "往年段落"


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    # What comes and goes above the report has a place of its own: where it moved, the report would be made anew, and an editor
    # in it closed.
    with st.container():
        work = opened()
    if work is None:
        return
    aside, sheet = st.columns([5, 8], gap="medium")
    with aside, st.container(key="aside_desk", gap="small"):
        side = st.segmented_control(
            "左边看什么", [_TALK, _PAST], default=_TALK, key="desk_side", label_visibility="collapsed"
        )
        if side == _PAST:
            exemplars(work)
        else:
            conversation(work)
    with sheet:
        _paper(work)


def _paper(work: Work) -> None:
    if work.judged is None:
        _nothing_yet(work)
        return
    with st.container():
        if stale := _stale(work):
            st.html(stale)
    with st.expander("数字核对", icon=":material/fact_check:"):
        st.html(legend(work.judged.answer))
        st.button("按现在的数据重新起草", on_click=_draft, args=(work,), key="draft_again")
    paper(work)


def _nothing_yet(work: Work) -> None:
    if not work.figures.cells:
        st.html(notice("还没有本年数据。先填表格或上传填好的工作簿，再来起草。"))
        leading.link(leading.FIGURES, "去填数据", ":material/table_chart:")
        return
    st.html(notice("还没有正文。按数据和上年年报生成初稿，再逐处修改。"))
    st.button("生成初稿", type="primary", on_click=_draft, args=(work,), key="draft")


def _draft(work: Work) -> None:
    doing.attempt(
        "起草",
        lambda: draft_first(session.projects(), work, who=session.who()),
        work.form,
        "已生成初稿；不合适可以撤销",
    )


def _stale(work: Work) -> str:
    """The sentences that no longer stand over the figures as they are now."""
    stale = work.standing.stale if work.standing else ()
    items = "".join(
        f"<li>{text((each.text or each.sentence.template)[:60])}<br>{text(in_words(each.reason, work.form))}</li>"
        for each in stale
    )
    return (
        f'<details class="nb-list todo" lang="zh-CN"><summary>{len(stale)} 句与现在的数据对不上，请看一下</summary>'
        f"<ul>{items}</ul></details>"
        if items
        else ""
    )
