"""A total and its parts: 其中, brackets, 分别, 包括, across sentences, nested, and several breakdowns of one total.

Where parts add up to their total, what no table holds is ``consistent``. Where they do not, a single part above its total is
always wrong; parts short of it are wrong only where the list says that it is complete (其他, 其余, 具体为). Otherwise the list
proves nothing and its numbers stay without support.

正例：组织培训9次，其中集中培训3次，以会代训6次。
反例：组织培训9次，其中集中培训12次。
"""

import re
from decimal import Decimal

from agent.figures import Unit
from agent.figures.quantity import plain
from agent.verify.answer import Verdict
from agent.verify.scene import CLOSE, OPEN, Outcome, Scene, Slot

CODE = "P01"
TITLE = "总数与分项"
_OPENER = re.compile(
    r"其中|包括|包含|含|具体为|具体是|具体如下|分别[是为]?|分为|按.{1,12}[分看计]|从.{1,16}看|主要(?:是|为|有|类别)|：|:"
)
_COMPLETE = re.compile(r"具体为|具体是|分别[是为]|分为")
_REST = re.compile(r"其他|其余|其它|剩余|余下|另")
_TOTAL = re.compile(r"共|合计|总计|总数|总量|累计|全年|全[县市区省]|各类")
_SUM_BEFORE = re.compile(r"(?:共计|合计|总计|总共|共)[^，。；0-9]{0,12}$")


def close(scene: Scene) -> None:
    """Settle what the prose's own arithmetic closes, and object where a complete list does not."""
    counted = [slot for slot in scene.slots if _counted(slot)]
    for total in counted:
        for kind, items in _lists(scene, total):
            _try(scene, total, kind, items)
    for total in counted:
        if not total.settled and _SUM_BEFORE.search(scene.text[scene.left(total) : total.mention.start]):
            _backwards(scene, total)


def _counted(slot: Slot) -> bool:
    return slot.mention.counts and slot.role == ""


# --- which numbers are listed under a total -----------------------------------------------------------------------


def _lists(scene: Scene, total: Slot) -> list[tuple[str, list[Slot]]]:
    if not _may_list(scene, total):
        return []
    after = [slot for slot in scene.later(total) if _counted(slot) and _alike(slot, total)]
    found = []
    edge = total.mention.end
    if scene.text[edge : edge + 1] in tuple(OPEN):
        closing = _closing(scene, edge)
        found.append(
            (
                "bracket",
                [slot for slot in after if slot.mention.end <= closing and slot.depth == total.depth + 1],
            )
        )
        edge = closing
    found += _listed(
        scene,
        total,
        [slot for slot in after if slot.mention.start >= edge and slot.depth == total.depth],
        edge,
    )
    return [(kind, items) for kind, items in found if items]


def _may_list(scene: Scene, total: Slot) -> bool:
    """Whether anything opens a list after the number, or calls it a total; most numbers need no closer look."""
    end = total.mention.end
    ahead = scene.slots[total.index + 1 : total.index + 4]
    following = ahead[-1].mention.start if ahead else end
    opened = scene.text[end : end + 1] in tuple(OPEN) or _OPENER.search(scene.text, end, following)
    return bool(opened) or _a_total(scene, total)


def _alike(slot: Slot, total: Slot) -> bool:
    return (slot.dimension == total.dimension or not slot.dimension) and slot.period == total.period


def _closing(scene: Scene, at: int) -> int:
    depth = scene.depth(at)
    for position in range(at + 1, len(scene.text)):
        if scene.text[position] in CLOSE and scene.depth(position) == depth:
            return position + 1
    return len(scene.text)


def _listed(scene: Scene, total: Slot, after: list[Slot], edge: int) -> list[tuple[str, list[Slot]]]:
    if not after:
        return []
    loose = [("loose", after)] if _a_total(scene, total) else []
    between = scene.text[edge : after[0].mention.start]
    end = scene.sentence_span(total.sentence)[1]
    if after[0].sentence == total.sentence:
        if _OPENER.search(between):
            return [("list", [slot for slot in after if slot.mention.start < end]), *loose]
        return loose
    sentence = after[0].sentence
    if sentence == total.sentence + 1 and _OPENER.search(
        scene.text, scene.sentence_span(sentence)[0], after[0].mention.start
    ):
        return [("list", [slot for slot in after if slot.sentence == sentence]), *loose]
    return loose if after[0].sentence <= total.sentence + 2 else []


# --- do they add up -----------------------------------------------------------------------------------------------


def _fits(total: Slot, amount: Decimal) -> bool:
    return total.mention.accepts(amount / Unit.of(total.mention.unit).factor)


def _try(scene: Scene, total: Slot, kind: str, items: list[Slot]) -> None:
    closed = 0
    for reduced in (items, _without_nested(scene, items)):
        at = 0
        while (length := _prefix(total, reduced[at:])) >= 2:
            _settle(total, reduced[at : at + length], total.mention.text)
            at += length
            closed += 1
        if closed:
            break
    if closed or kind == "loose":
        return
    for item in items:
        item.parent = item.parent or total
    if not _with_neighbour(scene, total, items):
        _object(scene, total, kind, items)


def _a_total(scene: Scene, total: Slot) -> bool:
    """Whether a number without a list of its own may be the total of what follows: it says so, and is no part itself."""
    return total.parent is None and bool(
        _TOTAL.search(scene.text[scene.wide_left(total) : total.mention.start])
    )


def _prefix(total: Slot, items: list[Slot]) -> int:
    """How many items from the first on add up to the total; 0 where none do."""
    amount = Decimal(0)
    ceiling = total.amount + 2 * total.mention.coarse * Unit.of(total.mention.unit).factor
    for count, item in enumerate(items, 1):
        amount += item.amount
        if amount > ceiling:
            return 0
        if (
            count >= 2
            and _fits(total, amount)
            and not (count < len(items) and items[count].amount == 0 and _same_run(items[count], item))
        ):
            return count
    return 0


def _same_run(slot: Slot, before: Slot) -> bool:
    return slot.index == before.index + 1 and slot.sentence == before.sentence


def _without_nested(scene: Scene, items: list[Slot]) -> list[Slot]:
    """The items without those that break down the item before them (财务2条，其中预算1条、决算1条)."""
    kept: list[Slot] = []
    at = 0
    while at < len(items):
        kept.append(items[at])
        at += 1
        if at < len(items) and "其中" in scene.text[items[at - 1].mention.end : items[at].mention.start]:
            length = _prefix(items[at - 1], items[at : at + 20])
            if length:
                _settle(items[at - 1], items[at : at + length], items[at - 1].mention.text)
            at += length
    return kept


def _with_neighbour(scene: Scene, total: Slot, items: list[Slot]) -> bool:
    """A list under two totals of which it breaks down the sum: 新收9件，上年结转1件，其中网络5件、信函5件."""
    if not total.index:
        return False
    other = scene.slots[total.index - 1]
    if (
        other.sentence != total.sentence
        or other.role
        or not _alike(other, total)
        or total.mention.comparator.value
    ):
        return False
    target = total.amount + other.amount
    amount = Decimal(0)
    for count, item in enumerate(items, 1):
        amount += item.amount
        if count >= 2 and amount == target:
            for slot in items[:count]:
                _consist(slot, f"各分项之和等于{total.mention.text}与{other.mention.text}之和")
            return True
    return False


def _backwards(scene: Scene, total: Slot) -> None:
    before = [
        slot
        for slot in scene.earlier(total)
        if _counted(slot)
        and slot.sentence == total.sentence
        and _alike(slot, total)
        and slot.depth == total.depth
    ]
    amount = Decimal(0)
    for count, item in enumerate(before, 1):
        amount += item.amount
        if count >= 2 and _fits(total, amount):
            _settle(total, before[:count][::-1], total.mention.text)
            return


def _settle(total: Slot, items: list[Slot], written: str) -> None:
    sums = "+".join(plain(item.mention.value) for item in items)
    for item in items:
        item.parent = item.parent or total
        _consist(item, f"所在分项{sums}之和与{written}一致")
    _consist(total, f"与其分项{sums}之和一致")


def _consist(slot: Slot, reason: str) -> None:
    open_yet = slot.outcome is None or slot.outcome.verdict is Verdict.UNSUPPORTED
    if open_yet or _taken_for_its_total(slot):
        slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)


def _taken_for_its_total(slot: Slot) -> bool:
    """Whether a part was held against the very cell that its total is: 制发17件，其中以县政府名义制发12件."""
    total = slot.parent
    if total is None or total.bound is None or slot.outcome is None:
        return False
    return slot.outcome.verdict is Verdict.CONTRADICTED and slot.outcome.expression == str(
        total.bound.expression
    )


# --- and where they do not ----------------------------------------------------------------------------------------


def _object(scene: Scene, total: Slot, kind: str, items: list[Slot]) -> None:
    amount = sum((item.amount for item in items), Decimal(0))
    target = total.amount
    above = [
        item
        for item in items
        if item.amount > target and not _fits(total, item.amount) and not total.mention.comparator.value
    ]
    complete = _is_complete(scene, total, items)
    over = amount > target and kind == "bracket" and not total.mention.comparator.value
    if above:
        for item in above:
            _contradict(item, f"分项{item.mention.text}大于总数{total.mention.text}")
        return
    if not (complete or over):
        for item in items:
            _doubt(item, amount, target, total)
        return
    gap = amount - target
    factor = Unit.of(total.mention.unit).factor
    unit = total.mention.unit
    whole, apart = plain(amount / factor), plain(abs(gap) / factor)
    reason = f"各分项之和为{whole}{unit}，与总数{total.mention.text}相差{apart}{unit}"
    if total.verified:
        for item in items:
            _contradict(item, reason)
    else:
        _contradict(total, reason)


def _is_complete(scene: Scene, total: Slot, items: list[Slot]) -> bool:
    between = scene.text[total.mention.end : items[0].mention.start]
    last = scene.text[scene.left(items[-1]) : items[-1].mention.start]
    return len(items) >= 2 and bool(_COMPLETE.search(between) or _REST.match(last.lstrip("“")))


def _contradict(slot: Slot, reason: str) -> None:
    if not slot.settled:
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, None, CODE)


def _doubt(slot: Slot, amount: Decimal, target: Decimal, total: Slot) -> None:
    if slot.outcome is None:
        factor = Unit.of(total.mention.unit).factor
        gap = plain(abs(amount - target) / factor)
        reason = (
            f"没有单元格或事实支持；所在分项之和为{plain(amount / factor)}，与{total.mention.text}相差{gap}"
        )
        slot.outcome = Outcome(Verdict.UNSUPPORTED, reason, None, None, CODE)
