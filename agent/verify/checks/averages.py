"""Averages and products: 平均每月, 日均, 每件平均, 每期1500册共9000册.

正例：全年收到政府信息公开申请202件，平均每月约17件。
反例：全年收到政府信息公开申请202件，平均每月约27件。
"""

import re
from decimal import Decimal

from agent.figures.quantity import plain
from agent.forms.expressions import Number, Operation
from agent.verify.answer import Verdict
from agent.verify.explain import rounded
from agent.verify.scene import Outcome, Scene, Slot

CODE = "S03"
TITLE = "平均"
_PER_TIME = (
    (re.compile(r"(?:平均每月|月均|每月平均|平均每个月)[^，。；\d]{0,8}$"), (12,)),
    (re.compile(r"(?:平均每季度?|季均|平均每个季度)[^，。；\d]{0,8}$"), (4,)),
    (re.compile(r"(?:平均每周|周均)[^，。；\d]{0,8}$"), (52,)),
    (re.compile(r"(?:平均每天|平均每日|日均)[^，。；\d]{0,8}$"), (365, 366)),
)
_PER_THING = re.compile(r"(?:平均)?每([件期场次个篇条户人])[^，。；\d]{0,6}$")
_AVERAGE = re.compile(r"平均|[日月季周]均|每[期场次]$")


def tag(scene: Scene) -> None:
    """Mark the averages, so that no other check takes them for counts."""
    if "均" not in scene.text and "每" not in scene.text:
        return
    for slot in scene.slots:
        left = scene.text[max(scene.before(slot), slot.mention.start - 16) : slot.mention.start]
        if not slot.role and slot.mention.counts and (_per_time(left) or _PER_THING.search(left)):
            slot.role = "average" if _AVERAGE.search(left) else slot.role


def judge(scene: Scene) -> None:
    """Judge the averages whose total the sentence quotes."""
    for slot in scene.slots:
        if slot.role == "average" and slot.outcome is None:
            left = scene.text[max(scene.before(slot), slot.mention.start - 16) : slot.mention.start]
            divisors = _per_time(left)
            if divisors:
                _over_time(scene, slot, divisors)
            elif (thing := _PER_THING.search(left)) is not None:
                _over_things(scene, slot, thing[1])


def _per_time(left: str) -> tuple[int, ...]:
    return next((divisors for pattern, divisors in _PER_TIME if pattern.search(left)), ())


def _over_time(scene: Scene, slot: Slot, divisors: tuple[int, ...]) -> None:
    total = _before(scene, slot, slot.dimension)
    if total is None:
        return
    for divisor in divisors:
        value = total.amount / divisor
        if slot.mention.accepts(value):
            expression = None
            if total.verified and total.bound is not None:
                expression = str(Operation("/", total.bound.expression, Number(Decimal(divisor))))
            _fits(slot, f"{total.mention.text}除以{divisor}为{rounded(value, slot.mention)}", expression)
            return
    if total.index == slot.index - 1:
        right = rounded(total.amount / divisors[0], slot.mention)
        reason = f"文中为{slot.mention.text}，而{total.mention.text}除以{divisors[0]}为{right}"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)


def _over_things(scene: Scene, slot: Slot, thing: str) -> None:
    """1300元 for 5件 is 260元 each; 6期 of 1500册 each are 9000册."""
    things = _before(scene, slot, thing)
    total = _before(scene, slot, slot.dimension) or _after(scene, slot)
    if things is None or total is None or not things.amount:
        return
    whole = slot.amount * things.amount
    if slot.mention.grain == 1 and total.index > slot.index and whole != total.amount:
        told = f"{things.mention.text}每{thing}{slot.mention.text}共{plain(whole)}"
        reason = f"文中为{total.mention.text}，而{told}"
        total.outcome = total.outcome or Outcome(Verdict.CONTRADICTED, reason, None, plain(whole), CODE)
        return
    value = total.amount / things.amount / (slot.amount / slot.mention.value if slot.mention.value else 1)
    right = rounded(value, slot.mention)
    told = f"{total.mention.text}除以{things.mention.text}为{right}{slot.mention.unit}"
    if slot.mention.accepts(value):
        _fits(slot, told, None)
        if total.outcome is None:
            total.outcome = Outcome(Verdict.CONSISTENT, told, None, total.mention.written, CODE)
    elif abs(total.index - slot.index) == 1 and not total.mention.comparator.value:
        slot.outcome = Outcome(
            Verdict.CONTRADICTED, f"文中为{slot.mention.text}，而{told}", None, right, CODE
        )


def _before(scene: Scene, slot: Slot, dimension: str) -> Slot | None:
    for other in scene.earlier(slot)[:6]:
        if (
            other.sentence == slot.sentence
            and other.dimension == dimension
            and not other.role
            and other.depth <= slot.depth
        ):
            return other
    return None


def _after(scene: Scene, slot: Slot) -> Slot | None:
    following = next(iter(scene.later(slot)), None)
    if following is None or following.sentence != slot.sentence or following.dimension != slot.dimension:
        return None
    return following if "共" in scene.text[slot.mention.end : following.mention.start] else None


def _fits(slot: Slot, reason: str, expression: str | None) -> None:
    verdict = Verdict.VERIFIED if expression is not None else Verdict.CONSISTENT
    slot.outcome = Outcome(verdict, reason, expression, slot.mention.written, CODE)
