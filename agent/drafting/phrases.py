"""What a phrase file holds.

::

    PhraseBook            one file: a section's or a topic's paragraphs
      Part                one paragraph: moves in order
        Move              one thing to say: cases, of which the first that fits is said
          Wording         when it fits, and several ways of saying it; its slots
            Slot          a place in the sentence for a list of pieces, or for the first piece that fits
        Pool              moves of which only some are said
        FactsMove         the facts of a topic
        SeriesMove        一是…二是…: one side of the book's points
      Point               a problem with the measure that answers it

The files are written by people who know reports and no programming; :mod:`agent.drafting.phrasebook` reads and checks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.drafting.conditions import Condition


@dataclass(frozen=True, slots=True)
class Slot:
    """``[[name]]`` in a wording. ``one``: the first piece that fits; else all that fit, joined. ``optional``: may stay empty."""

    pieces: tuple["Wording", ...]
    join: str = ""
    one: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Ways of saying one thing (texts with references and slots), and the conditions that must all hold."""

    say: tuple[str, ...]
    when: tuple[Condition, ...] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to say: the first case that fits, or nothing."""

    id: str
    cases: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Moves of which ``pick`` (by kind of unit) are said, in the order of the file."""

    id: str
    pick: Mapping[str, int]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class FactsMove:
    """The facts that belong to a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class SeriesMove:
    """The problems, or the measures, of the points that were chosen."""

    side: str


AnyMove = Move | Pool | FactsMove | SeriesMove


@dataclass(frozen=True, slots=True)
class Point:
    """A problem and the measure that answers it. ``general``: no figure shows it; it only fills up."""

    id: str
    problem: Wording
    measure: Wording
    general: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph."""

    moves: tuple[AnyMove, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that some units must report. ``words``: any fact whose name has one of them will do."""

    words: tuple[str, ...]
    when: tuple[Condition, ...]
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """One file. ``most`` (by kind of unit) is how many points the series have, ``shown`` how many of those figures may show."""

    id: str
    parts: tuple[Part, ...]
    points: tuple[Point, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    shown: int = 0
    needs: tuple[Need, ...] = ()
