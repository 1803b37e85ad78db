"""The conversation so far, as the store has it: what was said by whom, what waits to be decided, what was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from agent.drafting.conversation.events import Asked, Said, Told
from agent.drafting.conversation.state import Turn
from agent.store import Projects
from agent.workflow.talking.entries import (
    THREAD,
    Closed,
    Decided,
    Entry,
    Proposal,
    ProposedPart,
    Spoken,
    entry_of,
    entry_value,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: its number in the thread, whose turn it was, when."""

    number: int
    who: str
    at: datetime
    entry: Entry


@dataclass(frozen=True)
class Thread:
    """All entries in order."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, projects: Projects, report: str, before: "Thread | None" = None) -> "Thread":
        """As it stands; with ``before`` only what has come since is asked for."""
        known = before or cls()
        new = projects.conversation(report, THREAD, known.last)
        lines = (Line(each.number, each.who, each.at, entry_of(each.value)) for each in new)
        return cls((*known.lines, *lines)) if new else known

    @property
    def last(self) -> int:
        """The number of the last entry, 0 for none."""
        return self.lines[-1].number if self.lines else 0

    @property
    def closed(self) -> Closed | None:
        """How the last turn left things; None before the first."""
        return next((each.entry for each in reversed(self.lines) if isinstance(each.entry, Closed)), None)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said, as a conversation remembers it."""
        return tuple(filter(None, (_turn(each.entry) for each in self.lines)))

    def proposals(self) -> Iterator[tuple[int, Proposal]]:
        """Every proposal with its number, the first first."""
        for line in self.lines:
            if isinstance(line.entry, Proposal):
                yield line.number, line.entry

    def waiting(self) -> dict[int, tuple[ProposedPart, ...]]:
        """What waits to be decided, by the proposal's number; a later proposal for a part takes the place of an earlier one."""
        waits: dict[int, dict[str, ProposedPart]] = {}
        for line in self.lines:
            if isinstance(line.entry, Proposal):
                for own in waits.values():
                    for each in line.entry.parts:
                        own.pop(each.part, None)
                waits[line.number] = {each.part: each for each in line.entry.parts}
            elif isinstance(line.entry, Decided):
                for part in line.entry.parts:
                    waits.get(line.entry.number, {}).pop(part, None)
        return {number: tuple(own.values()) for number, own in waits.items() if own}

    def waiting_of(self, number: int) -> Proposal | None:
        """The proposal of that number with the parts of it that wait; None where none do."""
        parts = self.waiting().get(number)
        whole = next((each for at, each in self.proposals() if at == number), None)
        return replace(whole, parts=parts) if whole is not None and parts else None


def say(projects: Projects, report: str, entry: Entry, *, who: str) -> int:
    """Put something at the end of the conversation; its number."""
    return projects.say(report, THREAD, entry_value(entry), who=who).number


def _turn(entry: Entry) -> Turn | None:
    match entry:
        case Spoken(text=text):
            return Turn("clerk", text)
        case Said():
            return Turn("program", entry.marked)
        case Asked(question=text) | Told(notice=text):
            return Turn("program", text)
    return None
