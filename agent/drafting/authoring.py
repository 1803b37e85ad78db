"""A whole report with a writer: part after part goes through the loop, and at the end the whole is judged once more.

It begins with the draft that needs nothing from outside, so that at every moment there is a whole report that holds; the writer's
parts take the place of its parts one by one. What introduces the report is prescribed nearly word for word and stays as it is.
"""

import hashlib
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agent.drafting.brief import INTRODUCTION, Part
from agent.drafting.briefing import brief_of
from agent.drafting.cutting import whole
from agent.drafting.draft import Draft
from agent.drafting.loop import BUILT_IN, DEFAULT, Budget, Done, Step, Told, settled, written
from agent.drafting.manuscript import Lines, Manuscript, Source
from agent.drafting.parts import parts, topics_of
from agent.drafting.past import Past
from agent.drafting.record import DraftRecord, Origin, PartRecord
from agent.drafting.scrutiny import Against
from agent.drafting.setting import Setting
from agent.drafting.typed import material_of
from agent.drafting.weighing import Frame, Scales, marked
from agent.drafting.writers.offline import sources_of
from agent.drafting.writers.writer import Writer
from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.forms.form import Form
from agent.verify import verify

_FAULTS = 2


@dataclass(frozen=True)
class Desk:
    """What parts of one report are written with; ``past`` None: there are no past reports."""

    setting: Setting
    form: Form
    past: Past | None
    against: Against
    budget: Budget = DEFAULT

    def part(
        self,
        manuscript: Manuscript,
        part: Part,
        writer: Writer,
        spare: Sequence[Lines],
        instruction: str = "",
        instead: Sequence[Lines] = (),
    ) -> Generator[Step, None, None]:
        """One part through the loop, where it stands in the manuscript. ``spare``: what the built-in phrases say.

        It stands in where the writer fails, unless there is something else that is to stand ``instead``.
        """
        current = lines_of(manuscript, part)
        found = self.past.of_part(part, self.setting) if self.past else ()
        brief = brief_of(part, self.setting, self.form, spare, found, instruction, current)
        scales = self.scales(manuscript, part, instruction)
        yield from written(brief, writer, instead or spare, scales, self.budget)

    def scales(self, manuscript: Manuscript, part: Part, *words: str) -> Scales:
        """What a part of the manuscript is weighed against; ``words`` are the user's, whose dates may be repeated."""
        frame = Frame.of(with_part(manuscript, part, marked(part.topic)), self.setting)
        wanted = replace(self.against, wanted=(part.id,) if topics_of(part, self.form) else ())
        current = "\n".join(each.template for each in lines_of(manuscript, part))
        return Scales(self.setting, wanted, frame, material_of(self.setting, current, *words))


@dataclass(frozen=True, slots=True)
class Begun:
    """A part's turn: the ``number``-th of ``count``, from 1."""

    part: Part
    number: int
    count: int


@dataclass(frozen=True)
class Finished:
    """The whole report, and what is kept of how it was made."""

    draft: Draft
    record: DraftRecord


Progress = Begun | Step | Finished


def authored(
    draft: Draft, writer: Writer, desk: Desk, instruction: str = ""
) -> Generator[Progress, None, None]:
    """The draft with its parts by the writer; the last step is :class:`Finished`."""
    started, began = datetime.now().astimezone(), time.monotonic()
    manuscript: Manuscript = draft.template
    records: list[PartRecord] = []
    turns = writable(draft.template, desk.form)
    for number, part in enumerate(turns, 1):
        if _given_up(records):
            yield Told(f"{writer.name}接连没有写成，余下 {len(turns) - number + 1} 个部分用内置文句")
            break
        yield Begun(part, number, len(turns))
        spare = lines_of(draft.template, part)
        for step in desk.part(manuscript, part, writer, spare, instruction):
            yield step
            if isinstance(step, Done):
                manuscript = with_part(manuscript, part, step.lines)
                records.append(step.record)
    manuscript = once_more(manuscript, draft.template, turns, desk)
    finished = replace(draft, template=manuscript, narrative=manuscript.realise_in(desk.setting).narrative)
    yield Finished(
        finished, _record(finished, writer.name, records, started.isoformat(timespec="seconds"), began)
    )


def _given_up(records: Sequence[PartRecord]) -> bool:
    """Whether the far side failed so often in a row that asking it for the next part would only cost time."""
    return len(records) >= _FAULTS and all(each.fault for each in records[-_FAULTS:])


def once_more(manuscript: Manuscript, spare: Manuscript, turns: Sequence[Part], desk: Desk) -> Manuscript:
    """Every part weighed beside all the others; one that no longer holds gives its place back."""
    for part in turns:
        scales = desk.scales(manuscript, part)
        if any(not each.whole for each in scales.weigh(lines_of(manuscript, part)).held):
            manuscript = with_part(manuscript, part, settled(lines_of(spare, part), scales))
    return manuscript


def unaided(draft: Draft, form: Form, seconds: float = 0.0) -> DraftRecord:
    """What is kept of a draft that no model had a part in: which past paragraphs it is made of."""
    records = [
        PartRecord(
            part.id, BUILT_IN, whole(lines), (BUILT_IN,), origins=tuple(map(_origin, sources_of(lines)))
        )
        for part in writable(draft.template, form)
        if (lines := lines_of(draft.template, part))
    ]
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    return _record(draft, BUILT_IN, records, started, time.monotonic() - seconds)


def _origin(source: Source) -> Origin:
    return Origin(source.unit, source.year, source.file, source.number)


def _record(
    draft: Draft, writer: str, records: Sequence[PartRecord], started: str, began: float
) -> DraftRecord:
    text = draft.narrative.text
    answer = verify(text, draft.figures, draft.previous)
    return DraftRecord(
        unit=draft.figures.unit,
        year=draft.figures.year,
        writer=writer,
        started=started,
        seconds=round(time.monotonic() - began, 3),
        parts=tuple(records),
        verdicts=answer.summary(),
        digest=digest_of(text, draft.figures),
    )


def digest_of(text: str, figures: FigureSet) -> str:
    """SHA-256 of a text and the figures that it quotes."""
    return hashlib.sha256(f"{text}\n{write_figures(figures)}".encode()).hexdigest()


# --- parts of a manuscript ----------------------------------------------------------------------------------------


def writable(manuscript: Manuscript, form: Form) -> tuple[Part, ...]:
    """The parts that a writer may write: those in which there is something to say, without the introduction."""
    return tuple(part for part in parts(form) if part.section != INTRODUCTION and lines_of(manuscript, part))


def lines_of(manuscript: Manuscript, part: Part) -> tuple[Lines, ...]:
    """The paragraphs of a part, without the heading of its topic; none where it is not there."""
    if part.section == INTRODUCTION:
        return manuscript.introduction
    chapter = next((each for each in manuscript.chapters if each.section == part.section), None)
    if chapter is None:
        return ()
    return tuple(each for each in chapter.paragraphs if _belongs(each, part))


def _belongs(lines: Lines, part: Part) -> bool:
    return lines.topic == part.topic and not (lines.heading and lines.topic)


def with_part(manuscript: Manuscript, part: Part, lines: Sequence[Lines]) -> Manuscript:
    """The manuscript with other paragraphs in a part, where the part's first stood."""
    given = tuple(replace(each, topic=part.topic) for each in lines if not (each.heading and part.topic))
    if part.section == INTRODUCTION:
        return replace(manuscript, introduction=given)
    chapters = []
    for chapter in manuscript.chapters:
        if chapter.section == part.section:
            at = next((i for i, each in enumerate(chapter.paragraphs) if _belongs(each, part)), None)
            left = [each for each in chapter.paragraphs if not _belongs(each, part)]
            where = len(left) if at is None else at
            chapter = replace(chapter, paragraphs=(*left[:where], *given, *left[where:]))
        chapters.append(chapter)
    return replace(manuscript, chapters=tuple(chapters))
