"""Bars as SVG: Vega-Lite made into SVG by vl-convert, which fetches nothing and needs no script in the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import vl_convert

GOOD, PLAIN, BAD = "#2f6f4f", "#9aa5b1", "#b3261e"
_FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"
_WIDTH = 560
# The end of a scale in per cent that leaves room for what is written behind the bars.
PERCENT = 112


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``low`` and ``high`` are its interval, None for none; ``told`` is written at its end."""

    name: str
    value: float
    told: str
    low: float | None = None
    high: float | None = None
    colour: str = GOOD


def bars(rows: Sequence[Bar], title: str, top: float | None = None, marks: Sequence[float] = ()) -> str:
    """Horizontal bars in the order given, as SVG; ``marks`` are dashed lines, ``top`` the end of the scale; "" for no bar."""
    if not rows:
        return ""
    values = [
        {"at": at, "name": row.name, "value": row.value, "told": row.told, "colour": row.colour,
         "low": row.value if row.low is None else row.low, "high": row.value if row.high is None else row.high}
        for at, row in enumerate(rows)
    ]  # fmt: skip
    # The name alone would put two bars of one name on top of each other.
    names = {
        "field": "at", "type": "ordinal", "title": None,
        "axis": {"labelExpr": _labels([row.name for row in rows]), "labelLimit": 300, "ticks": False},
    }  # fmt: skip
    scale: dict[str, Any] = {"scale": {"domain": [0, top], "nice": False}} if top else {}
    if top == PERCENT:
        scale["axis"] = {"values": list(range(0, 101, 20))}
    share = {"type": "quantitative", "title": title, **scale}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "bar", "height": {"band": 0.7}},
         "encoding": {"y": names, "x": {"field": "value", **share}, "color": colour}},
        {"mark": "rule", "encoding": {"y": names, "x": {"field": "low", **share}, "x2": {"field": "high"}}},
        {"mark": {"type": "text", "align": "left", "dx": 4},
         "encoding": {"y": names, "x": {"field": "high", **share}, "text": {"field": "told"}}},
    ]  # fmt: skip
    layers += [
        {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"x": {"datum": mark}}} for mark in marks
    ]
    return svg({
        "width": _WIDTH, "height": {"step": 24}, "data": {"values": values}, "layer": layers,
        "config": {"font": _FONT, "background": "white", "view": {"stroke": None}, "axisY": {"domain": False, "grid": False}},
    })  # fmt: skip


def _labels(names: Sequence[str]) -> str:
    """Vega's expression that gives a bar's name for its place."""
    quoted = ", ".join("'" + _plain(name) + "'" for name in names)
    return f"[{quoted}][datum.value]"


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter not in "'\\" and letter.isprintable())


def svg(spec: Mapping[str, Any]) -> str:
    """A Vega-Lite chart as SVG."""
    return str(
        vl_convert.vegalite_to_svg({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec})
    )
