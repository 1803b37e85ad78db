"""``Score``: what one evaluator says of one case.

A share has ``hits`` of ``cases`` and is between 0 and 1; a count has its number; a mark is a number between 0 and 1 that counts
nothing. What cannot be scored is *not applicable*, with the reason: it is no zero, and no mean takes it in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

_PLACES = 6


@dataclass(frozen=True, slots=True)
class Score:
    """``value`` is None where nothing applies; ``reason`` is Chinese, without a full stop.

    ``findings`` are its evidence, a line each. ``cases`` is None unless the value is a share, ``hits`` unless it counts.
    """

    value: float | None
    reason: str
    findings: tuple[str, ...] = ()
    hits: int | None = None
    cases: int | None = None

    @classmethod
    def share(cls, hits: int, cases: int, reason: str, findings: Sequence[str] = ()) -> Self:
        """``hits`` of ``cases``, at least one case."""
        if not 0 <= hits <= cases or not cases:
            raise ValueError(f"{hits}/{cases}")
        return cls(round(hits / cases, _PLACES), reason, tuple(findings), hits, cases)

    @classmethod
    def count(cls, findings: Sequence[str], reason: str) -> Self:
        """As many as there are findings."""
        return cls(float(len(findings)), reason, tuple(findings), len(findings))

    @classmethod
    def mark(cls, value: float, reason: str, findings: Sequence[str] = ()) -> Self:
        """A number between 0 and 1."""
        if not 0 <= value <= 1:
            raise ValueError(str(value))
        return cls(round(value, _PLACES), reason, tuple(findings))

    @classmethod
    def not_applicable(cls, reason: str, findings: Sequence[str] = ()) -> Self:
        """Nothing to score, and why."""
        return cls(None, reason, tuple(findings))

    @property
    def applicable(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def told(self) -> str:
        """The value for people: 31/33（93.9%）, 2, 0.412, 不适用."""
        if self.value is None:
            return "不适用"
        if self.cases is not None:
            return f"{self.hits}/{self.cases}（{self.value:.1%}）"
        return f"{self.value:.3f}" if self.hits is None else str(self.hits)

    def as_json(self) -> dict[str, Any]:
        """Its fields; ``applicable`` beside them, for who reads it without this program."""
        record: dict[str, Any] = {"value": self.value, "applicable": self.applicable, "reason": self.reason}
        counted = {"hits": self.hits, "cases": self.cases}
        record |= {name: number for name, number in counted.items() if number is not None}
        return record | ({"findings": list(self.findings)} if self.findings else {})

    @classmethod
    def of_json(cls, record: Mapping[str, Any]) -> Self:
        """Back from :meth:`as_json`."""
        findings = tuple(record.get("findings", ()))
        return cls(record["value"], record["reason"], findings, record.get("hits"), record.get("cases"))
