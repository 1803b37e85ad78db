"""What a paragraph was last speaking of, and which rows a column named alone may belong to."""

from agent.forms.words import Subject
from agent.verify.scene import REACH, Slot


class Memory:
    """What the paragraph was last speaking of."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        self.totals: list[Slot] = []
        self.last: Slot | None = None

    def keep(self, slot: Slot) -> None:
        """Remember a number whose meaning a later column or result may belong to."""
        if slot.candidates and not slot.narrow:
            best = slot.bound or slot.candidates[0]
            if best.template is None:
                self.last = slot
                return
            if best.column is None:
                self.totals = [*self.totals[-REACH:], slot]
            self.topic, self.last = best.subject, slot

    def templates(self, slot: Slot, subject: Subject, *, listed: bool) -> list[str]:
        """The rows that a column of the subject, named alone, may belong to.

        In a bracket: those of the total before it. In a list: that total's, or that total and the one before added up, or what
        another total of the sentence was bound to. Elsewhere also what the subject counts first.
        """
        totals = [
            total
            for total in reversed(self.totals)
            if total.candidates[0].subject == subject.id and total.depth <= slot.depth
        ]
        if not totals and self.last is not None and self.last.candidates[0].subject == subject.id:
            totals = [self.last]
        if not totals:
            return []
        found = _rows(totals[0])
        if slot.depth > totals[0].depth:
            return found
        beside = [total for total in totals[1:] if total.sentence == totals[0].sentence]
        if beside:
            found += _added(beside[0], totals[0])
        if listed:
            found += [row for total in beside if total.bound for row in _rows(total)]
        elif totals[0].bound is None or totals[0].sentence != slot.sentence:
            same = totals[0].sentence == slot.sentence
            found = (found if same else []) + list(subject.terms[0].means if subject.default else ())
        return list(dict.fromkeys(text for text in found if "*" in text))


def _added(one: Slot, other: Slot) -> list[str]:
    """The rows of two totals that count different things, added up."""
    first, second = _rows(one), _rows(other)
    if len(first) != 1 or len(second) != 1 or first[0] in second[0] or second[0] in first[0]:
        return []
    return [f"{first[0]} + {second[0]}"]


def _rows(total: Slot) -> list[str]:
    """The templates of what a number was bound to, or else of all that it may be."""
    chosen = [total.bound] if total.bound else total.candidates
    return list(dict.fromkeys(candidate.template for candidate in chosen if candidate.template))
