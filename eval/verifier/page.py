"""One self-contained page: the charts as SVG inside it, no script, nothing fetched.

Charts are Vega-Lite made into SVG by vl-convert (BSD-3, one package without others, needs no network), whose grammar the page
framework of this project speaks too.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import vl_convert

from eval.scoring.page import whole
from eval.verifier.results import Run, annotated_lines, pace_lines
from eval.verifier.tally import BARS, Rate, missing

_OURS, _THEIRS, _MISSED = "#2f6f4f", "#9aa5b1", "#b3261e"
_TITLES = {
    "查出": "查出的差错（%）",
    "误报": "对的数被提出异议（%）",
    "放过": "无依据的数被放过（%）",
    "打扰": "非统计数被提出异议（%）",
}


def page(run: Run, comparison: Sequence[str] = ()) -> str:
    """The page as HTML."""
    parts = [
        "<h1>核对器评测</h1>",
        f"<p>种子 {run.plan['seed']}，题目指纹 {run.digest}。</p>",
        *(["<h2>与基准结果比较</h2>", _list(comparison)] if comparison else []),
        "<h2>与对照方法相比</h2>",
    ]
    parts += [_svg(_against(run, measure)) for measure in ("查出", "误报")]
    parts += [
        "<h2>各种说法</h2>",
        _svg(_by_kind(run.ours, "查出", "说法")),
        _svg(_by_kind(run.ours, "误报", "说法")),
    ]
    parts += ["<h2>各种差错</h2>", _svg(_by_kind(run.ours, "查出", "差错"))]
    parts += ["<h2>未达标的种类</h2>", _list([_line(rate) for rate in missing(run.ours)] or ["没有。"])]
    parts += [
        "<h2>标注过的报告</h2>",
        _list(line.removeprefix("- ") for line in annotated_lines(run.annotated)),
    ]
    if run.pace:
        parts += ["<h2>速度</h2>", _list(pace_lines(run.pace))]
    parts += ["<h2>全部数字</h2>", _table(run.ours)]
    body = "\n".join(parts)
    return whole("核对器评测", body)


def picture(run: Run) -> str:
    """The verifier beside the baselines, as SVG: what each catches, and what each objects to without reason."""
    charts = [_against(run, measure) for measure in ("查出", "误报")]
    config = charts[0]["config"] | {"background": "white"}
    parts = [
        {key: value for key, value in chart.items() if key not in ("$schema", "config")} for chart in charts
    ]
    return _svg({"$schema": charts[0]["$schema"], "vconcat": parts, "config": config})


def _svg(spec: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


def _against(run: Run, measure: str) -> dict[str, Any]:
    rows = [
        {"name": judge, **_bar(rate), "colour": _OURS if judge == "nianbao" else _THEIRS}
        for judge, found in run.rates.items()
        for rate in found
        if rate.measure == measure and rate.dimension == "全部"
    ]
    return _chart(rows, _TITLES[measure], measure)


def _by_kind(found: Sequence[Rate], measure: str, dimension: str) -> dict[str, Any]:
    rows = [
        {"name": rate.name, **_bar(rate), "colour": _MISSED if rate.misses else _OURS}
        for rate in found
        if (rate.measure, rate.dimension) == (measure, dimension)
    ]
    return _chart(rows, _TITLES[measure], measure)


def _bar(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    count = f"{rate.hits}/{rate.cases}"
    return {"share": rate.share * 100, "low": low * 100, "high": high * 100, "count": count}


def _chart(rows: list[dict[str, Any]], title: str, measure: str) -> dict[str, Any]:
    """Bars with their intervals and counts, and the bar that is to be met as a line."""
    names = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    share = {"type": "quantitative", "title": title}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"mark": "bar", "encoding": {"y": names, "x": {"field": "share", **share}, "color": colour}},
        {"mark": "rule", "encoding": {"y": names, "x": {"field": "low", **share}, "x2": {"field": "high"}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4},
            "encoding": {"y": names, "x": {"field": "high", **share}, "text": {"field": "count"}},
        },
        {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"x": {"datum": BARS[measure] * 100}}},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 640, "data": {"values": rows},
        "layer": layers, "config": {"font": "Noto Sans CJK SC, Microsoft YaHei, sans-serif"},
    }  # fmt: skip


def _line(rate: Rate) -> str:
    return f"{rate.measure}·{rate.name}：{rate.hits}/{rate.cases}（{rate.share:.2%}）"


def _list(lines: Any) -> str:
    return "<ul>" + "".join(f"<li>{escape(str(line))}</li>" for line in lines) + "</ul>"


def _table(found: Sequence[Rate]) -> str:
    rows = []
    for rate in found:
        low, high = rate.interval
        bad = ' class="bad"' if rate.dimension in ("说法", "差错") and rate.misses else ""
        cells = (f"{rate.hits}/{rate.cases}", f"{rate.share:.2%}", f"{low:.2%}—{high:.2%}")
        name = escape(f"{rate.measure}·{rate.dimension}·{rate.name}")
        rows.append(f"<tr{bad}><td>{name}</td>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    head = "<tr><th>种类</th><th>个数</th><th>比例</th><th>95% 区间</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"
