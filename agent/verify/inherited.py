"""What a number takes over from the ones before it: the same thing a year later, where it has got to, what is left of a total."""

import re
from collections.abc import Iterator

from agent.forms.expressions import Expression, Operation, last_year, this_year
from agent.verify.filling import own_words, residue
from agent.verify.memory import Memory
from agent.verify.scene import Candidate, Scene, Slot

_REST_OF = re.compile(r"(?:其余|剩余|余下|剩下)(?:的)?(?:申请|案件)?$|外，(?:还有|另有|尚有)$")


def remainder(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """其余36件: what the total before it leaves when the numbers between them are taken away."""
    if not _REST_OF.search(scene.text[scene.left(slot) : slot.mention.start]):
        return
    near = [
        total for total in reversed(memory.totals) if total.depth == slot.depth and total.bound is not None
    ]
    same = [total for total in near if total.sentence == slot.sentence]
    for total in same or [total for total in near if total.sentence == slot.sentence - 1]:
        if total.bound is not None:
            yield from _less(scene, slot, total, total.bound)


def _less(scene: Scene, slot: Slot, total: Slot, whole: Candidate) -> Iterator[Candidate]:
    """A total less all the numbers between it and the remainder, or less the last of them."""
    parts = [
        other
        for other in scene.slots[total.index + 1 : slot.index]
        if other.depth == slot.depth and not other.role
    ]
    parts = [other for other in parts if other.mention.counts]
    alike = [
        o for o in parts if o.bound and o.bound.subject == whole.subject and o.dimension == total.dimension
    ]
    if not parts or len(alike) != len(parts):
        return
    for taken in dict.fromkeys((tuple(other.index for other in parts), (parts[-1].index,))):
        expression: Expression = whole.expression
        for index in taken:
            bound = scene.slots[index].bound
            expression = Operation("-", expression, bound.expression) if bound is not None else expression
        yield Candidate(str(expression), expression, whole.subject, True)


_REACHED = re.compile(
    r"(?:增加|增长|上升|提高|提升|减少|下降|缩减|降低|回落|增|减|降|升|变)(?:到|至|为|成)(?:了)?(?:20\d\d年度?的?|今年的?|本年的?|本年度的?)?$"
)


def reached(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """Where a last-year number has got to is the same thing this year: 由2022年的155件增至202件."""
    last = memory.last
    if (
        last is None
        or last.index != slot.index - 1
        or not _REACHED.search(scene.text[last.mention.end : slot.mention.start])
    ):
        return
    yield from _a_year_on(scene, last)


def _a_year_on(scene: Scene, last: Slot) -> Iterator[Candidate]:
    """What a last-year number is of, this year."""
    for candidate in [last.bound] if last.bound else last.candidates:
        expression: Expression | None = this_year(candidate.expression)
        if str(expression).endswith("_last_year"):
            # Where the table itself holds last year's number, this year's is what its row means first.
            subject = scene.ground.form.vocabulary.subject(candidate.subject)
            expression = scene.ground.parse(subject.terms[0].means[0])
        if expression is not None:
            yield Candidate(
                str(expression), expression, candidate.subject, True, candidate.template, candidate.column
            )


def same_last_year(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """A last-year number without words of its own is that of the figure before it: 202件，比2022年（155件）增长."""
    if (
        memory.last is None
        or memory.last.sentence != slot.sentence
        or len(residue(own_words(scene, slot), [])) > 1
    ):
        return
    for candidate in [memory.last.bound] if memory.last.bound else memory.last.candidates:
        expression = last_year(candidate.expression)
        if expression is not None:
            yield Candidate(str(expression), expression, candidate.subject, True)


# 去年引发行政复议13件，今年14件: only the year is said again.
_THIS_YEAR = re.compile(
    r"(?:今年|本年度?|20\d\d年度?)(?:全年|同期)?(?:共|则|为|是|有|达到?|作出|收到|受理|办理|办结|又?增?至|升至|降至|的)*$"
)


def same_this_year(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """A number of which only the year is said is the same thing as the last-year number before it."""
    last = memory.last
    if (
        last is None
        or last.period != "prev"
        or last.sentence != slot.sentence
        or not _THIS_YEAR.search(scene.text[last.mention.end : slot.mention.start])
    ):
        return
    yield from _a_year_on(scene, last)
