"""One number for several things: it must hold for each of them.

正例：属于国家秘密、确认或重新出具已获取信息各1件。
反例：行政复议、行政诉讼各14件。
"""

from agent.verify.answer import Verdict
from agent.verify.checks.cells import contradicted
from agent.verify.explain import agrees, name
from agent.verify.listed import candidate_of, names_before
from agent.verify.scene import Outcome, Scene, Slot

CODE = "B03"
TITLE = "各"
_MOST = 12


def bind(scene: Scene) -> None:
    """Judge the numbers that 各 stands before."""
    for slot in scene.slots:
        if slot.mention.start and scene.text[slot.mention.start - 1] == "各" and not slot.narrow:
            _judge(scene, slot)


def _judge(scene: Scene, slot: Slot) -> None:
    senses = names_before(scene, slot.mention.start - 1, _MOST)
    found = [candidate for sense in senses if (candidate := candidate_of(scene, slot, sense)) is not None]
    known = [(one, value) for one in found if (value := scene.ground.value(one.expression)) is not None]
    if len(known) < 2 or len(known) != len(senses):
        return
    wrong = [(candidate, value) for candidate, value in known if not slot.mention.accepts(value)]
    if wrong:
        slot.bound, slot.outcome = None, contradicted(scene, slot, wrong[:1], CODE)
        return
    slot.bound = known[0][0]
    reason = "；".join(
        agrees(name(scene.ground.form, one.expression), value, slot.mention) for one, value in known
    )
    slot.outcome = Outcome(Verdict.VERIFIED, reason, str(slot.bound.expression), slot.mention.written, CODE)
