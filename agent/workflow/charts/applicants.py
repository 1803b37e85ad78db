"""Who applied: this year's new requests by kind of applicant."""

from decimal import Decimal

from agent.figures import Absent, FigureSet
from agent.figures.quantity import plain
from agent.forms.form import join
from agent.forms.library import form_of
from agent.workflow.charts.chart import NOW, Bar, Chart, bars, number
from agent.workflow.charts.counts import joined, share, worth

_QUESTION = "是谁在申请"
_ROW = "requests.new"


def applicants_chart(figures: FigureSet) -> Chart:
    """A bar for each kind, with its share where the kinds make up the total."""
    columns = form_of(figures.form).table("requests").blocks[0].column_leaves
    kinds = [
        (_named(column.path, column.label), worth(figures, join(_ROW, column.path)))
        for column in columns
        if not column.total
    ]
    total = worth(figures, f"{_ROW}.total")
    known = [(label, value) for label, value in kinds if not isinstance(value, Absent)]
    if not known:
        return Chart("applicants", _QUESTION, "申请人情况还没有填，填好后显示各类申请人。")
    whole = len(known) == len(kinds) and sum(value for _, value in known) == total
    if whole and total == 0:
        return Chart("applicants", _QUESTION, f"{figures.year}年没有新收政府信息公开申请。")
    of = total if whole and not isinstance(total, Absent) else None
    rows = [Bar(label, "件数", value, _text(value, of)) for label, value in kinds]
    description = f"{_QUESTION}。{joined(f'{row.label}{row.text}' for row in rows)}。"
    answer = _answer(figures, known, of)
    table = tuple((row.label, row.text) for row in rows)
    spec = bars(rows, {"件数": NOW}, description)
    return Chart("applicants", _QUESTION, answer, description, ("申请人", "件数（占比）"), table, spec)


def _named(path: str, label: str) -> str:
    """其他 is one of the organisations, and says so when it stands by itself."""
    return "其他组织" if path == "other" else label


def _text(value: Decimal | Absent, of: Decimal | None) -> str:
    if isinstance(value, Absent) or of is None:
        return number(value)
    return f"{plain(value)}（{share(value, of)}）"


def _answer(figures: FigureSet, known: list[tuple[str, Decimal]], of: Decimal | None) -> str:
    if of is None:
        return "各类申请人之和与总计还对不上或没有填全，占比暂不计算；请先看勾稽检查。"
    some = sorted(((label, value) for label, value in known if value), key=lambda pair: -pair[1])
    each = "；".join(f"{label}{plain(value)}件，占{share(value, of)}" for label, value in some)
    return f"{figures.year}年新收政府信息公开申请{plain(of)}件，其中{each}。"
