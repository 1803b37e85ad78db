"""Who writes: a writer turns a brief into a template, one paragraph a line, as it comes.

``Writer.write`` gives pieces of text whose concatenation is the template, and in between or at the end what they cost. Who does
not want more closes the iterator, and the writer lets go of whatever it holds. Nothing that a writer gives is believed: its
references are realised and its sentences judged by others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from agent.drafting.brief import Brief


@dataclass(frozen=True, slots=True)
class Usage:
    """What one call cost: tokens asked and answered, 0 where the far side does not say; the prompt's name with its version."""

    asked: int = 0
    answered: int = 0
    prompt: str = ""


Piece = str | Usage


class Writer(Protocol):
    """``name`` is shown to users and kept in the record: 内置文句, or the model's name."""

    @property
    def name(self) -> str:
        """Who it is."""
        ...

    def write(self, brief: Brief) -> Iterator[Piece]:
        """The part as a template, a paragraph a line. ``Unavailable`` where it cannot be written by this writer."""
        ...
