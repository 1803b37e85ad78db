"""A flow from a few sources through one middle to its ends, as SVG: heights in exact proportion, every stream with its number.

Streams of nothing are not drawn. Names stand beside their streams, so that no colour has to be told from another; where
streams are thin, the names keep their distance and the streams move apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from agent.figures.quantity import plain
from agent.workflow.charts.chart import FONT, INK, SOFT

_TALL, _GAP, _APART = 260.0, 10.0, 26.0
_WIDTH, _NODE, _TOP = 760, 14, 40
_LEFT, _MIDDLE, _RIGHT = 150, 360, 570


@dataclass(frozen=True, slots=True)
class Stream:
    """One source or end: its name, how many, its colour."""

    label: str
    value: Decimal
    colour: str


@dataclass(frozen=True, slots=True)
class _Node:
    """A stream's box: ``top`` and ``height`` in pixels."""

    stream: Stream
    top: float
    height: float

    @property
    def centre(self) -> float:
        return self.top + self.height / 2


def sankey(came: Sequence[Stream], went: Sequence[Stream], middle: str, title: str, description: str) -> str:
    """The picture. Both sides have the same sum, which is not zero; ``middle`` names it."""
    total = sum((each.value for each in came), Decimal(0))
    scale = _TALL / float(total)
    left, right = _laid(came, scale), _laid(went, scale)
    tall = max(_bottom(left), _bottom(right))
    left, right = _centred(left, tall), _centred(right, tall)
    top = _TOP + (tall - _TALL) / 2
    parts = [
        *_links(left, top, _LEFT + _NODE, _MIDDLE, inward=True),
        *_links(right, top, _MIDDLE + _NODE, _RIGHT),
    ]
    parts += [_box(_LEFT, node.top, node.height, node.stream.colour) for node in left]
    parts += [_box(_RIGHT, node.top, node.height, node.stream.colour) for node in right]
    parts.append(_box(_MIDDLE, top, _TALL, SOFT))
    parts += [_name(_LEFT - 10, node, "end") for node in left]
    parts += [_name(_RIGHT + _NODE + 10, node, "start") for node in right]
    parts.append(_words(_MIDDLE + _NODE / 2, top - 12, middle, "middle"))
    high = round(_TOP + tall + 24)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {high}" role="img" lang="zh-CN" '
        f'aria-label="{escape(description)}" font-family="{FONT}" font-size="14" fill="{INK}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect width="{_WIDTH}" height="{high}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _laid(streams: Sequence[Stream], scale: float) -> list[_Node]:
    """One under the other, their names far enough apart to be read."""
    nodes: list[_Node] = []
    for stream in streams:
        height = float(stream.value) * scale
        if not height:
            continue
        top = float(_TOP)
        if nodes:
            last = nodes[-1]
            top = max(last.top + last.height + _GAP, last.centre + _APART - height / 2)
        nodes.append(_Node(stream, top, height))
    return nodes


def _bottom(nodes: Sequence[_Node]) -> float:
    return max(nodes[-1].top + nodes[-1].height - _TOP, _TALL)


def _centred(nodes: Sequence[_Node], tall: float) -> list[_Node]:
    down = (tall - (nodes[-1].top + nodes[-1].height - _TOP)) / 2
    return [_Node(node.stream, node.top + down, node.height) for node in nodes]


def _links(
    nodes: Sequence[_Node], top: float, start: float, end: float, *, inward: bool = False
) -> list[str]:
    """A band from each node to its stretch of the middle, or from there to the node."""
    drawn, at = [], top
    for node in nodes:
        here, there = (node.top, at) if inward else (at, node.top)
        drawn.append(_band(start, here, end, there, node.height, node.stream.colour))
        at += node.height
    return drawn


def _band(start: float, here: float, end: float, there: float, height: float, colour: str) -> str:
    half = (start + end) / 2
    path = (
        f"M{start:.1f} {here:.2f}C{half:.1f} {here:.2f} {half:.1f} {there:.2f} {end:.1f} {there:.2f}"
        f"V{there + height:.2f}"
        f"C{half:.1f} {there + height:.2f} {half:.1f} {here + height:.2f} {start:.1f} {here + height:.2f}Z"
    )
    return f'<path d="{path}" fill="{colour}" fill-opacity="0.4"/>'


def _box(left: float, top: float, height: float, colour: str) -> str:
    return f'<rect x="{left}" y="{top:.2f}" width="{_NODE}" height="{height:.2f}" fill="{colour}"/>'


def _name(left: float, node: _Node, anchor: str) -> str:
    return _words(left, node.centre + 5, f"{node.stream.label} {plain(node.stream.value)}", anchor)


def _words(left: float, base: float, text: str, anchor: str) -> str:
    return f'<text x="{left:.1f}" y="{base:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
