"""``Conversation``: a clerk's sentences in, what happens out, and every accepted change kept as a version.

::

    conversation = Conversation.begun(figures, previous, form, means)
    for event in conversation.turn("起草依申请公开"):
        …                                    # Step, Wrote, Proposed, Told … and at last Ended

Figures are never changed here; a fact is added only where the clerk's own words gave all of it. Until a turn has ended nothing
is changed: whoever closes the iterator has stopped it. Rules answer what they understand; what they do not goes to a model,
where there is one, which may ask for text and explain, and change nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from agent.drafting.conversation.events import (
    Asked,
    Ended,
    Event,
    FactAdded,
    Outcome,
    Proposed,
    Said,
    Step,
    Told,
    Undone,
    Wrote,
)
from agent.drafting.conversation.standing import Ground, Standing
from agent.drafting.conversation.state import State, Turn, Version
from agent.drafting.conversation.turning import Answering, Course, Means, Turning
from agent.drafting.conversation.writing import Allowance
from agent.drafting.manuscript import Manuscript, Sentence
from agent.errors import NianbaoError

_LONGEST = 2_000


class Conversation:
    """One report talked about. ``state`` is what it remembers; it changes when a turn ends, and at no other time."""

    def __init__(self, ground: Ground, state: State, means: Means | None = None) -> None:
        self.ground, self.state, self.means = ground, state, means or Means()
        self._standing: Standing | None = None

    @classmethod
    def begun(cls, ground: Ground, means: Means | None = None) -> "Conversation":
        """A new one, on the draft that needs no writer. ``BadInput`` where the figures' form is unknown."""
        first = Standing(ground, Version(Manuscript(Sentence(""), (), ())))
        return cls(ground, State((Version(first.begun.template, what="初稿"),)), means)

    @property
    def standing(self) -> Standing:
        """The report as it stands."""
        if self._standing is None or self._standing.version is not self.state.version:
            self._standing = Standing(self.ground, self.state.version)
        return self._standing

    # --- a turn --------------------------------------------------------------------------------------------------

    def turn(self, text: str) -> Iterator[Event]:
        """What comes of one sentence; the last event is ``Ended``, and by then the state has changed."""
        self.means.stopping.clear()
        course = Course(self.state, Allowance.of(self.means.seconds, self.means.tokens))
        answering = Answering(self.ground, self.means, self.state, self.standing)
        turning = answering.heard(text, course)
        try:
            outcome = yield from self._heard(turning, course)
        finally:
            turning.close()
        if outcome is Outcome.STOPPED:
            yield Ended(outcome)
            return
        turns = (*self.state.turns, Turn("clerk", text.strip()[:_LONGEST]))
        if course.lines:
            turns = (*turns, Turn("program", "\n".join(course.lines)))
        self.state = replace(course.state, turns=turns)
        yield Ended(outcome)

    def stop(self) -> None:
        """Stop the turn that is under way, from another thread; it ends within a moment and has changed nothing."""
        self.means.stopping.set()

    def accept(self) -> bool:
        """What waits to be accepted stands from now on; False where nothing waits."""
        if self.state.waiting is None:
            return False
        self.state = self.state.changed(self.state.waiting)
        return True

    def reject(self) -> bool:
        """What waits is not accepted; False where nothing waits."""
        waited = self.state.waiting is not None
        self.state = replace(self.state, waiting=None)
        return waited

    def _heard(self, turning: Turning, course: Course) -> Turning:
        """The events, what the user reads of them noted; whatever is wrong is told, not raised."""
        try:
            while True:
                try:
                    event = next(turning)
                except StopIteration as end:
                    outcome: Outcome = end.value
                    return outcome
                if self.means.stopping.is_set():
                    yield Told("已停下，什么也没有改")
                    return Outcome.STOPPED
                course.lines += _noted(event)
                yield event
        except NianbaoError as error:
            course.state = self.state
            told = Told(str(error))
            course.lines += _noted(told)
            yield told
            return Outcome.FAULT


def _noted(event: Event) -> list[str]:
    """What of an event is kept as said."""
    match event:
        case Said():
            return [event.marked]
        case Asked(question=text) | Told(notice=text):
            return [text]
        case Undone(what=what, again=again):
            return [f"{'已重做' if again else '已撤销'}：{what}"]
        case Proposed(part=part, after=after):
            return [f"“{part.title}”：\n{after.text}"]
        case Step() | Wrote() | FactAdded() | Ended():
            return []
