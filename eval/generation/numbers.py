"""How a value is written in official prose; text only, no meaning."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def plain(value: Decimal) -> str:
    """Digits, without an exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def wide(text: str) -> str:
    """Full-width digits."""
    return text.translate(_WIDE)


def chinese(value: int) -> str:
    """A whole number below a hundred million in Chinese: 二百零二, 一万零三百."""
    if value >= 10000:
        high, low = divmod(value, 10000)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + _thousands(low))
    return _thousands(value) or "零"


def _thousands(value: int) -> str:
    """Below ten thousand; empty for zero."""
    if 10 <= value < 20:
        return "十" + (_DIGITS[value % 10] if value % 10 else "")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(text) and (not digit) and value > 0
    return text


def rounded(value: Decimal, places: int) -> Decimal:
    """Half-up, as the statute's reports round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def cut(value: Decimal, places: int) -> Decimal:
    """Truncated toward zero."""
    up = ROUND_FLOOR if value >= 0 else ROUND_CEILING
    return value.quantize(Decimal(1).scaleb(-places), up)


def step_below(value: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """The largest number of so many leading digits that is not above ``value``, and the step between such numbers."""
    step = Decimal(10) ** max(0, len(plain(value.to_integral_value(ROUND_FLOOR))) - digits)
    return (value // step) * step, step
