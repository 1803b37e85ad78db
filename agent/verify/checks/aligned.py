"""Two lists in step, and one number for several things.

予以公开、部分公开、不予公开分别为5件、3件、2件: as many names as numbers, each with its own. 行政复议、行政诉讼各1件: the number holds for
every name. Where names and numbers do not match one to one nothing is decided here.
"""

import re

from agent.verify.answer import Verdict
from agent.verify.checks.cells import contradicted
from agent.verify.explain import agrees, name
from agent.verify.lexicon import Hit, Sense
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "aligned"
_STEP = re.compile(r"分别(?:为|是|有|达到?|收到|受理|办结|作出)?|依次(?:为|是)")
_BETWEEN = re.compile(r"^[、，,和及与以及“”\"]*$")


def bind(scene: Scene) -> None:
    """Judge the numbers of aligned lists again, each by its own name."""
    for match in _STEP.finditer(scene.text):
        values = _values(scene, match.end())
        names = _names(scene, match.start(), len(values))
        if len(values) >= 2 and len(names) == len(values):
            for slot, (hit, sense) in zip(values, names, strict=True):
                _judge(scene, slot, _candidate(scene, slot, hit, sense))
    for slot in scene.slots:
        if scene.text[max(0, slot.mention.start - 1) : slot.mention.start] == "各":
            _judge_each(scene, slot)


def _values(scene: Scene, at: int) -> list[Slot]:
    found: list[Slot] = []
    edge = at
    for slot in scene.started_at(at):
        between = scene.text[edge : slot.mention.start]
        if (found and not _BETWEEN.match(between)) or (not found and len(between) > 6):
            break
        found.append(slot)
        edge = slot.mention.end
    return found


def _names(scene: Scene, at: int, wanted: int) -> list[tuple[Hit, Sense]]:
    found: list[tuple[Hit, Sense]] = []
    edge = at
    for hit in reversed(scene.hits_in(scene.sentence_span(scene.sentence_of(max(0, at - 1)))[0], at)):
        sense = hit.term(verbs=False) or next((s for s in hit.senses if s.kind == "column"), None)
        between = scene.text[hit.end : edge]
        if (
            sense is None
            or len(found) == wanted
            or len(between) > 4
            or (found and not re.search("[、和及与或]", between))
        ):
            break
        found.append((hit, sense))
        edge = hit.start
    return list(reversed(found))


def _candidate(scene: Scene, slot: Slot, hit: Hit, sense: Sense) -> Candidate | None:
    subject = sense.subject
    if sense.kind == "column":
        total = next(
            (
                other
                for other in scene.earlier(slot)
                if other.bound and other.bound.template and other.bound.subject == subject.id
            ),
            None,
        )
        template = total.bound.template if total and total.bound else None
        column: str | None = sense.column
    else:
        template, column = (sense.term.means[0] if sense.term else None), None
    if template is None or (column is None and subject.default is None and "*" in template):
        return None
    text = template.replace("*", column or subject.default or "")
    expression = scene.ground.parse(text)
    return Candidate(text, expression, subject.id, True, template, column) if expression is not None else None


def _judge(scene: Scene, slot: Slot, candidate: Candidate | None) -> None:
    value = scene.ground.value(candidate.expression) if candidate else None
    if candidate is None or value is None or slot.narrow or slot.period != "now":
        return
    slot.candidates = [candidate]
    if slot.mention.accepts(value):
        slot.bound = candidate
        reason = agrees(name(scene.ground.form, candidate.expression), value, slot.mention, slot.mention.unit)
        slot.outcome = Outcome(
            Verdict.VERIFIED, reason, str(candidate.expression), slot.mention.written, CODE
        )
    else:
        slot.bound = None
        slot.outcome = contradicted(scene, slot, [candidate])


def _judge_each(scene: Scene, slot: Slot) -> None:
    names = _names(scene, slot.mention.start - 1, 12)
    found = [
        candidate for hit, sense in names if (candidate := _candidate(scene, slot, hit, sense)) is not None
    ]
    known = [
        (candidate, value)
        for candidate in found
        if (value := scene.ground.value(candidate.expression)) is not None
    ]
    if len(known) < 2 or len(known) != len(names) or slot.narrow:
        return
    wrong = [candidate for candidate, value in known if not slot.mention.accepts(value)]
    if wrong:
        slot.bound, slot.outcome = None, contradicted(scene, slot, wrong)
        return
    slot.bound = known[0][0]
    reason = "；".join(
        agrees(name(scene.ground.form, c.expression), v, slot.mention, slot.mention.unit) for c, v in known
    )
    slot.outcome = Outcome(Verdict.VERIFIED, reason, str(known[0][0].expression), slot.mention.written, CODE)
