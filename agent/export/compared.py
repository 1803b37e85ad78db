"""Last year's report beside this year's, as a page: what differs marked by colour and by shape, the same greyed."""

from collections.abc import Iterator
from itertools import groupby

from agent.export.html import escaped, whole_page
from agent.export.stylesheet import COMPARED
from agent.forms.form import Form
from corpus.comparing import Change, Comparison, Pair, Piece

_INTRODUCTION = "introduction"


def compared_html(comparison: Comparison, form: Form, before: str, after: str) -> str:
    """The page; ``before`` and ``after`` are what the two columns are called, such as 2022年度."""
    title = f"{before}与{after}对照"
    return whole_page(title, (), _body(comparison, form, title, before, after), (), COMPARED)


def _body(comparison: Comparison, form: Form, title: str, before: str, after: str) -> Iterator[str]:
    yield f"<h1>{escaped(title)}</h1>"
    counts = comparison.counts()
    said = "".join(
        f'<li class="{change.value}">{change.label} <b>{count}</b> 段</li>'
        for change, count in counts.items()
    )
    yield f'<ul class="counts">{said}</ul>'
    yield (
        f'<table class="sides"><thead><tr><th>{escaped(before)}</th><th>{escaped(after)}</th>'
        '<th class="what">变化</th></tr></thead>'
    )
    headings = {section.id: section.heading for section in form.sections} | {_INTRODUCTION: "引言"}
    for section, pairs in groupby(comparison.pairs, key=lambda pair: pair.section):
        heading = headings.get(section, "其他部分")
        yield f'<tbody><tr><th colspan="3" class="section" scope="rowgroup">{escaped(heading)}</th></tr>'
        yield from map(_row, pairs)
        yield "</tbody>"
    yield "</table>"


def _row(pair: Pair) -> str:
    figures = "".join(
        f"<li>{escaped(each.before)}<b>→</b>{escaped(each.after)}</li>" for each in pair.figures
    )
    listed = f"<ul>{figures}</ul>" if figures else ""
    return (
        f'<tr class="{pair.change.value}"><td>{_side(pair.left, "del")}</td><td>{_side(pair.right, "ins")}</td>'
        f'<td class="what"><strong>{_label(pair)}</strong>{listed}</td></tr>'
    )


def _label(pair: Pair) -> str:
    return "与上年一字不差" if pair.change is Change.SAME else pair.change.label


def _side(pieces: tuple[Piece, ...], tag: str) -> str:
    return "".join(_piece(piece, tag) for piece in pieces)


def _piece(piece: Piece, tag: str) -> str:
    text = escaped(piece.text)
    if not piece.differs:
        return text
    return f'<{tag} class="number">{text}</{tag}>' if piece.number else f"<{tag}>{text}</{tag}>"
