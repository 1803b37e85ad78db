"""Appeals by their result: a panel for each way to appeal, all on one scale."""

from typing import Any

from agent.figures import Absent, FigureSet
from agent.figures.quantity import plain
from agent.workflow.charts.chart import INK, NOW, Bar, Chart, framed, number
from agent.workflow.charts.counts import joined, worth

_QUESTION = "复议和诉讼结果怎样"
_WAYS = (
    ("行政复议", "review"),
    ("未经复议直接起诉", "litigation.direct"),
    ("复议后起诉", "litigation.after_review"),
)
_RESULTS = (("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other"), ("尚未审结", "pending"))


def appeals_chart(figures: FigureSet) -> Chart:
    """Counts only: of so few, shares would say more than there is."""
    rows = [
        Bar(result, way, value, number(value))
        for way, key in _WAYS
        for result, end in _RESULTS
        for value in [worth(figures, f"{key}.{end}")]
    ]
    known = [row for row in rows if not isinstance(row.value, Absent)]
    if not known:
        return Chart("appeals", _QUESTION, "复议诉讼情况还没有填，填好后显示各类结果。")
    if len(known) == len(rows) and not any(row.value for row in known):
        return Chart(
            "appeals", _QUESTION, f"{figures.year}年没有因政府信息公开工作发生的行政复议和行政诉讼。"
        )
    description = f"{_QUESTION}。{'；'.join(_said(way, rows) for way, _ in _WAYS)}。"
    table = tuple((way, *(row.text for row in rows if row.series == way)) for way, _ in _WAYS)
    headings = ("途径", *(result for result, _ in _RESULTS))
    return Chart("appeals", _QUESTION, _answer(rows), description, headings, table, _spec(rows, description))


def _said(way: str, rows: list[Bar]) -> str:
    return f"{way}：{joined(f'{row.label}{row.text}' for row in rows if row.series == way)}"


def _answer(rows: list[Bar]) -> str:
    told = []
    for way, _ in _WAYS:
        some = [
            f"{row.label}{plain(row.value)}件"
            for row in rows
            if row.series == way and not isinstance(row.value, Absent) and row.value
        ]
        unknown = any(row.series == way and isinstance(row.value, Absent) for row in rows)
        told.append(f"{way}{joined(some) if some else '没有填全' if unknown else '没有发生'}")
    return f"{'；'.join(told)}。"


def _spec(rows: list[Bar], description: str) -> dict[str, Any]:
    values: list[dict[str, Any]] = [
        {"way": row.series, "result": row.label, "text": row.text, "value": value, "end": value or 0}
        for row in rows
        for value in [None if isinstance(row.value, Absent) else float(row.value)]
    ]
    most = max(datum["end"] for datum in values)
    across = {
        "type": "quantitative",
        "scale": {"zero": True, "domainMin": 0, "domainMax": float(most) * 1.25 or 1, "nice": False},
        "axis": {"title": "件", "tickMinStep": 1, "tickCount": 4, "format": "~f"},
    }
    axis = {"title": None, "ticks": False, "domain": False, "labelPadding": 8}
    order = [result for result, _ in _RESULTS]
    down = {"field": "result", "type": "nominal", "sort": order, "axis": axis, "scale": {"paddingInner": 0.3}}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": 14, "color": INK}
    return framed(
        {
            "data": {"values": values},
            "facet": {
                "column": {
                    "field": "way",
                    "type": "nominal",
                    "sort": [way for way, _ in _WAYS],
                    "title": None,
                }
            },
            "spec": {
                "width": 118,
                "height": {"step": 30},
                "encoding": {"y": down},
                "layer": [
                    {"mark": {"type": "bar", "color": NOW}, "encoding": {"x": {"field": "value"} | across}},
                    {"mark": text, "encoding": {"x": {"field": "end"} | across, "text": {"field": "text"}}},
                ],
            },
        },
        description,
    )
