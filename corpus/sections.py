"""Paragraphs to title, unit, year and sections.

A section begins at a line that is one of the official headings, with or without its number, or at a numbered line that fits
between them. Official headings are data of the forms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import Any

from agent.forms import Form, forms
from corpus.blocks import Block, Grid, Paragraph, one_line
from corpus.labels import key
from corpus.topics import heading_topic

INTRODUCTION = "introduction"
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"(?:第?([{_NUMERALS}]{{1,3}})(?:部分)?[、.．,，:：]|第([{_NUMERALS}]{{1,3}})部分)\s*(\S.*)"
)
_LONGEST = 45
_ALIKE = 0.72
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–]+\s*\d{1,3}\s*[-—–]+|(?:第\s*)?\d{1,3}(?:\s*页)?)\s*")


@dataclass(frozen=True, slots=True)
class ReadSection:
    """One section as printed. ``text`` is its prose, a paragraph a line, without its tables.

    What stands before the first section is a section too: its heading is the report's title, its text the introduction.
    ``topics`` are the ids of what its paragraphs are about.
    """

    heading: str
    text: str
    topics: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's fields, and the topics."""
        return {"heading": self.heading, "text": self.text, "topics": list(self.topics)}


@dataclass(frozen=True)
class Outline:
    """The prose of a report, cut at its headings. ``introduction`` stands between the title and the first section."""

    title: str
    introduction: tuple[str, ...]
    sections: tuple[ReadSection, ...]

    @property
    def whole(self) -> tuple[ReadSection, ...]:
        """The sections, the title with its introduction first."""
        opening = ReadSection(self.title, "\n".join(self.introduction))
        return (opening, *self.sections) if opening.text or opening.heading else self.sections


@cache
def _official() -> dict[str, str]:
    """The official headings of prose and tables: number by the key of the title."""
    return {key(section.title): section.number for form in forms() for section in form.sections}


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number (- 3 -)."""
    return bool(text.strip()) and _PAGE_NUMBER.fullmatch(text) is not None


def numbered(text: str) -> tuple[str, str] | None:
    """Number and title of a line such as 三、收到和处理…; None where it is none."""
    found = _NUMBERED.fullmatch(one_line(text).strip("#* ")) if len(text) < 4 * _LONGEST else None
    return (found[1] or found[2], found[3]) if found else None


def official_number(text: str) -> str | None:
    """The number of the official section that a line is the heading of; None where it is none."""
    if len(text) > 4 * _LONGEST:
        return None
    line = one_line(text).strip("#* ：:。")
    parts = numbered(line)
    title = key(parts[1] if parts else line)
    if not title or len(title) > _LONGEST:
        return None
    for known, number in _official().items():
        if title == known:
            return number
    if parts is None:
        return None
    likely = ((_likeness(title, known), number) for known, number in _official().items())
    best = max(likely, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def section_id(section: ReadSection, form: Form) -> str:
    """The form's id of a section: ``introduction`` for what stands before the first, "" where the form has no such section."""
    if (parts := numbered(section.heading)) is None:
        return INTRODUCTION
    number = official_number(section.heading)
    if number is not None:
        return next((known.id for known in form.sections if known.number == number), "")
    # 五、问题与对策: other words for what the form has under that number.
    named = heading_topic(parts[1])
    return next(
        (
            known.id
            for known in form.sections
            if known.number == parts[0] and named in (topic.id for topic in known.topics)
        ),
        "",
    )


def _likeness(title: str, known: str) -> float:
    if len(known) > 3 and title.endswith(known):
        return 1.0
    return SequenceMatcher(None, title, known, autojunk=False).ratio()


def outlined(blocks: Sequence[Block], title: str) -> Outline:
    """The blocks cut at their section headings."""
    heads = _heads(blocks)
    first = min(heads, default=len(blocks))
    sections = []
    for start, end in pairwise([*sorted(heads), len(blocks)]):
        sections.append(ReadSection(heads[start], "\n".join(_prose(blocks[start + 1 : end]))))
    return Outline(title, tuple(_introduction(blocks[:first], title)), tuple(sections))


def _heads(blocks: Sequence[Block]) -> dict[int, str]:
    """The headings by the index of their block. A contents list names them too, so that the last of each counts."""
    official: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (number := official_number(block.text)):
            official[number] = index
    heads = {index: _printed(_paragraph(blocks[index]), number) for number, index in official.items()}
    return heads | dict(_between(blocks, {index: number for number, index in official.items()}))


def _paragraph(block: Block) -> str:
    return "" if isinstance(block, Grid) else block.text


def _printed(text: str, number: str) -> str:
    """The heading as printed; one that a file numbers by itself gets its number back."""
    line = one_line(text).strip("#* ")
    return line if numbered(line) else f"{number}、{line}"


def _between(blocks: Sequence[Block], official: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Short numbered lines whose number no official heading has and that stand where that number belongs."""
    taken = set(official.values())
    for index, block in enumerate(blocks):
        parts = numbered(block.text) if isinstance(block, Paragraph) else None
        if parts is None or parts[0] in taken or len(parts[1]) > _LONGEST or parts[1][-1] in "。；，":
            continue
        own = _rank(parts[0])
        before = [_rank(number) for at, number in official.items() if at < index]
        after = [_rank(number) for at, number in official.items() if at > index]
        fits = max(before, default=0) < own < min(after, default=99)
        # A text without official headings may begin anywhere, but only with 一.
        if fits and (len(official) > 1 if before else own == 1):
            yield index, one_line(_paragraph(block))
            taken.add(parts[0])


def _rank(number: str) -> int:
    ten, _, rest = number.partition("十")
    if "十" not in number:
        return _NUMERALS.find(number) + 1
    return (_NUMERALS.find(ten) + 1 if ten else 1) * 10 + (_NUMERALS.find(rest) + 1 if rest else 0)


def _prose(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph) and (line := block.text.strip()) and not is_page_number(line):
            yield line


def _introduction(blocks: Sequence[Block], title: str) -> Iterator[str]:
    """The paragraphs before the first section that are prose: not the title, and none of them twice."""
    seen: set[str] = set()
    for line in _prose(blocks):
        compact = "".join(line.split())
        if compact in seen or compact in "".join(title.split()):
            continue
        seen.add(compact)
        yield line
