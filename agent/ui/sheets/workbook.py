"""This year's figures as a file: a filled workbook or figures.json taken in, the workbook and figures.json given out."""

from typing import TYPE_CHECKING

import streamlit as st

from agent.errors import Unavailable
from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.store import Conflict, Saved
from agent.ui import doing, memory, session, working
from agent.workflow import file_stem
from agent.workflow.apart import figures_apart
from agent.workflow.saving import save_figures
from agent.workflow.work import Work

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json"
THIS = "this_year"


def uploader(work: Work) -> None:
    """Where the file is chosen; it is taken in at once."""
    st.file_uploader(
        f"{work.report.year}年度填好的工作簿（.xlsx）或 figures.json",
        key=f"this_{work.report.id}",
        on_change=_take,
        args=(work,),
    )


def progress(work: Work) -> None:
    """How far the taking in has got, and what came of it where that has to be said."""
    working.show(THIS)
    outcome(work, THIS)


def outcome(work: Work, name: str) -> None:
    """What else there is to say of work that ended: somebody else was there first."""
    if isinstance(working.result(name), Conflict):
        doing.conflicted(working.take(name), work.form)
        st.rerun()


def download(work: Work, key: str = "workbook_of_report") -> None:
    """The workbook, with what is there in it."""
    filled = bool(work.figures.cells)
    st.download_button(
        "下载工作簿（已有数据在里面）" if filled else "下载空白工作簿",
        data=lambda: memory.workbook(work.figures, work.previous),
        file_name=f"{_stem(work)}.xlsx",
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )


def toolbar(work: Work) -> None:
    """All of it in one row, for a page that is about something else; progress under it."""
    with st.container(horizontal=True, vertical_alignment="center", key="workbook_tools"):
        with st.popover("上传工作簿", icon=":material/upload:", key="upload_this"):
            uploader(work)
        download(work, "workbook_of_sheets")
        if work.figures.cells:
            _blank(work)
            _plain(work)
    progress(work)


def _blank(work: Work) -> None:
    report = work.report
    st.download_button(
        "下载空白工作簿",
        data=lambda: memory.workbook(FigureSet(report.unit, report.year, report.form), work.previous),
        file_name=f"{_stem(work)}（空白）.xlsx",
        mime=XLSX,
        on_click="ignore",
        type="tertiary",
        key="blank_of_sheets",
    )


def _plain(work: Work) -> None:
    st.download_button(
        "下载 figures.json",
        data=lambda: write_figures(work.figures).encode(),
        file_name=f"{_stem(work)}.json",
        mime=_JSON,
        on_click="ignore",
        type="tertiary",
        key="json_of_sheets",
    )


def _stem(work: Work) -> str:
    return file_stem(f"{work.report.unit}{work.report.year}年度数据")


def _take(work: Work) -> None:
    file: UploadedFile | None = st.session_state[f"this_{work.report.id}"]
    if file is None:
        return
    projects, who, content, name = session.projects(), session.who(), file.getvalue(), file.name

    def take(stopped: working.Stopped) -> Saved | Conflict:
        figures = figures_apart(content, name, stopped)
        if stopped():
            raise Unavailable("已停止，什么也没有改")
        return save_figures(projects, work, figures, who=who)

    working.start(THIS, f"读取“{name}”", take)
