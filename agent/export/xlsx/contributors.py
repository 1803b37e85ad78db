"""The sheet of a sum that says who contributed what: cells down, units across. Never read back.

A blank that was counted as zero, one for want of which there is no total, and a zero are three different things to see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from agent.export.xlsx import style
from agent.export.xlsx.places import Place
from agent.export.xlsx.style import Look, merge, put
from agent.export.xlsx.tables import landscape, protect
from agent.figures import ABSENT, Absent
from agent.figures.factsums import FactSum
from agent.forms.summing import CellSum, Total

CONTRIBUTORS = "汇总来源"
_TOP = 3
_HEADINGS = ("表", "项目", "栏目", "计量单位", "合计")
_WIDTHS = (6, 46, 18, 9, 13)
_NOTE_WIDTH = 44
_UNIT_WIDTH = 13
_LABEL = Look(across="left", indent=1)
_SUM = replace(style.SHOWN, bold=True)
_BLANK = Look(color=style.GREY, fill=style.PAST, wrap=False)
_LACKING = Look(color=style.RED, fill=style.RED_FILL, wrap=False)
_UNFILLED, _AS_ZERO = "未填", "未填，按0"


@dataclass(frozen=True)
class Contributors:
    """A sum, and what there is to say of it as a whole, in Chinese, a line each."""

    total: Total
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """One line: four labels, the total, each unit's own with its look, and the remark."""

    labels: tuple[str, str, str, str]
    total: Decimal | None
    each: tuple[tuple[Decimal | str | None, Look], ...]
    note: str


def add_contributors(book: Workbook, contributors: Contributors) -> None:
    """Add the sheet: a heading for each unit with its file, a row for each cell with more than zeros, then the facts."""
    page = book.create_sheet(CONTRIBUTORS)
    total = contributors.total
    note = len(_HEADINGS) + len(total.parts) + 1
    _headings(page, total, note)
    row = _TOP
    for line in (*_cell_rows(total), *_fact_rows(total)):
        row += 1
        _put_row(page, row, line, note)
    zeros = sum(map(_all_zero, total.cells.values()))
    counted = (f"另有{zeros}格各单位填的都是0，没有列出",) if zeros else ()
    _remarks(page, row + 2, (*counted, *contributors.remarks))
    page.freeze_panes = f"{get_column_letter(len(_HEADINGS) + 1)}{_TOP + 1}"
    page.print_title_rows = f"{_TOP}:{_TOP}"
    landscape(page)
    protect(page)


def _headings(page: Worksheet, total: Total, note: int) -> None:
    merge(page, Place(CONTRIBUTORS, 1, 1), 1, len(_HEADINGS), style.TITLE)
    put(page, Place(CONTRIBUTORS, 1, 1), f"{CONTRIBUTORS}：{len(total.parts)}个单位", style.TITLE)
    hint = "各单位填报的数逐格列出，供核对；“未填”不是 0，缺了它就没有合计。改这张表不会改变合计。"
    put(page, Place(CONTRIBUTORS, 2, 1), hint, style.SUBTITLE)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 30, 20
    units = [f"{part.unit}\n{part.file}" if part.file else part.unit for part in total.parts]
    for index, heading in enumerate((*_HEADINGS, *units, "说明"), start=1):
        put(page, Place(CONTRIBUTORS, _TOP, index), heading, style.LABEL)
    widths = (*_WIDTHS, *(_UNIT_WIDTH for _ in units), _NOTE_WIDTH)
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    page.row_dimensions[_TOP].height = max(style.height(unit, _UNIT_WIDTH - 1) for unit in units)
    page.column_dimensions[get_column_letter(note)].width = _NOTE_WIDTH


def _cell_rows(total: Total) -> Iterator[_Row]:
    numbers = {section.table: section.number for section in total.form.sections if section.table}
    for key, each in total.cells.items():
        if each.unfilled or _all_zero(each):
            continue
        cell = total.form.by_key[key]
        labels = (numbers.get(cell.table, ""), cell.row, cell.column, cell.unit)
        shown = tuple(_given(total, each, unit) for unit in total.units)
        sum_ = None if isinstance(each.total, Absent) else each.total
        yield _Row(labels, sum_, shown, each.why or each.doubt)


def _all_zero(each: CellSum) -> bool:
    """Whether every unit wrote a zero: there are many such cells, and they are only counted."""
    return all(not isinstance(value, Absent) and value == 0 for value in each.given.values())


def _given(total: Total, each: CellSum, unit: str) -> tuple[Decimal | str | None, Look]:
    value = each.given[unit]
    if value is not ABSENT and not isinstance(value, Absent):
        return value, Look(wrap=False)
    return (_AS_ZERO, _BLANK) if unit in total.choice.zeros else (_UNFILLED, _LACKING)


def _fact_rows(total: Total) -> Iterator[_Row]:
    for each in total.facts:
        labels = ("补充", each.fact.name, "", each.fact.unit)
        shown = tuple(_stated(total, each, unit) for unit in total.units)
        dropped = f"分项{'、'.join(each.dropped)}没有相加：不是每个单位都分出了它" if each.dropped else ""
        yield _Row(labels, each.fact.value, shown, each.why or dropped)


def _stated(total: Total, each: FactSum, unit: str) -> tuple[Decimal | str | None, Look]:
    value = each.stated.get(unit)
    if value is not None:
        return value, Look(wrap=False)
    return (_AS_ZERO, _BLANK) if unit in total.choice.zeros else (_UNFILLED, _LACKING)


def _put_row(page: Worksheet, row: int, line: _Row, note: int) -> None:
    for index, label in enumerate(line.labels, start=1):
        put(page, Place(CONTRIBUTORS, row, index), label, _LABEL if index == 2 else Look())
    put(page, Place(CONTRIBUTORS, row, len(_HEADINGS)), line.total, _SUM)
    for index, (value, look) in enumerate(line.each, start=len(_HEADINGS) + 1):
        put(page, Place(CONTRIBUTORS, row, index), value, look)
    put(page, Place(CONTRIBUTORS, row, note), line.note, _LABEL)
    page.row_dimensions[row].height = max(
        style.height(text, width - 3)
        for text, width in (*zip(line.labels[1:3], _WIDTHS[1:3], strict=True), (line.note, _NOTE_WIDTH))
    )


def _remarks(page: Worksheet, top: int, remarks: Iterable[str]) -> None:
    for row, remark in enumerate(remarks, start=top):
        look = replace(_LABEL, lines=None)
        merge(page, Place(CONTRIBUTORS, row, 1), 1, len(_HEADINGS), look)
        put(page, Place(CONTRIBUTORS, row, 1), remark, look)
        page.row_dimensions[row].height = style.height(remark, sum(_WIDTHS) - 3)
