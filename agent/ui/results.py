"""What the figures give: checks, tables, the draft, and verifying a text that somebody has written."""

from typing import TYPE_CHECKING

import streamlit as st

from agent.drafting import Draft
from agent.errors import BadInput, Unavailable
from agent.forms.footing import State
from agent.ui import memory, waiving
from agent.ui.bars import bars
from agent.ui.checks import checks_markup
from agent.ui.choosing import Chosen
from agent.ui.markup import notice, problem_list, text, tile
from agent.ui.prose import gaps_markup, legend, objections_markup, report_markup, text_markup
from agent.ui.tables import tables_markup
from agent.verify.report import JudgedReport
from agent.workflow import (
    Checked,
    Prose,
    file_stem,
    notices,
    request_outcomes,
    review_document,
    with_waivers,
)
from agent.workflow.apart import prose_apart
from agent.workflow.usecases import Format

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_KINDS: dict[Format, tuple[str, str]] = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": ("网页", "text/html"),
    "md": ("Markdown", "text/markdown"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def results(chosen: Chosen) -> None:
    """Everything that one year's figures give."""
    checked = memory.checked(chosen.figures, chosen.previous)
    draft, report = memory.drafted(chosen.figures, chosen.previous)
    st.html(_strip(chosen, checked, draft, report))
    checks, tables, written, own = st.tabs(["数据核对", "报表", "报告", "核对已有文字"])
    with checks:
        _checks(chosen, checked)
    with tables:
        _tables(chosen, checked)
    with written:
        _report(chosen, draft, report)
    with own:
        _own_text(chosen)


def _strip(chosen: Chosen, checked: Checked, draft: Draft, report: JudgedReport) -> str:
    figures, form = chosen.figures, checked.form
    tiles = "".join((_rules(checked), _figures(report), _lacking(draft), _last_year(chosen)))
    return (
        f'<header class="nb-unit" lang="zh-CN"><h2>{text(figures.unit)}<span>{figures.year}年度</span></h2>'
        f"<p>{form.edition}年格式（{text(form.authority)}）</p><dl>{tiles}</dl></header>"
    )


def _rules(checked: Checked) -> str:
    broken, held = len(checked.of(State.BROKEN)), len(checked.of(State.HELD))
    if broken:
        return tile("勾稽关系", str(broken), "条不符", "bad")
    return tile("勾稽关系", str(held), "条相符", "good" if held else "plain")


def _figures(report: JudgedReport) -> str:
    objections = len(report.answer.objections)
    if objections:
        return tile("报告正文", str(objections), "处待核", "bad")
    return tile("报告正文", str(report.answer.summary()["verified"]), "个数字已核实", "good")


def _lacking(draft: Draft) -> str:
    count = len(draft.gaps)
    return tile("待补充", str(count), "项", "warning" if count else "good")


def _last_year(chosen: Chosen) -> str:
    if chosen.previous is None:
        return tile("上年数据", "未提供", "不作同比")
    return tile("上年数据", f"{chosen.previous.year}", "年度，已用于同比", "good")


# --- checks and tables --------------------------------------------------------------------------------------------


def _checks(chosen: Chosen, checked: Checked) -> None:
    left, right = st.columns([7, 4], gap="large")
    with left:
        st.html(checks_markup(checked))
    drawn = bars(
        request_outcomes(chosen.figures, chosen.previous),
        chosen.figures.year,
        chosen.previous.year if chosen.previous else None,
    )
    with right:
        st.html(drawn or notice("填了表三以后，这里会画出申请的办理结果。"))


def _tables(chosen: Chosen, checked: Checked) -> None:
    stem = file_stem(f"{chosen.figures.unit}{chosen.figures.year}年度报表")
    with st.container(horizontal=True, key="table_files"):
        st.download_button(
            "下载工作簿（Excel）",
            data=lambda: memory.workbook(chosen.figures, chosen.previous),
            file_name=f"{stem}.xlsx",
            mime=_XLSX,
            on_click="ignore",
            icon=":material/download:",
            key="workbook",
        )
        for kind, (name, mime) in _KINDS.items():
            _download(f"报表（{name}）", memory.tables_file(chosen.figures, kind), stem, kind, mime)
    st.html(tables_markup(checked))


# --- the draft ----------------------------------------------------------------------------------------------------


def _report(chosen: Chosen, draft: Draft, report: JudgedReport) -> None:
    stem = file_stem(report.narrative.title)
    aside, paper = st.columns([4, 9], gap="medium")
    with aside, st.container(key="aside_report"):
        with st.container(horizontal=True):
            for kind, (name, mime) in _KINDS.items():
                content = memory.report_file(chosen.figures, chosen.previous, kind)
                main = kind == "docx"
                _download(f"下载 {name}" if main else name, content, stem, kind, mime, main=main)
        _html(objections_markup(report, "r"), legend(report.answer), gaps_markup(draft.gaps))
    with paper:
        st.html(report_markup(report))


def _html(*blocks: str) -> None:
    """Each block that there is, one below the other."""
    for block in filter(None, blocks):
        st.html(block)


def _download(label: str, content: bytes, stem: str, kind: Format, mime: str, *, main: bool = False) -> None:
    st.download_button(
        label,
        data=content,
        file_name=f"{stem}.{kind}",
        mime=mime,
        on_click="ignore",
        type="primary" if main else "secondary",
        icon=":material/download:" if main else None,
        key=f"{label}_{kind}",
    )


# --- a text that somebody has written -----------------------------------------------------------------------------


def _own_text(chosen: Chosen) -> None:
    left, right = st.columns([2, 1], gap="medium")
    with right:
        st.file_uploader(
            "**或选一份文件**　Word、PDF、网页、Markdown 或文本", key="prose_file", on_change=_take_file
        )
        if chosen.passage:
            st.button("填入一段示例文字", on_click=_take_text, args=(chosen.passage,), key="sample_text")
        if problem := st.session_state.get("prose_problem"):
            st.html(problem)
        waiving.upload()
    with left:
        words = st.text_area(
            "**粘贴正文**　与上面的数据逐一对照",
            key="prose",
            height=220,
            placeholder="把已经写好的正文粘贴在这里……",
            persist_state="session",
        )
        st.button("核对", type="primary", key="verify")
    if not words or not words.strip():
        return
    report = with_waivers(memory.verified(words, chosen.figures, chosen.previous), waiving.kept())
    _html(*(notice(f"注意：{each.text}", "bad") for each in notices(words, chosen.figures)))
    aside, paper = st.columns([4, 9], gap="medium")
    with aside, st.container(key="aside_text"):
        _reviewed(report, words)
        waiving.objections(report, "t")
        st.html(legend(report.answer))
    with paper:
        st.html(text_markup(report))


def _reviewed(report: JudgedReport, words: str) -> None:
    """The uploaded Word file with comments, as long as the text in the box is still the file's."""
    prose: Prose | None = st.session_state.get("prose_given")
    if prose is None or prose.word is None or prose.text != words:
        return
    st.download_button(
        "批注后的 Word",
        data=lambda: review_document(prose, report, "docx"),
        file_name=f"{file_stem(prose.file.removesuffix('.docx'))}（批注）.docx",
        mime=_KINDS["docx"][1],
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        help="原来的文件，格式不动，每处异议加一条批注",
        key="reviewed",
    )


def _take_text(words: str) -> None:
    st.session_state["prose"] = words
    st.session_state["prose_name"] = ""
    st.session_state["prose_problem"] = ""


def _take_file() -> None:
    """The file's text into the box, where it can be mended; what is wrong with it beside the box, and the box as it was."""
    file: UploadedFile | None = st.session_state["prose_file"]
    st.session_state["prose_problem"], st.session_state["prose_given"] = "", None
    if file is None:
        return
    try:
        prose = prose_apart(file.getvalue(), file.name)
        st.session_state["prose"], st.session_state["prose_given"] = prose.text, prose
        st.session_state["prose_name"] = file.name
        st.session_state["prose_problem"] = "".join(notice(note, "warning") for note in prose.notes)
    except BadInput as error:
        st.session_state["prose_problem"] = problem_list(f"“{file.name}”不能用", error.problems)
    except Unavailable as error:
        st.session_state["prose_problem"] = notice(str(error), "bad")
