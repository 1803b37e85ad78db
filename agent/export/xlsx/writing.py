"""A form and its figures to a workbook."""

import io
import re
import zipfile

from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from agent.errors import BadInput, Problem
from agent.export.xlsx.checks import add_checks
from agent.export.xlsx.contributors import Contributors, add_contributors
from agent.export.xlsx.pages import add_facts, add_guide, add_map, add_unit
from agent.export.xlsx.places import table_sheets
from agent.export.xlsx.tables import add_table
from agent.figures import FigureSet
from agent.forms.form import Form

# The same figures give the same bytes: no clock, inside the archive or in its entries, and no order of chance.
_MOMENT = b"2020-01-01T00:00:00Z"
_WRITTEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MERGES = re.compile(rb"(?:<mergeCell ref=\"[^\"]*\"\s*/>)+")
_RANGES = re.compile(rb"(?<= sqref=\")[^\"]*")
_ENTRY_DATE = (2020, 1, 1, 0, 0, 0)


def write_workbook(
    form: Form,
    figures: FigureSet | None,
    previous: FigureSet | None = None,
    contributors: Contributors | None = None,
) -> bytes:
    """The workbook of a form as ``.xlsx``, filled with figures where they are given.

    ``previous`` (the year before, of any edition) stands beside this year's, grey, where the keys are the same; without
    ``figures`` it also gives the unit and its contact. ``contributors``: the figures are a sum, and one more sheet says of whom.
    ``BadInput`` where a figure has no cell in this form: it would be lost.
    """
    _fits(form, figures)
    if figures is not None and previous is not None and previous.year != figures.year - 1:
        what = f"对照数据是{previous.year}年的，不是{figures.year}年的上一年"
        raise BadInput([Problem(what, previous.file, f"请提供{figures.year - 1}年的数据")])
    book = Workbook()
    book.remove(book.worksheets[0])
    add_guide(book, form)
    add_unit(book, form, figures, previous)
    for sheet in table_sheets(form):
        add_table(book, form, sheet, figures, previous)
    add_checks(book, form, previous is not None)
    add_facts(book, figures.facts if figures else ())
    if contributors is not None:
        add_contributors(book, contributors)
    add_map(book, form)
    book.active = 0
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "年报"
    book.calculation.fullCalcOnLoad = True
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer.getvalue())


def _fits(form: Form, figures: FigureSet | None) -> None:
    if figures is None:
        return
    problems = []
    if figures.form and figures.form != form.edition:
        what = f"数据是{figures.form}年格式的，工作簿是{form.edition}年格式的"
        problems.append(Problem(what, figures.file, f"请生成{figures.form}年格式的工作簿"))
    else:
        strange = [key for key in figures.cells if key not in form.by_key]
        problems += [
            Problem(f"{form.edition}年格式没有单元格“{key}”", figures.file, "请核对单元格名称")
            for key in strange
        ]
    if problems:
        raise BadInput(problems)


def _timeless(content: bytes) -> bytes:
    """The same archive without the moment of its writing, and with openpyxl's sets in a fixed order."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as written,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in written.namelist():
            part = _ordered(name, written.read(name))
            entry = zipfile.ZipInfo(name, _ENTRY_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, part)
    return buffer.getvalue()


def _ordered(name: str, part: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _WRITTEN.sub(_MOMENT, part)
    if not name.startswith("xl/worksheets/"):
        return part
    part = _MERGES.sub(lambda found: b">".join(sorted(found[0].split(b">")[:-1])) + b">", part)
    return _RANGES.sub(lambda found: b" ".join(sorted(found[0].split())), part)
