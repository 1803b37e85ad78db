"""This year against last: the figures that a reader asks for first, counts beside counts only."""

from collections.abc import Sequence
from decimal import Decimal

from agent.figures import Absent, FigureSet
from agent.figures.quantity import plain
from agent.workflow.charts.chart import BEFORE, NOW, Bar, Chart, bars, number
from agent.workflow.charts.counts import change, worth

_REQUESTS = (
    ("本年新收申请", "requests.new.total"),
    ("上年结转申请", "requests.carried_in.total"),
    ("办理结果总计", "requests.closed.total"),
    ("结转下年度", "requests.carried_out.total"),
    ("行政复议", "review.total"),
    ("行政诉讼", "litigation.total"),
)
# Of the two editions, the cells that mean the same are drawn under one label; each has those that it prints.
_DISCLOSURE = (
    ("本年制发规范性文件", "documents.normative.issued"),
    ("本年新制作规范性文件", "documents.normative.made"),
    ("现行有效规范性文件", "documents.normative.in_force"),
    ("行政许可处理决定", "decisions.licensing.decided"),
    ("行政处罚处理决定", "decisions.penalty.decided"),
    ("行政强制处理决定", "decisions.coercion.decided"),
)


def requests_chart(figures: FigureSet, previous: FigureSet | None = None) -> Chart:
    """Requests and appeals of both years."""
    now, before = (worth(each, "requests.new.total") for each in (figures, previous))
    answer = f"{figures.year}年新收政府信息公开申请还没有填。"
    if not isinstance(now, Absent):
        said = "" if isinstance(before, Absent) else f"，{change(now, before)}"
        answer = f"{figures.year}年新收政府信息公开申请{plain(now)}件{said}。"
    return _chart("requests", "申请和争议：今年与上年相比怎样", answer, _REQUESTS, figures, previous)


def disclosure_chart(figures: FigureSet, previous: FigureSet | None = None) -> Chart:
    """Documents and decisions of both years. Money is another unit, and not among them."""
    told = []
    for label, key in _DISCLOSURE:
        now, before = worth(figures, key), worth(previous, key)
        if key.startswith("decisions.") and not isinstance(now, Absent):
            said = "" if isinstance(before, Absent) else f"，{change(now, before)}"
            told.append(f"{label}{plain(now)}件{said}")
    answer = f"{figures.year}年{'；'.join(told)}。" if told else "主动公开的数还没有填，填好后显示两年对比。"
    return _chart("disclosure", "主动公开：今年与上年相比怎样", answer, _DISCLOSURE, figures, previous)


def _chart(
    id_: str,
    question: str,
    answer: str,
    wanted: Sequence[tuple[str, str]],
    figures: FigureSet,
    previous: FigureSet | None,
) -> Chart:
    values = [(label, worth(figures, key), worth(previous, key)) for label, key in wanted]
    known = [row for row in values if not (isinstance(row[1], Absent) and isinstance(row[2], Absent))]
    if not known:
        return Chart(id_, question, answer)
    years = [f"{figures.year}年", *([f"{previous.year}年"] if previous else [])]
    colours = dict(zip(years, (NOW, BEFORE), strict=False))
    rows = [
        Bar(label, year, value, number(value))
        for label, *pair in known
        for year, value in zip(years, pair, strict=False)
    ]
    description = "；".join(_said(label, years, pair) for label, *pair in known)
    return Chart(
        id_,
        question,
        answer,
        f"{question}。{description}。",
        ("项目", *(f"{year}（件）" for year in years)),
        tuple((label, *(number(value) for value in pair[: len(years)])) for label, *pair in known),
        bars(rows, colours, f"{question}。{description}。"),
    )


def _said(label: str, years: Sequence[str], pair: Sequence[Decimal | Absent]) -> str:
    each = [
        f"{year}{number(value)}{'' if isinstance(value, Absent) else '件'}"
        for year, value in zip(years, pair, strict=False)
    ]
    return f"{label}{'，'.join(each)}"
