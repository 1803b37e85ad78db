"""What was worked out already, by the contents that it was worked out from.

Streamlit runs the page anew at every click. Everything here is a value that nobody changes, so one copy serves all sessions.
"""

import hashlib
from typing import Any

import streamlit as st

from agent import workflow
from agent.drafting import Draft
from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.store import Contents
from agent.ui import session
from agent.verify.report import JudgedReport
from agent.workflow import Checked, comparing
from agent.workflow.apart import figures_apart, previous_apart
from agent.workflow.comparing import Beside
from agent.workflow.last_year import last_year_of
from agent.workflow.ledger import Row, ledger
from agent.workflow.projects import ReportList
from agent.workflow.usecases import Format
from agent.workflow.work import Work

_KEPT = 24


def _fingerprint(figures: FigureSet) -> str:
    """Everything that an answer can depend on, the names of files and places included."""
    places = "\n".join(f"{key} {place}" for key, place in figures.sources.items())
    return hashlib.sha256(f"{write_figures(figures)}\n{figures.file}\n{places}".encode()).hexdigest()


_BY_CONTENT: dict[str | type[Any], Any] = {FigureSet: _fingerprint}


def work(report: str) -> Work:
    """An opened report as it stands now; worked out once for each change."""
    contents = session.projects().contents(report)
    return _work(report, contents.change, contents)


def work_at(report: str, change: int) -> Work:
    """An opened report as it stood after a change. ``BadInput`` where it has none of that number."""
    return _work(report, change, session.projects().contents(report, change))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _work(report: str, change: int, _contents: Contents) -> Work:  # noqa: ARG001 - what it is known by
    return Work(_contents, last_year_of(session.projects(), _contents))


def ledger_rows(work: Work) -> tuple[Row, ...]:
    """Everything that there is to look at in an opened report; worked out once for each change."""
    return _ledger(work.report.id, work.contents.change, work)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _ledger(report: str, change: int, _work: Work) -> tuple[Row, ...]:  # noqa: ARG001 - what it is known by
    return ledger(_work)


def beside_last_year(work: Work) -> tuple[Beside, ...] | None:
    """An opened report beside last year's; likewise."""
    return _beside(work.report.id, work.contents.change, work)


@st.cache_resource(max_entries=_KEPT, show_spinner="正在与上年对照…")
def _beside(report: str, change: int, _work: Work) -> tuple[Beside, ...] | None:  # noqa: ARG001 - likewise
    return comparing.beside_last_year(_work)


@st.cache_resource(show_spinner=False)
def report_list(place: str, sight: tuple[str, ...] | None) -> ReportList:  # noqa: ARG001 - what it is known by
    """What is known of reports, for all sessions that see the same units' (:func:`agent.ui.session.sight`)."""
    return ReportList()


@st.cache_resource(max_entries=_KEPT, show_spinner="正在读取数据…")
def figures_in(content: bytes, name: str) -> FigureSet:
    """An upload's figures; ``BadInput`` with every problem."""
    return figures_apart(content, name)


@st.cache_resource(max_entries=_KEPT, show_spinner="正在读取上年数据…", hash_funcs=_BY_CONTENT)
def previous_in(content: bytes, name: str, figures: FigureSet) -> FigureSet:
    """Last year's figures of an upload; ``BadInput`` with every problem."""
    return previous_apart(content, name, figures)


@st.cache_resource(max_entries=_KEPT, show_spinner="正在核对勾稽关系…", hash_funcs=_BY_CONTENT)
def checked(figures: FigureSet, previous: FigureSet | None) -> Checked:
    """Cross-footing and doubts."""
    return workflow.check_figures(figures, previous)


@st.cache_resource(max_entries=_KEPT, show_spinner="正在起草报告并逐一核对数字…", hash_funcs=_BY_CONTENT)
def drafted(figures: FigureSet, previous: FigureSet | None) -> tuple[Draft, JudgedReport]:
    """The first draft and what the verifier says of it."""
    draft = workflow.first_draft(figures, previous)
    return draft, workflow.judged(draft)


@st.cache_resource(max_entries=_KEPT, show_spinner="正在核对文字…", hash_funcs=_BY_CONTENT)
def verified(words: str, figures: FigureSet, previous: FigureSet | None) -> JudgedReport:
    """A text that somebody has written, judged."""
    return workflow.judge_text(words, figures, previous)


@st.cache_data(max_entries=_KEPT, show_spinner="正在生成文件…", hash_funcs=_BY_CONTENT)
def report_file(figures: FigureSet, previous: FigureSet | None, kind: Format) -> bytes:
    """The drafted report as a file."""
    return workflow.export_report(drafted(figures, previous)[1], kind)


@st.cache_data(max_entries=_KEPT, show_spinner="正在生成文件…", hash_funcs=_BY_CONTENT)
def tables_file(figures: FigureSet, kind: Format) -> bytes:
    """The three tables as a file."""
    return workflow.render_tables(figures, kind)


@st.cache_data(max_entries=_KEPT, show_spinner="正在生成工作簿…", hash_funcs=_BY_CONTENT)
def workbook(figures: FigureSet, previous: FigureSet | None) -> bytes:
    """The workbook with these figures in it, last year's beside them."""
    return workflow.make_workbook(figures.form, figures, previous)
