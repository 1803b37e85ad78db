"""How the workbook looks, and putting a value into a cell without ever making a formula of it."""

import math
import re
import unicodedata
import zlib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from agent.errors import BadInput, Problem
from agent.export.xlsx.places import Place

INPUT, HEADING, ARTICLE, COMPUTED, PAST = "FFFBE3", "EEF2F7", "DFE7F1", "EDF5EE", "F0F0F0"
RED_FILL, RED, GREEN, GREY, INK, LINE = "FBDDDA", "B3261E", "2E6B3A", "767676", "1F2A37", "8A94A3"
# Excel keeps 15 significant digits; a longer number stays exact only as text.
DIGITS: Final = 15
# No cell holds more characters.
LONGEST: Final = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Full-width signs too: Chinese Excel takes a ＝ that is typed, or entered again, for a formula's.
_STARTS_FORMULA = tuple("=+-@＝＋－＠")


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell looks, and whether it may be typed into."""

    fill: str | None = None
    color: str = INK
    size: float = 11
    bold: bool = False
    font: str = "宋体"
    across: str = "center"
    down: str = "center"
    lines: str | None = LINE
    wrap: bool = True
    locked: bool = True
    format: str = "General"
    indent: int = 0


LABEL = Look(fill=HEADING)
LABEL_LEFT = replace(LABEL, across="left", indent=1)
ARTICLE_LINE = replace(LABEL, fill=ARTICLE, bold=True)
NUMBER = Look(fill=INPUT, locked=False, wrap=False)
TEXT = replace(NUMBER, across="left", wrap=True, format="@", indent=1)
SHOWN = Look(fill=COMPUTED, color=GREEN, wrap=False)
SHOWN_LABEL = replace(SHOWN, wrap=True)
# The difference stays a number, so that formulas can use it, and reads as a sentence.
DIFFERENCE = replace(SHOWN, format='"多 "General;"少 "General;"相符"')
WHOLE_DIFFERENCE = replace(SHOWN, format='"多 "0;"少 "0;"相符"')
LAST_YEAR = Look(fill=PAST, color=GREY, wrap=False)
LAST_YEAR_LABEL = replace(LAST_YEAR, wrap=True)
TITLE = Look(font="黑体", size=16, lines=None)
SUBTITLE = Look(color=GREY, size=10, lines=None, across="left", wrap=False)
SUBTITLE_RIGHT = replace(SUBTITLE, across="right")


def dress(cell: SheetCell, look: Look) -> None:
    """Give a cell its look, by a hidden named style: one style a look, where loose attributes cost ten times the time."""
    book, name = cell.parent.parent, _name(look)
    if book is not None and name not in book.named_styles:
        book.add_named_style(_named(look, name))
    cell.style = name


@cache
def _name(look: Look) -> str:
    """A name for what it is, so that the same workbook is the same bytes."""
    return f"nianbao-{zlib.crc32(repr(look).encode()):08x}"


def _named(look: Look, name: str) -> NamedStyle:
    style = NamedStyle(name, hidden=True)
    style.font = Font(name=look.font, size=look.size, bold=look.bold, color=look.color)
    if look.fill:
        style.fill = PatternFill("solid", start_color=look.fill)
    if look.lines:
        side = Side(style="thin", color=look.lines)
        style.border = Border(left=side, right=side, top=side, bottom=side)
    style.alignment = Alignment(look.across, look.down, wrap_text=look.wrap, indent=look.indent)
    style.protection = Protection(locked=look.locked)
    style.number_format = look.format
    return style


def put(sheet: Worksheet, place: Place, value: str | int | Decimal | None, look: Look) -> SheetCell:
    """Write a value that came from outside. A text stays a text, whatever it begins with."""
    cell = _cell(sheet, place)
    dress(cell, look)
    if isinstance(value, Decimal):
        value = _number(value)
    if isinstance(value, str):
        _put_text(cell, value, place)
    elif value is not None:
        cell.value = value
    return cell


def put_formula(sheet: Worksheet, place: Place, formula: str, look: Look) -> None:
    """Write a formula of our own."""
    cell = _cell(sheet, place)
    dress(cell, look)
    cell.value = formula


def _cell(sheet: Worksheet, place: Place) -> SheetCell:
    cell = sheet.cell(place.row, place.column)
    if not isinstance(cell, SheetCell):
        raise TypeError(f"{place} lies inside a merged cell")
    return cell


def _put_text(cell: SheetCell, text: str, place: Place) -> None:
    written = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(written) > LONGEST:
        raise BadInput([Problem(f"文字超过 {LONGEST} 字，Excel 放不下", str(place), "请缩短")])
    if not written:
        return
    cell.value = written
    # Set after the value: openpyxl takes a leading “=” for a formula.
    cell.data_type = "s"
    cell.quotePrefix = written.lstrip().startswith(_STARTS_FORMULA)


def _number(value: Decimal) -> int | Decimal | str:
    """The number as Excel can hold it; as text where it has more digits than Excel keeps."""
    if value == value.to_integral_value() and abs(value) < 10**DIGITS:
        return int(value)
    plain = value.normalize()
    return plain if len(plain.as_tuple().digits) <= DIGITS else format(plain, "f")


def merge(sheet: Worksheet, place: Place, rows: int, columns: int, look: Look) -> None:
    """Merge a box and draw its outline all round; the look is on every cell, or the border is lost inside."""
    for row in range(place.row, place.row + rows):
        for column in range(place.column, place.column + columns):
            dress(_cell(sheet, Place(place.sheet, row, column)), look)
    if rows * columns > 1:
        end = (place.row + rows - 1, place.column + columns - 1)
        sheet.merge_cells(None, place.row, place.column, *end)


def when(formula: str, color: str, fill: str, *, bold: bool = False) -> Rule:
    """A conditional format: this ink and fill where a formula holds."""
    look = DifferentialStyle(
        font=Font(color=color, bold=bold or None), fill=PatternFill("solid", bgColor=fill)
    )
    return Rule("expression", formula=[formula], dxf=look)


def display_width(text: str) -> int:
    """How many half-width columns a line of text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def height(text: str, width: float, size: float = 11) -> float:
    """Row height in points for a text wrapped into so many half-width columns."""
    lines = sum(max(1, math.ceil((display_width(line) + 1) / width)) for line in text.split("\n"))
    return lines * size * 1.35 + 6
