"""Shares with their denominators, and changes against last year with the word for their direction.

What equals another legitimate reading, rounded or cut at the written places, is never called wrong.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from agent.figures import FigureSet
from eval.cases import Expected
from eval.generation.numbers import chinese, cut, plain, rounded
from eval.generation.quantities import QUANTITIES, keyed, readings_of, value_of
from eval.generation.slots import Filling, Piece, Wrong, count

_HUNDRED = Decimal(100)


def share(filling: Filling, part: str, wholes: list[str], places: int, *, han: bool = False) -> Piece | None:
    """``part`` over the first of ``wholes``; the others would do as well, every other total would be wrong."""
    figures = filling.world.figures
    parts = readings_of(part, figures)
    top, bottoms = value_of(part, figures), [value_of(whole, figures) for whole in wholes]
    if top is None or not bottoms[0]:
        return None
    right = _HUNDRED * top / bottoms[0]
    readings = {_HUNDRED * each / bottom for each in parts for bottom in bottoms if bottom}
    wrongs = _wrong_rates(filling, right, places)
    wrongs += [
        ("占比分母不对", _HUNDRED * top / bottom)
        for name in ("新收", "应办", "办结")
        if name not in wholes and (bottom := value_of(name, figures))
    ]
    piece = _rate(right, readings, places, wrongs, chinese_percent if han else percent)
    return replace(piece, source=_ratio(keyed(part), keyed(wholes[0])))


def _ratio(part: str, whole: str) -> str:
    return f"100 * {_closed(part)} / {_closed(whole)}"


def _closed(expression: str) -> str:
    """In brackets where it is more than one thing."""
    return f"({expression})" if " " in expression and not expression.startswith("fact(") else expression


def _change(name: str, *, rate: bool, falls: bool) -> str:
    """How much a quantity moved, without its sign."""
    now, then = _closed(keyed(name)), _closed(keyed(name, previous=True))
    moved = f"{then} - {now}" if falls else f"{now} - {then}"
    return f"100 * ({moved}) / {then}" if rate else moved


def percent(value: Decimal, places: int) -> str:
    """As written: 36.4%."""
    return f"{rounded(value, places)}%"


def chinese_percent(value: Decimal, places: int) -> str:
    """In words, to the whole percent."""
    return f"百分之{chinese(int(rounded(value, 0)))}" if places == 0 else percent(value, places)


def _wrong_rates(filling: Filling, right: Decimal, places: int) -> list[tuple[str, Decimal]]:
    step = Decimal(1).scaleb(-places)
    shown = rounded(right, places)
    return [
        ("差一", shown + step * filling.random.choice((1, -1))),
        ("换一位数字", shown + filling.random.choice((10, -10, 3, -2))),
        ("换一位数字", shown + step * filling.random.choice((4, -3))),
    ]


def _rate(
    right: Decimal,
    readings: set[Decimal],
    places: int,
    wrongs: list[tuple[str, Decimal]],
    say: Callable[[Decimal, int], str],
) -> Piece:
    """A percentage; what equals a reading, rounded or cut, is not wrong."""
    fine = {say(shown, places) for each in readings for shown in (rounded(each, places), cut(each, places))}
    made = [Wrong(error, say(value, places)) for error, value in wrongs if value >= 0]
    return Piece(
        say(right, places),
        expected=Expected.SOURCED,
        wrongs=tuple(wrong for wrong in made if wrong.text not in fine),
        unit="%",
    )


_UP_DOWN = (
    ("增长", "下降"),
    ("上升", "下降"),
    ("增加", "减少"),
    ("增长", "减少"),
    ("提高", "下降"),
    ("上升", "回落"),
)


def growth(filling: Filling, name: str, places: int) -> Piece | None:
    """In percent against last year, the word for its direction before it; None where it is level or last year is none."""
    pairs = _then_and_now(filling, name)
    if not pairs or not pairs[0][0] or pairs[0][0] == pairs[0][1]:
        return None
    rates = [_HUNDRED * (now - then) / then for then, now in pairs if then]
    right = rates[0]
    if not rounded(right, places):
        return None
    up, down = filling.random.choice(_UP_DOWN)
    lead, back = (up, down) if right > 0 else (down, up)
    same = {abs(rate) for rate in rates if (rate > 0) == (right > 0)}
    opposite = {abs(rate) for rate in rates if (rate > 0) != (right > 0)}
    piece = _rate(abs(right), same, places, _wrong_rates(filling, abs(right), places), percent)
    wrongs = [replace(wrong, lead=lead) for wrong in piece.wrongs]
    if piece.text not in {percent(each, places) for each in opposite}:
        wrongs.append(Wrong("方向写反", piece.text, back))
    source = _change(name, rate=True, falls=right < 0)
    return replace(piece, lead=lead, wrongs=tuple(wrongs), compares=True, source=source)


def _then_and_now(filling: Filling, name: str) -> list[tuple[Decimal, Decimal]]:
    """Last year's and this year's value, reading by reading, the meant one first."""
    texts = [name, *QUANTITIES[name].also] if name in QUANTITIES else [name]
    pairs = [
        (value_of(text, filling.world.previous), value_of(text, filling.world.figures)) for text in texts
    ]
    found = [(then, now) for then, now in pairs if then is not None and now is not None]
    return found if found and pairs[0] == found[0] else []


def difference(filling: Filling, name: str, unit: str) -> Piece | None:
    """How many more or fewer than last year."""
    pairs = _then_and_now(filling, name)
    if not pairs or pairs[0][0] == pairs[0][1]:
        return None
    changes = [now - then for then, now in pairs]
    right = changes[0]
    up, down = filling.random.choice((("增加", "减少"), ("多", "少"), ("增加", "减少"), ("上升", "下降")))
    lead, back = (up, down) if right > 0 else (down, up)
    same = frozenset(abs(change) for change in changes if (change > 0) == (right > 0) or not change)
    piece = count(filling, abs(right), same, unit)
    wrongs = [replace(wrong, lead=lead) for wrong in piece.wrongs if wrong.error != "上年的数"]
    if -right not in changes:
        wrongs.append(Wrong("方向写反", piece.text, back))
    source = _change(name, rate=False, falls=right < 0)
    return replace(piece, lead=lead, wrongs=tuple(wrongs), value=None, compares=True, source=source)


def multiple(filling: Filling, name: str, *, more: bool) -> Piece | None:
    """是上年的1.3倍, or with ``more`` 增长0.3倍; None where it is less than 1.2 times last year's."""
    pairs = _then_and_now(filling, name)
    if not pairs or not pairs[0][0] or pairs[0][1] < pairs[0][0] * Decimal("1.2"):
        return None
    less = 1 if more else 0
    readings = [now / then - less for then, now in pairs if then]
    right = rounded(pairs[0][1] / pairs[0][0] - less, 1)
    wrong = [
        ("差一", right + Decimal("0.2")),
        ("换一位数字", right + 2),
        ("倍数和增长倍数混淆", right + (1 if more else -1)),
    ]
    wrongs = tuple(
        Wrong(error, f"{value.normalize():f}倍")
        for error, value in wrong
        if value > 0 and not any(_shows(value, reading) for reading in readings)
    )
    times = f"{_closed(keyed(name))} / {_closed(keyed(name, previous=True))}"
    return Piece(
        f"{right.normalize():f}倍", expected=Expected.SOURCED, wrongs=wrongs, compares=True,
        source=f"{times} - 1" if more else times,
    )  # fmt: skip


def _shows(value: Decimal, reading: Decimal) -> bool:
    """Whether a multiple as written (2, 1.5) stands for a reading, rounded or cut."""
    places = len(plain(value).partition(".")[2])
    return value in (rounded(reading, places), cut(reading, places))


def points(filling: Filling, part: str, whole: str) -> Piece | None:
    """How far a share moved, in 百分点."""
    now, then = (_share_of(each, part, whole) for each in (filling.world.figures, filling.world.previous))
    if now is None or then is None or not rounded(now - then, 1):
        return None
    right = now - then
    lead, back = ("提高", "下降") if right > 0 else ("下降", "提高")
    fine = {abs(rounded(right, 1)), abs(cut(right, 1)), abs(rounded(now, 1) - rounded(then, 1))}
    shown = abs(rounded(right, 1))
    values = [("差一", shown + Decimal("0.2")), ("换一位数字", shown + 3)]
    wrongs = [Wrong(error, f"{value}个百分点", lead) for error, value in values if value not in fine]
    spans = [
        _ratio(keyed(part, previous=last), keyed(whole, previous=last)) for last in (right < 0, right > 0)
    ]
    return Piece(
        f"{shown}个百分点", lead=lead, expected=Expected.SOURCED,
        wrongs=(*wrongs, Wrong("方向写反", f"{shown}个百分点", back)), compares=True, source=" - ".join(spans),
    )  # fmt: skip


def _share_of(figures: FigureSet, part: str, whole: str) -> Decimal | None:
    top, bottom = value_of(part, figures), value_of(whole, figures)
    return None if top is None or not bottom else _HUNDRED * top / bottom
