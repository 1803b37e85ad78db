"""How requests ended: the groups of table 三, with their share of all that was closed, and last year's beside."""

from decimal import Decimal

from agent.figures import Absent, FigureSet
from agent.figures.quantity import plain
from agent.workflow.charts.chart import BEFORE, NOW, Bar, Chart, bars, number
from agent.workflow.charts.counts import share, worth
from agent.workflow.tally import Tally, request_outcomes

_QUESTION = "申请是怎样办结的"
_CLOSED = "requests.closed.total"


def outcomes_chart(figures: FigureSet, previous: FigureSet | None = None) -> Chart:
    """A group for each result. Shares are there only for a year whose results make up its total."""
    tallies = request_outcomes(figures, previous)
    now = _whole([each.now for each in tallies], worth(figures, _CLOSED))
    if all(isinstance(each.now, Absent) for each in tallies):
        return Chart("outcomes", _QUESTION, "办理结果还没有填，填好后显示各类结果。")
    if now == 0:
        return Chart("outcomes", _QUESTION, f"{figures.year}年没有办结的政府信息公开申请。")
    before = _whole([each.before for each in tallies], worth(previous, _CLOSED))
    years = [(f"{figures.year}年", now, NOW)]
    years += [(f"{previous.year}年", before, BEFORE)] if previous else []
    rows = [
        Bar(each.label, year, value, _text(value, of))
        for each in tallies
        for (year, of, _), value in zip(years, (each.now, each.before), strict=False)
    ]
    description = f"{_QUESTION}。{'；'.join(f'{row.label}{row.series}{row.text}' for row in rows)}。"
    return Chart(
        "outcomes",
        _QUESTION,
        _answer(figures, tallies, now),
        description,
        ("办理结果", *(f"{year}件数（占比）" for year, _, _ in years)),
        tuple((each.label, *(row.text for row in rows if row.label == each.label)) for each in tallies),
        bars(rows, {year: colour for year, _, colour in years}, description),
    )


def _whole(parts: list[Decimal | Absent], total: Decimal | Absent) -> Decimal | None:
    """The total where the parts are all there and make it up; None elsewhere."""
    if isinstance(total, Absent):
        return None
    found = [part for part in parts if not isinstance(part, Absent)]
    return total if len(found) == len(parts) and sum(found) == total else None


def _text(value: Decimal | Absent, of: Decimal | None) -> str:
    return f"{plain(value)}（{share(value, of)}）" if of and not isinstance(value, Absent) else number(value)


def _answer(figures: FigureSet, tallies: tuple[Tally, ...], closed: Decimal | None) -> str:
    if closed is None:
        return "各类办理结果之和与总计还对不上或没有填全，占比暂不计算；请先看勾稽检查。"
    some = [(each.label, each.now) for each in tallies if not isinstance(each.now, Absent) and each.now]
    each = "；".join(
        f"{label}{plain(value)}件，占{share(value, closed)}"
        for label, value in sorted(some, key=lambda pair: -pair[1])
    )
    return f"{figures.year}年办结政府信息公开申请{plain(closed)}件，其中{each}。"
