"""What is kept of a draft: who wrote which part, at what cost, what was held against it, and what became of that."""

from dataclasses import asdict, dataclass, field
from typing import Any

from agent.drafting.brief import Objection

SCHEMA = "nianbao/draft/1"


@dataclass(frozen=True, slots=True)
class Origin:
    """A past paragraph that the writer was shown, or that a sentence was made of."""

    unit: str
    year: int
    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Round:
    """One try: what was written, as a template, and what was held against it; tokens and seconds that it took."""

    prompt: str
    written: str
    objections: tuple[Objection, ...] = ()
    asked: int = 0
    answered: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One part. ``accepted`` is the template that stands in the draft, ``by`` the names of those who wrote it.

    ``repaired`` counts sentences that were objected to and written anew, ``dropped`` holds those that were left out, ``replaced``
    those for which the built-in writer's stand. ``notices`` are what the user was told, ``fault`` is what the far side failed
    with, "" where it did not.
    """

    part: str
    writer: str
    accepted: str
    by: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    repaired: int = 0
    dropped: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    notices: tuple[str, ...] = ()
    instruction: str = ""
    fault: str = ""


@dataclass(frozen=True)
class DraftRecord:
    """The whole draft. ``started`` is a time as ISO 8601 with its zone, ``verdicts`` counts the final figures by verdict.

    ``digest`` is of the final text and the figures (SHA-256), so that a record can be told to belong to a text.
    """

    unit: str
    year: int
    writer: str
    started: str
    seconds: float
    parts: tuple[PartRecord, ...]
    verdicts: dict[str, int] = field(default_factory=dict)
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a program reads it; nothing in it is a key or a setting."""
        return {"schema": SCHEMA, **asdict(self), "tokens": self.tokens}

    @property
    def tokens(self) -> dict[str, int]:
        """All that was asked and answered, as far as the far side told."""
        rounds = [each for part in self.parts for each in part.rounds]
        return {
            "asked": sum(each.asked for each in rounds),
            "answered": sum(each.answered for each in rounds),
        }
