"""Numbers of bank cards: 16 to 19 digits of a card issuer, whose last is right by Luhn's rule (ISO/IEC 7812).

Numbers of Chinese cards begin with 62. Others are taken for one only where the words before it speak of a card or an account.

正例：全年收取信息处理费120元，已全额缴入国库。
反例：信息处理费请缴至6200000000000000000。
"""

import re
from collections.abc import Iterator

from agent.drafting.scrutiny.digits import narrow, numbers
from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark

CODE = "I03"
TITLE = "银行卡号"
_CARD = re.compile(r"(?<![0-9A-Za-z.,])[3-69][0-9]{3}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?(?![0-9A-Za-z])")
_CHINESE = "62"
_SPEAKS = re.compile("银行|卡号|账号|帐号|账户|帐户|储蓄")
_BEFORE = 24


def find(page: Page) -> Iterator[Remark]:
    """One remark for each card number."""
    text = narrow(page.text)
    for start, end, number in numbers(text, _CARD):
        named = _SPEAKS.search(text, max(0, start - _BEFORE), start) is not None
        if is_card(number) and (named or number.startswith(_CHINESE)):
            yield Remark(start, end, CODE, True, "这里像是一个银行卡号", "删去，年报不得公开个人账户信息")


def is_card(number: str) -> bool:
    """Whether digits satisfy Luhn's rule and are as many as a card's."""
    if not 16 <= len(number) <= 19 or not number.isdecimal():
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
