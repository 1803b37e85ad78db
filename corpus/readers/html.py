"""A web page to blocks.

The page is read as published: attributes that our own pages carry are not looked at. What stands around the report is left
away in :mod:`corpus.readers.article`; what is laid out like a table becomes one in :mod:`corpus.readers.layout`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from agent.errors import BadInput, Problem
from corpus.blocks import Grid, Layer, Paragraph
from corpus.readers.article import Item, article_of
from corpus.readers.encoding import decode
from corpus.readers.layout import is_shown, lays_out, make_tables, parts_of, spanned
from corpus.readers.package import check_memory
from corpus.readers.text import blocks_of_text
from corpus.report import ReadReport, recognise

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CJK = r"[　-〿一-鿿＀-￯“”]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
_OPEN = "请用浏览器打开，等正文显示出来以后另存为网页"
# A page that only stands around a report has less text than this.
_LITTLE = 300
# Deeper than any page is laid out; Python's own stack is not much deeper.
_DEEPEST = 250


def read_html(content: bytes, file: str) -> ReadReport:
    """The report that a page holds. ``BadInput`` where there is no text on it."""
    text, notes = decode(content, file)
    return recognised_page(text, file, notes)


def recognised_page(text: str, file: str, notes: Sequence[str]) -> ReadReport:
    """The report in the source of a page."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        check_memory(error)
        raise BadInput([Problem("网页里没有内容", file, "请用浏览器把年报正文另存为网页")]) from error
    elsewhere = _elsewhere(root)
    make_tables(root)
    page = _Page()
    page.walk(root, 0)
    page.end_line()
    article = article_of(page.items)
    if not article.blocks:
        what = "网页嵌套太深，读不到文字" if page.too_deep else elsewhere or "网页里没有文字"
        raise BadInput([Problem(what, file, _OPEN if elsewhere else "请用浏览器把年报正文另存为网页")])
    said = ["网页嵌套太深，里层的内容没有读到"] if page.too_deep else []
    if elsewhere and not article.recognised and _length(page) < _LITTLE:
        said.append(f"{elsewhere}，这里没有读到年报：{_OPEN}")
    return recognise(article.blocks, file, notes=(*notes, *said))


def _elsewhere(root: lxml.html.HtmlElement) -> str:
    """Why the report may not be on the page itself: it stands in a frame, or a script fetches it; "" where neither."""
    if any(frame.get("src") for frame in root.iter("frame", "iframe")):
        return "正文在框架里，要另外打开"
    if any((script.text or script.get("src")) for script in root.iter("script")):
        return "正文要由网页的脚本显示"
    return ""


def _length(page: "_Page") -> int:
    return sum(len(item.block.text) for item in page.items if isinstance(item.block, Paragraph))


@dataclass
class _Page:
    """Collects blocks while it walks the tree."""

    items: list[Item] = field(default_factory=list)
    tables: int = 0
    too_deep: bool = False
    _line: list[str] = field(default_factory=list)
    _owner: lxml.html.HtmlElement | None = None

    def walk(self, element: lxml.html.HtmlElement, depth: int) -> None:
        """Read an element and what is in it."""
        self.too_deep = self.too_deep or depth > _DEEPEST
        if not is_shown(element) or depth > _DEEPEST:
            return
        tag = element.tag
        if tag == "table":
            self._table(element, depth)
            return
        if tag == "pre" and _is_typed(element):
            self._typed(element)
            return
        if tag in _BLOCKS or tag == "br":
            self.end_line()
        self._say(element, element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._say(element, child.tail)
        if tag in _BLOCKS:
            self.end_line(_HEADINGS.get(tag))

    def _say(self, element: lxml.html.HtmlElement, text: str | None) -> None:
        if not text or not text.strip():
            self._line += [text] if text else []
            return
        if self._owner is None:
            self._owner = element
        raised = element.tag == "sup" and text.strip().isdigit()
        self._line.append(f"[{text.strip()}]" if raised else text)

    def end_line(self, level: int | None = None) -> None:
        """End the paragraph that is being read, if there is one."""
        if self._owner is not None:
            text = clean("".join(self._line))
            if text:
                self.items.append(Item(Paragraph(text, level), _block_of(self._owner)))
        self._line, self._owner = [], None

    def _typed(self, element: lxml.html.HtmlElement) -> None:
        """Text whose lines are its author's."""
        self.end_line()
        self.items += [Item(block, element) for block in blocks_of_text(element.text_content())]

    def _table(self, table: lxml.html.HtmlElement, depth: int) -> None:
        """A table of figures is a grid; one that only lays the page out is read through."""
        self.end_line()
        if lays_out(table):
            for part in table:
                for row in part if part.tag in ("tbody", "thead", "tfoot") else (part,):
                    for cell in row if row.tag == "tr" else (row,):
                        self.walk(cell, depth + 1)
            self.end_line()
            return
        for caption in table.findall("caption"):
            self.walk(caption, depth + 1)
        self.tables += 1
        grid = _grid(table, self.tables)
        if grid.rows:
            self.items.append(Item(grid, table))


def _block_of(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The paragraph, heading or box that an inline element stands in."""
    parent = element.getparent()
    while element.tag not in _BLOCKS and parent is not None:
        element, parent = parent, parent.getparent()
    return element


def _is_typed(element: lxml.html.HtmlElement) -> bool:
    """Whether an element holds lines of text and no markup that stands for lines."""
    inside = any(isinstance(one.tag, str) and one.tag in _BLOCKS for one in element.iterdescendants())
    return not inside and "\n" in element.text_content().strip()


def clean(text: str) -> str:
    """The text as a browser shows it, but for line breaks of the source between Chinese characters, which are nothing."""
    return " ".join(_WRAPPED.sub("", text.replace("\u200b", "").replace("\ufeff", "")).split())


# --- tables -------------------------------------------------------------------------------------------------------


def _grid(table: lxml.html.HtmlElement, number: int) -> Grid:
    layer = Layer()
    for part in parts_of(table):
        rows = [row for row in part if is_shown(row)]
        for index, row in enumerate(rows):
            if layer.full:
                break
            layer.row(_cells(row, len(rows) - index))
        layer.close()
    rows_ = layer.rows()
    return Grid(rows_, tuple(f"第{number}张表格第{at}行" for at in range(1, len(rows_) + 1)))


def _cells(row: lxml.html.HtmlElement, left: int) -> Iterator[tuple[str, int, int]]:
    for cell in row:
        if cell.tag in ("td", "th") and is_shown(cell):
            down = spanned(cell, "rowspan")
            yield _text(cell), left if down == 0 else min(down, left), spanned(cell, "colspan") or 1


def _text(cell: lxml.html.HtmlElement) -> str:
    """What a box says, a paragraph a line."""
    if not len(cell):
        return clean(cell.text or "")
    for inner in list(cell.iter("table")):
        inner.tag = "div"
    page = _Page()
    page.walk(cell, 0)
    page.end_line()
    return "\n".join(item.block.text for item in page.items if isinstance(item.block, Paragraph))
