"""A change against last year as text, with the direction that its sign has: 比上年增长12.5%, 减少3件, 提高1.2个百分点.

A rate is of amounts. What has changed of a share is written in percentage points: growth of 5% of a share of 60% could be read
in two ways.
"""

from dataclasses import dataclass
from decimal import Decimal

from agent.drafting.amounts import HUNDRED, Said, own_unit, qualifier_of, quantity, rounded
from agent.drafting.formats import OWN, POINTS, Writing
from agent.drafting.setting import Missing, Setting
from agent.forms.expressions import Expression, Operation, last_year, references

_RATES = ("%", POINTS)


def change(source: str, writing: Writing, setting: Setting) -> Said | Missing:
    """How the value of an expression differs from last year's, written."""
    now = setting.expression(source)
    if isinstance(now, Missing):
        return now
    then = last_year(now)
    if then is None:
        return Missing((f"“{source}”已是上年数，不能再与上年比",))
    if next(references(now), None) is None:
        return Missing((f"“{source}”里没有单元格或事实，不能与上年比",))
    if any(qualifier_of(ref, setting) for side in (now, then) for ref in references(side)):
        return Missing(("约数不能计算增减",))
    new, old = setting.worth(now), setting.worth(then)
    if isinstance(new, Missing):
        return new
    if isinstance(old, Missing):
        return old
    own = _one_unit(now, then, setting)
    if isinstance(own, Missing):
        return own
    than = "" if writing.than == "只写增减" else writing.than or "比上年"
    if new == old:
        return Said("与上年持平" if than else "持平", str(Operation("-", now, then)))
    return _moved(_Move(source, now, then, new, old, own, than), writing)


@dataclass(frozen=True, slots=True)
class _Move:
    """Two values that differ: ``now`` is worth ``new``, ``then`` ``old``; ``than`` stands before the direction."""

    source: str
    now: Expression
    then: Expression
    new: Decimal
    old: Decimal
    own: str | None
    than: str

    @property
    def up(self) -> bool:
        """Whether it grew."""
        return self.new > self.old

    @property
    def difference(self) -> Operation:
        """This year's less last year's."""
        return Operation("-", self.now, self.then)

    @property
    def points(self) -> int:
        """How many percentage points one of it makes where it is a share, else 0.

        1 for a fact in % and for a hundred times a quotient, 100 for a quotient of at most one.
        """
        if self.own is not None:
            return int(self.own in _RATES)
        above, below = _factors(self.now)
        if not any(True for each in below for _ in references(each)):
            return 0
        factor = 1 if HUNDRED in above else 100
        return factor if all(0 <= value * factor <= 100 for value in (self.new, self.old)) else 0


def _factors(expression: Expression) -> tuple[list[Expression], list[Expression]]:
    """What is multiplied in a product or quotient, and by what it is divided."""
    if not isinstance(expression, Operation) or expression.op not in "*/":
        return [expression], []
    above, below = _factors(expression.left)
    more, less = _factors(expression.right)
    return (above + more, below + less) if expression.op == "*" else (above + less, below + more)


def _moved(move: _Move, writing: Writing) -> Said | Missing:
    if move.points:
        points = writing.points or writing.bare or (move.own is not None and writing.unit in (OWN, "%"))
        return (
            _points(move, writing.places)
            if points
            else Missing((f"“{move.source}”是占比，增减要写成百分点",))
        )
    if writing.points:
        return Missing((f"“{move.source}”不是占比，增减不能写成百分点",))
    if writing.percent or writing.bare:
        return _growth(move, writing.places)
    text = quantity(abs(move.new - move.old), writing, move.own)
    word = "增加" if move.up else "减少"
    return text if isinstance(text, Missing) else Said(f"{move.than}{word}{text}", str(move.difference))


def _points(move: _Move, places: int | None) -> Said | Missing:
    """提高1.2个百分点."""
    text = _told(abs(move.new - move.old) * move.points, places)
    expression = Operation("*", HUNDRED, move.difference) if move.points == 100 else move.difference
    word = "提高" if move.up else "降低"
    return text if isinstance(text, Missing) else Said(f"{move.than}{word}{text}个百分点", str(expression))


def _growth(move: _Move, places: int | None) -> Said | Missing:
    """增长12.5%."""
    if move.old <= 0 or move.new < 0:
        return Missing(("上年为0，不能计算增减幅度",))
    text = _told(abs(move.new - move.old) / move.old * 100, places)
    expression = Operation("*", HUNDRED, Operation("/", move.difference, move.then))
    word = "增长" if move.up else "下降"
    return text if isinstance(text, Missing) else Said(f"{move.than}{word}{text}%", str(expression))


def _told(value: Decimal, places: int | None) -> str | Missing:
    """To so many places; where none are asked for, to as many as it takes not to be nothing, two at most."""
    for tried in (places,) if places is not None else (1, 2):
        text = rounded(value, tried)
        if Decimal(text) != 0:
            return text
    return Missing(("增减幅度太小，写不出",))


def _one_unit(now: Expression, then: Expression, setting: Setting) -> str | Missing | None:
    """The unit of both years; Missing where last year's was another."""
    new, old = own_unit(now, setting), own_unit(then, setting)
    if isinstance(new, Missing) or isinstance(old, Missing):
        return new if isinstance(new, Missing) else old
    if new and old and new != old:
        return Missing((f"上年的单位是“{old}”，本年的是“{new}”，不能比较",))
    return new
