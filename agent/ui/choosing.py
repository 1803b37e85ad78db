"""The first step: the clerk's own files, a sample, or a workbook to fill in."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from agent.errors import BadInput, Unavailable
from agent.figures import FigureSet
from agent.forms import form_serving, forms
from agent.ui import memory
from agent.ui.markup import notice, problem_list
from agent.workflow import SAMPLES, Sample, open_sample, sample_passage

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_OWN, _SAMPLE, _BLANK = "上传数据", "看示例", "下载空白工作簿"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Chosen:
    """One year to work on. ``passage`` is a text to try verifying with, empty where there is none."""

    figures: FigureSet
    previous: FigureSet | None
    passage: str = ""


def choose() -> Chosen | None:
    """What the clerk chose; None until there are figures that can be used."""
    with st.container(border=True, key="material"):
        own, sample, blank = st.tabs([_OWN, _SAMPLE, _BLANK], key="source", on_change="rerun")
        # All three are drawn at every run, so that an upload stays while somebody looks at a sample.
        with own:
            uploaded = _uploaded()
        with sample:
            picked = _picked()
        with blank:
            _blank_workbook()
    if sample.open:
        return picked
    return uploaded if own.open else None


# --- the clerk's own files ----------------------------------------------------------------------------------------


def _uploaded() -> Chosen | None:
    left, right = st.columns(2, gap="medium")
    with left:
        this_year = st.file_uploader("**本年数据**　填好的工作簿（.xlsx）或 figures.json", key="this_year")
    with right:
        last_year = st.file_uploader(
            "**上年数据**（可选）　工作簿、figures.json 或上年的报告", key="last_year"
        )
    if this_year is None:
        if last_year is not None:
            st.html(notice("再选一份本年数据，就可以开始了。"))
        return None
    figures = _this_year(this_year)
    if figures is None:
        return None
    return Chosen(figures, _last_year(last_year, figures) if last_year else None)


def _this_year(file: "UploadedFile") -> FigureSet | None:
    try:
        return memory.figures_in(file.getvalue(), file.name)
    except BadInput as error:
        title = f"“{file.name}”还不能用，请按下面 {len(error.problems)} 处改好后重新选择"
        st.html(problem_list(title, error.problems))
    except Unavailable as error:
        st.html(notice(str(error), "bad"))
    return None


def _last_year(file: "UploadedFile", figures: FigureSet) -> FigureSet | None:
    try:
        return memory.previous_in(file.getvalue(), file.name, figures)
    except BadInput as error:
        title = f"上年数据“{file.name}”没有用上，下面的结果未与上年比较"
        st.html(problem_list(title, error.problems))
    except Unavailable as error:
        st.html(notice(str(error), "bad"))
    return None


# --- samples ------------------------------------------------------------------------------------------------------


def _picked() -> Chosen:
    sample = st.radio(
        "虚构单位的示例数据",
        SAMPLES,
        format_func=_title,
        captions=[sample.remark for sample in SAMPLES],
        key="sample",
        horizontal=True,
    )
    return Chosen(*open_sample(sample), sample_passage(sample))


def _title(sample: Sample) -> str:
    return sample.title


# --- a workbook to fill in ----------------------------------------------------------------------------------------


def _blank_workbook() -> None:
    years = _years()
    left, right = st.columns([1, 2], gap="medium", vertical_alignment="bottom")
    with left:
        year = st.selectbox("报告年度", years, format_func=lambda each: f"{each}年度", key="blank_year")
    form = form_serving(year)
    if form is None:  # cannot be: only years that a form serves are offered
        return
    with right:
        st.download_button(
            f"下载 {year}年度工作簿",
            data=lambda: memory.workbook(FigureSet("", year, form.edition), None),
            file_name=f"政府信息公开年报数据{year}年度.xlsx",
            mime=_XLSX,
            on_click="ignore",
            icon=":material/download:",
            key="blank_file",
        )
    st.html(
        notice(
            f"用{form.edition}年格式（{form.authority}）。填好保存后，到“{_OWN}”一栏选择它；没有发生的填 0。"
        )
    )


def _years() -> list[int]:
    """Years that a form serves, the one that is reported on now first: a report speaks of the year before."""
    latest = datetime.now().astimezone().year
    first = min(form.first_year for form in forms())
    now = [latest - 1, latest]
    return [*now, *(year for year in range(latest - 2, first - 1, -1))]
