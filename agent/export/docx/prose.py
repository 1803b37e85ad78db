"""Lines to paragraphs, and objections and what a person keeps to comments."""

from collections.abc import Iterable

from docx.document import Document
from docx.enum.text import WD_UNDERLINE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from agent.export.composition import Line, Span, printable, title_lines
from agent.verify.answer import Verdict

AUTHOR = "年报核验"
_STYLES = {1: "heading 1", 2: "heading 2", 3: "公文正文"}
_ONE_LINE = 20  # characters of 二号 that fit between the margins

# Colour and shape, so that a black-and-white print shows it too.
_Mark = tuple[str, WD_UNDERLINE, RGBColor]
_MARKS: dict[Verdict, _Mark] = {
    Verdict.CONTRADICTED: ("FFC7CE", WD_UNDERLINE.DOUBLE, RGBColor(0xB3, 0x26, 0x1E)),
    Verdict.UNSUPPORTED: ("FFEB9C", WD_UNDERLINE.DASH, RGBColor(0x7A, 0x50, 0x00)),
}
_WAIVED: _Mark = ("E4DCF1", WD_UNDERLINE.SINGLE, RGBColor(0x5B, 0x3A, 0x8C))


def write_title(document: Document, line: Line, report: str) -> None:
    """The title; one too long for a line is broken before the report's name, where the words allow it."""
    paragraph = document.add_paragraph(style="Title")
    parts = title_lines(line, report) if _em(line.text) > _ONE_LINE else (line,)
    for number, part in enumerate(parts):
        if number:
            paragraph.add_run().add_break()
        _write(document, paragraph, part)


def write(document: Document, line: Line, *, apart: bool = False) -> None:
    """One line of the report; ``apart`` leaves room above it, as after a table."""
    paragraph = document.add_paragraph(style=_STYLES[line.level])
    if apart:
        paragraph.paragraph_format.space_before = Pt(12)
    _write(document, paragraph, line)


def close(document: Document) -> None:
    """An empty paragraph of no height: Word wants one after a table that ends the document."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)


def _em(text: str) -> float:
    """How many full-width characters wide it is."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def _write(document: Document, paragraph: Paragraph, line: Line) -> None:
    for piece in line.pieces:
        _piece(document, paragraph, piece, None)


def _piece(document: Document, paragraph: Paragraph, piece: str | Span, mark: _Mark | None) -> list[Run]:
    """The runs of one piece; ``mark`` is the look of what it stands in."""
    if isinstance(piece, str):
        return [_run(paragraph, piece, mark)]
    own = _WAIVED if piece.kept else _MARKS[piece.item.verdict] if piece.number else mark
    runs = [run for inner in piece.pieces for run in _piece(document, paragraph, inner, own)]
    if (piece.number or piece.kept) and runs:
        _comment(document, runs, piece)
    return runs


def _run(paragraph: Paragraph, text: str, mark: _Mark | None = None) -> Run:
    run = paragraph.add_run(text)
    if mark is not None:
        fill, underline, colour = mark
        run.font.underline, run.font.color.rgb = underline, colour
        shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
        run.element.get_or_add_rPr().append(parse_xml(shading))
    # Quotation marks and dashes are full-width here; without the hint Word takes them from the Latin font.
    hint = run.element.get_or_add_rPr().get_or_add_rFonts()
    hint.set(qn("w:hint"), "eastAsia")
    return run


def _comment(document: Document, runs: Iterable[Run], span: Span) -> None:
    comment = document.add_comment(list(runs), text=printable(span.said), author=AUTHOR, initials="核验")
    # Without a date, for the same report is the same file whenever it is written.
    element = comment._comment_elm  # noqa: SLF001 - the comment's date cannot be unset by name
    del element.attrib[qn("w:date")]
