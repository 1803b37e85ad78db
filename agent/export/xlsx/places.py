"""Where everything stands in the workbook.

Two ways to know it: :func:`places_of` lays a form out, for writing; :meth:`Places.from_rows` reads the map that a written
workbook carries in its hidden sheet, so that a workbook of an older layout is still read where its cells are. The map also
says which words are printed where: a reader that finds them elsewhere knows that a row was inserted, and refuses to guess.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils import column_index_from_string, get_column_letter

from agent.forms.form import Cell, Form, Table
from agent.forms.layout import Box, Grid, printed

SCHEMA = "nianbao/workbook/1"
GUIDE, UNIT, CHECKS, FACTS, MAP = "填写说明", "单位信息", "勾稽检查", "补充数据", "_键"
# Rows above a printed table: title, unit and year, a hint.
TOP = 4
FACT_TOP = 3
UNIT_TOP = 4
_ADDRESS = re.compile(r"([A-Z]{1,2})([1-9]\d{0,5})")

# Short names for the tabs; another kind of report falls back on its captions.
_TABS = {"disclosure": "主动公开", "requests": "依申请公开", "appeals": "复议诉讼"}

FIELDS: Mapping[str, str] = {
    "unit": "单位名称",
    "year": "年度",
    "contact.office": "联系机构",
    "contact.address": "地址",
    "contact.postcode": "邮政编码",
    "contact.telephone": "电话",
    "contact.fax": "传真",
    "contact.email": "电子邮箱",
}

FACT_HEADINGS = (
    "名称",
    "数值",
    "单位",
    "约数",
    "来源",
    "其他叫法",
    "划分方式",
    "分项名称",
    "分项数值",
    "分项其他叫法",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the workbook; ``row`` and ``column`` count from 1, as Excel does."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """Within its sheet: C5."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def quoted(self) -> str:
        """As a formula of another sheet names it: '三、依申请公开'!C5."""
        return f"'{self.sheet}'!{self.address}"

    def moved(self, rows: int = 0, columns: int = 0) -> "Place":
        """The place so many rows further down and columns further right."""
        return Place(self.sheet, self.row + rows, self.column + columns)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"


@dataclass(frozen=True)
class TableSheet:
    """One official table on its sheet. ``left`` is the column in which its grid begins."""

    table: Table
    heading: str
    name: str
    grid: Grid
    left: int

    @property
    def flat(self) -> bool:
        """Whether it has columns only (table 四): then what belongs to it stands below, else to the right."""
        return not any(block.rows for block in self.table.blocks)

    @property
    def heads(self) -> int:
        """How many columns of the grid its row headings take."""
        return max((row.depth for block in self.table.blocks for row in block.rows), default=0)

    @property
    def right(self) -> int:
        """The first column to the right of the grid."""
        return self.left + self.grid.width

    @property
    def bottom(self) -> int:
        """The first row below the grid."""
        return TOP + self.grid.height

    def place(self, box: Box) -> Place:
        """The upper left cell of a printed box."""
        return Place(self.name, TOP + box.row, self.left + box.column)

    @cached_property
    def cells(self) -> dict[str, Place]:
        """Where each cell to fill in stands, by its key."""
        return {box.cell.key: self.place(box) for box in self.grid.boxes if box.cell}


def table_sheets(form: Form) -> tuple[TableSheet, ...]:
    """A sheet for each official table, in printed order."""
    sheets = []
    for section in form.sections:
        if section.table is not None:
            table = form.table(section.table)
            name = f"{section.number}、{_TABS.get(table.id) or _tab(table.caption)}"
            left = 1 if any(block.rows for block in table.blocks) else 2
            sheets.append(TableSheet(table, section.heading, name, printed(form, table), left))
    return tuple(sheets)


def _tab(caption: str) -> str:
    """A caption as Excel allows it for a tab: without brackets and slashes, short."""
    return "".join(letter for letter in caption if letter not in "[]:*?/\\'")[:24]


@dataclass(frozen=True)
class Places:
    """The map: where the cells, the unit's particulars and the facts are, and which words are printed where."""

    edition: str
    cells: Mapping[str, Place]
    fields: Mapping[str, Place]
    facts: Place
    printed: tuple[tuple[Place, str], ...]

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that hold something to read, in the order in which they are read."""
        places = [*self.fields.values(), *self.cells.values(), self.facts]
        return tuple(dict.fromkeys(place.sheet for place in places))

    def printed_on(self, sheet: str) -> list[tuple[Place, str]]:
        """The words that must stand on a sheet, top down."""
        here = [item for item in self.printed if item[0].sheet == sheet]
        return sorted(here, key=lambda item: (item[0].row, item[0].column))

    def fits(self, layout: "Places") -> bool:
        """Whether it has the layout's cells in the layout's order: each sheet's may have moved, but only all together."""
        ours, theirs = {**self.cells, **self.fields}, {**layout.cells, **layout.fields}
        if ours.keys() != theirs.keys():
            return False
        shifts: dict[str, set[tuple[str, int, int]]] = {}
        for name, now in ours.items():
            then = theirs[name]
            shift = (now.sheet, now.row - then.row, now.column - then.column)
            shifts.setdefault(then.sheet, set()).add(shift)
        return all(len(found) == 1 for found in shifts.values())

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """The map as the hidden sheet holds it: what, sheet, address, words."""
        yield "schema", "", "", SCHEMA
        yield "form", "", "", self.edition
        yield "facts", self.facts.sheet, self.facts.address, ""
        for name, place in (*self.fields.items(), *self.cells.items()):
            yield name, place.sheet, place.address, ""
        for place, text in self.printed:
            yield "#", place.sheet, place.address, text

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, str, str]]) -> "Places":
        """The map of a hidden sheet; ``ValueError`` where it is damaged, with the schema where that is another's."""
        marks: dict[str, str] = {}
        fields: dict[str, Place] = {}
        cells: dict[str, Place] = {}
        words: list[tuple[Place, str]] = []
        for name, sheet, address, text in rows:
            if not address:
                marks[name] = text
            elif name == "#":
                words.append((_place(sheet, address), text))
            else:
                (fields if name in FIELDS or name == "facts" else cells)[name] = _place(sheet, address)
        if marks.get("schema") != SCHEMA:
            raise ValueError(marks.get("schema", ""))
        if "facts" not in fields or FIELDS.keys() - fields.keys():
            raise ValueError("")
        return cls(marks.get("form", ""), cells, fields, fields.pop("facts"), tuple(words))


def _place(sheet: str, address: str) -> Place:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return Place(sheet, int(match[2]), column_index_from_string(match[1]))


def field_places() -> dict[str, Place]:
    """Where the unit's particulars are filled in, by name; the label stands to the left."""
    return {name: Place(UNIT, UNIT_TOP + index, 2) for index, name in enumerate(FIELDS)}


def places_of(form: Form) -> Places:
    """The layout of a form's workbook."""
    sheets = table_sheets(form)
    cells = {key: place for sheet in sheets for key, place in sheet.cells.items()}
    fields = field_places()
    heads = [Place(FACTS, FACT_TOP, 1 + index) for index in range(len(FACT_HEADINGS))]
    words = [(fields[name].moved(columns=-1), label) for name, label in FIELDS.items()]
    words += [(sheet.place(box), box.text) for sheet in sheets for box in sheet.grid.boxes if box.text]
    words += list(zip(heads, FACT_HEADINGS, strict=True))
    return Places(form.edition, cells, fields, heads[0], tuple(words))


def prompt(cell: Cell) -> str:
    """What to know about a cell before filling it in; empty for an ordinary count of 件."""
    parts = [] if cell.unit == "件" else [f"单位：{cell.unit}"]
    parts += ["减少的填负数"] if cell.signed else []
    parts += [] if cell.integer else ["可以有小数"]
    return "，".join(parts)
