"""A draft whose sentences still have their references, held against its form more strictly than anybody's text can be.

It must say every topic, quote every headline figure that is not 0 and every fact, say no figure twice, name no other unit and
nothing that only another unit puts in quotation marks, and have nothing that the verifier objects to.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.drafting import Draft, Missing, draft
from agent.drafting.setting import Setting
from agent.drafting.speaker import short_name
from agent.figures import FigureSet
from agent.forms.footing import State, check
from agent.workflow import judged
from corpus.index.chroma import Store

# What a report puts in quotation marks or calls by a title is its own.
_QUOTED = re.compile("[“《][^”》]{2,}[”》]")
_OUTCOMES = ("granted", "partial", "refused", "unavailable", "declined", "other_handling")


@dataclass(frozen=True)
class Wanting:
    """What is wrong with a draft without a model, a list each.

    ``sources``: how many past paragraphs it draws on, for what ``share`` of its overview.
    """

    topics: tuple[str, ...]
    figures: tuple[str, ...]
    twice: tuple[str, ...]
    leaks: tuple[str, ...]
    objections: tuple[str, ...]
    sources: int
    share: float

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not any((self.topics, self.figures, self.twice, self.leaks, self.objections))


def wanting(made: Draft, figures: FigureSet, store: Store) -> Wanting:
    """A draft against its form."""
    setting = Setting.of(figures, made.previous)
    # A figure that only a problem quotes is not reported.
    reporting = replace(
        made.template,
        chapters=tuple(chapter for chapter in made.template.chapters if chapter.section != "improvement"),
    )
    quoted = {span.expression for span in reporting.realise_in(setting).spans}
    overview = [
        lines
        for chapter in made.template.chapters
        if chapter.section == "overview"
        for lines in chapter.paragraphs
    ]
    past = sum(
        len(sentence.template)
        for lines in overview
        for sentence in lines.sentences
        if sentence.source is not None
    )
    whole = sum(len(lines.template) for lines in overview)
    return Wanting(
        topics=tuple(_unsaid(made)),
        figures=tuple(key for key in _headlines(setting) if key not in quoted),
        twice=tuple(_twice(made, setting)),
        leaks=tuple(_leaks(made, store)),
        objections=tuple(f"{item.text}（{item.reason}）" for item in judged(made).answer.objections),
        sources=len(made.sources),
        share=past / max(1, whole),
    )


def _unsaid(made: Draft) -> Iterator[str]:
    """The topics of the form that nothing is said of."""
    if made.form is None:
        return
    for section in made.form.sections:
        if section.table is not None:
            continue
        lines = next(
            chapter.paragraphs for chapter in made.template.chapters if chapter.section == section.id
        )
        if not any(not each.heading for each in lines):
            yield section.title
        if section.id == "overview":
            spoken = {each.topic for each in lines if not each.heading}
            yield from (topic.title for topic in section.topics if topic.id not in spoken)


def _headlines(setting: Setting) -> Iterator[str]:
    """The figures, as expressions, that a report quotes wherever they are not 0, and its facts.

    What cross-footing objects to is not quoted, but told as a gap.
    """
    form, figures = setting.form, setting.figures
    if form is None:
        return
    findings = check(form, figures, setting.previous)
    broken = {key for finding in findings if finding.state is State.BROKEN for key, _ in finding.cells}
    keys = [key for section in form.sections for topic in section.topics for key in topic.figures]
    keys += [f"requests.{outcome}.total" for outcome in _OUTCOMES]
    keys += [
        key
        for key in form.by_key
        if key.startswith(("decisions.", "fees.", "documents."))
        and not key.endswith(("change", "items_last_year"))
    ]
    single = (
        sum(setting.value(key) != 0 for key in keys if "requests." in key and key.split(".")[1] in _OUTCOMES)
        == 1
    )
    for key in dict.fromkeys(key for key in keys if not broken & set(form.expand(key) or (key,))):
        value, expression = setting.value(key), setting.expression(key)
        outcome = key.split(".")[1] in _OUTCOMES
        if (
            not isinstance(value, Missing)
            and not isinstance(expression, Missing)
            and value
            and not (single and outcome)
        ):
            yield str(expression)
    yield from (f'fact("{fact.name}")' for fact in figures.facts if fact.value)


def _twice(made: Draft, setting: Setting) -> Iterator[str]:
    """The headline figures that the overview quotes more than once."""
    keys = set(_headlines(setting))
    overview = replace(
        made.template,
        introduction=(),
        chapters=tuple(chapter for chapter in made.template.chapters if chapter.section == "overview"),
    )
    counted = Counter(span.expression for span in overview.realise_in(setting).spans)
    yield from (str(key) for key, count in counted.items() if key in keys and count > 1)


def _leaks(made: Draft, store: Store) -> Iterator[str]:
    """The names of other units that are kept, and what only they put in quotation marks, as far as the draft has them."""
    text, own = made.narrative.text, short_name(made.figures.unit)
    alone = draft(made.figures, made.previous).narrative.text
    said: dict[str, set[str]] = {}
    for entry in store.entries().values():
        name = short_name(entry.unit)
        if name != own and name[:2] not in own and name[:2] in text:
            yield name
        for exemplar in store.exemplars(entry.keys).values():
            for words in _QUOTED.findall(exemplar.text):
                said.setdefault(words, set()).add(name)
    # What several units say, or the phrase files, is nobody's own.
    yield from sorted(
        words
        for words, units in said.items()
        if len(units) == 1 and own not in units and words in text and words not in alone
    )
