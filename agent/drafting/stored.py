"""Past paragraphs out of a store: the unit's own last report, then other units' that can be said of this one."""

from collections.abc import Sequence

from agent.drafting.brief import Found, Part
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name, speaker_of
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters
from corpus.index.searching import search
from corpus.level import level_of
from corpus.topics import topics

# The topics of past paragraphs that a part is made of, where they are more than its own.
_ABOUT = {
    "overview": ("summary",),
    "disclosure": ("disclosure", "documents"),
    "requests": ("requests", "appeals"),
    "improvement": ("problems", "measures"),
    "other": ("fee",),
}
# How many of other units' paragraphs are looked at for one topic, and how many are given.
_LOOKED_AT, _GIVEN = 12, 4


class StoredPast:
    """Past paragraphs out of a store. Which files it holds is asked once, so it serves one draft or a few."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries: tuple[Entry, ...] | None = None
        self._own: dict[tuple[str, int], tuple[Exemplar, ...]] = {}

    def of_part(self, part: Part, setting: Setting) -> Sequence[Found]:
        """As :class:`~agent.drafting.past.Past` says: the unit's own in order, then other units'."""
        wanted = about(part)
        own = [
            Found(exemplar, f"本单位{exemplar.year}年的报告")
            for exemplar in self._last_report(setting)
            if exemplar.section == part.section and exemplar.topic in wanted
        ]
        return [*own, *(found for each in wanted for found in self._others(part, each, setting))]

    def _last_report(self, setting: Setting) -> tuple[Exemplar, ...]:
        """The paragraphs of the unit's last report before this year's, in order."""
        figures = setting.figures
        asked = (short_name(figures.unit), figures.year)
        if asked not in self._own:
            if self._entries is None:
                self._entries = tuple(self._store.entries().values())
            reports = [
                entry
                for entry in self._entries
                if short_name(entry.unit) == asked[0] and entry.year < asked[1] and entry.digest
            ]
            last = max(reports, key=lambda entry: (entry.year, entry.file), default=None)
            kept = self._store.exemplars(last.keys).values() if last else ()
            self._own[asked] = tuple(sorted(kept, key=lambda each: each.number))
        return self._own[asked]

    def _others(self, part: Part, topic: str, setting: Setting) -> list[Found]:
        """Other units' of the same level and kind of speaker, with the figures' shape: every reference has a value here."""
        level = level_of(setting.figures.unit)
        if level is None:
            return []
        filters = Filters(section=part.section, topic=topic, level=level.value)
        results = search(self._store, part.title, filters, _LOOKED_AT)
        found = [
            Found(result.exemplar, result.why)
            for result in results
            if short_name(result.exemplar.unit) != short_name(setting.figures.unit)
            and speaker_of(result.exemplar.unit).kind == setting.speaker.kind
            and not isinstance(realise_in(result.exemplar.template, setting), Missing)
        ]
        return found[:_GIVEN]


def about(part: Part) -> tuple[str, ...]:
    """The topics, as past paragraphs have them, that a part is made of; none where paragraphs on it have no topic."""
    name = part.topic or part.section
    known = {each.id for each in topics()}
    return tuple(each for each in _ABOUT.get(name, (name,)) if each in known)
