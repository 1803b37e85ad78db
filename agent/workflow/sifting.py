"""Choosing from the ledger: by kind, section and words, and where to go on after a mend."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.workflow.ledger import Kind, Row, State


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are wanted: of some kinds (none: all but what is no statistic), of a section ("*": all), with words, pending."""

    kinds: tuple[Kind, ...] = ()
    section: str = "*"
    words: str = ""
    pending: bool = False

    def takes(self, row: Row) -> bool:
        """Whether a row is wanted."""
        if row.kind not in self.kinds if self.kinds else row.kind is Kind.EXEMPT:
            return False
        return self.takes_besides_kind(row)

    def takes_besides_kind(self, row: Row) -> bool:
        """The same whatever kind it is of."""
        if self.section not in ("*", row.section) or (self.pending and not row.pending):
            return False
        words = "".join(self.words.split())
        return not words or words in "".join(f"{row.sentence}{row.said}{row.bound}{row.expected}".split())


def chosen(rows: Iterable[Row], choice: Choice) -> tuple[Row, ...]:
    """The rows that are wanted, in order."""
    return tuple(row for row in rows if choice.takes(row))


def counts(rows: Iterable[Row], choice: Choice) -> dict[Kind, int]:
    """How many rows of each kind the rest of a choice leaves, in the order of the kinds; kinds without any are left out."""
    counted = Counter(row.kind for row in rows if choice.takes_besides_kind(row))
    return {kind: counted[kind] for kind in Kind if counted[kind]}


def nearest(rows: Sequence[Row], wanted: str) -> Row | None:
    """The row of that id; where it is gone, the first pending one from its place on, else the first pending, else the first.

    Where none is wanted it is the first that has to be mended, else the first: what only asks for a look leads nobody away.
    """
    found = next((row for row in rows if row.id == wanted), None)
    if found is not None or not rows:
        return found
    parts = wanted.split("-")
    place = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else 0
    pending = [row for row in rows if row.pending]
    if not wanted:
        return next((row for row in pending if row.state is State.MUST), rows[0])
    after = next((row for row in pending if row.start >= place), None)
    return after or next(iter(pending), rows[0])
