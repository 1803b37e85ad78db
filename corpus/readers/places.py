"""Where the text of a Word document stands in it: for each character its element, whatever was joined or left out on the way.

A line of the text is a paragraph's (``Line``) or a table row's (``Row``). What is worked out for a line is worked out once, when
somebody asks for the place of one of its characters.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import lxml.etree

from corpus.readers.package import Package, local


class Piece(NamedTuple):
    """Characters and the element that they come from."""

    text: str
    element: lxml.etree._Element


@dataclass(frozen=True, slots=True)
class Place:
    """Where one character of the text stands: in ``element``, and there ``offset`` characters from its beginning.

    An element that is no ``t`` (a line break, a tab, a note's mark as a whole run) cannot be divided.
    """

    element: lxml.etree._Element
    offset: int

    @property
    def divisible(self) -> bool:
        """Whether the element is a text of which this is one character."""
        return local(self.element) == "t"


@dataclass(frozen=True)
class Line:
    """A paragraph's line: ``raw``, which begins at ``start`` of the paragraph's characters, before blanks were joined."""

    pieces: Sequence[Piece]
    start: int
    raw: str

    def place(self, column: int) -> Place:
        """The place of the line's character in that column."""
        at = self.start + self._kept[column]
        number = bisect_right(self._ends, at)
        return Place(self.pieces[number].element, at - (self._ends[number - 1] if number else 0))

    @property
    def length(self) -> int:
        """How many characters the line has once blanks are joined."""
        return len(self._kept)

    @cached_property
    def _ends(self) -> list[int]:
        """Where each piece ends among the paragraph's characters."""
        return list(accumulate(len(text) for text, _ in self.pieces))

    @cached_property
    def _kept(self) -> list[int]:
        """For each character of the line its place in ``raw``; a joined blank stands where the last of them stood."""
        kept: list[int] = []
        for word in re.finditer(r"\S+", self.raw):
            if kept:
                kept.append(word.start() - 1)
            kept += range(word.start(), word.end())
        return kept


@dataclass(frozen=True, slots=True)
class Row:
    """A table row's line: for each box the lines that it prints, joined by blanks; a tab stands between two boxes."""

    boxes: Sequence[Sequence[Line]]

    def place(self, column: int) -> Place | None:
        """The place of the line's character in that column; None between two boxes or two lines of one."""
        for lines in self.boxes:
            for line in lines:
                if column < line.length:
                    return line.place(column) if column >= 0 else None
                column -= line.length + 1
            column -= 0 if lines else 1
        return None


class PlacedText:
    """A Word document with the places of its text. ``root`` is the document part's and may be changed and written back.

    ``text`` is what the reader gives as the report's text; ``origins`` has where each of its lines comes from.
    """

    def __init__(
        self, package: Package, root: lxml.etree._Element, text: str, origins: Sequence[Line | Row]
    ) -> None:
        self.package, self.root, self.text = package, root, text
        self._origins = origins
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, at: int) -> Place | None:
        """Where the character at ``at`` of the text stands; None between two lines or two boxes of a table."""
        line = bisect_right(self._starts, at) - 1
        return None if self.text[at] == "\n" else self._origins[line].place(at - self._starts[line])
