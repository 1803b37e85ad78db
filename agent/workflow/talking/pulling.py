"""Past paragraphs for a part: those that it was made of, others searched, and one of them said again of this year.

Of a past paragraph only sentences are taken whose figures are this year's by reference. A sentence with a figure that nothing of
this year gives is left out and told, never copied as it stood.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.authoring import lines_of, with_part
from agent.drafting.brief import Found, Part
from agent.drafting.conversation.events import Outcome, Told
from agent.drafting.conversation.standing import Ground, Standing
from agent.drafting.conversation.state import Version
from agent.drafting.cutting import whole
from agent.drafting.loop import BUILT_IN
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.past import Past, own_of_part
from agent.drafting.phrasebook import numerals_in
from agent.drafting.realising import realise_in
from agent.drafting.record import Origin, PartRecord
from agent.drafting.setting import Missing, Setting
from agent.drafting.writers.offline import sources_of
from agent.drafting.writers.particulars import ORDINAL
from agent.drafting.writers.refilling import Refilled, refilled
from agent.errors import BadInput, Problem
from agent.store import Projects
from agent.workflow.talking.entries import Closed, Spoken
from agent.workflow.talking.proposal import proposed
from agent.workflow.talking.thread import Thread, say
from agent.workflow.work import Work
from corpus.index.exemplar import Exemplar
from corpus.index.terms import terms_of

Search = Callable[[str, str, int], Sequence[Found]]
_MOST, _LAST, _SHORT = 8, 3, 30
_REFERENCE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Again:
    """One sentence of a past paragraph: what it says this year, or why it cannot be said ("" where it can).

    ``remark`` is what whoever takes it should look at.
    """

    sentence: Sentence
    text: str
    refused: str = ""
    remark: str = ""


@dataclass(frozen=True)
class PastParagraph:
    """A paragraph of a past report, why it is shown, and its sentences said of this year or refused."""

    exemplar: Exemplar
    why: str
    sentences: tuple[Again, ...]

    @property
    def key(self) -> str:
        """The same for the same paragraph."""
        return self.exemplar.key

    @property
    def fits(self) -> bool:
        """Whether any of it can be said this year."""
        return any(not each.refused for each in self.sentences)


def _paragraph(found: Found, work: Work) -> PastParagraph:
    sentences = tuple(_again(each, work.setting) for each in refilled(found, work.setting))
    return PastParagraph(found.exemplar, found.why, sentences)


def _again(each: Refilled, setting: Setting) -> Again:
    """A sentence said again; whoever asks for it may have the unit's own words too, where no figure is in them."""
    template = each.sentence.template
    if not each.refused or not each.own or each.quotes or numerals_in(ORDINAL.sub("", template)):
        return Again(each.sentence, each.text, each.refused)
    realised = realise_in(template, setting)
    if isinstance(realised, Missing):
        return Again(each.sentence, "", each.refused)
    return Again(each.sentence, realised.text, remark=f"往年的提法，今年是否仍是这样请看一下：{each.refused}")


# --- looked at ----------------------------------------------------------------------------------------------------


def made_of(projects: Projects, work: Work, part: Part, past: Past | None) -> tuple[PastParagraph, ...]:
    """The past paragraphs of which there are sentences in a part, then those that its writer was shown; each once.

    ``Unavailable`` where past reports cannot be asked for.
    """
    if past is None:
        return ()
    known = [*(Found(each) for each in past.last(work.setting)), *past.of_part(part, work.setting)]
    by_place = {(each.exemplar.unit, each.exemplar.year, each.exemplar.number): each for each in known}
    used = {
        (each.unit, each.year, each.number): "这一部分里有它的句子" for each in sources_of(work.lines(part))
    }
    for each in _shown_to_writer(projects, work, part):
        used.setdefault((each.unit, each.year, each.number), "起草时参照过")
    return tuple(
        _paragraph(replace(by_place[place], why=why), work)
        for place, why in used.items()
        if place in by_place
    )


def _shown_to_writer(projects: Projects, work: Work, part: Part) -> Iterator[Origin]:
    records = projects.draft_records(work.report.id, part.id)
    for each in records[-1].value.get("origins", ()) if records else ():
        yield Origin(**each)


def looked_for(
    work: Work, words: str, search: Search | None, *, part: Part | None = None, unit: str = "", year: int = 0
) -> tuple[PastParagraph, ...]:
    """Past paragraphs by a person's words, last year's own first; no words: those of ``part`` in last year's report.

    ``search`` looks in the store of past reports by words, unit and year, None where there is none. ``unit`` and ``year`` narrow
    it. ``Unavailable`` where the store does not answer, ``BadInput`` for a unit that it has nothing of.
    """
    found = [*in_last_report(work, words.strip(), part, unit, year)]
    if search is not None and words.strip():
        found += search(words.strip(), unit, year)
    once = {each.exemplar.key: each for each in reversed(found)}
    return tuple(_paragraph(each, work) for each in reversed(once.values()))[:_MOST]


def in_last_report(
    work: Work, words: str, part: Part | None = None, unit: str = "", year: int = 0
) -> Iterator[Found]:
    """Paragraphs of last year's report by words, the best first; no words: those of ``part``. None where none was brought."""
    last = work.last.exemplars if work.last else ()
    own = [each for each in last if unit in each.unit and year in (0, each.year)]
    if not words:
        yield from own_of_part(own, part) if part else ()
        return
    wanted = terms_of(words)
    scored = sorted(
        (
            (sum((terms_of(each.passage) & wanted).values()) / wanted.total() if wanted else 0, each)
            for each in own
        ),
        key=lambda pair: -pair[0],
    )
    yield from (Found(each, f"{each.year}年带入的报告") for score, each in scored[:_LAST] if score >= 0.5)


# --- pulled in ----------------------------------------------------------------------------------------------------


def pull_in(projects: Projects, work: Work, part: Part, paragraph: PastParagraph, *, who: str) -> bool:
    """Propose the part with the paragraph behind what stands there, said of this year; whether there is anything to propose.

    Sentences that cannot be said, that would be objected to, or that stand there already are left out, and the conversation says
    which and why. ``BadInput`` where there is no draft yet.
    """
    if work.manuscript is None:
        raise BadInput([Problem("还没有初稿", "", "先起草全文，再采用往年的段落")])
    source, report = paragraph.exemplar, work.report.id
    asked = f"“{part.title}”采用{source.unit}{source.year}年的一段"
    say(projects, report, Spoken(asked), who=who)
    taken, left = _sayable(work, part, paragraph)
    for each in left:
        say(projects, report, Told(each), who=who)
    before = Thread.of(projects, report).closed or Closed(Outcome.NOTHING)
    if taken is not None:
        record = _record(part, taken, source)
        say(
            projects, report, proposed(work, taken, [record], f"采用往年段落写“{part.title}”", asked), who=who
        )
    elif not left:
        say(projects, report, Told("这一段里没有能照用的句子"), who=who)
    outcome = Outcome.NOTHING if taken is None else Outcome.PROPOSED
    say(projects, report, Closed(outcome, part, before.open), who=who)
    return taken is not None


def _sayable(work: Work, part: Part, paragraph: PastParagraph) -> tuple[Manuscript | None, list[str]]:
    """The report with what can be said of a paragraph, None where nothing can; and what there is to tell of it."""
    standing, left = _standing(work, work.manuscript), []
    there, kept = standing.shown(part).text, list[Sentence]()
    held = len(standing.desired.answer.objections)
    manuscript: Manuscript | None = None
    remarks: list[str] = []
    for each in paragraph.sentences:
        reason = each.refused or ("已经写了" if each.text in there else "")
        if not reason:
            trial = _appended(work, part, [*kept, each.sentence])
            if len(_standing(work, trial).desired.answer.objections) > held:
                reason = "照今年的数据核对不上"
            else:
                kept.append(each.sentence)
                manuscript = trial
                remarks += [f"“{_short(each)}”：{each.remark}"] if each.remark else []
        if reason:
            left.append(f"没有用“{_short(each)}”：{reason}")
    return manuscript, [*left, *remarks]


def _standing(work: Work, manuscript: Manuscript | None) -> Standing:
    return Standing(
        Ground(work.figures, work.previous, work.form),
        Version(manuscript or Manuscript(Sentence(""), (), ())),
    )


def _appended(work: Work, part: Part, sentences: Sequence[Sentence]) -> Manuscript:
    lines = (*work.lines(part), Lines(tuple(sentences), topic=part.topic))
    return with_part(work.manuscript or Manuscript(Sentence(""), (), ()), part, lines)


def _record(part: Part, manuscript: Manuscript, source: Exemplar) -> PartRecord:
    origin = Origin(source.unit, source.year, source.file, source.number)
    accepted = whole(lines_of(manuscript, part))
    return PartRecord(
        part.id, BUILT_IN, accepted, by=(BUILT_IN,), origins=(origin,), instruction="采用往年段落"
    )


def _short(each: Again) -> str:
    """A sentence by its beginning; where it could not be said, what it quoted then is left open."""
    text = each.text or _REFERENCE.sub("……", each.sentence.template)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
