"""One report of a set: its text, its figures, its annotations, its slip; the same for the same line in any process."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from agent.figures import FigureSet
from agent.forms import Form
from eval.generation.reports import Composed, composed
from eval.generation.sentences import Sentence, Variant, sentence_of
from eval.generation.units import body_at
from eval.generation.wordings import Wording, wordings
from eval.generation.world import World, world_with
from eval.sets.annotation import UNSOURCED, Record, annotated, exempt
from eval.sets.asked import ZERO

# Units tried for one slip before it is said that none of them can have it.
_TRIES = 40
_MAIL = re.compile(r"[a-z]+\d+@[a-z.]+")
_YEAR = re.compile(r"\d{4}年")


@dataclass(frozen=True)
class Slip:
    """One known error: ``sentence`` is the half-open span of its sentence, ``right`` that sentence as it should read.

    ``right`` is "" where there is no right form: a claim that does not hold, a figure that nothing bears out.
    """

    kind: str
    phrase: str
    start: int
    end: int
    wrong: str
    sentence: tuple[int, int]
    right: str
    collides: bool


@dataclass(frozen=True)
class Made:
    """One report. ``slip`` is None in a right one; ``phrases`` has a kind of phrase for each sentence."""

    world: World
    text: str
    gold: tuple[Record, ...]
    claims: tuple[Record, ...]
    slip: Slip | None
    phrases: tuple[str, ...]

    @property
    def figures(self) -> FigureSet:
        """The year's."""
        return self.world.figures

    @property
    def form(self) -> Form:
        """What they follow."""
        return self.world.form


def made(line: Mapping[str, Any]) -> Made:
    """The report of a line of the plan; without its slip where no unit of that kind could have it."""
    choice = [each for each in wordings() if not line["phrases"] or each.kind in line["phrases"]]
    for attempt in range(_TRIES if line["error"] else 0):
        random, world = _world(line, attempt)
        found = _slipped(world, random, choice, line["error"])
        if found is not None:
            return _with(world, random, choice, *found)
    random, world = _world(line, 0)
    return _annotated(world, composed(world, random, choice, bound=True), None, None)


def _world(line: Mapping[str, Any], attempt: int) -> tuple[Random, World]:
    random = Random(f"成套/{line['seed']}/{line['index']}/{attempt}")
    body = body_at(random, line["level"])
    if line["requests"]:
        body = replace(body, scale=line["requests"])
    year = 2020 if line["edition"] == "2019" else random.randint(2022, 2025)
    return random, world_with(random, body, line["edition"], year, zero=line["shape"] == ZERO)


# --- the slip -------------------------------------------------------------------------------------------------------


def _slipped(
    world: World, random: Random, choice: Sequence[Wording], error: str
) -> tuple[Sentence, Variant | None] | None:
    """A sentence that can have the slip, and its wrong form; None instead of one where the sentence itself is wrong."""
    for wording in random.sample(list(choice), len(choice)):
        made = sentence_of(wording, world, random)
        if made is None or "\n" in made.text:
            continue
        if error == UNSOURCED:
            if made.unsourced and made.right:
                return made, None
            continue
        able = [each for each in made.variants if each.error == error and "\n" not in each.text]
        if able and not made.unsourced:
            return made, random.choice(able)
    return None


def _with(
    world: World, random: Random, choice: Sequence[Wording], sentence: Sentence, variant: Variant | None
) -> Made:
    whole = composed(world, random, choice, [sentence], bound=True)
    if variant is None:
        return _annotated(world, whole, sentence, None)
    at = next(at for at, each in whole.placed if each is sentence)
    text = whole.text[:at] + variant.text + whole.text[at + len(sentence.text) :]
    shift = len(variant.text) - len(sentence.text)
    placed = tuple((start + shift * (start > at), each) for start, each in whole.placed)
    return _annotated(world, Composed(text, placed), sentence, variant)


def _annotated(world: World, whole: Composed, wrong: Sentence | None, variant: Variant | None) -> Made:
    rest = _furniture(world, whole)
    gold: list[Record] = []
    claims: list[Record] = []
    slip = None
    for at, sentence in whole.placed:
        while rest and rest[0]["start"] < at:
            gold.append(rest.pop(0))
        mine = variant if sentence is wrong else None
        found = annotated(sentence, at, len(gold), world.form, mine)
        gold += found.figures
        claims += found.claims
        if sentence is wrong:
            slip = _slip(whole.text, at, sentence, variant, found.figures)
    phrases = tuple(sentence.kind for _, sentence in whole.placed)
    return Made(world, whole.text, (*gold, *rest), tuple(claims), slip, phrases)


def _furniture(world: World, whole: Composed) -> list[Record]:
    """What stands in no slot of a wording: the title's year, the headings' ordinals, addresses with digits in them."""
    title = whole.text.partition("\n")[0]
    year = _YEAR.search(title)
    found = [exempt(year.start(), year[0], "date")] if year else []
    for section in world.form.sections:
        at = whole.text.find(f"\n{section.heading}\n")
        if at >= 0:
            found.append(exempt(at + 1, section.heading.partition("、")[0] + "、", "list_marker"))
    found += [exempt(each.start(), each[0], "contact") for each in _MAIL.finditer(whole.text)]
    return sorted(found, key=lambda record: record["start"])


def _slip(text: str, at: int, sentence: Sentence, variant: Variant | None, figures: Sequence[Record]) -> Slip:
    if variant is None:
        first = next(each for each in figures if each["expected"] == "unsupported")
        place = first["start"], first["end"]
        span = at, at + len(sentence.text)
        return Slip(UNSOURCED, sentence.kind, *place, text[slice(*place)], span, "", collides=False)
    span = at, at + len(variant.text)
    start, end = at + variant.start, at + variant.end
    right = sentence.text if sentence.right else ""
    return Slip(
        variant.error, sentence.kind, start, end, text[start:end], span, right, collides=variant.collides
    )
