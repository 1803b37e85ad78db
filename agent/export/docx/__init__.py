"""The tables and the report as Word, laid out like an official document (GB/T 9704): the one door to python-docx.

A4, 22 lines of 28 characters, title in 小标宋 二号, headings in 黑体 and 楷体, body in 仿宋 三号, page numbers at the outer edge.
Tables are real tables (``gridSpan``, ``vMerge``) as wide as the type area, whose heading rows repeat on every page and whose rows
never split; the paragraph before a table is its section's heading. What is objected to is shaded, underlined and has a comment
with the reason, and so has, in another look, what a person keeps; a draft says so in the header of its first page and across
every page, which is no part of the text.

``styles``   fonts, sizes and spacing, as Word keeps them
``paper``    an empty document: page, page numbers, properties, fonts
``prose``    lines to paragraphs, objections to comments
``tables``   a printed table to ``w:tbl``
``watermark`` a word across every page
``archive``  the same document always to the same bytes
``review``   somebody's own Word file back with comments; ``anchors`` their places, ``comments`` what they say
"""

from docx.document import Document

from agent.export.composition import Composition, Part, composed, tables_only
from agent.export.docx import paper, prose, tables, watermark
from agent.export.docx.archive import packed
from agent.export.stage import Stage
from agent.figures import FigureSet
from agent.forms.form import Form
from agent.verify.report import JudgedReport

__all__ = ["report_docx", "tables_docx"]


def tables_docx(form: Form, figures: FigureSet) -> bytes:
    """The three tables under the report's title and their section headings."""
    return _written(tables_only(form, figures.unit, figures.year), form, figures)


def report_docx(report: JudgedReport, stage: Stage | None = None) -> bytes:
    """The whole report; what is objected to is marked and commented. A draft says so across every page."""
    return _written(composed(report, stage), report.form, report.figures)


def _written(page: Composition, form: Form, figures: FigureSet) -> bytes:
    document = paper.blank(page.title.text, figures.unit, figures.year, page.notice)
    if page.is_draft and page.stage:
        watermark.put(document, page.stage.label)
    prose.write_title(document, page.title, form.report)
    for line in page.introduction:
        prose.write(document, line)
    for before, part in zip((None, *page.parts), page.parts, strict=False):
        _write_part(document, part, form, figures, after_table=bool(before and before.table))
    if page.parts and page.parts[-1].table:
        prose.close(document)
    return packed(document)


def _write_part(document: Document, part: Part, form: Form, figures: FigureSet, *, after_table: bool) -> None:
    prose.write(document, part.heading, apart=after_table)
    for line in part.lines:
        prose.write(document, line)
    if part.table:
        tables.append(document, tables.table_xml(form, part.table, figures))
