"""The conversation with a model behind a real server: obedient, failing, hanging, stopped."""

from collections.abc import Iterator

import pytest

from agent.drafting.chat import Chat, Terms, Watch
from agent.drafting.conversation import Means, Outcome
from agent.drafting.conversation.events import Step
from agent.drafting.writers.model import ModelWriter
from agent.workflow.talking import Talking, Turns
from eval.model_server import ModelServer
from tests.workflow.desks import LI
from tests.workflow.talking.desks import Room, desk, room, words

__all__ = ["desk", "room"]
_QUICK = Terms(timeout=4, total=8)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as served:
        yield served


def means_of(server: ModelServer, name: str) -> Means:
    means = Means()
    chat = Chat(name, f"{server.root}/v1", "key", _QUICK)
    writer = ModelWriter(chat, Watch(stopped=means.stopping.is_set))
    return Means(writer, chat, stopping=means.stopping)


def test_a_part_by_a_model_is_a_proposal_with_how_it_came_about(room: Room, server: ModelServer) -> None:
    assert room.says("依申请公开换个说法", means=means_of(server, "obedient")) is Outcome.PROPOSED
    made = room.waiting[0][1].parts[0].made
    assert made is not None
    assert (made.by[0], len(made.rounds) > 0) == ("obedient", True)


def test_a_whole_draft_stopped_half_way_proposes_what_is_done(room: Room, server: ModelServer) -> None:
    talking = Talking(room.projects, room.report, means_of(server, "obedient"), who=LI)
    before, told = room.text, []
    for event in talking.turn("起草全文"):
        told.append(words(event))
        if isinstance(event, Step) and "（3/" in event.doing:
            talking.stop()
    ((_, proposal),) = room.waiting
    assert (len(proposal.parts), room.text == before) == (2, True)
    assert "已停下；写好的2个部分可以采用，别的没有动" in told


@pytest.mark.parametrize("name", ["status_401", "bad_json", "declines", "ends_early"])
def test_a_model_that_fails_loses_nothing_and_says_so(room: Room, server: ModelServer, name: str) -> None:
    before = room.text
    answer = room.answers("依申请公开换个说法", means=means_of(server, name))
    assert (name in answer, room.text == before) == (True, True)


def test_a_model_that_says_nothing_is_stopped_at_once(room: Room, server: ModelServer) -> None:
    turns, means = Turns(), means_of(server, "silence")

    def prepare() -> Talking:
        return Talking(room.projects, room.report, means, who=LI)

    assert turns.begin(room.projects, room.report, prepare, "依申请公开换个说法", who=LI)
    assert not turns.begin(room.projects, room.report, prepare, "撤销", who=LI)
    turn = turns.of(room.report)
    assert turn is not None
    turn.stop()
    assert turn.done.wait(4)
    assert (room.waiting, turns.of(room.report)) == ([], None)
    assert "已停下" in str(room.thread.turns[-1].text)
