"""Rows that stand a column off, laid right where the form's rules leave exactly one way to lay them.

The rules never correct a number: they only choose between the ways in which the printed boxes, in their printed order, can
be laid on the columns. Where the headings place a row clearly and no way or several would do, the report may simply be wrong,
and stays as it is printed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.figures import Absent
from agent.figures.quantity import plain
from agent.forms import Block, Cell, Form
from agent.forms.form import Axis
from corpus.amounts import Amount, is_blank, is_number, read_amount
from corpus.blocks import MISSING, Box
from corpus.columns import Columns
from corpus.judging import cells_of, holds, lacks_total, touched
from corpus.placing import Placing
from corpus.rows import Row
from corpus.ways import Way, ways

# A row mended may decide another one; more rounds than this change nothing.
_ROUNDS = 4
# Ways tried in one table: more are a page made to keep us busy.
_TRIES = 6_000


@dataclass(frozen=True, eq=False)
class Laid:
    """A printed row of figures with the form's row that it is, and its boxes laid on the columns."""

    row: Row
    axis: Axis | None
    block: Block
    columns: Columns | None
    placing: Placing

    def key(self, path: str) -> str:
        """The key of the row's cell in a column."""
        leaf = next(leaf for leaf in self.block.column_leaves if leaf.path == path)
        return self.block.key(self.axis, leaf)

    @property
    def paths(self) -> tuple[str, ...]:
        """All columns of the row."""
        return tuple(leaf.path for leaf in self.block.column_leaves)


def amount_in(box: Box, cell: Cell, laid: Laid, path: str) -> Amount:
    """What a box says where a row is laid so."""
    return read_amount(box.text, cell, laid.columns.money(path) if laid.columns else "")


def mended(rows: Sequence[Laid], form: Form) -> list[Laid]:
    """The rows of one table, those among them laid anew that stood a column off; each says so in its ``remark``."""
    bench = _Bench(form, rows)
    bench.shift_segments()
    for _ in range(_ROUNDS):
        if not bench.mend_rows():
            break
    return bench.rows


_Values = Mapping[str, Decimal | None]


class _Bench:
    """The rows of a table while they are tried in other ways. ``state`` is what they say of their cells as now laid."""

    def __init__(self, form: Form, rows: Sequence[Laid]) -> None:
        self.form = form
        self.rows = list(rows)
        self.state: dict[str, Decimal | None] = {}
        self.done: set[int] = set()
        self.tries = _TRIES
        self.long = {index for index, laid in enumerate(rows) if _is_long(laid, rows)}
        # Whether the unit leaves boxes empty at all; where it writes every 0, an empty box is one too many.
        clear = [laid for laid in rows if laid.placing.headed or not laid.placing.guessed]
        self.empties = any(is_blank(box.text) for laid in clear for box in laid.placing.boxes.values())
        for laid in rows:
            self.state |= self.values(laid, laid.placing.boxes)

    def values(self, laid: Laid, boxes: Mapping[str, Box]) -> dict[str, Decimal | None]:
        """What the boxes say: a value, or None where one is empty; nothing of what cannot be read."""
        found: dict[str, Decimal | None] = {}
        for path, box in boxes.items():
            amount = amount_in(box, self.form.by_key[laid.key(path)], laid, path)
            if not amount.unread:
                found[laid.key(path)] = None if isinstance(amount.value, Absent) else amount.value
        return found

    # --- one row

    def mend_rows(self) -> bool:
        """Look at every row that is in doubt; whether one was laid anew."""
        before = len(self.done)
        for index, laid in enumerate(self.rows):
            if index not in self.done and self.tries > 0 and self._in_doubt(index, laid):
                self._mend(index, laid)
        return len(self.done) > before

    def _in_doubt(self, index: int, laid: Laid) -> bool:
        placing = laid.placing
        if not laid.row.filled or placing.unread or placing.remark or placing.guessed:
            return laid.row.filled
        keys = [laid.key(path) for path in placing.boxes]
        if any(key not in self.state for key in keys):
            return True
        rules = touched(self.form, keys)
        told = [holds(rule, self.state) for rule in rules]
        if False in told or (index in self.long and None in told):
            return True
        # A heading that is printed twice names no column, and leaves its numbers over.
        if len(placing.boxes) < len(laid.paths) and not _all_numbers(laid, placing.boxes):
            return True
        return not placing.headed and any(lacks_total(rule, self.state) for rule in rules)

    def _mend(self, index: int, laid: Laid) -> None:
        fitting = self._fitting(laid)
        if len(fitting) == 1:
            way, values = fitting[0]
            self.done.add(index)
            if self.values(laid, laid.placing.boxes) != values:
                self.rows[index] = replace(laid, placing=_as(way, laid, values, self.form))
            self.state |= values
        elif fitting or index in self.long or (laid.placing.guessed and self._is_bare(laid)):
            unclear = laid.placing.guessed or index in self.long
            self.rows[index] = replace(laid, placing=self._undecided(laid, len(fitting), unclear=unclear))
            if unclear or not laid.placing.headed:
                for path in laid.placing.boxes:
                    self.state.pop(laid.key(path), None)

    def _fitting(self, laid: Laid) -> list[tuple[Way, _Values]]:
        """The ways that the rules allow, each with what it says of the row's cells; those that say the same once."""
        first = laid.columns.first if laid.placing.headed and laid.columns else 0
        found: dict[tuple[Decimal | None, ...], tuple[Way, _Values]] = {}
        loose: dict[tuple[Decimal | None, ...], tuple[Way, _Values]] = {}
        for way in ways(laid.row.line, len(laid.paths), first):
            self.tries -= 1
            if self.tries < 0:
                return []
            values = self.values(laid, dict(zip(laid.paths, way.boxes, strict=True)))
            if len(values) < len(laid.paths):
                continue
            kept = tuple(values.values())
            own, others = self._judged(values)
            if own and others:
                found.setdefault(kept, (way, values))
            elif own and laid.placing.unread:
                loose.setdefault(kept, (way, values))
        # As many numbers as columns: the row is clear in itself, and another row's error must not hide it.
        chosen = found or (loose if any(way.exact for way, _ in loose.values()) else {})
        full = [kept for kept in chosen if None not in kept]
        return [chosen[kept] for kept in (chosen if self.empties or not full else full)]

    def _is_bare(self, laid: Laid) -> bool:
        """Whether nothing speaks for how a row was counted: empty boxes in it, or in other rows."""
        return self.empties or any(is_blank(box.text) for box in laid.placing.boxes.values())

    def _judged(self, values: _Values) -> tuple[bool, bool]:
        """Whether the rules within a row all hold, one of them at least, and whether those over other rows too do."""
        state = {**self.state, **values}
        rules = touched(self.form, values)
        own = [rule for rule in rules if cells_of(self.form, rule) <= values.keys()]
        told = [holds(rule, state) for rule in own]
        sound = True in told and False not in told and not any(lacks_total(rule, state) for rule in own)
        return sound, all(holds(rule, state) is not False for rule in rules if rule not in own)

    def _undecided(self, laid: Laid, count: int, *, unclear: bool) -> Placing:
        said = f"与勾稽关系不符，有{count}种放法都说得通"
        if unclear:
            return Placing({}, unread="格子比列多，分不清各数属于哪一列，没有读入")
        if laid.placing.headed and not laid.placing.unread:
            return replace(laid.placing, remark=f"{said}，仍按列标题读入，请核对")
        return Placing({}, unread=f"{laid.placing.unread or said}，没有读入".replace("，没有读入，", "，"))

    # --- a whole segment

    def shift_segments(self) -> None:
        """Rows under headings that all stand one column beside them: moved together, where that alone makes them agree."""
        segments: dict[int, list[int]] = {}
        for index, laid in enumerate(self.rows):
            segments.setdefault(laid.row.segment, []).append(index)
        for indexes in segments.values():
            moves = [move for step in (-1, 1) if (move := self._move(indexes, step))]
            if len(moves) == 1 and self._broken(indexes):
                for index, laid, values in moves[0]:
                    self.rows[index] = laid
                    self.state |= values
                    self.done.add(index)

    def _broken(self, indexes: Iterable[int]) -> bool:
        keys = [self.rows[at].key(path) for at in indexes for path in self.rows[at].placing.boxes]
        return any(holds(rule, self.state) is False for rule in touched(self.form, keys))

    def _move(self, indexes: Sequence[int], step: int) -> list[tuple[int, Laid, _Values]]:
        """Every row of a segment moved by a column; empty where that cannot be, or the rules deny it."""
        if len(indexes) < 2 or not all(self.rows[at].placing.headed for at in indexes):
            return []
        moved: list[tuple[int, Laid, _Values]] = []
        for index in indexes:
            laid = self.rows[index]
            boxes = _beside(laid, step)
            values = self.values(laid, boxes)
            if len(boxes) < len(laid.paths) or len(values) < len(boxes) or not _all_numbers(laid, boxes):
                return []
            side = "右" if step > 0 else "左"
            said = f"整张表的数比列标题偏{side}一列，按勾稽关系归位，请核对"
            moved.append((index, replace(laid, placing=Placing(boxes, said)), values))
        state = self.state | {key: value for _, _, values in moved for key, value in values.items()}
        rules = touched(self.form, [key for _, _, values in moved for key in values])
        told = [holds(rule, state) for rule in rules]
        lacking = any(lacks_total(rule, state) for rule in rules)
        return moved if True in told and False not in told and not lacking else []


def _is_long(laid: Laid, rows: Sequence[Laid]) -> bool:
    """Whether a row alone has boxes beyond the last heading: a box too many, so that its headings say nothing of it."""
    if not laid.placing.headed or laid.columns is None:
        return False
    others = [one for one in rows if one is not laid and one.row.segment == laid.row.segment]
    return _last(laid) > max([*laid.columns.heads, *map(_last, others)])


def _last(laid: Laid) -> int:
    return max(place for place, box in enumerate(laid.row.line.boxes) if box is not MISSING)


def _beside(laid: Laid, step: int) -> dict[str, Box]:
    """The boxes one place beside those under the headings."""
    boxes = laid.row.line.boxes
    places = {path: place + step for path, place in laid.columns.places.items()} if laid.columns else {}
    return {
        path: boxes[at] for path, at in places.items() if 0 <= at < len(boxes) and boxes[at] is not MISSING
    }


def _all_numbers(laid: Laid, boxes: Mapping[str, Box]) -> bool:
    """Whether no number of the row is left out."""
    known = {id(box) for box in boxes.values()}
    return all(id(box) in known for _, box in laid.row.line.distinct() if is_number(box.text))


def _as(way: Way, laid: Laid, values: _Values, form: Form) -> Placing:
    """The placing of a way, with what it moved where."""
    named = ((form.by_key[key], value) for key, value in values.items() if value)
    said = "、".join(f"{cell.column if laid.axis else cell.label}{plain(value)}" for cell, value in named)
    boxes = dict(zip(laid.paths, way.boxes, strict=True))
    empty = sum(is_blank(box.text) for box in boxes.values())
    rest = f"{empty}格空着，其余是0" if empty else "其余是0"
    return Placing(boxes, f"{way.slip}，按勾稽关系只有一种放法：{said or '全部是0'}，{rest}，请核对")


def remarks(rows: Iterable[Laid]) -> Iterator[tuple[Laid, str]]:
    """What is to be said of the rows, each with its row."""
    for laid in rows:
        for said in filter(None, (laid.placing.remark, laid.placing.unread)):
            yield laid, said
