"""The proof sheet as Word: A4, narrow margins, tables whose heads repeat on every page."""

from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from agent.export.docx import paper, watermark
from agent.export.docx.archive import packed
from agent.export.docx.tables import append
from agent.export.proof import TITLE, Box, Proof, Sheet, Words, laid_out
from agent.export.stage import Stage
from agent.verify.answer import Verdict

_SIDE = 20  # mm left and right of the text
_WIDTH = (210 - 2 * _SIDE) * 1440 * 10 // 254  # of the text, in twentieths of a point
# Colour and shape, as in the report.
_LOOKS = {
    Verdict.CONTRADICTED: ("B3261E", "double"),
    Verdict.UNSUPPORTED: ("7A5000", "dash"),
}
_KEPT = ("5B3A8C", "single")


def proof_docx(proof: Proof) -> bytes:
    """The sheet as a file; the same proof is always the same bytes."""
    figures = proof.report.figures
    document = paper.blank(TITLE, figures.unit, figures.year, "")
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)
    if proof.stage is Stage.DRAFT:
        watermark.put(document, Stage.DRAFT.label)
    title = document.add_paragraph(TITLE, style="Title")
    title.paragraph_format.space_after = Pt(8)
    for sheet in laid_out(proof):
        _put(document, sheet)
    return packed(document)


def _put(document: Document, sheet: Sheet) -> None:
    if sheet.heading:
        heading = document.add_paragraph(sheet.heading, style="heading 1")
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(4)
        heading.paragraph_format.line_spacing = Pt(20)
        heading.paragraph_format.first_line_indent = Pt(0)
        _hang_left(heading.paragraph_format.element)
        heading.runs[0].font.size = Pt(14)
    append(document, _table(sheet))
    remark = document.add_paragraph(sheet.remark, style="表格文字")
    remark.paragraph_format.line_spacing = Pt(13 if sheet.remark else 3)
    remark.paragraph_format.element.get_or_add_pPr().append(parse_xml(f'<w:jc {nsdecls("w")} w:val="left"/>'))


def _hang_left(paragraph: object) -> None:
    """Take away the two characters by which headings of a report are indented: they win over a measure in points."""
    for indent in paragraph.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ind"):  # type: ignore[attr-defined]
        indent.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}firstLineChars", "0")


def _table(sheet: Sheet) -> str:
    widths = [_WIDTH * part // 100 for part in sheet.widths]
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="404040"/>' for edge in edges)
    sides = "".join(f'<w:{side} w:w="50" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = (
        _row(tuple((Words(each, strong=True),) for each in sheet.head), widths, head=True)
        if sheet.head
        else ""
    )
    rows = "".join(_row(row, widths, labels=not sheet.head) for row in sheet.rows)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row(row: tuple[Box, ...], widths: list[int], *, head: bool = False, labels: bool = False) -> str:
    repeat = "<w:tblHeader/>" if head else ""
    cells = "".join(
        _cell(box, width, shaded=head or (labels and any(words.strong for words in box)))
        for box, width in zip(row, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def _cell(box: Box, width: int, *, shaded: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9EEF6"/>' if shaded else ""
    side = "center" if shaded else "left"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="TableText"/><w:jc w:val="{side}"/></w:pPr>{"".join(map(_run, box))}</w:p></w:tc>'
    )


def _run(words: Words) -> str:
    look = _KEPT if words.kept else _LOOKS.get(words.verdict) if words.verdict else None
    bold = "<w:b/>" if words.strong else ""
    colour = f'<w:color w:val="{look[0]}"/>' if look else ""
    line = f'<w:u w:val="{look[1]}"/>' if look else ""
    size = '<w:sz w:val="16"/>' if words.fixed else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{bold}{colour}{size}{line}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(words.text)}</w:t></w:r>'
    )
