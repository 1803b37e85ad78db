"""A printed table to ``w:tbl``: fixed widths that fill the text, merged boxes as Word merges them.

Lengths are twentieths of a point; 小五 is 180 of them wide, 五号 210.
"""

from collections.abc import Iterator
from math import ceil
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agent.export.composition import printable
from agent.export.docx.paper import WIDTH
from agent.export.slots import heads_only, is_corner, label_columns, names_row, said
from agent.figures import FigureSet
from agent.forms.form import Form, Table
from agent.forms.layout import Box, Grid, printed

_MARGIN = 23  # at each side of a cell
_NUMBER = 620  # the column of a number in a table with nested row headings: six digits of 小五
_ROOMY = 6  # a table of at most so many columns is set in 五号


def append(document: Document, xml: str) -> None:
    """Put a table at the end of the document."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))  # the last is the section's page setup


def table_xml(form: Form, table: Table, figures: FigureSet) -> str:
    """The table with its numbers; an absent cell is empty."""
    drawing = _Drawing(printed(form, table), figures)
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{_MARGIN}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in drawing.widths)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:val="0000"/><w:tblCaption w:val={quoteattr(printable(table.caption))}/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(drawing.rows())}</w:tbl>"
    )


class _Drawing:
    """One table's grid with its widths, drawn row by row."""

    def __init__(self, grid: Grid, figures: FigureSet) -> None:
        self.grid, self.figures = grid, figures
        self.widths = _widths(grid)
        self.roomy = grid.width <= _ROOMY
        self.lines = grid.rows()
        self.covering = {(box.row + down, box.column): box for box in grid.boxes for down in range(box.rows)}

    def rows(self) -> Iterator[str]:
        for index in range(self.grid.height):
            header = "<w:tblHeader/>" if index < self.grid.heading_rows else ""
            height = 450 if self.roomy else 340
            boxes = sorted(
                (box for (row, _), box in self.covering.items() if row == index), key=lambda box: box.column
            )
            cells = "".join(self.cell(box, index) for box in boxes)
            yield f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>{cells}</w:tr>'

    def cell(self, box: Box, row: int) -> str:
        width = sum(self.widths[box.column : box.column + box.columns])
        across = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
        first = row == box.row
        down = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if box.rows > 1 else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9EEF6"/>' if box.article else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{down}{shade}{self.padding(box, width)}'
            f'<w:vAlign w:val="center"/></w:tcPr>{self.paragraph(box, row, first=first)}</w:tc>'
        )

    def paragraph(self, box: Box, row: int, *, first: bool) -> str:
        style = "TableTextWide" if self.roomy else "TableText"
        keep = "<w:keepNext/>" if self.stays(row) else ""
        side = '<w:jc w:val="left"/>' if self.reads_left(box) else ""
        text = escape(said(box, self.figures)) if first else ""
        bold = "<w:b/>" if self.strong(box) else ""
        run = (
            f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{bold}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
            if text
            else ""
        )
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{side}</w:pPr>{run}</w:p>'

    def stays(self, row: int) -> bool:
        """Whether a row stays on the page of the next: headings do, and the rows of a block that its article line opens."""
        if row + 1 >= self.grid.height:
            return False
        opens = any(box.article for box in self.lines[row + 1])
        return heads_only(self.lines[row]) or (not self.grid.heading_rows and not opens)

    def reads_left(self, box: Box) -> bool:
        """Row headings of a table that nests them, but for the groups; and the note in its corner."""
        if label_columns(self.grid) < 2:
            return False
        return is_corner(box, self.grid) or (names_row(box, self.grid) and box.rows == 1)

    def strong(self, box: Box) -> bool:
        if box.cell is not None or box.article or (is_corner(box, self.grid) and not self.roomy):
            return False
        if names_row(box, self.grid):
            return box.column == 0 and label_columns(self.grid) > 1
        return True

    def padding(self, box: Box, width: int) -> str:
        """Margins that break a centred heading into lines of equal length: 商业/企业 rather than 商业企/业."""
        if box.cell is not None or self.reads_left(box):
            return '<w:tcMar><w:left w:w="60" w:type="dxa"/></w:tcMar>' if self.reads_left(box) else ""
        size = 210 if self.roomy else 180
        lines = ceil(len(box.text) * size / (width - 2 * _MARGIN))
        if lines < 2:
            return ""
        margin = (width - ceil(len(box.text) / lines) * size) // 2 - 6
        sides = "".join(f'<w:{side} w:w="{max(margin, 0)}" w:type="dxa"/>' for side in ("left", "right"))
        return f"<w:tcMar>{sides}</w:tcMar>"


def _widths(grid: Grid) -> list[int]:
    """Widths of the columns, together as wide as the text."""
    labels = label_columns(grid)
    numbers = grid.width - labels
    if labels < 2:
        return _shared(WIDTH, grid.width)
    number = min(_NUMBER, WIDTH * 6 // 10 // numbers)
    groups = [_group_width(grid, column) for column in range(labels - 1)]
    rest = WIDTH - numbers * number - sum(groups)
    if rest < WIDTH // 5:
        return _shared(WIDTH, grid.width)
    return [*groups, rest, *[number] * numbers]


def _group_width(grid: Grid, column: int) -> int:
    """Three characters for the outermost groups, which are tall; up to eight, on one line, for those within."""
    longest = max(
        (len(box.text) for box in grid.boxes if box.column == column and box.columns == 1), default=3
    )
    return (3 if column == 0 else min(longest, 8)) * 180 + 2 * _MARGIN + 14


def _shared(width: int, columns: int) -> list[int]:
    share, rest = divmod(width, columns)
    return [share + (1 if index < rest else 0) for index in range(columns)]
