"""``Chart``, and how all of them look: the one place with colours and sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.figures import Absent
from agent.figures.quantity import plain

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
INK, SOFT, LINE = "#1f2933", "#5b6875", "#d9dee4"
# Far apart in lightness, so that grey print and every kind of colour blindness tell them apart.
NOW, BEFORE = "#0b5a94", "#b7c4cf"
UNFILLED = "未填"
_ROOM = Decimal("1.25")


@dataclass(frozen=True)
class Chart:
    """One answer.

    ``question`` is its title; ``answer`` one Chinese sentence, which is also what stands in place of the picture where there is
    none; ``description`` every number of it in words. ``rows`` under ``headings`` are the numbers as text. ``spec`` is Vega-Lite,
    None where there is no picture or it is ``svg``, "" where it is not.
    """

    id: str
    question: str
    answer: str
    description: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    spec: Mapping[str, Any] | None = None
    svg: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is a sentence only."""
        return self.spec is None and not self.svg


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its group's label, its series, its value and what stands at its end."""

    label: str
    series: str
    value: Decimal | Absent
    text: str


def number(value: Decimal | Absent) -> str:
    """A number as printed, 未填 where there is none."""
    return UNFILLED if isinstance(value, Absent) else plain(value)


def bars(
    rows: Sequence[Bar],
    colours: Mapping[str, str],
    description: str,
    *,
    unit: str = "件",
    labels: float = 180,
) -> dict[str, Any]:
    """Lying bars from zero, a group for each label, one bar in it for each series, its text at its end.

    ``colours`` are by series, in the order of the bars; a legend is there only where there are several. A missing value is its
    text at zero, and no bar.
    """
    order = list(dict.fromkeys(row.label for row in rows))
    values = [_datum(row) for row in rows]
    most = max((row.value for row in rows if not isinstance(row.value, Absent)), default=Decimal(0))
    axis: dict[str, Any] = {
        "title": None,
        "labelLimit": labels,
        "labelPadding": 8,
        "ticks": False,
        "domain": False,
    }
    across = {
        "type": "quantitative",
        "scale": {"zero": True, "domainMin": 0, "domainMax": float(most * _ROOM) or 1, "nice": False},
        "axis": {"title": unit, "tickMinStep": 1, "tickCount": 5, "format": "~f"},
    }
    y = {"field": "label", "type": "nominal", "sort": order, "axis": axis, "scale": {"paddingInner": 0.25}}
    series = {"field": "series", "type": "nominal", "sort": list(colours)}
    colour = series | {
        "scale": {"domain": list(colours), "range": list(colours.values())},
        "legend": {"title": None, "orient": "top"} if len(colours) > 1 else None,
    }
    bar = {"mark": {"type": "bar"}, "encoding": {"x": {"field": "value"} | across, "color": colour}}
    text = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 14, "color": INK},
        "encoding": {"x": {"field": "end"} | across, "text": {"field": "text"}},
    }
    return framed(
        {
            "data": {"values": values},
            "width": 520,
            "height": {"step": 22},
            "encoding": {"y": y, "yOffset": series},
            "layer": [bar, text],
        },
        description,
    )


def _datum(row: Bar) -> dict[str, Any]:
    # Only the drawing is in binary; what is read is the text.
    value = None if isinstance(row.value, Absent) else float(row.value)
    return {"label": row.label, "series": row.series, "value": value, "end": value or 0, "text": row.text}


def framed(spec: Mapping[str, Any], description: str) -> dict[str, Any]:
    """A specification with its description and the common look."""
    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 14, "titleFontSize": 14, "labelColor": INK}
    axis |= {"titleColor": SOFT, "gridColor": LINE, "titleFontWeight": "normal"}
    config = {
        "background": "white",
        "axis": axis,
        "legend": {"labelFont": FONT, "labelFontSize": 14, "labelColor": INK, "symbolType": "square"},
        "header": {"labelFont": FONT, "labelFontSize": 14, "labelColor": INK, "title": None},
        "text": {"font": FONT},
        "view": {"stroke": None},
    }
    return {"description": description, **spec, "config": config}
