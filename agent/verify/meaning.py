"""What a word of the form may mean beside a number: its row's expressions, at the column that the sentence names."""

import re
from collections.abc import Iterator

from agent.figures import Unit
from agent.verify.lexicon import Hit, Sense
from agent.verify.scene import Candidate, Scene, Slot


def fits_unit(slot: Slot, sense: Sense) -> bool:
    """Whether a number is counted in one of the measure words of a sense's subject; a bare number fits any."""
    unit = slot.mention.unit
    if Unit.of(unit).is_money:
        return any(Unit.of(word).is_money for word in sense.subject.units)
    return not unit or unit in sense.subject.units


def foreign(sense: Sense, hits: list[Hit]) -> bool:
    """Whether another thing that is counted with the same words stands beside the number."""
    counts_rows = sense.term is not None and not sense.term.verb and "*" in sense.term.means[0]
    return not counts_rows and any(hit.says("unless", sense.subject.id) for hit in hits)


def names_row(hit: Hit, subject: str) -> bool:
    """Whether a word is the name of one of a subject's rows, by itself."""
    return any(
        s.kind == "term" and s.term is not None and not s.term.verb and s.subject.id == subject
        for s in hit.senses
    )


def column_beside(hits: list[Hit], sense: Sense) -> str | None:
    """The column that stands nearest, of the sense's subject; None for the default."""
    for hit in reversed(hits):
        for other in hit.senses:
            if other.kind == "column" and other.subject.id == sense.subject.id:
                return other.column
    return None


def meanings(
    scene: Scene, slot: Slot, sense: Sense, column: str | None, *, strong: bool
) -> Iterator[Candidate]:
    """What a row may mean beside a number: its expressions at the column, ``strong`` where the sentence names it."""
    subject = sense.subject
    for means in _likely(scene, slot, sense):
        if "*" not in means:
            if column is None and not _excluded(scene, slot, sense, means):
                yield from candidate_at(scene, slot, means, subject.id, strong=strong)
        elif column is not None or subject.default:
            yield from candidate_at(
                scene, slot, means, subject.id, strong=strong, column=column, default=subject.default
            )
        else:
            for guess in subject.columns:
                yield from candidate_at(scene, slot, means, subject.id, strong=False, column=guess)


def _likely(scene: Scene, slot: Slot, sense: Sense) -> tuple[str, ...]:
    """A row's meanings; only the sum where the sentence itself says both of its parts: 收办6件，其中新收5件、上年结转1件."""
    means = sense.term.means if sense.term else ()
    concluded = tuple(text for text in means if text.endswith(".pending"))
    if concluded and any(
        h.word.endswith("审结") for h in scene.words(slot, scene.left(slot), slot.mention.start)
    ):
        return concluded
    sums = tuple(text for text in means if " + " in text)
    if not sums or len(means) == 1:
        return means
    parts = set(sums[0].split(" + "))
    start, end = scene.sentence_span(slot.sentence)
    own = (scene.left(slot), slot.mention.end)
    said = {
        other.term.means[0]
        for hit in scene.hits_in(start, end)
        if not own[0] <= hit.start < own[1]
        for other in hit.senses
        if other.term is not None and other.subject.id == sense.subject.id
    }
    return sums[:1] if parts <= said or _holds_brought(scene, slot, parts) else means


_HOLDS = re.compile(r"[（，](?:其中)?(?:含|包括|包含)")


def _holds_brought(scene: Scene, slot: Slot, parts: set[str]) -> bool:
    """Whether a number is said to contain what was carried in: 受理6件（含上年结转1件）."""
    found = _HOLDS.match(scene.text, slot.mention.end)
    if found is None:
        return False
    hits = scene.hits_in(found.end(), found.end() + 10)
    return any(s.term is not None and s.term.means[0] in parts for s in (hits[0].senses if hits else ()))


def _excluded(scene: Scene, slot: Slot, sense: Sense, means: str) -> bool:
    """Whether a meaning leaves out a column (总计减尚未审结) that the sentence itself lists."""
    if sense.term is not None and sense.term.verb:
        return False
    subject = sense.subject
    left_out = [
        column
        for column in subject.columns
        if f"- {means.split('.')[0]}" in means and means.endswith(f".{column}")
    ]
    hits = scene.hits_in(slot.mention.end, scene.sentence_span(slot.sentence)[1])
    return any(s.kind == "column" and s.column in left_out for hit in hits for s in hit.senses)


def candidate_at(
    scene: Scene,
    slot: Slot,
    means: str,
    subject: str,
    *,
    strong: bool,
    column: str | None = None,
    default: str | None = None,
) -> Iterator[Candidate]:
    """One meaning as a candidate, a year earlier for a last-year number; nothing where this edition has no such cell."""
    text = means.replace("*", column or default or "")
    if slot.period == "prev" and not text.endswith("_last_year"):
        text = year_before(text)
    expression = scene.ground.parse(text)
    if expression is not None:
        template = means if "*" in means else None
        yield Candidate(text, expression, subject, strong, template, column)


def year_before(text: str) -> str:
    """A meaning a year earlier, as the form writes it, groups and all: every key of it with ``prev.``."""
    return re.sub(r"(?<![.\w])(?=[a-z][a-z_]*\.)(?!prev\.)", "prev.", text)
