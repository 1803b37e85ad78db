"""The arithmetic of a change against last year: what it is of, and what it should be.

A change is a number with a direction: a rate (增长30.3%), a difference (增加47件), a multiple (增长2倍 is three times;
是上年的2倍 is twice) or percentage points. ``up`` and ``down`` are the roles of its slot, ``times`` that of a multiple of last
year's.
"""

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from agent.forms.expressions import Expression, Number, Operation, last_year, this_year
from agent.verify.scene import Candidate, Slot

CHANGES = ("up", "down", "times")
_ONE = Number(Decimal(1))
_HUNDRED = Number(Decimal(100))


def change(slot: Slot, now: Decimal, then: Decimal) -> Decimal | None:
    """What the change should be between two values; None where nothing can be divided."""
    sign = -1 if slot.role == "down" else 1
    if slot.mention.percent or slot.mention.unit == "倍":
        if then == 0:
            return None
        if slot.role == "times":
            return now / then * (100 if slot.mention.percent else 1)
        return sign * (now / then - 1) * (100 if slot.mention.percent else 1)
    return sign * (now - then)


def change_of(slot: Slot, now: Expression) -> Expression | None:
    """The expression of a change in what ``now`` says of this year; None where it already looks back, or makes no sense."""
    before = last_year(now)
    if before is None:
        return None
    up = slot.role != "down"
    ratio = Operation("/", now, before)
    if slot.role == "times":
        return Operation("*", _HUNDRED, ratio) if slot.mention.percent else ratio
    if slot.mention.percent:
        return Operation("*", _HUNDRED, Operation("-", ratio, _ONE) if up else Operation("-", _ONE, ratio))
    if slot.mention.unit == "倍":
        return Operation("-", ratio, _ONE) if up else None
    return Operation("-", now, before) if up else Operation("-", before, now)


def meanings(subjects: list[Slot]) -> list[Candidate]:
    """What may have changed: what the nearest figure was bound to, its other meanings, then those of the figures before."""
    found: list[Candidate] = []
    for subject in subjects:
        now = [subject.bound] if subject.bound else []
        found += now + [candidate for candidate in subject.candidates if candidate not in now]
    return [replace(candidate, expression=this_year(candidate.expression), text="") for candidate in found]


def whole_before(now: Decimal, slot: Slot) -> int | None:
    """A whole last-year value that gives the rate as written; None where there is none."""
    sign = 1 if slot.role == "up" else -1
    half = slot.mention.grain / 2
    rates = [1 + sign * (slot.mention.value + offset) / 100 for offset in (-half, half)]
    if min(rates) <= 0:
        return 1 if now == 0 else None
    low, high = sorted(now / rate for rate in rates)
    first = max(1, int(low.to_integral_value(ROUND_FLOOR)))
    for whole in range(first, int(high.to_integral_value(ROUND_CEILING)) + 1):
        if slot.mention.accepts(sign * 100 * (now / whole - 1)):
            return whole
        if whole - low > 3:
            break
    return None
