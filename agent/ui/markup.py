"""Text into HTML, and the lists and strips that several parts of the page use."""

from collections.abc import Iterable
from html import escape

from agent.errors import Problem
from agent.export.composition import printable


def text(words: str) -> str:
    """Escaped for element content and for quoted attributes alike."""
    return escape(printable(words), quote=True)


def problem_list(title: str, problems: Iterable[Problem]) -> str:
    """Everything that is wrong with a file: place, what, and the mend of each."""
    items = "".join(_problem(problem) for problem in problems)
    return f'<section class="nb-problems" role="alert"><h4>{text(title)}</h4><ol>{items}</ol></section>'


def _problem(problem: Problem) -> str:
    where = f'<span class="where">{text(problem.where)}</span>' if problem.where else ""
    mend = f'<span class="mend">{text(problem.mend)}</span>' if problem.mend else ""
    return f"<li>{where}<span>{text(problem.what)}</span>{mend}</li>"


def notice(words: str, look: str = "plain") -> str:
    """One quiet line; ``look`` is plain, good, warning or bad."""
    return f'<p class="nb-notice {look}">{text(words)}</p>'


def tile(name: str, value: str, remark: str, look: str = "plain") -> str:
    """One number of the strip under the unit's name."""
    return (
        f'<div class="nb-tile {look}"><dt>{text(name)}</dt>'
        f"<dd><b>{text(value)}</b><span>{text(remark)}</span></dd></div>"
    )
