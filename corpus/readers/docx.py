"""A Word document to blocks: the one module of the corpus that knows what is inside a .docx.

What a reader sees with all tracked changes accepted is read: inserted text is kept, deleted text, moved-away text and hidden
text are not. Merged cells are written out, text boxes follow the paragraph that they hang on. Elements are found by their
local names, so that documents saved in the strict variant of the format read the same.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import lxml.etree

from agent.errors import BadInput, Problem
from corpus.blocks import Block, Box, Grid, Layer, Paragraph, one_line
from corpus.report import ReadReport, recognise

# A report's text is a few hundred KB of XML; a part that unpacks to more than this is hostile.
LARGEST_PART = 48 * 1024 * 1024
LARGEST_WHOLE = 1024 * 1024 * 1024

_NOT_WORD = "不是 Word 文件，或文件已损坏"
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试"
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


def read_docx(content: bytes, file: str) -> ReadReport:
    """The report that a Word document holds; ``BadInput`` where it is none, is damaged, encrypted, a bomb, or has no text."""
    package = _Package(content, file)
    document = package.part(package.main())
    levels = _levels(package)
    body = next((child for child in document if _name(child) == "body"), None)
    if body is None:
        raise BadInput([Problem(_NOT_WORD, file, _SAVE_AGAIN)])
    story = _Story(levels)
    story.read(body, 0)
    if (
        not any(block.text.strip() for block in story.blocks if isinstance(block, Paragraph))
        and not story.tables
    ):
        raise BadInput([Problem("文件里没有文字（可能是扫描图片）", file, "请用带文字的 Word 或网页文件")])
    return recognise(story.blocks, file)


# --- the package --------------------------------------------------------------------------------------------------


class _Package:
    """The zip file, opened with limits. Every failure is ``BadInput``."""

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise self._bad(_NOT_WORD, _SAVE_AGAIN) from error
        if any(entry.flag_bits & 1 for entry in entries):
            raise self._bad("文件加了密码", "请去掉密码，另存为 .docx")
        if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise self._too_large()
        self._names = {entry.filename.lower(): entry for entry in entries}

    def main(self) -> str:
        """The name of the part that holds the text."""
        if "_rels/.rels" in self._names:
            for relation in self.part("_rels/.rels"):
                if (relation.get("Type") or "").endswith("/officeDocument"):
                    return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
        return "word/document.xml"

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._names

    def part(self, name: str) -> lxml.etree._Element:
        """The root of a part's XML."""
        entry = self._names.get(name.lower())
        if entry is None:
            raise self._bad(_NOT_WORD, _SAVE_AGAIN)
        if entry.file_size > LARGEST_PART:
            raise self._too_large()
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self._bad("文件已损坏", _SAVE_AGAIN) from error
        if len(content) > LARGEST_PART:
            raise self._too_large()
        parser = lxml.etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            return lxml.etree.fromstring(content, parser)
        except (lxml.etree.XMLSyntaxError, ValueError) as error:
            raise self._bad("文件已损坏", _SAVE_AGAIN) from error

    def _bad(self, what: str, mend: str) -> BadInput:
        return BadInput([Problem(what, self.file, mend)])

    def _too_large(self) -> BadInput:
        return self._bad("解压后太大，不像年报", "请检查文件来源，或把正文复制到新文件里再试")


def _levels(package: _Package) -> dict[str, int]:
    """The outline level of each paragraph style that has one, from 1; 0 for the title."""
    if not package.has("word/styles.xml"):
        return {}
    levels: dict[str, int] = {}
    for style in package.part("word/styles.xml"):
        name = _value(style, "name").lower()
        level = next((_value_of(found) for found in style.iter() if _name(found) == "outlineLvl"), "")
        if name == "title":
            levels[_attribute(style, "styleId")] = 0
        elif level.isdigit() and int(level) < 9:
            levels[_attribute(style, "styleId")] = int(level) + 1
    return levels


# --- the elements -------------------------------------------------------------------------------------------------


def _name(element: lxml.etree._Element) -> str:
    """The local name."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: lxml.etree._Element, name: str) -> str:
    """An attribute by its local name; "" where it is missing."""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def _value_of(element: lxml.etree._Element) -> str:
    return _attribute(element, "val")


def _child(element: lxml.etree._Element, *path: str) -> lxml.etree._Element | None:
    found = element
    for name in path:
        inner = next((child for child in found if _name(child) == name), None)
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
    tables: int = 0

    def read(self, holder: lxml.etree._Element, depth: int) -> None:
        """Everything in a body, a text box, or a cell that only lays the page out."""
        if depth > _DEEPEST:
            return
        for element in holder:
            name = _name(element)
            if name == "p":
                self._paragraph(element, depth)
            elif name == "tbl":
                self._table(element, depth)
            elif name not in _SKIPPED:
                self.read(element, depth + 1)

    def _paragraph(self, element: lxml.etree._Element, depth: int) -> None:
        boxes: list[lxml.etree._Element] = []
        text = "".join(_texts(element, boxes))
        level = self._level(element)
        self.blocks += [Paragraph(line, level) for part in text.split("\n") if (line := one_line(part))]
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
        grid = _grid(rows, cells, self.tables)
        if grid.rows:
            self.blocks.append(grid)


def _inside(element: lxml.etree._Element, name: str) -> Iterator[lxml.etree._Element]:
    """The rows of a table or the cells of a row, through content controls and accepted changes around them."""
    for child in element:
        found = _name(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _inside(child, name)


def _is_deleted(row: lxml.etree._Element) -> bool:
    return _child(row, "trPr", "del") is not None


def _texts(element: lxml.etree._Element, boxes: list[lxml.etree._Element]) -> Iterator[str]:
    """The characters of a paragraph; the text boxes that hang on it are put aside."""
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            boxes.append(child)
        elif name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name == "r":
            yield from _run(child, boxes)
        elif name not in _SKIPPED:
            yield from _texts(child, boxes)


def _run(run: lxml.etree._Element, boxes: list[lxml.etree._Element]) -> Iterator[str]:
    """A run's characters: none where it is hidden; a raised digit is a note's mark and must not join the number before it."""
    if _is_on(run, "rPr", "vanish"):
        return
    text = "".join(_texts(run, boxes))
    raised = _value(run, "rPr", "vertAlign") == "superscript" and text.strip().isdigit()
    yield f"[{text.strip()}]" if raised else text


# --- tables -------------------------------------------------------------------------------------------------------


def _lays_out(cells: list[list[lxml.etree._Element]]) -> bool:
    """Whether a table holds another one that is more than one box, or has one box a row."""
    for cell in (cell for row in cells for cell in row):
        for element in cell.iter():
            if _name(element) == "tbl" and sum(_name(inner) == "tc" for inner in element.iter()) > 1:
                return True
    return all(len(row) < 2 for row in cells)


def _grid(rows: list[lxml.etree._Element], cells: list[list[lxml.etree._Element]], number: int) -> Grid:
    """The table with its merged cells written out: by columns in ``gridSpan``, by rows in ``vMerge``."""
    lines: list[list[Box]] = []
    size = 0
    for row, boxes in zip(rows, cells, strict=True):
        line = [Box("") for _ in range(_count(row, "trPr", "gridBefore"))]
        for cell in boxes:
            line += _spread(cell, line, lines[-1] if lines else [])
        lines.append(line[: Layer.WIDEST])
        size += len(lines[-1])
        if size > Layer.LARGEST:
            break
    width = max(map(len, lines), default=0)
    filled = tuple((*line, *(Box("") for _ in range(width - len(line)))) for line in lines)
    return Grid(filled, tuple(f"第{number}张表格第{at}行" for at in range(1, len(filled) + 1)))


def _spread(cell: lxml.etree._Element, line: list[Box], above: list[Box]) -> list[Box]:
    """The boxes of a cell, one and the same for every column; a cell that continues one is that one."""
    across = min(max(_count(cell, "tcPr", "gridSpan"), 1), Layer.WIDEST)
    at = len(line)
    if _continues(cell, "vMerge") and at < len(above):
        return [above[at]] * across
    if _continues(cell, "hMerge") and line:
        return [line[-1]] * across
    return [Box(_cell_text(cell))] * across


def _continues(cell: lxml.etree._Element, name: str) -> bool:
    merge = _child(cell, "tcPr", name)
    return merge is not None and _value_of(merge) in ("", "continue", "cont")


def _count(element: lxml.etree._Element, *path: str) -> int:
    value = _value(element, *path)
    return min(int(value), Layer.WIDEST) if value.isascii() and value.isdigit() else 0


def _cell_text(cell: lxml.etree._Element) -> str:
    """What a cell says, a paragraph a line; a table of one box inside it is part of it."""
    story = _Story({})
    story.read(cell, 0)
    return "\n".join(block.text for block in story.blocks if isinstance(block, Paragraph))
