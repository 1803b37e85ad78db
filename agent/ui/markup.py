"""Text into HTML, and the lists and strips that several parts of the page use."""

from collections.abc import Iterable
from html import escape

from agent.errors import Problem
from agent.export.composition import printable
from agent.workflow.saving import Side


def text(words: str) -> str:
    """Escaped for element content and for quoted attributes alike."""
    return escape(printable(words), quote=True)


def unformatted(words: str) -> str:
    """Words in a label, in which Streamlit would take some characters for Markdown."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>~:$" else letter for letter in words)


def problem_list(title: str, problems: Iterable[Problem]) -> str:
    """Everything that is wrong with a file: place, what, and the mend of each."""
    items = "".join(_problem(problem) for problem in problems)
    return f'<section class="nb-problems" role="alert"><h4>{text(title)}</h4><ol>{items}</ol></section>'


def _problem(problem: Problem) -> str:
    where = f'<span class="where">{text(problem.where)}</span>' if problem.where else ""
    mend = f'<span class="mend">{text(problem.mend)}</span>' if problem.mend else ""
    return f"<li>{where}<span>{text(problem.what)}</span>{mend}</li>"


def conflict_markup(sides: Iterable[Side]) -> str:
    """Each place that two people changed: what stood there, what each made of it, whose stands now."""
    items = "".join(f"<li><b>{text(side.place)}</b>{side_markup(side)}</li>" for side in sides)
    return (
        '<section class="nb-problems" role="alert"><h4>别人刚刚也改了这里，您的改动没有盖上去</h4>'
        f'<ol class="nb-sides">{items}</ol><p>页面上现在是对方的内容；您的也留着，要用您的，请再改一次。</p></section>'
    )


def side_markup(side: Side) -> str:
    """What stood in one place, and what two people made of it."""
    theirs = f"{side.who}的（{side.when.astimezone():%H:%M}）"
    return f'<dl class="nb-side">{_side("原来", side.before)}{_side("您的", side.mine)}{_side(theirs, side.theirs)}</dl>'


def _side(name: str, value: str) -> str:
    return f"<div><dt>{text(name)}</dt><dd>{text(value) or '（空）'}</dd></div>"


def notice(words: str, look: str = "plain") -> str:
    """One quiet line; ``look`` is plain, good, warning or bad."""
    return f'<p class="nb-notice {look}">{text(words)}</p>'


def given_rows(source: str, rows: Iterable[tuple[str, str]]) -> str:
    """What was set, and where: names with their values."""
    items = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in rows)
    return f'<section class="nb-given"><p>{text(source)}</p><dl>{items}</dl></section>'


def tile(name: str, value: str, remark: str, look: str = "plain") -> str:
    """One number of the strip under the unit's name."""
    return (
        f'<div class="nb-tile {look}"><dt>{text(name)}</dt>'
        f"<dd><b>{text(value)}</b><span>{text(remark)}</span></dd></div>"
    )
