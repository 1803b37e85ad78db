"""Years and notice numbers that are not this report's.

A date is no statistic, but it has a check of its own: last year's copied paragraph is the commonest slip. Only the places where a
report must name its own year are judged: its title, the period that it covers, and the year that opens a paragraph of its
overview. A budget of next year, a document of an earlier one and a comparison are right as they are.

正例：统计期限自2023年1月1日起至2023年12月31日止。
反例：统计期限自2022年1月1日起至2022年12月31日止。
"""

import re

from agent.verify.answer import Verdict
from agent.verify.mention import Exemption
from agent.verify.scene import Outcome, Scene

CODE = "D01"
TITLE = "年份"
_TITLE = re.compile(
    r"^(?:年度?)?(?:[\u4e00-\u9fff]{0,16})?政府信息公开(?:工作)?年度?报告(?!的|格式|有关|制度|》)"
)
_ANOTHER = ("《", "“", "于", "在", "对", "照", "按")
_ENDS = ("1月1日", "12月31日")
_PERIOD = re.compile("统计|期限|起|至|止|数据")
_HEAD = re.compile(r"(?:[一二三四五六七八九十]、)?(?:[（(][一二三四五六七八九十]+[）)])?[^。，]{0,14}[。]?")
_OWN = re.compile(
    r"^[，,]?(?:我[县市区省州旗局委镇乡办院厅]|全[县市区省州旗镇乡局]|本[县市区省州旗局镇乡委办机]|[\u4e00-\u9fff]{2,14}(?:人民政府|政府|局|委员会|办公室|镇|乡|街道)(?:坚持|认真|严格|深入|全面|紧紧|以|按照|持续|高度|围绕|切实|积极))"
)


def judge(scene: Scene, item: Exemption, *, introduction: bool) -> Outcome | None:
    """The objection to a date that names another report's year; None where there is nothing to say."""
    found = re.match(r"(\d{4})年", item.text) if item.kind == "date" else None
    year = scene.ground.figures.year
    if found is None or int(found[1]) == year:
        return None
    place = _wrong_year(scene, item, int(found[1]), introduction=introduction)
    if not place:
        return None
    reason = f"{place}写的是{int(found[1])}年，而本报告是{year}年度"
    return Outcome(Verdict.CONTRADICTED, reason, expected=f"{year}年", check=CODE)


def _wrong_year(scene: Scene, item: Exemption, year: int, *, introduction: bool) -> str:
    """Which of the places that must name the report's own year this is; "" where it is none of them."""
    before, rest = scene.text[: item.start], scene.text[item.start + 5 :].removeprefix("度")
    if introduction:
        around = scene.text[max(0, item.start - 24) : item.end + 16]
        if _TITLE.match(rest) and not before.endswith(_ANOTHER):
            return "标题或报告名称里"
        return "统计期限里" if item.text.endswith(_ENDS) and _PERIOD.search(around) else ""
    if year != scene.ground.figures.year - 1:
        return ""
    return "段首" if _HEAD.fullmatch(before) and _OWN.match(rest) else ""
