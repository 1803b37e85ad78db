"""The boxes of one row by the form's columns.

By the headings where they cover every number of the row. Otherwise from the right, by count: the last boxes of a row are the
form's columns, since what is doubled or added in print is added in front.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.forms import Block
from agent.forms.form import Axis
from corpus.amounts import is_blank, is_number, number_of
from corpus.blocks import MISSING, Box
from corpus.columns import Columns, Line


@dataclass(frozen=True)
class Placing:
    """The boxes of a row by the path of their column.

    ``remark`` says which rule chose where there were more figures than columns, ``unread`` why columns are left out;
    ``headed``: the headings chose; ``guessed``: empty boxes were left out or counted that may as well be columns.
    """

    boxes: Mapping[str, Box]
    remark: str = ""
    unread: str = ""
    headed: bool = False
    guessed: bool = False


def placed(line: Line, block: Block, columns: Columns | None, label: str | None) -> Placing:
    """The box that each column has in a row. ``label`` is the row's, None where it stands in none of its boxes.

    Without headings that hold there must be as many figures as columns. With more of them the last ones are taken, if they
    add up, and that is said; with fewer none is.
    """
    counted = sum(_is_figure(box) for _, box in line.distinct())
    needed = len(block.column_leaves)
    enough = columns is not None and (len(columns.places) == needed or counted != needed)
    if columns is not None and enough and line.aligned and _covers(columns, line, label):
        return _told_apart({path: line.boxes[place] for path, place in columns.places.items()})
    return _from_the_right(line, block, columns)


def _covers(columns: Columns, line: Line, label: str | None) -> bool:
    """Whether every number of the row stands under a heading of its own, and the row has a box in each of those places."""
    if len(line.boxes) <= max(columns.places.values()):
        return False
    known = {id(line.boxes[place]) for place in columns.places.values()}
    if id(MISSING) in known or (label is not None and not _labelled_before(line, columns.first, label)):
        return False
    strays = [place for place, box in line.distinct() if is_number(box.text) and id(box) not in known]
    return all(place > columns.first and place in columns.heads for place in strays)


def _labelled_before(line: Line, first: int, label: str) -> bool:
    """Whether a row's label stands before the first place of figures, and not under their headings."""
    under = any(box.text.strip() and box.text.strip() == label for box in line.boxes[first:])
    return not under and any(box.text.strip() for box in line.boxes[:first])


def _told_apart(boxes: dict[str, Box]) -> Placing:
    """Leave out a number that is printed across several columns: nothing says which of them it belongs to."""
    shared = [id(box) for box in boxes.values() if not is_blank(box.text)]
    merged = {path: box for path, box in boxes.items() if shared.count(id(box)) > 1}
    if not merged:
        return Placing(boxes, headed=True)
    shown = next(iter(merged.values())).text.strip()[:20]
    rest = {path: box for path, box in boxes.items() if path not in merged}
    return Placing(rest, unread=f"“{shown}”合并在几列里，分不清属于哪一列，没有读入", headed=True)


# --- by count -----------------------------------------------------------------------------------------------------


def _from_the_right(line: Line, block: Block, columns: Columns | None) -> Placing:
    """By count alone. Empty boxes at the end only fill the row up; empty boxes in front could be anything."""
    boxes = [box for _, box in line.distinct() if box is not MISSING]
    start = next((at for at, box in enumerate(boxes) if _is_figure(box)), len(boxes))
    end = max((at + 1 for at, box in enumerate(boxes) if box.text.strip()), default=0)
    paths = [leaf.path for leaf in block.column_leaves]
    for tail in (boxes[start:end], boxes[start:] if line.aligned else ()):
        if len(tail) == len(paths):
            guessed = line.aligned and _passes_over(line, tail, columns)
            return Placing(dict(zip(paths, tail, strict=True)), guessed=guessed)
    tail = boxes[start:end]
    counts = f"有{len(tail)}个数，而这里应有{len(paths)}个"
    if len(tail) < len(paths) or not all(_is_figure(box) for box in tail):
        return Placing({}, unread=f"{counts}，对不上列，没有读入")
    last = dict(zip(paths, tail[-len(paths) :], strict=True))
    if _adds_up(last, block):
        return Placing(last, f"{counts}：取最右边的{len(paths)}个，请核对")
    return Placing({}, unread=f"{counts}，最右边的{len(paths)}个又与总计不符，没有读入")


def _passes_over(line: Line, taken: Sequence[Box], columns: Columns | None) -> bool:
    """Whether empty boxes are left out that stand under headings, or beside others that are empty too."""
    empty = any(not box.text.strip() for box in taken)
    known = {id(box) for box in taken}
    left = [place for place, box in line.distinct() if id(box) not in known and not box.text.strip()]
    first = columns.first if columns is not None else len(line.boxes)
    return any(place >= first or empty for place in left if line.boxes[place] is not MISSING)


def _is_figure(box: Box) -> bool:
    """Whether a box holds a number or the mark of an absent one."""
    return is_number(box.text) or (bool(box.text.strip()) and is_blank(box.text))


def _adds_up(boxes: Mapping[str, Box], block: Block) -> bool:
    """Whether there are totals and each of them is the sum of the columns beside it."""
    sums = [(total, parts) for top in block.columns for axis in top.walk() for total, parts in _totals(axis)]
    numbers = {path: number_of(box.text) for path, box in boxes.items()}
    return bool(sums) and all(
        numbers[total.path] == sum((numbers[part.path] or Decimal(0) for part in parts), Decimal(0))
        for total, parts in sums
    )


def _totals(axis: Axis) -> Iterator[tuple[Axis, list[Axis]]]:
    """Each total among the columns under a heading, with the columns that it is the sum of."""
    for total in axis.children:
        if total.total:
            yield total, [leaf for child in axis.children if child is not total for leaf in child.leaves]
