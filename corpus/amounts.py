"""What one box of a table says: a number, nothing, or something that cannot be read.

Blank, ``/`` and dashes are *absent*, which is not zero. A number may carry its unit (251000元, 12件), thousands separators and
full-width digits; money in another unit than the cell's is converted, exactly, and said. Anything else is left unread: a
footnote mark glued to a digit must not become a digit.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from agent.figures import ABSENT, Absent, Quantity, Unit
from agent.figures.interchange import LIMIT
from agent.figures.quantity import plain
from agent.forms import Cell

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー─━", "-"))
_NOTHING = re.compile(r"(?:-+|/+|\\+|_+|\.{2,}|…+|N/?A|不适用|不涉及)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?|新增|↑|↓)?"
    r"(?P<digits>[1-9][0-9]{0,2}(?:[, ][0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?"
    r"(?P<scale>[千万亿]|百万)?(?P<unit>元|圆|[件项条个次份篇部宗起例人家张页]|人次|件次)?(?:整|\(人民币\))?"
)
_DOWN = ("-", "减", "减少", "↓")
_SCALES = {
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "亿": Decimal(100_000_000),
}
_PLACES = 15
# No number of a table is longer with all that may stand around it.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Amount:
    """What was read. ``remark`` (Chinese) says what had to be decided; with ``unread`` it says why there is no value."""

    value: Decimal | Absent
    remark: str = ""
    unread: bool = False


_EMPTY = Amount(ABSENT)


@lru_cache(maxsize=20_000)
def _written(text: str) -> str:
    """Half-width, one kind of dash, single spaces that only stand between digits; two lines of digits are two numbers."""
    text = re.sub(r"(?<=[0-9])\s*\n\s*(?=[0-9])", ";", text)
    narrow = " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", narrow)


def _has_mark(text: str) -> bool:
    """Whether there is a ①, ² or ½ that would turn into a plain digit."""
    return any(unicodedata.category(character) == "No" for character in text)


def is_blank(text: str) -> bool:
    """Whether the box says nothing: blank, a slash or dashes."""
    return len(text) < _LONGEST and _NOTHING.fullmatch(_written(text)) is not None


def is_number(text: str) -> bool:
    """Whether the box holds a number as tables print them."""
    return len(text) < _LONGEST and not _has_mark(text) and _NUMBER.fullmatch(_written(text)) is not None


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers that one box holds where it holds several, parted by blanks or lines; none where it holds one."""
    pieces = text.split() if len(text) < 6 * _LONGEST else []
    several = len(pieces) > 1 and all(is_number(piece) for piece in pieces) and not is_number(text)
    return tuple(pieces) if several else ()


def number_of(text: str) -> Decimal | None:
    """The number that a box holds, units aside; None where it holds none."""
    found = _NUMBER.fullmatch(_written(text)) if is_number(text) else None
    return _signed(found) if found else None


def _signed(found: re.Match[str]) -> Decimal:
    number = Decimal(re.sub("[, ]", "", found["digits"]) + (found["fraction"] or ""))
    return -number if found["sign"] in _DOWN else number


def read_amount(text: str, cell: Cell, head_unit: str = "") -> Amount:
    """The value that a box gives a cell. ``head_unit`` is the unit of money that its column's heading names, if any."""
    if is_blank(text):
        return _EMPTY
    shown = f"“{' '.join(text.split())[:20]}”"
    found = None if _has_mark(text) or len(text) > _LONGEST else _NUMBER.fullmatch(_written(text))
    if found is None:
        return Amount(ABSENT, f"{shown}不是数，没有读入", unread=True)
    amount = _in_unit(_signed(found), found["scale"] or "", found["unit"] or "", cell, head_unit, shown)
    return amount if amount.unread else _fitting(amount, cell, shown)


def _in_unit(number: Decimal, scale: str, word: str, cell: Cell, head_unit: str, shown: str) -> Amount:
    """The number in the cell's unit."""
    own = Unit.of(cell.unit)
    if not own.is_money:
        if word in ("元", "圆"):
            return Amount(ABSENT, f"{shown}是金额，这一格应当以{own}计，没有读入", unread=True)
        return (
            Amount(number * _SCALES[scale], f"{shown}按{plain(number * _SCALES[scale])}读入")
            if scale
            else Amount(number)
        )
    if word not in ("", "元", "圆"):
        return Amount(ABSENT, f"{shown}不是金额，没有读入", unread=True)
    written = Unit.of(scale + "元") if scale or word else Unit.of(head_unit or cell.unit)
    if written == own:
        return Amount(number)
    value = Quantity(number, written).to(own).amount
    return Amount(value, f"{shown}以{written}计，已换算成{plain(value)}{own}")


def _fitting(amount: Amount, cell: Cell, shown: str) -> Amount:
    """The amount, unless the cell cannot hold such a number."""
    value = amount.value
    if isinstance(value, Absent):
        return amount
    if cell.integer and value != value.to_integral_value():
        return Amount(ABSENT, f"{shown}有小数，这一格应当是整数，没有读入", unread=True)
    if value < 0 and not cell.signed:
        return Amount(ABSENT, f"{shown}是负数，这一格不能为负，没有读入", unread=True)
    exponent = value.as_tuple().exponent
    if value.copy_abs() >= LIMIT or (isinstance(exponent, int) and exponent < -_PLACES):
        return Amount(ABSENT, f"{shown}超出合理范围，没有读入", unread=True)
    return Amount(Decimal(plain(value)), amount.remark)
