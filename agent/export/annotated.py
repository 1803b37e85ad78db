"""A verified text as one page: what somebody has to look at first, then the text, every figure marked by its verdict.

Colour and shape of a mark both say the verdict; its reason shows where it is pointed at or reached by keyboard. The text may be
a report with its tables flattened into it: rows are put back into a table, and nothing in them is judged.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from agent.export.composition import Composition, Line, Span, composed
from agent.export.html import attributes, escaped, whole_page
from agent.export.stylesheet import ANNOTATED
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport

_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、[^。；]{2,40}\s*")


def annotated_html(report: JudgedReport, file: str) -> str:
    """The page. ``report`` is a text without a title, a paragraph a line; ``file`` is the name that it came under."""
    page = composed(report)
    title = f"{file} 核验结果" if file else "核验结果"
    return whole_page(title, _head(report, page, title), _body(page), (), ANNOTATED)


def text_html(report: JudgedReport) -> str:
    """The text alone with its marks, for a page that has a head and a style of its own."""
    return "\n".join(_body(composed(report)))


# --- what is said of the text -------------------------------------------------------------------------------------


def _head(report: JudgedReport, page: Composition, title: str) -> Iterator[str]:
    figures = report.figures
    yield f'<header class="review{" todo" if page.objections else ""}">'
    yield f"<h1>{escaped(title)}</h1>"
    yield f"<p>对照 {escaped(figures.unit)} {figures.year}年度数据{'' if report.previous else '，未与上年比较'}</p>"
    yield from _legend(report.answer)
    yield from _objections(page)
    yield from _kept(page)
    yield "<em>指着数字，或按 Tab 键移到数字上，可看依据。表格不在核对之列。</em>"
    yield "</header>"


def _legend(answer: Answer) -> Iterator[str]:
    """Every verdict in its own look with the number of its figures."""
    counts = answer.summary()
    yield '<ul class="legend">'
    for verdict in Verdict:
        yield f'<li><span data-verdict="{verdict.value}">{verdict.label}</span><b>{counts[verdict.value]}</b></li>'
    if answer.claims:
        yield f"<li>说法（如“均为”“持平”）<b>{len(answer.claims)}</b></li>"
    yield "</ul>"


def _objections(page: Composition) -> Iterator[str]:
    if not page.objections:
        yield "<h2>没有需要核对之处</h2>"
        return
    yield f"<h2>{len(page.objections)} 处需要核对</h2>"
    yield '<ol class="objections">'
    for span in page.objections:
        item = span.item
        words = f'<span class="{item.verdict.value}" data-verdict="{item.verdict.value}">{escaped(item.text)}</span>'
        hint = f"<small>{escaped(_hint(item))}</small>" if _hint(item) else ""
        place = f'<a href="#objection-{span.number}">{words}<b>{item.verdict.label}</b></a>'
        yield f"<li>{place}{escaped(item.reason)}{hint}</li>"
    yield "</ol>"


def _kept(page: Composition) -> Iterator[str]:
    """What a person keeps, with who and why."""
    if not page.waived:
        return
    yield f"<h2>人工确认 {len(page.waived)} 处</h2>"
    yield '<ol class="objections kept">'
    for span in page.waived:
        words = f'<span class="waived">{escaped(span.item.text)}</span>'
        place = f'<a href="#waived-{span.kept}">{words}<b>人工确认</b></a>'
        yield f"<li>{place}{escaped(span.said)}</li>"
    yield "</ol>"


def _hint(item: Judged) -> str:
    """The clue, where the reason does not give it already."""
    return f"线索：{item.hint}" if item.hint and item.hint not in item.reason else ""


# --- the text -----------------------------------------------------------------------------------------------------


def _body(page: Composition) -> Iterator[str]:
    for is_row, lines in groupby(page.introduction, key=_is_row):
        if is_row:
            yield from _table(lines)
        else:
            yield from map(_line, lines)


def _is_row(line: Line) -> bool:
    return "\t" in line.text and not any(isinstance(piece, Span) and piece.number for piece in line.pieces)


def _table(rows: Iterator[Line]) -> Iterator[str]:
    yield '<div class="sheet"><table>'
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escaped(box)}</td>" for box in row.text.split("\t")) + "</tr>"
    yield "</table></div>"


def _line(line: Line) -> str:
    tag = "h2" if _HEADING.fullmatch(line.text) else "p"
    return f"<{tag}>{''.join(map(_piece, line.pieces))}</{tag}>"


def _piece(piece: str | Span) -> str:
    if isinstance(piece, str):
        return escaped(piece)
    item = piece.item
    reason = "\n".join(filter(None, (piece.said, _hint(item))))
    # Dates and document numbers are many; the keyboard passes over them, the pointer does not.
    reach = None if item.verdict is Verdict.EXEMPT else "0"
    more = (("data-reason", reason), ("aria-description", reason), ("tabindex", reach))
    return f"<span {attributes(piece, *more)}>{''.join(map(_piece, piece.pieces))}</span>"
