"""Rates: of a row of the tables (办结率, 予以公开率, 纠错率), or of two figures that the sentence quotes (公开率96.15%).

What a row's rate may be of stands in the form's words. 按时办结率 no cell holds.

正例：政府信息公开申请办结率92.4%。
反例：政府信息公开申请办结率100%。
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


def judge(scene: Scene) -> None:
    """Judge the percentages that are called rates."""
    for slot in scene.slots:
        rate = slot.mention.percent and slot.role == "" and slot.outcome is None
        if rate and "率" in scene.text[scene.before(slot) : slot.mention.start] and not _of_row(scene, slot):
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
        o
        for o in scene.earlier(slot)[:12]
        if o.sentence == slot.sentence and o.mention.counts and o.role == ""
    ]
    for low in counts:
        for high in counts:
            if (
                high.mention.value
                and low is not high
                and same_unit(low, high)
                and low.mention.value <= high.mention.value
            ):
                actual = 100 * low.mention.value / high.mention.value
                if slot.mention.accepts(actual) and slot.mention.value < 100:
                    reason = f"{low.mention.text}占{high.mention.text}的{rounded(actual, slot.mention)}%"
                    slot.outcome = Outcome(Verdict.CONSISTENT, reason, None, slot.mention.written, CODE)
                    return
