"""A number as the text has it, and what it says of the true value.

A :class:`Mention` is one numeric expression with its half-open span (over the paragraph's text), its value with 万 and 亿
written out, its unit as written, and how it is meant (:class:`Comparator`). Tolerance comes from what is written:

========================  =============================================================================
``3259件``                 3259 exactly: within half a unit of the last written place, upper end open
``45.4%``                 [45.35, 45.45)
``196.4万条``              [1,963,500, 1,964,500)
``3480余条``               above 3480, below the next unit of its last non-zero place: (3480, 3490)
``近千条``                 just below: (900, 1000)
``超500个``                above 500;  ``500个以上`` 500 or more
``约2100条``               within half a unit of the last non-zero place: [2050, 2150)
========================  =============================================================================
"""

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from agent.figures import Unit
from agent.figures.quantity import plain


class Comparator(enum.Enum):
    """How a number stands to the value that it reports."""

    EXACT = ""
    OVER = "余"
    ABOVE = "超"
    AT_LEAST = "以上"
    UNDER = "近"
    BELOW = "不足"
    AT_MOST = "以下"
    ABOUT = "约"


@dataclass(frozen=True, slots=True)
class Mention:
    """``grain`` is one unit of the last written place, ``coarse`` one of the last non-zero place, both in the value's scale."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    comparator: Comparator = Comparator.EXACT
    grain: Decimal = Decimal(1)
    coarse: Decimal = Decimal(1)
    chinese: bool = False

    @property
    def percent(self) -> bool:
        """Whether it is a percentage (百分点 is not)."""
        return self.unit == "%"

    @property
    def points(self) -> bool:
        """Whether it is in percentage points."""
        return self.unit == "百分点"

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return Unit.of(self.unit).is_money

    @property
    def counts(self) -> bool:
        """Whether it counts things: neither a rate nor a multiple."""
        return self.unit not in ("%", "百分点", "倍", "成")

    def accepts(self, actual: Decimal) -> bool:
        """Whether the true value may be written like this. ``actual`` is in the mention's unit."""
        value, coarse = self.value, self.coarse
        match self.comparator:
            case Comparator.EXACT:
                return value - self.grain / 2 <= actual < value + self.grain / 2
            case Comparator.ABOUT:
                return value - coarse / 2 <= actual < value + coarse / 2
            case Comparator.OVER:
                return value < actual < value + coarse
            case Comparator.UNDER:
                # Below 1000 by less than a tenth of it; below 5000 by less than a thousand.
                return value - (coarse / 10 if coarse == value else coarse) < actual < value
            case Comparator.ABOVE:
                return actual > value
            case Comparator.AT_LEAST:
                return actual >= value
            case Comparator.BELOW:
                return actual < value
            case Comparator.AT_MOST:
                return actual <= value

    def truncates(self, actual: Decimal) -> bool:
        """Whether it is the true value cut off, not rounded: 45.38 written 45.3."""
        exact = self.comparator is Comparator.EXACT
        return (
            exact
            and self.grain < 1
            and self.value <= actual < self.value + self.grain
            and not self.accepts(actual)
        )

    @property
    def written(self) -> str:
        """Its value as a person would write it out: 180000."""
        return plain(self.value)


class Exemption(NamedTuple):
    """A numeric expression that is no statistic, and the kind of thing that it is."""

    start: int
    end: int
    text: str
    kind: str


KINDS = {
    "date": "日期",
    "period": "时期",
    "document_number": "文号",
    "article": "条款序号",
    "ordinal": "序数",
    "list_marker": "序号",
    "contact": "联系方式或地址",
    "fixed_phrase": "固定用语",
    "time_limit": "时限或频次要求",
    "code": "代号",
    "hotline": "热线号码",
}
