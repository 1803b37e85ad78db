"""What every page of an opened report begins with: whose it is, what was just said, taking back and doing again."""

import streamlit as st

from agent import wiring
from agent.ui import doing, leading, memory, session
from agent.ui.markup import notice, text
from agent.ui.presence import presence
from agent.workflow.work import Work

_BADGE = '<em class="badge">示例</em>'


def opened() -> Work | None:
    """The opened report, its head drawn; None where none is open, with what to do."""
    found = session.report()
    if found is None:
        st.html(notice("先在首页打开一份报告。"))
        return None
    work = memory.work(found)
    head, steps = st.columns([8, 4], vertical_alignment="bottom")
    with head:
        st.html(head_markup(work))
    with steps:
        undoing(work)
    presence(work, leading.called())
    doing.told()
    return work


def head_markup(work: Work, more: str = "") -> str:
    """Unit and year; ``more`` is HTML that goes under them."""
    report = work.report
    sample = _BADGE if work.sample else ""
    return (
        f'<header class="nb-unit" lang="zh-CN"><h1>{text(report.unit)}<span>{report.year}年度</span>{sample}</h1>'
        f"{more}</header>"
    )


def undoing(work: Work) -> None:
    """Buttons that take back the person's own last change, and do it again."""
    done, undone = wiring.projects().steps(work.report.id, who=session.who())
    if not done and not undone:
        return
    with st.container(horizontal=True, key="undoing"):
        if done:
            st.button(
                f"撤销：{done[0].why or '上一次修改'}",
                on_click=_undo,
                args=(work,),
                key="undo",
                icon=":material/undo:",
                type="tertiary",
            )
        if undone:
            st.button(
                f"重做：{undone[0].why or '撤销的修改'}",
                on_click=_redo,
                args=(work,),
                key="redo",
                icon=":material/redo:",
                type="tertiary",
            )


def _undo(work: Work) -> None:
    projects = wiring.projects()
    doing.attempt("撤销", lambda: projects.undo(work.report.id, who=session.who()), work.form, "已撤销")


def _redo(work: Work) -> None:
    projects = wiring.projects()
    doing.attempt("重做", lambda: projects.redo(work.report.id, who=session.who()), work.form, "已重做")
