"""What other units' reports say, so that a sentence taken from one of them is known again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.drafting.scrutiny.checks.unchanged import core, tells
from agent.drafting.speaker import short_name
from agent.forms import form_of
from agent.verify.prose import paragraphs
from agent.workflow.reading import read_many, reports_under


@dataclass(frozen=True)
class Neighbours:
    """``units``: their full names. ``sentences``: whose each one is, by what of it is compared.

    What two units say is nobody's; figures are compared too, for 全年作出行政许可决定 is how everybody begins.
    """

    units: tuple[str, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of all of it, for scores that depend on it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def whose(self, sentence: str, unit: str) -> str:
        """Whose report alone has this sentence, years aside; "" where nobody's, or the unit's own."""
        if not tells(sentence):
            return ""
        owner = self.sentences.get(core(sentence), "")
        return "" if short_name(owner or unit) == short_name(unit) else owner


def neighbours(paths: Sequence[Path], workers: int | None = None) -> Neighbours:
    """Of the reports among files and folders; one that cannot be read is left out."""
    said: dict[str, set[str]] = {}
    units: dict[str, None] = {}
    for reading in read_many(reports_under(paths).files, workers):
        report = reading.report
        if report is None or not report.figures.unit:
            continue
        unit = report.figures.unit
        units[unit] = None
        for paragraph in paragraphs(report.text, form_of(report.figures.form)):
            for start, end in () if paragraph.heading else paragraph.sentences:
                if tells(paragraph.text[start:end]):
                    said.setdefault(core(paragraph.text[start:end]), set()).add(unit)
    alone = {words: min(owners) for words, owners in said.items() if len({*map(short_name, owners)}) == 1}
    return Neighbours(tuple(units), alone)
