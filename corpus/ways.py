"""The ways in which the boxes of one row may be laid on its columns when print has them otherwise.

A box may be printed twice or left out, an empty one may stand where none belongs, several numbers may stand in one box, and
one number may be broken over lines. None of these says by itself which column a number belongs to: that is for the form's
rules to decide (:mod:`corpus.mending`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from corpus.amounts import is_blank, is_number, number_of, numbers_in
from corpus.blocks import MISSING, Box
from corpus.columns import Line

# More boxes too many or too few than this are no slip but another table.
_SLIPS = 2
# Boxes that add nothing may be more: a row of a table with columns of its own that nobody filled in.
_EMPTY = 4
# Boxes that hold several numbers.
_GLUES = 3
# No row of a form is longer with all that may be too much in it.
_LONGEST = 24
_NOTHING = Box("")


@dataclass(frozen=True)
class Way:
    """One way: a box for each column, and in Chinese what is taken to have gone wrong in print.

    ``exact``: there are as many numbers as columns, so that their order alone says where they belong.
    """

    boxes: tuple[Box, ...]
    slip: str
    exact: bool = False


def ways(line: Line, needed: int, first: int = 0) -> Iterator[Way]:
    """Every way but the printed one to lay a row's boxes on ``needed`` columns, their order kept.

    ``first`` is the first place of figures where the headings hold: no empty box before it counts.
    """
    for boxes, slip in _unglued(_figures(line, first)):
        # A doubled number is as well told from an empty box; what is cut apart already is not cut further.
        if len(boxes) <= _LONGEST:
            yield from _laid(boxes, needed, slip)


def _figures(line: Line, first: int) -> list[Box]:
    """The boxes behind the row's labels, up to a remark in words."""
    boxes = [box for place, box in line.distinct() if box is not MISSING and place >= first]
    start = next((at for at, box in enumerate(boxes) if _holds(box)), len(boxes))
    named = [at for at, box in enumerate(boxes[:start]) if box.text.strip() and not is_blank(box.text)]
    found = boxes[named[-1] + 1 if named else 0 :]
    end = next((at for at, box in enumerate(found) if not _holds(box) and not is_blank(box.text)), len(found))
    return found[:end]


def _holds(box: Box) -> bool:
    return is_number(box.text) or bool(numbers_in(box.text))


def _unglued(boxes: Sequence[Box]) -> Iterator[tuple[list[Box], str]]:
    """The boxes with those that hold several numbers taken apart, or put together where lines alone part them."""
    glued = [at for at, box in enumerate(boxes) if numbers_in(box.text)]
    if not glued:
        yield list(boxes), ""
    elif len(glued) <= _GLUES:
        for choice in product((False, True), repeat=len(glued)):
            joined = {at for at, join in zip(glued, choice, strict=True) if join}
            if all(_is_broken(boxes[at].text) for at in joined):
                slip = "一个数断成了几行" if joined else "几个数挤在一格里"
                yield [part for at, box in enumerate(boxes) for part in _parts(box, at in joined)], slip


def _is_broken(text: str) -> bool:
    """Whether a box may hold one number broken over lines: nothing else parts its digits."""
    return all(re.fullmatch(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", line.strip()) for line in text.split("\n"))


def _parts(box: Box, join: bool) -> list[Box]:
    pieces = numbers_in(box.text)
    return [box] if not pieces else [Box("".join(pieces))] if join else [Box(piece) for piece in pieces]


def _laid(boxes: Sequence[Box], needed: int, slip: str) -> Iterator[Way]:
    count = sum(is_number(box.text) for box in boxes)
    exact = count == needed
    if len(boxes) == needed:
        if slip:
            yield Way(tuple(boxes), slip, exact)
        elif is_blank(boxes[-1].text):
            for at in range(needed - 1):
                yield Way((*boxes[:at], _NOTHING, *boxes[at:-1]), "从某一格起错了一列")
    elif len(boxes) > needed:
        yield from _shorter(boxes, needed, slip, exact)
    elif needed - len(boxes) <= _SLIPS:
        missing = needed - len(boxes)
        for places in combinations(range(needed), missing):
            rest = iter(boxes)
            laid = tuple(_NOTHING if at in places else next(rest) for at in range(needed))
            yield Way(laid, _both(slip, f"少了{missing}格"))


def _shorter(boxes: Sequence[Box], needed: int, slip: str, exact: bool) -> Iterator[Way]:
    """Without boxes that are too many: empty ones, or numbers printed twice, or what stands in front of all."""
    more = len(boxes) - needed
    empty = [at for at, box in enumerate(boxes) if is_blank(box.text)]
    if more <= _EMPTY:
        for places in combinations(empty, more):
            yield Way(_without(boxes, places), _both(slip, f"多了{more}个空格"), exact)
    if more <= _SLIPS:
        twice = [at for at in range(1, len(boxes)) if _same(boxes[at - 1], boxes[at])]
        front = () if exact else (tuple(range(more)),)
        for places in (*front, *combinations(twice, more)):
            yield Way(_without(boxes, places), _both(slip, f"多了{more}个数"))


def _same(one: Box, other: Box) -> bool:
    return is_number(one.text) and number_of(one.text) == number_of(other.text)


def _without(boxes: Sequence[Box], places: Sequence[int]) -> tuple[Box, ...]:
    return tuple(box for at, box in enumerate(boxes) if at not in places)


def _both(slip: str, other: str) -> str:
    return f"{slip}，{other}" if slip else other
