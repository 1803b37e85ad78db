"""Last year's values that a sentence quotes beside a change: 较2021年的52件, （上年155件）, 由80个压减至53个."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.figures.quantity import plain
from agent.verify.answer import Verdict
from agent.verify.scene import Scene, Slot

_BASE_BEFORE = re.compile(
    r"(?:较|比|由|从|与|同|上年|去年|上一年度?)(?:上一?年度?|去年|20\d\d年度?|同期|全年|年初|原来|原先|最初)*的?[（(：:为]?$"
)


_REACHED = re.compile(
    r"(?:增|升|减|降|涨|少|多|加|长|缩|压|低|高)(?:减)?[至到为](?:了)?(?:20\d\d年度?的?|今年的?|本年度?的?)?$"
)


def is_reached(scene: Scene, slot: Slot) -> bool:
    """Whether a number is what something has got to: 由80个压减至53个."""
    return bool(_REACHED.search(scene.text, max(0, slot.mention.start - 12), slot.mention.start))


def is_base(scene: Scene, slot: Slot) -> bool:
    """Whether a number is what the sentence compares with: 较2021年的52件, （上年155件）."""
    text = scene.text[max(0, slot.mention.start - 16) : slot.mention.start]
    return slot.period == "prev" or bool(_BASE_BEFORE.search(text))


def bases(scene: Scene, slot: Slot, subject: Slot) -> Iterator[tuple[Decimal, str, bool]]:
    """Last-year values that go with a figure: value, words for it, and whether the tables hold it."""
    behind = [
        other
        for other in scene.later(slot)[:1]
        if other.depth > slot.depth or _says_last_year(scene, slot, other)
    ]
    for other in [*scene.earlier(slot), *behind]:
        if (
            other is subject
            or other.sentence != slot.sentence
            or other.mention.unit != subject.mention.unit
            or not (other.index > subject.index or subject.index - other.index == 1)
            or (other.outcome is not None and other.outcome.verdict is Verdict.CONTRADICTED)
        ):
            continue
        if other.role in ("up", "down") and slot.mention.percent and 0 < slot.index - other.index <= 2:
            sign = 1 if other.role == "up" else -1
            then = subject.mention.value - sign * other.mention.value
            yield then, f"{plain(then)}{subject.mention.unit}", other.verified
        elif other.role == "" and other.mention.counts and is_base(scene, other):
            yield other.mention.value, other.mention.text, other.verified


def _says_last_year(scene: Scene, slot: Slot, other: Slot) -> bool:
    """Whether the next number is said to be last year's: 同比增长12.6%，上年为3.15万件."""
    return bool(
        re.fullmatch(
            "，(?:上年度?|去年|上一年度?)(?:同期)?(?:为|是)?",
            scene.text[slot.mention.end : other.mention.start],
        )
    )


def then_and_now(scene: Scene, rates: list[Slot]) -> tuple[Slot, Slot] | None:
    """Which of two rates, nearest first, is last year's and which this year's; None where neither is said to be."""
    near, far = rates
    if is_base(scene, near):
        return near, far
    return (far, near) if is_base(scene, far) or is_reached(scene, near) else None
