"""A whole first draft without a model: figures in, prose with references out, and what is missing beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from agent.drafting.brief import INTRODUCTION, Part
from agent.drafting.composing import ORDINALS
from agent.drafting.gaps import Gap, gaps
from agent.drafting.manuscript import Chapter, Lines, Manuscript, Realisation, Sentence, Source
from agent.drafting.parts import Phrasing, parts
from agent.drafting.past import Past
from agent.drafting.setting import Setting
from agent.drafting.writers.offline import refills, sources_of, written
from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms.form import Form, Section
from agent.forms.narrative import Narrative
from agent.verify import verify

Paragraphs = Mapping[Part, tuple[Lines, ...]]


@dataclass(frozen=True)
class Draft:
    """``template`` holds the sentences with their references, ``narrative`` says them over the figures drafted from.

    ``gaps`` names what the form requires and the figures lack. Nothing of it stands in the prose.
    """

    figures: FigureSet
    template: Manuscript
    narrative: Narrative
    gaps: tuple[Gap, ...]
    previous: FigureSet | None = None
    form: Form | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The past paragraphs that it has sentences of, each once, in the order of the report."""
        return sources_of([lines for chapter in self.template.chapters for lines in chapter.paragraphs])

    def realise(self, figures: FigureSet, previous: FigureSet | None = None) -> Realisation:
        """The same sentences over other figures, naming those whose conditions no longer hold."""
        form = self.form if figures.form == self.figures.form else None
        return self.template.realise_in(Setting.of(figures, previous, form))


def draft(
    figures: FigureSet,
    previous: FigureSet | None = None,
    *,
    form: Form | None = None,
    past: Past | None = None,
) -> Draft:
    """Draft the report of one unit's year; ``BadInput`` where the form is unknown.

    ``previous`` counts only where it is the same unit's year before. Absent cells and facts leave their sentences unwritten.
    With ``past`` its paragraphs are said again where they can be; without, the phrase files say everything.
    """
    setting = Setting.of(figures, previous, form)
    if setting.form is None:
        raise BadInput([Problem(f"不认识的格式“{figures.form}”", figures.file, "写明格式，如 2021")])
    phrasing = Phrasing(setting, setting.form)
    template = _manuscript(phrasing, past)
    narrative = template.realise_in(setting).narrative
    found = (
        *gaps(setting, setting.form, previous),
        *(Gap("表外事实", "", *problem) for problem in phrasing.factual.untold()),
    )
    return Draft(figures, template, narrative, tuple(dict.fromkeys(found)), previous, setting.form)


def _manuscript(phrasing: Phrasing, past: Past | None) -> Manuscript:
    """The whole report; parts with past sentences that the verifier objects to in it are the phrase files' instead."""
    setting = phrasing.setting
    built_in = {part: phrasing.paragraphs(part) for part in parts(phrasing.form)}
    mixed = {
        part: written(
            part, phrasing, past.of_part(part, setting) if past and refills(part) else ()
        ).paragraphs
        for part in built_in
    }
    again = [part for part, paragraphs in mixed.items() if sources_of(paragraphs)]
    while again:
        made = _laid_out(phrasing.form, mixed)
        text = made.realise_in(setting).narrative.text
        answer = verify(text, setting.figures, setting.previous)
        if not answer.objections:
            return made
        spans = _spans(text, mixed, again, setting)
        bad = [
            part
            for part, (start, end) in spans.items()
            if any(item.start < end and start < item.end for item in answer.objections)
        ]
        # What is objected to elsewhere may have been drawn there by what a past sentence says before it.
        for part in bad or again:
            mixed[part] = built_in[part]
        again = [part for part in again if part not in (bad or again)]
    return _laid_out(phrasing.form, mixed)


def _spans(
    text: str, paragraphs: Paragraphs, wanted: list[Part], setting: Setting
) -> dict[Part, tuple[int, int]]:
    """Where the wanted parts stand in the report's text."""
    found, at = {}, 0
    for part in wanted:
        lines = Manuscript(Sentence(""), paragraphs[part], ()).realise_in(setting).narrative.introduction
        start = text.index(lines[0].text, at)
        at = text.index(lines[-1].text, start) + len(lines[-1].text)
        found[part] = (start, at)
    return found


def _laid_out(form: Form, paragraphs: Paragraphs) -> Manuscript:
    chapters = tuple(
        Chapter(section.id, section.heading, tuple(_section(section, paragraphs)))
        for section in form.sections
        if section.table is None
    )
    introduction = next(lines for part, lines in paragraphs.items() if part.section == INTRODUCTION)
    return Manuscript(Sentence("{{title}}"), introduction, chapters)


def _section(section: Section, paragraphs: Paragraphs) -> Iterator[Lines]:
    """The section's own paragraphs, then each topic that has any, under its numbered heading."""
    number = 0
    for part, lines in paragraphs.items():
        if part.section != section.id or not lines:
            continue
        if not part.topic:
            yield from lines
            continue
        heading = f"（{ORDINALS[number]}）{part.title}"
        number += 1
        yield Lines((Sentence(heading),), heading=True, topic=part.topic)
        yield from (replace(paragraph, topic=part.topic) for paragraph in lines)
