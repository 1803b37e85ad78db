"""Units, and numbers with units.

A :class:`Unit` is the word as written (件, 万元, %); its *dimension* is what it measures and its *factor* how many of the
dimension's base unit it makes. Only money has several units here: 1 万元 is 10,000 元. 百分点 is a dimension of its own and
never %. Words that count things (件, 条, 篇…) are each their own dimension: 3 件 and 3 条 do not add.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_MONEY = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
_SAME = {"％": "%", "％点": "百分点", "个百分点": "百分点", "圆": "元"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure by the word that is printed; the empty word is a bare number."""

    word: str

    @staticmethod
    @lru_cache(maxsize=1024)
    def of(word: str) -> "Unit":
        """The unit for a word as people write it: ``％`` is ``%``, ``个百分点`` is ``百分点``."""
        stripped = word.strip()
        return Unit(_SAME.get(stripped, stripped))

    @property
    def dimension(self) -> str:
        """What it measures; units of one dimension convert into one another."""
        return "元" if self.word in _MONEY else self.word

    @property
    def factor(self) -> Decimal:
        """How many of the dimension's base unit one of this is: 10000 for 万元, 1 for most."""
        return Decimal(_MONEY.get(self.word, 1))

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.word in _MONEY

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number in a unit, with the decimal places in which it was written."""

    amount: Decimal
    unit: Unit

    @property
    def places(self) -> int:
        """Decimal places as written: 2 for 1.50, 0 for 3."""
        exponent = self.amount.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def to(self, unit: Unit) -> "Quantity":
        """The same quantity in another unit of its dimension; ``ValueError`` where they measure different things."""
        if unit.dimension != self.unit.dimension:
            raise ValueError(f"{self.unit} is not {unit}")
        return Quantity(self.amount * self.unit.factor / unit.factor, unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)}{self.unit}"


def plain(number: Decimal) -> str:
    """A Decimal as people write it: no exponent, no trailing zeros, no ``-0``."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
