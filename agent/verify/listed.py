"""Names in a row: the words of the form that stand one after another before a number or a list of numbers."""

import re

from agent.verify.lexicon import Hit, Sense
from agent.verify.scene import Candidate, Scene, Slot


def names_before(scene: Scene, at: int, wanted: int) -> list[Sense]:
    """The rows or columns named right before a position, at most ``wanted``, in the order of the text."""
    return _in_a_row(scene, scene.sentence_span(scene.sentence_of(max(0, at - 1)))[0], at, wanted)


def names_between(scene: Scene, start: int, end: int, wanted: int) -> list[Sense]:
    """The same for names that must stand between two positions: 分别作出行政许可、行政处罚决定 before the numbers."""
    return _in_a_row(scene, start, end, wanted)


def _in_a_row(scene: Scene, start: int, at: int, wanted: int) -> list[Sense]:
    found: list[Hit] = []
    edge = at
    for hit in reversed(scene.hits_in(start, at)):
        if not found and (hit.word in _NOUNS or scene.text[hit.start - 1 : hit.start] == "而"):
            edge = hit.start - (1 if scene.text[hit.start - 1 : hit.start] == "而" else 0)
            continue
        between = _FILLING.sub("", scene.text[hit.end : edge])
        named = any(sense.kind == "column" or _is_row(sense) for sense in hit.senses)
        if (
            not named
            or len(found) == wanted
            or len(between) > 4
            or (found and not re.search("[、和及与或]", between))
        ):
            break
        found.append(hit)
        edge = hit.start
    subject = _headline(scene, start, found[-1].start) if found else None
    return [sense for hit in reversed(found) if (sense := _sense(hit, subject)) is not None]


_NOUNS = ("申请", "案件", "政府信息公开申请")
# What may stand between a name and the next, or the numbers.
_FILLING = re.compile("决定|处理|政府信息公开申请|申请|案件|的")


def _is_row(sense: Sense) -> bool:
    return sense.kind == "term" and sense.term is not None and not sense.term.verb


def _headline(scene: Scene, start: int, at: int) -> str | None:
    """What the names are results of: 行政诉讼维持、纠正分别为…, the subject named last before them."""
    for hit in reversed(scene.hits_in(start, at)):
        for sense in hit.senses:
            if _is_row(sense) or sense.kind == "topic":
                return sense.subject.id
    return None


def _sense(hit: Hit, subject: str | None) -> Sense | None:
    """A name's meaning: its row by itself, or the column of the subject that heads the list."""
    senses = [sense for sense in hit.senses if sense.kind == "column" or _is_row(sense)]
    of_subject = [sense for sense in senses if sense.subject.id == subject]
    rows = [sense for sense in senses if _is_row(sense)]
    return next(iter((*of_subject, *rows, *senses)), None)


def candidate_of(scene: Scene, slot: Slot, sense: Sense, *, first: bool = False) -> Candidate | None:
    """What a row or a column named in a list means.

    A column belongs to the last number of its subject that is bound; with ``first``, to what its subject counts first.
    """
    subject = sense.subject
    template: str | None
    if sense.kind == "column" and first:
        template, column = subject.terms[0].means[0], sense.column
    elif sense.kind == "column":
        total = next(
            (
                other
                for other in scene.earlier(slot)
                if other.bound and other.bound.template and other.bound.subject == subject.id
            ),
            None,
        )
        template = total.bound.template if total and total.bound else subject.terms[0].means[0]
        column = sense.column
    else:
        template, column = (sense.term.means[0] if sense.term else None), ""
    if template is not None and not column and subject.default is None and "*" in template:
        column = _column_before(scene, slot, sense) or ""
        if not column:
            return None
    if template is None:
        return None
    text = template.replace("*", column or subject.default or "")
    expression = scene.ground.parse(text)
    return (
        Candidate(text, expression, subject.id, True, template, column or None)
        if expression is not None
        else None
    )


def _column_before(scene: Scene, slot: Slot, sense: Sense) -> str | None:
    """The column that is said once for several rows: 现行有效的规章和规范性文件分别为11件和312件."""
    start = scene.sentence_span(slot.sentence)[0]
    for hit in reversed(scene.hits_in(start, slot.mention.start)):
        for other in hit.senses:
            if other.kind == "column" and other.subject.id == sense.subject.id:
                return other.column
    return None
