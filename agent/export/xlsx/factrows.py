"""Supplementary facts as rows that a clerk can fill in, and back.

One row for each part; the first row of a fact carries its number. Written rows repeat the name, so that sorting them cannot
hang a part on another fact; in what a clerk fills in, a row whose name is empty goes on with the fact above. Rows of one fact
with the same 划分方式 are one breakdown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from agent.figures import Breakdown, Fact, Part

# A breakdown that nobody named, where an empty cell would mean “as in the row above”.
UNNAMED = "（未注明）"
_STRONG = re.compile(r"[；;\n]")
_WEAK = re.compile(r"[、，,|]")


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row as filled in. Empty text and None mean an empty cell."""

    name: str = ""
    value: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    source: str = ""
    aliases: str = ""
    by: str = ""
    part: str = ""
    part_value: Decimal | None = None
    part_aliases: str = ""

    @property
    def heads(self) -> bool:
        """Whether it says anything of a fact itself, beyond repeating its name."""
        return bool(self.unit or self.qualifier or self.source or self.aliases) or self.value is not None

    @property
    def divides(self) -> bool:
        """Whether it says anything of a part."""
        return bool(self.by or self.part or self.part_aliases) or self.part_value is not None


def rows_of(facts: Iterable[Fact]) -> Iterator[FactRow]:
    """The rows of facts. Two breakdowns of a fact along the same thing come back as one."""
    for fact in facts:
        parts = list(_part_rows(fact))
        first = parts[0] if parts else FactRow()
        yield FactRow(
            name=fact.name,
            value=fact.value,
            unit=fact.unit,
            qualifier=fact.qualifier or "",
            source=fact.source,
            aliases=_joined(fact.aliases),
            by=first.by,
            part=first.part,
            part_value=first.part_value,
            part_aliases=first.part_aliases,
        )
        yield from (replace(part, name=fact.name) for part in parts[1:])


def _part_rows(fact: Fact) -> Iterator[FactRow]:
    for index, breakdown in enumerate(fact.breakdowns):
        by = breakdown.by or (UNNAMED if index else "")
        for part in breakdown.parts:
            yield FactRow(by=by, part=part.name, part_value=part.value, part_aliases=_joined(part.aliases))
        if not breakdown.parts:
            yield FactRow(by=by or UNNAMED)


def _joined(names: tuple[str, ...]) -> str:
    text = "；".join(names)
    # A lone name with a comma in it would otherwise be read as two.
    return text + "；" if len(names) == 1 and _WEAK.search(text) else text


def _names(text: str) -> tuple[str, ...]:
    separator = _STRONG if _STRONG.search(text) else _WEAK
    return tuple(name.strip() for name in separator.split(text) if name.strip())


@dataclass(slots=True)
class _Growing:
    """A fact whose parts are still being read."""

    row: FactRow
    parts: dict[str, list[Part]] = field(default_factory=dict)
    by: str = ""

    def fact(self) -> Fact:
        breakdowns = tuple(
            Breakdown("" if by == UNNAMED else by, tuple(parts)) for by, parts in self.parts.items()
        )
        return Fact(
            name=self.row.name,
            value=self.row.value,
            unit=self.row.unit,
            qualifier=self.row.qualifier or None,
            source=self.row.source,
            aliases=_names(self.row.aliases),
            breakdowns=breakdowns,
        )


class FactReader:
    """Takes rows top down; :attr:`facts` once all are taken."""

    def __init__(self) -> None:
        self._growing: list[_Growing] = []

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts so far."""
        return tuple(growing.fact() for growing in self._growing)

    def take(self, row: FactRow) -> tuple[str, str] | None:
        """Take one row; what is wrong with it and the mend, or None."""
        if not row.name and not row.heads and not row.divides:
            return None
        if wrong := self._place(row):
            return wrong
        return self._divide(row) if row.divides else None

    def _place(self, row: FactRow) -> tuple[str, str] | None:
        """Find the fact that a row is about, or begin one."""
        if not row.name:
            if row.heads:
                return (
                    "这一行有数值或说明，但没有名称",
                    "填写名称；只是上一条的分项时，只填划分方式和分项各栏",
                )
            if not self._growing:
                return "分项上面没有补充数据", "先填一行名称和数值，再填它的分项"
            return None
        if self._growing and self._continues(self._growing[-1].row, row):
            return None
        if any(row.name == growing.row.name for growing in self._growing):
            return f"名称“{row.name}”重复", "合并成一条，或改用不同的名称"
        self._growing.append(_Growing(row))
        return None

    @staticmethod
    def _continues(above: FactRow, row: FactRow) -> bool:
        """Whether a row with a name repeats the fact above to add a part: what it says again must be the same."""
        said = [
            (row.unit, above.unit),
            (row.qualifier, above.qualifier),
            (row.source, above.source),
            (row.aliases, above.aliases),
        ]
        same = all(not again or again == first for again, first in said)
        return (
            row.name == above.name
            and row.divides
            and same
            and (row.value is None or row.value == above.value)
        )

    def _divide(self, row: FactRow) -> tuple[str, str] | None:
        growing = self._growing[-1]
        growing.by = row.by or growing.by
        parts = growing.parts.setdefault(growing.by, [])
        if not row.part and row.part_value is None and not row.part_aliases:
            return None
        if not row.part:
            return "分项没有名称", "填写分项名称"
        if row.part_value is None:
            return f"分项“{row.part}”没有数值", "填写分项数值，没有发生填 0；不需要的分项请删去"
        parts.append(Part(row.part, row.part_value, _names(row.part_aliases)))
        return None
