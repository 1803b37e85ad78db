"""The paragraphs of a report, each with its section, its heading and its topic.

A sub-heading that stands on a line of its own is a heading; one that a paragraph begins with (（一）主动公开。全年…) is a
heading too and stays in the paragraph. A list of items without full stops is no row of headings.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.forms import Form
from corpus.sections import ReadSection, section_id
from corpus.topics import names_topic, topic_of, topics_within

_NUMERALS = "一二三四五六七八九十"
# The kinds of list marks, outermost first; the place in this row is the depth.
_MARKS = (
    re.compile(rf"(?:第[{_NUMERALS}]{{1,3}}[章节部条](?:分)?[、：:\s]?|[{_NUMERALS}]{{1,3}}[、.．])\s*"),
    re.compile(rf"[（(]\s*[{_NUMERALS}]{{1,3}}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"[0-9]{1,2}\s*[.、．](?![0-9])\s*"),
    re.compile(r"[（(]\s*[0-9]{1,2}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"[①-⑳]\s*"),
)
_ENDS = "。；！？…;!?"
_STOPS = re.compile(r"[。：；:;]|\s(?=[0-9]{4}\s*年)")
# No sub-heading is longer, standing alone or in front of its paragraph.
_LONGEST = 45
_RUN_IN = 32
_UNMARKED = 20
_NO_HEADING = re.compile(r"[0-9０-９]|附件|签发|日期")


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph of prose.

    ``number`` counts from 1 within the report. ``section`` is the form's id of its section, ``introduction`` before the first
    one, "" in a section that the form does not know. ``heading`` is the innermost heading over it as printed, ``topic`` the id
    of what it is about, "" where nothing tells. ``text`` is one line, a run-in heading included.
    """

    number: int
    section: str
    heading: str
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph with the sub-headings over it, outermost first."""

    text: str
    headings: tuple[str, ...]


def prose_of(
    sections: Sequence[ReadSection], form: Form
) -> tuple[tuple[ReadSection, ...], tuple[ReadParagraph, ...]]:
    """The sections with what they are about, and their paragraphs in order.

    A section is about what its paragraphs are, and about those of the form's topics of that section that it speaks of besides.
    """
    found: list[ReadParagraph] = []
    told: list[ReadSection] = []
    for section in sections:
        own = section_id(section, form)
        within = list(_within(section, own, len(found) + 1))
        topics = dict.fromkeys(paragraph.topic for paragraph in within if paragraph.topic)
        expected = [topic.id for known in form.sections if known.id == own for topic in known.topics]
        if not topics.keys() >= set(expected):
            topics |= dict.fromkeys(topics_within(section.text, expected))
        told.append(replace(section, topics=tuple(topics)))
        found += within
    return tuple(told), tuple(found)


def _within(section: ReadSection, own: str, start: int) -> Iterator[ReadParagraph]:
    """The paragraphs of one section whose id in the form is ``own``, numbered from ``start``."""
    before: str | None = None
    for number, piece in enumerate(_pieces(section.text.split("\n")), start):
        found = topic_of(piece.text, own, piece.headings, before)
        before = found.id if found else before
        heading = piece.headings[-1] if piece.headings else section.heading
        yield ReadParagraph(number, own, heading, found.id if found else "", piece.text)


@dataclass
class _Over:
    """The sub-headings that hold at some line, by their depth."""

    by_depth: dict[int, str] = field(default_factory=dict)

    def set(self, depth: int, heading: str) -> None:
        """Put a heading in its place; the deeper ones end."""
        self.by_depth = {at: text for at, text in self.by_depth.items() if at < depth}
        self.by_depth[depth] = heading

    def end(self, depth: int) -> None:
        """End what is as deep: an item without a heading of its own stands under the outer ones only."""
        self.by_depth = {at: text for at, text in self.by_depth.items() if at < depth}

    @property
    def headings(self) -> tuple[str, ...]:
        """Outermost first."""
        return tuple(text for _, text in sorted(self.by_depth.items()))


def _pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    over = _Over()
    marks = [_marked(line) for line in lines]
    alone = _standing_alone(lines, marks)
    for index, line in enumerate(lines):
        if not line:
            continue
        depth, title = marks[index]
        if index in alone:
            over.set(depth, line.rstrip("。：: "))
            continue
        if heading := _run_in(line, title):
            over.set(depth, heading)
        elif title != line:
            over.end(depth)
        yield _Piece(line, over.headings)


def _marked(line: str) -> tuple[int, str]:
    """The depth of a line's list mark and the line without it; a line without one is as deep as the outermost."""
    for depth, mark in enumerate(_MARKS):
        if found := mark.match(line):
            return depth, line[found.end() :]
    return 0, line


# --- headings -----------------------------------------------------------------------------------------------------


def _standing_alone(lines: Sequence[str], marks: Sequence[tuple[int, str]]) -> frozenset[int]:
    """The lines that are sub-headings: something stands under them, and they are no items of one list."""
    found: set[int] = set()
    for index, line in enumerate(lines[:-1]):
        depth, title = marks[index]
        if not _may_stand_alone(line, title):
            continue
        marked = title != line
        siblings = [other for other in (index - 1, index + 1) if marked and 0 <= other < len(lines)]
        item = any(other not in found and _same_kind(lines[other], marks[other], depth) for other in siblings)
        below, under = marks[index + 1]
        if not item and (not marked or below != depth or under == lines[index + 1]):
            found.add(index)
    return frozenset(found)


def _same_kind(line: str, mark: tuple[int, str], depth: int) -> bool:
    """Whether a line is an item of the same list: the same kind of mark, and no more than one line of it."""
    at, title = mark
    return title != line and at == depth and len(line) <= _LONGEST


def _may_stand_alone(line: str, title: str) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    bare = title.rstrip("。：: ")
    if not bare or any(stop in bare for stop in _ENDS):
        return False
    if title == line:
        return len(line) <= _UNMARKED and not line.endswith("。") and names_topic(bare)
    # （三）政府信息管理情况。 has a full stop and is a heading; （三）没有收费。 is a sentence.
    return not line.endswith("。") or names_topic(bare)


def _run_in(line: str, title: str) -> str:
    """The heading that a paragraph begins with, with its mark, as printed; "" where it begins with none."""
    stop = _STOPS.search(title)
    if stop is None or stop.start() > _RUN_IN or not title[stop.end() :].strip():
        return ""
    bare = title[: stop.start()].strip()
    if not bare or _NO_HEADING.search(bare) or (title == line and not names_topic(bare)):
        return ""
    return line[: len(line) - len(title)] + bare
