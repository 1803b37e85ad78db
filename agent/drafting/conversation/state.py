"""What a conversation remembers: every version that was accepted, the question that is open, what was said.

Values only, and nothing is ever overwritten: going back moves to an earlier version, and a change after that makes a new one
beside those that were taken back.
"""

from dataclasses import dataclass, replace
from typing import Literal

from agent.drafting.brief import Part
from agent.drafting.conversation.requests import AddFact, Draft, Rewrite
from agent.drafting.manuscript import Manuscript
from agent.drafting.record import PartRecord
from agent.figures import Fact


@dataclass(frozen=True)
class Version:
    """The report after a change. ``facts`` are those added in this conversation, ``what`` says in Chinese what was changed.

    ``parent`` is the number of the version that it was made of, -1 for the first; ``part`` the changed part's id, "" for all;
    ``records`` are those of this change.
    """

    manuscript: Manuscript
    facts: tuple[Fact, ...] = ()
    what: str = ""
    part: str = ""
    records: tuple[PartRecord, ...] = ()
    parent: int = -1


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said: ``who`` is the clerk or the program."""

    who: Literal["clerk", "program"]
    text: str


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is not whole yet; ``field`` is what was asked for."""

    fact: AddFact
    field: str


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A request that lacks its part."""

    request: Draft | Rewrite


@dataclass(frozen=True)
class State:
    """``at`` is the number of the version that stands; ``undone`` those that were gone back from, the last one last.

    ``waiting`` is a version that was proposed and neither accepted nor rejected. ``part`` was spoken of last.
    """

    versions: tuple[Version, ...]
    at: int = 0
    undone: tuple[int, ...] = ()
    part: Part | None = None
    open: OpenFact | OpenPart | None = None
    waiting: Version | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def version(self) -> Version:
        """The one that stands."""
        return self.versions[self.at]

    @property
    def records(self) -> tuple[PartRecord, ...]:
        """How the text that stands was made: the records of its version and of those before it, the oldest first."""
        found: list[PartRecord] = []
        number = self.at
        while number >= 0:
            found[:0] = self.versions[number].records
            number = self.versions[number].parent
        return tuple(found)

    def changed(self, version: Version) -> "State":
        """A further version stands."""
        made = replace(version, parent=self.at)
        return replace(
            self, versions=(*self.versions, made), at=len(self.versions), undone=(), waiting=None, open=None
        )

    def back(self) -> "State | None":
        """The version before stands again; None where there is none."""
        if self.version.parent < 0:
            return None
        return replace(self, at=self.version.parent, undone=(*self.undone, self.at), waiting=None, open=None)

    def forward(self) -> "State | None":
        """What was taken back last stands again; None where nothing was."""
        if not self.undone:
            return None
        *rest, last = self.undone
        return replace(self, at=last, undone=tuple(rest), waiting=None, open=None)
