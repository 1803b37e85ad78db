"""Past paragraphs out of a store: the unit's own last report, then other units' that can be said of this one."""

from collections.abc import Sequence

from agent.drafting.brief import Found, Part
from agent.drafting.past import about, own_of_part
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name, speaker_of
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters
from corpus.index.searching import search
from corpus.level import level_of

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
        others = (found for topic in about(part) for found in self._others(part, topic, setting))
        return [*own_of_part(self.last(setting), part), *others]

    def units(self) -> Sequence[str]:
        """The units of the files that are kept."""
        return tuple(dict.fromkeys(entry.unit for entry in self._files()))

    def _files(self) -> tuple[Entry, ...]:
        if self._entries is None:
            self._entries = tuple(self._store.entries().values())
        return self._entries

    def last(self, setting: Setting) -> Sequence[Exemplar]:
        """The paragraphs of the unit's last report before this year's, in order."""
        figures = setting.figures
        asked = (short_name(figures.unit), figures.year)
        if asked not in self._own:
            reports = [
                entry
                for entry in self._files()
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
