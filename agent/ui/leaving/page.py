"""The page: drafts, which say that they are, and the final version, or everything that stands in its way."""

from functools import partial

import streamlit as st

from agent.errors import Unavailable
from agent.ui.markup import notice, text
from agent.ui.opened import opened
from agent.verify.report import JudgedReport
from agent.workflow import Stage, check_format, export_final, export_name, export_report, hindrances
from agent.workflow.usecases import ReportFormat
from agent.workflow.work import Work

_KINDS: dict[ReportFormat, tuple[str, str]] = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": ("网页", "text/html"),
    "md": ("Markdown", "text/markdown"),
}
_SHOWN = 40


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    work = opened()
    if work is None:
        return
    if work.judged is None:
        st.html(notice("还没有正文，没有可以导出的。先到“起草”生成初稿。"))
        return
    _files(work, work.judged)


def _files(work: Work, report: JudgedReport) -> None:
    with st.container(horizontal=True, key="draft_files"):
        for kind, (name, mime) in _KINDS.items():
            st.download_button(
                f"草稿（{name}）",
                data=partial(export_report, report, kind, Stage.DRAFT),
                file_name=export_name(report, kind),
                mime=mime,
                on_click="ignore",
                key=f"draft_{kind}",
            )
    hindering = hindrances(report, work.remarks)
    if hindering:
        with st.expander(f"还有 {len(hindering)} 处，改好才能导出定稿"):
            items = "".join(f"<li>{text(str(each.problem))}</li>" for each in hindering[:_SHOWN])
            st.html(f'<section class="nb-list" lang="zh-CN"><ul>{items}</ul></section>')
        return
    kinds: tuple[ReportFormat, ...] = ("docx", "pdf") if _prints() else ("docx",)
    with st.container(horizontal=True, key="final_files"):
        for kind in kinds:
            st.download_button(
                "定稿（PDF）" if kind == "pdf" else "定稿（Word）",
                data=partial(export_final, report, kind, work.remarks),
                file_name=export_name(report, kind, Stage.FINAL),
                mime="application/pdf" if kind == "pdf" else _KINDS["docx"][1],
                on_click="ignore",
                type="primary",
                icon=":material/download:",
                key=f"final_{kind}",
            )


def _prints() -> bool:
    """Whether this machine can make a PDF."""
    try:
        check_format("pdf")
    except Unavailable:
        return False
    return True
