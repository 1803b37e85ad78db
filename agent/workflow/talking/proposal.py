"""Changes of parts that wait: made out of another text of the report, shown beside what stands, accepted or put aside.

Accepting saves over the versions that the proposal was made from, so that what somebody else wrote meanwhile is never covered.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from agent.drafting.authoring import lines_of, with_part
from agent.drafting.brief import Part
from agent.drafting.conversation.events import Shown
from agent.drafting.conversation.standing import Ground, Standing
from agent.drafting.conversation.state import Version
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.partwise import TITLE, manuscript_of, part_records
from agent.drafting.past import Past
from agent.drafting.realising import realise_in
from agent.drafting.record import PartRecord
from agent.drafting.setting import Missing
from agent.errors import BadInput, Problem
from agent.store import Conflict, Edit, Place, Projects, Saved
from agent.workflow.authoring import against
from agent.workflow.saving import part_record
from agent.workflow.talking.entries import Decided, Proposal, ProposedPart
from agent.workflow.talking.thread import Thread, say
from agent.workflow.work import Work

_TITLE = "标题"


def ground_of(work: Work, past: Past | None = None) -> Ground:
    """What a conversation about an opened report stands on."""
    held = against(work.setting, past)
    return Ground(work.figures, work.previous, work.form, past, held.last, held.others)


def text_of_report(work: Work) -> Manuscript:
    """What stands; chapters without a paragraph where nothing does."""
    return work.manuscript or Manuscript(Sentence("{{title}}"), (), _empty(work).chapters)


def _empty(work: Work) -> Manuscript:
    blank = manuscript_of({TITLE: {"template": "{{title}}"}}, work.form)
    return blank or Manuscript(Sentence(""), (), ())


# --- made ---------------------------------------------------------------------------------------------------------


def proposed(
    work: Work, manuscript: Manuscript, records: Sequence[PartRecord], what: str, asked: str
) -> Proposal:
    """The parts in which another text of the report differs from what stands; ``records`` are how they came about."""
    parts = tuple(_differing(work, manuscript, {each.part: each for each in records}))
    return Proposal(what, parts, asked)


def _differing(work: Work, manuscript: Manuscript, made: dict[str, PartRecord]) -> Iterator[ProposedPart]:
    whole = part_records(manuscript) if work.manuscript is None else {}
    if whole:
        yield ProposedPart(TITLE, _TITLE, whole[TITLE], 0, "", _said(work, manuscript.title))
    for part in work.parts:
        lines = lines_of(manuscript, part)
        before, after = _text(work, work.lines(part)), _text(work, lines)
        if lines == work.lines(part) or before == after:
            continue
        record = whole[part.id] if whole else part_record(work, part, lines)
        made_from = work.contents.number(Place.section(part.id))
        yield ProposedPart(part.id, part.title, record, made_from, before, after, made.get(part.id))


def _text(work: Work, lines: Sequence[Lines]) -> str:
    """Paragraphs as read, one a line."""
    said = ("".join(_said(work, each) for each in line.sentences) for line in lines)
    return "\n".join(filter(None, said))


def _said(work: Work, sentence: Sentence) -> str:
    realised = realise_in(sentence.template, work.setting)
    return "" if isinstance(realised, Missing) else realised.text


# --- shown --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beside:
    """A waiting part beside what stands now, with what is said of its figures over the figures as they are now.

    ``overtaken``: somebody has changed the part since it was proposed, so that it can no longer be accepted.
    """

    proposed: ProposedPart
    before: str
    after: Shown
    overtaken: bool


def beside(work: Work, proposal: Proposal) -> tuple[Beside, ...]:
    """Each part of a waiting proposal, all of them standing together."""
    manuscript = with_parts(work, proposal.parts)
    standing = Standing(Ground(work.figures, work.previous, work.form), Version(manuscript))
    by_id = {part.id: part for part in work.parts}
    return tuple(
        Beside(
            each, _text(work, _standing_lines(work, each)), _shown(standing, each, by_id), _late(work, each)
        )
        for each in proposal.parts
    )


def with_parts(work: Work, parts: Sequence[ProposedPart]) -> Manuscript:
    """What stands with waiting parts in it."""
    records = {
        **work.contents.sections,
        **{each.part: each.record for each in parts if each.record is not None},
    }
    manuscript = manuscript_of(records, work.form) or text_of_report(work)
    for part in work.parts:
        if any(each.part == part.id and each.record is None for each in parts):
            manuscript = with_part(manuscript, part, ())
    return manuscript


def _standing_lines(work: Work, each: ProposedPart) -> tuple[Lines, ...]:
    if each.part == TITLE:
        return (Lines((work.manuscript.title,)),) if work.manuscript else ()
    return next((work.lines(part) for part in work.parts if part.id == each.part), ())


def _shown(standing: Standing, each: ProposedPart, by_id: dict[str, Part]) -> Shown:
    part = by_id.get(each.part)
    if part is None:
        return Shown(standing.realisation.narrative.title)
    return standing.shown(part)


def _late(work: Work, each: ProposedPart) -> bool:
    number, standing = work.contents.number(Place.section(each.part)), work.contents.sections.get(each.part)
    return number != each.made_from and standing != each.record


# --- decided ------------------------------------------------------------------------------------------------------


def accept(
    projects: Projects, report: str, number: int, parts: Collection[str] = (), *, who: str
) -> Saved | Conflict:
    """Save what waits of the proposal of that number, or some ``parts`` of it.

    ``Conflict`` where somebody changed one of them meanwhile: nothing is saved then, and it waits on. ``BadInput`` where nothing
    waits.
    """
    proposal = _waiting(projects, report, number, parts)
    edits = [Edit.of(Place.section(each.part), each.record, each.made_from) for each in proposal.parts]
    done = projects.save(report, edits, who=who, why=proposal.what)
    if isinstance(done, Conflict):
        return done
    for each in proposal.parts:
        if each.made is not None:
            projects.keep_draft(report, each.part, asdict(each.made), who=who)
    say(projects, report, Decided(number, tuple(each.part for each in proposal.parts), taken=True), who=who)
    return done


def put_aside(projects: Projects, report: str, number: int, parts: Collection[str] = (), *, who: str) -> None:
    """Leave what waits of a proposal, or some ``parts`` of it; the report stays as it is. ``BadInput`` where nothing waits."""
    proposal = _waiting(projects, report, number, parts)
    say(projects, report, Decided(number, tuple(each.part for each in proposal.parts), taken=False), who=who)


def _waiting(projects: Projects, report: str, number: int, parts: Collection[str]) -> Proposal:
    proposal = Thread.of(projects, report).waiting_of(number)
    wanted = [each for each in proposal.parts if not parts or each.part in parts] if proposal else []
    if proposal is None or not wanted:
        raise BadInput([Problem("这处改动已经处理过了", "", "请看对话里最后的结果")])
    what = (
        proposal.what
        if len(wanted) == len(proposal.parts)
        else f"采用“{'”“'.join(each.title for each in wanted)}”"
    )
    return replace(proposal, parts=tuple(wanted), what=what)
