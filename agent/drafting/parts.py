"""The parts that a report is written in, and what the phrase files say in each."""

from collections.abc import Collection

from agent.drafting.brief import INTRODUCTION, Part
from agent.drafting.composing import Composer
from agent.drafting.factual import Factual
from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.phrasebook import phrase_book
from agent.drafting.setting import Setting
from agent.forms.form import Form, Topic


def parts(form: Form) -> tuple[Part, ...]:
    """Every part that has phrases, in the order of the report: the introduction, a section's own, then its topics."""
    found = [Part(INTRODUCTION, title="引言")]
    for section in form.sections:
        if section.table is not None:
            continue
        if phrase_book(section.id, form.edition) is not None:
            found.append(Part(section.id, "", section.title))
        found += (
            Part(section.id, topic.id, topic.title)
            for topic in section.topics
            if phrase_book(topic.id, form.edition) is not None
        )
    return tuple(found)


def topics_of(part: Part, form: Form) -> tuple[Topic, ...]:
    """What the form wants said in a part: its topic, or of a section's own part those topics that are no parts of their own."""
    section = next((section for section in form.sections if section.id == part.section), None)
    if section is None:
        return ()
    if part.topic:
        return tuple(topic for topic in section.topics if topic.id == part.topic)
    own = {each.topic for each in parts(form) if each.section == section.id}
    return tuple(topic for topic in section.topics if topic.id not in own)


class Phrasing:
    """What the phrase files say over one setting. ``factual`` knows afterwards which facts were told nowhere.

    ``variant`` other than 0 says the same in other wordings.
    """

    def __init__(self, setting: Setting, form: Form, variant: int = 0) -> None:
        self.setting, self.form = setting, form
        self._spoken = frozenset(
            name for section in form.sections for topic in section.topics for name in topic.facts
        )
        self.factual = Factual(setting, self._spoken)
        self._composer = Composer(setting, self.factual, variant)
        self._said: dict[str, tuple[Lines, ...]] = {}

    def paragraphs(self, part: Part) -> tuple[Lines, ...]:
        """The part's paragraphs; none where nothing can be said, or no file has phrases for it."""
        if part.id not in self._said:
            book = phrase_book(part.topic or part.section, self.form.edition)
            self._said[part.id] = tuple(self._composer.paragraphs(book)) if book else ()
        return self._said[part.id]

    def facts(self, topic: str, besides: Collection[str]) -> tuple[Sentence, ...]:
        """What the facts of a topic say, without those of the names that have been said already."""
        return tuple(Factual(self.setting, self._spoken | frozenset(besides)).sentences(topic))
