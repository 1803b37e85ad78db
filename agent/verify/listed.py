"""Names in a row: the words of the form that stand one after another before a number or a list of numbers."""

import re

from agent.verify.lexicon import Sense
from agent.verify.scene import Candidate, Scene, Slot


def names_before(scene: Scene, at: int, wanted: int) -> list[Sense]:
    """The rows or columns named right before a position, at most ``wanted``, in the order of the text."""
    found: list[Sense] = []
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
        found.append(sense)
        edge = hit.start
    return list(reversed(found))


def candidate_of(scene: Scene, slot: Slot, sense: Sense) -> Candidate | None:
    """What a row or a column named in a list means; a column belongs to the last number of its subject that is bound."""
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
