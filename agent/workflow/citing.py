"""From a cell to the sentences that quote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.errors import ExpressionError
from agent.forms.expressions import CellRef, references
from agent.forms.form import Form
from agent.verify.answer import Judged
from agent.verify.prose import Sentence, sentences
from agent.verify.report import JudgedReport

_COMPARED = re.compile(r"[=<>!]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure or claim that rests on a cell: its sentence, what stands there, and where it begins in the report's text."""

    sentence: str
    judged: Judged

    @property
    def start(self) -> int:
        """Its offset in :attr:`agent.forms.narrative.Narrative.text`."""
        return self.judged.start


def citations(report: JudgedReport, key: str, *, previous: bool = False) -> tuple[Citation, ...]:
    """Every figure and claim whose expression names the cell, by itself or in a sum, in text order; each sentence once."""
    wanted = CellRef(key, previous)
    items = sorted((*report.answer.figures, *report.answer.claims), key=lambda item: item.start)
    cut = tuple(sentences(report.narrative.text, report.form))
    found: dict[str, Citation] = {}
    for item in items:
        if wanted in _named(item, report.form):
            sentence = _around(item, cut)
            found.setdefault(sentence, Citation(sentence, item))
    return tuple(found.values())


def _named(item: Judged, form: Form) -> Iterator[object]:
    """The cells and facts of its expression, on both sides of a claim's."""
    for part in _COMPARED.split(item.expression or ""):
        try:
            yield from references(form.parse(part.strip()))
        except ExpressionError:
            continue


def _around(item: Judged, cut: tuple[Sentence, ...]) -> str:
    return next((each.text for each in cut if each.start <= item.start < each.end), item.text)
