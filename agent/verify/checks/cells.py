"""A number that the sentence binds to cells of the tables.

What a number may speak of comes from the words around it (:mod:`agent.verify.naming`), never from its value. Verbs such as
收到 and 办理 may mean several sums: each is tried, and the number is objected to only when none fits.

正例：全年共收到政府信息公开申请202件，办结195件。
反例：全年共收到政府信息公开申请220件。
"""

from decimal import Decimal

from agent.verify.answer import Verdict
from agent.verify.explain import agrees, differs, in_unit, name, rounded, unit_of
from agent.verify.hints import nearest_fit
from agent.verify.memory import Memory
from agent.verify.naming import candidates
from agent.verify.scene import Candidate, Outcome, Scene, Slot
from agent.verify.scope import Scope

CODE = "B01"
TITLE = "报表单元格"


def bind(scene: Scene) -> None:
    """Find what each number may speak of, and judge those that one of its meanings fits or a named one contradicts."""
    memory, scope = Memory(scene.topic), Scope(scene)
    for slot in scene.slots:
        if not slot.mention.counts or slot.role:
            continue
        if slot.outcome is None:
            scope.note(scene, slot)
            slot.candidates = list(candidates(scene, slot, memory))
            _judge(scene, slot)
        memory.keep(slot)
    scene.spoken = memory.topic


def _judge(scene: Scene, slot: Slot) -> None:
    known = []
    for candidate in slot.candidates:
        value = value_of(scene, slot, candidate)
        if value is None:
            continue
        if slot.mention.accepts(value):
            accept(scene, slot, candidate, value, CODE)
            return
        known.append((candidate, value))
    strong = [(candidate, value) for candidate, value in known if candidate.strong]
    if strong and not slot.cumulative and not _doubtful(scene, slot, strong[0][0]):
        slot.outcome = contradicted(scene, slot, strong, CODE)


def _doubtful(scene: Scene, slot: Slot, candidate: Candidate) -> bool:
    """Decisions that were put on the web are not the decisions that were made."""
    words = scene.ground.form.vocabulary.subject(candidate.subject).doubtful
    clause = scene.text[scene.wide_left(slot) : slot.mention.start]
    return any(word in clause for word in words)


def value_of(scene: Scene, slot: Slot, candidate: Candidate) -> Decimal | None:
    """A candidate's value in the unit that the text uses; None where a cell is absent or the units differ in kind."""
    value = scene.ground.value(candidate.expression)
    if value is None or not slot.mention.money:
        return value
    return in_unit(value, unit_of(scene.ground.form, candidate.expression), slot.mention.unit)


def accept(scene: Scene, slot: Slot, candidate: Candidate, value: Decimal, code: str) -> None:
    """Bind a number to a candidate that it fits."""
    slot.bound = candidate
    reason = agrees(name(scene.ground.form, candidate.expression), value, slot.mention)
    slot.outcome = Outcome(Verdict.VERIFIED, reason, str(candidate.expression), slot.mention.written, code)


def contradicted(scene: Scene, slot: Slot, known: list[tuple[Candidate, Decimal]], code: str) -> Outcome:
    """The objection to a number that none of its meanings fits, with what it would fit instead."""
    first, value = known[0]
    others = [pair for pair in known[1:] if pair[1] != value][:1]
    reason = differs(name(scene.ground.form, first.expression), value, slot.mention)
    for other, amount in others:
        reason += (
            f"；按“{name(scene.ground.form, other.expression)}”计为{rounded(amount, slot.mention)}，也不符"
        )
    hint = nearest_fit(scene, slot, first.subject)
    expected = rounded(value, slot.mention)
    return Outcome(
        Verdict.CONTRADICTED,
        reason + (f"；{hint}" if hint else ""),
        str(first.expression),
        expected,
        code,
        hint,
    )
