"""A part before and after, in runs: what stays, what goes, what is new. Numbers are whole, small islands belong to the change."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.comparing import Pair, Piece, compare
from corpus.paragraphs import ReadParagraph


class Kind(enum.StrEnum):
    """What became of a run of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of a paragraph. ``at`` is where it begins in the text after; for what is gone, where it would stand."""

    kind: Kind
    text: str
    at: int


def difference(before: str, after: str) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs (one a line) in runs; what is not gone, put together paragraph by paragraph, is the text after."""
    pairs = compare(_paragraphs(before), _paragraphs(after)).pairs
    starts = _starts(after)
    return tuple(tuple(_runs(pair, starts.get(pair.after.number, 0) if pair.after else 0)) for pair in pairs)


def _paragraphs(text: str) -> list[ReadParagraph]:
    lines = [line for line in text.split("\n") if line]
    return [ReadParagraph(number, "part", "", "", line) for number, line in enumerate(lines, 1)]


def _starts(text: str) -> dict[int, int]:
    starts, at, number = {}, 0, 0
    for line in text.split("\n"):
        if line:
            number += 1
            starts[number] = at
        at += len(line) + 1
    return starts


def _runs(pair: Pair, at: int) -> Iterator[Run]:
    left, right = list(_cut(pair.left)), list(_cut(pair.right))
    while left or right:
        if left and left[0].differs:
            yield Run(Kind.GONE, left.pop(0).text, at)
        elif right and right[0].differs:
            piece = right.pop(0)
            yield Run(Kind.NEW, piece.text, at)
            at += len(piece.text)
        else:
            # The same text on both sides, perhaps cut in other places: as far as the nearer cut.
            length = min(len(left[0].text), len(right[0].text))
            yield Run(Kind.SAME, right[0].text[:length], at)
            at += length
            for pieces in (left, right):
                _drop(pieces, length)


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind put together."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.differs == piece.differs:
            last = Piece(last.text + piece.text, piece.differs)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _drop(pieces: list[Piece], length: int) -> None:
    """Take so many characters off the first piece, which has them."""
    rest = pieces.pop(0).text[length:]
    if rest:
        pieces.insert(0, Piece(rest))
