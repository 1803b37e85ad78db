"""What a text says without a number, or with the number left out: a span with its verdict."""

from dataclasses import dataclass

from agent.verify.answer import Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A half-open span of the paragraph's text with what is said of it; ``expression`` None where no cell bears on it."""

    start: int
    end: int
    verdict: Verdict
    reason: str
    check: str
    expression: str | None = None
