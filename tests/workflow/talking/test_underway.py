import logging
import threading

import pytest

from agent.drafting.conversation import Means
from agent.drafting.setting import Setting
from agent.workflow.talking import Talking, Turns
from agent.workflow.talking.underway import as_read
from tests.samples import sample
from tests.workflow.desks import LI
from tests.workflow.talking.desks import Room, desk, room

__all__ = ["desk", "room"]


def test_a_turn_that_cannot_be_interrupted_is_let_go_of(room: Room) -> None:
    turns, hold = Turns(), threading.Event()

    def prepare() -> Talking:
        hold.wait(20)
        return Talking(room.projects, room.report, Means(), who=LI)

    turns.begin(room.projects, room.report, prepare, "监督保障换个说法", who=LI)
    turn = turns.of(room.report)
    assert turn is not None
    turn.stop()
    assert turn.done.wait(5)
    hold.set()
    assert (room.waiting, [each.text for each in room.thread.turns]) == (
        [],
        ["监督保障换个说法", "已停下，什么也没有改"],
    )


def test_a_fault_of_ours_is_said_in_the_conversation(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns()

    def prepare() -> Talking:
        raise RuntimeError("secret")

    with caplog.at_level(logging.ERROR, logger="agent.workflow.talking.underway"):
        turns.begin(room.projects, room.report, prepare, "撤销", who=LI)
        turns.begun(room.report, 10)
    assert ("程序出错" in room.thread.turns[-1].text, "secret" in room.thread.turns[-1].text) == (True, False)
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("收到{{requests.new.total|件}}。", "收到48件。"),
        ("收到{{requests.new.tot", "收到"),
        ("收到{{requests.nowhere|件}}。", "收到……。"),
        ("{{", ""),
    ],
)
def test_text_that_is_coming_is_read_with_its_figures(text: str, read: str) -> None:
    assert as_read(text, Setting.of(sample(), None)) == read
