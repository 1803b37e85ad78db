"""The candidates side by side as SVG: recall and nDCG with their intervals."""

from typing import Any

import vl_convert

from eval.retrieval.candidates import OURS
from eval.retrieval.results import BAR
from eval.retrieval.running import ALL, TESTED, Run

_OURS, _THEIRS = "#2f6f4f", "#9aa5b1"
_PANELS = (
    ("recall", ALL, "前五召回，全部问题", BAR),
    ("ndcg", ALL, "nDCG@10，全部问题", None),
    ("recall", TESTED, "前五召回，检验用的问题", None),
)


def picture(run: Run) -> str:
    """The chart; fetches nothing."""
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "vconcat": [_panel(run, *panel) for panel in _PANELS],
        "config": {"font": "Noto Sans CJK SC, Microsoft YaHei, sans-serif", "background": "white"},
    }
    return str(vl_convert.vegalite_to_svg(spec))


def _panel(run: Run, measure: str, group: str, title: str, bar: float | None) -> dict[str, Any]:
    rows = []
    for outcome in run.outcomes:
        if not outcome.skipped:
            low, high = run.interval(outcome, measure, group)
            mean = run.mean(outcome, measure, group)
            colour = _OURS if outcome.name.startswith(OURS) else _THEIRS
            rows.append({"name": outcome.name, "mean": mean, "low": low, "high": high, "colour": colour,
                         "told": f"{mean:.3f}"})  # fmt: skip
    names = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}}
    share = {"type": "quantitative", "title": title, "scale": {"domain": [0, 1.05], "nice": False},
             "axis": {"values": [0, 0.2, 0.4, 0.6, 0.8, 1]}}  # fmt: skip
    colour_of = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"mark": "bar", "encoding": {"y": names, "x": {"field": "mean", **share}, "color": colour_of}},
        {"mark": "rule", "encoding": {"y": names, "x": {"field": "low", **share}, "x2": {"field": "high"}}},
        {
            "mark": {"type": "text", "align": "left", "dx": 4},
            "encoding": {"y": names, "x": {"field": "high", **share}, "text": {"field": "told"}},
        },
    ]
    if bar is not None:
        layers.append({"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"x": {"datum": bar}}})
    return {"width": 640, "data": {"values": rows}, "layer": layers}
