"""Which row of a printed table is which of the form's.

Rows are recognised by their labels, and labels that repeat by their order: of all the ways to lay the printed rows along the
form's rows without crossing, the one is taken in which the labels agree best. What is left over is matched where its label
leaves no doubt, in whatever order it is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.amounts import is_blank, is_number, numbers_in
from corpus.columns import Line
from corpus.headings import Heading, closest
from corpus.labels import keys

# How well a printed row and a row of the form agree: the label itself, a label with a slip, each group printed before it.
_SAME, _SLIP, _GROUP = 100, 30, 10
# A label may be broken over this many printed rows.
_BROKEN = 4


@dataclass(eq=False)
class Row:
    """A printed row that holds figures or a label. ``labels`` are the texts before the figures, outermost first."""

    line: Line
    labels: tuple[str, ...]
    segment: int
    filled: bool = field(default=False)
    # Its label was put together out of several printed rows, so that it stands in none of its boxes.
    pieced: bool = field(default=False)

    @property
    def label(self) -> str:
        """The innermost label; empty where there is none."""
        return self.labels[-1] if self.labels else ""


def row_of(line: Line, segment: int, first: int | None, headings: Sequence[Heading]) -> Row:
    """A line with its labels: what stands before ``first``, the first place of figures.

    Everything before the first figure where that place is not known, where nothing stands there, or where the last of it is
    a row's label: then the row does not stand under its headings.
    """
    boxes = [(place, box.text.strip()) for place, box in line.distinct()]
    start = next(
        (index for index, (_, text) in enumerate(boxes) if is_number(text) or numbers_in(text)), len(boxes)
    )
    front = [(place, text) for place, text in boxes[:start] if not is_blank(text)]
    labels = [text for place, text in front if first is None or place < first]
    if len(labels) < len(front) and (
        not labels or any(one.leaf and one.says(front[-1][1]) for one in headings)
    ):
        labels = [text for _, text in front]
    return Row(line, tuple(_innermost_last(labels, headings)), segment, start < len(boxes))


def _innermost_last(labels: list[str], headings: Sequence[Heading]) -> list[str]:
    """The labels with the row's own last: a group that is merged over a row too many pushes the row's label in front of it."""
    if len(labels) < 2 or not any(not one.leaf and one.says(labels[-1]) for one in headings):
        return labels
    own = [text for text in labels if any(one.leaf and one.says(text) for one in headings)]
    return [text for text in labels if text not in own] + own if len(own) == 1 else labels


def unbroken(rows: Sequence[Row], headings: Sequence[Heading]) -> list[Row]:
    """The rows with labels that were broken over several of them put together again.

    Only where exactly one of the rows holds figures, none of them is a whole label, and the pieces make exactly one.
    """
    found: list[Row] = []
    at = 0
    while at < len(rows):
        windows = [rows[at : at + n] for n in range(2, _BROKEN + 1) if at + n <= len(rows)]
        count = next((len(window) for window in windows if _makes_one(window, headings)), 1)
        found.append(rows[at] if count == 1 else _joined(rows[at : at + count]))
        at += count
    return found


def _makes_one(rows: Sequence[Row], headings: Sequence[Heading]) -> bool:
    if sum(row.filled for row in rows) != 1 or not all(row.label or row.filled for row in rows):
        return False
    whole = any(_says(heading, row) for row in rows if row.label for heading in headings if heading.leaf)
    return not whole and any(heading.leaf and _says(heading, _joined(rows)) for heading in headings)


def _joined(rows: Sequence[Row]) -> Row:
    holder = next((row for row in rows if row.filled), rows[0])
    label = "".join(row.label for row in rows)
    return Row(holder.line, (*holder.labels[:-1], label), holder.segment, holder.filled, pieced=True)


def _says(heading: Heading, row: Row) -> bool:
    return bool(row.label) and (heading.says(row.label) or heading.says("".join(row.labels)))


def matched(rows: Sequence[Row], headings: Sequence[Heading]) -> dict[int, tuple[Heading, bool]]:
    """The heading of each printed row by the row's index, and whether its label had a slip in it."""
    slips = dict(_slips(rows, headings))
    scores = [
        [_score(row, heading, slips.get(index)) for heading in headings] for index, row in enumerate(rows)
    ]
    pairs = dict(_along(scores))
    taken = set(pairs.values())
    for index, row in enumerate(rows):
        free = [at for at, heading in enumerate(headings) if at not in taken and _says(heading, row)]
        if index not in pairs and row.filled and len(free) == 1:
            pairs[index] = free[0]
            taken.add(free[0])
    return {index: (headings[at], slips.get(index) is headings[at]) for index, at in pairs.items()}


def _slips(rows: Sequence[Row], headings: Sequence[Heading]) -> Iterator[tuple[int, Heading]]:
    """Rows with figures whose label is none of the form's, with the row of the form that it is nearest to."""
    leaves = tuple(heading for heading in headings if heading.leaf)
    for index, row in enumerate(rows):
        if row.filled and row.label and not any(_says(heading, row) for heading in headings):
            near = closest(row.label, leaves)
            if near:
                yield index, near


def _score(row: Row, heading: Heading, slip: Heading | None) -> int:
    """How well a row and a heading agree; 0 where the labels say different things."""
    if slip is heading:
        return _SLIP
    if not _says(heading, row):
        return 0
    # A group printed on a line of its own holds nothing and must not push aside a row that does.
    if not row.filled:
        return _SAME // 2 if heading.leaf else 1
    outer = {word for label in row.labels[:-1] for word in keys(label)}
    return _SAME + _GROUP * sum(any(word in outer for word in group) for group in heading.above)


def _along(scores: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The pairs of the best alignment that does not cross."""
    height, width = len(scores), len(scores[0]) if scores else 0
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            pair = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    i = j = 0
    while i < height and j < width:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
