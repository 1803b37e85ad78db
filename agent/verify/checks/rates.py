"""Rates: of a row of the tables (办结率, 予以公开率, 纠错率), or of two figures that the sentence quotes (公开率96.15%).

What a row's rate may be of stands in the form's words. 按时办结率 no cell holds: what is not yet due is not late.

正例：政府信息公开申请办结率92.4%。
反例：政府信息公开申请办结率100%。
反例：收到群众诉求58件，按时办结56件，办结率98.6%。
"""

import re

from agent.forms.words import Subject
from agent.verify.answer import Verdict
from agent.verify.checks.shares import same_unit
from agent.verify.explain import name, rounded
from agent.verify.lexicon import Hit
from agent.verify.scene import Outcome, Scene, Slot

CODE = "S02"
TITLE = "比率"
_TIMELY = re.compile(r"(?:按时|按期|及时|如期|依法|法定)[^，。；]{0,4}$")
_NAME = re.compile(
    r"(?:^|[，,；;、。：:])(按时|按期|及时|如期|群众|信息|申请|案件|总体|综合|主动)?([\u4e00-\u9fff]{2})(?:率|比例)[^，。；\d]{0,4}$"
)
_WHOLE = re.compile(r"收到|受理|接到|接收|接听|共|总|应|制发|印发|出台|征集|提出")


def judge(scene: Scene) -> None:
    """Judge the percentages that are called rates."""
    for slot in scene.slots:
        rate = slot.mention.percent and slot.role == "" and slot.outcome is None
        said = scene.text[scene.before(slot) : slot.mention.start]
        if rate and ("率" in said or "比例" in said) and not _of_row(scene, slot):
            _quoted(scene, slot)


def _of_row(scene: Scene, slot: Slot) -> bool:
    """办结率, 予以公开率, 纠错率: a row or a result of what its subject counts. 按时办结率 no cell holds."""
    start = scene.before(slot)
    at = scene.text.rfind("率", start, slot.mention.start)
    hits = [hit for hit in scene.hits_in(start, at) if hit.end == at]
    if not hits or _TIMELY.search(scene.text[start : hits[-1].start]):
        return False
    for row, subject in _rows(hits[-1]):
        if _rate_fits(scene, slot, row, subject):
            return True
    return slot.outcome is not None


def _rows(hit: Hit) -> list[tuple[str, Subject]]:
    found = []
    for sense in hit.senses:
        subject, terms = sense.subject, sense.subject.terms
        if sense.kind == "term" and sense.term is not None and subject.default:
            # 行政复议率 is no rate of appeals: what a subject counts as a whole has none.
            if hit.word not in subject.words:
                found.append((sense.term.means[0].replace("*", subject.default), subject))
        elif sense.kind == "column" and subject.default and subject.rates_of:
            found.append((terms[0].means[0].replace("*", sense.column), subject))
    return found


def _rate_fits(scene: Scene, slot: Slot, row: str, subject: Subject) -> bool:
    known = []
    for of in subject.rates_of:
        expression = scene.ground.parse(f"100 * ({row}) / ({of})") if of != row else None
        value = scene.ground.value(expression) if expression is not None else None
        if expression is None or value is None:
            continue
        reason = f"{name(scene.ground.form, expression)} = {rounded(value, slot.mention)}%"
        if slot.mention.accepts(value):
            slot.outcome = Outcome(Verdict.VERIFIED, reason, str(expression), slot.mention.written, CODE)
            return True
        known.append((value, expression, reason))
    if known and slot.outcome is None:
        value, expression, reason = known[0]
        right = rounded(value, slot.mention)
        slot.outcome = Outcome(
            Verdict.CONTRADICTED, f"文中为{slot.mention.text}，而{reason}", str(expression), right, CODE
        )
    return False


def _quoted(scene: Scene, slot: Slot) -> None:
    """A rate that two figures of the sentence give: 制发26件，公开25件，公开率96.15%."""
    counts = [
        other
        for other in scene.earlier(slot)[:12]
        if other.sentence == slot.sentence and other.mention.counts and other.role == ""
    ]
    pairs = [
        (low, high)
        for low in counts
        for high in counts
        if low is not high
        and high.mention.value
        and same_unit(low, high)
        and low.mention.value <= high.mention.value
    ]
    pairs += [(low, low.parent) for low in counts if low.parent is not None and low.parent.mention.value]
    for low, high in pairs:
        actual = 100 * low.mention.value / high.mention.value
        if slot.mention.accepts(actual) and (slot.mention.value < 100 or _named_pair(scene, slot, pairs)):
            reason = f"{low.mention.text}占{high.mention.text}的{rounded(actual, slot.mention)}%"
            slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)
            return
    pair = _named_pair(scene, slot, pairs)
    if pair is not None:
        right = rounded(100 * pair[0].mention.value / pair[1].mention.value, slot.mention)
        reason = f"文中为{slot.mention.text}，而{pair[0].mention.text}占{pair[1].mention.text}的{right}%"
        slot.outcome = Outcome(Verdict.CONTRADICTED, reason, None, right, CODE)


def _named_pair(scene: Scene, slot: Slot, pairs: list[tuple[Slot, Slot]]) -> tuple[Slot, Slot] | None:
    """The figures that a rate is named after (办结率: 办结 of 收到); None where they can't be told."""
    found = _NAME.search(scene.text[scene.before(slot) : slot.mention.start])
    timely = found is not None and found[1] in ("按时", "按期", "及时", "如期")
    if found is None or (timely and slot.mention.value == 100):
        return None
    verb = found[2]
    fitting = [
        (low, high)
        for low, high in pairs
        if (
            low.parent is high
            and scene.text[scene.left(low) : low.mention.start] in (verb, (found[1] or "") + verb)
        )
        or (
            verb in scene.text[scene.left(low) : low.mention.start]
            and low.index - high.index == 1
            and slot.index - low.index == 1
            and verb not in scene.text[scene.left(high) : high.mention.start]
            and _WHOLE.search(scene.text[scene.left(high) : high.mention.start])
        )
    ]
    return fitting[0] if len(fitting) == 1 else None
