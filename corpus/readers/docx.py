"""A Word document to blocks: the one module of the corpus that knows what is inside a .docx.

What a reader sees with all tracked changes accepted is read: inserted text is kept, deleted text, moved-away text and hidden
text are not. Merged cells are written out, text boxes follow the paragraph that they hang on. Elements are found by their
local names, so that documents saved in the strict variant of the format read the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import lxml.etree

from corpus.blocks import MISSING, Block, Box, Grid, Layer, Paragraph, flattened, one_line
from corpus.readers.package import NOT_WORD, SAVE_AGAIN, Package, attribute, local
from corpus.readers.places import Line, Piece, PlacedText, Row
from corpus.report import ReadReport, recognise

# What is not part of the text with all changes accepted, or not text at all. Of alternative contents the first is read.
_SKIPPED = frozenset(
    {
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "Fallback",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
    }
    | {"footnoteReference", "endnoteReference", "commentReference", "annotationRef", "rt", "oMathPara"}
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DEEPEST = 60


def read_docx(content: bytes, file: str, notes: Sequence[str] = ()) -> ReadReport:
    """The report that a Word document holds; ``BadInput`` where it is none, is damaged, encrypted, a bomb, or has no text.

    ``notes``: what is to be said before what the report itself gives rise to.
    """
    return recognise(_told(Package(content, file))[1].blocks, file, notes=notes)


def placed_docx(content: bytes, file: str) -> PlacedText:
    """The same text with the element that each of its characters stands in; refuses what :func:`read_docx` refuses."""
    package = Package(content, file)
    document, story = _told(package)
    return PlacedText(package, document, flattened(story.blocks), story.origins)


def _told(package: Package) -> tuple[lxml.etree._Element, "_Story"]:
    """The document's root and its story, read."""
    document = package.part(package.main())
    story = _Story(_levels(package))
    body = next((child for child in document if local(child) == "body"), None)
    if body is None:
        raise package.bad(NOT_WORD, SAVE_AGAIN)
    story.read(body, 0)
    if (
        not any(block.text.strip() for block in story.blocks if isinstance(block, Paragraph))
        and not story.tables
    ):
        raise package.bad("文件里没有文字（可能是扫描图片）", "请用带文字的 Word 或网页文件")
    return document, story


def _levels(package: Package) -> dict[str, int]:
    """The outline level of each paragraph style that has one, from 1; 0 for the title."""
    if not package.has("word/styles.xml"):
        return {}
    levels: dict[str, int] = {}
    for style in package.part("word/styles.xml"):
        name = _value(style, "name").lower()
        level = next((_value_of(found) for found in style.iter() if local(found) == "outlineLvl"), "")
        if name == "title":
            levels[attribute(style, "styleId")] = 0
        elif level.isdigit() and int(level) < 9:
            levels[attribute(style, "styleId")] = int(level) + 1
    return levels


# --- the elements -------------------------------------------------------------------------------------------------


def _value_of(element: lxml.etree._Element) -> str:
    return attribute(element, "val")


def _child(element: lxml.etree._Element, *path: str) -> lxml.etree._Element | None:
    found = element
    for name in path:
        inner = next((child for child in found if local(child) == name), None)
        if inner is None:
            return None
        found = inner
    return found


def _value(element: lxml.etree._Element, *path: str) -> str:
    """The ``val`` of a descendant by the path to it; "" where there is none."""
    found = _child(element, *path)
    return "" if found is None else _value_of(found)


def _is_on(element: lxml.etree._Element, *path: str) -> bool:
    """Whether a switch such as ``vanish`` is there and not turned off."""
    found = _child(element, *path)
    return found is not None and _value_of(found) not in ("0", "false", "off")


# --- the text -----------------------------------------------------------------------------------------------------


@dataclass
class _Story:
    """Reads elements in order into blocks. ``levels`` gives heading levels by style."""

    levels: Mapping[str, int]
    blocks: list[Block] = field(default_factory=list)
    # Where each line of the text comes from: one for a paragraph, one for each row of a table.
    origins: list[Line | Row] = field(default_factory=list)
    tables: int = 0

    def read(self, holder: lxml.etree._Element, depth: int) -> None:
        """Everything in a body, a text box, or a cell that only lays the page out."""
        if depth > _DEEPEST:
            return
        for element in holder:
            name = local(element)
            if name == "p":
                self._paragraph(element, depth)
            elif name == "tbl":
                self._table(element, depth)
            elif name not in _SKIPPED:
                self.read(element, depth + 1)

    def _paragraph(self, element: lxml.etree._Element, depth: int) -> None:
        boxes: list[lxml.etree._Element] = []
        pieces = list(_pieces(element, boxes))
        level = self._level(element)
        at = 0
        for part in "".join(text for text, _ in pieces).split("\n"):
            if line := one_line(part):
                self.blocks.append(Paragraph(line, level))
                self.origins.append(Line(pieces, at, part))
            at += len(part) + 1
        for box in boxes:
            self.read(box, depth + 1)

    def _level(self, element: lxml.etree._Element) -> int | None:
        own = _value(element, "pPr", "outlineLvl")
        if own.isdigit() and int(own) < 9:
            return int(own) + 1
        return self.levels.get(_value(element, "pPr", "pStyle"))

    def _table(self, table: lxml.etree._Element, depth: int) -> None:
        rows = [row for row in _inside(table, "tr") if not _is_deleted(row)]
        cells = [
            [cell for cell in _inside(row, "tc") if _child(cell, "tcPr", "cellDel") is None] for row in rows
        ]
        if _lays_out(cells):
            for cell in (cell for row in cells for cell in row):
                self.read(cell, depth + 1)
            return
        self.tables += 1
        printed: _Printed = {}
        grid = _grid(rows, cells, self.tables, printed)
        if grid.rows:
            self.blocks.append(grid)
            # As the row's line does it, a merged box is printed once, in its first place.
            self.origins += [Row([printed.pop(box, ()) for box in row]) for row in grid.rows]


def _inside(element: lxml.etree._Element, name: str) -> Iterator[lxml.etree._Element]:
    """The rows of a table or the cells of a row, through content controls and accepted changes around them."""
    for child in element:
        found = local(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _inside(child, name)


def _is_deleted(row: lxml.etree._Element) -> bool:
    return _child(row, "trPr", "del") is not None


def _pieces(element: lxml.etree._Element, boxes: list[lxml.etree._Element]) -> Iterator[Piece]:
    """The characters of a paragraph, each piece with its element; the text boxes that hang on it are put aside."""
    for child in element:
        name = local(child)
        if name == "txbxContent":
            boxes.append(child)
        elif name == "t":
            yield Piece(child.text or "", child)
        elif name in _CHARACTERS:
            yield Piece(_CHARACTERS[name], child)
        elif name == "r":
            yield from _run(child, boxes)
        elif name not in _SKIPPED:
            yield from _pieces(child, boxes)


def _run(run: lxml.etree._Element, boxes: list[lxml.etree._Element]) -> Iterator[Piece]:
    """A run's characters: none where it is hidden; a raised digit is a note's mark and must not join the number before it."""
    if _is_on(run, "rPr", "vanish"):
        return
    pieces = list(_pieces(run, boxes))
    text = "".join(text for text, _ in pieces).strip()
    raised = _value(run, "rPr", "vertAlign") == "superscript" and text.isdigit()
    yield from [Piece(f"[{text}]", run)] if raised else pieces


# --- tables -------------------------------------------------------------------------------------------------------

# The lines that each box prints.
_Printed = dict[Box, Sequence[Line]]


def _lays_out(cells: list[list[lxml.etree._Element]]) -> bool:
    """Whether a table holds another one that is more than one box, or has one box a row."""
    for cell in (cell for row in cells for cell in row):
        for element in cell.iter():
            if local(element) == "tbl" and sum(local(inner) == "tc" for inner in element.iter()) > 1:
                return True
    return all(len(row) < 2 for row in cells)


def _grid(
    rows: list[lxml.etree._Element], cells: list[list[lxml.etree._Element]], number: int, printed: _Printed
) -> Grid:
    """The table with its merged cells written out: by columns in ``gridSpan``, by rows in ``vMerge``."""
    lines: list[list[Box]] = []
    size = 0
    for row, boxes in zip(rows, cells, strict=True):
        line = [Box("") for _ in range(_count(row, "trPr", "gridBefore"))]
        for cell in boxes:
            line += _spread(cell, line, lines[-1] if lines else [], printed)
        lines.append(line[: Layer.WIDEST])
        size += len(lines[-1])
        if size > Layer.LARGEST:
            break
    width = max(map(len, lines), default=0)
    filled = tuple((*line, *[MISSING] * (width - len(line))) for line in lines)
    return Grid(filled, tuple(f"第{number}张表格第{at}行" for at in range(1, len(filled) + 1)))


def _spread(cell: lxml.etree._Element, line: list[Box], above: list[Box], printed: _Printed) -> list[Box]:
    """The boxes of a cell, one and the same for every column; a cell that continues one is that one."""
    across = min(max(_count(cell, "tcPr", "gridSpan"), 1), Layer.WIDEST)
    at = len(line)
    if _continues(cell, "vMerge") and at < len(above):
        return [above[at]] * across
    if _continues(cell, "hMerge") and line:
        return [line[-1]] * across
    story = _Story({})
    story.read(cell, 0)
    box = Box(_paragraphs(story))
    printed[box] = [origin for origin in story.origins if isinstance(origin, Line)]
    return [box] * across


def _continues(cell: lxml.etree._Element, name: str) -> bool:
    merge = _child(cell, "tcPr", name)
    return merge is not None and _value_of(merge) in ("", "continue", "cont")


def _count(element: lxml.etree._Element, *path: str) -> int:
    value = _value(element, *path)
    return min(int(value), Layer.WIDEST) if value.isascii() and value.isdigit() else 0


def _paragraphs(story: _Story) -> str:
    """What a cell says, a paragraph a line; a table of one box inside it is part of it."""
    return "\n".join(block.text for block in story.blocks if isinstance(block, Paragraph))
