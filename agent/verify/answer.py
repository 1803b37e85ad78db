"""What the verifier says: an item for every numeric expression and every claim, each with a verdict and its reason.

Verdicts stand beside the text that they judge, never inside it: an item has the half-open span of the text as given, in
code points. Items are in text order and do not overlap.
"""

import enum
from dataclasses import dataclass
from typing import Any

from agent.verify.waiver import Leftovers, Waiver


class Verdict(enum.StrEnum):
    """How a figure stands to the figures of its report."""

    VERIFIED = "verified"
    CONSISTENT = "consistent"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    EXEMPT = "exempt"

    @property
    def objects(self) -> bool:
        """Whether somebody has to look."""
        return self in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    Verdict.VERIFIED: "已核实",
    Verdict.CONSISTENT: "自洽",
    Verdict.CONTRADICTED: "不符",
    Verdict.UNSUPPORTED: "无依据",
    Verdict.EXEMPT: "非统计数字",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged expression. ``value`` has 万 and 亿 written out; ``expression`` and ``expected`` may be None.

    ``waiver`` is set where a person keeps what is objected to; the verdict stays what it is.
    """

    start: int
    end: int
    text: str
    verdict: Verdict
    reason: str
    value: str | None = None
    unit: str = ""
    expression: str | None = None
    expected: str | None = None
    check: str = ""
    hint: str = ""
    waiver: Waiver | None = None

    @property
    def objected(self) -> bool:
        """Whether somebody still has to look: it is objected to, and nobody has waived that."""
        return self.verdict.objects and self.waiver is None

    def as_json(self, *, claim: bool = False) -> dict[str, Any]:
        """The contract's fields; a claim has no value and no unit."""
        record: dict[str, Any] = {"start": self.start, "end": self.end, "text": self.text}
        if not claim:
            record |= {"value": self.value, "unit": self.unit}
        record |= {"verdict": self.verdict.value, "expression": self.expression}
        if not claim:
            record["expected"] = self.expected
        record |= {"reason": self.reason, "check": self.check}
        if self.hint:
            record["hint"] = self.hint
        if self.waiver:
            record["waived"] = self.waiver.as_json()
        return record


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything the verifier says of one text.

    ``leftovers`` are the waivers that cover nothing; None where no waivers were looked at.
    """

    figures: tuple[Judged, ...]
    claims: tuple[Judged, ...]
    leftovers: Leftovers | None = None

    @property
    def numbered(self) -> tuple[tuple[int, Judged], ...]:
        """What is objected to, waived or not, in text order and numbered from 1: a waiver moves no number."""
        items = [
            (item.start, -item.end, item) for item in (*self.claims, *self.figures) if item.verdict.objects
        ]
        items.sort(key=lambda each: each[:2])
        return tuple((number, item) for number, (_, _, item) in enumerate(items, 1))

    @property
    def objections(self) -> tuple[Judged, ...]:
        """What somebody has to look at, in text order, figures and claims together."""
        return tuple(item for _, item in self.numbered if item.objected)

    @property
    def waived(self) -> tuple[Judged, ...]:
        """What a person keeps though it is objected to, in text order."""
        return tuple(item for _, item in self.numbered if not item.objected)

    def summary(self) -> dict[str, int]:
        """How many figures have each verdict; claims are not counted."""
        counts = dict.fromkeys((verdict.value for verdict in Verdict), 0)
        for item in self.figures:
            counts[item.verdict.value] += 1
        return counts

    def as_json(self) -> dict[str, Any]:
        """The contract's answer; ``waivers`` where waivers were looked at."""
        record: dict[str, Any] = {
            "figures": [item.as_json() for item in self.figures],
            "claims": [item.as_json(claim=True) for item in self.claims],
            "summary": self.summary(),
        }
        return record | {"waivers": self.leftovers.as_json()} if self.leftovers else record
