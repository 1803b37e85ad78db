"""Where something stands in a report, and how what stands there is written down.

Everything that people change has a :class:`Place`: one cell, one fact, one section. What stands in a place is kept as text: a
cell as its exact decimal digits, anything else as JSON. None is nothing, which is never 0: an absent cell, a fact taken out.
"""

import enum
import hashlib
import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from agent.figures import Breakdown, Fact, Part
from agent.verify.waiver import Waiver
from agent.verify.waiverfile import waivers_of

# What stands in a place, as callers have it: a Decimal, a Fact, a Waiver, else something JSON-ready; by the place's kind.
Content: TypeAlias = Any

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Kind(enum.StrEnum):
    """What a place holds. ``PREVIOUS_…`` is the same of last year's figures."""

    CELL = "cell"
    FACT = "fact"
    PARTICULARS = "particulars"
    PREVIOUS_CELL = "prev.cell"
    PREVIOUS_FACT = "prev.fact"
    PREVIOUS_PARTICULARS = "prev.particulars"
    SECTION = "section"
    WAIVER = "waiver"
    KEPT = "kept"
    REPORT = "report"

    @property
    def is_cell(self) -> bool:
        """Whether it holds a bare number."""
        return self in (Kind.CELL, Kind.PREVIOUS_CELL)

    @property
    def is_fact(self) -> bool:
        """Whether it holds a fact."""
        return self in (Kind.FACT, Kind.PREVIOUS_FACT)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One place of a report: ``Place(Kind.CELL, "requests.new.total")``.

    ``name`` is a cell's key, a fact's name, the id of a part of the report (``overview.requests``), or for a waiver
    :func:`waiver_name`. The report's own unit, year, form and state are places too (``Kind.REPORT``).
    """

    kind: Kind
    name: str

    @classmethod
    def cell(cls, key: str, *, previous: bool = False) -> "Place":
        """A cell of this year's figures, or of last year's."""
        return cls(Kind.PREVIOUS_CELL if previous else Kind.CELL, key)

    @classmethod
    def fact(cls, name: str, *, previous: bool = False) -> "Place":
        """A fact of this year's figures, or of last year's."""
        return cls(Kind.PREVIOUS_FACT if previous else Kind.FACT, name)

    @classmethod
    def particular(cls, name: str, *, previous: bool = False) -> "Place":
        """What else figures carry: ``contact``, ``file``; of last year's also ``unit``, ``year`` and ``form``."""
        return cls(Kind.PREVIOUS_PARTICULARS if previous else Kind.PARTICULARS, name)

    @classmethod
    def section(cls, part: str) -> "Place":
        """A part of the report by its id."""
        return cls(Kind.SECTION, part)

    @classmethod
    def waiver(cls, waiver: Waiver) -> "Place":
        """Where a waiver is kept: two of the same figure of the same sentence share it."""
        return cls(Kind.WAIVER, waiver_name(waiver))

    @classmethod
    def kept(cls, name: str) -> "Place":
        """Where it is kept that somebody leaves a remark as it is; by a name of the caller's for what is remarked on."""
        return cls(Kind.KEPT, name)

    @classmethod
    def report(cls, name: str) -> "Place":
        """``unit``, ``year``, ``form`` or ``state`` of the report itself."""
        return cls(Kind.REPORT, name)


def waiver_name(waiver: Waiver) -> str:
    """A short name for what a waiver is about, its figure first."""
    place = json.dumps(waiver.place, ensure_ascii=True)
    return f"{waiver.text[:40]} {hashlib.sha256(place.encode()).hexdigest()[:24]}"


# --- to text and back ---------------------------------------------------------------------------------------------


def written(content: Content) -> str | None:
    """What is kept of it; None for nothing. ``ValueError`` for a number that is not finite."""
    match content:
        case None:
            return None
        case Decimal():
            if not content.is_finite():
                raise ValueError(f"{content} is no figure")
            return format(content, "f")
        case Fact():
            return json_text(_fact_record(content))
        case Waiver():
            return json_text(content.record())
        case _:
            return json_text(content)


def understood(kind: Kind, text: str | None) -> Content:
    """What was kept, as it was given; None for nothing."""
    if text is None:
        return None
    if kind.is_cell:
        return Decimal(text)
    value = json.loads(text)
    if kind.is_fact:
        return _fact_of(value)
    return waivers_of([value], "人工确认")[0] if kind is Kind.WAIVER else value


def alike(kind: Kind, one: str | None, other: str | None) -> bool:
    """Whether two texts say the same: 8 and 8.0 are one figure."""
    if kind.is_cell and one is not None and other is not None:
        return Decimal(one) == Decimal(other)
    return one == other


def well_formed(kind: Kind, text: str | None) -> bool:
    """Whether that text may stand in such a place."""
    try:
        content = understood(kind, text)
        return not isinstance(content, Decimal) or written(content) == text
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return False


def json_text(value: Any) -> str:
    """JSON that is the same for the same value. Half a surrogate pair, which no database takes, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return text


def storable(text: str) -> str:
    """A line of text as every database takes it: NUL and halves of surrogate pairs become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _fact_record(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "value": written(fact.value),
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "source": fact.source,
        "aliases": list(fact.aliases),
        "breakdowns": [
            {
                "by": breakdown.by,
                "parts": [
                    {"name": part.name, "value": written(part.value), "aliases": list(part.aliases)}
                    for part in breakdown.parts
                ],
            }
            for breakdown in fact.breakdowns
        ],
    }


def _fact_of(record: dict[str, Any]) -> Fact:
    value = record["value"]
    return Fact(
        name=record["name"],
        value=None if value is None else Decimal(value),
        unit=record["unit"],
        qualifier=record["qualifier"],
        source=record["source"],
        aliases=tuple(record["aliases"]),
        breakdowns=tuple(
            Breakdown(
                each["by"],
                tuple(
                    Part(part["name"], Decimal(part["value"]), tuple(part["aliases"]))
                    for part in each["parts"]
                ),
            )
            for each in record["breakdowns"]
        ),
    )
