"""Growth, decline, difference and multiple against last year, with their direction.

增长3% where it fell is ``contradicted``: the direction word is part of the figure. What grew is the figure before it (before a
bracket, not in it), or what the clause names. With last year's figures each meaning is tried; without them a growth rate can
still be impossible: no whole number gives it. A last-year value or a difference quoted in the sentence closes the prose's own
arithmetic.

正例：全年收到政府信息公开申请202件，同比增长30.3%。
反例：全年收到政府信息公开申请202件，同比下降30.3%。
正例：全年收到政府信息公开申请202件，是上年的1.3倍。
反例：举办新闻发布会12场，比上年增加5场，增长41.7%。
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from agent.figures.quantity import plain
from agent.forms.expressions import Expression, last_year
from agent.verify.answer import Verdict
from agent.verify.checks.aligned import STEP
from agent.verify.comparing import CHANGES, change, change_of, meanings, whole_before
from agent.verify.explain import name, rounded
from agent.verify.listed import candidate_of, names_before
from agent.verify.lists import BRACKETED
from agent.verify.naming import named
from agent.verify.quoted import bases, is_base, is_reached, then_and_now
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "G01"
TITLE = "同比增减"
_UP = "增长|上升|增加|提高|增幅|上涨|提升|增多|多|涨幅|新增|净增|扩大|增|升"
_DOWN = "下降|减少|回落|降低|下滑|缩减|减幅|降幅|少|下调|缩小|压减|减|降"
_MARK = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|超|超过|逾|幅度?|率|为|达到?|[：:])*$")
_BASE = re.compile(r"同比|较|(?<!占)比(?!例|重)|环比|与上|相比|上年|去年")
_COMPARED = re.compile(r"同比|较|比上|比去|比前|比\d|相比")
_COMPARED_BEFORE = re.compile(
    r"(?:与|同|较|和|比)(?:上年度?|上一年度?|去年|20\d\d年度?)(?:同期)?相?比?较?，$"
)
# These say a change only beside what it is compared with: 新增专栏18个 is a count.
_NEED_BASE = ("多", "少", "新增", "净增", "提升", "提高", "扩大", "压减", "增", "减", "升", "降")
_NEVER_ALONE = ("多", "少", "增", "减", "升", "降")
_TIMES = re.compile(
    r"(?:上一?年度?|去年|20\d\d年度?)(?:同期)?(?:总?[数量])?[^，。；]{0,10}的(?:约|近|超|逾)?$"
)
# 是上年的130% is a multiple; 由上年的96.5%提高 is last year's rate.
_EQUALS = re.compile(r"(?:是|为|相当于|达到?)$")
_BREAK = re.compile("[，。；、（(]")
_LONGEST = 44


def tag(scene: Scene) -> None:
    """Mark the numbers that are changes, so that no other check takes them for counts."""
    for slot in scene.slots:
        slot.role = _role(scene, slot)
    for values in _lists(scene):
        for slot in values[1:]:
            slot.role = slot.role or values[0].role


def _role(scene: Scene, slot: Slot) -> str:
    start = max(scene.sentence_span(slot.sentence)[0], slot.mention.start - _LONGEST)
    clause = _BREAK.split(BRACKETED.sub("", scene.text[start : slot.mention.start]))[-1]
    rate = slot.mention.percent or slot.mention.points or slot.mention.unit == "倍"
    times = _TIMES.search(clause) if rate and not slot.mention.points else None
    if times is not None and (slot.mention.unit == "倍" or _EQUALS.search(clause, 0, times.start())):
        return "times"
    match = _MARK.search(clause)
    if match is None:
        return ""
    word = match["up"] or match["down"]
    base = bool(_BASE.search(clause[: match.start()])) or _follows_a_change(scene, slot, clause)
    head = scene.text[start : slot.mention.start].removesuffix(clause)
    compared = bool(_COMPARED.search(clause)) or bool(_COMPARED_BEFORE.search(head))
    base = base or compared
    if word in _NEED_BASE and not base and (not rate or word in _NEVER_ALONE):
        return ""
    if not rate and not (compared or (base and clause == match[0])):
        return ""
    return "up" if match["up"] else "down"


def _follows_a_change(scene: Scene, slot: Slot, clause: str) -> bool:
    """增加5场、增长71.4%: the comparison was made for the number before."""
    before = scene.slots[slot.index - 1] if slot.index else None
    if before is None or before.sentence != slot.sentence or len(clause) > 6:
        return False
    return before.role in CHANGES or is_base(scene, before) or is_reached(scene, before)


_NEXT = re.compile(rf"[、，,和及]+(?:{_UP}|{_DOWN})?")


def _lists(scene: Scene) -> Iterator[list[Slot]]:
    """The changes that 分别 opens: 分别增长15.6%、17.3%, 分别增长9.1%、下降5.4%."""
    for match in STEP.finditer(scene.text):
        values: list[Slot] = []
        for slot in scene.started_at(match.end()):
            edge = values[-1].mention.end if values else match.end()
            if not (
                _NEXT.fullmatch(scene.text, edge, slot.mention.start) if values else slot.role in CHANGES
            ):
                break
            values.append(slot)
        if len(values) > 1 and values[0].mention.start - match.end() <= 8:
            yield values


def _judge_lists(scene: Scene) -> None:
    """Each change of a list by its own name, or by the steps of the series before it."""
    for values in _lists(scene):
        at = values[0].mention.start
        start = scene.text.rfind("分别", 0, at)
        steps = _steps(scene, start, len(values))
        senses = names_before(scene, start, len(values)) if not steps else []
        counts = _counts_before(scene, start, len(values)) if not senses else []
        for index, slot in enumerate(values):
            if steps:
                _judge_step(slot, *steps[index])
            elif counts and counts[index].bound is not None:
                _against(scene, slot, meanings([counts[index]]))
            elif (
                len(senses) == len(values)
                and (candidate := candidate_of(scene, slot, senses[index])) is not None
            ):
                _against(scene, slot, [candidate])


def _steps(scene: Scene, at: int, wanted: int) -> list[tuple[Slot, Slot]]:
    """The neighbours of a series with one value more than there are changes."""
    sentence = scene.sentence_of(at)
    values = [s for s in scene.ended_by(at) if s.sentence == sentence and s.mention.counts and not s.role]
    series = values[: wanted + 1][::-1]
    close = all(later.index == sooner.index + 1 for sooner, later in itertools.pairwise(series))
    if len(series) != wanted + 1 or not close or len({slot.dimension for slot in series}) > 1:
        return []
    return list(itertools.pairwise(series))


def _counts_before(scene: Scene, at: int, wanted: int) -> list[Slot]:
    """As many counts right before a list of changes: 行政许可30件、行政处罚20件，同比分别下降7.4%、10.6%."""
    sentence = scene.sentence_of(at)
    found = [
        s for s in scene.ended_by(at)[:wanted] if s.sentence == sentence and s.mention.counts and not s.role
    ]
    return found[::-1] if len(found) == wanted else []


def _judge_step(slot: Slot, sooner: Slot, later: Slot) -> None:
    value = change(slot, later.amount, sooner.amount)
    if value is None:
        return
    reason = f"由{sooner.mention.text}到{later.mention.text}，{_said(slot, value)}"
    fits = slot.mention.accepts(value)
    verdict = Verdict.CONSISTENT if fits else Verdict.CONTRADICTED
    told = reason if fits else f"文中为{slot.mention.text}，而{reason}"
    slot.outcome = Outcome(verdict, told, None, rounded(abs(value), slot.mention), CODE)


def judge(scene: Scene) -> None:
    """Judge the numbers that are changes."""
    _judge_lists(scene)
    for slot in scene.slots:
        if slot.role in CHANGES and slot.outcome is None:
            if slot.mention.points:
                _points(scene, slot)
            else:
                _judge(scene, slot)


def _judge(scene: Scene, slot: Slot) -> None:
    subjects = _subjects(scene, slot)
    if _quoted(scene, slot, subjects):
        return
    own = _own(scene, slot, subjects) or _of_the_change_before(scene, slot)
    judged = _against(scene, slot, own or meanings(subjects))
    if not judged and not own and subjects and subjects[0].mention.counts and subjects[0].period == "now":
        _without_last_year(slot, subjects[0])


def _of_the_change_before(scene: Scene, slot: Slot) -> list[Candidate]:
    """新收申请较上年少330件，减少23.7%: two changes of the same thing."""
    before = scene.slots[slot.index - 1] if slot.index else None
    same = before is not None and before.role in CHANGES and before.sentence == slot.sentence
    return before.candidates if same and before is not None else []


def _against(scene: Scene, slot: Slot, meant: list[Candidate]) -> bool:
    """Whether what may have changed is known in both years, so that the change could be judged."""
    slot.candidates = meant
    known: list[tuple[Decimal, Expression, Candidate]] = []
    for candidate in meant:
        expression = change_of(slot, candidate.expression)
        value = scene.ground.value(expression) if expression is not None else None
        if expression is None or value is None:
            continue
        if slot.mention.accepts(value):
            reason = f"{_told(scene, candidate)}，{_said(slot, value)}"
            slot.outcome = Outcome(Verdict.VERIFIED, reason, str(expression), slot.mention.written, CODE)
            return True
        known.append((value, expression, candidate))
    if known:
        slot.outcome = _differs(scene, slot, *known[0])
    return bool(known)


def _own(scene: Scene, slot: Slot, subjects: list[Slot]) -> list[Candidate]:
    """What the clause itself names as changed: 与上年相比，主动公开政府信息增长8%."""
    start = max(scene.before(slot), slot.mention.start - _LONGEST)
    clause = max(start, *(scene.text.rfind(mark, start, slot.mention.start) + 1 for mark in "，。；"))
    return named(scene, clause, slot.mention.start) or (
        [] if subjects else named(scene, start, slot.mention.start)
    )


def _subjects(scene: Scene, slot: Slot) -> list[Slot]:
    """The counts before the change in its sentence, nearest first; a last-year figure only where there is no other."""
    before = [
        other
        for other in scene.earlier(slot)
        if other.sentence == slot.sentence
        and other.mention.counts
        and other.role == ""
        and other.depth <= slot.depth
        and (not slot.mention.counts or other.dimension == slot.dimension or not slot.mention.unit)
    ]
    part = scene.text.rfind("；", scene.sentence_span(slot.sentence)[0], slot.mention.start)
    before = [other for other in before if other.mention.start > part] or before
    now = [
        other
        for other in before
        if (other.period == "now" or is_reached(scene, other)) and not is_base(scene, other)
    ]
    return now or [other for other in before if other.period == "prev" and other.bound]


# --- against what the sentence quotes -----------------------------------------------------------------------------


def _quoted(scene: Scene, slot: Slot, subjects: list[Slot]) -> bool:
    """Whether what is quoted in the sentence decides: last year's value, or the difference that goes with a rate."""
    if slot.mention.unit == "百分点":
        return False
    pairs = [(subject, *base) for subject in subjects[:3] for base in bases(scene, slot, subject)]
    wrong = None
    for subject, then, told, sourced in pairs:
        value = change(slot, subject.mention.value, then)
        if value is None:
            continue
        reason = (
            f"由{told}到{subject.mention.text}，变动{rounded(abs(value), slot.mention)}{slot.mention.unit}"
        )
        if slot.mention.accepts(value):
            if sourced and subject.verified:
                return False
            slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)
            return True
        wrong = wrong or (reason, value)
    if wrong is None:
        return False
    said, right = f"文中为{slot.mention.text}，而{wrong[0]}", rounded(abs(wrong[1]), slot.mention)
    slot.outcome = Outcome(Verdict.CONTRADICTED, said, None, right, CODE)
    return True


# --- percentage points --------------------------------------------------------------------------------------------


def _points(scene: Scene, slot: Slot) -> None:
    """The difference of a share and last year's, by the tables or by what the sentence quotes."""
    rates = [
        other
        for other in scene.earlier(slot)[:4]
        if other.sentence == slot.sentence and other.mention.percent and not other.role
    ]
    pair = then_and_now(scene, rates[:2]) if len(rates) > 1 else None
    if pair is not None:
        gap = pair[1].mention.value - pair[0].mention.value
        _settle_points(slot, gap if slot.role == "up" else -gap, None, Verdict.CONSISTENT)
        return
    outcome = rates[0].outcome if rates else None
    share = scene.ground.parse(outcome.expression) if outcome is not None and outcome.expression else None
    expression = change_of(slot, share) if share is not None else None
    value = scene.ground.value(expression) if expression is not None else None
    if value is not None:
        _settle_points(slot, value, expression, Verdict.VERIFIED)


def _settle_points(slot: Slot, value: Decimal, expression: Expression | None, fitting: Verdict) -> None:
    """Shares are quoted rounded, so their difference may be off by one in the last place where only they are known."""
    slack = slot.mention.grain if fitting is Verdict.CONSISTENT else Decimal(0)
    fits = slot.mention.accepts(value) or abs(slot.mention.value - value) <= slack
    right = rounded(value, slot.mention)
    reason = f"两个百分比相差{right}个百分点"
    slot.outcome = Outcome(
        fitting if fits else Verdict.CONTRADICTED,
        reason if fits else f"文中为{slot.mention.text}，而{reason}",
        str(expression) if expression is not None else None,
        right,
        CODE,
    )


# --- what is said -------------------------------------------------------------------------------------------------


def _said(slot: Slot, value: Decimal) -> str:
    right = f"{rounded(abs(value), slot.mention)}{slot.mention.unit}"
    if slot.role == "times":
        return f"是上年的{right}"
    up = (value > 0) == (slot.role == "up")
    return f"{'增长' if up else '下降'}{right}" if value else "与上年持平"


def _told(scene: Scene, candidate: Candidate) -> str:
    before = last_year(candidate.expression)
    now = scene.ground.value(candidate.expression)
    then = scene.ground.value(before) if before is not None else None
    return f"{name(scene.ground.form, candidate.expression)}上年{plain(then or Decimal(0))}、本年{plain(now or Decimal(0))}"


def _differs(
    scene: Scene, slot: Slot, value: Decimal, expression: Expression, candidate: Candidate
) -> Outcome:
    words = {"up": f"增长{slot.mention.text}", "down": f"下降{slot.mention.text}", "times": slot.mention.text}
    reason = f"文中为{words[slot.role]}，而{_told(scene, candidate)}，{_said(slot, value)}"
    right = rounded(abs(value), slot.mention)
    return Outcome(Verdict.CONTRADICTED, reason, str(expression), right, CODE)


def _without_last_year(slot: Slot, subject: Slot) -> None:
    """No last-year figures: a rate that no whole number gives is wrong all the same."""
    now = subject.mention.value
    exact = not subject.mention.comparator.value and not slot.mention.comparator.value
    if slot.role == "times":
        return
    if slot.mention.percent and exact and subject.mention.grain == 1:
        possible = whole_before(now, slot)
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
