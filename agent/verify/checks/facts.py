"""Bind a number to a supplementary fact, or to a part of one, by name.

A name that stands whole in the window binds; the longest wins, then the nearest. A part binds where its fact is being spoken
of: named in the sentence, or quoted earlier in the paragraph. A name that is only scattered over the sentence (在线访谈…解答…
问题1000余个), or whose words stand in the number's own clause in another order (通报栏目运行情况4期: 运行通报), is evidence
enough to accept an equal number, never to object to another.

正例：全年主动公开政府信息3456条，其中政府网站公开2100条。
反例：全年主动公开政府信息3546条。
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.figures import Fact, Unit
from agent.figures.fact import Part
from agent.forms.expressions import FactRef
from agent.verify.answer import Verdict
from agent.verify.checks.aligned import STEP, values_after
from agent.verify.explain import agrees, differs, in_unit, name, rounded
from agent.verify.mention import Comparator
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "B04"
TITLE = "补充的事实"
_SHORT = 4
_QUALIFIED = {
    "余": Comparator.OVER,
    "多": Comparator.OVER,
    "近": Comparator.UNDER,
    "约": Comparator.ABOUT,
    "超": Comparator.ABOVE,
    "逾": Comparator.ABOVE,
    "超过": Comparator.ABOVE,
}


@dataclass(frozen=True, slots=True)
class _Match:
    """A fact or part that the window names: how well, and where the name ends."""

    fact: Fact
    part: Part | None
    whole: bool
    length: int
    end: int
    recent: int = 0

    @property
    def value(self) -> Decimal | None:
        return self.part.value if self.part else self.fact.value

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        return self.whole, self.length, self.end, self.recent


def bind(scene: Scene) -> None:
    """Judge the numbers that facts speak of, last year's by last year's facts. What a cell already fits is left alone."""
    known = {"now": scene.ground.figures.facts, "prev": ()}
    if scene.ground.previous is not None:
        known["prev"] = scene.ground.previous.facts
    active: list[Fact] = []
    _aligned(scene)
    for slot in scene.slots if any(known.values()) else ():
        if slot.settled or slot.role or (slot.outcome is not None and slot.outcome.check == "N01"):
            continue
        match = _best(scene, slot, known.get(slot.period, ()), active)
        if match is not None:
            agreed = _judge(scene, slot, match)
            if agreed and match.part is None:
                active = [*(fact for fact in active if fact is not match.fact), match.fact]


_NAMES = re.compile("[、和及与]")


def _aligned(scene: Scene) -> None:
    """分别 with the parts of one fact as its names: 门户网站、微信公众号分别公开5127条、2318条."""
    for match in STEP.finditer(scene.text):
        values = [slot for slot in values_after(scene, match.end()) if not slot.settled]
        start = scene.sentence_span(scene.sentence_of(match.start()))[0]
        label = re.split("[，。；：]", scene.text[start : match.start()])[-1]
        names = _NAMES.split(label)
        if len(values) < 2 or len(names) != len(values):
            continue
        for fact in scene.ground.figures.facts:
            parts = [
                next((p for p in _parts(fact) if any(name.endswith(w) for w in p.names)), None)
                for name in names
            ]
            if all(part is not None for part in parts) and len(set(parts)) == len(parts):
                for slot, part in zip(values, parts, strict=True):
                    slot.outcome = None
                    _judge(scene, slot, _Match(fact, part, True, _SHORT, slot.mention.start))
                break


def _parts(fact: Fact) -> list[Part]:
    return [part for breakdown in fact.breakdowns for part in breakdown.parts]


def _best(scene: Scene, slot: Slot, facts: tuple[Fact, ...], active: list[Fact]) -> _Match | None:
    found: list[_Match] = []
    start, end = scene.sentence_span(slot.sentence)
    sentence = scene.text[start:end]
    around = scene.text[start : slot.mention.start] + scene.text[slot.mention.end : scene.right(slot)[0]]
    for fact in facts:
        if fact.value is None or not _same_measure(slot, fact):
            continue
        if (match := _match(scene, slot, fact, None, around)) is not None:
            found.append(_of_part(scene, slot, match) or match)
        recent = active.index(fact) + 1 if fact in active else 0
        if recent or any(word in sentence for word in fact.names):
            parts = (part for breakdown in fact.breakdowns for part in breakdown.parts)
            named = (_match(scene, slot, fact, part, "") for part in parts)
            found += [replace(match, recent=recent) for match in named if match is not None and match.whole]
    return max(found, key=lambda match: match.rank, default=None)


def _of_part(scene: Scene, slot: Slot, match: _Match) -> _Match | None:
    """The part of a fact that the clause names before it: 通过政府网站主动公开政府信息2100条. Several parts are the whole."""
    start = scene.left(slot) if match.whole else scene.sentence_span(slot.sentence)[0]
    clause = scene.text[start : match.end]
    for breakdown in match.fact.breakdowns:
        named = [part for part in breakdown.parts if any(word in clause for word in part.names)]
        if len(named) == 1 and not _among_others(clause, named[0]):
            return replace(match, part=named[0])
    return None


def _among_others(clause: str, part: Part) -> bool:
    """Whether a part stands there as one of several: 政府网站等平台, 政府网站和查阅点."""
    return any(
        re.search(re.escape(word) + "(?:等|、|和|及|与|，)|(?:、|和|及|与)" + re.escape(word), clause)
        for word in part.names
    )


def _same_measure(slot: Slot, fact: Fact) -> bool:
    have, want = slot.mention.unit, fact.unit
    return have == want or not have or not want or slot.dimension == Unit.of(want).dimension


def _match(scene: Scene, slot: Slot, fact: Fact, part: Part | None, around: str) -> _Match | None:
    """How well the words beside a number name a fact or its part; ``around`` is the sentence without what comes later."""
    start, own = scene.before(slot), scene.left(slot)
    stop = slot.mention.start
    end, _ = scene.right(slot)
    text = scene.text
    best: _Match | None = None
    for word in (part or fact).names:
        at = text.rfind(word, start, stop)
        if at >= 0 and at + len(word) > own - 1:
            best = _better(best, _Match(fact, part, True, len(word), at + len(word)))
        following = text.find(word, slot.mention.end, end)
        if following >= 0 and following - slot.mention.end <= 2:
            best = _better(best, _Match(fact, part, True, len(word), slot.mention.start))
        if (
            part is None
            and best is None
            and (
                _scattered(around, word)
                or _turned(text[own:stop] + text[slot.mention.end : end], word, slot, fact)
                or any(len(word) >= 5 + cut and word[cut:] in text[own:stop] for cut in (1, 2))
            )
        ):
            best = _Match(fact, None, False, len(word), stop)
    return best


def _better(one: _Match | None, other: _Match) -> _Match:
    return other if one is None or other.rank > one.rank else one


def _scattered(text: str, word: str) -> bool:
    """Whether a name of four or more characters runs through the text in order, in pieces of two or more."""
    if len(word) < 4:
        return False
    at, rest = 0, word
    while rest:
        for length in range(len(rest), 1, -1):
            found = text.find(rest[:length], at)
            if found >= 0:
                at, rest = found + length, rest[length:]
                break
        else:
            return len(rest) == 1 and text.find(rest, at) >= 0
    return True


def _turned(clause: str, word: str, slot: Slot, fact: Fact) -> bool:
    """Whether a clause has every two-character word of a name, in whatever order, and counts in the fact's own measure word."""
    if len(word) < 4 or len(word) % 2 or not fact.unit or slot.mention.unit != fact.unit:
        return False
    return all(word[at : at + 2] in clause for at in range(0, len(word), 2))


def _judge(scene: Scene, slot: Slot, match: _Match) -> bool:
    """Whether the number agrees with the fact; where it does not and the fact is named outright, object."""
    actual = in_unit(match.value, match.fact.unit, slot.mention.unit) if match.value is not None else None
    if actual is None:
        return False
    part = match.part.name if match.part else None
    reference = FactRef(match.fact.name, part, previous=slot.period == "prev")
    named = name(scene.ground.form, reference)
    if _accepts(slot, match, actual):
        slot.bound = Candidate(str(reference), reference, "", True)
        reason = agrees(named, actual, slot.mention)
        slot.outcome = Outcome(Verdict.VERIFIED, reason, str(reference), slot.mention.written, CODE)
        return True
    if match.whole and slot.outcome is None and not slot.narrow and not slot.cumulative:
        slot.outcome = _objection(slot, match, str(reference), named, actual)
    return False


def _objection(slot: Slot, match: _Match, reference: str, named: str, actual: Decimal) -> Outcome:
    """A short name (乡镇) with a smaller number may speak of some of them: nothing says so, but nothing denies it either."""
    reason = differs(named, actual, slot.mention)
    if match.length < _SHORT and slot.mention.value < actual:
        return Outcome(Verdict.UNSUPPORTED, f"{reason}；如果只指其中一部分，请把它补充为一条事实", check=CODE)
    return Outcome(Verdict.CONTRADICTED, reason, reference, rounded(actual, slot.mention), CODE)


def _accepts(slot: Slot, match: _Match, actual: Decimal) -> bool:
    """A fact that is itself approximate (1000余) agrees with the same approximation, and with nothing more exact."""
    qualifier = match.fact.qualifier if match.part is None else None
    if qualifier in _QUALIFIED:
        above = {Comparator.OVER, Comparator.ABOVE, Comparator.AT_LEAST}
        meant = above if _QUALIFIED[qualifier] in above else {_QUALIFIED[qualifier]}
        return slot.mention.value == actual and slot.mention.comparator in meant
    return slot.mention.accepts(actual)
