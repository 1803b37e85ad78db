"""A number as written to its value and unit. Apart from the verifier, so that no annotation rests on what it reads."""

import re
import unicodedata
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MONEY = ("万元", "亿元")
_TENS = {"万": Decimal(10000), "亿": Decimal(100000000)}
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)(.*)", re.DOTALL)
_CHINESE = re.compile(r"([零一二三四五六七八九十百千万两]+)(.*)", re.DOTALL)
_ABOUT = "余多"


def value_and_unit(text: str) -> tuple[Decimal, str]:
    """``3万余册`` is 30000 册, ``百分之七十八`` 78 %, ``1.5万元`` 1.5 万元; ``ValueError`` where no number begins the text."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    if plain.startswith("百分之"):
        return value_and_unit(plain.removeprefix("百分之"))[0], "%"
    if found := _ARABIC.match(plain):
        return _scaled(Decimal(found[1]), found[2])
    if found := _CHINESE.match(plain):
        return Decimal(chinese_value(found[1])), found[2].lstrip(_ABOUT)
    raise ValueError(text)


def _scaled(value: Decimal, rest: str) -> tuple[Decimal, str]:
    """The value with 万 and 亿 expanded, except in units of money, and what is counted."""
    rest = rest.lstrip(_ABOUT)
    if rest.startswith(_MONEY) or rest[:1] not in _TENS:
        return value, rest
    return value * _TENS[rest[0]], rest[1:].lstrip(_ABOUT)


def chinese_value(text: str) -> int:
    """一万零三百 is 10300; below a hundred million."""
    high, ten_thousand, low = text.rpartition("万")
    if ten_thousand:
        return chinese_value(high) * 10000 + (chinese_value(low) if low else 0)
    total = digit = 0
    for letter in text:
        if letter in _SCALES:
            total += (digit or 1) * _SCALES[letter]
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit
