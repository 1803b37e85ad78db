"""Supplementary facts: figures that the report quotes and that no statutory table holds.

A fact has a name and other names (*aliases*), a number, a unit, a source, and may be broken down in several ways
(主动公开政府信息 2083 条, by whom and by what). An approximate fact carries its *qualifier* (余, 近, 约, 超).
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a fact: ``name`` and ``value`` in the fact's unit."""

    name: str
    value: Decimal
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word by which people refer to it, the proper name first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One way of dividing a fact. ``by`` says along what (公开主体); the parts need not be complete."""

    by: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> Decimal:
        """Sum of the parts."""
        return sum((part.value for part in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Fact:
    """A quoted figure with its source. ``value`` None means named but not yet known."""

    name: str
    value: Decimal | None
    unit: str = ""
    qualifier: str | None = None
    source: str = ""
    aliases: tuple[str, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word by which people refer to it, the proper name first."""
        return (self.name, *self.aliases)

    def part(self, name: str) -> Part | None:
        """The part of that name in any of the breakdowns; None where there is none."""
        for breakdown in self.breakdowns:
            for part in breakdown.parts:
                if name in part.names:
                    return part
        return None
