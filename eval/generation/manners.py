"""Manners of writing a count: approximations (余, 近, 约, 超), and exact ones (Chinese numerals, 万, full width, broken)."""

from collections.abc import Callable
from decimal import Decimal

from eval.cases import Expected
from eval.generation.numbers import chinese, plain, rounded, step_below, wide
from eval.generation.slots import Filling, Piece, Say, Wrong, count


def written(
    filling: Filling, manner: str, value: Decimal, readings: frozenset[Decimal], unit: str
) -> Piece | None:
    """A count in a manner of its own: 余, 近, 约, 超, 汉, 千分, 全角, 万 and so on."""
    if manner in _EXACT:
        say = _EXACT[manner](unit)
        lossless = manner != "万" or value >= 10000
        return count(filling, value, readings, unit, say=say) if lossless and value > 0 else None
    return _approximate(filling, manner, value, readings, unit)


def _thousands(unit: str) -> Say:
    return lambda number: f"{int(number):,}{unit}"


def _broken(digits: str) -> str:
    """As a line of a PDF breaks it: after the first digit."""
    return digits[0] + "\n" + digits[1:] if len(digits) > 1 else digits


_EXACT: dict[str, Callable[[str], Say]] = {
    "汉": lambda unit: lambda number: chinese(int(number)) + unit,
    "千分": _thousands,
    "全角": lambda unit: lambda number: wide(plain(number)) + unit,
    "断": lambda unit: lambda number: _broken(plain(number)) + unit,
    "空格": lambda unit: lambda number: f"{plain(number)} {unit}",
    "万": lambda unit: lambda number: plain(number / 10000) + "万" + unit,
}


def _approximate(
    filling: Filling, manner: str, value: Decimal, readings: frozenset[Decimal], unit: str
) -> Piece | None:
    digits = filling.random.choice((1, 2)) if value < 1000 else filling.random.choice((1, 2, 3))
    below, step = step_below(value, digits)
    if value < 20 or step == 1 or below == value or (manner == "近" and value - below < step / 2):
        return None
    right, wrong = {
        "余": (below, (below + step, below - 2 * step)),
        "多": (below, (below + step, below - 2 * step)),
        "超": (below, (below + step, below + 2 * step)),
        "近": (below + step, (below, below + 3 * step)),
        "约": (_nearest(value, step), (_nearest(value, step) + 2 * step, _nearest(value, step) - 2 * step)),
        "左右": (_nearest(value, step), (_nearest(value, step) + 2 * step, _nearest(value, step) - 2 * step)),
    }[manner]
    lead, say = _approximating(filling, manner, unit, right)
    wrongs = tuple(
        Wrong("约数不合", say(number), lead)
        for number in wrong
        if number > 0 and not any(_about(manner, number, reading) for reading in readings)
    )
    return Piece(say(right), lead=lead, expected=Expected.SOURCED, wrongs=wrongs)


def _about(manner: str, written_number: Decimal, true: Decimal) -> bool:
    """Whether a number so written could, in the loosest reading, stand for ``true``."""
    digits = plain(written_number)
    unit = Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    if manner in ("余", "多"):
        return written_number <= true < written_number + unit
    if manner == "超":
        return true >= written_number
    if manner == "近":
        return written_number - unit <= true <= written_number
    return abs(true - written_number) <= unit


def _nearest(value: Decimal, step: Decimal) -> Decimal:
    return rounded(value / step, 0) * step


def _approximating(filling: Filling, manner: str, unit: str, right: Decimal) -> tuple[str, Say]:
    """The word before, and how the number is then written."""
    wan = right >= 10000 and right % 1000 == 0 and filling.random.random() < 0.6
    number: Say = (lambda n: plain(n / 10000) + "万") if wan else plain
    match manner:
        case "余" | "多":
            return "", lambda n: f"{number(n)}{manner}{unit}"
        case "左右":
            return "", lambda n: f"{number(n)}{unit}"
        case _:
            words = {"近": ("近", "将近"), "约": ("约", "大约"), "超": ("超", "超过", "逾")}[manner]
            return filling.random.choice(words), lambda n: f"{number(n)}{unit}"
