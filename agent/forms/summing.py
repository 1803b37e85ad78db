"""Several units' figures added up to one set: which units contributed what to each cell, and what stands in the way.

A total is there only where every unit filled the cell in, or the caller said of each unit that did not that its blanks are zero:
a sum over something absent is not a smaller sum. Sums are exact. Where the form says that units may have counted the same thing
twice (:class:`~agent.forms.form.Overlap`), the total is made and a look asked for, or, ``apart``, not made unless asked for.
Cells are added one by one, totals included, so that a unit's own error stays visible in the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from functools import cached_property

from agent.figures import ABSENT, Absent, FigureSet
from agent.figures.factsums import EXACT, FactSum, NearFacts, add_facts, listed, near_facts, plain_name
from agent.figures.quantity import plain
from agent.forms.form import Form, Overlap

# Fewer equal figures are chance.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What only people who know the units can decide.

    ``zeros``: the units whose blanks, and facts that they do not state, are zero. ``apart``: add the cells too that the form
    keeps apart, no unit having counted another's. ``same``: a fact's name to the one that it is added under.
    """

    zeros: frozenset[str] = frozenset()
    apart: bool = False
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellSum:
    """One cell over all units. ``given`` is what each unit filled in, :data:`ABSENT` for a blank, in the units' order.

    ``lacking`` are the units that left it blank and whose blanks are not zero. ``total`` is :data:`ABSENT` where there are such,
    or where the cell is kept ``apart``; ``why`` then says so in Chinese, and is "" elsewhere. ``doubt`` asks for a look.
    """

    key: str
    given: Mapping[str, Decimal | Absent]
    lacking: tuple[str, ...]
    total: Decimal | Absent
    why: str = ""
    doubt: str = ""

    @property
    def unfilled(self) -> bool:
        """Whether no unit filled it in."""
        return all(value is ABSENT for value in self.given.values())


@dataclass(frozen=True)
class Total:
    """Units' figures and their sum. ``parts`` are of one form and year, each of another unit, in the order given."""

    form: Form
    parts: tuple[FigureSet, ...]
    unit: str = ""
    choice: Choice = field(default_factory=Choice)

    @property
    def units(self) -> tuple[str, ...]:
        """Who contributed, in order."""
        return tuple(part.unit for part in self.parts)

    @property
    def year(self) -> int:
        """The year of all of them."""
        return self.parts[0].year

    @cached_property
    def cells(self) -> Mapping[str, CellSum]:
        """Every cell of the form with who contributed what, in printed order."""
        overlaps = {key: overlap for overlap in self.form.overlaps for key in overlap.cells}
        return {key: self._cell(key, overlaps.get(key)) for key in self.form.by_key}

    def _cell(self, key: str, overlap: Overlap | None) -> CellSum:
        given = {part.unit: part.get(key) for part in self.parts}
        zeros = self.choice.zeros
        lacking = tuple(unit for unit, value in given.items() if value is ABSENT and unit not in zeros)
        filled = [value for value in given.values() if not isinstance(value, Absent)]
        several = len([value for value in filled if value != 0]) > 1
        if overlap and overlap.apart and several and not self.choice.apart:
            return CellSum(key, given, lacking, ABSENT, f"没有相加：{overlap.why}")
        if lacking:
            nobody = len(lacking) == len(given)
            return CellSum(
                key, given, lacking, ABSENT, "各单位都没有填" if nobody else f"{listed(lacking)}没有填"
            )
        with localcontext(EXACT):
            total = sum(filled, Decimal(0))
        return CellSum(key, given, (), total, "", overlap.why if overlap and several else "")

    @cached_property
    def facts(self) -> tuple[FactSum, ...]:
        """Every supplementary fact with who stated what."""
        stated = [(part.unit, part.facts) for part in self.parts]
        return add_facts(stated, self.choice.zeros, self.choice.same)

    @cached_property
    def near(self) -> tuple[NearFacts, ...]:
        """Facts that may be one and were not added."""
        return near_facts(self.facts)

    @cached_property
    def figures(self) -> FigureSet:
        """The sum: the cells and facts that have a total; each source says of whom."""
        sums = {key: each for key, each in self.cells.items() if not isinstance(each.total, Absent)}
        return FigureSet(
            unit=self.unit,
            year=self.year,
            form=self.form.edition,
            cells={key: each.total for key, each in sums.items() if not isinstance(each.total, Absent)},
            facts=tuple(each.fact for each in self.facts),
            sources={key: _source(each) for key, each in sums.items()},
            file="汇总",
        )

    def of(self, unit: str) -> Mapping[str, Decimal]:
        """What one unit contributed, by cell, in printed order; ``KeyError`` where it is none of them."""
        for part in self.parts:
            if part.unit == unit:
                return {key: part.cells[key] for key in self.form.by_key if key in part.cells}
        raise KeyError(unit)

    def blanks(self) -> Mapping[str, tuple[str, ...]]:
        """By unit, the cells for want of which a total is absent though somebody filled it in; units without are left out."""
        found: dict[str, list[str]] = {}
        for each in self.cells.values():
            if not each.unfilled:
                for unit in each.lacking:
                    found.setdefault(unit, []).append(each.key)
        return {unit: tuple(keys) for unit, keys in found.items()}

    def with_part(self, part: FigureSet) -> "Total":
        """The sum with one more unit, which fits it and is none of them."""
        return replace(self, parts=(*self.parts, part))

    def without(self, unit: str) -> "Total":
        """The sum without one unit; ``KeyError`` where it is none of them."""
        self.of(unit)
        return replace(self, parts=tuple(part for part in self.parts if part.unit != unit))

    def chosen(self, choice: Choice) -> "Total":
        """The same units added up as another choice says."""
        return replace(self, choice=choice)


def _source(each: CellSum) -> str:
    """Who makes up a total, the units with something to add first."""
    filled = [(unit, value) for unit, value in each.given.items() if not isinstance(value, Absent)]
    telling = [f"{unit}{plain(value)}" for unit, value in filled if value != 0]
    return f"汇总：{listed(telling)}" if telling else f"汇总：{len(each.given)}个单位都是0"


# --- what looks as if it were counted twice -----------------------------------------------------------------------


def twice_counted(total: Total) -> tuple[str, ...]:
    """Doubts, in Chinese: one unit under two names, one file handed in twice, a unit that is the others' sum already."""
    return (*_names(total.units), *_alike(total.parts), *_sums(total))


def _names(units: Sequence[str]) -> Iterator[str]:
    plain_names = [plain_name(unit) for unit in units]
    for index, unit in enumerate(units):
        for other, name in zip(units, plain_names, strict=True):
            if other != unit and len(name) > 2 and plain_names[index].endswith(name):
                yield f"“{unit}”和“{other}”是不是同一个单位？是的话请去掉一份"


def _alike(parts: Sequence[FigureSet]) -> Iterator[str]:
    for index, first in enumerate(parts):
        telling = sum(value != 0 for value in first.cells.values())
        for second in parts[index + 1 :]:
            if telling >= _TELLING and first.cells == second.cells:
                yield f"{first.unit}和{second.unit}的数完全相同，请核对是不是交错了文件"


def _sums(total: Total) -> Iterator[str]:
    if len(total.parts) < 3:
        return
    for part in total.parts:
        rest = [other for other in total.parts if other is not part]
        shared = [key for key in part.cells if all(key in other.cells for other in rest)]
        telling = [key for key in shared if part.cells[key] != 0]
        if len(telling) >= _TELLING and all(
            part.cells[key] == sum(other.cells[key] for other in rest) for key in shared
        ):
            yield f"{part.unit}的数正好是其余{len(rest)}个单位之和，像是已经汇总过的，请核对是否重复计算"
