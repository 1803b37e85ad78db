"""新收 + 上年结转 = 办结 + 结转下年, by what a paragraph quotes, where no table decides.

The received may already contain what was carried in (受理222件，含上年结转15件), so both readings are tried. Where nothing was
said of what was carried in, more may be closed than was received; where something was withdrawn or passed on, less.

正例：城关镇收到政府信息公开申请20件，上年结转2件，办结21件，结转下年度继续办理1件。
反例：城关镇收到政府信息公开申请20件，上年结转2件，办结23件，结转下年度继续办理1件。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.figures.quantity import plain
from agent.verify.answer import Verdict
from agent.verify.lexicon import Hit
from agent.verify.openers import APPLICATIONS
from agent.verify.scene import Outcome, Scene, Slot

CODE = "P02"
TITLE = "收办结转相平"
_ABOUT = re.compile("申请|依申请|公开件")
_ELSEWHERE = re.compile("撤回|撤销|撤件|撤诉|补正|转办|移送|信访|作为咨询|非政府信息|不予受理|不属于")
_WITHDRAWN = re.compile("(?:撤回|撤销|撤件)(?:申请)?$")
_SENTENCES = 2


@dataclass
class _Flow:
    """The figures of one flow of applications, the first of each kind, the received first."""

    received: Slot
    brought: Slot | None = None
    closed: Slot | None = None
    open: Slot | None = None
    withdrawn: Slot | None = None
    accepted: Slot | None = None

    @property
    def slots(self) -> list[Slot]:
        """All that is known, in the order of the equation."""
        found = (self.received, self.brought, self.closed, self.open)
        return [slot for slot in found if slot is not None]


def balance(scene: Scene) -> None:
    """Settle the flows that balance and object to those that can't."""
    if all(slot.settled for slot in scene.slots):
        return
    flowing = [subject.id for subject in scene.ground.form.vocabulary.subjects if subject.flow]
    if _ABOUT.search(scene.text) or scene.topic in flowing:
        for flow in _flows(scene):
            _judge(scene, flow)
            _withdraw(flow)


def _flows(scene: Scene) -> Iterator[_Flow]:
    flow: _Flow | None = None
    for slot in scene.slots:
        kind = _kind(scene, slot)
        if flow is not None and slot.sentence > flow.received.sentence + _SENTENCES:
            yield flow
            flow = None
        if kind == "received" and (flow is None or flow.closed is not None):
            if flow is not None:
                yield flow
            flow = _Flow(slot)
        elif kind == "received" and flow is not None:
            flow.accepted = flow.accepted or slot
        elif kind and flow is not None and getattr(flow, kind) is None:
            setattr(flow, kind, slot)
    if flow is not None:
        yield flow


def _kind(scene: Scene, slot: Slot) -> str:
    """Which side of the flow a number is on; "" where on none."""
    fits = slot.mention.unit in APPLICATIONS or slot.mention.unit in ("条", "")
    if not fits or slot.role or slot.period != "now" or slot.mention.comparator.value:
        return ""
    left = scene.text[scene.left(slot) : slot.mention.start]
    if _WITHDRAWN.search(left):
        return "withdrawn"
    end, own = scene.right(slot)
    before = scene.words(slot, scene.left(slot), slot.mention.start)
    after = scene.words(slot, slot.mention.end, end) if own else []
    if any(
        s.kind in ("column", "unless") and s.subject.flow for hit in (*before, *after) for s in hit.senses
    ):
        return ""
    return (
        _row(before[::-1], verbs=False)
        or _row(after, verbs=False)
        or _row(before[::-1], verbs=True)
        or _row(after, verbs=True)
    )


def _row(hits: list[Hit], *, verbs: bool) -> str:
    for hit in hits:
        for sense in hit.senses:
            term, flow = sense.term, sense.subject.flow
            if term is not None and term.verb == verbs and flow:
                return flow.get(term.means[0], "") if len(term.means) < 3 or verbs else ""
    return ""


def _judge(scene: Scene, flow: _Flow) -> None:
    received, closed, open_yet = flow.received, flow.closed, flow.open
    if closed is None or open_yet is None or all(slot.settled for slot in flow.slots):
        return
    brought = flow.brought.amount if flow.brought is not None else Decimal(0)
    out = closed.amount + open_yet.amount
    told = f"办结{plain(closed.amount)}加结转{plain(open_yet.amount)}"
    if out in (received.amount, received.amount + brought):
        for slot in flow.slots:
            _consist(slot, f"收到{plain(received.amount)}、结转与{told}相平")
        return
    sentences = {slot.sentence for slot in flow.slots}
    if max(sentences) - min(sentences) > 1 or len({slot.narrow for slot in flow.slots}) > 1:
        return
    if len(sentences) > 1 and not _said_again(scene, flow):
        return
    text = scene.text[received.mention.start : open_yet.mention.end]
    short = received.amount + brought > out
    if (flow.brought is None and not short) or _ELSEWHERE.search(text):
        return
    whole = f"收到{plain(received.amount)}" + (
        f"加上年结转{plain(brought)}" if flow.brought is not None else ""
    )
    gap = abs(received.amount + brought - out)
    _contradict([closed, open_yet, *flow.slots], f"{whole}，与{told}相差{plain(gap)}")


def _said_again(scene: Scene, flow: _Flow) -> bool:
    """Whether nothing else is counted between the figures of a flow that runs over two sentences."""
    first, last = min(slot.index for slot in flow.slots), max(slot.index for slot in flow.slots)
    between = scene.slots[first : last + 1]
    return len([slot for slot in between if slot.mention.counts]) == len(flow.slots)


def _withdraw(flow: _Flow) -> None:
    """收到20件，撤回3件，实际受理17件."""
    if flow.withdrawn is None or flow.accepted is None:
        return
    if not flow.received.sentence == flow.withdrawn.sentence == flow.accepted.sentence:
        return
    left = flow.received.amount - flow.withdrawn.amount
    known = [flow.received, flow.withdrawn, flow.accepted]
    if left == flow.accepted.amount:
        for slot in known:
            _consist(
                slot, f"收到{plain(flow.received.amount)}减撤回{plain(flow.withdrawn.amount)}为{plain(left)}"
            )
    elif flow.accepted.mention.start > flow.withdrawn.mention.start:
        told = f"收到{plain(flow.received.amount)}减撤回{plain(flow.withdrawn.amount)}为{plain(left)}"
        _contradict([flow.accepted, *known], f"文中为{flow.accepted.mention.text}，而{told}")


def _consist(slot: Slot, reason: str) -> None:
    if slot.outcome is None or slot.outcome.verdict is Verdict.UNSUPPORTED:
        slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)


def _contradict(slots: list[Slot], reason: str) -> None:
    """Object to the first of several that nothing stands behind."""
    open_yet = [slot for slot in slots if slot.outcome is None or slot.outcome.verdict is Verdict.UNSUPPORTED]
    if open_yet:
        open_yet[0].outcome = Outcome(Verdict.CONTRADICTED, reason, None, None, CODE)
