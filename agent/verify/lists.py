"""Lists of numbers in prose: a total, what opens its list, and the parts, cut where a list may end.

::

    共收到申请22件，其中网络申请14件（网站9件、邮件5件），信函8件；办结20件。
          total   opener      part   nested list          part  cut

A list is opened by a word (其中, 包括, 按渠道分), a colon or a bracket; what only follows a total is *loose*. Parts of a list
stand at one depth of brackets, within one sentence. The list may end at a *cut*: where punctuation is stronger than before, where
another thing begins to be said, after 其他. A part that is itself broken down keeps its place and its own parts are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from agent.figures import Unit
from agent.verify.openers import (
    OPENER,
    alike,
    alone,
    closing,
    has_own_total,
    is_sibling,
    is_total,
    opener_of,
)
from agent.verify.scene import OPEN, Scene, Slot

# Words with which a list says that it is complete.
_COMPLETE = re.compile(r"具体为|具体是|分别[是为]|分为|按.{1,12}[分看计]|从.{1,16}看")
_REST = re.compile(r"[“\"]?(?:其他|其余|其它|剩余|余下|另外?[^，。；]{0,4}$)")
_FREE = re.compile(r"^(?:余|多)?(?:等|以上)")
_EXAMPLES = re.compile(r"主要|(?<!包)含|包含|涵盖")
# A number that adds up the ones before it is no part beside them: 二者合计73件.
_SUBTOTAL = re.compile(r"合计|小计|共计|总计|[二两三四五六]者|[两三四五六]项共?|共$")
_NESTED = re.compile(r"其中|(?<!主要)包括|包含|(?<!均)含")
# What begins to be said of something else; a list whose parts all have such a verb goes on with it.
_VERBS = (
    "发布|开展|举办|召开|组织|办理|办结|收到|受理|答复|回复|制发|印发|出台|转发|推送|回应|收取|培训|结转|"
    "更新|上传|报送|接受|接待|引发|发生|提起|建成|建立|开设|设立"
)
_VERB = re.compile(
    rf"^[，；。\s]*(?:共|同时|并|另|还|全年|累计|此外)*(?:{_VERBS})|"
    rf"(?:发布|举办|召开|收到|受理|答复|回复|办结|制发|印发|转发|推送|收取|接待)[^，；、]{{0,4}}$"
)
_OTHER_MATTER = re.compile(r"行政复议|行政诉讼|复议|诉讼|同比|满意")
_DONE = re.compile("办结|答复|办理完毕|审结|回复")
_COMING = re.compile("收到|受理|接到")
_LEFT_OVER = re.compile("结转|转下|尚未|未办结|未审结|正在办理|在办|顺延")
# So few things add up by chance.
_FEW = 10
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
# A part whose number comes first, right behind the total: 收到申请4件，2件为网络申请，2件为信件申请.
_BARE = re.compile(r"[，,：:]")


@dataclass
class Listing:
    """A total and the numbers listed under it; ``kind`` is ``bracket``, ``list`` or ``loose``.

    ``cuts`` are the lengths at which the list may end, ascending, its whole length last. ``complete``: it says that nothing is
    missing; ``free``: it says that it only gives examples. ``mixed``: the units differ. ``direct``: the opener stands right
    behind the total, so that nothing else can be meant; only such a list is ever objected to.
    """

    total: Slot
    kind: str
    items: list[Slot]
    cuts: list[int]
    complete: bool = False
    free: bool = False
    mixed: bool = False
    direct: bool = True
    said: bool = False
    again: list[int] = field(default_factory=list)
    factors: list[Decimal] = field(default_factory=list)

    def after(self, length: int) -> "Listing":
        """What is left of the list behind a cut."""
        return Listing(
            self.total,
            self.kind,
            self.items[length:],
            [cut - length for cut in self.cuts if cut > length],
            self.complete,
            self.free,
            self.mixed,
            self.direct and length in self.again,
            self.said,
            [cut - length for cut in self.again if cut > length],
            self.factors[length:],
        )

    def amount(self, length: int | None = None) -> Decimal:
        """The sum of the first parts, in the base unit; a part with 各 counts once for each of its names."""
        pairs = zip(self.items[:length], self.factors[:length], strict=True)
        return sum((item.amount * factor for item, factor in pairs), Decimal(0))


def listings(scene: Scene, total: Slot) -> Iterator[Listing]:
    """The lists under a number, in the order of the text; several lists may break down the same total."""
    following = _following(scene, total)
    if not following:
        return
    edge = total.mention.end
    if scene.text[edge : edge + 1] in tuple(OPEN):
        end = closing(scene, edge)
        inside = [slot for slot in following if slot.mention.end <= end]
        made = _listing(scene, total, "bracket", inside, total.depth + 1, edge)
        if made is not None:
            yield made
        following = [slot for slot in following if slot.mention.start >= end]
        edge = end
    yield from _after(scene, total, following, edge)


def _following(scene: Scene, total: Slot) -> list[Slot]:
    """The counts behind a number as far as lists of it may reach; none where the next sentences count nothing alike."""
    found: list[Slot] = []
    last = total.sentence + _SENTENCES
    for slot in scene.later(total):
        if slot.sentence > last:
            break
        if slot.mention.counts and not slot.role:
            found.append(slot)
    return found if any(alike(slot, total) for slot in found) else []


# A list, and the other ways of dividing its total, stand within so many sentences.
_SENTENCES = 5


def _after(scene: Scene, total: Slot, slots: list[Slot], edge: int) -> Iterator[Listing]:
    """The lists behind a total: the first, and the other ways of dividing it that may follow (按申请人分…；按结果分…)."""
    level = _from_alike([s for s in slots if s.depth == total.depth], total)
    if not level or level[0].sentence > total.sentence + 2 or _elsewhere(scene, total.sentence, level[0]):
        return
    if level[0].sentence == total.sentence:
        yield from _next_sentence(scene, total, level)
    made = _first(scene, total, level, edge)
    said = made is not None and made.said and made.direct
    for _ in range(_WAYS):
        if made is None:
            return
        yield made
        if made.kind == "loose":
            return
        last = made.items[-1]
        level = _from_alike(level[level.index(last) + 1 :], total)
        if not level or level[0].sentence > last.sentence + 1 or _elsewhere(scene, last.sentence, level[0]):
            return
        start = max(last.mention.end, scene.sentence_span(level[0].sentence)[0])
        opener, direct = opener_of(scene, total, start, level[0])
        made = _listing(scene, total, "list" if opener else "loose", level, total.depth, start)
        if made is not None:
            made.direct = direct and said


# No total is divided in more ways than this.
_WAYS = 6


def _first(scene: Scene, total: Slot, level: list[Slot], edge: int) -> Listing | None:
    """The list that begins right behind a total, or with a later sentence; None where nothing says that there is one."""
    first = level[0]
    start = edge if first.sentence == total.sentence else scene.sentence_span(first.sentence)[0]
    opener, direct = opener_of(scene, total, start, first)
    if first.sentence > total.sentence:
        if not (opener or first.index == total.index + 1 or is_total(scene, total)):
            return None
        direct = direct and alone(scene, total) and not is_sibling(scene, total)
    if not opener and total.parent is not None:
        return None
    bare = not opener and bool(_BARE.fullmatch(scene.text, edge, first.mention.start))
    made = _listing(scene, total, "list" if opener or bare else "loose", level, total.depth, start)
    if made is not None:
        made.direct, made.said = direct, bool(opener)
    return made


def _from_alike(level: list[Slot], total: Slot) -> list[Slot]:
    """The numbers from the first that counts what the total counts."""
    at = next((index for index, slot in enumerate(level) if alike(slot, total)), len(level))
    return level[at:]


def _elsewhere(scene: Scene, sentence: int, first: Slot) -> bool:
    """Whether a number of a later sentence belongs to a total of that sentence's own."""
    return first.sentence > sentence and has_own_total(scene, first)


def _next_sentence(scene: Scene, total: Slot, level: list[Slot]) -> Iterator[Listing]:
    """A list that the next sentence opens may be of any total of this one; it can only close, never be objected to."""
    following = [slot for slot in level if slot.sentence == total.sentence + 1]
    if not following or not (is_total(scene, total) or total.amount >= _FEW):
        return
    start = scene.sentence_span(total.sentence + 1)[0]
    opener, _ = opener_of(scene, total, start, following[0])
    made = _listing(scene, total, "loose", following, total.depth, start) if opener else None
    if made is not None:
        made.direct = False
        yield made


# --- one list -----------------------------------------------------------------------------------------------------


@dataclass
class _Run:
    """The parts of a list as they are gathered, with the places where it may end."""

    items: list[Slot] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    strongest: int = 0
    verbs: bool = False

    def add(self, scene: Scene, slot: Slot, gap: str, previous: int) -> None:
        """Take in a part that stands behind ``gap``, and note whether the list may have ended before it."""
        if self.items:
            self._cut(scene, slot, gap, previous)
        self.verbs = self.verbs or bool(_VERB.search("，" + gap.rpartition("，")[2]))
        self.items.append(slot)

    def _cut(self, scene: Scene, slot: Slot, gap: str, previous: int) -> None:
        length, apart = len(self.items), strength(gap)
        another = apart > 0 and not self.verbs and bool(_VERB.search(gap))
        stronger = apart > self.strongest and length > 1
        named = _named_part(scene, previous, slot.mention.start)
        ends = apart > 0 and not named and _ends(scene, self.items[-1])
        if length > 1 and (stronger or another or ends):
            self.cuts.append(length)
            if apart > 1 and stronger and not another:
                self.again.append(length)
        self.strongest = max(apart, self.strongest)


def _listing(
    scene: Scene, total: Slot, kind: str, slots: list[Slot], depth: int, edge: int
) -> Listing | None:
    """The list of a total among the numbers behind ``edge``; None where there is no part."""
    run = _Run()
    amount, ceiling = Decimal(0), total.amount + 2 * total.mention.coarse * Unit.of(total.mention.unit).factor
    label = scene.text[scene.left(total) : total.mention.start]
    at, previous = 0, edge
    level = [slot for slot in slots if slot.depth == depth]
    while at < len(level):
        slot = level[at]
        gap = BRACKETED.sub("", scene.text[previous : slot.mention.start])
        nested = _nested_length(run.items[-1], level[at:], gap) if run.items else 0
        if nested:
            previous = level[at + nested - 1].mention.end
            at += nested
            continue
        at += 1
        if run.items and _SUBTOTAL.search(scene.text[scene.left(slot) : slot.mention.start]):
            continue
        if not alike(slot, total) and (not run.items or slot.dimension != total.dimension):
            continue
        if (run.items and _over(run.items, slot, total)) or _stops(
            run, gap, kind, scene.text[edge:previous], label
        ):
            break
        run.add(scene, slot, gap, previous)
        previous = slot.mention.end
        amount += slot.amount
        # What no word opens can only close; above its total it does not.
        if kind == "loose" and amount > ceiling:
            break
    return _finished(scene, total, kind, run, edge) if run.items else None


def _over(items: list[Slot], slot: Slot, total: Slot) -> bool:
    """Whether a number is behind the end of a list: in another sentence, or of last year."""
    return slot.sentence != items[0].sentence or not alike(slot, total)


def _named_part(scene: Scene, start: int, end: int) -> bool:
    """Whether a label is a row or a column of a table with rows and columns, so that it goes on with them."""
    senses = [sense for hit in scene.hits_in(start, end) for sense in hit.senses if sense.subject.default]
    return any(s.kind == "column" or (s.term is not None and not s.term.verb) for s in senses)


def _finished(scene: Scene, total: Slot, kind: str, run: _Run, edge: int) -> Listing:
    items, last = run.items, run.items[-1]
    before_last = scene.text[scene.left(last) : last.mention.start]
    head = scene.text[edge : items[0].mention.start]
    units = {item.mention.unit for item in items} | {total.mention.unit}
    after = scene.text[last.mention.end : last.mention.end + 3]
    return Listing(
        total,
        kind,
        items,
        [*run.cuts, len(items)],
        complete=bool(_COMPLETE.search(head)) or bool(_REST.match(before_last)) or _halves(scene, items),
        free=bool(_FREE.match(after)) or bool(_EXAMPLES.search(head)),
        mixed=len(units - {""}) > 1,
        again=run.again,
        factors=[_names(scene, item) for item in items],
    )


def strength(gap: str) -> int:
    """How much the punctuation between two parts sets them apart."""
    if any(mark in gap for mark in "；;"):
        return 2
    return 1 if any(mark in gap for mark in "，,") else 0


def _stops(run: _Run, gap: str, kind: str, before: str, total: str) -> bool:
    """Whether what follows belongs to the list no more: another list, another matter, what is left beside what is done."""
    if not run.items:
        return False
    matter = _OTHER_MATTER.search(gap)
    if matter is not None and matter[0] not in before:
        return True
    if (_LEFT_OVER.search(gap) and _DONE.search(total)) or (_DONE.search(gap) and _COMING.search(before)):
        return True
    return kind != "bracket" and bool(OPENER.search(gap))


def _ends(scene: Scene, item: Slot) -> bool:
    """Whether a list ends with this part: 其他292条, but not 其他结果2件, which is a column of its own."""
    start = scene.left(item)
    named = any(
        hit.start <= start + 1 for hit in scene.hits_in(start, item.mention.start) if hit.word[0] == "其"
    )
    return not named and bool(_REST.match(scene.text[start : item.mention.start]))


def _nested_length(parent: Slot, slots: list[Slot], gap: str) -> int:
    """How many numbers break down the part before them (财务2条，其中预算1条、决算1条); 0 where they don't."""
    if not _NESTED.search(gap):
        return 0
    amount = Decimal(0)
    for count, slot in enumerate(slots, 1):
        if slot.sentence != parent.sentence:
            return 0
        amount += slot.amount
        if amount == parent.amount:
            return count
        if amount > parent.amount:
            return 0
    return 0


_PAIR = re.compile("[、和及与]")


def _names(scene: Scene, item: Slot) -> Decimal:
    """How many things a part speaks of: 中英文各1条 is two."""
    start = item.mention.start
    if not start or scene.text[start - 1] != "各":
        return Decimal(1)
    label = scene.text[scene.wide_left(item) : start - 1]
    label = re.split("[，,；;：:（(]|其中", label)[-1]
    if label.endswith(("中英文", "双语", "上下半年")):
        return Decimal(2)
    return Decimal(len(_PAIR.split(label)))


_HALVES = (("自然人", "法人"), ("自然人", "组织"), ("自然人", "企业"), ("公民", "法人"), ("线上", "线下"))


def _halves(scene: Scene, items: list[Slot]) -> bool:
    """Whether two or more parts are named by words that leave nothing out: 自然人…，法人或其他组织…."""
    text = scene.text[scene.wide_left(items[0]) : items[-1].mention.end + 12]
    return len(items) >= 2 and any(one in text and other in text for one, other in _HALVES)
