"""Lines on a terminal: colour, and nothing that would steer it.

Lines, never tables of fixed columns: Chinese characters are two columns wide in most terminals and not in all. Colour only
where the output is a terminal and ``NO_COLOR`` is not set.
"""

import os
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Style:
    """Colour, or none."""

    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """For a stream: coloured on a terminal, unless ``NO_COLOR`` says otherwise."""
        return cls(stream.isatty() and not os.environ.get("NO_COLOR"))

    def _wrapped(self, text: str, code: int) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def bad(self, text: str) -> str:
        """Red."""
        return self._wrapped(text, 31)

    def good(self, text: str) -> str:
        """Green."""
        return self._wrapped(text, 32)

    def doubtful(self, text: str) -> str:
        """Yellow."""
        return self._wrapped(text, 33)

    def strong(self, text: str) -> str:
        """Bold."""
        return self._wrapped(text, 1)

    def faint(self, text: str) -> str:
        """Dim."""
        return self._wrapped(text, 2)


def flat(text: str) -> str:
    """On one line, and without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
