"""Two lists in step: as many names as numbers, each with its own. Where they do not match one to one nothing is decided here.

正例：予以公开、部分公开、不予公开分别为71件、23件、21件。
反例：予以公开、部分公开、不予公开分别为23件、71件、21件。
"""

import re

from agent.verify.checks.cells import accept, contradicted
from agent.verify.lexicon import Sense
from agent.verify.listed import candidate_of, names_before, names_between
from agent.verify.scene import Scene, Slot

CODE = "B02"
TITLE = "分别为"
STEP = re.compile(r"分别(?:为|是|有|达到?|收到|受理|办结|作出)?|依次(?:为|是)")
_BETWEEN = re.compile(r"^[、，,和及与以及“”\"]*$")


def bind(scene: Scene) -> None:
    """Judge the numbers of aligned lists again, each by its own name."""
    for match in STEP.finditer(scene.text):
        values = values_after(scene, match.end())
        if len(values) < 2:
            continue
        senses = names_before(scene, match.start(), len(values))
        if len(senses) != len(values):
            senses = names_between(scene, match.end(), values[0].mention.start, len(values))
        if len(senses) == len(values):
            for slot, sense in zip(values, senses, strict=True):
                _judge(scene, slot, sense)


def values_after(scene: Scene, at: int) -> list[Slot]:
    """The numbers of the list that 分别 opens."""
    found: list[Slot] = []
    edge = at
    for slot in scene.started_at(at):
        between = scene.text[edge : slot.mention.start]
        if (found and not _BETWEEN.match(between)) or (not found and not _near(scene, edge, slot)):
            break
        found.append(slot)
        edge = slot.mention.end
    return found


def _near(scene: Scene, at: int, slot: Slot) -> bool:
    """Whether a number follows 分别 at once, or after nothing but names: 分别作出行政许可、行政处罚决定2件、3件."""
    between = scene.text[at : slot.mention.start]
    if len(between) <= 6:
        return True
    return (
        len(between) <= _LONGEST
        and not re.search("[，。；：]", between)
        and bool(scene.hits_in(at, slot.mention.start))
    )


_LONGEST = 60


def _judge(scene: Scene, slot: Slot, sense: Sense) -> None:
    meant = [candidate_of(scene, slot, sense), candidate_of(scene, slot, sense, first=True)]
    known = [
        (one, value)
        for one in meant
        if one is not None and (value := scene.ground.value(one.expression)) is not None
    ]
    if not known or slot.narrow or slot.period != "now":
        return
    slot.candidates = [candidate for candidate, _ in known]
    for candidate, value in known:
        if slot.mention.accepts(value):
            accept(scene, slot, candidate, value, CODE)
            return
    slot.bound = None
    slot.outcome = contradicted(scene, slot, known[:1], CODE)
