"""What goes into the store and comes out of it: frozen values, in the words of the people who work on reports.

A :class:`Change` is everything that somebody did at once; in each place that it touches it makes a :class:`Version`, and versions
are numbered from 1 in their place. Who writes says from which version (:class:`Edit`, ``made_from``); where another stands by
then, a :class:`Conflict` comes back instead of :class:`Saved`, with both texts.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from agent.figures import Fact, FigureSet
from agent.figures.figureset import Absent
from agent.store.place import Content, Place, understood, written
from agent.verify.waiver import Waiver

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class State(enum.StrEnum):
    """How far a report is."""

    DRAFTING = "drafting"
    REVIEWING = "reviewing"
    FINAL = "final"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"drafting": "起草中", "reviewing": "审核中", "final": "已定稿", "removed": "已移除"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Report:
    """One line of the list of reports. ``change`` is the last change's number: the same number, the same contents."""

    id: str
    unit: str
    year: int
    form: str
    state: State
    created: datetime
    changed: datetime
    changed_by: str
    change: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version stands in a place: its number, and who put it there when and why."""

    number: int
    change: int
    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody put into a place. ``text`` is as kept, None for nothing (an absent cell, a fact taken out).

    ``made_from`` is the version that its writer had before them, 0 for none; ``same_as`` another number where it brings that
    version back, else its own. ``kept`` is False for what was not taken because somebody else's was there first.
    """

    place: Place
    number: int
    text: str | None
    source: str
    made_from: int
    same_as: int
    kept: bool
    stamp: Stamp

    @property
    def content(self) -> Content:
        """A ``Decimal``, a ``Fact``, a ``Waiver`` or JSON, by the kind of its place; None for nothing."""
        return understood(self.place.kind, self.text)


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall stand in a place. ``made_from`` is the version's number that its writer saw there, 0 where none stood.

    ``text`` None empties the place. ``source`` says where it was read (``figures.xlsx 申请!C5``), "" where nobody said.
    """

    place: Place
    text: str | None
    made_from: int
    source: str = ""

    @classmethod
    def of(cls, place: Place, content: Content, made_from: int, source: str = "") -> "Edit":
        """An edit of any place. None and ``ABSENT`` empty it."""
        return cls(place, None if isinstance(content, Absent) else written(content), made_from, source)

    @classmethod
    def fact(cls, fact: Fact, made_from: int, *, previous: bool = False) -> "Edit":
        """A fact under its own name."""
        return cls.of(Place.fact(fact.name, previous=previous), fact, made_from)

    @classmethod
    def waive(cls, waiver: Waiver, made_from: int = 0) -> "Edit":
        """A waiver in its own place."""
        return cls.of(Place.waiver(waiver), waiver, made_from)


@dataclass(frozen=True, slots=True)
class Saved:
    """It is saved. ``change`` is the change's number, None where nothing was different; ``numbers`` what stands now."""

    change: int | None
    numbers: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that somebody else changed meanwhile: what both had before them, and what each made of it.

    ``base`` is None where nothing stood there. ``who`` and ``when`` are theirs.
    """

    place: Place
    base: Version | None
    mine: Content
    theirs: Version

    @property
    def who(self) -> str:
        """Whose version stands there."""
        return self.theirs.stamp.who

    @property
    def when(self) -> datetime:
        """Since when."""
        return self.theirs.stamp.at


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was saved in its place. ``clashes`` says where and why, at least one.

    All of the edits are kept as versions that were not taken, in the change of that number; None where they are only older
    versions brought back, which are there anyhow.
    """

    clashes: tuple[Clash, ...]
    change: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did at once. ``action`` is one of ``create``, ``save``, ``undo``, ``redo``, ``restore``.

    ``kept`` is False where nothing of it was taken. ``undoes`` and ``redoes`` are the change that it takes back or does again.
    """

    number: int
    who: str
    at: datetime
    action: str
    why: str
    kept: bool
    undoes: int | None
    redoes: int | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Contents:
    """A whole report as it stands, or as it stood after a change.

    ``previous`` is None where nothing of last year is known; ``origin`` says how that came (``given``, ``read``; "" for unsaid).
    ``sections`` holds what was saved for each part that has something, ``kept`` what was for remarks that people leave.
    ``stamps`` says which version stands in each place that ever held something, the emptied ones too: a new edit is made from
    their number (:meth:`number`).
    """

    report: Report
    change: int
    figures: FigureSet
    previous: FigureSet | None
    sections: Mapping[str, Any]
    waivers: tuple[Waiver, ...]
    origin: str = ""
    stamps: Mapping[Place, Stamp] = field(default_factory=dict)
    kept: tuple[Any, ...] = ()

    def number(self, place: Place) -> int:
        """The number of the version that stands there, 0 for none."""
        stamp = self.stamps.get(place)
        return stamp.number if stamp else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in which two moments of a report differ; None where nothing stood."""

    place: Place
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit. ``before`` and ``after`` are what stood in the place and what was put there, as kept.

    For what is no change of a place (an export) ``place`` is None and ``details`` says it.
    """

    number: int
    at: datetime
    who: str
    action: str
    report: str | None
    change: int | None
    place: Place | None
    before: str | None
    after: str | None
    details: str
    digest: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the audit is whole. ``head`` is the last row's hash, 64 zeros for none; ``faults`` are Chinese, one a line."""

    rows: int
    head: str
    faults: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Message:
    """One message or event of a conversation; ``number`` counts from 1 in its thread, ``value`` is JSON-ready."""

    thread: str
    number: int
    who: str
    at: datetime
    value: Any


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """How a draft of a part, or of the whole report (part ""), came about; ``value`` is JSON-ready."""

    part: str
    who: str
    at: datetime
    value: Any


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file that somebody brought along. ``digest`` is its SHA-256, ``read`` what was read of it, JSON-ready."""

    id: int
    name: str
    purpose: str
    digest: str
    size: int
    read: Any
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """Who is where: ``place`` is the caller's word for it (a part's id, ``数据``), ``window`` tells a person's windows apart."""

    who: str
    window: str
    place: str
    at: datetime
