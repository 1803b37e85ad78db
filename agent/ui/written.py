"""The opened report as it reads: drafted from its figures, every figure with its verdict, what is left to see, and its files.

A draft can always be taken along, and says that it is one; a final version is given where nothing stands in its way, and else
everything that does is listed.
"""

from functools import partial

import streamlit as st

from agent import wiring
from agent.errors import Unavailable
from agent.ui import doing, memory, session
from agent.ui.markup import notice, text
from agent.ui.prose import gaps_markup, legend, objections_markup, report_markup
from agent.verify.report import JudgedReport
from agent.workflow import Stage, check_format, export_final, export_name, export_report, hindrances
from agent.workflow.saving import draft_first
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
    opened = session.report()
    if opened is None:
        st.html(notice("先在首页打开一份报告。"))
        return
    work = memory.work(opened)
    doing.told()
    st.html(
        f'<header class="nb-unit" lang="zh-CN"><h1>{text(work.report.unit)}<span>{work.report.year}年度</span></h1></header>'
    )
    if work.judged is None:
        _nothing_yet(work)
        return
    aside, paper = st.columns([4, 9], gap="medium")
    with aside, st.container(key="aside_written"):
        _files(work, work.judged)
        for block in filter(None, (_stale(work), objections_markup(work.judged, "w"), _remarks(work))):
            st.html(block)
        st.html(legend(work.judged.answer))
        if gaps := gaps_markup(work.gaps):
            st.html(gaps)
        st.button("按现在的数据重新起草", on_click=_draft, args=(work,), key="draft_again")
    with paper:
        st.html(report_markup(work.judged))


def _nothing_yet(work: Work) -> None:
    if not work.figures.cells:
        st.html(notice("还没有本年数据。先在首页上传填好的工作簿，再来起草。"))
        return
    st.html(notice("还没有正文。按数据和上年年报生成初稿，再逐处修改。"))
    st.button("生成初稿", type="primary", on_click=_draft, args=(work,), key="draft")


def _draft(work: Work) -> None:
    doing.attempt(
        "起草",
        lambda: draft_first(wiring.projects(), work, who=session.who()),
        work.form,
        "已生成初稿；不合适可以在首页撤销",
    )


# --- files --------------------------------------------------------------------------------------------------------


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


# --- what is left to see ------------------------------------------------------------------------------------------


def _stale(work: Work) -> str:
    """The sentences that no longer stand over the figures as they are now."""
    stale = work.standing.stale if work.standing else ()
    items = "".join(
        f"<li>{text((each.text or each.sentence.template)[:60])}<br>{text(each.reason)}</li>"
        for each in stale
    )
    return (
        f'<section class="nb-list todo" lang="zh-CN"><h4>数据改过，这些句子要看</h4><ul>{items}</ul></section>'
        if items
        else ""
    )


def _remarks(work: Work) -> str:
    """What there is to see besides the figures."""
    items = "".join(f"<li>{text(each.what)}；{text(each.mend)}</li>" for each in work.remarks[:_SHOWN])
    return (
        f'<section class="nb-list todo" lang="zh-CN"><h4>数字以外 {len(work.remarks)} 处</h4><ul>{items}</ul></section>'
        if items
        else ""
    )
