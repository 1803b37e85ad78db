"""A conversation about a report: begun, or gone on with where it was left, and kept after every turn."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.conversation import Conversation, Ended, Event, Ground, Means
from agent.drafting.conversation.events import Told
from agent.drafting.past import Past
from agent.drafting.setting import Setting
from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms.library import editions, form_of
from agent.workflow.authoring import against
from agent.workflow.remembering import Memory


@dataclass
class Talk:
    """A conversation with what keeps it. ``notices`` are what the user must know before the first turn."""

    conversation: Conversation
    memory: Memory
    notices: tuple[str, ...] = ()
    resumed: bool = False

    def turn(self, text: str) -> Iterator[Event]:
        """What comes of a sentence, kept as soon as the turn is over; where it cannot be kept, that is told.

        Closing the iterator stops the turn; nothing has changed then, and nothing is kept of it.
        """
        for event in self.conversation.turn(text):
            if isinstance(event, Ended):
                try:
                    self.keep()
                except BadInput as error:
                    yield from (Told(str(each)) for each in error.problems)
            yield event

    def keep(self) -> None:
        """Keep what there is, also for whoever accepts or rejects outside a turn; ``BadInput`` where it cannot be kept."""
        figures = self.conversation.ground.figures
        self.memory.save(self.conversation.state, figures.unit, figures.year)


def talk_about(
    figures: FigureSet,
    previous: FigureSet | None,
    means: Means,
    memory: Memory,
    past: Past | None = None,
    *,
    fresh: bool = False,
) -> Talk:
    """The conversation about a report, where it was left unless it is to be ``fresh``; what was kept before stays aside.

    ``BadInput`` where the form of the figures is unknown.
    """
    if figures.form not in editions():
        raise BadInput([Problem(f"不认识的格式“{figures.form}”", figures.file, "写明格式，如 2021")])
    held = against(Setting.of(figures, previous), past)
    ground = Ground(figures, previous, form_of(figures.form), past, held.last, held.others)
    if fresh:
        memory.put_aside(figures.unit, figures.year)
    kept = memory.load(figures.unit, figures.year)
    if kept.state is None:
        return Talk(Conversation.begun(ground, means), memory, kept.notices)
    conversation = Conversation(ground, kept.state, means)
    return Talk(conversation, memory, (*kept.notices, *_stale(conversation)), resumed=True)


def _stale(conversation: Conversation) -> Iterator[str]:
    """What no longer fits of the text, where the figures have changed since."""
    for stale in conversation.standing.realisation.stale:
        text = stale.text or stale.sentence.template
        yield f"数据改过以后，“{text[:40]}”要重写：{stale.reason}"
    for item in conversation.standing.desired.answer.objections:
        yield f"“{item.text}”{item.verdict.label}：{item.reason}"
