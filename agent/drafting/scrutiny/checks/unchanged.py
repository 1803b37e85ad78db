"""Paragraphs and sentences that stand as last year's report had them, apart from years.

One whose figures were brought up to date is not unchanged, nor is one that must read alike every year: the introduction, legal
bases, what the form wants said of the fee, and that something did not happen.

正例：一、总体情况／主动公开。全县主动公开政府信息3456条，惠民补贴由县级部门统一导出、按自然村分表公布。
正例：一、总体情况／全县作出行政许可决定15273件、行政处罚决定2846件、行政强制决定137件，依法应当公示的均在规定时间内录入公示平台。
反例：一、总体情况／政策解读注重“接地气”。山区留守老人多，县政府办组织驻村干部把医保、养老、农资补贴政策编成问答，在赶圩日集中宣讲；涉企政策则通过企业服务专员点对点送达。
"""

import re
from collections.abc import Iterator
from itertools import groupby

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark
from agent.verify.prose import Paragraph, paragraphs

CODE = "Y02"
TITLE = "与上年相同"
# Shorter sentences (全年无申请。) are alike by chance.
SHORTEST = 24
_YEAR = re.compile("(?:19|20)[0-9]{2}年度?|(?:上|去|今|本)(?:一)?年度?")
_MARK = re.compile(
    r"^(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、是]|[0-9]{1,2}[.．、])+"
)
_STANDING = re.compile(
    "根据《|依据《|按照《|依照|信息处理费|统计期限|没有其他|无其他|条例》规定|未发生|没有发生|没有因|未收到|没有收到"
)


def find(page: Page) -> Iterator[Remark]:
    """One remark for each paragraph, or run of sentences within one, that is unchanged."""
    if not page.against.last:
        return
    last = list(paragraphs(page.against.last, page.form))
    whole = {core(paragraph.text) for paragraph in last if _counts(paragraph)}
    single = {core(text) for paragraph in last if _counts(paragraph) for text in _sentences(paragraph)}
    for paragraph in page.paragraphs:
        if not _counts(paragraph) or page.introduces(paragraph):
            continue
        if tells(paragraph.text) and core(paragraph.text) in whole:
            yield _remark(*paragraph.span(0, len(paragraph.text)), "这一段")
        else:
            yield from _sentences_of(paragraph, single)


def _sentences_of(paragraph: Paragraph, single: set[str]) -> Iterator[Remark]:
    marked = [
        (start, end, tells(paragraph.text[start:end]) and core(paragraph.text[start:end]) in single)
        for start, end in paragraph.sentences
    ]
    for same, run in groupby(marked, key=lambda each: each[2]):
        found = list(run)
        if same:
            yield _remark(
                *paragraph.span(found[0][0], found[-1][1]),
                "这一句" if len(found) == 1 else f"这{len(found)}句",
            )


def _remark(start: int, end: int, what: str) -> Remark:
    return Remark(
        start, end, CODE, False, f"{what}与上年的年报相同", "写出今年做了什么；情况确实没有变化的，可以保留"
    )


def _counts(paragraph: Paragraph) -> bool:
    return not paragraph.heading


def _sentences(paragraph: Paragraph) -> Iterator[str]:
    return (paragraph.text[start:end] for start, end in paragraph.sentences)


def tells(text: str) -> bool:
    """Whether a sentence is long enough to be known again, and none that must read alike every year."""
    return len(core(text)) >= SHORTEST and _STANDING.search(text) is None


def core(text: str) -> str:
    """What of a sentence is compared: no list marks and no years, the figures kept."""
    return _YEAR.sub("", _MARK.sub("", text))
