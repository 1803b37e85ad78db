"""Years and notice numbers that are not this report's.

A date is no statistic, but it has a check of its own: last year's copied paragraph is the commonest slip. Only the places where a
report must name its own year are judged: its title, the period that it covers, and the year that opens a paragraph of its
overview. A budget of next year, a document of an earlier one and a comparison are right as they are.
"""

import re

from agent.verify.answer import Verdict
from agent.verify.mention import KINDS, Exemption
from agent.verify.scene import Outcome, Scene

CODE = "periods"
_TITLE = re.compile(
    r"^(?:年度?)?(?:[\u4e00-\u9fff]{0,16})?政府信息公开(?:工作)?年度?报告(?!的|格式|有关|制度|》)"
)
_OWN = re.compile(
    r"^[，,]?(?:我[县市区省州旗局委镇乡办院厅]|全[县市区省州旗镇乡局]|本[县市区省州旗局镇乡委办机]|[\u4e00-\u9fff]{2,14}(?:人民政府|政府|局|委员会|办公室|镇|乡|街道)(?:坚持|认真|严格|深入|全面|紧紧|以|按照|持续|高度|围绕|切实|积极))"
)
_NOTICE = "国办公开办函"


def judge(scene: Scene, item: Exemption, *, introduction: bool) -> Outcome:
    """The verdict on a date or a document number: exempt, or contradicted where it cannot be this report's."""
    if (
        item.kind == "date"
        and (found := re.match(r"(\d{4})年", item.text))
        and int(found[1]) != scene.ground.figures.year
    ):
        wrong = _wrong_year(scene, item, int(found[1]), introduction=introduction)
        if wrong:
            year = scene.ground.figures.year
            return Outcome(
                Verdict.CONTRADICTED,
                f"{wrong}写的是{found[1]}年，而本报告是{year}年度",
                None,
                f"{year}年",
                CODE,
            )
    if item.kind == "document_number" and scene.text[: item.start].endswith(_NOTICE):
        return _notice(scene, item)
    return Outcome(Verdict.EXEMPT, f"{KINDS[item.kind]}，不是统计数字", None, None, item.kind)


def _wrong_year(scene: Scene, item: Exemption, year: int, *, introduction: bool) -> str:
    text, report = scene.text, scene.ground.figures.year
    rest = text[item.start + 5 :]
    before = text[: item.start]
    if (
        introduction
        and _TITLE.match(rest.removeprefix("度"))
        and not before.endswith(("《", "“", "于", "在", "对", "照", "按"))
    ):
        return "标题或报告名称里"
    if (
        introduction
        and item.text.endswith(("1月1日", "12月31日"))
        and re.search("统计|期限|起|至|止|数据", text[max(0, item.start - 24) : item.end + 16])
    ):
        return "统计期限里"
    if introduction or year != report - 1:
        return ""
    head = re.fullmatch(
        r"(?:[一二三四五六七八九十]、)?(?:[（(][一二三四五六七八九十]+[）)])?[^。，]{0,14}[。]?", before
    )
    return "段首" if head is not None and _OWN.match(rest.removeprefix("度")) else ""


def _notice(scene: Scene, item: Exemption) -> Outcome:
    own = scene.ground.form.authority.removeprefix(_NOTICE)
    written = re.sub(r"[\[﹝【（(「]", "〔", re.sub(r"[\]﹞】）)」]", "〕", item.text))
    if re.sub(r"\D", "", written) == re.sub(r"\D", "", own):
        return Outcome(Verdict.EXEMPT, "文号，与本格式一致", None, None, item.kind)
    reason = f"文中引用{_NOTICE}{item.text}，而{scene.ground.figures.year}年度适用的是{scene.ground.form.authority}"
    return Outcome(Verdict.CONTRADICTED, reason, None, scene.ground.form.authority, CODE)
