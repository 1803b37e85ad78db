"""What a figure of the text can be bound to: cells of both years and facts, by name with their values, alone or reckoned with."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.figures import FigureSet
from agent.figures.quantity import plain
from agent.forms.expressions import FactRef
from agent.verify.answer import Judged
from agent.workflow.work import Work


@dataclass(frozen=True, slots=True)
class Target:
    """A cell or fact that is filled in. ``source`` is its expression, ``label`` its Chinese name, ``worth`` value and unit."""

    source: str
    label: str
    worth: str
    value: Decimal

    @property
    def said(self) -> str:
        """The line to choose by."""
        return f"{self.label} = {self.worth}"


class Reckoning(enum.StrEnum):
    """What is said of a target, in words that a clerk chooses by; the last three need another target."""

    ITSELF = "就是这个数"
    GROWTH = "比上年增减的幅度"
    DIFFERENCE = "比上年增减的数量"
    SUM = "与另一项之和"
    LESS = "减去另一项"
    SHARE = "占另一项的比例"

    @property
    def needs_another(self) -> bool:
        """Whether it is reckoned with a second target."""
        return self in (Reckoning.SUM, Reckoning.LESS, Reckoning.SHARE)

    def source(self, one: str, other: str = "") -> str:
        """The expression over one or two targets."""
        match self:
            case Reckoning.ITSELF:
                return one
            case Reckoning.GROWTH:
                return f"100 * ({one} / prev.{one} - 1)"
            case Reckoning.DIFFERENCE:
                return f"{one} - prev.{one}"
            case Reckoning.SUM:
                return f"{one} + {other}"
            case Reckoning.LESS:
                return f"{one} - {other}"
            case Reckoning.SHARE:
                return f"100 * ({one} / {other})"


def likely(item: Judged) -> Reckoning:
    """How a figure is probably to be reckoned, by its unit."""
    return Reckoning.SHARE if item.unit == "%" else Reckoning.ITSELF


def targets(work: Work, item: Judged | None = None) -> tuple[Target, ...]:
    """Everything that is filled in; with a figure, what has its value first and what is in its unit before the rest."""
    found = list(_all(work))
    if item is None:
        return tuple(found)
    value = Decimal(item.value) if item.value else None
    # Zero fits half the table by chance.
    fits = [each for each in found if value and each.value == value]
    units = [each for each in found if each not in fits and each.worth.endswith(item.unit or "\0")]
    rest = [each for each in found if each not in fits and each not in units]
    return (*fits, *units, *rest)


def _all(work: Work) -> Iterator[Target]:
    yield from _facts(work.figures, previous=False)
    for cell in work.form.cells:
        value = work.figures.cells.get(cell.key)
        if value is not None:
            yield Target(cell.key, work.form.label(cell.key), f"{plain(value)}{cell.unit}", value)
    last = work.setting.previous
    if last is None:
        return
    for cell in work.form.cells:
        value = last.cells.get(cell.key)
        if value is not None:
            label = f"上年 {work.form.label(cell.key)}"
            yield Target(f"prev.{cell.key}", label, f"{plain(value)}{cell.unit}", value)
    yield from _facts(last, previous=True)


def _facts(figures: FigureSet, *, previous: bool) -> Iterator[Target]:
    year = "上年" if previous else ""
    for fact in figures.facts:
        if fact.value is not None:
            worth = f"{plain(fact.value)}{fact.unit}"
            yield Target(
                str(FactRef(fact.name, None, previous)), f"{year}事实 {fact.name}", worth, fact.value
            )
        for breakdown in fact.breakdowns:
            for part in breakdown.parts:
                source = str(FactRef(fact.name, part.name, previous))
                label = f"{year}事实 {fact.name}·{part.name}"
                yield Target(source, label, f"{plain(part.value)}{fact.unit}", part.value)
