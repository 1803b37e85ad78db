from decimal import Decimal

from agent.workflow.saving import save_cells
from agent.workflow.together import arrived, changed_since, others
from tests.workflow.desks import LI, WANG, Desk, desk, saved

__all__ = ["desk"]


def test_others_are_told_with_their_pages_and_this_window_is_not(desk: Desk) -> None:
    for who, window, place in ((LI, "1", "数据"), (WANG, "2", "起草"), (WANG, "3", "核验")):
        desk.projects.here(desk.report, place, who=who, window=window)
    assert others(desk.projects, desk.report, window="1") == ((WANG, ("起草", "核验")),)


def test_another_window_of_ones_own_is_told_too(desk: Desk) -> None:
    desk.projects.here(desk.report, "数据", who=LI, window="1")
    assert others(desk.projects, desk.report, window="2") == ((LI, ("数据",)),)


def test_what_somebody_changed_meanwhile_is_told_with_its_reason(desk: Desk) -> None:
    seen = desk.work.contents.change
    assert changed_since(desk.projects, desk.report, seen) == ""
    cells = {"requests.new.total": Decimal(8)}
    saved(save_cells(desk.projects, desk.work, cells, who=WANG, why="改“收到申请”"))
    told = changed_since(desk.projects, desk.report, seen)
    assert (told.startswith(WANG), told.endswith("改过这份报告：改“收到申请”")) == (True, True)
    assert changed_since(desk.projects, desk.report, desk.work.contents.change) == ""


def test_ones_own_window_from_before_a_reload_is_not_another_one(desk: Desk) -> None:
    desk.projects.here(desk.report, "数据", who=LI, window="before")
    desk.projects.here(desk.report, "数据", who=WANG, window="other")
    desk.projects.here(desk.report, "数据", who=LI, window="reloaded")
    since = arrived(desk.projects, desk.report, window="reloaded")
    told = others(desk.projects, desk.report, window="reloaded", since=since)
    assert told == ((WANG, ("数据",)),)
    desk.projects.here(desk.report, "起草", who=LI, window="second")
    told = others(desk.projects, desk.report, window="reloaded", since=since)
    assert dict(told)[LI] == ("起草",)
