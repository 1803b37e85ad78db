"""N个方面, and the list that goes with it.

The list follows as 一是…二是… (in the paragraph, or each at the head of a paragraph), or precedes as quoted titles. Separators
alone are no evidence: 行政复议、行政诉讼情况 is one part.

正例：主要存在两个方面的问题：一是公开不够及时；二是解读形式单一。
反例：主要存在三个方面的问题：一是公开不够及时；二是解读形式单一。
"""

import re

from agent.verify.answer import Verdict
from agent.verify.scene import Outcome, Scene, Slot

CODE = "L01"
TITLE = "几个方面"
_ALWAYS = ("方面", "部分", "大方面", "大部分")
_SOMETIMES = ("项", "个", "条", "大类", "类", "点", "种")
_LISTED = re.compile(r"^(?:的)?(?:主要)?(?:内容|方面|部分|问题|措施|举措|章节|环节|不足|组成|工作)")
_ORDINALS = "一二三四五六七八九十"
_QUOTES = re.compile(r"(?:[“\"《][^”\"》]{1,40}[”\"》][、，和及以及]*)+(?:等)?(?:共)?$")


def bind(scene: Scene, following: list[str], headings: int) -> None:
    """Judge the counts of lists. ``following`` are the paragraphs after this one, ``headings`` the text's top headings."""
    for slot in scene.slots:
        if slot.outcome is None and _counts_a_list(scene, slot):
            _judge(scene, slot, following, headings)


def _counts_a_list(scene: Scene, slot: Slot) -> bool:
    unit = slot.mention.unit
    return unit in _ALWAYS or (
        unit in _SOMETIMES and bool(_LISTED.match(scene.text[slot.mention.end : slot.mention.end + 8]))
    )


def _judge(scene: Scene, slot: Slot, following: list[str], headings: int) -> None:
    count = (
        _quoted_before(scene, slot) or _marked_after(scene, slot) or _paragraphs_after(scene, slot, following)
    )
    if (
        count == 0
        and re.search("全文|报告|本年报", scene.text[: slot.mention.start])
        and slot.mention.unit in ("部分", "项", "大部分")
    ):
        count = _sections_named(scene, slot) or (headings if slot.mention.accepts(_dec(headings)) else 0)
    if count == 0:
        return
    fits = slot.mention.accepts(_dec(count))
    reason = f"文中逐一列出{count}项" if fits else f"文中为{slot.mention.text}，而逐一列出的是{count}项"
    verdict = Verdict.VERIFIED if fits else Verdict.CONTRADICTED
    slot.outcome = Outcome(verdict, reason, str(count), str(count), CODE)


def _dec(count: int):  # type: ignore[no-untyped-def]
    from decimal import Decimal

    return Decimal(count)


def _quoted_before(scene: Scene, slot: Slot) -> int:
    match = _QUOTES.search(scene.text[scene.sentence_span(slot.sentence)[0] : slot.mention.start])
    count = len(re.findall("[“《][^”》]{1,40}[”》]", match[0])) if match else 0
    return count if count > 1 else 0


def _marked_after(scene: Scene, slot: Slot) -> int:
    """一是…二是… after the number in its paragraph: how far the series runs before it ends or starts again."""
    count = 0
    for match in re.finditer(
        rf"(?<![，。；、：“一-龥])?([{_ORDINALS}])(?:是|要)", scene.text[slot.mention.end :]
    ):
        ordinal = _ORDINALS.index(match[1]) + 1
        if ordinal == count + 1:
            count = ordinal
        elif ordinal == 1:
            break
    return count if count > 1 else 0


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


def _sections_named(scene: Scene, slot: Slot) -> int:
    start = scene.sentence_span(slot.sentence)[0]
    text = scene.text[start : slot.mention.start]
    found = sum(section.title in text for section in scene.ground.form.sections)
    return found if found > 2 else 0
