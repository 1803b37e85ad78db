"""A report as government sites print it: the site's own page (``pages/``) around what its editor left of prose and tables.

``门户``  a portal of today: header, breadcrumb, buttons to print and share, headings as headings, clean tables
``粘贴``  an older page laid out with tables, the report pasted from Word with its inline styles
``栏目``  an article of a disclosure column: a table of index numbers above it, every line a paragraph of the site's editor
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from agent.export.slots import said
from agent.figures import FigureSet
from agent.forms import Form
from agent.forms.form import Table
from agent.forms.layout import Box, printed
from agent.forms.narrative import Narrative
from eval.samples.manuscripts import Publication


@dataclass(frozen=True, slots=True)
class _Markup:
    """What an editor leaves: a line of a level, a table's opening tag with what wraps it, a box with its spans and text."""

    line: Callable[[str, int], str]
    table: str
    box: Callable[[Box, str, str], str]
    wrapped: tuple[str, str] = ("", "")


def page(publication: Publication, form: Form, figures: FigureSet, narrative: Narrative) -> str:
    """The whole page; the same report is always the same page."""
    template = files("eval.samples").joinpath("pages", f"{publication.look}.html").read_text("utf-8")
    body = "\n".join(_body(form, figures, narrative, _MARKUP[publication.look]))
    return Template(template).substitute(
        encoding=publication.encoding,
        title=escape(narrative.title),
        place=escape(figures.unit),
        date=_date(figures),
        index=f"{figures.year + 1}-00001",
        body=body,
    )


def _date(figures: FigureSet) -> str:
    """When it was published: some day in the first quarter of the next year."""
    return f"{figures.year + 1}-0{1 + len(figures.unit) % 3}-{12 + len(figures.unit)}"


def _body(form: Form, figures: FigureSet, narrative: Narrative, markup: _Markup) -> Iterator[str]:
    """Everything from the introduction on, in the form's order."""
    written: dict[str, list[str]] = {}
    for text, level, name in narrative.lines():
        if level:
            written.setdefault(name, []).append(markup.line(escape(text), level))
    yield from written.get("", ())
    for section in form.sections:
        yield from written.get(section.id, ())
        if section.table:
            yield markup.line(escape(section.heading), 1)
            yield from _table(form, form.table(section.table), figures, markup)


def _table(form: Form, table: Table, figures: FigureSet, markup: _Markup) -> Iterator[str]:
    opening, closing = markup.wrapped
    yield f"{opening}{markup.table}<tbody>"
    for row in printed(form, table).rows():
        boxes = (markup.box(box, _spans(box), escape(said(box, figures))) for box in row)
        yield f"<tr>{''.join(boxes)}</tr>"
    yield f"</tbody></table>{closing}"


def _spans(box: Box) -> str:
    pairs = (("rowspan", box.rows), ("colspan", box.columns))
    return "".join(f' {name}="{count}"' for name, count in pairs if count > 1)


def _portal_line(text: str, level: int) -> str:
    tag = {1: "h2", 2: "h3"}.get(level, "p")
    return f"<{tag}>{text}</{tag}>"


def _portal_box(box: Box, spans: str, text: str) -> str:
    tag = "th" if box.head else "td"
    return f"<{tag}{spans}>{text}</{tag}>"


_FACE = "font-family:仿宋_GB2312;mso-hansi-font-family:Calibri"
_LINE = "text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly"
_BOX = "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"


def _pasted_line(text: str, level: int) -> str:
    face = {1: "font-family:黑体", 2: "font-family:楷体_GB2312"}.get(level, _FACE)
    words = f'<span style="font-size:16.0pt;{face}">{text}<span lang="EN-US"><o:p></o:p></span></span>'
    return f'<p class="MsoNormal" style="{_LINE}">{f"<b>{words}</b>" if level == 2 else words}</p>'


def _pasted_box(box: Box, spans: str, text: str) -> str:
    language = ' lang="EN-US"' if box.cell else ""
    words = f'<span{language} style="font-size:9.0pt;{_FACE}">{text}<o:p></o:p></span>'
    paragraph = f'<p class="MsoNormal" align="center" style="text-align:center">{words}</p>'
    width = 45 if box.cell else max(45, min(160, 13 * len(text)))
    return f'<td{spans} width="{width}" style="{_BOX}">{paragraph}</td>'


def _column_line(text: str, level: int) -> str:
    words = f"<strong>{text}</strong>" if level < 3 else text
    return f'<p style="text-align:justify;line-height:2em">　　{words}</p>'


def _column_box(box: Box, spans: str, text: str) -> str:
    words = f"<strong>{text}</strong>" if box.head and box.row == 0 else text
    return f'<td{spans} valign="middle"><p style="text-align:center">{words}</p></td>'


_PASTED_TABLE = (
    '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" align="center" '
    'style="border-collapse:collapse;mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt">'
)
_COLUMN_TABLE = (
    '<table border="1" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse">'
)
_PORTAL_WRAP = ('<div class="table-wrap"><div class="scroll">', "</div></div>")
_MARKUP = {
    "门户": _Markup(_portal_line, '<table class="tb">', _portal_box, _PORTAL_WRAP),
    "粘贴": _Markup(_pasted_line, _PASTED_TABLE, _pasted_box, ('<div align="center">', "</div>")),
    "栏目": _Markup(_column_line, _COLUMN_TABLE, _column_box),
}
