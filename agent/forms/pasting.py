"""A block of text copied from Excel, WPS or Word into cells, from an anchor: every problem at once, and nothing half put in.

The block is laid on the table as printed. What a merged cell covers comes out of Excel blank, and must be blank; words may stand
where the table prints the same words, so that a whole table can be copied with its headings. A blank on a cell empties it, as in
Excel.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from agent.errors import BadInput, Problem
from agent.figures import Absent
from agent.forms.entries import Wrong, shortened, typed
from agent.forms.entrygrid import Changes
from agent.forms.form import Form
from agent.forms.layout import Box, Grid, printed

# The largest official table is 30 rows of 11 columns.
_LONGEST = 200_000
_MARKS = re.compile(r"[\W_]+")
_BLANK_MARKS = re.compile(r"[-‐-―−/\\\s]*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One cell of the block at ``row``, ``column`` of it (from 0), and of the table at ``at``."""

    row: int
    column: int
    at: tuple[int, int]
    text: str

    @property
    def place(self) -> str:
        return f"粘贴内容第{self.row + 1}行第{self.column + 1}列"


def pasted(form: Form, table: str, anchor: str | tuple[int, int], text: str) -> Changes:
    """The cells that a block of text fills in or empties.

    ``anchor`` is where its upper left corner goes: a cell's key, or row and column of the printed grid (from 0). ``BadInput``
    with every problem; ``KeyError`` where the table or the anchor is not there.
    """
    grid = printed(form, form.table(table))
    return _Pasting(form, grid, _pieces(text, _corner(grid, anchor))).changes()


def _corner(grid: Grid, anchor: str | tuple[int, int]) -> tuple[int, int]:
    if isinstance(anchor, tuple):
        return anchor
    for box in grid.boxes:
        if box.cell is not None and box.cell.key == anchor:
            return box.row, box.column
    raise KeyError(anchor)


def _pieces(text: str, corner: tuple[int, int]) -> list[_Piece]:
    if len(text) > _LONGEST:
        raise BadInput([Problem("粘贴的内容太多", "", "请只复制表格里的数")])
    try:
        # Excel puts a cell with line ends in it in quotes.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error as error:
        raise BadInput([Problem("粘贴的内容不是表格", "", "请从 Excel 里重新复制")]) from error
    pieces = [
        _Piece(down, across, (corner[0] + down, corner[1] + across), piece)
        for down, row in enumerate(rows)
        for across, piece in enumerate(row)
    ]
    if not any(piece.text.strip() for piece in pieces) and len(pieces) < 2:
        raise BadInput([Problem("剪贴板里没有内容", "", "请先在 Excel 里复制")])
    return pieces


class _Pasting:
    """Lays pieces on boxes; never stops at the first problem."""

    def __init__(self, form: Form, grid: Grid, pieces: list[_Piece]) -> None:
        self.form, self.pieces = form, pieces
        self.boxes: Mapping[tuple[int, int], Box] = dict(_covered(grid))
        self.problems: list[Problem] = []
        self.outside: list[_Piece] = []
        self.astray: list[tuple[_Piece, Box]] = []

    def changes(self) -> Changes:
        found: dict[str, Decimal | Absent] = {}
        for piece in self.pieces:
            box = self.boxes.get(piece.at)
            if box is None:
                self.outside += [piece] if piece.text.strip() else []
            elif box.cell is None or piece.at != (box.row, box.column):
                self.words(piece, box)
            else:
                self.number(piece, box.cell.key, found)
        self.told()
        if self.problems:
            raise BadInput(self.problems)
        if not found:
            raise BadInput([Problem("粘贴的内容没有落在要填的格子上", "", "请选择要填的第一格再粘贴")])
        return found

    def number(self, piece: _Piece, key: str, found: dict[str, Decimal | Absent]) -> None:
        value = typed(piece.text, self.form.by_key[key])
        if isinstance(value, Wrong):
            self.problems.append(Problem(value.what, f"{piece.place}（{self.form.label(key)}）", value.mend))
        else:
            found[key] = value

    def words(self, piece: _Piece, box: Box) -> None:
        """A piece where no cell is to fill in: blank, or what is printed there."""
        if not _BLANK_MARKS.fullmatch(piece.text) and not (box.text and _same(piece.text, box.text)):
            self.astray.append((piece, box))

    def told(self) -> None:
        """What lies outside of the table or on its headings: one slip, the block laid a row or a column off."""
        if self.astray:
            piece, box = self.astray[0]
            where = f"印着“{shortened(box.text)}”的格" if box.text else "合并单元格里"
            count = f"等{len(self.astray)}处" if len(self.astray) > 1 else ""
            what = f"“{shortened(piece.text)}”{count}落在{where}上，不是要填的格"
            self.problems.append(Problem(what, piece.place, "请核对从哪一格开始粘贴，行列是否与表格一致"))
        if self.outside:
            count = f"等{len(self.outside)}处" if len(self.outside) > 1 else ""
            what = f"“{shortened(self.outside[0].text)}”{count}超出了表格"
            self.problems.append(
                Problem(what, self.outside[0].place, "请核对从哪一格开始粘贴，或少复制几行几列")
            )


def _covered(grid: Grid) -> Iterator[tuple[tuple[int, int], Box]]:
    """Every place of the grid with the box that covers it."""
    for box in grid.boxes:
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                yield (row, column), box


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(words: str) -> str:
    """Words without width, blanks, line ends and punctuation, which programs and people change."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", words))
