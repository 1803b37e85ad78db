"""Which exemplars a search may find."""

from dataclasses import dataclass

from corpus.index.exemplar import Exemplar, unit_mark


@dataclass(frozen=True, slots=True)
class Filters:
    """Every field that is set must agree; "" and 0 leave the field open.

    ``section``, ``topic``, ``level`` and ``form`` are ids as an exemplar has them. ``units`` are full names, one of which it must
    be; none leaves it open. ``since`` and ``until`` are years, both included.
    """

    section: str = ""
    topic: str = ""
    level: str = ""
    form: str = ""
    units: tuple[str, ...] = ()
    since: int = 0
    until: int = 0

    @property
    def open(self) -> bool:
        """Whether everything may be found."""
        return self == Filters()

    def admits(self, exemplar: Exemplar) -> bool:
        """Whether an exemplar may be found."""
        return self.admits_key(exemplar.key)

    def admits_key(self, key: str) -> bool:
        """Whether the exemplar of that key may be found."""
        _, year, section, topic, level, form, unit = key.split("|")
        wanted = ((self.section, section), (self.topic, topic), (self.level, level), (self.form, form))
        return (
            all(value in ("", own) for value, own in wanted)
            and (not self.units or unit in map(unit_mark, self.units))
            and (not self.since or int(year) >= self.since)
            and (not self.until or int(year) <= self.until)
        )
