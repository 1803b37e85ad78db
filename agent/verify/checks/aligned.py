"""Two lists in step: as many names as numbers, each with its own. Where they do not match one to one nothing is decided here.

正例：予以公开、部分公开、不予公开分别为71件、23件、21件。
反例：予以公开、部分公开、不予公开分别为23件、71件、21件。
"""

import re

from agent.verify.checks.cells import accept, contradicted
from agent.verify.lexicon import Sense
from agent.verify.listed import candidate_of, names_before
from agent.verify.scene import Scene, Slot

CODE = "B02"
TITLE = "分别为"
_STEP = re.compile(r"分别(?:为|是|有|达到?|收到|受理|办结|作出)?|依次(?:为|是)")
_BETWEEN = re.compile(r"^[、，,和及与以及“”\"]*$")


def bind(scene: Scene) -> None:
    """Judge the numbers of aligned lists again, each by its own name."""
    for match in _STEP.finditer(scene.text):
        values = _values(scene, match.end())
        senses = names_before(scene, match.start(), len(values))
        if len(values) >= 2 and len(senses) == len(values):
            for slot, sense in zip(values, senses, strict=True):
                _judge(scene, slot, sense)


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


def _judge(scene: Scene, slot: Slot, sense: Sense) -> None:
    candidate = candidate_of(scene, slot, sense)
    value = scene.ground.value(candidate.expression) if candidate else None
    if candidate is None or value is None or slot.narrow or slot.period != "now":
        return
    slot.candidates = [candidate]
    if slot.mention.accepts(value):
        accept(scene, slot, candidate, value, CODE)
    else:
        slot.bound = None
        slot.outcome = contradicted(scene, slot, [(candidate, value)], CODE)
