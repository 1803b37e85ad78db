"""Plain text and Markdown to blocks.

In plain text a table row is a line with tabs, or a line that can only be a row: labels and figures with runs of spaces between
them. Blank lines do not end a table, for a page break leaves them. Prose that a page break tore apart is put together again in
the sections; the report's text stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.forms import forms
from corpus.amounts import is_blank, is_number
from corpus.blocks import MISSING, Block, Box, Grid, Paragraph, one_line
from corpus.headings import all_labels, headings_of
from corpus.identity import is_title
from corpus.labels import keys
from corpus.readers.encoding import decode
from corpus.report import ReadReport, recognise
from corpus.sections import is_page_number, numbered, official_number

_GAP = re.compile(r"[ \u00a0]{2,}|\u3000+")
_FEW = 20
# No row of a statutory table is longer, its labels and the spaces between its columns included.
_LONGEST_ROW = 1000
# Lines of pieces between two rows: a heading printed one character a line is the longest that occurs.
_MANY = 40
_ENDS = "。！？；：…”）)》!?;:"
# A line that fills the page from edge to edge; shorter ones end where their author ended them.
_FULL_LINE = 30
_SUBHEADING = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、．]|第[一二三四五六七八九十]+[条章部])"
)


def read_text(content: bytes, file: str) -> ReadReport:
    """The report that a plain text holds; its ``text`` is the text itself."""
    text, notes = decode(content, file, declared=False)
    return recognise(blocks_of_text(text), file, text=text, notes=notes)


def read_markdown(content: bytes, file: str) -> ReadReport:
    """The report that a Markdown text holds."""
    from markdown_it import MarkdownIt

    from corpus.readers.html import recognised_page

    text, notes = decode(content, file, declared=False)
    # A line break in the source is a line break to its author, and an indent is how Chinese paragraphs begin: no code, no lists.
    markdown = (
        MarkdownIt("commonmark", {"breaks": True, "html": True}).enable("table").disable(["code", "list"])
    )
    return recognised_page(markdown.render(_without_marks(text)), file, notes)


_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:.*$", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^[^\]]+\]")
_MARKED = re.compile(r"(?<!\\)==(?=\S)(.+?)(?<=\S)(?<!\\)==")


def _without_marks(text: str) -> str:
    """The text without footnotes and without the marks around what a draft objects to."""
    return _MARKED.sub(r"\1", _REFERENCE.sub("", _FOOTNOTE.sub("", text)))


# --- plain text ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A line cut into fields. ``aligned``: at tabs, so that an empty field is there to be seen."""

    fields: tuple[str, ...]
    number: int
    aligned: bool


def blocks_of_text(text: str) -> list[Block]:
    """The lines as paragraphs and grids, in order."""
    lines = text.splitlines()
    rows = _completed(lines, [_row(line, number) for number, line in enumerate(lines, 1)])
    paragraphs = _Paragraphs([line for line, row in zip(lines, rows, strict=True) if row is None])
    blocks: list[Block] = []
    table: list[_Row] = []
    for number, (line, row) in enumerate(zip(lines, rows, strict=True), 1):
        if row is not None:
            table.append(row)
        elif line.strip() and not is_page_number(line):
            blocks += _grids(table)
            table = []
            paragraphs.add(blocks, line, f"第{number}行")
        else:
            paragraphs.blank = True
    return [*blocks, *_grids(table)]


def _completed(lines: Sequence[str], rows: list[_Row | None]) -> list[_Row | None]:
    """The rows with the lines between them that are pieces of labels, where a table was cut at spaces.

    Such lines are short and no sentences, and no section begins among them.
    """
    found = list(rows)
    last: int | None = None
    for index, row in enumerate(rows):
        if row is None:
            continue
        between = range(last + 1, index) if last is not None and index - last <= _MANY else range(0)
        pieces = [at for at in between if lines[at].strip() and not is_page_number(lines[at])]
        if not row.aligned and all(_is_piece(lines[at]) for at in pieces):
            for at in pieces:
                found[at] = _Row((lines[at].strip(),), at + 1, aligned=False)
        last = None if row.aligned else index
    return found


def _is_piece(line: str) -> bool:
    text = line.strip()
    return len("".join(text.split())) <= 2 * _FEW and text[-1] not in "。；" and official_number(text) is None


def _row(line: str, number: int) -> _Row | None:
    """The line as a table row; None where it is prose."""
    if not line.strip() or len(line) > _LONGEST_ROW or is_page_number(line):
        return None
    # A tab in front is an indent.
    if "\t" in line.lstrip():
        fields = tuple(line.split("\t"))
        written = [field for field in map(str.strip, fields) if field]
        return (
            _Row(fields, number, aligned=True)
            if len(written) > 1 or len("".join(written)) < _FULL_LINE
            else None
        )
    for fields in (tuple(_GAP.split(line.strip())), _tokens(line)):
        if len(fields) > 1 and can_only_be_row(fields):
            return _Row(fields, number, aligned=False)
    return None


def _tokens(line: str) -> tuple[str, ...]:
    """Label and figures of a line with single spaces (予以公开 5 0 0 0 0 0 5), as PDF viewers copy it."""
    words = line.split()
    start = len(words)
    while start and is_figure(words[start - 1]):
        start -= 1
    if start == len(words):
        return tuple(words)
    return (*((" ".join(words[:start]),) if start else ()), *words[start:])


def can_only_be_row(fields: Sequence[str]) -> bool:
    """Whether what is printed apart on one line are boxes of a table and no prose."""
    figures = [is_figure(text) for text in fields]
    if all(is_label(text) for text in fields):
        return True
    if not all(figures[1:]) or len(fields[0]) > 2 * _FEW + _FEW:
        return False
    # Three figures in a row are no prose; fewer need a label that the forms know.
    return len(fields) > 3 or (len(fields) > 2 and all(figures)) or is_label(fields[0])


def is_figure(text: str) -> bool:
    """Whether a text is a number, or the mark of an absent one."""
    return is_number(text) or (bool(text.strip()) and is_blank(text))


def is_label(text: str) -> bool:
    """Whether a text is a label of one of the forms, or the line with an article."""
    return any(word in all_labels() for word in keys(text)) or any(
        table.is_article(text) for form in forms() for table in headings_of(form)
    )


def _grids(rows: Sequence[_Row]) -> Iterator[Grid]:
    """The rows as grids: one for each run that was cut in the same way."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or rows[end].aligned != rows[start].aligned:
            yield _grid(rows[start:end])
            start = end


def _grid(rows: Sequence[_Row]) -> Grid:
    width = max(len(row.fields) for row in rows)
    boxes = tuple(
        (*(Box(one_line(text)) for text in row.fields), *[MISSING] * (width - len(row.fields)))
        for row in rows
    )
    return Grid(boxes, tuple(f"第{row.number}行" for row in rows), rows[0].aligned)


class _Paragraphs:
    """Puts lines together to paragraphs where a page break tore them apart, or where the text is wrapped at a fixed width."""

    def __init__(self, lines: Sequence[str]) -> None:
        lengths = [_length(line) for line in lines if not is_page_number(line)]
        longest = max(lengths, default=0)
        self._wrapped = (
            _FULL_LINE // 2 < longest <= 3 * _FULL_LINE and sum(n > longest - 5 for n in lengths) > 3
        )
        # Digits are narrower than characters, so that full lines differ in length; what is much shorter was ended.
        self._full = max(_FEW // 2, longest * 6 // 10) if self._wrapped else _FULL_LINE
        self._last = 0
        self.blank = False

    def add(self, blocks: list[Block], line: str, place: str) -> None:
        """Add the line at ``place``, to the paragraph before it where it goes on with it."""
        text = line.strip()
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph) and self._goes_on(last.text, line):
            blocks[-1] = Paragraph(last.text + text, place=last.place)
        else:
            blocks.append(Paragraph(text, place=place))
        self._last = _length(line)
        self.blank = False

    def _goes_on(self, last: str, line: str) -> bool:
        written = self._last if self._wrapped and not self.blank else len(last)
        if not (self._wrapped or self.blank) or written < self._full:
            return False
        begins = bool(_SUBHEADING.match(line.strip())) or line.startswith(("\u3000", "  ")) or is_title(line)
        ended = (
            last[-1] in _ENDS or bool(numbered(last)) or official_number(last) is not None or is_title(last)
        )
        return not begins and not ended and official_number(line) is None


def _length(line: str) -> int:
    return len("".join(line.split()))
