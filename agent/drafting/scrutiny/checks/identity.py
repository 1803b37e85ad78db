"""Identity numbers of residents, whose check digit is right: no report may print one.

The number is 18 characters as GB 11643 has it: province, six or four digits of the place, the birth date, a serial number, and a
check digit by ISO 7064 MOD 11-2.

正例：全年收到自然人申请183件，均核对了居民身份证件。
反例：申请人身份证号为110101190001010014，已当场核对。
"""

import re
from collections.abc import Iterator
from datetime import date

from agent.drafting.scrutiny.digits import narrow, numbers
from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark

CODE = "I01"
TITLE = "居民身份证号"
_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{5} ?(?:19|20)[0-9]{6} ?[0-9]{3}[0-9Xx](?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
        91,
    )
)


def find(page: Page) -> Iterator[Remark]:
    """One remark for each identity number."""
    for start, end, number in numbers(narrow(page.text), _NUMBER):
        if is_identity(number):
            yield Remark(start, end, CODE, True, "这里有一个居民身份证号", "删去，年报不得公开个人身份信息")


def is_identity(number: str) -> bool:
    """Whether 18 characters (digits, the last perhaps X) are an identity number."""
    if len(number) != 18 or int(number[:2]) not in _PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17]
