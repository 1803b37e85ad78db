"""Grids to cells: which form, and which part of the page is which of its tables.

The form is told by the words that only its tables have, column headings before row labels, and not by the year: a report on
2023 may print the form of 2019. Then every grid is cut into segments, and every segment given to the table whose words it
has; :mod:`corpus.cells` reads each table. A grid that is no statutory table is none of our business.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from agent.forms import Form, form_serving, forms
from corpus.blocks import Block, Grid, Paragraph
from corpus.cells import Reading, read_table
from corpus.columns import Line, Segment, is_head
from corpus.headings import Heading, TableHeadings, headings_of
from corpus.labels import keys

# No statutory table is longer, whole reports in one grid included.
_LONGEST = 400
# What may stand between two pages of one table: a page number, 续表.
_BETWEEN = 12


def read_tables(blocks: Sequence[Block], year: int | None) -> Reading:
    """Every cell that the grids among the blocks hold. ``year`` is the report's, None where it is not known."""
    pieces = list(_pieces(blocks))
    form, notes = recognised((line for piece in pieces for line in piece.lines), year)
    reading = Reading(form, notes)
    tables = headings_of(form)
    shares = _shared(pieces, tables)
    for table in tables:
        copies = _copies(shares[table.table.id], table)
        chosen = max(copies, key=lambda copy: len(_identity(copy, table)), default=[])
        for copy in copies:
            if copy is not chosen:
                reading.note(f"{_place(copy)}：又一张“{table.table.caption}”表，没有读入")
        read_table(table, chosen, reading)
    return reading


def _place(segments: Sequence[Segment]) -> str:
    return next((line.place for segment in segments for line in (*segment.heads, *segment.rows)), "")


# --- which form ---------------------------------------------------------------------------------------------------


def recognised(lines: Iterable[Line], year: int | None) -> tuple[Form, list[str]]:
    """The form whose own words the lines have, and what is odd about it; where there are none, the form that serves the year."""
    words = {word for line in lines for text in line.texts() for word in keys(text)}
    scores = {form: _own_words(form, words) for form in forms()}
    best = max(scores.values())
    likely = [form for form, score in scores.items() if score == best]
    serving = form_serving(year) if year else None
    form = serving if serving is not None and serving in likely else likely[-1]
    return form, list(_oddities(form, scores, year)) if best > (0, 0) else []


def _own_words(form: Form, words: set[str]) -> tuple[int, int]:
    """How many column headings, and how many row labels, are this form's and no other's."""
    others = {
        word
        for other in forms()
        if other is not form
        for table in headings_of(other)
        for word in table.column_keys | table.row_keys
    }
    columns = {word for table in headings_of(form) for word in table.column_keys}
    rows = {word for table in headings_of(form) for word in table.row_keys}
    return len((columns - others) & words), len((rows - others) & words)


def _oddities(form: Form, scores: dict[Form, tuple[int, int]], year: int | None) -> Iterator[str]:
    if year and not form.serves(year):
        yield f"报告年度是{year}年，印的却是{form.edition}年格式的表格（该格式用于{form.years}）：按表格读入"
    for other, (columns, _) in scores.items():
        if other is not form and columns:
            yield f"表格里混有{other.edition}年格式的列标题：按{form.edition}年格式读入，请核对"


# --- segments -----------------------------------------------------------------------------------------------------


class _Piece:
    """The lines of one grid. ``joined``: it may go on with what the grid before it began."""

    def __init__(self, lines: list[Line], *, joined: bool) -> None:
        self.lines = lines
        self.joined = joined


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    joined, number = False, 0
    for block in blocks:
        if isinstance(block, Paragraph):
            joined = joined and len(block.text.strip()) <= _BETWEEN
        else:
            if len(block.rows) <= _LONGEST:
                yield _Piece(_lines(block, number), joined=joined)
                number += 1
            joined = len(block.rows) <= _LONGEST


def _lines(grid: Grid, number: int) -> list[Line]:
    return [
        Line(boxes, place, number, grid.aligned) for boxes, place in zip(grid.rows, grid.places, strict=True)
    ]


def _segments(piece: _Piece, tables: Sequence[TableHeadings], before: Segment | None) -> Iterator[Segment]:
    """The grid's segments; each knows the one before it, so that headings can hold over a page break."""
    segment = Segment(before=before)
    for line in piece.lines:
        head = is_head(line, tables)
        if head and segment.rows:
            yield segment
            segment = Segment(before=segment)
        (segment.heads if head else segment.rows).append(line)
    yield segment


def _shared(pieces: Iterable[_Piece], tables: Sequence[TableHeadings]) -> dict[str, list[Segment]]:
    """The segments of each table by the table's id, in the order of the page."""
    shares: dict[str, list[Segment]] = {table.table.id: [] for table in tables}
    widths: dict[str, set[int]] = {table.table.id: set() for table in tables}
    last: Segment | None = None
    owner: TableHeadings | None = None
    for piece in pieces:
        if not piece.joined:
            last, owner = None, None
        for segment in _segments(piece, tables, last):
            owner = _owner(segment, tables, widths) or (owner if not segment.heads else None)
            if owner:
                shares[owner.table.id].append(segment)
                widths[owner.table.id].add(segment.width)
            last = segment
    return shares


def _owner(
    segment: Segment, tables: Sequence[TableHeadings], widths: Mapping[str, Set[int]]
) -> TableHeadings | None:
    """The table whose words a segment has.

    Under headings one of them must be the table's; without, two rows must be, and the table must have been met, as wide: in one
    of its ``widths``. Width says nothing where rows were cut at spaces.
    """
    head_words = _words(segment.heads)
    row_words = _words(segment.rows)
    scored: list[tuple[int, int]] = []
    for index, table in enumerate(tables):
        columns = len(head_words & table.column_keys)
        rows = len({word for word in row_words & table.row_keys if len(word) > 2})
        as_wide = not segment.aligned or segment.width in widths[table.table.id]
        if (columns if segment.heads else rows > 1 and as_wide) or _cites(segment, table):
            scored.append((columns + rows, -index))
    return tables[-max(scored)[1]] if scored else None


def _cites(segment: Segment, table: TableHeadings) -> bool:
    return bool(segment.heads) and any(
        table.is_article(text) for line in segment.heads for text in line.texts()
    )


def _words(lines: Iterable[Line]) -> set[str]:
    return {word for line in lines for text in line.texts() for word in keys(text)}


# --- the same table twice -----------------------------------------------------------------------------------------


def _copies(segments: Sequence[Segment], table: TableHeadings) -> list[list[Segment]]:
    """The segments put together into whole tables: one that repeats a row begins another copy."""
    copies: list[list[Segment]] = []
    for segment in segments:
        own = _identity([segment], table)
        if not copies or own & _identity(copies[-1], table):
            copies.append([])
        copies[-1].append(segment)
    return copies


def _identity(segments: Sequence[Segment], table: TableHeadings) -> set[str]:
    """What a table prints only once: the labels of its rows, or where it has none, its outermost columns."""
    once: tuple[Heading, ...] = tuple(heading for heading in table.rows if heading.leaf)
    lines = [line for segment in segments for line in segment.rows]
    if not once:
        once = tuple(heading for heading in table.columns if not heading.above)
        lines = [line for segment in segments for line in segment.heads]
    return _words(lines) & {word for heading in once for word in heading.keys}
