"""A report as Word when somebody made it by hand: no heading styles, fonts and sizes set on the words themselves.

Tables have merged boxes, equal number columns and no repeated heads. Lengths are twentieths of a point.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape

from agent.export.slots import label_columns, said
from agent.figures import FigureSet
from agent.forms import Form
from agent.forms.form import Table
from agent.forms.layout import Box, Grid, printed
from agent.forms.narrative import Narrative

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WIDTH = 9070
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}
# Font, size in half points, bold, alignment, indent of the first line, by the level of a line: title, section, sub-heading, body.
_LOOKS = (
    ("宋体", 40, True, "center", 0),
    ("黑体", 30, False, "left", 600),
    ("楷体", 30, True, "left", 600),
    ("仿宋", 30, False, "both", 600),
)
_CELL = ("宋体", 16, False, "center", 0)


def document(form: Form, figures: FigureSet, narrative: Narrative) -> bytes:
    """The file; the same report is always the same bytes."""
    body = "".join(_body(form, figures, narrative))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1418" w:bottom="1440" w:left="1418" w:header="851" w:footer="992" w:gutter="0"/>'
        "</w:sectPr>"
    )
    content = f'<w:document xmlns:w="{_WORD}"><w:body>{body}{page}</w:body></w:document>'
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name, part in {**_PARTS, "word/document.xml": content}.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part}')
    return written.getvalue()


def _body(form: Form, figures: FigureSet, narrative: Narrative) -> Iterator[str]:
    written: dict[str, list[str]] = {}
    for text, level, name in narrative.lines():
        lines = text if level else _broken(text, figures)
        written.setdefault(name, []).append(_paragraph(lines, level))
    yield from written[""]
    for section in form.sections:
        if section.table is None:
            yield from written.get(section.id, ())
            continue
        yield _paragraph(section.heading, 1)
        yield _table(form, form.table(section.table), figures)


def _broken(title: str, figures: FigureSet) -> str:
    """The title on two lines, broken before its year."""
    return title.replace(str(figures.year), f"\n{figures.year}", 1)


def _paragraph(text: str, level: int) -> str:
    after = 240 if level == 0 else 0
    return _styled(text, _LOOKS[level], f'<w:spacing w:after="{after}" w:line="520" w:lineRule="exact"/>')


def _styled(text: str, look: tuple[str, int, bool, str, int], spacing: str = "") -> str:
    font, size, bold, side, indent = look
    fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:hint="eastAsia"/>'
    run = f'{fonts}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    words = f"<w:r><w:rPr>{run}</w:rPr>{parts}</w:r>" if text else ""
    return f'<w:p><w:pPr>{spacing}{first}<w:jc w:val="{side}"/></w:pPr>{words}</w:p>'


def _table(form: Form, table: Table, figures: FigureSet) -> str:
    grid = printed(form, table)
    widths = _widths(grid)
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="auto"/>' for edge in edges)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(grid, figures, widths, row) for row in range(grid.height))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(grid: Grid, figures: FigureSet, widths: list[int], row: int) -> str:
    boxes = [box for box in grid.boxes if box.row <= row < box.row + box.rows]
    cells = "".join(
        _cell(box, figures, widths, first=box.row == row) for box in sorted(boxes, key=lambda box: box.column)
    )
    return f'<w:tr><w:trPr><w:trHeight w:val="380" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'


def _cell(box: Box, figures: FigureSet, widths: list[int], *, first: bool) -> str:
    width = sum(widths[box.column : box.column + box.columns])
    across = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    down = f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if first else ''}/>" if box.rows > 1 else ""
    text = _styled(said(box, figures) if first else "", _CELL)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{down}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'


def _widths(grid: Grid) -> list[int]:
    """Narrow columns for groups of rows, one wide column for the rows, equal ones for numbers."""
    labels = label_columns(grid)
    numbers = grid.width - labels
    if labels < 2:
        widths = [_WIDTH // grid.width] * grid.width
    else:
        number = _WIDTH * 6 // 10 // numbers
        groups = [500, 900][: labels - 1]
        widths = [*groups, _WIDTH - sum(groups) - number * numbers, *[number] * numbers]
    widths[-1] += _WIDTH - sum(widths)
    return widths
