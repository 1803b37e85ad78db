"""What every page of an opened report begins with: whose it is, what was just said, taking back and doing again."""

import streamlit as st

from agent.errors import BadInput
from agent.store import State
from agent.ui import doing, leading, memory, session
from agent.ui.markup import notice, problem_list, text, unformatted
from agent.ui.presence import presence
from agent.workflow.projects import put_back
from agent.workflow.recovering import damaged, recover
from agent.workflow.work import Work

_BADGE = '<em class="badge">示例</em>'


def opened() -> Work | None:
    """The opened report, its head drawn; None where none is open, with what to do."""
    found = session.report()
    if found is None:
        st.html(notice("先打开一份报告，再来这里。"))
        _to_the_list()
        return None
    work = sound(found)
    if work is None:
        return None
    head, steps = st.columns([7, 5], vertical_alignment="center")
    with head:
        st.html(head_markup(work))
    with steps:
        beside_head(work)
    with st.container(key="told"):
        doing.told()
    return work


def sound(report: str) -> Work | None:
    """The report, where it is there and can be read; else what is wrong with it and the way on, and None."""
    try:
        work = memory.work(report)
    except BadInput as error:
        st.html(problem_list("打不开这份报告", error.problems))
        _to_the_list()
        return None
    if found := damaged(work):
        st.html(problem_list("这份报告有文字读不出来", found))
        with st.container(horizontal=True):
            st.button("恢复读得出来的上一版", on_click=_recover, args=(work,), key="recover", type="primary")
            _to_the_list()
        return None
    if work.report.state is State.REMOVED:
        with st.container(horizontal=True, vertical_alignment="center", key="removed_report"):
            st.html(notice("这份报告已移除，只能看；要改请先恢复。", "warning"), width="content")
            st.button("恢复这份报告", on_click=_put_back, args=(work,), key="put_back")
    return work


def _to_the_list() -> None:
    """The way back; it closes the report, and the first page shows the list then."""
    if st.button("回到全部报告", icon=":material/arrow_back:", key="to_the_list"):
        session.close_report()
        leading.go("")


def _recover(work: Work) -> None:
    doing.attempt(
        "恢复", lambda: recover(session.projects(), work, who=session.who()), work.form, "已恢复，请再看一遍"
    )


def _put_back(work: Work) -> None:
    doing.attempt(
        "恢复",
        lambda: put_back(session.projects(), work.report.id, who=session.who()),
        work.form,
        "已恢复这份报告",
    )


def head_markup(work: Work, more: str = "") -> str:
    """Unit and year; ``more`` is HTML that goes under them."""
    report = work.report
    sample = _BADGE if work.sample else ""
    return (
        f'<header class="nb-unit" lang="zh-CN"><h1>{text(report.unit)}<span>{report.year}年度</span>{sample}</h1>'
        f"{more}</header>"
    )


def beside_head(work: Work) -> None:
    """Who else is there, and taking back: at the right, so that nothing under it moves when they come and go."""
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="beside_head"
    ):
        presence(work, leading.called())
        undoing(work)


def undoing(work: Work) -> None:
    """Buttons that take back the person's own last change, and do it again."""
    done, undone = session.projects().steps(work.report.id, who=session.who())
    if not done and not undone:
        return
    with st.container(horizontal=True, horizontal_alignment="right", key="undoing", width="content"):
        if done:
            st.button(
                f"撤销：{unformatted(done[0].why or '上一次修改')}",
                on_click=_undo,
                args=(work,),
                key="undo",
                icon=":material/undo:",
                type="tertiary",
            )
        if undone:
            st.button(
                f"重做：{unformatted(undone[0].why or '撤销的修改')}",
                on_click=_redo,
                args=(work,),
                key="redo",
                icon=":material/redo:",
                type="tertiary",
            )


def _undo(work: Work) -> None:
    projects = session.projects()
    doing.attempt("撤销", lambda: projects.undo(work.report.id, who=session.who()), work.form, "已撤销")


def _redo(work: Work) -> None:
    projects = session.projects()
    doing.attempt("重做", lambda: projects.redo(work.report.id, who=session.who()), work.form, "已重做")
