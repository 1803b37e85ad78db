"""A printed table as renderers need it: what each box says, and what it does in the table."""

from agent.export.composition import printable
from agent.figures import ABSENT, FigureSet
from agent.figures.quantity import plain
from agent.forms.layout import Box, Grid


def said(box: Box, figures: FigureSet) -> str:
    """What is printed in a box: its label, or its cell's number; nothing where the cell is absent."""
    if box.cell is None:
        return printable(box.text)
    value = figures.get(box.cell.key)
    return "" if value is ABSENT else plain(value)


def heads_only(row: tuple[Box, ...]) -> bool:
    """Whether a row of boxes holds no cell to fill: a row of column headings, or the line that cites an article."""
    return all(box.cell is None for box in row)


def label_columns(grid: Grid) -> int:
    """How many columns the row headings take; 0 for a table of columns only."""
    return min((box.column for box in grid.boxes if box.cell is not None), default=0)


def is_corner(box: Box, grid: Grid) -> bool:
    """Whether it is the box above the row headings, which in table 三 carries the note on 勾稽关系."""
    return (
        box.head
        and not box.article
        and box.column == 0
        and box.rows + box.row == grid.heading_rows
        and bool(label_columns(grid))
    )


def groups_columns(box: Box, grid: Grid) -> bool:
    """Whether it is a column heading with other column headings under it (法人或其他组织)."""
    return box.head and not box.article and box.row + box.rows < grid.heading_rows


def names_row(box: Box, grid: Grid) -> bool:
    """Whether it is a row heading, of one row or of a group of rows."""
    return box.head and not box.article and box.column < label_columns(grid) and not _in_heading(box, grid)


def _in_heading(box: Box, grid: Grid) -> bool:
    return heads_only(grid.rows()[box.row])
