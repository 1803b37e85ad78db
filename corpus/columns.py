"""Which column of a printed table is which of the form's.

A printed table is cut into *segments*: the rows of headings that stand together, and the rows under them. In a segment every
place has a stack of headings over it (行政诉讼, 复议后起诉, 结果维持); the lowest names the column and those above must not
contradict it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.forms import Block
from corpus.amounts import is_number
from corpus.blocks import Box, one_line
from corpus.headings import Heading, TableHeadings, closest
from corpus.labels import keys

_MONEY = re.compile(r"[（(](?:单位)?\s*[：:]?\s*((?:百万|千|万|亿)?元)\s*[）)]")


@dataclass(frozen=True, eq=False)
class Line:
    """One printed row with its place in the file (Chinese) and the number of the grid it stands in.

    ``aligned`` False: the row was cut at spaces, so that an empty box leaves no trace and places say nothing.
    """

    boxes: tuple[Box, ...]
    place: str
    grid: int
    aligned: bool = True

    def distinct(self) -> Iterator[tuple[int, Box]]:
        """Each box once, with the first place that it stands in."""
        seen: set[int] = set()
        for place, box in enumerate(self.boxes):
            if id(box) not in seen:
                seen.add(id(box))
                yield place, box

    def texts(self) -> Iterator[str]:
        """The printed texts, left to right, without empty ones."""
        return (box.text for _, box in self.distinct() if box.text.strip())


@dataclass(eq=False)
class Segment:
    """Headings that stand together and the rows under them. ``before``: the segment whose headings hold where it has none."""

    heads: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    before: "Segment | None" = None

    @property
    def width(self) -> int:
        """Places in its rows."""
        return max((len(line.boxes) for line in (*self.heads, *self.rows)), default=0)

    @property
    def aligned(self) -> bool:
        """Whether places say something in all of its rows."""
        return all(line.aligned for line in (*self.heads, *self.rows))

    def stacks(self) -> tuple[tuple[str, ...], ...]:
        """The headings over each place, top down; a heading that spans several rows counts once."""
        return tuple(tuple(self._over(place)) for place in range(self.width))

    def _over(self, place: int) -> Iterator[str]:
        last: Box | None = None
        for line in self.heads:
            box = line.boxes[place] if place < len(line.boxes) else None
            if box is not None and box is not last and box.text.strip():
                yield box.text
                last = box

    def lowest(self, place: int) -> Box | None:
        """The lowest box of the headings over a place."""
        boxes = [line.boxes[place] for line in self.heads if place < len(line.boxes)]
        return next((box for box in reversed(boxes) if box.text.strip()), None)


def is_head(line: Line, tables: Sequence[TableHeadings]) -> bool:
    """Whether a row holds headings of columns: no number, and a label that only columns have (or the line with an article)."""
    texts = list(line.texts())
    if any(is_number(text) for text in texts):
        return False
    words = {word for text in texts for word in keys(text)}
    if any(table.is_article(text) for table in tables for text in texts):
        return True
    rows = {word for table in tables for word in table.row_keys}
    return any(words & (table.column_keys - rows) for table in tables)


@dataclass(frozen=True)
class Columns:
    """Where the columns of a block stand: places by the column's path.

    ``heads`` has the lowest heading over every place that has one; ``remark`` says what had to be guessed.
    """

    places: Mapping[str, int]
    heads: Mapping[int, str]
    remark: str = ""

    @property
    def first(self) -> int:
        """The first place that holds figures."""
        return min(self.places.values())

    def money(self, path: str) -> str:
        """The unit of money that a column's heading names (采购总金额（万元）); "" where it names none."""
        found = _MONEY.search(self.heads.get(self.places.get(path, -1), ""))
        return found[1] if found else ""


def columns_of(segment: Segment, block: Block, table: TableHeadings) -> Columns | None:
    """The places of a block's columns by the headings over them; None where the headings do not say.

    A segment without column headings of its own (a table that goes on after a page break, an article with one row) takes
    those of the one before it when it is as wide.
    """
    leaves = table.columns_of(block)
    stacks = segment.stacks()
    found = _matched(segment, stacks, leaves, table)
    if found:
        return found
    before = segment.before
    if before is None or before.width != segment.width or not _only_articles(segment, table):
        return None
    return columns_of(before, block, table)


def _only_articles(segment: Segment, table: TableHeadings) -> bool:
    return all(any(table.is_article(text) for text in line.texts()) for line in segment.heads)


def _matched(
    segment: Segment, stacks: Sequence[tuple[str, ...]], leaves: Sequence[Heading], table: TableHeadings
) -> Columns | None:
    others = frozenset(word for heading in table.columns for word in heading.keys)
    heads: list[_Head] = []
    for place, stack in enumerate(stacks):
        lowest = segment.lowest(place)
        if lowest is not None and all(head.box is not lowest for head in heads):
            fitting = tuple(leaf for leaf in leaves if _fits(stack, leaf, others))
            heads.append(_Head(place, lowest, fitting or _guessed(stack, leaves)))
    places = _in_order(heads, leaves) or _one_to_one(heads)
    if not places:
        return None
    lowest_texts = {place: one_line(stack[-1]) for place, stack in enumerate(stacks) if stack}
    return Columns(places, lowest_texts, "；".join(_slips(heads, places, leaves)))


@dataclass(frozen=True)
class _Head:
    """The lowest heading over a place, with the columns that it may be."""

    place: int
    box: Box
    fitting: tuple[Heading, ...]


def _guessed(stack: tuple[str, ...], leaves: Sequence[Heading]) -> tuple[Heading, ...]:
    near = closest(stack[-1], tuple(leaves)) if stack else None
    return (near,) if near else ()


def _slips(heads: Sequence[_Head], places: Mapping[str, int], leaves: Sequence[Heading]) -> Iterator[str]:
    """What to say of headings that are not printed as the form prints them."""
    printed = {head.place: head for head in heads}
    for leaf in leaves:
        head = printed.get(places.get(leaf.axis.path, -1))
        if head and not head.fitting:
            yield f"列标题“{one_line(head.box.text)}”按位置当作“{leaf.axis.label}”"


def _in_order(heads: Sequence[_Head], leaves: Sequence[Heading]) -> dict[str, int]:
    """Places by path where the headings stand in the form's order, one for each column; at most half may be unknown words."""
    for start in range(len(heads) - len(leaves) + 1):
        run = heads[start : start + len(leaves)]
        known = [leaf in head.fitting for leaf, head in zip(leaves, run, strict=True)]
        strange = any(
            head.fitting and leaf not in head.fitting for leaf, head in zip(leaves, run, strict=True)
        )
        if not strange and 2 * sum(known) >= len(leaves):
            elsewhere = (head for head in heads if head not in run)
            if not any(head.fitting for head in elsewhere):
                return {leaf.axis.path: head.place for leaf, head in zip(leaves, run, strict=True)}
    return {}


def _one_to_one(heads: Sequence[_Head]) -> dict[str, int]:
    """Places by path where one heading and one column meet, in whatever order they are printed."""
    only = [(head.place, head.fitting[0].axis.path) for head in heads if len(head.fitting) == 1]
    paths = [path for _, path in only]
    return {path: place for place, path in only if paths.count(path) == 1}


def _fits(stack: tuple[str, ...], leaf: Heading, others: frozenset[str]) -> bool:
    """Whether the lowest headings of a stack (a label may be broken over several rows) say a leaf, and none above denies it."""
    for count in range(1, len(stack) + 1):
        if leaf.says("".join(stack[-count:])):
            above = {word for text in stack[:-count] for word in keys(text)} & others
            return above <= {word for group in leaf.above for word in group}.union(leaf.keys)
    return False
