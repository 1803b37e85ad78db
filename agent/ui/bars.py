"""How requests ended, this year against last, as bars that need no script.

The widths are left to the style sheet: each bar says its number and the largest of them.
"""

from collections.abc import Iterable
from decimal import Decimal

from agent.figures import Absent
from agent.figures.quantity import plain
from agent.ui.markup import text
from agent.workflow import Tally


def bars(tallies: Iterable[Tally], year: int, previous: int | None) -> str:
    """A bar for each result; empty where no result has a number."""
    rows = tuple(tallies)
    numbers = [each for row in rows for each in (row.now, row.before) if not isinstance(each, Absent)]
    if not numbers:
        return ""
    before = f'<span class="before">{previous}年</span>' if previous else ""
    lines = "".join(_row(row, with_before=previous is not None) for row in rows)
    return (
        '<section class="nb-bars"><h4>申请的办理结果</h4>'
        f'<p class="key"><span class="now">{year}年</span>{before}（件）</p>'
        f'<ul class="{"both" if previous else "single"}" style="--most:{plain(max(numbers))}">{lines}</ul></section>'
    )


def _row(tally: Tally, *, with_before: bool) -> str:
    before = _bar("before", tally.before) if with_before else ""
    return f'<li><span class="name">{text(tally.label)}</span>{_bar("now", tally.now)}{before}</li>'


def _bar(look: str, number: Decimal | Absent) -> str:
    if isinstance(number, Absent):
        return f'<span class="bar {look} absent"><b>未填</b></span>'
    return f'<span class="bar {look}" style="--number:{plain(number)}"><i></i><b>{plain(number)}</b></span>'
