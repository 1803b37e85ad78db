"""A report as every renderer prints it: lines with the judged spans in them, and tables in their places.

Spans nest: a claim (均为自然人申请) may hold figures. An objection that were lost here would let a wrong figure out, so an answer
that is not over the report's own text is refused, and no item is ever dropped: of two that cross, the later is cut.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent.export.stage import Stage
from agent.forms.form import Form, Table
from agent.forms.narrative import Placed
from agent.verify.answer import Answer, Judged
from agent.verify.report import JudgedReport

# Neither XML nor HTML can hold these: control characters but tab and line ends, lone surrogates, the two non-characters.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without characters that no file format can hold."""
    return _UNPRINTABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Span:
    """Judged words. ``number`` is the objection's, 0 where there is none or a person keeps it; ``kept`` the number of one kept.

    Both count what is objected to from 1 in the order of the text, so that a waiver moves no number.
    """

    item: Judged
    claim: bool
    number: int
    pieces: tuple["Piece", ...]
    kept: int = 0

    @property
    def said(self) -> str:
        """The verdict with its reason, and who keeps it all the same and why."""
        item, waiver = self.item, self.item.waiver if self.kept else None
        if waiver is None:
            return f"{item.verdict.label}：{item.reason}"
        return f"人工确认　{waiver.said.rstrip('。')}。核对结果：{item.verdict.label}，{item.reason}"


Piece = str | Span


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; ``level`` 0 title, 1 section, 2 sub-heading, 3 body."""

    level: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words, without the judgements."""
        return "".join(_words(self.pieces))


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its heading, its prose, and its table where it has one. ``section`` is its id in the form."""

    section: str
    heading: Line
    lines: tuple[Line, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Composition:
    """The whole report. ``objections`` and ``waived`` are in the order of their numbers, figures and claims together.

    ``stage`` is None where a text is only shown, which makes it neither a draft nor a final version.
    """

    title: Line
    introduction: tuple[Line, ...]
    parts: tuple[Part, ...]
    objections: tuple[Span, ...]
    waived: tuple[Span, ...] = ()
    stage: Stage | None = None

    @property
    def is_draft(self) -> bool:
        """Whether every page has to say that it is a draft."""
        return self.stage is Stage.DRAFT

    @property
    def notice(self) -> str:
        """The line that says it is a draft; empty where it is none, and where nothing is objected to in what is only shown."""
        if not self.objections:
            return "草稿：尚未定稿" if self.is_draft else ""
        what = "数字或说法" if any(span.claim for span in self.objections) else "数字"
        return f"草稿：尚有{len(self.objections)}处{what}待核"


def composed(report: JudgedReport, stage: Stage | None = None) -> Composition:
    """Lay a judged report out; ``ValueError`` where its answer is not over its narrative.

    A final version has no marks of what a person keeps: who kept it and why is nothing to publish, and stands in the proof sheet.
    ``ValueError`` for a final version of a report that is still objected to.
    """
    if stage is Stage.FINAL and report.answer.objections:
        raise ValueError("a report that is objected to has no final version")
    marks = _marks(report.answer, report.narrative.text)
    if stage is Stage.FINAL:
        marks = [mark for mark in marks if not mark.kept]
    lines = [(place.section, _line(place, marks)) for place in report.narrative.placed()]
    title = next((line for _, line in lines if line.level == 0), None)
    if title is None:
        title = _plain(0, report.form.title(report.figures.unit, report.figures.year))
    introduction = tuple(line for section, line in lines if not section and line.level > 0)
    parts = _parts(report.form, [(section, line) for section, line in lines if section])
    every = (title, *introduction, *(line for part in parts for line in (part.heading, *part.lines)))
    spans = [span for line in every for span in _objecting(line.pieces)]
    objections = sorted((span for span in spans if span.number), key=lambda span: span.number)
    waived = sorted((span for span in spans if span.kept), key=lambda span: span.kept)
    return Composition(title, introduction, parts, tuple(objections), tuple(waived), stage)


def title_lines(title: Line, report: str) -> tuple[Line, ...]:
    """The title where it may be broken: before the report's name. One line where the name doesn't end it."""
    last = title.pieces[-1] if title.pieces else ""
    if not isinstance(last, str) or not last.endswith(report) or title.text == report:
        return (title,)
    before = (*title.pieces[:-1], last.removesuffix(report))
    return Line(0, tuple(piece for piece in before if piece)), Line(0, (report,))


def tables_only(form: Form, unit: str, year: int) -> Composition:
    """The report's title and the sections that hold a table, without any prose."""
    parts = tuple(
        Part(section.id, _plain(1, section.heading), (), form.table(section.table))
        for section in form.sections
        if section.table
    )
    return Composition(_plain(0, form.title(unit, year)), (), parts, ())


def _plain(level: int, text: str) -> Line:
    return Line(level, (printable(text),))


# --- sections -----------------------------------------------------------------------------------------------------


def _parts(form: Form, lines: list[tuple[str, Line]]) -> tuple[Part, ...]:
    """Every section of the form in its order, then whatever the narrative has beyond the form."""
    written: dict[str, list[Line]] = {}
    for name, line in lines:
        written.setdefault(name, []).append(line)
    parts = []
    for section in form.sections:
        own = written.pop(section.id, [_plain(1, section.heading)])
        parts.append(
            Part(section.id, own[0], tuple(own[1:]), form.table(section.table) if section.table else None)
        )
    parts += [Part(name, own[0], tuple(own[1:]), None) for name, own in written.items()]
    return tuple(parts)


# --- spans --------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Mark:
    """A judged item with the span that it is printed over."""

    item: Judged
    claim: bool
    number: int
    start: int
    end: int
    kept: int


def _marks(answer: Answer, text: str) -> list[_Mark]:
    """Every item, outermost first, numbered where somebody has to look; ``ValueError`` for one that is not in the text."""
    items = [(item, False) for item in answer.figures] + [(item, True) for item in answer.claims]
    items.sort(key=lambda pair: (pair[0].start, -pair[0].end, not pair[1]))
    marks: list[_Mark] = []
    number = 0
    for item, claim in items:
        if item.end <= item.start or text[item.start : item.end] != item.text:
            raise ValueError(f"the answer is over another text: {item.text!r} is not at {item.start}")
        number += item.verdict.objects
        own = number if item.verdict.objects else 0
        kept = own if item.waiver else 0
        marks.append(_Mark(item, claim, own - kept, item.start, item.end, kept))
    return marks


def _line(place: Placed, marks: list[_Mark]) -> Line:
    own = [mark for mark in marks if mark.start < place.end and mark.end > place.start]
    for mark in own:
        marks.remove(mark)
        mark.start, mark.end = max(mark.start, place.start), min(mark.end, place.end)
    return Line(place.level, tuple(_nested(place.text, place.start, place.start, place.end, own)))


def _nested(text: str, origin: int, start: int, end: int, marks: list[_Mark]) -> Iterator[Piece]:
    """``text[start:end]`` cut at its marks, those inside a mark within it. Positions are the narrative's."""
    at = start
    while marks:
        mark = marks.pop(0)
        if mark.start > at:
            yield printable(text[at - origin : mark.start - origin])
        within = [other for other in marks if other.start < mark.end]
        for other in within:
            if other.end <= mark.end:
                marks.remove(other)
            else:  # it crosses: its beginning is already inside this one
                other.start = mark.end
        inner = [other for other in within if other.end <= mark.end]
        pieces = tuple(_nested(text, origin, mark.start, mark.end, inner))
        yield Span(mark.item, mark.claim, mark.number, pieces, mark.kept)
        at = mark.end
    if at < end:
        yield printable(text[at - origin : end - origin])


def _words(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Span):
            yield from _words(piece.pieces)
        else:
            yield piece


def _objecting(pieces: Iterable[Piece]) -> Iterator[Span]:
    for piece in pieces:
        if isinstance(piece, Span):
            if piece.number or piece.kept:
                yield piece
            yield from _objecting(piece.pieces)
