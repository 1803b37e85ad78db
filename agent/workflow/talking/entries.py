"""What a conversation is kept as in the store: one JSON value for everything that was said, proposed or decided.

What is read back may have been written by another version of the program: what it does not know is told in its place, and the
rest of the conversation is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agent.drafting.brief import Part
from agent.drafting.conversation.events import Asked, Mark, Outcome, Said, Told, Undone
from agent.drafting.conversation.keeping import (
    open_value,
    part_value,
    read_open,
    read_part,
    read_part_record,
)
from agent.drafting.conversation.state import OpenFact, OpenPart
from agent.drafting.lasting import ODD, text_of
from agent.drafting.record import PartRecord

# The conversation that everybody who works on a report shares.
THREAD = "起草"
_UNKNOWN = "这一条是别的版本记下的，显示不了"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person said."""

    text: str


@dataclass(frozen=True)
class ProposedPart:
    """A part as it would stand. ``part`` is its id, or the title's; ``record`` what would be kept of it, None for nothing.

    ``made_from`` is the version of its place that stood there when it was proposed, 0 for none. ``before`` and ``after`` are its
    text as read then, ``made`` how it came about.
    """

    part: str
    title: str
    record: Any
    made_from: int
    before: str
    after: str
    made: PartRecord | None = None


@dataclass(frozen=True)
class Proposal:
    """Parts that wait to be accepted. ``what`` names the change in Chinese, ``asked`` are the words that it was asked for in."""

    what: str
    parts: tuple[ProposedPart, ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """Parts of the proposal in the message of that number: accepted, or put aside."""

    number: int
    parts: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """A turn is over: how, the part that was spoken of last, and the question that is open."""

    outcome: Outcome
    part: Part | None = None
    open: OpenFact | OpenPart | None = None


Entry = Spoken | Said | Asked | Told | Undone | Proposal | Decided | Closed


def entry_value(entry: Entry) -> dict[str, Any]:
    """JSON-ready."""
    match entry:
        case Proposal():
            return {"kind": "proposal", **asdict(entry)}
        case Decided():
            return {"kind": "decided", **asdict(entry)}
        case Closed(outcome=outcome, part=part, open=open_):
            return {
                "kind": "closed",
                "outcome": outcome.value,
                "part": part_value(part),
                "open": open_value(open_),
            }
    return {"kind": type(entry).__name__.lower(), **asdict(entry)}


def entry_of(value: Any) -> Entry:
    """What :func:`entry_value` gave; anything else is told in a sentence."""
    try:
        return _READ[value["kind"]](value)
    except (*ODD, RecursionError):
        return Told(_UNKNOWN)


def _said(value: Mapping[str, Any]) -> Said:
    marks = tuple(
        Mark(int(each["start"]), int(each["end"]), text_of(each["label"]), text_of(each["reason"]))
        for each in value["marks"]
    )
    return Said(text_of(value["text"]), value["opinion"] is True, marks)


def _proposal(value: Mapping[str, Any]) -> Proposal:
    parts = tuple(map(_proposed_part, value["parts"]))
    return Proposal(text_of(value["what"]), parts, text_of(value["asked"]))


def _proposed_part(value: Mapping[str, Any]) -> ProposedPart:
    made = read_part_record(value["made"]) if value["made"] else None
    words = {name: text_of(value[name]) for name in ("part", "title", "before", "after")}
    return ProposedPart(record=value["record"], made_from=int(value["made_from"]), made=made, **words)


def _decided(value: Mapping[str, Any]) -> Decided:
    return Decided(int(value["number"]), tuple(map(text_of, value["parts"])), value["taken"] is True)


def _closed(value: Mapping[str, Any]) -> Closed:
    return Closed(Outcome(value["outcome"]), read_part(value["part"]), read_open(value["open"]))


_READ: dict[str, Callable[[Mapping[str, Any]], Entry]] = {
    "spoken": lambda value: Spoken(text_of(value["text"])),
    "said": _said,
    "asked": lambda value: Asked(text_of(value["question"])),
    "told": lambda value: Told(text_of(value["notice"])),
    "undone": lambda value: Undone(text_of(value["what"]), value["again"] is True),
    "proposal": _proposal,
    "decided": _decided,
    "closed": _closed,
}
