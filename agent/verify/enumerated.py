"""Lists that say their own number: 条件、标准、时限三项要素, 四类信息：甲、乙、丙、丁, “快、准、细”三个字.

A list is evidence only where nothing but its members stands between its marks: 街道、社区设置两个窗口 lists the places and counts
the windows. Connectives (和, 及, 与) may part two members or belong to one, so a list has at least and at most so many.
"""

import re
from dataclasses import dataclass

from agent.verify.scene import Scene, Slot

# Measure words of kinds, and of what may be a kind or a thing that is counted.
_KINDS = ("类", "种", "方面", "大类", "大方面")
_EITHER = ("个", "项", "点", "条", "家")
_NOUN = re.compile("[一-龥]")
_NO_NOUN = re.compile("[的以左余多]|案|文件|申请")
_CLAUSE = re.compile('[，,。；;：:！？!?（(）)《》“”"]')
_JOINED = re.compile("以及|和(?![谐平解睦气])|及(?![时早格])|与(?![会众])")
# A member with one of these in it is a clause that goes on to the number: 街道、社区设置两个窗口.
_VERB = re.compile(
    "公开|公布|公示|发布|设|开[设展通辟]|[新增改扩]建|建[成立设]|增|提[供出]|完善|制[定作发]|编[制印]|推[出进]|梳理|明确|形成|分|印|举[办行]|组织|召开|"
    "落实|抓|围绕|聚焦|实现|[包涵]括|共|有|为|是|作|列|给|按|从|用|对|在|将|把|向|到|出|至少|各|等|另|办|收|完成|覆盖|安排|选|取"
)
_LONGEST = 12
_MOST = 20
# A list before a number begins no further back; the bound keeps the search linear in any text.
_FAR = 240
# What may stand between the number and a list behind it: its noun and a mark that opens the list.
_OPENED = re.compile("[一-龥]{1,12}(?:[：:（(]|，即|，分别[是为]|，包括)")
_LIST = re.compile("[^，,。；;：:！？!?（()）0-9０-９]{2,160}(?=[。；;）)])")
_QUOTED = re.compile(r"(?:“[^“”]{1,40}”[、和及与以]*)+$")


@dataclass(frozen=True, slots=True)
class Members:
    """How many members a list has, at least and at most; whether its marks leave no doubt, or nothing at all does."""

    least: int
    most: int
    clear: bool
    certain: bool = False

    def fit(self, slot: Slot) -> bool:
        """Whether the number may be that of the members."""
        value = slot.mention.value
        return value >= 2 and self.least <= value <= self.most

    def deny(self, slot: Slot) -> bool:
        """Whether the number is plainly another: one of kinds, and more than the list has. Fewer may be pairs in one member."""
        unit = slot.mention.unit
        if self.certain:
            return not self.fit(slot)
        return self.clear and self.least > 2 and unit in _KINDS and self.most < slot.mention.value <= _MOST


def members_of(scene: Scene, slot: Slot) -> Members | None:
    """The members of the list right before a number or opened right behind it; None where there is none to go by."""
    if not _counts_members(scene, slot):
        return None
    return _quoted(scene, slot) or _before(scene, slot) or _behind(scene, slot)


def _counts_members(scene: Scene, slot: Slot) -> bool:
    """Whether a number counts kinds, or in words the things that a noun behind it names: 三个入口, not 专区3个."""
    mention = slot.mention
    if not _NOUN.match(scene.text, mention.end) or _NO_NOUN.match(scene.text, mention.end):
        return False
    if not mention.counts or mention.value > _MOST:
        return False
    if mention.unit in _KINDS:
        return True
    return mention.chinese and mention.unit in _EITHER and not scene.word_at(mention.end)


def _quoted(scene: Scene, slot: Slot) -> Members | None:
    """“快、准、细”三个字, “政策”“公开”两个入口, “依法、便民、及时”三项原则."""
    start = max(scene.sentence_span(slot.sentence)[0], slot.mention.start - _FAR)
    match = _QUOTED.search(scene.text, start, slot.mention.start)
    if match is None:
        return None
    if slot.mention.unit == "个" and scene.text.startswith("字", slot.mention.end):
        said = re.sub("[“”、，]", "", match[0])
        return Members(len(said), len(said), clear=True, certain=all(map(_NOUN.match, said)))
    titles = match[0].count("“")
    if titles > 1:
        return Members(titles, titles, clear=False)
    return _counted(match[0][1 : match[0].index("”")].split("、"))


def _before(scene: Scene, slot: Slot) -> Members | None:
    start = max(scene.before(slot), slot.mention.start - _FAR)
    breaks = [match.end() for match in _CLAUSE.finditer(scene.text, start, slot.mention.start)]
    return _counted(scene.text[max([start, *breaks]) : slot.mention.start].split("、"), led=True)


def _behind(scene: Scene, slot: Slot) -> Members | None:
    opened = _OPENED.match(scene.text, slot.mention.end)
    listed = _LIST.match(scene.text, opened.end()) if opened is not None else None
    return _counted(listed[0].split("、"), verbs=True) if listed is not None else None


def _counted(parts: list[str], *, led: bool = False, verbs: bool = False) -> Members | None:
    """The members between marks. ``led``: the first may have the words before the list in front of it."""
    pieces = [piece for part in parts for piece in _JOINED.split(part)]
    closed = pieces[-1].removesuffix("等")
    own = [*pieces[1 if led else 0 : -1], closed]
    if len(pieces) < 2 or any(not 0 < len(piece) <= _LONGEST or "等" in piece for piece in own):
        return None
    parallel = any(piece.endswith(closed[-2:]) for piece in pieces[:-1])
    if not verbs and not parallel and _VERB.search(closed):
        return None
    return Members(len(parts), len(pieces), clear=len(pieces) == len(parts) and closed == pieces[-1])
