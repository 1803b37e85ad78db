"""How a reference is written: the words behind its pipes, ``{{requests.new.total|余|件}}``.

=====================  =====================================================================================
``件`` ``万元`` ``件:1``   the value in that unit, money converted; with so many places
``带单位``               in the cell's or fact's own unit
``percent:1``           as a percentage, a hundred times the value; one place where none is given
``万:1`` ``亿``           in ten thousands or hundred millions; a unit may follow
``余``                  its order of magnitude: 213 is 200余, 12345 is 1.2万余, 200 is 200
``绝对值``               without its sign
``同比`` ``较上年`` …     for ``change(…)``: what stands before the direction; ``只写增减`` for nothing
``百分点:1``             for ``change(…)`` of a share: 比上年提高1.2个百分点
=====================  =====================================================================================
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.errors import ExpressionError
from agent.figures import Unit

COMPARISONS = ("比上年", "较上年", "同比", "只写增减")
OWN = "带单位"
POINTS = "百分点"
_PIECE = re.compile(r"(percent|%|[\u4e00-\u9fff]{1,8})(?::([0-6]))?")
_SCALES = ("万", "亿")
# Words that say how and not what, and so have no places.
_PLACELESS = frozenset({*COMPARISONS, OWN, "绝对值", "余"})


@dataclass(frozen=True, slots=True)
class Writing:
    """Formats, understood. ``than``: one of :data:`COMPARISONS`, ``unit``: a word or :data:`OWN`; "" and None: not said."""

    than: str = ""
    absolute: bool = False
    over: bool = False
    percent: bool = False
    scale: str = ""
    unit: str = ""
    places: int | None = None

    @property
    def points(self) -> bool:
        """Whether it is percentage points."""
        return Unit.of(self.unit).word == POINTS

    @property
    def bare(self) -> bool:
        """Whether nothing is said but a comparison."""
        return not (self.percent or self.scale or self.unit or self.over)


PLAIN = Writing()


def writing(source: str, formats: Sequence[str], *, change: bool = False) -> Writing:
    """Understand the formats of a reference; ``ExpressionError`` where one is unknown or two contradict each other.

    ``change``: they stand behind ``change(…)``. ``source`` is quoted in the error.
    """
    found: dict[str, str] = {}
    places: int | None = None
    for name in formats:
        match = _PIECE.fullmatch(name)
        if match is None or (match[2] and match[1] in _PLACELESS):
            raise ExpressionError(f"引用“{_short(source)}”的格式“{name}”看不懂")
        kind = _kind(match[1])
        if kind in found or (match[2] and places is not None):
            raise _clash(source, found.get(kind, formats[0]), name)
        found[kind] = match[1]
        places = int(match[2]) if match[2] else places
    _check(source, found, places, change=change)
    return Writing(
        than=found.get("than", ""),
        absolute="absolute" in found,
        over="over" in found,
        percent="percent" in found,
        scale=found.get("scale", ""),
        unit=found.get("unit", ""),
        places=places,
    )


def _kind(word: str) -> str:
    if word in COMPARISONS:
        return "than"
    if word in _SCALES:
        return "scale"
    return {"绝对值": "absolute", "余": "over", "percent": "percent"}.get(word, "unit")


def _check(source: str, found: dict[str, str], places: int | None, *, change: bool) -> None:
    """Refuse what makes no sense together, or not there."""
    pairs = [("percent", "unit"), ("percent", "scale"), ("percent", "over"), ("over", "scale")]
    for one, other in pairs:
        if one in found and other in found:
            raise _clash(source, found[one], found[other])
    if "over" in found and places is not None:
        raise ExpressionError(f"引用“{_short(source)}”写成约数（余），不能再定小数位数")
    unit = Unit.of(found.get("unit", ""))
    if "scale" in found and ((unit.is_money and unit.word != "元") or unit.word in ("%", POINTS)):
        raise _clash(source, found["scale"], found["unit"])
    if not change and ("than" in found or unit.word == POINTS):
        raise ExpressionError(
            f"引用“{_short(source)}”的格式“{found.get('than') or POINTS}”只能用于 change(…)"
        )
    if change and ("over" in found or "absolute" in found):
        raise ExpressionError(
            f"引用“{_short(source)}”写的是增减，不能用格式“{found.get('over') or found['absolute']}”"
        )


def _clash(source: str, one: str, other: str) -> ExpressionError:
    return ExpressionError(f"引用“{_short(source)}”的格式“{one}”和“{other}”不能一起写")


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:60] + "…"
