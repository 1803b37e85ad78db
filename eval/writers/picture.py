"""The writers side by side as SVG: their grades, the differences to the built-in phrases, what became of their sentences."""

from collections.abc import Sequence
from typing import Any

from eval.drafts.grading import GRADE, PASSING
from eval.scoring.charts import BAD, GOOD, PERCENT, PLAIN, Bar, bars, svg
from eval.writers.contestant import OFFLINE
from eval.writers.scoring import DROPPED, REPAIRED, REPLACED
from eval.writers.standing import Standing

_FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"
_WIDTH = 560
_FATES = ((REPAIRED, GOOD), (REPLACED, PLAIN), (DROPPED, BAD))


def pictures(standings: Sequence[Standing]) -> list[str]:
    """Charts that fetch nothing; a chart for which there is nothing to show is left out."""
    return list(filter(None, (_grades(standings), _differences(standings), _fates(standings))))


def _grades(standings: Sequence[Standing]) -> str:
    rows = []
    for each in standings:
        found = each.means[GRADE.name]
        if found is None:
            rows.append(Bar(each.label, 0.0, "没有写成" if each.failed else "不适用", colour=PLAIN))
            continue
        low, high = (
            (None, None) if found.low is None or found.high is None else (100 * found.low, 100 * found.high)
        )
        colour = GOOD if 100 * found.mean >= PASSING else BAD
        rows.append(Bar(each.label, 100 * found.mean, f"{100 * found.mean:.1f}", low, high, colour))
    return bars(rows, "总评（满分 100，线段是 95% 区间）", PERCENT)


def _differences(standings: Sequence[Standing]) -> str:
    """A point with its interval for each writer, beside the line at 0."""
    rows = []
    for each in standings:
        found = each.differences[GRADE.name]
        if each.label == OFFLINE.label or found is None:
            continue
        better = each.better(GRADE)
        low, high = (
            found.mean if found.low is None else found.low,
            found.mean if found.high is None else found.high,
        )
        rows.append({
            "name": each.label, "value": 100 * found.mean, "low": 100 * low, "high": 100 * high,
            "colour": PLAIN if better is None else GOOD if better else BAD,
            "told": f"{100 * found.mean:+.1f}",
        })  # fmt: skip
    if not rows:
        return ""
    names = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": 300, "ticks": False},
    }
    share = {
        "type": "quantitative",
        "title": f"总评比{OFFLINE.label}高多少分（负数是低）",
        "scale": {"padding": 45},
    }
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"x": {"datum": 0, **share}}},
        {"mark": {"type": "rule", "strokeWidth": 2},
         "encoding": {"y": names, "x": {"field": "low", **share}, "x2": {"field": "high"}, "color": colour}},
        {"mark": {"type": "point", "filled": True, "size": 70},
         "encoding": {"y": names, "x": {"field": "value", **share}, "color": colour}},
        {"mark": {"type": "text", "align": "left", "dx": 6},
         "encoding": {"y": names, "x": {"field": "high", **share}, "text": {"field": "told"}}},
    ]  # fmt: skip
    return svg({**_frame(), "data": {"values": rows}, "layer": layers})


def _fates(standings: Sequence[Standing]) -> str:
    """What became of the sentences that something was held against, stacked."""
    rows = [
        {"name": each.label, "fate": trait.title, "value": found.mean, "at": at}
        for each in standings
        for at, (trait, _) in enumerate(_FATES)
        if (found := each.means[trait.name]) is not None
    ]
    if not rows:
        return ""
    scale = {"domain": [trait.title for trait, _ in _FATES], "range": [colour for _, colour in _FATES]}
    return svg({
        **_frame(), "data": {"values": rows}, "mark": {"type": "bar", "height": {"band": 0.7}},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 300, "ticks": False}},
            "x": {"field": "value", "type": "quantitative", "stack": "zero", "title": "平均每份有几句核对不上，后来怎样了"},
            "color": {"field": "fate", "type": "nominal", "scale": scale, "legend": {"orient": "top", "title": None}},
            "order": {"field": "at"},
        },
    })  # fmt: skip


def _frame() -> dict[str, Any]:
    return {
        "width": _WIDTH, "height": {"step": 24},
        "config": {"font": _FONT, "background": "white", "view": {"stroke": None}, "axisY": {"domain": False, "grid": False}},
    }  # fmt: skip
