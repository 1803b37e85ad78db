"""A sum behind its parts: 网站12条，公众号18条，共计30条.

The parts are those right before it, back to where punctuation is stronger than between them; 二者合计 says how many they are.
Where nothing stands between them and the sum but 共计, all of them must add up; where something does, only a slip is objected to.

正例：网站发布12条，公众号发布18条，共计30条。
反例：网站发布12条，公众号发布18条，共计31条。
"""

import re
from decimal import Decimal

from agent.verify.checks.parts import apart, contradict, fits, settle, slipped
from agent.verify.lists import Listing, strength
from agent.verify.openers import counted
from agent.verify.scene import Scene, Slot

CODE = "P03"
TITLE = "合计在后"
_SUM = re.compile(r"(?:共计|合计|总计|总共|共|累计)[^，。；0-9]{0,12}$")
_ONLY_SUM = re.compile(
    r"[，,、；;](?:以上|上述|[二两三四五六]者|[两三四五六七八九十]项|[两三四五六七八九十]个[^，。；\d]{1,4}|全[县市区省州旗]|[两三四五]年|累计)?"
    r"(?:共计|合计|总计|总共|共|累计)(?:发布|公开|收到|受理|需?办理|应办理|信息|申请|为|是)*$"
)
_NAMED_SUM = re.compile(r"[，,、；;](?!其他|其它)[^，。；\d]{1,8}(?:共计|合计|总计|总共)(?:为|是)?")
_MARKED = re.compile("[、，；和及与]")
_APART = 3
_FEW = re.compile(r"([二两三四五六])[者项]")
_HOW_MANY = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def close(scene: Scene) -> None:
    """Settle the sums that close with the parts before them, and object to those that can't."""
    for total in scene.slots:
        if counted(total) and _SUM.search(scene.text[scene.left(total) : total.mention.start]):
            parts = _parts(scene, total)
            if len(parts) > 1 and not _closes(scene, total, parts):
                _object(scene, total, parts)


def _parts(scene: Scene, total: Slot) -> list[Slot]:
    """The numbers before a sum in its sentence that count the same, nearest first."""
    found = [
        slot
        for slot in scene.earlier(total)
        if counted(slot)
        and slot.sentence == total.sentence
        and slot.dimension == total.dimension
        and slot.depth == total.depth
    ]
    few = _FEW.search(scene.text[found[0].mention.end : total.mention.start]) if found else None
    return found[: _HOW_MANY[few[1]]] if few is not None else found


def _closes(scene: Scene, total: Slot, parts: list[Slot]) -> bool:
    amount, strongest = Decimal(0), 0
    for count, item in enumerate(parts, 1):
        amount += item.amount
        apart_from_next = _strength_before(scene, parts, count)
        if count >= 2 and fits(total, amount) and (apart_from_next is None or apart_from_next > strongest):
            items = parts[:count][::-1]
            if not (total.settled and all(item.settled for item in items)):
                settle(Listing(total, "list", items, [count], factors=[Decimal(1)] * count), count, CODE)
            return True
        strongest = max(strongest, apart_from_next or 0)
    return False


def _strength_before(scene: Scene, parts: list[Slot], count: int) -> int | None:
    """How much the first of the nearest parts is set apart from the number before it; None where there is none."""
    if count == len(parts):
        return None
    gap = scene.text[parts[count].mention.end : parts[count - 1].mention.start]
    # 16个镇共建成专区16个: without a mark between them two numbers are no parts of one list.
    return strength(gap) if _MARKED.search(gap) else _APART


def _object(scene: Scene, total: Slot, parts: list[Slot]) -> None:
    gap = scene.text[parts[0].mention.end : total.mention.start]
    if any(slot.mention.comparator.value for slot in (total, *parts)):
        return
    amount = sum((slot.amount for slot in parts), Decimal(0))
    listing = Listing(total, "list", parts, [len(parts)], factors=[Decimal(1)] * len(parts))
    few = _FEW.search(gap) is not None
    near = abs(amount - total.amount) < total.amount and slipped(listing)
    free = few or all(item.parent is None for item in parts)
    if free and (_ONLY_SUM.fullmatch(gap) or (_NAMED_SUM.fullmatch(gap) and near)):
        contradict(total, apart(total, amount), CODE)
