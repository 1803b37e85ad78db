"""The rules of a page to the tables that they draw.

Rules that touch belong together. Their places across and down make a lattice, and where no rule stands between two places of
the lattice, the two are one box: so merged cells come out as the boxes they are, whatever their shape. A table that goes on
over a page is laid on one lattice for all of its parts.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.blocks import Box, Layer
from corpus.readers.paper import Glyph, PrintedLine, Rule, Sheet, is_cjk, lines_of, numbers_of

# Rules nearer than this are the same one drawn twice; rules that miss each other by less touch.
_NEAR = 2.5
# More rules than any table has: a drawing.
_MOST = 600
# More boxes than a page has.
_BOXES = 6_000
# No row is lower.
_LOWEST = 3.0


@dataclass(frozen=True)
class Lattice:
    """A table on one page: the places of its columns and rows, and the rules that part them."""

    sheet: Sheet
    across: tuple[float, ...]
    down: tuple[float, ...]
    rules: tuple[Rule, ...]

    @property
    def left(self) -> float:
        """The left edge."""
        return self.across[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.across[-1]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.down[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.down[-1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands in the table."""
        x, y = glyph.middle
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def reached(self, line: PrintedLine) -> "Lattice":
        """The table with a line under it that belongs to its last row: no rule closes the box there, as at a page break."""
        below = (
            -_NEAR < line.top - self.bottom < _LOWEST and self.left <= line.left and line.right <= self.right
        )
        level = [rule for rule in self.rules if rule.level]
        if not below or _stands(level, self.bottom, (line.left + line.right) / 2):
            return self
        return replace(self, down=(*self.down[:-1], line.bottom))

    def rows(self, across: Sequence[float]) -> list[list[Box]]:
        """Its rows on columns that are at least its own, with what is printed in each box."""
        return _filled(self, across)


def lattices(sheet: Sheet) -> list[Lattice]:
    """The tables on a page that have more than one box in a row, top down; none on a page that is a drawing."""
    rules = _whole(sheet.rules)
    if len(rules) > _MOST:
        return []
    found = (_lattice(sheet, group) for group in _touching(rules))
    return sorted((one for one in found if one is not None), key=lambda one: (one.top, one.left))


def columns_together(parts: Iterable[Lattice]) -> tuple[float, ...]:
    """The columns of all parts of one table."""
    return _places(place for part in parts for place in part.across)


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Rules put together where they are drawn in pieces, one for each box or dash."""
    whole: list[Rule] = []
    for level, group in groupby(sorted(rules, key=lambda r: (r.level, r.at)), key=lambda r: r.level):
        for bundle in _bundles(list(group)):
            at = sum(rule.at for rule in bundle) / len(bundle)
            whole += [Rule(level, at, start, end) for start, end in _spans(bundle)]
    return whole


def _bundles(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    bundle: list[Rule] = []
    for rule in rules:
        if bundle and rule.at - bundle[0].at > _NEAR:
            yield bundle
            bundle = []
        bundle.append(rule)
    if bundle:
        yield bundle


def _spans(rules: Iterable[Rule]) -> Iterator[tuple[float, float]]:
    start = end = None
    for rule in sorted(rules, key=lambda one: one.start):
        if start is None or end is None:
            start, end = rule.start, rule.end
        elif rule.start - end <= _NEAR:
            end = max(end, rule.end)
        else:
            yield start, end
            start, end = rule.start, rule.end
    if start is not None and end is not None:
        yield start, end


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    left = [rule for rule in rules if rule.end - rule.start >= _LOWEST]
    while left:
        group, todo = [], [left.pop()]
        while todo:
            rule = todo.pop()
            group.append(rule)
            todo += [other for other in left if _cross(rule, other)]
            left = [other for other in left if not _cross(rule, other)]
        yield group


def _cross(one: Rule, other: Rule) -> bool:
    return (
        one.level != other.level
        and other.start - _NEAR <= one.at <= other.end + _NEAR
        and one.start - _NEAR <= other.at <= one.end + _NEAR
    )


def _lattice(sheet: Sheet, rules: Sequence[Rule]) -> Lattice | None:
    """The lattice of rules that touch; where no rule closes a side, the ends of the others do."""
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    if not level or not upright:
        return None
    across = _places(
        [rule.at for rule in upright] + [end for rule in level for end in (rule.start, rule.end)]
    )
    down = _places([rule.at for rule in level] + [end for rule in upright for end in (rule.start, rule.end)])
    if len(across) < 3 or len(down) < 2 or len(across) > Layer.WIDEST or len(across) * len(down) > _BOXES:
        return None
    return Lattice(sheet, across, down, tuple(rules))


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """The values in order, those that are the same but for the drawing once."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _LOWEST:
            places.append(value)
    return tuple(places)


# --- boxes --------------------------------------------------------------------------------------------------------


def _filled(lattice: Lattice, across: Sequence[float]) -> list[list[Box]]:
    """The boxes of a table, written out in every place that they span."""
    owners = _owners(lattice, across)
    glyphs: dict[int, list[Glyph]] = {}
    for line in lines_of(filter(lattice.holds, lattice.sheet.glyphs)):
        # A number that is wider than its box must not be cut in two by the rule that it runs over.
        for number in numbers_of(line):
            x, y = (number[0].left + number[-1].right) / 2, number[0].middle[1]
            place = _index(lattice.down, y) * (len(across) - 1) + _index(across, x)
            glyphs.setdefault(owners[place], []).extend(number)
    boxes = {owner: Box(_said(glyphs.get(owner, ()))) for owner in set(owners)}
    width = len(across) - 1
    return [[boxes[owner] for owner in owners[at : at + width]] for at in range(0, len(owners), width)]


def _index(places: Sequence[float], value: float) -> int:
    return max(0, min(bisect_right(places, value) - 1, len(places) - 2))


def _owners(lattice: Lattice, across: Sequence[float]) -> list[int]:
    """For each place of the lattice, row by row, the first place of the box that it belongs to."""
    columns, rows = list(pairwise(across)), list(pairwise(lattice.down))
    width = len(columns)
    owners = list(range(width * len(rows)))
    upright = [rule for rule in lattice.rules if not rule.level]
    level = [rule for rule in lattice.rules if rule.level]
    for row, (top, bottom) in enumerate(rows):
        for column, (left, right) in enumerate(columns):
            at = row * width + column
            if column and not _stands(upright, left, (top + bottom) / 2):
                _unite(owners, at, at - 1)
            if row and not _stands(level, top, (left + right) / 2):
                _unite(owners, at, at - width)
    return [_first(owners, at) for at in range(len(owners))]


def _stands(rules: Iterable[Rule], at: float, beside: float) -> bool:
    """Whether a rule stands at a place across, where ``beside`` is along it."""
    return any(
        abs(rule.at - at) <= _LOWEST + _NEAR / 2 and rule.start <= beside <= rule.end for rule in rules
    )


def _first(owners: list[int], at: int) -> int:
    while owners[at] != at:
        owners[at] = owners[owners[at]]
        at = owners[at]
    return at


def _unite(owners: list[int], one: int, other: int) -> None:
    first, second = sorted((_first(owners, one), _first(owners, other)))
    owners[second] = first


def _said(glyphs: Iterable[Glyph]) -> str:
    """What a box says. Lines of Chinese are one text; others stay lines, for two lines of digits may be two numbers."""
    said = ""
    for line in lines_of(glyphs):
        broken = said and not (is_cjk(said[-1]) or is_cjk(line.text[0]))
        said += f"\n{line.text}" if broken else line.text
    return said
