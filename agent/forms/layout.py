"""A table as printed: every box with its place and span, ready for any renderer, and the same for any form.

Each block becomes rows of one grid as wide as the widest block of its table; the last column of a narrower block takes the
rest, as in the official form. A heading that only groups spans what it groups; a row without sub-rows spans the columns
that sub-rows would need.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.forms.form import Axis, Block, Cell, Form, Table


@dataclass(frozen=True, slots=True)
class Box:
    """One printed box at ``row``, ``column`` (from 0) that spans ``rows`` by ``columns``.

    Either a label (``text``) or a cell to fill (``cell``). ``head`` marks headings; ``article`` the full-width line that
    cites the article a block reports on.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str = ""
    cell: Cell | None = None
    head: bool = False
    article: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole printed table. ``heading_rows`` is how many rows to repeat on each page; 0 where blocks have heads of their own."""

    height: int
    width: int
    boxes: tuple[Box, ...]
    heading_rows: int

    def rows(self) -> tuple[tuple[Box, ...], ...]:
        """Boxes by the row they start in, left to right."""
        lines: list[list[Box]] = [[] for _ in range(self.height)]
        for box in self.boxes:
            lines[box.row].append(box)
        return tuple(tuple(sorted(line, key=lambda box: box.column)) for line in lines)


def printed(form: Form, table: Table) -> Grid:
    """The table as its notice prints it."""
    width = max(_row_heads(block) + len(block.column_leaves) for block in table.blocks)
    boxes: list[Box] = []
    top = 0
    for block in table.blocks:
        drawn = list(_block(form, block, top, width))
        boxes += drawn
        top = max(box.row + box.rows for box in drawn)
    single = len(table.blocks) == 1
    return Grid(top, width, tuple(boxes), _head_rows(table.blocks[0]) if single else 0)


def _row_heads(block: Block) -> int:
    """How many columns the row headings take."""
    return max((row.depth for row in block.rows), default=0)


def _head_rows(block: Block) -> int:
    """How many rows the column headings take."""
    return max(column.depth for column in block.columns)


def _block(form: Form, block: Block, top: int, width: int) -> Iterator[Box]:
    if block.article:
        yield Box(top, 0, 1, width, block.article, head=True, article=True)
        top += 1
    left, deep = _row_heads(block), _head_rows(block)
    if left:
        yield Box(top, 0, deep, left, block.corner, head=True)
    spare = width - left - len(block.column_leaves)
    column = left
    for index, axis in enumerate(block.columns):
        last = index == len(block.columns) - 1
        yield from _column_heads(axis, top, column, deep, spare if last else 0)
        column += len(axis.leaves)
    yield from _rows(block, form, top + deep, left, spare)


def _column_heads(axis: Axis, row: int, column: int, deep: int, spare: int) -> Iterator[Box]:
    own = deep if not axis.children else 1
    yield Box(row, column, own, len(axis.leaves) + spare, axis.label, head=True)
    for index, child in enumerate(axis.children):
        last = index == len(axis.children) - 1
        yield from _column_heads(child, row + 1, column, deep - 1, spare if last else 0)
        column += len(child.leaves)


def _rows(block: Block, form: Form, top: int, left: int, spare: int) -> Iterator[Box]:
    row = top
    for axis in block.rows:
        yield from _row_label(axis, row, 0, left)
        row += len(axis.leaves)
    for offset, leaf in enumerate(block.row_leaves or (None,)):
        for index, column in enumerate(block.column_leaves):
            last = index == len(block.column_leaves) - 1
            cell = form.by_key[block.key(leaf, column)]
            yield Box(top + offset, left + index, 1, 1 + (spare if last else 0), cell=cell)


def _row_label(axis: Axis, row: int, column: int, left: int) -> Iterator[Box]:
    own = left if not axis.children else 1
    yield Box(row, column, len(axis.leaves), own, axis.label, head=True)
    for child in axis.children:
        yield from _row_label(child, row, column + 1, left - 1)
        row += len(child.leaves)
