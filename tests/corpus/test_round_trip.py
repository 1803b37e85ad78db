"""What the exporters print, the readers read back: every cell, and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.export.docx import tables_docx
from agent.export.html import tables_html
from agent.export.markdown import tables_markdown
from agent.figures import FigureSet
from agent.forms import Form, form_of
from agent.verify.report import JudgedReport
from agent.workflow import draft_report, export_report
from agent.workflow.usecases import Format
from corpus.readers import ReadReport, read
from tests.corpus.pages import consistent
from tests.corpus.prints import by_chromium, by_libreoffice
from tests.figure_sets import any_figures, balanced_figures

Renderer = Callable[[Form, FigureSet], bytes]

RENDERERS: dict[str, Renderer] = {
    "html": lambda form, figures: tables_html(form, figures).encode(),
    "md": lambda form, figures: tables_markdown(form, figures).encode(),
    "docx": tables_docx,
}


def read_back(extension: str, figures: FigureSet) -> FigureSet:
    return read(RENDERERS[extension](form_of(figures.form), figures), f"report.{extension}").figures


@pytest.mark.parametrize("extension", RENDERERS)
@settings(max_examples=25)
@given(figures=st.one_of(balanced_figures(), any_figures()))
def test_every_cell_of_a_rendered_report_reads_back(extension: str, figures: FigureSet) -> None:
    again = read_back(extension, figures)
    assert dict(again.cells) == dict(figures.cells)
    assert (again.form, again.year, again.unit) == (figures.form, figures.year, figures.unit)


@pytest.mark.parametrize("extension", RENDERERS)
@settings(max_examples=5)
@given(figures=any_figures())
def test_nothing_is_noted_of_a_rendered_report(extension: str, figures: FigureSet) -> None:
    report = read(RENDERERS[extension](form_of(figures.form), figures), f"report.{extension}")
    assert (report.unread, [note for note in report.notes if "章节" not in note]) == ((), [])


# --- whole drafts

YEARS = {"2019": 2020, "2021": 2023}


def cells_of(edition: str, kind: str) -> dict[str, Decimal]:
    """A figure set of a kind: every cell, some absent, all zero, decimals with changes downwards, none at all."""
    form, full = form_of(edition), consistent(edition)
    if kind == "some absent":
        return {key: value for at, (key, value) in enumerate(full.items()) if at % 7}
    if kind == "all zero":
        return dict.fromkeys(full, Decimal(0))
    if kind == "decimals and minus":
        signed = {key: -value if form.by_key[key].signed else value for key, value in full.items()}
        part = Decimal("0.55")
        return {key: value if form.by_key[key].integer else value + part for key, value in signed.items()}
    return full if kind == "full" else {}


KINDS = ["full", "some absent", "all zero", "decimals and minus", "none"]


def drafted(edition: str, kind: str) -> JudgedReport:
    return draft_report(FigureSet("青溪县人民政府", YEARS[edition], edition, cells_of(edition, kind)))


def prose_of(report: ReadReport, form: Form) -> list[str]:
    """Every line of the report's prose, without the headings of its tables."""
    tables = {section.heading for section in form.sections if section.table}
    lines = [line for part in report.sections for line in (part.heading, *part.text.split("\n"))]
    return [line for line in lines if line and line not in tables]


@pytest.mark.parametrize("edition", YEARS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("extension", ["docx", "html", "md"])
def test_a_draft_reads_back_to_its_cells_and_its_prose(extension: Format, kind: str, edition: str) -> None:
    draft = drafted(edition, kind)
    report = read(export_report(draft, extension), f"report.{extension}")
    assert dict(report.figures.cells) == dict(draft.figures.cells)
    assert (report.unread, report.notes) == ((), ())
    assert prose_of(report, draft.form) == draft.narrative.text.split("\n")


@pytest.mark.parametrize("edition", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_printed_by_a_browser_reads_back(
    chromium: str, tmp_path: Path, kind: str, edition: str
) -> None:
    draft = drafted(edition, kind)
    page = export_report(draft, "html").decode()
    report = read(by_chromium(chromium, tmp_path, page), "report.pdf")
    assert dict(report.figures.cells) == dict(draft.figures.cells)
    assert (report.unread, report.notes) == ((), ())
    assert prose_of(report, draft.form) == draft.narrative.text.split("\n")


@pytest.mark.parametrize("edition", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_printed_by_libreoffice_reads_back_whatever_it_holds(
    soffice: str, tmp_path: Path, kind: str, edition: str
) -> None:
    draft = drafted(edition, kind)
    source = tmp_path / "report.docx"
    source.write_bytes(export_report(draft, "docx"))
    report = read(by_libreoffice(soffice, tmp_path, source), "report.pdf")
    # LibreOffice hangs marks over the edge of a line and then leaves them out of its PDF.
    drop = str.maketrans("", "", "，、。")
    assert dict(report.figures.cells) == dict(draft.figures.cells)
    assert (report.unread, report.notes) == ((), ())
    assert [line.translate(drop) for line in prose_of(report, draft.form)] == [
        line.translate(drop) for line in draft.narrative.text.split("\n")
    ]
