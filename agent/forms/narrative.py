"""The prose of one report, laid on its form's sections.

A narrative is what people write between the tables: an introduction and the sections of prose. :attr:`Narrative.text` is
that prose as one text, a paragraph a line; verdicts' spans are over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph without its line break. ``heading`` marks a sub-heading (（一）主动公开) that stands on its own line."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The prose of one section. ``section`` is its id in the form, ``heading`` as printed (一、总体情况)."""

    section: str
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the narrative's text with the span that it has there; ``level`` 0 title, 1 section, 2 sub-heading, 3 body."""

    text: str
    start: int
    level: int
    section: str

    @property
    def end(self) -> int:
        """Half-open end."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Narrative:
    """Title, introduction and passages of one report, in the form's order."""

    title: str
    introduction: tuple[Paragraph, ...]
    passages: tuple[Passage, ...]

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Every line with its level and the id of its section ("" before the first)."""
        if self.title:
            yield self.title, 0, ""
        for paragraph in self.introduction:
            yield paragraph.text, 3, ""
        for passage in self.passages:
            yield passage.heading, 1, passage.section
            for paragraph in passage.paragraphs:
                yield paragraph.text, 2 if paragraph.heading else 3, passage.section

    def placed(self) -> tuple[Placed, ...]:
        """Every line with its span in :attr:`text`."""
        found, at = [], 0
        for text, level, section in self.lines():
            found.append(Placed(text, at, level, section))
            at += len(text) + 1
        return tuple(found)

    @property
    def text(self) -> str:
        """The whole prose, a paragraph a line."""
        return "\n".join(text for text, _, _ in self.lines())
