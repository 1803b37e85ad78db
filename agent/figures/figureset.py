"""One unit's year of figures."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from agent.figures.fact import Fact


class Absent(enum.Enum):
    """The value of a cell that nobody filled in. Not zero, and not a number at all."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Contact:
    """How readers reach the office; every field may be empty."""

    office: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True)
class FigureSet:
    """Cells, facts and contact of one unit for one year.

    ``cells`` holds only the cells that are filled in; :meth:`get` gives :data:`ABSENT` for the others. ``sources`` says
    where a cell was read (``figures.xlsx 申请!C5``), by key, where that is known. ``file`` is the file's name.
    """

    unit: str
    year: int
    form: str
    cells: Mapping[str, Decimal] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    contact: Contact = field(default_factory=Contact)
    sources: Mapping[str, str] = field(default_factory=dict, compare=False)
    file: str = field(default="", compare=False)

    def get(self, key: str) -> Decimal | Absent:
        """The value of a cell of this year; :data:`ABSENT` where it is not filled in."""
        return self.cells.get(key, ABSENT)

    def fact(self, name: str) -> Fact | None:
        """The fact of that name or alias; None where there is none."""
        for fact in self.facts:
            if name in fact.names:
                return fact
        return None

    def __iter__(self) -> Iterator[tuple[str, Decimal]]:
        """The filled cells, in the order in which they were given."""
        return iter(self.cells.items())
