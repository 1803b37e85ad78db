"""What happens in a turn, as it happens. The last is :class:`Ended`; a turn that is stopped before has changed nothing."""

from dataclasses import dataclass
from enum import StrEnum

from agent.drafting.brief import Part
from agent.drafting.record import PartRecord
from agent.figures import Fact
from agent.verify.answer import Judged


class Outcome(StrEnum):
    """How a turn ended. One whose iterator is closed ends without any of them."""

    CHANGED = "changed"
    PROPOSED = "proposed"
    ANSWERED = "answered"
    ASKED = "asked"
    ADDED = "added"
    UNDONE = "undone"
    REDONE = "redone"
    NOTHING = "nothing"
    NOT_UNDERSTOOD = "not_understood"
    OVER_BUDGET = "over_budget"
    FAULT = "fault"
    LEFT = "left"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open span of a text that is no part of the report, and why nobody should rely on it: label and reason."""

    start: int
    end: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as read, with what the verifier says of each figure and claim in it, spans counted from its beginning."""

    text: str
    judged: tuple[Judged, ...] = ()

    @property
    def objections(self) -> tuple[Judged, ...]:
        """What somebody has to look at."""
        return tuple(item for item in self.judged if item.objected)


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done."""

    doing: str


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of an answer. ``opinion``: a model's words; ``marks`` are the figures in them that nothing proves."""

    text: str
    opinion: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def marked(self) -> str:
        """The text with each mark behind its span, for whoever has no colours."""
        text = self.text
        for mark in sorted(self.marks, key=lambda each: each.start, reverse=True):
            text = f"{text[: mark.start]}〔{text[mark.start : mark.end]}：{mark.label}〕{text[mark.end :]}"
        return text


@dataclass(frozen=True, slots=True)
class Wrote:
    """A piece of a part as it comes, references and all; it is not judged yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A part that holds, beside what stood there. ``applied``: it stands there already, and can be undone."""

    part: Part
    before: Shown
    after: Shown
    record: PartRecord
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; the next turn may be its answer."""

    question: str


@dataclass(frozen=True, slots=True)
class FactAdded:
    """A fact is added, in the clerk's own words."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Undone:
    """A change is taken back; ``again``: made once more."""

    what: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the user must know."""

    notice: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over."""

    outcome: Outcome


Event = Step | Said | Wrote | Proposed | Asked | FactAdded | Undone | Told | Ended
