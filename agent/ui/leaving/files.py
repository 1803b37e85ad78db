"""Files to take along: what is made in an instant is given by the click, what takes longer is made first and offered then."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from agent.errors import Unavailable
from agent.ui import session, working
from agent.ui.markup import notice, text, unformatted
from agent.workflow import check_format
from agent.workflow.bundling import bundle_file as bundled
from agent.workflow.bundling import bundle_name
from agent.workflow.exporting import Exported, Wanted, export, file_name
from agent.workflow.work import Work

WORK = "export"
_OFFERED = "exported"
_DRAFTS = {
    "Word": Wanted("report", "docx"),
    "PDF": Wanted("report", "pdf"),
    "网页": Wanted("report", "html"),
    "Markdown": Wanted("report", "md"),
}
_PROOFS = {"Word": Wanted("proof", "docx"), "PDF": Wanted("proof", "pdf"), "网页": Wanted("proof", "html")}
_COMPARISON = Wanted("comparison", "html")
_FIGURES = {"工作簿（Excel）": Wanted("workbook", "xlsx"), "figures.json": Wanted("figures", "json")}
_DIGITS = 16


def work_shown() -> None:
    """Progress of a file that is being made, or why it could not be."""
    working.show(WORK)


def draft_files(work: Work) -> None:
    """The report as a draft, its proof sheet, and the comparison with last year's."""
    missing = no_printing()
    with st.container(border=True, key="drafts"):
        st.html(
            '<h2 class="nb-title">草稿</h2><p class="nb-quiet">随时可以导出，每页都标明是草稿，待核的数字标在里面。</p>'
        )
        _row(work, "draft", _DRAFTS, missing)
        st.html(
            '<h2 class="nb-title">核验单</h2><p class="nb-quiet">每个数字的依据、人工确认、文字和数据的摘要。</p>'
        )
        _row(work, "proof", _PROOFS, missing)
        if missing:
            st.html(f'<p class="nb-quiet">{text(missing)}</p>')
        if work.last is not None and work.last.sections:
            st.html('<h2 class="nb-title">与上年年报对照</h2>')
            _row(work, "compared", {"生成对照（网页）": _COMPARISON}, "")


def figure_files(work: Work) -> None:
    """The figures, which need no prose."""
    with st.container(border=True, key="figure_files"):
        st.html('<h2 class="nb-title">数据</h2>')
        _row(work, "figures", _FIGURES, "")


def bundle_file(work: Work) -> None:
    """The report with everything in it, to go on with elsewhere."""
    projects, who, report = session.projects(), session.who(), work.report
    with st.container(border=True, key="bundle_file"):
        st.html(
            '<h2 class="nb-title">报告包</h2><p class="nb-quiet">数据、正文、全部历史和带入的文件在一个文件里：'
            "存档，或交给别人在首页导入接着做。</p>"
        )
        st.download_button(
            "导出报告包（.nianbao）",
            data=lambda: bundled(projects, report.id, who),
            file_name=bundle_name(report),
            mime="application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            key="bundle_down",
        )


def no_printing() -> str:
    """Why no PDF can be made on this machine, and what to do; "" where it can."""
    try:
        check_format("pdf")
    except Unavailable as error:
        return str(error)
    return ""


def _row(work: Work, name: str, files: dict[str, Wanted], missing: str) -> None:
    with st.container(horizontal=True, key=f"{name}_files"):
        for label, wanted in files.items():
            if wanted.slow:
                _made_first(work, name, label, wanted, missing if wanted.kind == "pdf" else "")
            else:
                _given(work, name, label, wanted)


def _given(work: Work, name: str, label: str, wanted: Wanted) -> None:
    """A button that makes the file when it is pressed, and not before."""
    projects, who = session.projects(), session.who()

    def made() -> bytes:
        return export(projects, work, wanted, who=who, now=datetime.now(UTC)).content

    st.download_button(
        label,
        data=made,
        file_name=file_name(work, wanted),
        mime=wanted.mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"{name}_{wanted.kind}",
    )


def _made_first(work: Work, name: str, label: str, wanted: Wanted, missing: str) -> None:
    st.button(
        f"{label}（未安装 LibreOffice）" if missing else label,
        on_click=_make,
        args=(work, wanted),
        disabled=bool(missing) or working.running(WORK),
        help=missing or None,
        icon=":material/note_add:",
        key=f"{name}_{wanted.kind}",
    )


def _make(work: Work, wanted: Wanted) -> None:
    projects, who, now = session.projects(), session.who(), datetime.now(UTC)
    name = file_name(work, wanted)
    making = partial(export, projects, work, wanted, who=who, now=now)
    working.start(WORK, f"正在生成“{name}”", lambda stopped: (making(stopped=stopped),))


# --- what was made ------------------------------------------------------------------------------------------------


def keep(files: Iterable[Exported]) -> None:
    """Offer files that were made, until others of the same name are."""
    kept: dict[str, Exported] = st.session_state.setdefault(_OFFERED, {})
    report = session.report()
    for each in files:
        kept.pop(f"{report} {each.name}", None)
        kept[f"{report} {each.name}"] = each


def offered(work: Work) -> None:
    """The files that were made in this window, the last one first, with what was made anew since."""
    if made := working.take(WORK):
        keep(made)
    kept: dict[str, Exported] = st.session_state.get(_OFFERED, {})
    mine = [each for key, each in kept.items() if key.startswith(f"{work.report.id} ")]
    if not mine:
        return
    with st.container(border=True, key="offered"):
        st.html('<h2 class="nb-title">已生成，点击下载</h2>')
        for number, each in enumerate(reversed(mine)):
            _offered(number, each, work)


def _offered(number: int, each: Exported, work: Work) -> None:
    st.download_button(
        unformatted(each.name),
        data=each.content,
        file_name=each.name,
        mime=each.wanted.mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"offered_{number}",
        wrap=True,
    )
    when = f"{each.made.astimezone():%H:%M} 生成，摘要 {each.digest[:_DIGITS]}…"
    if each.change != work.written and each.wanted.what != "comparison":
        st.html(notice(f"{when}；生成以后报告又改过，要新的请再生成", "warning"))
    else:
        st.html(f'<p class="nb-quiet">{text(when)}</p>')
