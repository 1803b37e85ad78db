"""Percentages of something: 占比, 占…的, N件（P%）.

The numerator is the count that the share belongs to, the one before a bracket rather than the last one in it. The denominator
moves within a paragraph: what stands between 占 and the number, the total of the numerator's list, then every larger figure
quoted before, the nearest first. A share cut off instead of rounded is a finding of its own.

正例：全年收到政府信息公开申请202件，其中自然人183件，占90.6%。
反例：全年收到政府信息公开申请202件，其中自然人183件，占91.6%。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.forms.expressions import Expression, Number, Operation
from agent.verify.answer import Verdict
from agent.verify.explain import name, rounded
from agent.verify.scene import OPEN, Outcome, Scene, Slot

CODE = "S01"
TITLE = "占比"
_SHARE = re.compile(r"占|比例|比重|百分比")
_HUNDRED = Number(Decimal(100))


def judge(scene: Scene) -> None:
    """Judge the percentages that are shares."""
    for slot in scene.slots:
        if slot.mention.percent and slot.role == "" and slot.outcome is None:
            _judge(scene, slot)


def _judge(scene: Scene, slot: Slot) -> None:
    window = scene.text[scene.before(slot) : slot.mention.start]
    bracketed = scene.text[slot.mention.start - 1 : slot.mention.start] in tuple(OPEN)
    base = _of_quoted(scene, slot)
    if base is not None:
        numerator = _numerator(scene, base)
        if numerator is not None:
            _share(scene, slot, numerator, base)
    elif _SHARE.search(window) or bracketed:
        numerator = _numerator(scene, slot)
        if numerator is not None:
            _share(scene, slot, numerator)


def _of_quoted(scene: Scene, slot: Slot) -> Slot | None:
    """The figure that a share is said to be of: 占收到申请202件的91%."""
    if not slot.index:
        return None
    base = scene.slots[slot.index - 1]
    between = scene.text[base.mention.end : slot.mention.start]
    said = "占" in scene.text[scene.before(base) : base.mention.start]
    return base if said and len(between) <= 8 and between.endswith("的") and base.mention.counts else None


def _numerator(scene: Scene, slot: Slot) -> Slot | None:
    if scene.text.startswith("的", slot.mention.end) and slot.index + 1 < len(scene.slots):
        following = scene.slots[slot.index + 1]
        if following.mention.counts and following.mention.start - slot.mention.end <= 12:
            return following
    depth = slot.depth
    for other in scene.earlier(slot):
        if other.sentence != slot.sentence:
            break
        if other.mention.counts and other.role == "" and other.depth <= depth:
            return other
    return None


def _share(scene: Scene, slot: Slot, numerator: Slot, base: Slot | None = None) -> None:
    truncated: tuple[Decimal, Slot | None] | None = None
    first: tuple[Decimal, Slot | None, Expression | None] | None = None
    quoted = [(base.mention.value, base, base.bound.expression if base.bound else None)] if base else []
    for amount, whole, expression in quoted or _denominators(scene, slot, numerator):
        if amount == 0:
            continue
        actual = 100 * numerator.mention.value / amount
        if slot.mention.accepts(actual):
            slot.outcome = _fits(scene, slot, numerator, whole, expression, actual)
            return
        if slot.mention.truncates(actual):
            truncated = truncated or (actual, whole)
        first = first or (actual, whole, expression)
    if truncated:
        right = rounded(truncated[0], slot.mention)
        reason = f"占比应四舍五入为{right}%，文中{slot.mention.text}是直接截去尾数"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)
    elif first and (numerator.parent is not None or first[2] is not None or numerator.settled):
        right = rounded(first[0], slot.mention)
        whole_text = first[1].mention.text if first[1] else "总数"
        reason = f"文中为{slot.mention.text}，而{numerator.mention.text}占{whole_text}的{right}%"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)


def _denominators(
    scene: Scene, slot: Slot, numerator: Slot
) -> Iterator[tuple[Decimal, Slot | None, Expression | None]]:
    """Amount, the quoted figure or None, and the expression of what a share may be of; the likeliest first."""
    for expression in _named(scene, slot):
        value = scene.ground.value(expression)
        if value is not None:
            yield value, None, expression
    seen: list[Slot] = []
    if numerator.parent is not None:
        seen.append(numerator.parent)
    seen += [
        other
        for other in scene.earlier(numerator)
        if other.mention.counts
        and other.role == ""
        and other.mention.value >= numerator.mention.value
        and same_unit(other, numerator)
        and not _sibling(other, numerator)
    ]
    for other in seen:
        yield other.mention.value, other, other.bound.expression if other.bound else None
    yield from _of_subject(scene, numerator)


def _sibling(one: Slot, other: Slot) -> bool:
    """Whether two figures are parts of one total: the one is never the base of the other's share."""
    if one.parent is not None and one.parent is other.parent:
        return True
    columns = one.bound is not None and other.bound is not None and one.bound.template == other.bound.template
    return (
        columns and one.bound is not None and one.bound.column is not None and one.bound.template is not None
    )


def same_unit(one: Slot, other: Slot) -> bool:
    """Whether two figures count in the same measure word, or one leaves it out."""
    return one.mention.unit == other.mention.unit or not one.mention.unit or not other.mention.unit


def _named(scene: Scene, slot: Slot) -> Iterator[Expression]:
    start = scene.text.rfind("占", scene.before(slot), slot.mention.start)
    for hit in reversed(scene.hits_in(max(start, 0), slot.mention.start) if start >= 0 else []):
        sense = hit.term()
        for means in sense.term.means if sense and sense.term and sense.subject.default else ():
            expression = (
                scene.ground.parse(means.replace("*", sense.subject.default or "")) if sense else None
            )
            if expression is not None:
                yield expression


def _of_subject(scene: Scene, numerator: Slot) -> Iterator[tuple[Decimal, Slot | None, Expression | None]]:
    """What the tables hold of the numerator's own subject: its first rows' totals."""
    if numerator.bound is None or not numerator.bound.subject:
        return
    subject = scene.ground.form.vocabulary.subject(numerator.bound.subject)
    for term in subject.terms[:3] if subject.default else ():
        for means in term.means:
            expression = scene.ground.parse(means.replace("*", subject.default or ""))
            value = scene.ground.value(expression) if expression is not None else None
            if expression is not None and value is not None:
                yield value, None, expression


def _fits(
    scene: Scene, slot: Slot, numerator: Slot, whole: Slot | None, of: Expression | None, actual: Decimal
) -> Outcome:
    right = rounded(actual, slot.mention)
    base = whole.mention.text if whole else name(scene.ground.form, of) if of is not None else ""
    reason = f"{numerator.mention.text}占{base}的{right}%"
    sourced = (
        numerator.verified
        and (whole is None or whole.verified)
        and numerator.bound is not None
        and of is not None
    )
    if sourced and numerator.bound is not None and of is not None:
        expression = Operation("/", Operation("*", _HUNDRED, numerator.bound.expression), of)
        return Outcome(Verdict.VERIFIED, reason, str(expression), right, CODE)
    return Outcome(Verdict.CONSISTENT, reason, None, right, CODE)
