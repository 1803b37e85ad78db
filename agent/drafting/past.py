"""Where past paragraphs come from. Here is what drafting asks; a store's answer is :mod:`agent.drafting.stored`."""

from collections.abc import Sequence
from typing import Protocol

from agent.drafting.brief import Found, Part
from agent.drafting.setting import Setting
from agent.drafting.speaker import short_name
from corpus.index.exemplar import Exemplar
from corpus.topics import topics

# The topics of past paragraphs that a part is made of, where they are more than its own.
_ABOUT = {
    "overview": ("summary",),
    "disclosure": ("disclosure", "documents"),
    "requests": ("requests", "appeals"),
    "improvement": ("problems", "measures"),
    "other": ("fee",),
}


class Past(Protocol):
    """Past paragraphs for a part, and whose they are."""

    def of_part(self, part: Part, setting: Setting) -> Sequence[Found]:
        """The unit's own in the order of its last report, then other units', the best first; none where there is none.

        Never the report of the year that is being written, nor a later one of the same unit. ``Unavailable`` where what keeps
        them does not answer.
        """
        ...

    def last(self, setting: Setting) -> Sequence[Exemplar]:
        """The paragraphs of the unit's last report before this year's, in order; none where there is none."""
        ...

    def units(self) -> Sequence[str]:
        """The full names of all units whose reports are kept, each once."""
        ...


class LastReport:
    """A unit's last report that somebody brought, before whatever else there is. ``report``: its paragraphs in order."""

    def __init__(self, report: Sequence[Exemplar], beyond: Past | None = None) -> None:
        self._report, self._beyond = tuple(report), beyond

    def of_part(self, part: Part, setting: Setting) -> Sequence[Found]:
        """The report's, then other units' from beyond."""
        beyond = self._beyond.of_part(part, setting) if self._beyond else ()
        unit = short_name(setting.figures.unit)
        others = [found for found in beyond if short_name(found.exemplar.unit) != unit]
        return [*own_of_part(self.last(setting), part), *others]

    def last(self, setting: Setting) -> Sequence[Exemplar]:
        """The report's paragraphs; none where it is another unit's, or of this year or later."""
        unit, year = short_name(setting.figures.unit), setting.figures.year
        return [each for each in self._report if each.year < year and short_name(each.unit) == unit]

    def units(self) -> Sequence[str]:
        """As beyond."""
        return self._beyond.units() if self._beyond else ()


def own_of_part(report: Sequence[Exemplar], part: Part) -> list[Found]:
    """The paragraphs of a unit's own report that a part is made of."""
    wanted = about(part)
    return [
        Found(each, f"本单位{each.year}年的报告")
        for each in report
        if each.section == part.section and each.topic in wanted
    ]


def about(part: Part) -> tuple[str, ...]:
    """The topics, as past paragraphs have them, that a part is made of; none where paragraphs on it have no topic."""
    name = part.topic or part.section
    known = {each.id for each in topics()}
    return tuple(each for each in _ABOUT.get(name, (name,)) if each in known)
