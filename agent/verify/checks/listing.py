"""N个方面, and the list that goes with it.

The list follows as 一是…二是… (in the paragraph, or each at the head of a paragraph), or precedes as quoted titles. Members
between 、 stand right before the number or are opened right behind it (条件、标准、时限三项要素); they verify it, and deny it
only where it counts kinds and is more than they are: 行政复议、行政诉讼情况 is one part.

正例：主要存在两个方面的问题：一是公开不够及时；二是解读形式单一。
正例：围绕条件、标准、时限、渠道四项要素逐条编写办事指南。
反例：主要存在三个方面的问题：一是公开不够及时；二是解读形式单一。
反例：公路、水路、道路运输六类信息分栏公开。
"""

import re
from decimal import Decimal

from agent.verify.answer import Verdict
from agent.verify.enumerated import members_of
from agent.verify.scene import Outcome, Scene, Slot

CODE = "L01"
TITLE = "几个方面"
_ALWAYS = ("方面", "部分", "大方面", "大部分")
_SOMETIMES = ("项", "个", "条", "大类", "类", "点", "种")
_LISTED = re.compile(r"^(?:的)?(?:主要)?(?:内容|方面|部分|问题|措施|举措|章节|环节|不足|组成|工作)")
_ORDINALS = "一二三四五六七八九十"
_QUOTES = re.compile(r"(?:[“\"《][^”\"》]{1,40}[”\"》][、，和及以及]*)+(?:等)?(?:共)?$")


def count_members(scene: Scene) -> None:
    """Judge the numbers whose list stands in their own clause, before any row of the tables is taken for what they count."""
    for slot in scene.slots:
        members = members_of(scene, slot) if slot.outcome is None and not slot.role else None
        if members is None:
            continue
        if members.fit(slot):
            _settle(slot, int(slot.mention.value))
        elif members.deny(slot):
            _settle(slot, members.most)


def bind(scene: Scene, following: list[str], headings: int) -> None:
    """Judge the counts of lists. ``following`` are the paragraphs after this one, ``headings`` the text's top headings."""
    for slot in scene.slots:
        if slot.outcome is None and _AGAIN.search(
            scene.text, max(0, slot.mention.start - 3), slot.mention.start
        ):
            _back(scene, slot)
        elif slot.outcome is None and _counts_a_list(scene, slot):
            _judge(scene, slot, following, headings)


# 上述两个问题 points back at a list, if one is near, and counts nothing anew.
_AGAIN = re.compile("(?:以上|上述|前述|这|该|此)的?$")
_POINTED = ("方面", "个", "点", "项", "条", "类", "种", "大方面", "部分")


def _back(scene: Scene, slot: Slot) -> None:
    if slot.mention.unit not in _POINTED or not slot.mention.chinese:
        return
    marks = [
        next(m for m in match.groups() if m) for match in _SERIES.finditer(scene.text, 0, slot.mention.start)
    ]
    last = next((_ordinal(mark) for mark in reversed(marks)), 0)
    if last > 1 and [_ordinal(mark) for mark in marks[-last:]] == list(range(1, last + 1)):
        _settle(slot, last)
    else:
        slot.outcome = Outcome(Verdict.EXEMPT, "指前文所列，不是统计数字", check="fixed_phrase")


def _counts_a_list(scene: Scene, slot: Slot) -> bool:
    unit = slot.mention.unit
    return unit in _ALWAYS or (
        unit in _SOMETIMES and bool(_LISTED.match(scene.text[slot.mention.end : slot.mention.end + 8]))
    )


def _judge(scene: Scene, slot: Slot, following: list[str], headings: int) -> None:
    sections = slot.mention.unit in ("部分", "项", "大部分")
    count = (
        (_sections_named(scene, slot) if sections else 0)
        or _quoted_before(scene, slot)
        or _marked_after(scene, slot)
        or _paragraphs_after(scene, slot, following)
    )
    whole = sections and _REPORT.search(scene.text, 0, slot.mention.start)
    if not count and whole and slot.mention.accepts(_dec(headings)):
        count = headings
    if count:
        _settle(slot, count)


_REPORT = re.compile("全文|报告|本年报")


def _settle(slot: Slot, count: int) -> None:
    fits = slot.mention.accepts(_dec(count))
    reason = f"文中逐一列出{count}项" if fits else f"文中为{slot.mention.text}，而逐一列出的是{count}项"
    verdict = Verdict.VERIFIED if fits else Verdict.CONTRADICTED
    slot.outcome = Outcome(verdict, reason, str(count), str(count), CODE)


def _dec(count: int) -> Decimal:
    return Decimal(count)


def _quoted_before(scene: Scene, slot: Slot) -> int:
    match = _QUOTES.search(scene.text[scene.sentence_span(slot.sentence)[0] : slot.mention.start])
    count = len(re.findall("[“《][^”》]{1,40}[”》]", match[0])) if match else 0
    return count if count > 1 else 0


def _marked_after(scene: Scene, slot: Slot) -> int:
    """一是…二是… after the number in its paragraph: how far the series runs before it ends or starts again."""
    count, kind = 0, None
    for match in _SERIES.finditer(scene.text, slot.mention.end, slot.mention.end + _FAR):
        if count == 0 and not _at_once(scene.text[slot.mention.end : match.start()]):
            break
        if kind and match.lastindex != kind:
            continue
        kind = match.lastindex
        ordinal = _ordinal(match[match.lastindex or 1])
        if ordinal == count + 1:
            count = ordinal
        elif ordinal == 1:
            break
    return count if count > 1 else 0


# 一是, 第一，, （一）, 1.: after punctuation, so that 统一是 is none.
_SERIES = re.compile(
    r"(?:(?<=[，。；：、！])|^)(?:([一二三四五六七八九十])(?:是|要)|第([一二三四五六七八九十])[，、：]|（([一二三四五六七八九十])）|([1-9])[.．、](?!\d))"
)


def _ordinal(mark: str) -> int:
    return _ORDINALS.index(mark) + 1 if mark in _ORDINALS else int(mark)


def _at_once(between: str) -> bool:
    """Whether a series begins where the number's own clause ends, so that it is the number's."""
    return (
        between.count("。") <= 1
        and (not between.count("。") or between.endswith("。"))
        and len(between) <= _NEAR
    )


_NEAR = 60
# A list of points runs no further than this.
_FAR = 3000


def _paragraphs_after(scene: Scene, slot: Slot, following: list[str]) -> int:
    """（一）… or 一是… at the head of the next paragraphs, where the number's sentence is the last of its paragraph."""
    if slot.sentence != len(scene.paragraph.sentences) - 1:
        return 0
    count = 0
    for text in following:
        match = re.match(rf"[（(]?([{_ORDINALS}])(?:[）)]|是|、)|(\d{{1,2}})[.．、]", text)
        ordinal = (_ORDINALS.index(match[1]) + 1 if match[1] else int(match[2])) if match else 0
        if ordinal == count + 1:
            count = ordinal
        elif match or count == 0:
            break
    return count if count > 1 else 0


_TOPICS = tuple(
    map(
        re.compile,
        (
            "总体|概述|概况",
            "主动公开",
            "收到和处理|依申请|申请(?:的)?(?:处理|办理)?情况",
            "复议|诉讼",
            "问题",
            "其他.{0,8}事项|其他需要报告|其他情况",
        ),
    )
)
_APPEALS = re.compile("复议(?:案件)?[、，和及与或]*(?:被)?(?:提起)?(?:行政)?诉讼")


def _sections_named(scene: Scene, slot: Slot) -> int:
    """How many sections of the report stand before the number, however they are worded; 0 where they can't be told apart."""
    text = _APPEALS.sub("诉讼", scene.text[scene.sentence_span(slot.sentence)[0] : slot.mention.start])
    listed = re.split("包括|包含|含|由|分为|：|:", text)[-1]
    chunks = [chunk for chunk in re.split("[、，,；;]|以及|和(?=其他)", listed) if len(chunk) > 2]
    chunks = [chunk for chunk in chunks if not re.fullmatch("等|共|共有|组成|等共", chunk)]
    found = sum(any(topic.search(chunk) for chunk in chunks) for topic in _TOPICS)
    if found > 2 and slot.mention.accepts(_dec(found)):
        return found
    return found if found > 2 and len(chunks) == found else 0
