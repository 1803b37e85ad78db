"""From a text to its paragraphs of prose.

A text may be a whole report with its tables flattened into it. Under the heading of a table only lines that are sentences
count as prose; elsewhere a line with tabs is a table row. Lines that a PDF broke in the middle of a sentence are joined, and
white space inside a paragraph is dropped, so that 政府信息 公开 and ``2 3件`` read as they were meant; every position keeps the
place that it has in the text as given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.forms.form import Form, Section
from agent.verify.characters import PINYIN, simplified

_HEADING = re.compile(
    r"^[\s\u3000]*(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、．.:：]|[（(][一二三四五六七八九十]{1,2}[）)])\s*(\S.{0,40})$"
)
_TOP = re.compile(r"^[\s\u3000]*[一二三四五六七八九十]{1,3}[、．.]\s*(\S.{0,40}?)[\s\u3000]*$")
_ENDS = re.compile(r"[。！？!?；;：:”）)]\s*$")
_BEGINS = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳])"
)
# Longer lines are no headings, and are read in simplified characters once, as a part of their paragraph.
_LONGEST_HEADING = 80
# A line that goes on with the total of the paragraph before it.
_GOES_ON = re.compile(r"^[\s\u3000]*(?:其中|从[^，。]{1,12}看|按[^，。]{1,10}分|在[^，。]{0,12}中[，,])")
_TAIL = 160
# A row of a table that a copy flattened with blanks.
_ROW = re.compile(r"(?:(?:^|[\s\u3000|])(?:-?\d+(?:\.\d+)?|[/—-])(?=[\s\u3000|]|$)){4,}\s*$")
_BLANK = re.compile(r"[\s\u200b\ufeff]")
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」）)]*")
_ENDED = re.compile(_SENTENCE_END.pattern + "$")
_TITLE = re.compile("[^。；，]{0,50}?(?:报告|年报)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose. ``text`` is compact; character ``i`` of it stands at ``places[i]`` of the text as given."""

    text: str
    places: list[int]
    section: Section | None
    heading: bool = False
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the text as given of ``text[start:end]``."""
        return self.places[start], self.places[end - 1] + 1


def paragraphs(text: str, form: Form) -> Iterator[Paragraph]:
    """The prose of a text, paragraph by paragraph, each with the section of the form that it stands in."""
    for lines, section, heading in _joined(text, form):
        compact, places = _compact(text, lines)
        if compact:
            yield Paragraph(compact, places, section, heading, list(_sentences(compact)))


def _joined(text: str, form: Form) -> Iterator[tuple[list[tuple[int, int]], Section | None, bool]]:
    """Lines of prose gathered into paragraphs, with their section and whether the paragraph is a heading."""
    pending: list[tuple[int, int]] = []
    section: Section | None = None
    for start, end in _lines(text):
        line = text[start:end]
        if len(line) < _LONGEST_HEADING:
            line = simplified(line)
        if not line.strip():
            continue
        found = _section_of(line, form)
        if found is not None or not _is_prose(line, section) or _is_heading(line):
            if pending:
                yield pending, section, False
            pending = []
            if found is not None:
                section = found
            if (found is not None and section is not None and section.table is None) or (
                found is None and _is_prose(line, section)
            ):
                yield [(start, end)], section, True
            continue
        ended = pending and (_ENDS.search(text, pending[-1][0], pending[-1][1]) or _BEGINS.match(line))
        if ended and not _GOES_ON.match(line):
            yield pending, section, False
            pending = []
        pending.append((start, end))
    if pending:
        yield pending, section, False


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        start += len(line)


def _section_of(line: str, form: Form) -> Section | None:
    match = _TOP.match(line) if len(line) < 60 else None
    if match is None:
        return None
    title = "".join(match[1].split())
    for section in form.sections:
        if title == section.title or (section.title in title and len(title) < len(section.title) + 8):
            return section
    return _near_section(title, form)


def _near_section(title: str, form: Form) -> Section | None:
    """Headings that say a section's title in a few other words: 存在问题及改进措施, 主动公开情况."""
    for section in form.sections:
        core = (
            section.title.replace("政府信息", "")
            .replace("情况", "")
            .replace("存在的主要", "")
            .replace("需要报告的", "")
        )
        if (
            len(core) >= 2
            and (core in title or title.replace("情况", "") in section.title)
            and len(title) <= 24
        ):
            return section
    return None


def _is_heading(line: str) -> bool:
    """A short line with a list mark and no sentence in it."""
    return (
        bool(_HEADING.match(line))
        and len(line.strip()) <= 40
        and not re.search(r"[。；，,：:]", line.strip())
    )


def _is_prose(line: str, section: Section | None) -> bool:
    if "\t" in line.strip() or _ROW.search(line, max(0, len(line) - _TAIL)):
        return False
    if section is None or section.table is None:
        return True
    sentence = "。" in line or ("，" in line and len(line.strip()) > 24)
    return sentence and "勾稽关系" not in line


# What is written between digits that belong together, and what keeps them apart: 2025 1 1 日.
_GAP = re.compile(r"(?<=[0-9０-９])[ \u3000\xa0](?=[0-9０-９])")
_YEAR_BEFORE = re.compile(r"(?:19|20)[0-9]{2}(?: [0-9]{1,2})?$")


def _compact(text: str, lines: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """Drop white space and pinyin notes; read traditional characters as simplified ones."""
    pieces: list[str] = []
    places: list[int] = []
    for start, end in lines:
        if _BLANK.search(text, start, end) is None and PINYIN.search(text, start, end) is None:
            pieces.append(text[start:end])
            places += range(start, end)
            continue
        for at in _kept(text, start, end):
            pieces.append(" " if text[at].isspace() else text[at])
            places.append(at)
    return simplified("".join(pieces)), places


def _kept(text: str, start: int, end: int) -> Iterator[int]:
    """The places of a line that are read: no white space but that which keeps the numbers of a date apart."""
    notes = [match.span() for match in PINYIN.finditer(text, start, end)]
    skip = {at for first, last in notes for at in range(first, last)}
    for at in range(start, end):
        char = text[at]
        if at in skip:
            continue
        if (not char.isspace() and char not in "\u200b\ufeff") or (
            _GAP.match(text, at) and _YEAR_BEFORE.search(text, max(start, at - 8), at)
        ):
            yield at


# No sentence is this long; cutting what claims to be one keeps every check linear in any text.
_LONGEST = 1200


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        while end - start > _LONGEST:
            yield start, start + _LONGEST
            start += _LONGEST
        if start < end:
            yield start, end
        start = end


# --- sentences to know again --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose, :func:`compact`, and its half-open span in the text as given."""

    text: str
    start: int
    end: int


def compact(text: str) -> str:
    """A text as its sentences are compared: without any white space."""
    return _BLANK.sub("", text)


def sentences(text: str, form: Form) -> Iterator[Sentence]:
    """Every sentence, headings too, however it is broken into lines.

    Unlike a paragraph's sentences these run on over a line that ends in a semicolon, a colon or a bracket, and don't begin
    with the report's title on the line above.
    """
    for run in _runs(text, form):
        whole = "".join(paragraph.text for paragraph in run)
        places = [place for paragraph in run for place in paragraph.places]
        title = _title_above(text, whole, places)
        for first, last in ((0, title), (title, len(whole))):
            for start, end in _sentences(whole[first:last]):
                words = compact(whole[first + start : first + end])
                if words:
                    yield Sentence(words, places[first + start], places[first + end - 1] + 1)


def _title_above(text: str, whole: str, places: list[int]) -> int:
    """Where the words begin under a title that stands on the line above them; 0 where there is none."""
    found = _TITLE.match(whole)
    if found is None or found.end() == len(whole):
        return 0
    between = text[places[found.end() - 1] + 1 : places[found.end()]]
    return found.end() if "\n" in between or "\r" in between else 0


def _runs(text: str, form: Form) -> Iterator[list[Paragraph]]:
    run: list[Paragraph] = []
    for paragraph in paragraphs(text, form):
        if run and not _continues(run[-1], paragraph):
            yield run
            run = []
        run.append(paragraph)
    if run:
        yield run


def _continues(before: Paragraph, after: Paragraph) -> bool:
    if before.heading or after.heading or _BEGINS.match(after.text):
        return False
    return not _ENDED.search(before.text[-4:])
