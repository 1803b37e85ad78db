"""Whose number it is, and of when.

A figure of the tables is the whole unit's for the whole year. What a sentence says of a part of the unit (县本级, 各乡镇,
某局), of part of a year, of several years or of last year is not that figure, even where the number is the same.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from agent.verify.lexicon import Hit
from agent.verify.scene import Scene, Slot

_BROAD = re.compile(
    r"全[县市区省州旗镇乡局委系]|各级|我[县市区省州旗局委镇乡办院厅]|本[县市区省州旗局镇乡委办机单]|各部门[、和及]各?乡镇|各?乡镇[（(]?[^，。]{0,6}[)）]?[、和及]各?[^，。]{0,4}部门"
)
_NARROW = re.compile(
    r"[县市区州省]?本级|各乡镇|各村|各社区|各科室|各站所|各单位|党政办|下属|各?乡镇|各?街道|[县市区省]直|各部门|有关部门|[县市区]政府办|政府办公室|办公厅|(?<!政府)(?:[\u4e00-\u9fff]{2,10}(?:局|委员会|镇|乡|街道办事处))"
)
# The whole of a government, in that government's own report; in the report of one of its offices it is wider than the unit.
_GOVERNMENT = re.compile(
    r"([县市区省州旗镇乡])(?:人民)?政府[、和及与](?:其|所属|各|各级|直属|工作)*部门(?:[、和及与]各?(?:乡镇|镇街|街道|乡|镇))*"
)
_OTHER_TIME = re.compile(
    r"历年|(?<!今年)(?<!本年)(?<!本年度)以来|[上下]半年|第?[一二三四]季度|近[两三五]年|[两三五]年来|同期|"
    r"(?!0?1月?[-—–~～至]+12月)(?<!\d)\d{1,2}月?[-—–~～至]+\d{1,2}月"
)
# 累计 alone may reach back before the year; 全年累计 does not.
_CUMULATIVE = re.compile(r"累计|总计已|历来")
_WITHIN = re.compile(r"全年|本年|今年|当年|年内|年度")


class Scope:
    """How far along a paragraph a narrower scope reaches: to the end of the sentence that names it."""

    def __init__(self, scene: Scene) -> None:
        self.narrow_from = -1
        # Most paragraphs speak of one year and of the whole unit; then nothing has to be looked for at each number.
        self.dates = [item for item in scene.exemptions if item.kind == "date" and _YEAR.match(item.text)]
        self.starts = [item.start for item in self.dates]
        self.timed = bool(self.dates) or bool(_TIMED.search(scene.text))
        self.bodies = bool(_NARROW.search(scene.text))

    def note(self, scene: Scene, slot: Slot) -> None:
        """Write down the number's period and whether its scope is narrower than the unit's."""
        if self.timed:
            slot.period = self._period(scene, slot)
            self._note_cumulative(scene, slot)
        if self.bodies:
            self._note_narrow(scene, slot)

    def _note_cumulative(self, scene: Scene, slot: Slot) -> None:
        clause = scene.text[scene.wide_left(slot) : slot.mention.start]
        sentence = scene.text[scene.sentence_span(slot.sentence)[0] : slot.mention.start]
        slot.cumulative = bool(_CUMULATIVE.search(clause)) and not _WITHIN.search(sentence)

    def _note_narrow(self, scene: Scene, slot: Slot) -> None:
        start = scene.wide_left(slot)
        clause = scene.text[start : slot.mention.start]
        own = scene.text[scene.left(slot) : slot.mention.start]
        unit = scene.ground.figures.unit
        broad = _broad(clause, unit)
        if broad:
            self.narrow_from = -1
            # 县政府及其部门、各乡镇 reaches into the number's own words, and is the whole all the same.
            reaches = broad > scene.left(slot) - start
            slot.narrow = bool(_narrower(own, unit)) and not reaches
        elif _narrower(clause, unit):
            # What a bracket says of parts of the unit ends with the bracket.
            self.narrow_from = slot.sentence if slot.depth == 0 else self.narrow_from
            slot.narrow = True
        else:
            slot.narrow = self.narrow_from == slot.sentence or (
                slot.depth > 0 and _in_narrow_bracket(scene, slot)
            )

    def _period(self, scene: Scene, slot: Slot) -> str:
        """``now``, ``prev``, or ``other`` (part of a year, several years, a year that is neither)."""
        start, stop = scene.wide_left(slot), slot.mention.start
        text = scene.text[start:stop]
        terms = [hit for hit in scene.hits_in(start, stop) if hit.term(verbs=False)]
        marks = [*_said_last(text, start, terms), *self._dated(scene, start, stop, terms)]
        grown = text.endswith(("由", "从")) and _GROWN.match(scene.text, slot.mention.end)
        if grown or _VALUE_COMPARED.search(text):
            marks.append((stop - 1, "prev"))
        if _other_time(text, scene.ground.figures.year):
            marks.append((stop, "other"))
        return max(marks)[1] if marks else "now"

    def _dated(self, scene: Scene, start: int, stop: int, terms: list[Hit]) -> Iterator[tuple[int, str]]:
        """The years in figures between two positions, unless something is compared with them."""
        year = scene.ground.figures.year
        for item in self.dates[bisect_left(self.starts, start) : bisect_left(self.starts, stop)]:
            if any(hit.start <= item.start < hit.end for hit in terms):
                continue
            said = int(item.text[:4])
            before = scene.text[item.start - 1 : item.start] if item.start else ""
            compared = before != "" and before in "比较同与"
            quoted = compared and bool(_OF_IT.match(scene.text[item.end : stop]))
            ahead = said > year and before != "" and before in "至到入"
            if (not compared or quoted) and not ahead:
                yield item.start, {year: "now", year - 1: "prev"}.get(said, "other")


_YEAR = re.compile(r"[0-9]{4}年")
_OF_IT = re.compile(r"度?[（(的]?$")
_LAST = re.compile(r"(?<!比)(?<!较)(?<!同)(?<!与)(?:去年|上一?年度?|上年|前年)(?!同期|结|转|末|底|遗|接)")
# Every word with which a period other than this year is said; where none stands, none is meant.
_TIMED = re.compile(
    r"去年|上年|上一年|前年|历年|历来|以来|半年|季度|年来|近[两三五]年|同期|\d月|累计|总计已|由|从"
)


def _said_last(text: str, start: int, terms: list[Hit]) -> Iterator[tuple[int, str]]:
    """Where last year is said, and not as a part of a row's name (上年结转)."""
    for match in _LAST.finditer(text):
        at = start + match.start()
        if not any(hit.start <= at < hit.end for hit in terms):
            yield at, "prev"


def _in_narrow_bracket(scene: Scene, slot: Slot) -> bool:
    """Whether an earlier number of the same bracket is a part of the unit's."""
    before = scene.slots[slot.index - 1] if slot.index else None
    return before is not None and before.narrow and before.depth == slot.depth


def _broad(text: str, unit: str) -> int:
    """Where the text has named the whole reporting unit, 0 where it does not: 全县, 县政府及各部门 in the government's report."""
    own = [
        match.end()
        for match in _GOVERNMENT.finditer(text)
        if unit.endswith((f"{match[1]}人民政府", f"{match[1]}政府"))
    ]
    return max([0, *own, *(match.end() for match in _BROAD.finditer(text))])


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


_GROWN = re.compile(r"[^，。；\d]{0,4}(?:增|升|减|降|涨|增加|增长|上升|提高|减少|下降|缩减|压减)[至到为]")
# 较上年13件上升: the number right after is last year's.
_VALUE_COMPARED = re.compile(r"(?:较|比|同|与)(?:去年|上一?年度?)(?:同期)?(?:的)?[（(]?$")


def _other_time(text: str, year: int) -> bool:
    """Whether a clause speaks of several years or of part of one; since the year began is the year."""
    return bool(_OTHER_TIME.search(re.sub(f"(?:{year}年|今年|本年度?)以来", "", text)))


def narrowed(scene: Scene, at: int) -> bool:
    """Whether the clause before a position speaks of a part of the unit, or of another period."""
    start = scene.sentence_span(scene.sentence_of(at))[0]
    clause = scene.text[start:at]
    unit = scene.ground.figures.unit
    if _other_time(clause, scene.ground.figures.year) or _CUMULATIVE.search(clause):
        return True
    return bool(_narrower(clause, unit)) and not _broad(clause, unit)
