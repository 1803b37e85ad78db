from agent.store import Edit, Place
from agent.workflow.recovering import damaged, recover
from agent.workflow.saving import draft_first
from tests.workflow.desks import LI, Desk, desk, saved

__all__ = ["desk"]
PLACE = Place.section("overview.requests")


def test_a_part_that_cannot_be_read_is_put_back_as_it_last_could(desk: Desk) -> None:
    desk.filled()
    saved(draft_first(desk.projects, desk.work, who=LI))
    before = desk.work.contents.sections[PLACE.name]
    edit = Edit.of(PLACE, {"lines": "damaged"}, desk.work.contents.number(PLACE))
    saved(desk.projects.save(desk.report, [edit], who=LI))
    assert [each.where for each in damaged(desk.work)] == [PLACE.name]
    saved(recover(desk.projects, desk.work, who=LI))
    assert (damaged(desk.work), desk.work.contents.sections[PLACE.name]) == ((), before)


def test_a_part_of_which_no_version_can_be_read_is_left_empty(desk: Desk) -> None:
    saved(desk.projects.save(desk.report, [Edit.of(PLACE, {"lines": 3}, 0)], who=LI))
    saved(recover(desk.projects, desk.work, who=LI))
    assert desk.work.contents.sections == {}
