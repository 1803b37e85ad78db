"""Growth, decline and difference against last year, with their direction.

增长3% where it fell is ``contradicted``: the direction word is part of the figure. What grew is the figure before it (before a
bracket, not in it), or what the clause names. With last year's figures each meaning is tried; without them a growth rate can
still be impossible: no whole number gives it. A last-year value quoted in the sentence closes the prose's own arithmetic.

正例：全年收到政府信息公开申请202件，同比增长30.3%。
反例：全年收到政府信息公开申请202件，同比下降30.3%。
"""

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression, FactRef, Number, Operation
from agent.verify.answer import Verdict
from agent.verify.explain import name, rounded
from agent.verify.naming import named
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "G01"
TITLE = "同比增减"
_UP = "增长|上升|增加|提高|增幅|上涨|提升|增多|多|涨幅|新增|净增|扩大"
_DOWN = "下降|减少|回落|降低|下滑|缩减|减幅|降幅|少|下调|缩小|压减"
_MARK = re.compile(
    rf"(?P<base>同比|较|比|环比|与上|相比|上年|去年)?[^，。；]{{0,16}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|超|超过|逾|幅度?|率|为|达到?|[：:])*$"
)
_TIMES = re.compile(r"(?:是|为|达到?|相当于)[^，。；]{0,12}的$")
_ONE = Number(Decimal(1))
_HUNDRED = Number(Decimal(100))


def tag(scene: Scene) -> None:
    """Mark the numbers that are changes, so that no other check takes them for counts."""
    for slot in scene.slots:
        direction = _direction(scene, slot)
        if direction:
            slot.role = direction


def _direction(scene: Scene, slot: Slot) -> str:
    window = scene.text[max(scene.before(slot), slot.mention.start - 26) : slot.mention.start]
    clause = re.split("[，。；、（(]", window)[-1]
    match = _MARK.search(clause)
    if match is None:
        return ""
    rate = slot.mention.percent or slot.mention.points or slot.mention.unit == "倍"
    word = match["up"] or match["down"]
    if word in ("多", "少", "新增", "净增", "提升", "提高", "扩大", "压减") and not (
        match["base"] or (rate and word not in ("多", "少"))
    ):
        return ""
    if not rate and not re.search("同比|较|比上|比去|比前|比\\d|相比", clause):
        return ""
    return "up" if match["up"] else "down"


def judge(scene: Scene) -> None:
    """Judge the numbers that are changes."""
    for slot in scene.slots:
        if slot.role in ("up", "down") and slot.outcome is None and not slot.mention.points:
            _judge(scene, slot)


def _judge(scene: Scene, slot: Slot) -> None:
    subjects = _subjects(scene, slot)
    if any(_quoted(scene, slot, subject) for subject in subjects[:1]):
        return
    start = max(scene.before(slot), slot.mention.start - 40)
    clause = max(start, *(scene.text.rfind(mark, start, slot.mention.start) + 1 for mark in "，。；"))
    own = named(scene, clause, slot.mention.start) or (
        [] if subjects else named(scene, start, slot.mention.start)
    )
    known: list[tuple[Decimal, Expression, Candidate]] = []
    for candidate in [*own, *([] if own else _meanings(subjects))]:
        expression = _change(slot, candidate.expression)
        value = scene.ground.value(expression) if expression is not None else None
        if expression is None or value is None:
            continue
        if slot.mention.accepts(value):
            word = "增长" if slot.role == "up" else "下降"
            reason = f"{_told(scene, candidate)}，{word}{rounded(value, slot.mention)}{slot.mention.unit}"
            slot.outcome = Outcome(Verdict.VERIFIED, reason, str(expression), slot.mention.written, CODE)
            return
        known.append((value, expression, candidate))
    if known:
        slot.outcome = _differs(scene, slot, *known[0])
    elif subjects and not own and subjects[0].mention.counts and subjects[0].period == "now":
        _without_last_year(slot, subjects[0])


def _meanings(subjects: list[Slot]) -> list[Candidate]:
    """What may have changed: what the nearest figure was bound to, its other meanings, then those of the figures before."""
    found: list[Candidate] = []
    for subject in subjects:
        now = [subject.bound] if subject.bound else []
        found += now + [candidate for candidate in subject.candidates if candidate not in now]
    return [_this_year(candidate) for candidate in found]


def _this_year(candidate: Candidate) -> Candidate:
    return replace(candidate, expression=_without_previous(candidate.expression))


def _without_previous(expression: Expression) -> Expression:
    if isinstance(expression, Operation):
        return Operation(
            expression.op, _without_previous(expression.left), _without_previous(expression.right)
        )
    return expression if isinstance(expression, Number) else replace(expression, previous=False)


def _subjects(scene: Scene, slot: Slot) -> list[Slot]:
    """The counts before the change in its sentence, nearest first; a last-year figure only where there is no other."""
    before = [
        other
        for other in scene.earlier(slot)
        if other.sentence == slot.sentence
        and other.mention.counts
        and other.role == ""
        and other.depth <= slot.depth
    ]
    now = [other for other in before if other.period == "now"]
    return now or [other for other in before if other.period == "prev" and other.bound]


def _change(slot: Slot, now: Expression) -> Expression | None:
    before = last_year(now)
    if before is None:
        return None
    up = slot.role == "up"
    if slot.mention.percent:
        ratio = Operation("/", now, before)
        return Operation("*", _HUNDRED, Operation("-", ratio, _ONE) if up else Operation("-", _ONE, ratio))
    if slot.mention.unit == "倍":
        return Operation("-", Operation("/", now, before), _ONE) if up else None
    return Operation("-", now, before) if up else Operation("-", before, now)


def last_year(expression: Expression) -> Expression | None:
    """The same expression a year earlier; None where it already looks back."""
    if isinstance(expression, CellRef):
        return None if expression.previous else CellRef(expression.key, previous=True)
    if isinstance(expression, FactRef):
        return None if expression.previous else FactRef(expression.name, expression.part, previous=True)
    if isinstance(expression, Number):
        return expression
    left, right = last_year(expression.left), last_year(expression.right)
    return None if left is None or right is None else Operation(expression.op, left, right)


def _told(scene: Scene, candidate: Candidate) -> str:
    before = last_year(candidate.expression)
    now = scene.ground.value(candidate.expression)
    then = scene.ground.value(before) if before is not None else None
    return f"{name(scene.ground.form, candidate.expression)}上年{plain(then or Decimal(0))}、本年{plain(now or Decimal(0))}"


def _differs(
    scene: Scene, slot: Slot, value: Decimal, expression: Expression, candidate: Candidate
) -> Outcome:
    word = ("增长" if value > 0 else "下降") if slot.role == "up" else ("下降" if value > 0 else "增长")
    right = rounded(abs(value), slot.mention)
    told = f"{word}{right}{slot.mention.unit}" if value else "与上年持平"
    said = f"{'增长' if slot.role == 'up' else '下降'}{slot.mention.text}"
    return Outcome(
        Verdict.CONTRADICTED,
        f"文中为{said}，而{_told(scene, candidate)}，{told}",
        str(expression),
        right,
        CODE,
    )


def _quoted(scene: Scene, slot: Slot, subject: Slot) -> bool:
    """Last year's value stands in the sentence: the change follows from the two."""
    if not slot.mention.percent and not slot.mention.counts:
        return False
    for other in [*scene.earlier(slot), *scene.later(slot)]:
        if (
            other is subject
            or other.sentence != slot.sentence
            or other.period != "prev"
            or other.mention.unit != subject.mention.unit
            or not other.mention.counts
        ):
            continue
        if other.outcome is not None and other.outcome.verdict is Verdict.CONTRADICTED:
            continue
        now, then = subject.mention.value, other.mention.value
        sign = 1 if slot.role == "up" else -1
        if slot.mention.percent and then == 0:
            continue
        value = sign * (100 * (now / then - 1) if slot.mention.percent else now - then)
        fits = slot.mention.accepts(value)
        sourced = subject.verified and other.verified
        reason = f"由{other.mention.text}到{subject.mention.text}，变动{rounded(abs(value), slot.mention)}{slot.mention.unit}"
        if fits and not sourced:
            slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)
            return True
        if not fits:
            slot.outcome = Outcome(
                Verdict.CONTRADICTED,
                f"文中为{slot.mention.text}，而{reason}",
                None,
                rounded(abs(value), slot.mention),
                CODE,
            )
            return True
    return False


def _without_last_year(slot: Slot, subject: Slot) -> None:
    """No last-year figures: a rate that no whole number gives is wrong all the same."""
    now = subject.mention.value
    if (
        slot.mention.percent
        and not subject.mention.comparator.value
        and subject.mention.grain == 1
        and not slot.mention.comparator.value
    ):
        possible = _whole_before(now, slot)
        if possible is None:
            word = "增长" if slot.role == "up" else "下降"
            reason = f"没有任何整数的上年数能使本年{subject.mention.text}成为{word}{slot.mention.text}"
            slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, None, CODE)
            return
        reason = f"没有上年数据，无法核对；上年为{possible}{subject.mention.unit}时成立"
        slot.outcome = Outcome(Verdict.UNSUPPORTED, reason, None, None, CODE)
    elif (
        slot.mention.counts
        and slot.role == "up"
        and slot.mention.value > now
        and subject.mention.unit == slot.mention.unit
    ):
        reason = f"增加{slot.mention.text}超过了本年的{subject.mention.text}"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, None, CODE)


def _whole_before(now: Decimal, slot: Slot) -> int | None:
    """A whole last-year value that gives the rate as written; None where there is none."""
    sign = 1 if slot.role == "up" else -1
    half = slot.mention.grain / 2
    rates = [1 + sign * (slot.mention.value + offset) / 100 for offset in (-half, half)]
    if min(rates) <= 0:
        return 1 if now == 0 else None
    low, high = sorted(now / rate for rate in rates)
    for whole in range(
        max(1, int(low.to_integral_value(ROUND_FLOOR))), int(high.to_integral_value(ROUND_CEILING)) + 1
    ):
        if slot.mention.accepts(sign * 100 * (now / whole - 1)):
            return whole
        if whole - low > 3:
            break
    return None
