"""What opens a list of numbers, and which total the list is of."""

import re

from agent.verify.scene import CLOSE, Scene, Slot

OPENER = re.compile(
    r"其中|包括|包含|含|涵盖|具体为|具体是|具体如下|具体情况|分别[是为]?|分为|[按以].{1,12}[分看计]|按照.{1,12}[分看计]|从.{1,16}看|"
    r"在.{0,14}中[，,]|(?<=[件条份])(?:的)?(?:申请|信息|办结件|办理件|案件|申请件|留言|诉求)?中[，,]|(?:处理|办理)结果中?[，：为]|主要(?:是|为|有|类别)|情况为|：|:"
)


_TOTAL = re.compile(r"共|合计|总计|总数|总量|累计|全年|全[县市区省]|各类")


APPLICATIONS = frozenset("件份封例起宗")


_PUBLICATIONS = frozenset("条篇则") | {"条次", "篇次"}


_FAR = 40


def counted(slot: Slot) -> bool:
    """Whether a number may be a total or a part: it counts something, and is no change."""
    return slot.mention.counts and slot.role == ""


def is_total(scene: Scene, slot: Slot) -> bool:
    """Whether a number is called a total and is no part itself."""
    return slot.parent is None and bool(_TOTAL.search(scene.text[scene.wide_left(slot) : slot.mention.start]))


def closing(scene: Scene, at: int) -> int:
    """Where the bracket that opens at a position is closed again; the end of the sentence where it is not."""
    depth = scene.depth(at)
    for position in range(at + 1, scene.sentence_span(scene.sentence_of(at))[1]):
        if scene.text[position] in CLOSE and scene.depth(position) == depth:
            return position + 1
    return scene.sentence_span(scene.sentence_of(at))[1]


def has_own_total(scene: Scene, first: Slot) -> bool:
    """Whether a sentence that begins with this number says its own total: 全年通过网站公开信息共计1103条，涵盖…."""
    left = scene.text[scene.wide_left(first) : first.mention.start]
    if _OWN.search(left):
        return True
    others = [slot for slot in scene.later(first) if slot.sentence == first.sentence and counted(slot)]
    return any(_OWN.search(scene.text[scene.left(slot) : slot.mention.start]) for slot in others)


_OWN = re.compile(r"(?:共计|合计|总计|累计|共)[^，；]{0,12}$")


def opener_of(scene: Scene, total: Slot, start: int, first: Slot) -> tuple[str, bool]:
    """What opens a list between a position and its first number, and whether nothing before it could be meant instead."""
    for match in OPENER.finditer(scene.text, start, first.mention.start):
        if scene.depth(match.start()) > total.depth:
            continue
        before = _PUNCTUATION.sub("", scene.text[start : match.start()])
        near = not any(
            counted(slot) for slot in scene.started_at(start)[:4] if slot.mention.end <= match.start()
        )
        same = first.sentence == total.sentence
        return match[0], len(before) <= 1 or (match[0] in ("其中", "包括") and near and same)
    return "", False


_PUNCTUATION = re.compile(r"[，,；;、。\s“”]|申请|信息")


def alone(scene: Scene, total: Slot) -> bool:
    """Whether a number is the only count of its sentence, so that the next sentence can speak of no other."""
    return not any(
        other.sentence == total.sentence and counted(other) and other.depth <= total.depth
        for other in (*scene.earlier(total)[:12], *scene.later(total)[:12])
    )


def is_sibling(scene: Scene, total: Slot) -> bool:
    """Whether a number is the last of a list, of which a next sentence need not speak: 网站754条，其他54条。其中公众号1205条."""
    before = scene.slots[total.index - 1] if total.index else None
    return (
        before is not None
        and counted(before)
        and before.sentence == total.sentence
        and before.depth == total.depth
        and before.mention.unit == total.mention.unit
        and before.parent is None
        and not is_total(scene, total)
        and len(scene.text[before.mention.end : total.mention.start]) < _FAR
    )


def alike(slot: Slot, total: Slot) -> bool:
    """Whether a part counts what its total counts: the same unit, or one of the same family (份 and 件, 条 and 篇)."""
    if (slot.period == "prev") != (total.period == "prev"):
        return False
    one, other = slot.mention.unit, total.mention.unit
    if (
        slot.dimension == total.dimension
        or not one
        or one.removesuffix("次") == other.removesuffix("次") != ""
    ):
        return True
    pair = {one, other}
    return pair <= {"个", "家"} or pair <= APPLICATIONS | {"条"} or pair <= _PUBLICATIONS
