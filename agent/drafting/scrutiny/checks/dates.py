"""Last year's dates left over where this year is meant, as far as the verifier (D01) doesn't say it.

A sentence that compares, that names this year too, or whose figure is last year's, may well speak of last year.

正例：截至2022年底，全县有政务新媒体账号30个；2023年关停6个。
正例：2024年，我县将进一步拓宽公开渠道。
反例：截至2022年底，全县备案政务新媒体账号24个。
反例：2022年，共组织专题培训3场。
反例：2023年，我县将进一步拓宽公开渠道。
"""

import re
from collections.abc import Iterator
from functools import cache

from agent.drafting.scrutiny.page import Page, Said
from agent.drafting.scrutiny.remark import Remark

CODE = "Y01"
TITLE = "上年的日期"
_COMPARES = re.compile(
    "比|较|同期|相比|增长|增加|下降|减少|上升|持平|连续|以来|结转|分别|今年|本年|相对|曾|当时|此前"
)
_OWN = "我[县市区省州旗局委镇乡办院厅街单]|全[县市区省州旗镇乡局]|本[县市区省州旗局镇乡委办机单]"
_WHO = rf"{_OWN}|[\u4e00-\u9fff]{{2,12}}?(?:人民政府|政府|局|委员会|镇|乡|街道)"
_PLANS = "继续|进一步|着力|重点|不断|紧紧|从以下|坚持|围绕|持续|认真|努力|切实|聚焦"


@cache
def _patterns(year: int) -> tuple[tuple[re.Pattern[str], bool, str, str], ...]:
    """What is looked for in a report on ``year``: pattern, whether it is grave, what is said, the mend."""
    last = year - 1
    still = f"这里写的是{last}年，而本报告是{year}年度"
    return (
        (
            re.compile(
                rf"截[至止]到?(?:{last}年(?:年?[底末]|12月(?:31日|底))|(?:上年|去年|上一年)(?:年?[底末]))"
            ),
            False,
            f"截止日期是{last}年底，而本报告是{year}年度",
            f"改成{year}年底，数字也要是年底的",
        ),
        (
            re.compile(
                rf"(?:^|(?<=[。；：，、）]))(?:[（(][一二三四五六七八九十][）)])?{last}年度?[，,]?"
                rf"(?:全年|(?:{_WHO})?(?:共|累计|主动公开|收到|新收|受理|办结)(?![^，。]{{0,12}}的[^，。]{{0,6}}[，。]))"
            ),
            False,
            still,
            f"改成{year}年；确是说上年的，写明“上年”",
        ),
        (
            re.compile(rf"{year}年度?[，,]?(?:(?:{_WHO})[，,]?)?将(?:{_PLANS})"),
            True,
            f"今后的打算写的是{year}年，而{year}年是本报告所报告的一年",
            f"改成{year + 1}年或者“下一年度”",
        ),
    )


def find(page: Page) -> Iterator[Remark]:
    """One remark for each date that is left over; nothing where the figures' year isn't known."""
    if page.year is None:
        return
    clues = (f"{page.year}年", f"{page.year - 1}年", "截")
    for said in page.sentences:
        if any(clue in said.text for clue in clues):
            yield from _left_over(page, said, page.year)


def _left_over(page: Page, said: Said, year: int) -> Iterator[Remark]:
    settled = f"{year}年" in said.text or _COMPARES.search(said.text) is not None
    for pattern, grave, what, mend in _patterns(year):
        if settled and not grave:
            continue
        for match in pattern.finditer(said.text):
            start, end = said.span(*match.span())
            if not page.objected(start, end) and (grave or not page.of_last_year(said.start, said.end)):
                yield Remark(start, end, CODE, grave, what, mend)
