"""Paragraphs to title, unit, year and sections.

A section begins at a line that is one of the official headings, with or without its number, or at a numbered line that fits
between them. Official headings are data of the forms.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from agent.forms import Form, forms
from corpus.blocks import Block, Grid, Paragraph, one_line
from corpus.labels import TRADITIONAL, key
from corpus.topics import heading_topic

INTRODUCTION = "introduction"
_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"(?:第?([{_NUMERALS}]{{1,3}})\s?(?:部分)?[、.．,，:：]|第([{_NUMERALS}]{{1,3}})部分)\s*(\S.*)"
)
_ARABIC = re.compile(r"([0-9]{1,2})\s*[.、．](?![0-9])")
_LEADER = re.compile(r"(?:[.…·．\-_—]{2,}|\s)\s*[(（]?[0-9]{1,3}[)）]?\s*$")
_CONTENTS = ("目录", "目次")
_LONGEST = 45
_ALIKE = 0.72
# No line with fewer characters of an official heading is as much like one: the shortest has four.
_FEWEST = 3
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
    return found.number if (found := _official_heading(text)) else None


@dataclass(frozen=True, slots=True)
class _Official:
    """An official heading as recognised. ``likeness`` is 3 for title and number as in the form, 0 for a similar title."""

    number: str
    likeness: int


@cache
def _telling() -> re.Pattern[str]:
    """The characters of the official headings, however they are written: in traditional ones, or as a PDF's radicals."""
    return re.compile(
        f"[{re.escape(''.join({*''.join(_official()), *TRADITIONAL}))}\u2e80-\u2fdf\uf900-\ufaff]"
    )


def _official_heading(text: str) -> _Official | None:
    # Most lines have nothing of a heading; asking so first is what keeps a million of them from taking minutes.
    if len(text) > 4 * _LONGEST or len(_telling().findall(text)) < _FEWEST:
        return None
    return _recognised(text)


@lru_cache(maxsize=20_000)
def _recognised(text: str) -> _Official | None:
    line = one_line(text).strip("#* ：:。")
    parts = numbered(line)
    title = key(parts[1] if parts else line)
    if not title or len(title) > _LONGEST:
        return None
    known = _official()
    if title in known:
        return _Official(known[title], 3 if _printed_rank(line) == _rank(known[title]) else 2)
    if parts is None:
        return _arabic_heading(line, title)
    likely = ((_likeness(title, name), number) for name, number in known.items())
    best, number = max(likely, default=(0.0, ""))
    return _Official(number, int(parts[0] == number)) if best >= _ALIKE else None


def _arabic_heading(line: str, title: str) -> _Official | None:
    """5. 政府信息公开工作存在的主要问题及改进情况: an item of a list may begin so too, hence more is asked of it."""
    rank = _printed_rank(line)
    for name, number in _official().items():
        if rank == _rank(number) and len(name) > 3 and title.endswith(name):
            return _Official(number, 1)
    return None


def _printed_rank(line: str) -> int | None:
    """The number that a heading is printed with; None where it has none."""
    if parts := numbered(line):
        return _rank(parts[0])
    found = _ARABIC.match(line)
    return int(found[1]) if found else None


def section_id(section: ReadSection, form: Form) -> str:
    """The form's id of a section: ``introduction`` for what stands before the first, "" where the form has no such section."""
    if number := official_number(section.heading):
        return next((known.id for known in form.sections if known.number == number), "")
    if (parts := numbered(section.heading)) is None:
        return INTRODUCTION
    # 五、问题与对策: other words for what the form has, under that number or, behind the tables, under another.
    named = heading_topic(parts[1])
    for at, known in enumerate(form.sections):
        if named in (topic.id for topic in known.topics) and (at or known.number == parts[0]):
            return known.id
    return ""


def _likeness(title: str, known: str) -> float:
    if len(known) > 3 and title.endswith(known):
        return 1.0
    shared = min(sum(letter in known for letter in title), len(known))
    if 2 * shared < _ALIKE * (len(title) + len(known)):
        return 0.0
    matcher = SequenceMatcher(None, title, known, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def outlined(blocks: Sequence[Block], title: str) -> Outline:
    """The blocks cut at their section headings."""
    heads = _heads(blocks)
    first = min(heads, default=len(blocks))
    # A heading that is printed twice, over the section and over its table, is no prose of the section before.
    printed = {"".join(heading.split()) for heading in heads.values()}
    sections = []
    for start, end in pairwise([*sorted(heads), len(blocks)]):
        lines = (line for line in _prose(blocks[start + 1 : end]) if "".join(line.split()) not in printed)
        sections.append(ReadSection(heads[start], "\n".join(lines)))
    return Outline(title, tuple(_introduction(blocks[:first], blocks[first:], title)), tuple(sections))


def official_heads(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Every line that is an official heading by its title or its number, each time that it is printed.

    Yields the index of its block and its place in the form, from 1.
    """
    for index, block in enumerate(blocks):
        found = _official_heading(block.text) if isinstance(block, Paragraph) else None
        if found and found.likeness:
            yield index, _rank(found.number)


def _heads(blocks: Sequence[Block]) -> dict[int, str]:
    """The headings by the index of their block.

    A contents list and captions name them too: what is printed most like the form counts, and of several the last.
    """
    printed: dict[str, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and (found := _official_heading(block.text)):
            printed.setdefault(found.number, []).append((found.likeness, index))
    numbers = {index: number for number, places in printed.items() for _, index in places}
    official = {_chosen(blocks, places, numbers): number for number, places in printed.items()}
    heads = {index: _printed(_paragraph(blocks[index]), number) for index, number in official.items()}
    return heads | dict(_between(blocks, official))


def _chosen(blocks: Sequence[Block], places: Sequence[tuple[int, int]], numbers: Mapping[int, str]) -> int:
    """Which of the places where a heading is printed its section begins at.

    One beside another section's heading, with nothing between them, is an entry of a contents list where there is another; a
    similar title under another number (一、存在的主要问题, inside 五) counts only where there is nothing better.
    """
    likely = [place for place in places if place[0]] or places
    real = [
        (likeness, at)
        for likeness, at in likely
        if {numbers.get(at - 1), numbers[at], numbers.get(at + 1)} <= {numbers[at], None}
        and not is_entry(_paragraph(blocks[at]))
    ]
    return max(real or likely)[1]


def is_entry(text: str) -> bool:
    """Whether a line is an entry of a contents list by its dots and page number (一、总体情况……3)."""
    return (
        len(text) < 4 * _LONGEST
        and (bool(numbered(text)) or "…" in text or "..." in text)
        and bool(_LEADER.search(text))
    )


def _paragraph(block: Block) -> str:
    return "" if isinstance(block, Grid) else block.text


def _printed(text: str, number: str) -> str:
    """The heading as printed; one that a file numbers by itself gets its number back."""
    line = one_line(text).strip("#* ")
    return line if _printed_rank(line) else f"{number}、{line}"


def _between(blocks: Sequence[Block], official: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Short numbered lines whose number no heading has and that stand where that number belongs.

    Where hardly any heading is official, each has to follow on the one before it, the first being 一.
    """
    ranks = {
        index: _printed_rank(_paragraph(blocks[index])) or _rank(number) for index, number in official.items()
    }
    for index, block in enumerate(blocks):
        parts = numbered(block.text) if isinstance(block, Paragraph) else None
        own = _rank(parts[0]) if parts else 0
        if parts is None or own in ranks.values() or len(parts[1]) > _LONGEST or parts[1][-1] in "。；，":
            continue
        before = max((rank for at, rank in ranks.items() if at < index), default=0)
        after = min((rank for at, rank in ranks.items() if at > index), default=99)
        if before < own < after and (own == before + 1 or (before and len(official) > 1)):
            yield index, one_line(_paragraph(block))
            ranks[index] = own


def _rank(number: str) -> int:
    ten, _, rest = number.partition("十")
    if "十" not in number:
        return _NUMERALS.find(number) + 1
    return (_NUMERALS.find(ten) + 1 if ten else 1) * 10 + (_NUMERALS.find(rest) + 1 if rest else 0)


def _prose(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph) and (line := block.text.strip()) and not is_page_number(line):
            yield line


def _introduction(blocks: Sequence[Block], body: Sequence[Block], title: str) -> Iterator[str]:
    """The paragraphs before the first section that are prose: not the title, no contents list, and none of them twice."""
    seen: set[str] = set()
    below = {"".join(line.split()) for line in _prose(body)}
    for line in _prose(blocks):
        compact = "".join(line.split())
        if compact in seen or compact in "".join(title.split()) or _is_listed(line, compact, below):
            continue
        seen.add(compact)
        yield line


def _is_listed(line: str, compact: str, below: Set[str]) -> bool:
    """Whether a line belongs to a contents list: its head, a heading, or a line that stands below again."""
    if compact in _CONTENTS or is_entry(line) or official_number(line):
        return True
    return len(compact) <= _LONGEST and compact in below
