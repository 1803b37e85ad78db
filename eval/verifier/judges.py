"""The verifier and the baselines, all answering in the same way: what is said of which span.

*number occurs* passes a number that is any cell or fact of the report. *seven patterns* knows seven phrases, looks at the first
hit of each, and compares it with the one cell. *Recognizers-Text* (Microsoft, MIT) finds the numbers, and then they pass where
they occur; it cannot say what a number is about.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from agent.figures import FigureSet
from agent.verify import verify
from eval.generation.quantities import value_of


@dataclass(frozen=True, slots=True)
class Said:
    """One judged span; ``claim`` where it has no number."""

    start: int
    end: int
    verdict: str
    reason: str = ""
    claim: bool = False

    @property
    def objects(self) -> bool:
        """Whether somebody would have to look."""
        return self.verdict in ("contradicted", "unsupported")

    @property
    def passes(self) -> bool:
        """Whether it is taken for right."""
        return self.verdict in ("verified", "consistent")


Judge = Callable[[str, FigureSet, FigureSet | None], list[Said]]


def nianbao(text: str, figures: FigureSet, previous: FigureSet | None) -> list[Said]:
    """The verifier of this project."""
    answer = verify(text, figures, previous)
    found = [Said(i.start, i.end, i.verdict.value, i.reason) for i in answer.figures]
    return found + [Said(i.start, i.end, i.verdict.value, i.reason, claim=True) for i in answer.claims]


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def occurs(text: str, figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
    """A number passes where any cell or fact has it."""
    known = _known(figures)
    return [_by_occurrence(m.start(), m.end(), Decimal(m[0]), known) for m in _NUMBER.finditer(text)]


def _known(figures: FigureSet) -> set[Decimal]:
    parts = {
        part.value for fact in figures.facts for breakdown in fact.breakdowns for part in breakdown.parts
    }
    return (
        {value for _, value in figures}
        | {fact.value for fact in figures.facts if fact.value is not None}
        | parts
    )


def _by_occurrence(start: int, end: int, value: Decimal, known: set[Decimal]) -> Said:
    return Said(start, end, "verified" if value in known else "unsupported")


_SEVEN = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"收到[^，。；\d]{0,12}申请(?:共|总数|数量)?(\d+)件", "新收"),
        (r"办结[^，。；\d]{0,12}?(\d+)件", "办结"),
        (r"予以公开(?:的)?(\d+)件", "予以公开"),
        (r"结转[^，。；\d]{0,8}(\d+)件", "结转下年"),
        (r"行政复议(?:案件)?(\d+)件", "复议"),
        (r"行政诉讼(?:案件)?(\d+)件", "诉讼"),
        (r"主动公开[^，。；\d]{0,8}(\d+)条", "主动公开"),
    )
)


def seven(text: str, figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
    """Seven phrases, the first hit of each, against the one cell."""
    found = []
    for pattern, name in _SEVEN:
        match = pattern.search(text)
        if match:
            right = Decimal(match[1]) == value_of(name, figures)
            found.append(Said(*match.span(1), "verified" if right else "contradicted"))
    return sorted(found, key=lambda said: said.start)


def numbers_of(text: str) -> list[Any]:
    """What Recognizers-Text takes for numbers: ``start``, ``end`` (closed), ``text``, ``resolution``."""
    # It sets the precision of every decimal of the process to 15 digits when it is loaded; that must not reach ours.
    with localcontext():
        from recognizers_number import Culture, recognize_number

    return list(recognize_number(text, Culture.Chinese))


def recognised(text: str, figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
    """The numbers that Recognizers-Text finds; each passes where it occurs."""
    known = _known(figures)
    found = []
    for result in numbers_of(text):
        value = Decimal(str((result.resolution or {}).get("value") or "-1"))
        found.append(_by_occurrence(result.start, result.end + 1, value, known))
    return found


JUDGES: dict[str, Judge] = {
    "nianbao": nianbao,
    "数字在表中出现": occurs,
    "七个句式": seven,
    "Recognizers-Text": recognised,
}
