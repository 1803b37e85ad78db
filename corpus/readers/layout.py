"""What makes a table of a page's markup: tables that only lay the page out, boxes that a style makes tables of, tables cut up.

Of style sheets only the word that matters here is read: a class that makes its elements tables, rows or boxes.
"""

import re
from collections.abc import Iterator
from itertools import islice

import lxml.html

# fmt: off
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "iframe", "svg", "select", "option", "button", "input",
    "textarea", "object", "embed", "canvas", "audio", "video", "del", "map", "footer",
))
# fmt: on
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DISPLAY = re.compile(
    r"display\s*:\s*(table-row|table-cell|table)\s*(?:!important\s*)?(?:;|}|$)", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)\s*$")
_TAGS = {"table": "table", "table-row": "tr", "table-cell": "td"}
_SECTIONS = ("tbody", "thead", "tfoot")
# A row printed as a table of its own is no accident from so many on.
_ROWS = 3


def make_tables(root: lxml.html.HtmlElement) -> None:
    """Make tables of elements that a style lays out as such, and one table of rows that are a table each."""
    _restyle(root)
    _lift_rows(root)
    for first in list(root.iter("table")):
        if first.getparent() is not None and _is_one_row(first):
            _gather(first)


def _lift_rows(root: lxml.html.HtmlElement) -> None:
    """Put rows behind each other that hang in a box of the row before them: there an element was left open."""
    for row in list(root.iter("tr")):
        holder = row.getparent()
        while holder is not None and holder.tag not in ("tr", "table"):
            holder = holder.getparent()
        if holder is not None and holder.tag == "tr":
            holder.addnext(row)


# --- by style -----------------------------------------------------------------------------------------------------


def _restyle(root: lxml.html.HtmlElement) -> None:
    classes = dict(_classes(root))
    shown: dict[lxml.html.HtmlElement, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in ("table", "tr", "td", "th"):
            display = _display(element, classes)
            if display:
                shown[element] = display
    for element, display in shown.items():
        if display == "table" and _is_sheet(element, shown):
            _retag(element, shown)


def _classes(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        for selectors, body in _RULE.findall(style.text or ""):
            if found := _DISPLAY.search(body):
                names = (_CLASS.search(one.strip()) for one in selectors.split(","))
                yield from ((name[1], found[1].lower()) for name in names if name)


def _display(element: lxml.html.HtmlElement, classes: dict[str, str]) -> str:
    if found := _DISPLAY.search(element.get("style") or ""):
        return found[1].lower()
    return next((classes[name] for name in (element.get("class") or "").split() if name in classes), "")


def _is_sheet(element: lxml.html.HtmlElement, shown: dict[lxml.html.HtmlElement, str]) -> bool:
    """Whether an element holds several rows of several boxes: no other use of these styles does."""
    rows = [one for one in element.iterdescendants() if shown.get(one) == "table-row"]
    boxes = [sum(shown.get(one) == "table-cell" for one in row) for row in rows]
    return sum(count > 1 for count in boxes) > 1


def _retag(element: lxml.html.HtmlElement, shown: dict[lxml.html.HtmlElement, str]) -> None:
    element.tag = "table"
    rows = [one for one in element.iterdescendants() if shown.get(one) == "table-row"]
    for row in rows:
        row.tag = "tr"
        for box in row:
            if shown.get(box) == "table-cell":
                box.tag = "td"
        element.append(row)


# --- a table a row ------------------------------------------------------------------------------------------------


def _is_one_row(table: lxml.html.HtmlElement) -> bool:
    rows = list(islice(table.iter("tr"), 2))
    return len(rows) == 1 and len(rows[0]) > 0 and next(table.iterdescendants("table"), None) is None


def _gather(first: lxml.html.HtmlElement) -> None:
    """Put the rows of the tables that follow at once into the first one."""
    run = [first]
    while (
        (after := run[-1].getnext()) is not None and after.tag == "table" and not (run[-1].tail or "").strip()
    ):
        if not _is_one_row(after):
            break
        run.append(after)
    if len(run) < _ROWS:
        return
    holder = next(first.iter("tr")).getparent()
    if holder is None:
        return
    for table in run[1:]:
        holder.append(next(table.iter("tr")))
        tail, parent = table.tail, table.getparent()
        if parent is not None:
            parent.remove(table)
        first.tail = tail


# --- tables as they are -------------------------------------------------------------------------------------------


def is_shown(element: lxml.html.HtmlElement) -> bool:
    """Whether an element is shown and may be part of a report."""
    if not isinstance(element.tag, str) or element.tag in _DROPPED or element.get("hidden") is not None:
        return False
    return not _HIDDEN.search(element.get("style") or "")


def lays_out(table: lxml.html.HtmlElement) -> bool:
    """Whether a table holds another one that is more than one box, or is a single box itself."""
    if any(_has_boxes(inner) for inner in table.iterdescendants("table")):
        return True
    return all(len(row) < 2 for row in table.iter("tr"))


def _has_boxes(table: lxml.html.HtmlElement) -> bool:
    """Whether a table is more than one box."""
    return len(list(islice(table.iter("td", "th"), 2))) > 1


def parts_of(table: lxml.html.HtmlElement) -> Iterator[list[lxml.html.HtmlElement]]:
    """The rows of each section of a table; rowspans end with their section."""
    loose: list[lxml.html.HtmlElement] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in _SECTIONS and is_shown(child):
            if loose:
                yield loose
                loose = []
            yield [row for row in child if row.tag == "tr"]
    if loose:
        yield loose


def spanned(cell: lxml.html.HtmlElement, name: str) -> int:
    """How many rows or columns a box says that it spans; 1 where it says nothing that is a number."""
    value = (cell.get(name) or "1").strip()
    return min(int(value), 1000) if value.isascii() and value.isdigit() else 1
