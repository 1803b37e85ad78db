"""The tables and the report as GitHub Markdown.

A pipe table cannot merge boxes, so one official table is one pipe table with as many columns as the printed grid, and:

- a column heading that groups others (法人或其他组织) is repeated over each of them, and every heading is repeated down to the
  last heading row, which therefore names every column;
- a heading that groups rows (（三）不予公开) is repeated before each of its rows, so that every row can be read alone;
- any other merged box (a row heading without sub-rows, a number that spans spare columns, the article line, the note in the
  corner) is printed once, in its first slot, and the rest of its slots stay empty.

The first heading row is the pipe table's head. An absent cell is an empty slot, like one that only fills a merged box.

What is objected to is ``==8件==`` with a footnote that gives the reason; GitHub shows the footnote, other readers the marks.
What a person keeps all the same has only its footnote, ``8件[^确认2]``, which says who and why.
"""

import re
from collections.abc import Iterable, Iterator

from agent.export.composition import Composition, Line, Part, Span, composed, printable, tables_only
from agent.export.slots import groups_columns, is_corner, said
from agent.export.stage import Stage
from agent.figures import FigureSet
from agent.forms.form import Form, Table
from agent.forms.layout import Box, Grid, printed
from agent.verify.report import JudgedReport

# Characters that Markdown gives a meaning inside a line; any ASCII punctuation may stand behind a backslash.
_MEANT = re.compile(r"[\\`*_\[\]<>|~&$]|==|!(?=\[)")
# What would make a line something other than a paragraph: a heading, a list, a quotation, a rule, a table's delimiter row.
_OPENING = re.compile(r"^([#+\-=:]|\d+(?=[.)](\s|$)))")


def tables_markdown(form: Form, figures: FigureSet) -> str:
    """The three tables under the report's title and their section headings."""
    return _document(tables_only(form, figures.unit, figures.year), form, figures)


def report_markdown(report: JudgedReport, stage: Stage | None = None) -> str:
    """The whole report; what is objected to is marked, and explained in footnotes. A draft says so above its title."""
    return _document(composed(report, stage), report.form, report.figures)


def _document(page: Composition, form: Form, figures: FigureSet) -> str:
    return "\n\n".join(_blocks(page, form, figures)) + "\n"


def _blocks(page: Composition, form: Form, figures: FigureSet) -> Iterator[str]:
    if page.notice:
        yield f"> **{page.notice}**{'，原因见文末脚注' if page.objections else ''}"
    yield f"# {_inline(page.title)}"
    yield from map(_prose, page.introduction)
    for part in page.parts:
        yield from _part(part, form, figures)
    if page.objections or page.waived:
        yield "\n".join(_footnote(span) for span in (*page.objections, *page.waived))


def _part(part: Part, form: Form, figures: FigureSet) -> Iterator[str]:
    yield f"## {_inline(part.heading)}"
    yield from (block for block in map(_prose, part.lines) if block)
    if part.table:
        yield "\n".join(_table(form, part.table, figures))


def _prose(line: Line) -> str:
    if line.level == 2:
        return f"### {_inline(line)}"
    text = _inline(line)
    found = _OPENING.match(text)
    if found is None:
        return text
    return text[: found.end()] + "\\" + text[found.end() :] if found[1].isdecimal() else "\\" + text


def _inline(line: Line) -> str:
    return " ".join("".join(_piece(piece, marked=False) for piece in line.pieces).split(" ")).strip(" \t")


def _piece(piece: str | Span, *, marked: bool) -> str:
    """One piece; inside an objection another one has only its footnote, for the marks do not nest."""
    if isinstance(piece, str):
        return _escaped(piece)
    inside = "".join(_piece(inner, marked=marked or bool(piece.number)) for inner in piece.pieces)
    if not piece.number:
        return f"{inside}[^{_label(piece)}]" if piece.kept else inside
    return f"{inside}[^{_label(piece)}]" if marked else f"=={inside}==[^{_label(piece)}]"


def _label(span: Span) -> str:
    return f"确认{span.kept}" if span.kept else str(span.number)


def _footnote(span: Span) -> str:
    return f"[^{_label(span)}]: “{_escaped(span.item.text)}”{_escaped(span.said)}"


def _escaped(text: str) -> str:
    """The text as Markdown prints it, on one line."""
    line = " ".join(re.split(r"[\r\n\t]+", printable(text)))
    return _MEANT.sub(lambda found: "".join("\\" + character for character in found[0]), line)


# --- tables -------------------------------------------------------------------------------------------------------


def _table(form: Form, table: Table, figures: FigureSet) -> Iterator[str]:
    grid = printed(form, table)
    slots = [[""] * grid.width for _ in range(grid.height)]
    for box in grid.boxes:
        text = _escaped(said(box, figures))
        for row, column in _places(box, grid):
            slots[row][column] = text
    yield _row(slots[0])
    yield _row(["---"] * grid.width)
    yield from map(_row, slots[1:])


def _places(box: Box, grid: Grid) -> Iterator[tuple[int, int]]:
    """The slots in which a box is printed."""
    down = 1 if is_corner(box, grid) else box.rows
    across = box.columns if groups_columns(box, grid) else 1
    return ((box.row + row, box.column + column) for row in range(down) for column in range(across))


def _row(slots: Iterable[str]) -> str:
    return f"| {' | '.join(slots)} |"
