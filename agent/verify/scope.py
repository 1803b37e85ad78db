"""Whose number it is, and of when.

A figure of the tables is the whole unit's for the whole year. What a sentence says of a part of the unit (县本级, 各乡镇,
某局), of part of a year, of several years or of last year is not that figure, even where the number is the same.
"""

import re

from agent.verify.scene import Scene, Slot

_BROAD = re.compile(
    r"全[县市区省州旗镇乡局委系]|各级|我[县市区省州旗局委镇乡办院厅]|本[县市区省州旗局镇乡委办机单]|各部门[、和及]各?乡镇|各?乡镇[（(]?[^，。]{0,6}[)）]?[、和及]各?[^，。]{0,4}部门"
)
_NARROW = re.compile(
    r"[县市区州省]?本级|各乡镇|各?乡镇|各?街道|[县市区省]直|各部门|有关部门|[县市区]政府办|政府办公室|办公厅|(?<!政府)(?:[\u4e00-\u9fff]{2,10}(?:局|委员会|镇|乡|街道办事处))"
)
_OTHER_TIME = re.compile(
    r"累计|历年|自.{0,10}以来|以来|[上下]半年|第?[一二三四]季度|近[三五]年|[三五]年来|\d{1,2}[-—至]\d{1,2}月|同期"
)


class Scope:
    """How far along a paragraph a narrower scope reaches: to the end of the sentence that names it."""

    def __init__(self) -> None:
        self.narrow_from = -1

    def note(self, scene: Scene, slot: Slot) -> None:
        """Write down the number's period and whether its scope is narrower than the unit's."""
        start = scene.wide_left(slot)
        clause = scene.text[start : slot.mention.start]
        own = scene.text[scene.left(slot) : slot.mention.start]
        slot.period = _period(scene, slot)
        unit = scene.ground.figures.unit
        if _BROAD.search(clause):
            self.narrow_from = -1
            slot.narrow = bool(_narrower(own, unit)) and not _BROAD.search(own)
        elif _narrower(clause, unit):
            # What a bracket says of parts of the unit ends with the bracket.
            self.narrow_from = slot.sentence if slot.depth == 0 else self.narrow_from
            slot.narrow = True
        else:
            slot.narrow = self.narrow_from == slot.sentence or (
                slot.depth > 0 and _in_narrow_bracket(scene, slot)
            )


def _in_narrow_bracket(scene: Scene, slot: Slot) -> bool:
    """Whether an earlier number of the same bracket is a part of the unit's."""
    before = scene.slots[slot.index - 1] if slot.index else None
    return before is not None and before.narrow and before.depth == slot.depth


def _narrower(text: str, unit: str) -> bool:
    """Whether the text names a body that is only a part of the reporting unit."""
    for match in _NARROW.finditer(text):
        word = match[0]
        if (
            word not in unit
            and unit not in text
            and not (word.endswith(("政府办", "办公室", "办公厅")) and "办公" in unit)
        ):
            return True
    return False


def _period(scene: Scene, slot: Slot) -> str:
    """``now``, ``prev``, or ``other`` (part of a year, several years, a year that is neither)."""
    start, stop = scene.wide_left(slot), slot.mention.start
    year = scene.ground.figures.year
    text = scene.text[start:stop]
    terms = [hit for hit in scene.hits_in(start, stop) if hit.term(verbs=False)]
    marks: list[tuple[int, str]] = []
    for match in re.finditer(
        r"(?<!比)(?<!较)(?<!同)(?<!与)(?:去年|上一?年度?|上年|前年)(?!同期|结|转|末|底|遗|接)", text
    ):
        at = start + match.start()
        if not any(hit.start <= at < hit.end for hit in terms):
            marks.append((at, "prev"))
    for item in scene.exemptions:
        if (
            item.kind == "date"
            and start <= item.start < stop
            and (found := re.match(r"(\d{4})年", item.text))
        ):
            compared = item.start > 0 and scene.text[item.start - 1] in "比较同与"
            quoted = compared and bool(re.match(r"度?[（(的]?$", scene.text[item.end : stop]))
            ahead = int(found[1]) > year and scene.text[item.start - 1 : item.start] in tuple("至到入")
            if (not compared or quoted) and not ahead:
                marks.append((item.start, {year: "now", year - 1: "prev"}.get(int(found[1]), "other")))
    if _OTHER_TIME.search(text) and "累计" not in text.replace("全年累计", ""):
        marks.append((stop, "other"))
    return max(marks)[1] if marks else "now"


def narrowed(scene: Scene, at: int) -> bool:
    """Whether the clause before a position speaks of a part of the unit, or of another period."""
    start = scene.sentence_span(scene.sentence_of(at))[0]
    clause = scene.text[start:at]
    unit = scene.ground.figures.unit
    if _OTHER_TIME.search(clause):
        return True
    return bool(_narrower(clause, unit)) and not _BROAD.search(clause)
