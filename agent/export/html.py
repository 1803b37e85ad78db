"""The tables and the report as one self-contained page.

A published page can be verified again by anybody, from the page alone:

- every cell of the tables is a ``td`` with ``data-key``; an empty one is a cell that nobody filled in;
- every judged figure is a ``span`` of class ``fig`` with ``data-verdict``, ``data-value``, ``data-unit`` and, where there are
  any, ``data-expression`` and ``data-expected``; every judged claim a ``span`` of class ``claim``; what a person keeps though it
  is objected to has ``data-waived-by`` besides, and its verdict all the same;
- ``meta name="nianbao:report"`` holds unit, year and form; ``meta name="nianbao:evidence"`` what the expressions name and no
  table of the page prints: last year's cells (``previous``) and the facts (``facts``, ``previous_facts``, as in
  ``figures.json``), and nothing that no expression names.

There is no script. What is no part of the report stands outside ``main``: the box that shows the marks, a draft's list of
objections, and the list of what a person keeps.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from agent.export.composition import (
    Composition,
    Line,
    Part,
    Span,
    composed,
    printable,
    tables_only,
    title_lines,
)
from agent.export.slots import groups_columns, heads_only, is_corner, label_columns, names_row, said
from agent.export.stage import Stage
from agent.export.stylesheet import STYLESHEET
from agent.figures import ABSENT, Fact, FigureSet
from agent.figures.quantity import plain
from agent.forms.form import Form, Table
from agent.forms.layout import Box, Grid, printed
from agent.verify.answer import Judged
from agent.verify.report import JudgedReport


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody should see of a cell: a class for its look, and why."""

    look: str
    reason: str


Marks = Mapping[str, Mark]


def tables_html(form: Form, figures: FigureSet) -> str:
    """The three tables as a whole page; every cell is a ``td`` with its ``data-key``, empty where it is absent."""
    page = tables_only(form, figures.unit, figures.year)
    return _page(page, _body(page, form, figures), [_meta("report", _identity(form, figures))], judged=False)


def table_html(form: Form, table: Table, figures: FigureSet, marks: Marks) -> str:
    """One table by itself, for a page that has a style of its own; ``marks`` are by key."""
    return "\n".join(_table(form, table, figures, marks))


def report_html(report: JudgedReport, stage: Stage | None = None) -> str:
    """The whole report as a page; what is objected to is marked and listed above it. A draft says so across every sheet."""
    page = composed(report, stage)
    metas = [_meta("report", _identity(report.form, report.figures)), _meta("evidence", _evidence(report))]
    return _page(page, _body(page, report.form, report.figures), metas, judged=True)


# --- the page -----------------------------------------------------------------------------------------------------


def _page(page: Composition, body: Iterable[str], metas: list[str], *, judged: bool) -> str:
    before = (*(_TOOLS if judged else ()), *_notice(page))
    look = "draft" if page.is_draft else ""
    return whole_page(page.title.text, before, body, metas, look=look)


def whole_page(
    title: str,
    before: Iterable[str],
    body: Iterable[str],
    metas: Iterable[str],
    style: str = "",
    *,
    look: str = "",
) -> str:
    """A page by itself: what stands before ``main``, what is in it; ``style`` is more style, ``look`` the class of its body."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *metas,
        f"<title>{escaped(title)}</title>",
        f"<style>{STYLESHEET}{style}</style>",
        "</head>",
        f'<body class="{look}">' if look else "<body>",
        *before,
        "<main>",
        *body,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


# The box stands before `main` so that its state can style what follows; its caption is the stylesheet's.
_TOOLS = (
    '<input type="checkbox" id="marks" class="tools" aria-label="显示核验标记"><label for="marks" class="tools"></label>',
)


def _notice(page: Composition) -> Iterator[str]:
    if page.objections:
        yield from _list(page.notice, "notice", "objection", page.objections)
    elif page.notice:
        yield f'<aside class="notice" role="note"><p>{escape(page.notice)}</p></aside>'
    if page.waived:
        yield from _list(f"人工确认{len(page.waived)}处", "notice waived", "waived", page.waived)


def _list(title: str, look: str, anchor: str, spans: Iterable[Span]) -> Iterator[str]:
    yield f'<aside class="{look}" role="note">'
    yield f"<p>{escape(title)}</p>"
    yield "<ol>"
    for span in spans:
        number = span.number or span.kept
        words = f'<a href="#{anchor}-{number}">“{escaped(span.item.text)}”</a>'
        yield f'<li value="{number}">{words} {escaped(span.said)}</li>'
    yield "</ol>"
    yield "</aside>"


def _body(page: Composition, form: Form, figures: FigureSet) -> Iterator[str]:
    yield f"<h1>{''.join(f'<span>{_pieces(line)}</span>' for line in title_lines(page.title, form.report))}</h1>"
    yield from map(_prose, page.introduction)
    for part in page.parts:
        yield from _part(part, form, figures)


def _part(part: Part, form: Form, figures: FigureSet) -> Iterator[str]:
    yield f'<section id="{escaped(part.section)}">'
    yield f"<h2>{_pieces(part.heading)}</h2>"
    yield from map(_prose, part.lines)
    if part.table:
        yield from _table(form, part.table, figures, {})
    yield "</section>"


def _prose(line: Line) -> str:
    tag = "h3" if line.level == 2 else "p"
    return f"<{tag}>{_pieces(line)}</{tag}>"


def escaped(text: str) -> str:
    """Escaped for element content and for quoted attributes alike."""
    return escape(printable(text), quote=True)


# --- judged spans -------------------------------------------------------------------------------------------------


def _pieces(line: Line) -> str:
    return "".join(_piece(piece) for piece in line.pieces)


def _piece(piece: str | Span) -> str:
    if isinstance(piece, str):
        return escaped(piece)
    inside = "".join(_piece(inner) for inner in piece.pieces)
    return f"<span {attributes(piece, ('title', piece.said))}>{inside}</span>"


def attributes(span: Span, *more: tuple[str, str | None]) -> str:
    """What a judged span says of itself, escaped; ``more`` are pairs to add, None leaves one out."""
    item = span.item
    place = f"waived-{span.kept}" if span.kept else f"objection-{span.number}" if span.number else None
    look = " waived" if span.kept else ""
    mark = f"确认{span.kept}" if span.kept else str(span.number) if span.number else None
    pairs = [
        ("id", place),
        ("class", f"{'claim' if span.claim else 'fig'} {item.verdict.value}{look}"),
        ("data-verdict", item.verdict.value),
        ("data-mark", mark),
        ("data-waived-by", item.waiver.by if item.waiver else None),
        ("data-expression", item.expression),
        ("data-expected", item.expected),
        *(() if span.claim else (("data-value", item.value), ("data-unit", item.unit or None))),
        *more,
    ]
    return " ".join(f'{name}="{escaped(value)}"' for name, value in pairs if value is not None)


# --- tables -------------------------------------------------------------------------------------------------------


def _table(form: Form, table: Table, figures: FigureSet, marks: Marks) -> Iterator[str]:
    grid = printed(form, table)
    nested = ' class="nested"' if label_columns(grid) > 1 else ""
    yield f'<div class="sheet"><table{nested} data-table="{escaped(table.id)}" aria-label="{escaped(table.caption)}">'
    rows = grid.rows()
    if grid.heading_rows:
        yield from _rows(rows[: grid.heading_rows], grid, figures, marks, "thead")
    yield from _rows(rows[grid.heading_rows :], grid, figures, marks, "tbody")
    yield "</table></div>"


def _rows(
    rows: Iterable[tuple[Box, ...]], grid: Grid, figures: FigureSet, marks: Marks, group: str
) -> Iterator[str]:
    yield f"<{group}>"
    for row in rows:
        top = heads_only(row)
        yield "<tr>" + "".join(_box(box, grid, figures, marks, top=top) for box in row) + "</tr>"
    yield f"</{group}>"


def _box(box: Box, grid: Grid, figures: FigureSet, marks: Marks, *, top: bool) -> str:
    spans = [("rowspan", box.rows), ("colspan", box.columns)]
    span = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    if box.cell is not None:
        mark = _marked(marks.get(box.cell.key))
        return f'<td{span} data-key="{escaped(box.cell.key)}"{mark}>{said(box, figures)}</td>'
    name, scope = role(box, grid, top=top)
    kind = f' class="{name}"' if name else ""
    return f'<th{span}{kind} scope="{scope}">{escaped(box.text)}</th>'


def _marked(mark: Mark | None) -> str:
    if mark is None:
        return ""
    return f' class="{escaped(mark.look)}" tabindex="0" data-reason="{escaped(mark.reason)}"'


def role(box: Box, grid: Grid, *, top: bool) -> tuple[str, str]:
    """The class and the scope of a heading; ``top`` where its row holds headings only."""
    if box.article:
        return "article", "colgroup"
    if is_corner(box, grid):
        return "corner", "col"
    if not names_row(box, grid):
        return "top" if top else "", "colgroup" if groups_columns(box, grid) else "col"
    outermost = " top" if box.column == 0 and label_columns(grid) > 1 else ""
    if box.rows > 1:
        return ("group" if box.column == 0 else "group inner") + outermost, "rowgroup"
    return ("row" if label_columns(grid) > 1 else "") + outermost, "row"


# --- what the expressions name ------------------------------------------------------------------------------------

_PREVIOUS_CELL = re.compile(r"\bprev\.([a-z_]+(?:\.[a-z_]+)+)")
_FACT = re.compile(r'(prev\.)?fact\("([^"]*)"(?:, *"([^"]*)")?\)')


def _meta(name: str, record: dict[str, Any]) -> str:
    content = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return f'<meta name="nianbao:{name}" content="{escaped(content)}">'


def _identity(form: Form, figures: FigureSet) -> dict[str, Any]:
    return {"unit": figures.unit, "year": figures.year, "form": form.edition}


def _evidence(report: JudgedReport) -> dict[str, Any]:
    """Last year's cells and the facts that the report's expressions name; the tables of the page hold the rest."""
    items: tuple[Judged, ...] = (*report.answer.figures, *report.answer.claims)
    expressions = [item.expression for item in items if item.expression]
    return {
        "previous": _previous_cells(report, expressions),
        "facts": _facts(report.figures, expressions, prefix=""),
        "previous_facts": _facts(report.previous, expressions, prefix="prev.") if report.previous else [],
    }


def _previous_cells(report: JudgedReport, expressions: list[str]) -> dict[str, str]:
    if report.previous is None:
        return {}
    named = {key for text in expressions for key in _PREVIOUS_CELL.findall(text)}
    keys = sorted(cell for key in named for cell in report.form.expand(key) or ())
    values = {key: report.previous.get(key) for key in keys}
    return {key: plain(value) for key, value in values.items() if value is not ABSENT}


def _facts(figures: FigureSet, expressions: list[str], prefix: str) -> list[dict[str, Any]]:
    named: dict[str, set[str]] = {}
    for text in expressions:
        for before, name, part in _FACT.findall(text):
            if before == prefix:
                named.setdefault(name, set()).add(part)
    found = ((name, parts, figures.fact(name)) for name, parts in sorted(named.items()))
    return [_fact(name, parts, fact) for name, parts, fact in found if fact]


def _fact(name: str, parts: set[str], fact: Fact) -> dict[str, Any]:
    """One fact under the name by which the expressions call it, with those of its parts that they call."""
    record: dict[str, Any] = {"name": name, "unit": fact.unit, "source": fact.source}
    if "" in parts and fact.value is not None:
        record["value"] = plain(fact.value)
    shares = [(part, fact.part(part)) for part in sorted(parts - {""})]
    values = [{"name": part, "value": plain(share.value)} for part, share in shares if share]
    return record | {"breakdowns": [{"by": "", "parts": values}]} if values else record
