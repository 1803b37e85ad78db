"""What the exporters print, the readers read back: every cell, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.export.docx import tables_docx
from agent.export.html import tables_html
from agent.export.markdown import tables_markdown
from agent.figures import FigureSet
from agent.forms import Form, form_of
from corpus.readers import read
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
