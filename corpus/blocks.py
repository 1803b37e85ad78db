"""What every format is read into: paragraphs and grids, in the order of the page.

A grid is rectangular and its merged boxes are written out: a :class:`Box` that spans several places stands, as one and the
same object, in each of them. So a heading is found above every one of its columns, and a merged number is still one number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of prose without its line break.

    ``level`` is the heading level that the file states, None where it does not; ``place`` says where it stands, in Chinese
    (第85行), "" where the format counts no lines.
    """

    text: str
    level: int | None = None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, eq=False, slots=True)
class Box:
    """One printed box, told from others by identity: two boxes with the same text are two boxes."""

    text: str


# Stands in the places that a row is too short for. A row that lacks a box may lack it anywhere, so its places say nothing.
MISSING = Box("")


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """A table. ``rows`` are equally long; ``places`` says where each row stands, in Chinese (第2张表格第5行, 第85行).

    ``aligned`` False: the rows were cut at spaces, so that an empty box leaves no trace.
    """

    rows: tuple[tuple[Box, ...], ...]
    places: tuple[str, ...]
    aligned: bool = True

    @property
    def width(self) -> int:
        """How many columns, merged ones counted as what they span."""
        return max((len(row) for row in self.rows), default=0)

    def lines(self) -> Iterator[str]:
        """Each row on one line, separated by tabs; a merged box is printed once, in its first place."""
        seen: set[int] = set()
        for row in self.rows:
            texts = []
            for box in row:
                texts.append("" if id(box) in seen else one_line(box.text))
                seen.add(id(box))
            yield "\t".join(texts)


Block = Paragraph | Grid


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def flattened(blocks: Iterable[Block]) -> str:
    """The blocks as one text: a paragraph a line, a table row a line of its boxes separated by tabs."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            lines += block.lines()
        else:
            lines.append(block.text)
    return "\n".join(lines)


class Layer:
    """Builds a grid row by row from boxes that may span; ``WIDEST`` and ``LARGEST`` keep a hostile file from filling memory."""

    WIDEST = 100
    LARGEST = 300_000

    def __init__(self) -> None:
        self._rows: list[dict[int, Box]] = []
        self._pending: dict[int, tuple[Box, int]] = {}
        self._size = 0

    @property
    def full(self) -> bool:
        """Whether the table is larger than any that is read."""
        return self._size > self.LARGEST

    def row(self, boxes: Iterable[tuple[str, int, int]]) -> None:
        """Add a row of (text, rows spanned, columns spanned); boxes that hang down from above keep their places."""
        line = {column: box for column, (box, _) in self._pending.items()}
        pending = {column: (box, left - 1) for column, (box, left) in self._pending.items() if left > 1}
        column = 0
        for text, down, across in boxes:
            while column in line:
                column += 1
            if column >= self.WIDEST:
                break
            box = Box(text)
            for place in range(column, min(column + max(across, 1), self.WIDEST)):
                if place in line:
                    break
                line[place] = box
                if down > 1:
                    pending[place] = (box, down - 1)
        self._pending = pending
        self._rows.append(line)
        self._size += len(line)

    def close(self) -> None:
        """End what hangs down from above, as the end of a table's section does."""
        self._pending = {}

    def rows(self) -> tuple[tuple[Box, ...], ...]:
        """The rows, filled up to the same length."""
        width = max((max(line, default=-1) + 1 for line in self._rows), default=0)
        return tuple(tuple(line.get(column, MISSING) for column in range(width)) for line in self._rows)
