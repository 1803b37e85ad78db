"""Sentences that are too long to be read at once.

What stands in 《》 and in brackets isn't counted, and a semicolon ends a stretch: a list of measures may be long, a clause of it
may not. The introduction names its legal basis, its period and the office in one breath and is left alone.

正例：全年共收到政府信息公开申请202件，比上年增长30.3%，办结195件，结转下年度继续办理16件。
反例：2023年，我县坚持以人民为中心的发展思想，牢牢把握以公开促落实、促规范、促服务的工作要求，围绕全县中心工作和群众普遍关心的事项，持续加大信息公开力度，不断拓宽公开渠道，切实提高公开质量，着力完善工作机制，努力增强公开实效，主动接受社会监督，积极回应群众关切，扎实推进基层政务公开标准化规范化建设，为建设人民满意的法治政府、创新政府、廉洁政府和服务型政府，推动全县经济社会高质量发展营造了良好的环境。
"""

import re
from collections.abc import Iterator

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark

CODE = "W01"
TITLE = "句子过长"
# Of a thousand sentences in published reports that were measured, half a dozen stretches are longer.
LONGEST = 150
_STRETCH = re.compile("[^；;]+")
_ASIDE = re.compile("《[^《》]{0,200}》|（[^（）]{0,400}）")


def find(page: Page) -> Iterator[Remark]:
    """One remark for each stretch that is longer than :data:`LONGEST` characters."""
    for paragraph in page.paragraphs:
        if paragraph.heading or page.introduces(paragraph):
            continue
        for first, last in paragraph.sentences:
            for stretch in _STRETCH.finditer(paragraph.text, first, last):
                length = len(_ASIDE.sub("", stretch[0]))
                if length > LONGEST:
                    start, end = paragraph.span(*stretch.span())
                    what = f"这一句长{length}字（不计书名号和括号里的）"
                    yield Remark(start, end, CODE, False, what, f"断成几句，每句不超过{LONGEST}字")
