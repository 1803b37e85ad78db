"""A person keeps a figure that is objected to: 人工确认.

A :class:`Waiver` names its sentence and the figure's text, both as given with white space dropped
(:func:`agent.verify.prose.compact`), and says who keeps it and why. It never changes a verdict: it stands beside one. What it
no longer covers is told as a :class:`Leftover`, so that no confirmation is lost in silence or goes on for a changed text.
"""

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who keeps which figure, and why.

    ``occurrence`` counts from 1 among the sentence's figures of the same text, None where there is only one. ``copy`` of
    ``copies`` is which of several identical sentences of the text is meant, both None where the sentence stands once.
    ``verdict`` and ``expected`` are what was objected when it was given, None where nobody wrote that down; a waiver covers
    no other objection than that. ``date`` is the caller's, None where unknown.
    """

    sentence: str
    text: str
    by: str
    reason: str
    date: datetime.date | None = None
    occurrence: int | None = None
    copy: int | None = None
    copies: int | None = None
    verdict: str | None = None
    expected: str | None = None

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What it is about: two waivers of the same place are one too many."""
        return self.sentence, self.text, self.occurrence or 1, self.copy or 1

    @property
    def said(self) -> str:
        """One Chinese line: who, when and why."""
        day = f"（{self.date.isoformat()}）" if self.date else ""
        return f"{self.by}{day}：{self.reason}"

    def as_json(self) -> dict[str, Any]:
        """What a judged item carries of it."""
        return {"by": self.by, "reason": self.reason, "date": self.date.isoformat() if self.date else None}

    def record(self) -> dict[str, Any]:
        """The whole of it as the sidecar has it; what is None is left out."""
        fields: dict[str, Any] = {"sentence": self.sentence, "text": self.text}
        fields |= {"occurrence": self.occurrence, "copy": self.copy, "copies": self.copies}
        fields |= {"verdict": self.verdict, "expected": self.expected, **self.as_json()}
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Leftover:
    """A waiver that covers nothing now, and why, in Chinese.

    ``nearest`` is the sentence that the waiver's was probably changed into and ``line`` the line where it stands, counted
    from 1; "" and 0 where none is near.
    """

    waiver: Waiver
    why: str
    nearest: str = ""
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        """The waiver with what is said of it."""
        near = {"nearest": {"sentence": self.nearest, "line": self.line}} if self.nearest else {}
        return {**self.waiver.record(), "why": self.why, **near}


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The waivers that cover nothing: ``lapsed`` for what was changed, ``unneeded`` for what is objected to no more."""

    lapsed: tuple[Leftover, ...] = ()
    unneeded: tuple[Leftover, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Both lists."""
        return {
            "lapsed": [each.as_json() for each in self.lapsed],
            "unneeded": [each.as_json() for each in self.unneeded],
        }
