"""A web page to blocks.

The page is read as published: attributes that our own pages carry are not looked at. Of a page with navigation around the
report, the smallest part is taken that holds all of the report's headings and tables.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import lxml.etree
import lxml.html

from agent.errors import BadInput, Problem
from corpus.amounts import is_number
from corpus.blocks import Block, Grid, Layer, Paragraph
from corpus.readers.encoding import decode
from corpus.readers.package import check_memory
from corpus.report import ReadReport, recognise
from corpus.sections import official_number

# fmt: off
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "iframe", "svg", "select", "option", "button", "input",
    "textarea", "object", "embed", "canvas", "audio", "video", "del", "map",
))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CJK = r"[　-〿一-鿿＀-￯“”]"
_WRAPPED = re.compile(rf"(?<={_CJK})[ \t]*\n\s*(?={_CJK})")
# What pages print around and under an article.
_FURNITURE = re.compile(
    r"(?:打印(?:本页)?|关闭(?:窗口|本页)?|分享(?:到)?[:：]?|收藏|上一[篇条页][:：]?.*|下一[篇条页][:：]?.*|返回(?:顶部|首页|列表)|"
    r"(?:当前|您的|您)?(?:所在)?位置[:：].*|字[体号][:：].*|版权所有.*|主办(?:单位)?[:：].*|承办(?:单位)?[:：].*|"
    r"网站(?:地图|标识码).*|.*ICP备.*|.*公网安备.*|扫一扫.*|浏览次数.*|(?:信息)?来源[:：].*|发布(?:时间|日期)[:：].*|"
    r"【?\s*(?:大|中|小)(?:\s*(?:大|中|小))*\s*】?|附件[:：]?)"
)
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
    page = _Page()
    page.walk(root, 0)
    page.end_line()
    blocks = _report(page.items)
    if not blocks:
        what = "网页嵌套太深，读不到文字" if page.too_deep else "网页里没有文字"
        raise BadInput([Problem(what, file, "请用浏览器把年报正文另存为网页")])
    deep = ("网页嵌套太深，里层的内容没有读到",) if page.too_deep else ()
    return recognise(blocks, file, notes=(*notes, *deep))


@dataclass
class _Item:
    """A block with the element that it was read from."""

    block: Block
    element: lxml.html.HtmlElement


@dataclass
class _Page:
    """Collects blocks while it walks the tree."""

    items: list[_Item] = field(default_factory=list)
    tables: int = 0
    too_deep: bool = False
    _line: list[str] = field(default_factory=list)
    _owner: lxml.html.HtmlElement | None = None

    def walk(self, element: lxml.html.HtmlElement, depth: int) -> None:
        """Read an element and what is in it."""
        self.too_deep = self.too_deep or depth > _DEEPEST
        if not _is_shown(element) or depth > _DEEPEST:
            return
        tag = element.tag
        if tag == "table":
            self._table(element, depth)
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
                self.items.append(_Item(Paragraph(text, level), _block_of(self._owner)))
        self._line, self._owner = [], None

    def _table(self, table: lxml.html.HtmlElement, depth: int) -> None:
        """A table of figures is a grid; one that only lays the page out is read through."""
        self.end_line()
        if _lays_out(table):
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
            self.items.append(_Item(grid, table))


def _block_of(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The paragraph, heading or box that an inline element stands in."""
    parent = element.getparent()
    while element.tag not in _BLOCKS and parent is not None:
        element, parent = parent, parent.getparent()
    return element


def clean(text: str) -> str:
    """The text as a browser shows it, but for line breaks of the source between Chinese characters, which are nothing."""
    return " ".join(_WRAPPED.sub("", text.replace("\u200b", "").replace("\ufeff", "")).split())


def _is_shown(element: lxml.html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _DROPPED or element.get("hidden") is not None:
        return False
    return not _HIDDEN.search(element.get("style") or "")


# --- tables -------------------------------------------------------------------------------------------------------


def _lays_out(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds another one that is more than one box, or is a single box itself."""
    if any(_has_boxes(inner) for inner in table.iterdescendants("table")):
        return True
    return all(len(row) < 2 for row in table.iter("tr"))


def _has_boxes(table: lxml.html.HtmlElement) -> bool:
    """Whether a table is more than one box."""
    return len(list(islice(table.iter("td", "th"), 2))) > 1


def _grid(table: lxml.html.HtmlElement, number: int) -> Grid:
    layer = Layer()
    for part in _parts(table):
        rows = [row for row in part if _is_shown(row)]
        for index, row in enumerate(rows):
            if layer.full:
                break
            layer.row(_cells(row, len(rows) - index))
        layer.close()
    rows_ = layer.rows()
    return Grid(rows_, tuple(f"第{number}张表格第{at}行" for at in range(1, len(rows_) + 1)))


def _parts(table: lxml.html.HtmlElement) -> Iterator[list[lxml.html.HtmlElement]]:
    """The rows of each section of a table; rowspans end with their section."""
    loose: list[lxml.html.HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in ("tbody", "thead", "tfoot") and _is_shown(child):
            if loose:
                yield loose
                loose = []
            yield [row for row in child if row.tag == "tr"]
    if loose:
        yield loose


def _cells(row: lxml.html.HtmlElement, left: int) -> Iterator[tuple[str, int, int]]:
    for cell in row:
        if cell.tag in ("td", "th") and _is_shown(cell):
            down = _span(cell, "rowspan")
            yield _text(cell), left if down == 0 else min(down, left), _span(cell, "colspan") or 1


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() else 1


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


# --- which part of the page ---------------------------------------------------------------------------------------


def _report(items: Sequence[_Item]) -> list[Block]:
    """The blocks of the smallest element that holds all headings of the report and all tables of figures.

    The title stands above that element as often as in it: the last line before it that names the report comes along, and where
    it has no unit, the line above it.
    """
    marks = _marks(items)
    if not marks:
        return _without_furniture(items)
    whole = _common(marks)
    inside = [index for index, item in enumerate(items) if _is_in(item.element, whole)]
    if not inside:
        return _without_furniture(items)
    within = [items[index] for index in inside]
    if any(_names_report(item) for item in within[:5]):
        return _without_furniture(within)
    titles = [index for index, item in enumerate(items[: inside[0]]) if _names_report(item)]
    above = items[max(titles[-1] - 1, 0) : titles[-1] + 1] if titles else []
    return _without_furniture(
        [*(above[-1:] if above and not _begins_with_year(above[-1]) else above), *within]
    )


def _marks(items: Sequence[_Item]) -> list[lxml.html.HtmlElement]:
    """The elements of the tables of figures, and of each official heading the last: menus name them too."""
    found: dict[str, lxml.html.HtmlElement] = {}
    for index, item in enumerate(items):
        if isinstance(item.block, Grid):
            if any(is_number(box.text) for row in item.block.rows for box in row):
                found[f"table {index}"] = item.element
        elif len(item.block.text) < 45 and (number := official_number(item.block.text)):
            found[number] = item.element
    return list(found.values())


def _names_report(item: _Item) -> bool:
    block = item.block
    return (
        isinstance(block, Paragraph)
        and len(block.text) < 60
        and "信息公开" in block.text
        and block.text.endswith(("报告", "年报"))
    )


def _begins_with_year(item: _Item) -> bool:
    return isinstance(item.block, Paragraph) and item.block.text[:4].isdigit()


def _common(elements: Sequence[lxml.html.HtmlElement]) -> lxml.html.HtmlElement:
    """The innermost element that holds them all; of one alone its parent."""
    paths = [[*reversed(list(element.iterancestors())), element] for element in elements]
    shared = paths[0][:-1] if len(paths) == 1 else paths[0]
    for path in paths[1:]:
        shared = [one for one, other in zip(shared, path, strict=False) if one is other]
    return shared[-1] if shared else elements[0]


def _is_in(element: lxml.html.HtmlElement, whole: lxml.html.HtmlElement) -> bool:
    return element is whole or any(one is whole for one in element.iterancestors())


def _without_furniture(items: Sequence[_Item]) -> list[Block]:
    return [
        item.block
        for item in items
        if isinstance(item.block, Grid) or not _FURNITURE.fullmatch(item.block.text)
    ]
