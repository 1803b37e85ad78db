"""A draft laid out for the checks: its paragraphs and sentences with their sections, and what the verifier says of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from agent.drafting.scrutiny.remark import Against
from agent.figures import FigureSet
from agent.forms.form import Form, Section, Topic
from agent.verify.answer import Answer, Judged
from agent.verify.prose import Paragraph, paragraphs

# Years are compared and counted with; a set whose year is not known (0) has none.
_FIRST_YEAR = 1990
_LAST = "prev."
_INTRODUCTION = re.compile("《中华人民共和国政府信息公开条例》|统计期限|联系电话|年度报告")
# Figures and claims may hold each other: so many items before the one that begins at a place may still reach into it.
_REACH = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: ``text`` is compact, ``start`` and ``end`` (half-open) are places of the text as given.

    ``at`` is where it begins in its paragraph's compact text.
    """

    text: str
    start: int
    end: int
    paragraph: Paragraph
    at: int

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The half-open span in the text as given of ``text[first:last]``."""
        return self.paragraph.span(self.at + first, self.at + last)


@dataclass(frozen=True)
class Page:
    """``text`` as given; ``answer`` is the verifier's over it."""

    text: str
    against: Against
    form: Form
    answer: Answer

    @property
    def figures(self) -> FigureSet:
        """This year's."""
        return self.against.figures

    @property
    def year(self) -> int | None:
        """The year that the report is about; None where it is not known."""
        return self.figures.year if self.figures.year >= _FIRST_YEAR else None

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose, headings among it; ``section`` is None before the first section."""
        return tuple(paragraphs(self.text, self.form))

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """The sentences of the paragraphs that are no headings."""
        return tuple(
            Said(paragraph.text[start:end], *paragraph.span(start, end), paragraph, start)
            for paragraph in self.paragraphs
            if not paragraph.heading
            for start, end in paragraph.sentences
        )

    def prose(self, section: Section) -> tuple[Paragraph, ...]:
        """The paragraphs of one section, its heading left out and sub-headings kept."""
        found = (paragraph for paragraph in self.paragraphs if paragraph.section is section)
        return tuple(
            paragraph for paragraph in found if not (paragraph.heading and section.title in paragraph.text)
        )

    def introduces(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is the report's introduction, which must read much the same in every report."""
        return paragraph.section is None and _INTRODUCTION.search(paragraph.text) is not None

    def required(self) -> Iterator[tuple[Section, Topic]]:
        """The topics that the text must speak of, in the form's order."""
        present = {paragraph.section.id for paragraph in self.paragraphs if paragraph.section}
        wanted = self.against.wanted
        for section in self.form.sections:
            for topic in section.topics:
                asked = present if wanted is None else wanted
                if section.id in asked or f"{section.id}.{topic.id}" in asked:
                    yield section, topic

    def place(self, section: Section) -> int:
        """Where something that a section lacks would stand: behind its last paragraph; the end of the text without it."""
        own = [paragraph for paragraph in self.paragraphs if paragraph.section is section]
        return own[-1].places[-1] + 1 if own else len(self.text)

    def objected(self, start: int, end: int, check: str = "") -> bool:
        """Whether the verifier objects to something of that span already; only by that ``check`` where one is named."""
        return any(check in ("", item.check) for item in _overlapping(self._objected, start, end))

    def of_last_year(self, start: int, end: int) -> bool:
        """Whether a figure of that span is one of last year's."""
        items = _overlapping(self._figures, start, end)
        return any(_LAST in (item.expression or "") for item in items)

    @cached_property
    def _objected(self) -> tuple[Judged, ...]:
        return tuple(item for _, item in self.answer.numbered)

    @cached_property
    def _figures(self) -> tuple[Judged, ...]:
        return self.answer.figures


def _overlapping(items: tuple[Judged, ...], start: int, end: int) -> Iterator[Judged]:
    """Which of the items, in text order and each a few characters long, meet the span."""
    at = max(0, bisect_left(items, start, key=lambda item: item.start) - _REACH)
    for item in islice(items, at, None):
        if item.start >= end:
            return
        if item.end > start:
            yield item
