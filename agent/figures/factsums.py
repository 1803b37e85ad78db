"""Supplementary facts of several units to one: added where name and unit of measure agree, and nothing guessed.

A sum over something that a unit does not state is not a smaller sum: it stays unknown (``value`` None) until somebody says that
the unit has none. Rates, averages and ranks are not added. Names that are only near are offered, never taken for one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from difflib import SequenceMatcher

from agent.figures.fact import Breakdown, Fact, Part
from agent.figures.quantity import Unit

# 15 digits before the point, 15 behind it, over more units than there are.
EXACT = Context(prec=60)
# 名 and 位 count people; a rank has a name that says so.
_RATES = frozenset({"%", "‰", "百分点", "倍", "分"})
_RATE_NAME = re.compile(
    r"(?:率|占比|比例|比重|平均数|均值|排名|名次|得分|评分|满意度)$|人均|平均|日均|月均|户均|件均"
)
_NEAR = 0.75
_SHORTEST = 3
_NAMED = 3


@dataclass(frozen=True, slots=True)
class FactSum:
    """One fact over all units. ``stated`` is each unit's own value by unit, None where it names the fact without a number.

    ``silent`` are the units that do not state it and are not said to have none. ``why`` says in Chinese why ``fact.value`` is
    None, "" where it is not. ``dropped`` are the breakdowns' parts that could not be added, by name.
    """

    fact: Fact
    stated: Mapping[str, Decimal | None]
    silent: tuple[str, ...]
    why: str = ""
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearFacts:
    """Two facts that may be one: ``reason`` in Chinese says why they were not added, and what would make them one."""

    first: str
    second: str
    reason: str


def plain_name(name: str) -> str:
    """A name without what people do not see: width, blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_rate(fact: Fact) -> bool:
    """Whether it is a rate, an average or a rank, of which sums mean nothing."""
    return Unit.of(fact.unit).word in _RATES or _RATE_NAME.search(fact.name) is not None


def add_facts(
    stated: Sequence[tuple[str, Sequence[Fact]]],
    zeros: Set[str] = frozenset(),
    same: Mapping[str, str] | None = None,
) -> tuple[FactSum, ...]:
    """The facts of units, each under one name and unit of measure, in the order in which they first appear.

    ``zeros`` are the units whose silence means none; ``same`` gives for a name the one that it is added under.
    """
    same = {plain_name(name): other for name, other in (same or {}).items()}
    grouped: dict[tuple[str, Unit], dict[str, Fact]] = {}
    names: dict[tuple[str, Unit], str] = {}
    for unit, facts in stated:
        for fact in facts:
            name = same.get(plain_name(fact.name), fact.name)
            key = (plain_name(name), Unit.of(fact.unit))
            names.setdefault(key, name)
            found = grouped.setdefault(key, {})
            # Two facts of one unit that were said to be one are added like two units'.
            found[unit if unit not in found else f"{unit}（{fact.name}）"] = fact
    units = [unit for unit, _ in stated]
    return tuple(_sum(names[key], facts, units, zeros) for key, facts in grouped.items())


def _sum(name: str, facts: Mapping[str, Fact], units: Sequence[str], zeros: Set[str]) -> FactSum:
    stated = {unit: fact.value for unit, fact in facts.items()}
    silent = tuple(unit for unit in units if stated.get(unit) is None and unit not in zeros)
    first = next(iter(facts.values()))
    value, why = _value(first, stated, silent, len(units))
    breakdowns, dropped = _breakdowns(facts, zeros) if value is not None else ((), ())
    merged = Fact(
        name=name,
        value=value,
        unit=first.unit,
        qualifier=_qualifier(facts.values()),
        source=_source(facts),
        aliases=_aliases(name, facts.values()),
        breakdowns=breakdowns,
    )
    return FactSum(merged, stated, silent, why, dropped)


def _value(
    first: Fact, stated: Mapping[str, Decimal | None], silent: tuple[str, ...], units: int
) -> tuple[Decimal | None, str]:
    if is_rate(first) and units > 1:
        return None, "比率、平均数和名次不能相加，请按合计数重新计算"
    if silent:
        return None, f"{listed(silent)}没有填报"
    with localcontext(EXACT):
        return sum((value for value in stated.values() if value is not None), Decimal(0)), ""


def listed(names: Sequence[str], most: int = _NAMED) -> str:
    """A few names, and how many there are where there are more."""
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}个单位" if len(names) > most else shown


def _qualifier(facts: Iterable[Fact]) -> str | None:
    """余 and 超 stay so beside exact numbers, 近 too; what pulls both ways is about."""
    found = {fact.qualifier for fact in facts if fact.qualifier}
    if not found:
        return None
    if len(found) == 1:
        return found.pop()
    return "余" if found <= {"余", "超", "多"} else "约"


def _source(facts: Mapping[str, Fact]) -> str:
    """Who stated it, with each one's own source."""
    each = [f"{unit}（{fact.source}）" if fact.source else unit for unit, fact in facts.items()]
    return f"汇总：{listed(each)}" if len(each) > 1 else "：".join(each)


def _aliases(name: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    found = dict.fromkeys(alias for fact in facts for alias in fact.names)
    return tuple(alias for alias in found if alias != name)


def _breakdowns(facts: Mapping[str, Fact], zeros: Set[str]) -> tuple[tuple[Breakdown, ...], tuple[str, ...]]:
    """The breakdowns along which every unit that has the fact divides it, and the parts that could not be added."""
    telling = {
        unit: fact for unit, fact in facts.items() if not (fact.value in (None, 0) and not fact.breakdowns)
    }
    kinds = dict.fromkeys(each.by for fact in telling.values() for each in fact.breakdowns)
    done: list[Breakdown] = []
    dropped: list[str] = []
    for by in kinds:
        along = {unit: _along(fact, by) for unit, fact in telling.items()}
        parts = dict.fromkeys(part.name for each in along.values() for part in (each.parts if each else ()))
        sums = {name: _part(name, along, telling, zeros) for name in parts}
        dropped += [name for name, part in sums.items() if part is None]
        if kept := tuple(part for part in sums.values() if part is not None):
            done.append(Breakdown(by, kept))
    return tuple(done), tuple(dropped)


def _along(fact: Fact, by: str) -> Breakdown | None:
    return next((each for each in fact.breakdowns if each.by == by), None)


def _part(
    name: str, along: Mapping[str, Breakdown | None], facts: Mapping[str, Fact], zeros: Set[str]
) -> Part | None:
    """The part over all units; one that a unit does not name is zero only where the unit's other parts are all of its fact."""
    total, aliases = Decimal(0), dict[str, None]()
    for unit, breakdown in along.items():
        part = next((each for each in breakdown.parts if each.name == name), None) if breakdown else None
        if part is not None:
            with localcontext(EXACT):
                total += part.value
            aliases |= dict.fromkeys(part.aliases)
        elif not (breakdown and breakdown.total == facts[unit].value) and unit not in zeros:
            return None
    return Part(name, total, tuple(aliases))


# --- what may be one ----------------------------------------------------------------------------------------------


def near_facts(sums: Sequence[FactSum]) -> tuple[NearFacts, ...]:
    """Pairs of facts that may be one and were not added: a unit of measure apart, an alias, or names that are alike."""
    return tuple(_pairs(sums))


def _pairs(sums: Sequence[FactSum]) -> Iterator[NearFacts]:
    for index, first in enumerate(sums):
        for second in sums[index + 1 :]:
            # A unit that states both knows them to be two things.
            if not first.stated.keys() & second.stated.keys() and (why := _near(first.fact, second.fact)):
                yield NearFacts(first.fact.name, second.fact.name, why)


def _near(first: Fact, second: Fact) -> str:
    one, other = plain_name(first.name), plain_name(second.name)
    if one == other:
        return f"“{first.name}”的单位有“{first.unit}”和“{second.unit}”两种，没有相加；请统一单位后再汇总"
    if Unit.of(first.unit) != Unit.of(second.unit):
        return ""
    alias = {plain_name(name) for name in first.names} & {plain_name(name) for name in second.names}
    within = min(len(one), len(other)) >= _SHORTEST and (one in other or other in one)
    if alias or within or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _NEAR:
        return f"“{first.name}”与“{second.name}”可能是同一项，没有相加；是同一项的请改用同一个名称"
    return ""
