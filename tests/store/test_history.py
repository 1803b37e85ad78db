from datetime import timedelta
from decimal import Decimal

import pytest

from agent.errors import BadInput
from agent.figures import ABSENT
from agent.store import Conflict, Difference, Edit, Place, Saved, State, edits_of
from tests.store.conftest import Watch
from tests.store.desk import CARRIED, LI, NEW, OVERVIEW, WANG, Desk
from tests.store.test_keeping import FIGURES


def test_every_version_says_who_when_why_and_what(desk: Desk) -> None:
    desk.projects.save(desk.report, [Edit.of(NEW, Decimal(8), 0, "一.xlsx C5")], who=LI, why="按台账")
    desk.saved(NEW, 9, who=WANG)
    first, second = desk.projects.history(desk.report, NEW)
    assert (first.content, first.source, first.stamp.who, first.stamp.why) == (
        Decimal(8),
        "一.xlsx C5",
        LI,
        "按台账",
    )
    assert (second.content, second.made_from, second.stamp.who) == (Decimal(9), 1, WANG)
    assert second.stamp.at > first.stamp.at


def test_the_report_can_be_seen_as_it_stood_after_any_change(desk: Desk) -> None:
    desk.saved(NEW, 8)
    then = desk.now
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    desk.saved(Place.report("unit"), "林溪镇人民政府")
    desk.saved(OVERVIEW, ["甲。"])
    earlier = desk.projects.contents(desk.report, then.change)
    assert earlier == then


def test_before_it_was_made_there_is_no_report_to_see(desk: Desk) -> None:
    with pytest.raises(BadInput, match="还没有这份报告"):
        desk.projects.contents(desk.report, 0)


def test_two_moments_are_compared_place_by_place(desk: Desk) -> None:
    desk.saved(NEW, 8)
    before = desk.now.change
    desk.saved(NEW, 9)
    desk.saved(CARRIED, 3)
    middle = desk.now.change
    desk.saved(CARRIED, ABSENT)
    assert set(desk.projects.differences(desk.report, before, middle)) == {
        Difference(NEW, Decimal(8), Decimal(9)),
        Difference(CARRIED, None, Decimal(3)),
    }
    assert desk.projects.differences(desk.report, before) == (Difference(NEW, Decimal(8), Decimal(9)),)


def test_bringing_back_is_a_new_version(desk: Desk) -> None:
    for text in (["一。"], ["二。"], ["三。"]):
        desk.saved(OVERVIEW, text)
    done = desk.projects.bring_back(desk.report, OVERVIEW, 1, 3, who=WANG, why="还是原来的好")
    assert isinstance(done, Saved)
    assert done.numbers == {OVERVIEW: 4}
    assert desk.now.sections[OVERVIEW.name] == ["一。"]
    assert desk.projects.history(desk.report, OVERVIEW)[3].same_as == 1


def test_bringing_back_writes_over_nobody(desk: Desk) -> None:
    desk.saved(OVERVIEW, ["一。"])
    desk.saved(OVERVIEW, ["二。"])
    desk.saved(OVERVIEW, ["三。"], who=WANG)
    done = desk.projects.bring_back(desk.report, OVERVIEW, 1, 2, who=LI)
    assert isinstance(done, Conflict)
    assert done.clashes[0].who == WANG
    with pytest.raises(BadInput, match="没有第9版"):
        desk.projects.bring_back(desk.report, OVERVIEW, 9, 3, who=LI)


def test_a_whole_report_is_brought_back_at_once(desk: Desk) -> None:
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    then = desk.now
    desk.saved(NEW, 100)
    desk.saved(CARRIED, 3)
    desk.saved(Place.fact("培训"), None)
    done = desk.projects.bring_back_all(desk.report, then.change, desk.now.change, who=WANG)
    assert isinstance(done, Saved)
    assert set(done.numbers) == {NEW, CARRIED, Place.fact("培训")}
    assert desk.figures == then.figures
    desk.projects.undo(desk.report, who=WANG)
    assert desk.figures.get(NEW.name) == Decimal(100)


def test_bringing_a_whole_report_back_stops_at_what_its_reader_has_not_seen(desk: Desk) -> None:
    desk.saved(NEW, 8)
    then = desk.now.change
    desk.saved(NEW, 9)
    seen = desk.now.change
    desk.saved(NEW, 10, who=WANG)
    done = desk.projects.bring_back_all(desk.report, then, seen, who=LI)
    assert isinstance(done, Conflict)
    assert desk.figures.get(NEW.name) == Decimal(10)


def test_changes_are_listed_with_their_places_last_first(desk: Desk) -> None:
    desk.saved(NEW, 8)
    desk.saved(CARRIED, 3, who=WANG)
    newest, older, created = desk.projects.changes(desk.report)
    assert (newest.who, newest.places, newest.action) == (WANG, (CARRIED,), "save")
    assert older.places == (NEW,)
    assert created.action == "create"
    assert desk.projects.changes(desk.report, before=older.number) == (created,)


# --- undo ---------------------------------------------------------------------------------------------------------


def test_undo_and_redo_go_through_ones_own_changes_one_by_one(desk: Desk) -> None:
    for value in (1, 2, 3):
        desk.saved(NEW, value)
    seen: list[object] = []
    for step in ("undo", "undo", "undo", "redo", "redo", "undo", "redo", "redo"):
        getattr(desk.projects, step)(desk.report, who=LI)
        seen.append(desk.figures.get(NEW.name))
    assert seen == [
        Decimal(2),
        Decimal(1),
        ABSENT,
        Decimal(1),
        Decimal(2),
        Decimal(1),
        Decimal(2),
        Decimal(3),
    ]


def test_with_nothing_to_take_back_or_do_again_nothing_happens(desk: Desk) -> None:
    assert desk.projects.undo(desk.report, who=LI) is None
    desk.saved(NEW, 8)
    assert desk.projects.redo(desk.report, who=LI) is None
    desk.projects.undo(desk.report, who=LI)
    desk.saved(NEW, 9)
    assert desk.projects.redo(desk.report, who=LI) is None


def test_nobody_takes_back_what_somebody_else_did(desk: Desk) -> None:
    desk.saved(NEW, 8)
    desk.saved(CARRIED, 3, who=WANG)
    desk.projects.undo(desk.report, who=LI)
    assert desk.figures.cells == {CARRIED.name: Decimal(3)}
    assert desk.projects.undo(desk.report, who="赵强") is None


def test_what_somebody_else_changed_since_is_not_taken_back(desk: Desk) -> None:
    desk.saved(NEW, 8)
    desk.saved(NEW, 9, who=WANG)
    done = desk.projects.undo(desk.report, who=LI)
    assert isinstance(done, Conflict)
    (clash,) = done.clashes
    assert (clash.mine, clash.theirs.content, clash.who) == (None, Decimal(9), WANG)
    assert desk.figures.get(NEW.name) == Decimal(9)
    desk.projects.undo(desk.report, who=WANG)
    assert isinstance(desk.projects.undo(desk.report, who=LI), Saved)
    assert desk.figures.get(NEW.name) is ABSENT


def test_a_paste_is_taken_back_whole(desk: Desk) -> None:
    desk.saved(NEW, 1)
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    desk.projects.undo(desk.report, who=LI)
    assert desk.figures.cells == {NEW.name: Decimal(1)}
    assert desk.figures.facts == ()
    desk.projects.redo(desk.report, who=LI)
    assert desk.figures == FIGURES


def test_an_earlier_change_of_ones_own_can_be_taken_back_by_itself(desk: Desk) -> None:
    first = desk.put(NEW, 8)
    desk.saved(CARRIED, 3)
    assert isinstance(first, Saved)
    desk.projects.undo(desk.report, who=LI, change=first.change)
    assert desk.figures.cells == {CARRIED.name: Decimal(3)}
    done, undone = desk.projects.steps(desk.report, who=LI)
    assert [change.places for change in done] == [()]
    assert [change.number for change in undone] == [first.change]


def test_the_source_of_a_figure_is_taken_back_with_it(desk: Desk) -> None:
    desk.projects.save(desk.report, [Edit.of(NEW, Decimal(8), 0, "一.xlsx C5")], who=LI)
    desk.projects.save(desk.report, [Edit.of(NEW, Decimal(8), 1, "二.xlsx C5")], who=LI)
    desk.projects.undo(desk.report, who=LI)
    assert desk.figures.sources == {NEW.name: "一.xlsx C5"}
    desk.projects.undo(desk.report, who=LI)
    assert desk.figures.get(NEW.name) is ABSENT


def test_that_a_report_is_final_is_not_taken_back_by_undo(desk: Desk) -> None:
    desk.projects.set_state(desk.report, State.FINAL, desk.number(Place.report("state")), who=LI)
    assert desk.projects.undo(desk.report, who=LI) is None


def test_order_is_kept_when_the_clock_is_set_back(desk: Desk, watch: Watch) -> None:
    desk.saved(NEW, 1)
    watch.now -= timedelta(days=30)
    desk.saved(NEW, 2)
    watch.now -= timedelta(days=30)
    desk.saved(NEW, 3)
    assert [each.content for each in desk.projects.history(desk.report, NEW)] == [
        Decimal(1),
        Decimal(2),
        Decimal(3),
    ]
    assert desk.figures.get(NEW.name) == Decimal(3)
    desk.projects.undo(desk.report, who=LI)
    assert desk.figures.get(NEW.name) == Decimal(2)
    assert desk.projects.verify_chain().whole
