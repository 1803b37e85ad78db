"""A total and its parts: 其中, brackets, 分别, 包括, across sentences, nested, and several breakdowns of one total.

Where parts add up to their total, what no table holds is ``consistent``. Where they do not, parts above their total are
always wrong. Parts short of it are wrong where the list says that it is complete (其他, 其余, 具体为), where another breakdown of
the same total closes, or where what is missing is a slip of the pen: a digit, two digits exchanged, a hundredth of the whole.
Otherwise the list proves nothing and its numbers stay without support.

正例：组织培训9次，其中集中培训3次，以会代训6次。
反例：组织培训9次，其中集中培训12次。
反例：开展检查115次，其中日常检查100次、专项检查20次。
"""

import re
from decimal import Decimal

from agent.figures import Unit
from agent.figures.quantity import plain
from agent.forms.expressions import total as sum_of
from agent.verify.answer import Verdict
from agent.verify.checks.cells import accept
from agent.verify.explain import name
from agent.verify.lists import Listing, listings
from agent.verify.openers import APPLICATIONS, counted, is_total
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "P01"
TITLE = "总数与分项"
# So many numbers on there is nothing more of a list's own.
_NEXT = 24
# A loose list of small numbers adds up to something by chance.
_CHANCE = 10
_SLIP = Decimal("0.02")


def close(scene: Scene) -> None:
    """Settle what the prose's own arithmetic closes, and object where a list does not."""
    numbers = [slot for slot in scene.slots if counted(slot)]
    if all(slot.verified for slot in scene.slots):
        return
    shares = any(slot.mention.percent for slot in scene.slots)
    for total in numbers:
        # Where tables hold every figure and nothing is a share, how they add up adds nothing.
        if not shares and total.verified and all(slot.verified for slot in scene.later(total)[:_NEXT]):
            continue
        left: list[Listing] = []
        closed = False
        for listing in listings(scene, total):
            rest = _close_all(scene, listing)
            closed = closed or rest is not listing
            left += [rest] if rest is not None else []
        for listing in left:
            if not _with_neighbour(scene, listing):
                _object(listing, another=closed)
    _orphans(scene)


_APART = re.compile(r"(?:[按以][^，。；]{1,10}分|从[^，。；]{1,12}看|分[^，。；]{1,6}看)[，：]?")


def _orphans(scene: Scene) -> None:
    """A sentence that divides what was counted further back: …582件；上年结转24件。…按渠道分，网上377件、信函184件、当面21件."""
    for index, (start, end) in enumerate(scene.paragraph.sentences):
        opener = _APART.search(scene.text, start, min(end, start + 40))
        if opener is None:
            continue
        items = [slot for slot in scene.started_at(opener.end()) if slot.sentence == index and counted(slot)]
        items = [slot for slot in items if slot.depth == 0 and slot.dimension == items[0].dimension]
        if len(items) < 2 or any(not _open(slot) or slot.parent is not None for slot in items):
            continue
        amount = sum((slot.amount for slot in items), Decimal(0))
        back = [s for s in scene.ended_by(start) if counted(s) and s.dimension == items[0].dimension]
        total = next((s for s in back if s.amount == amount and (s.verified or is_total(scene, s))), None)
        if total is not None:
            settle(Listing(total, "list", items, [len(items)], factors=[Decimal(1)] * len(items)), len(items))
        elif scene.topic is not None and (cell := _whole_of_topic(scene, amount)):
            for slot in items:
                _consist(slot, f"所在分项之和{plain(amount)}等于{cell}")


def _whole_of_topic(scene: Scene, amount: Decimal) -> str:
    """The name of what the section's subject counts as a whole, where it is that amount."""
    subject = scene.ground.form.vocabulary.subject(scene.topic or "")
    for of in (*subject.rates_of, *(means for term in subject.terms[:1] for means in term.means)):
        expression = scene.ground.parse(of.replace("*", subject.default or ""))
        if expression is not None and scene.ground.value(expression) == amount and amount >= _CHANCE:
            return name(scene.ground.form, expression)
    return ""


def _close_all(scene: Scene, listing: Listing) -> Listing | None:
    """What is left of a list when all that closes is settled, breakdown after breakdown; None where nothing is."""
    rest = listing
    while rest.items:
        length = _closes(scene, rest)
        if not length:
            return rest
        rest = rest.after(length)
    return None


# --- do they add up -----------------------------------------------------------------------------------------------


def fits(total: Slot, amount: Decimal) -> bool:
    """Whether a sum, in the base unit, is what a total may stand for as it is written."""
    return total.mention.accepts(amount / Unit.of(total.mention.unit).factor)


def _closes(scene: Scene, listing: Listing) -> int:
    """How many parts close, all of them or up to a place where the list may end; what closes is settled."""
    if listing.kind != "loose" and listing.direct:
        for item in listing.items:
            item.parent = item.parent or listing.total
    if (listing.kind == "loose" or not listing.direct) and not _trusted(scene, listing):
        return 0
    if _restated(scene, listing):
        return len(listing.items)
    fewest = 1 if listing.factors[0] > 1 else 2
    for length in sorted(set(listing.cuts), reverse=True):
        if length >= fewest and fits(listing.total, listing.amount(length)):
            settle(listing, length)
            return length
    return 0


def _trusted(scene: Scene, listing: Listing) -> bool:
    """Whether numbers that only follow a total may be its parts: no word says so."""
    whole = listing.cuts == [len(listing.items)]
    total = listing.total
    if total.parent is not None:
        return False
    several = listing.factors[0] > 1
    return is_total(scene, total) or several or (whole and total.mention.value >= _CHANCE)


def _restated(scene: Scene, listing: Listing) -> bool:
    """A bracket that says the same amount in another unit: 4821.57万元（合48215700元，约0.48亿元）."""
    total = listing.total
    if listing.kind != "bracket" or not total.mention.money:
        return False
    amounts = [(item, total.amount / Unit.of(item.mention.unit).factor) for item in listing.items]
    if not all(item.mention.accepts(amount) for item, amount in amounts):
        return False
    for item, amount in amounts:
        if total.verified and total.bound is not None:
            accept(scene, item, total.bound, amount, CODE)
        else:
            _consist(item, f"与{total.mention.text}是同一个数")
    return True


def settle(listing: Listing, length: int, code: str = CODE) -> None:
    """Let the first parts of a list and its total stand behind each other, where nothing else does."""
    total, items = listing.total, listing.items[:length]
    sums = "+".join(
        plain(item.mention.value) + (f"×{plain(factor)}" if factor > 1 else "")
        for item, factor in zip(items, listing.factors[:length], strict=True)
    )
    for item in items:
        item.parent = item.parent or total
        _consist(item, f"所在分项{sums}之和与{total.mention.text}一致", code)
    if _open(total) and _sourced(listing, length):
        expression = sum_of([item.bound.expression for item in items if item.bound is not None])
        total.bound = Candidate(str(expression), expression, "", True)
        reason = f"与其分项{sums}之和一致"
        total.outcome = Outcome(Verdict.VERIFIED, reason, str(expression), total.mention.written, code)
    _consist(total, f"与其分项{sums}之和一致", code)


def _sourced(listing: Listing, length: int) -> bool:
    """Whether every part of a total that no cell holds is a cell's own, so that the total is computed from cells."""
    parts = zip(listing.items[:length], listing.factors[:length], strict=True)
    return all(item.verified and item.bound is not None and factor == 1 for item, factor in parts)


def _with_neighbour(scene: Scene, listing: Listing) -> bool:
    """A list under two totals of which it breaks down the sum: 新收9件，上年结转1件，其中网络5件、信函5件."""
    total = listing.total
    if not total.index or listing.kind == "loose" or total.mention.comparator.value or total.parent:
        return False
    other = scene.slots[total.index - 1]
    if other.sentence != total.sentence or other.role or other.dimension != total.dimension:
        return False
    between = scene.text[other.mention.end : total.mention.start]
    if other.parent is not None or any(mark in between for mark in "；;："):
        return False
    target = total.amount + other.amount
    for length in sorted(set(listing.cuts), reverse=True):
        if length >= 2 and listing.amount(length) == target:
            for slot in listing.items[:length]:
                _consist(slot, f"各分项之和等于{total.mention.text}与{other.mention.text}之和")
            return True
    return False


def _consist(slot: Slot, reason: str, code: str = CODE) -> None:
    if _open(slot) or _taken_for_its_total(slot):
        slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, code)


def _open(slot: Slot) -> bool:
    """Whether nothing has been said of a number, for it or against it."""
    return slot.outcome is None or slot.outcome.verdict is Verdict.UNSUPPORTED


def _taken_for_its_total(slot: Slot) -> bool:
    """Whether a part was held against the very cell that its total is: 制发17件，其中以县政府名义制发12件."""
    total = slot.parent
    if total is None or total.bound is None or slot.outcome is None:
        return False
    return slot.outcome.verdict is Verdict.CONTRADICTED and slot.outcome.expression == str(
        total.bound.expression
    )


# --- and where they do not ----------------------------------------------------------------------------------------


def _object(listing: Listing, *, another: bool) -> None:
    """``another``: a different breakdown of the same total closes, so this one should."""
    total, items = listing.total, listing.items
    if listing.kind == "loose" and _thousandfold(listing):
        _disagree(listing, len(items))
    if listing.kind == "loose" or not listing.direct or (listing.mixed and not _applications(listing)):
        return
    exact = not any(slot.mention.comparator.value for slot in (total, *items))
    above = [item for item in items[: listing.cuts[0]] if item.amount > total.amount]
    if exact and above and len(above) < len(items) + (listing.kind != "loose"):
        for item in above:
            contradict(item, f"分项{item.mention.text}大于总数{total.mention.text}")
        return
    if not exact:
        _bounded(listing)
    elif listing.amount(listing.cuts[0]) > total.amount and listing.cuts[0] > 1:
        _disagree(listing, listing.cuts[0])
    elif listing.amount() < total.amount and _must_close(listing, another=another):
        _disagree(listing, len(items))
    else:
        _doubt(listing)


def _thousandfold(listing: Listing) -> bool:
    """Whether a total is a thousand or ten thousand times its parts: 万 written where none was meant."""
    amount = listing.amount()
    return amount >= _CHANCE and listing.total.amount in (amount * 1000, amount * 10000)


def _applications(listing: Listing) -> bool:
    units = {slot.mention.unit for slot in (listing.total, *listing.items)} - {""}
    return units <= APPLICATIONS


def _bounded(listing: Listing) -> None:
    """Parts may not exceed an approximate total's upper bound: 180余条 is below 190."""
    total = listing.total
    ceiling = (total.mention.value + total.mention.coarse) * Unit.of(total.mention.unit).factor
    least = sum(
        (item.amount for item in listing.items[: listing.cuts[0]] if not item.mention.comparator.value),
        Decimal(0),
    )
    bounded = total.mention.comparator.name in ("OVER", "ABOUT", "UNDER", "AT_MOST", "BELOW")
    if bounded and listing.kind != "loose" and least > ceiling:
        contradict(total, apart(total, least))
    else:
        _doubt(listing)


def _must_close(listing: Listing, *, another: bool) -> bool:
    """Whether parts that fall short of their total must be a mistake."""
    if len(listing.items) < 2 or listing.free:
        return False
    return listing.complete or another or slipped(listing)


def slipped(listing: Listing) -> bool:
    """Whether the difference looks like a slip of the pen rather than parts left unsaid."""
    total, amount = listing.total.amount, listing.amount()
    gap = abs(total - amount)
    if gap <= total * _SLIP or (gap == 1 and total >= _CHANCE):
        return True
    written, summed = plain(total), plain(amount)
    if summed.strip("0") and written.rstrip("0") == summed.rstrip("0"):
        return True
    exchanged = len(written) == len(summed) > 1 and sorted(written) == sorted(summed)
    one_digit = len(plain(gap).rstrip("0")) == 1
    return (exchanged and sum(a != b for a, b in zip(written, summed, strict=True)) == 2) or (
        one_digit and gap >= 100 and not _round(listing)
    )


def _round(listing: Listing) -> bool:
    """Whether the numbers are all round themselves, so that a round gap means nothing."""
    return all(slot.amount % 10 == 0 for slot in (listing.total, *listing.items))


def apart(total: Slot, amount: Decimal) -> str:
    """What the parts add up to and how far that is from their total, as a reason; ``amount`` in the base unit."""
    factor, unit = Unit.of(total.mention.unit).factor, total.mention.unit
    gap = plain(abs(amount - total.amount) / factor)
    return f"各分项之和为{plain(amount / factor)}{unit}，与总数{total.mention.text}相差{gap}{unit}"


def _disagree(listing: Listing, length: int) -> None:
    total, items = listing.total, listing.items[:length]
    reason = apart(total, listing.amount(length))
    for slot in items if total.settled else [total]:
        contradict(slot, reason)


def contradict(slot: Slot, reason: str, code: str = CODE) -> None:
    """Object to a number, unless something was said of it already."""
    if _open(slot):
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, None, code)


def _doubt(listing: Listing) -> None:
    total = listing.total
    factor = Unit.of(total.mention.unit).factor
    amount = listing.amount()
    gap = plain(abs(amount - total.amount) / factor)
    told = f"所在分项之和为{plain(amount / factor)}，与{total.mention.text}相差{gap}"
    for item in listing.items:
        if item.outcome is None:
            reason = f"没有单元格或事实支持；{told}"
            item.outcome = Outcome(Verdict.UNSUPPORTED, reason, None, None, CODE)
