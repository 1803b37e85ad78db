from agent.drafting.conversation import Means
from agent.drafting.conversation.requests import Rewrite, Unknown
from agent.drafting.conversation.understanding import understood
from agent.workflow.talking.sayable import MANNERS, parts_to_write, sayable
from tests.workflow.desks import Desk
from tests.workflow.talking.desks import Room, desk, room

__all__ = ["desk", "room"]


def test_every_example_is_understood(room: Room, desk: Desk) -> None:
    for work in (room.work, desk.work):
        for words in sayable(work, past=True):
            assert not isinstance(understood(words, work.parts), Unknown), words


def test_pressing_an_example_changes_nothing(room: Room) -> None:
    before = room.work.contents.change
    for words in sayable(room.work, past=False):
        room.says(words)
    assert room.work.contents.change == before


def test_every_button_of_a_part_asks_for_that_part(room: Room) -> None:
    for part in parts_to_write(room.work):
        for _, words in MANNERS:
            request = understood(words.format(part.title), room.work.parts)
            assert isinstance(request, Rewrite)
            assert request.part == part


def test_an_empty_report_offers_help_only(desk: Desk) -> None:
    assert sayable(Room(desk.projects, desk.report, Means()).work, past=False) == ("帮助",)
