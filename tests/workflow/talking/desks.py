"""A conversation about a report on a real store."""

from dataclasses import dataclass

import pytest

from agent.drafting.conversation import Event, Means, Outcome
from agent.drafting.conversation.events import Asked, Ended, Said, Told
from agent.store import Projects
from agent.workflow.saving import draft_first
from agent.workflow.talking import Proposal, Talking, Thread
from agent.workflow.work import Work, open_work
from tests.workflow.desks import LI, Desk, desk, saved

__all__ = ["Room", "desk", "room"]


@dataclass(frozen=True)
class Room:
    """A report with a first draft, and somebody who talks about it."""

    projects: Projects
    report: str
    means: Means

    @property
    def work(self) -> Work:
        return open_work(self.projects, self.report)

    @property
    def text(self) -> str:
        judged = self.work.judged
        return judged.narrative.text if judged else ""

    @property
    def thread(self) -> Thread:
        return Thread.of(self.projects, self.report)

    @property
    def waiting(self) -> list[tuple[int, Proposal]]:
        thread = self.thread
        return [(number, proposal) for number in thread.waiting() if (proposal := thread.waiting_of(number))]

    def says(self, text: str, who: str = LI, means: Means | None = None) -> Outcome:
        events = list(Talking(self.projects, self.report, means or self.means, who=who).turn(text))
        assert isinstance(events[-1], Ended)
        return events[-1].outcome

    def answers(self, text: str, who: str = LI, means: Means | None = None) -> str:
        """What is said, asked and told of it."""
        events = Talking(self.projects, self.report, means or self.means, who=who).turn(text)
        return "\n".join(filter(None, map(words, events)))


def words(event: Event) -> str:
    match event:
        case Said(text=text) | Asked(question=text) | Told(notice=text):
            return text
    return ""


@pytest.fixture
def room(desk: Desk) -> Room:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    return Room(desk.projects, desk.report, Means())
