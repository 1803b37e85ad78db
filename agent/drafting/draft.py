"""A whole first draft without a model: figures in, prose with references out, and what is missing beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.drafting.composing import ORDINALS, Composer
from agent.drafting.factual import Factual
from agent.drafting.gaps import Gap, gaps
from agent.drafting.manuscript import Chapter, Lines, Manuscript, Realisation, Sentence
from agent.drafting.phrasebook import phrase_book
from agent.drafting.setting import Setting
from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms.form import Form, Section
from agent.forms.narrative import Narrative


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

    def realise(self, figures: FigureSet, previous: FigureSet | None = None) -> Realisation:
        """The same sentences over other figures, naming those whose conditions no longer hold."""
        form = self.form if figures.form == self.figures.form else None
        return self.template.realise_in(Setting.of(figures, previous, form))


def draft(figures: FigureSet, previous: FigureSet | None = None, *, form: Form | None = None) -> Draft:
    """Draft the report of one unit's year; ``BadInput`` where the form is unknown.

    ``previous`` counts only where it is the same unit's year before. Absent cells and facts leave their sentences unwritten.
    """
    setting = Setting.of(figures, previous, form)
    if setting.form is None:
        raise BadInput([Problem(f"不认识的格式“{figures.form}”", figures.file, "写明格式，如 2021")])
    template, factual = _manuscript(setting, setting.form)
    narrative = template.realise_in(setting).narrative
    found = (
        *gaps(setting, setting.form, previous),
        *(Gap("表外事实", "", *problem) for problem in factual.untold()),
    )
    return Draft(figures, template, narrative, tuple(dict.fromkeys(found)), previous, setting.form)


def _manuscript(setting: Setting, form: Form) -> tuple[Manuscript, Factual]:
    spoken = frozenset(name for section in form.sections for topic in section.topics for name in topic.facts)
    factual = Factual(setting, spoken)
    composer = Composer(setting, factual)
    opening = phrase_book("introduction", form.edition)
    introduction = tuple(composer.paragraphs(opening)) if opening else ()
    chapters = tuple(
        Chapter(section.id, section.heading, tuple(_section(composer, form, section)))
        for section in form.sections
        if section.table is None
    )
    return Manuscript(Sentence("{{title}}"), introduction, chapters), factual


def _section(composer: Composer, form: Form, section: Section) -> Iterator[Lines]:
    """The section's own paragraphs, then each topic that has phrases, under its numbered heading."""
    own = phrase_book(section.id, form.edition)
    if own is not None:
        yield from composer.paragraphs(own)
    number = 0
    for topic in section.topics:
        book = phrase_book(topic.id, form.edition)
        paragraphs = tuple(composer.paragraphs(book)) if book else ()
        if paragraphs:
            heading = f"（{ORDINALS[number]}）{topic.title}"
            number += 1
            yield Lines((Sentence(heading),), heading=True, topic=topic.id)
            yield from (replace(paragraph, topic=topic.id) for paragraph in paragraphs)
