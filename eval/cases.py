"""What a benchmark asks: a text whose figures are labelled, and ways of making it wrong.

A :class:`Trial` is one text over one unit's figures. ``clean`` says what is right in it: every figure is *sourced* (it must
pass), *unsourced* (nothing bears it out: it must not pass) or *exempt* (no statistic: it must not be objected to). Each
:class:`Mutant` is the same text with one thing made wrong, and where. Labels come from how the text was made, never from a
verifier.
"""

import enum
from dataclasses import dataclass

from agent.figures import FigureSet


class Expected(enum.StrEnum):
    """What must become of a figure."""

    SOURCED = "sourced"
    UNSOURCED = "unsourced"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled expression: the half-open span of the text, in code points; ``claim`` where it has no number."""

    start: int
    end: int
    expected: Expected
    kind: str
    claim: bool = False

    def moved(self, by: int) -> "Mark":
        """The same mark further on in a longer text."""
        return Mark(self.start + by, self.end + by, self.expected, self.kind, self.claim)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A text with one thing made wrong.

    ``error`` names the kind of slip, ``kind`` the kind of phrase; ``start``, ``end`` is the span of what is wrong and
    ``sentence`` that of its sentence, both in the mutant's own text; ``shift`` is how much longer it is than the clean
    text. ``collides`` where the wrong value is the value of something else in the same report.
    """

    error: str
    kind: str
    text: str
    start: int
    end: int
    sentence: tuple[int, int]
    shift: int
    collides: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """One labelled text with its mutants. ``text`` is empty where only the wrong form exists (a claim that does not hold)."""

    name: str
    kind: str
    text: str
    marks: tuple[Mark, ...]
    mutants: tuple[Mutant, ...]
    figures: FigureSet
    previous: FigureSet | None
