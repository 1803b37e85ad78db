"""Printed pages to paragraphs and grids, in the order in which they are read.

What is printed on page after page (running heads and feet, page numbers) is dropped. A line goes on with the paragraph before
it where the line before it was full: where its own first word would have found no room there. A table goes on over a page
break where nothing stands between, and it is as wide.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from statistics import median_low

from corpus.blocks import Block, Box, Grid, Paragraph, one_line
from corpus.readers.paper import Glyph, PrintedLine, Sheet, lines_of
from corpus.readers.ruled import Lattice, columns_together, lattices
from corpus.readers.runs import PlacedLine
from corpus.readers.unruled import grid_of, stretches
from corpus.sections import is_page_number, official_number

# Running heads and feet stand in this part of a page, above and below.
_MARGIN = 0.12
_NUMBER = re.compile(
    r"第?\s*\d{1,3}\s*页?\s*[/／，,共]+\s*(?:共\s*)?\d{1,3}\s*页?|第\s*[一二三四五六七八九十]{1,3}\s*页"
)
# A first line is indented by more than this many letters; a full line leaves less than this and its next word.
_INDENT, _SLACK = 1.0, 1.3
# A line that ends no sentence may leave so many letters free: what must not begin a line took others with it to the next.
_UNENDED, _ENDS = 4.0, "。！？；：…）)”!?;:"
# Type that differs by more than this share is another's; fonts of one size differ by less.
_OTHER_TYPE = 0.3
# Edges nearer than this are the same, and a margin is the edge of at least this share of all lines.
_SAME, _SHARED = 3.0, 0.08
# Lines of one paragraph stand no further apart than this many times the usual distance of the page.
_APART = 1.4
# Edges of a table on two pages that are nearer than this are the same.
_NEAR = 6.0


@dataclass
class _Table:
    """A table with its parts on one page after the other."""

    parts: list[Lattice] = field(default_factory=list)


@dataclass
class _Unruled:
    """A table without rules, with its lines on one page after the other."""

    lines: list[PlacedLine]


_Item = PrintedLine | _Table | _Unruled


def blocks_of(sheets: Sequence[Sheet], watch: Callable[[], None]) -> list[Block]:
    """The pages as paragraphs and grids. ``watch`` is called before every page, and raises when time is up."""
    pages = []
    for sheet in sheets:
        watch()
        pages.append(_Page(sheet))
    _drop_furniture(pages)
    blocks: list[Block] = []
    paragraph = _Running(_Measure.of(pages))
    tables = 0
    for item in _joined(pages):
        if isinstance(item, _Table):
            blocks += paragraph.end()
            tables += 1
            blocks.append(_grid(item, tables))
        elif isinstance(item, _Unruled):
            blocks += paragraph.end()
            tables += 1
            blocks.append(grid_of(item.lines, tables))
        else:
            blocks += paragraph.add(item)
    return [*blocks, *paragraph.end()]


class _Page:
    """A page cut into its tables and the lines around them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.tables = lattices(sheet)
        self.lines = self._outside()
        reached = [reduce(Lattice.reached, self.lines, table) for table in self.tables]
        if any(one is not other for one, other in zip(reached, self.tables, strict=True)):
            self.tables = reached
            self.lines = self._outside()

    def _outside(self) -> list[PrintedLine]:
        """The lines that stand in no table."""
        return lines_of(glyph for glyph in self.sheet.glyphs if not self._in_table(glyph))

    def _in_table(self, glyph: Glyph) -> bool:
        return any(table.holds(glyph) for table in self.tables)

    def edges(self) -> list[PrintedLine]:
        """The lines that stand where running heads and feet do."""
        low, high = self.sheet.height * _MARGIN, self.sheet.height * (1 - _MARGIN)
        return [line for line in self.lines if line.bottom < low or line.top > high]

    def items(self) -> list[_Item]:
        """Lines and tables, top down."""
        lines = [PlacedLine(line, self.sheet.number) for line in self.lines]
        unruled = stretches(lines)
        inside = {at for one in unruled for at in one}
        found: list[tuple[float, _Item]] = [
            (one.line.top, one.line) for at, one in enumerate(lines) if at not in inside
        ]
        found += [(lines[one.start].line.top, _Unruled([lines[at] for at in one])) for one in unruled]
        found += [(table.top, _Table([table])) for table in self.tables]
        return [item for _, item in sorted(found, key=lambda pair: pair[0])]


# --- running heads, feet and page numbers -------------------------------------------------------------------------


def _drop_furniture(pages: Sequence[_Page]) -> None:
    seen = Counter(mark for page in pages for mark in {_mark(line) for line in page.edges()})
    often = max(2, len(pages) // 3)
    for page in pages:
        dropped = [line for line in page.edges() if _is_number(line.text) or seen[_mark(line)] >= often]
        page.lines = [line for line in page.lines if line not in dropped]


def _mark(line: PrintedLine) -> tuple[str, int]:
    """What is the same of a running head on every page: its words but for numbers, and how high it stands."""
    return re.sub(r"\d+", "#", "".join(line.text.split())), round(line.top / 4)


def _is_number(text: str) -> bool:
    return is_page_number(text) or _NUMBER.fullmatch(text.strip()) is not None


# --- tables -------------------------------------------------------------------------------------------------------


def _joined(pages: Sequence[_Page]) -> Iterator[_Item]:
    """Everything in order, with the parts of a table put together."""
    open_table: _Table | _Unruled | None = None
    for page in pages:
        for item in page.items():
            if open_table and _joins(open_table, item):
                continue
            if open_table:
                yield open_table
                open_table = None
            if isinstance(item, PrintedLine):
                yield item
            else:
                open_table = item
    if open_table:
        yield open_table


def _joins(table: _Table | _Unruled, item: _Item) -> bool:
    """Put an item to the table before it where it goes on with that; whether it did."""
    if isinstance(table, _Table) and isinstance(item, _Table) and _goes_on(table.parts[-1], item.parts[0]):
        table.parts += item.parts
        return True
    if not isinstance(table, _Unruled) or not isinstance(item, _Unruled):
        return False
    if item.lines[0].page != table.lines[-1].page + 1:
        return False
    table.lines += item.lines
    return True


def _goes_on(before: Lattice, after: Lattice) -> bool:
    """Whether a part goes on with one of the page before, with nothing between them."""
    next_page = after.sheet.number == before.sheet.number + 1
    return next_page and abs(before.left - after.left) < _NEAR and abs(before.right - after.right) < _NEAR


def _grid(table: _Table, number: int) -> Grid:
    across = columns_together(table.parts)
    rows: list[list[Box]] = []
    places: list[str] = []
    for part in table.parts:
        found = part.rows(across)
        for row in found[_repeated(rows, found) :]:
            rows.append(row)
            places.append(f"第{part.sheet.number}页第{number}张表格第{len(rows)}行")
    return Grid(tuple(map(tuple, rows)), tuple(places))


def _repeated(rows: Sequence[Sequence[Box]], more: Sequence[Sequence[Box]]) -> int:
    """How many rows at the head of a part are those at the head of the table."""
    count = 0
    for row, again in zip(rows, more, strict=False):
        if _texts(row) != _texts(again) or not any(_texts(row)):
            break
        count += 1
    return count


def _texts(row: Sequence[Box]) -> list[str]:
    return ["".join(box.text.split()) for box in row]


# --- paragraphs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Measure:
    """How the report is set: where its lines begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, pages: Sequence[_Page]) -> "_Measure":
        """The measure of the lines on all pages."""
        lines = [line for page in pages for line in page.lines]
        pitches = [
            after.top - before.top
            for page in pages
            for before, after in zip(page.lines, page.lines[1:], strict=False)
            if 0 < after.top - before.top < 4 * before.size
        ]
        return cls(
            -_outermost([-line.left for line in lines]),
            _outermost([line.right for line in lines]),
            median_low(pitches) if pitches else 0.0,
        )


def _outermost(values: Sequence[float]) -> float:
    """The largest value that several lines share: a stray mark in the margin is no margin. The largest where none is shared."""
    near = Counter(round(value / _SAME) for value in values)
    enough = max(2, len(values) * _SHARED)
    shared = [v for v in values if sum(near[round(v / _SAME) + step] for step in (-1, 0, 1)) >= enough]
    return max(shared or values, default=0.0)


class _Running:
    """The paragraph that is being read."""

    def __init__(self, measure: _Measure) -> None:
        self.measure = measure
        self._lines: list[PrintedLine] = []

    def add(self, line: PrintedLine) -> Iterator[Paragraph]:
        """Take the next line, and give the paragraph before it where that has ended."""
        if self._lines and not self._goes_on(self._lines[-1], line):
            yield from self.end()
        self._lines.append(line)

    def end(self) -> Iterator[Paragraph]:
        """The paragraph, if there is one."""
        if self._lines:
            yield Paragraph(one_line("".join(_with_blanks(self._lines))))
        self._lines = []

    def _goes_on(self, last: PrintedLine, line: PrintedLine) -> bool:
        slack = _SLACK if last.text[-1] in _ENDS else _UNENDED
        if self.measure.right - last.right > line.first_word + slack * last.size:
            return False
        if line.left - self.measure.left > _INDENT * line.size or official_number(line.text) is not None:
            return False
        if abs(line.size - last.size) > _OTHER_TYPE * last.size or official_number(last.text) is not None:
            return False
        down = line.top - last.top
        return down < _APART * self.measure.pitch or down < 0


def _with_blanks(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """The lines' texts with a blank between two words of Latin letters that a line break parts."""
    for at, line in enumerate(lines):
        if at and re.search(r"[A-Za-z,.;]$", lines[at - 1].text) and re.match(r"[A-Za-z]", line.text):
            yield " "
        yield line.text
