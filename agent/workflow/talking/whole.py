"""The whole report drafted: at once by the built-in phrases, part after part where there is a model.

What a model had written by the time that it is stopped is not lost: it is proposed like everything else.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from agent.drafting.authoring import Begun, Finished, Progress, unaided, with_part
from agent.drafting.brief import Part
from agent.drafting.conversation import events
from agent.drafting.conversation.events import Event, Step
from agent.drafting.loop import STANDS_IN, Done, Judged, Told, Wrote
from agent.drafting.manuscript import Manuscript
from agent.drafting.past import Past
from agent.drafting.record import PartRecord
from agent.drafting.writers.writer import Writer
from agent.errors import Unavailable
from agent.workflow.authoring import desk_of, write_report
from agent.workflow.usecases import first_draft
from agent.workflow.work import Work


@dataclass(frozen=True)
class WholeDraft:
    """Another text of the report, how its parts came about, and whether it was stopped before all of them were written."""

    manuscript: Manuscript
    records: tuple[PartRecord, ...]
    stopped: bool = False


def write_whole(
    work: Work, writer: Writer | None, past: Past | None, stopped: Callable[[], bool]
) -> Generator[Event, None, WholeDraft | None]:
    """The report drafted anew over its figures; None where it was stopped before anything was written."""
    yield Step("正在按数据起草全文")
    try:
        first = first_draft(work.figures, work.previous, past)
    except Unavailable as error:
        yield events.Told(f"范文库用不了，先按内置文句写：{error}")
        past = work.past()
        first = first_draft(work.figures, work.previous, past)
    if stopped():
        return None
    if writer is None:
        return WholeDraft(first.template, unaided(first, work.form).parts)
    course = _Course(work.manuscript or first.template)
    with closing(write_report(first, writer, desk_of(work.figures, work.previous, past))) as steps:
        for step in steps:
            if stopped():
                break
            yield from course.heard(step)
    return course.made


class _Course:
    """What a writer has written so far, over what stands, or over the built-in draft where nothing does."""

    def __init__(self, standing: Manuscript) -> None:
        self._standing = standing
        self._part = Part("")
        self._records: list[PartRecord] = []
        self._finished: WholeDraft | None = None

    @property
    def made(self) -> WholeDraft | None:
        """What there is to propose; None where nothing was written."""
        so_far = WholeDraft(self._standing, tuple(self._records), stopped=True) if self._records else None
        return self._finished or so_far

    def heard(self, step: Progress) -> Iterator[Event]:
        """A step of the loop, noted, as what people see of it."""
        match step:
            case Begun(part=part, number=number, count=count):
                self._part = part
                yield Step(f"正在写“{part.title}”（{number}/{count}）")
            case Wrote(text=text):
                yield events.Wrote(text)
            case Judged(objections=objections):
                found = f"有{len(objections)}处异议" if objections else "核对无误"
                yield Step(f"“{self._part.title}”：{found}")
            case Told(notice=notice) if notice != STANDS_IN:
                yield events.Told(notice)
            case Done(lines=lines, record=record):
                self._standing = with_part(self._standing, self._part, lines)
                self._records.append(record)
            case Finished(draft=draft, record=record):
                self._finished = WholeDraft(draft.template, record.parts)
