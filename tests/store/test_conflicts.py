from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from agent.figures import ABSENT
from agent.store import Conflict, Edit, Place, Projects, Saved
from tests.store.conftest import Watch
from tests.store.desk import CARRIED, LI, NEW, OVERVIEW, WANG, Desk

TEXT, THEIRS, MINE = ["甲。"], ["甲。", "乙。"], ["甲。", "丙。"]


def test_who_writes_later_is_shown_both_texts_and_what_both_had_before_them(desk: Desk) -> None:
    base = desk.saved(OVERVIEW, TEXT)
    desk.saved(OVERVIEW, THEIRS, base)
    (clash,) = desk.conflict(OVERVIEW, MINE, base).clashes
    assert clash.base is not None
    assert (clash.base.content, clash.mine, clash.theirs.content) == (TEXT, MINE, THEIRS)
    assert clash.who == LI
    assert clash.when == desk.now.stamps[OVERVIEW].at
    assert desk.now.sections[OVERVIEW.name] == THEIRS


def test_what_was_not_taken_is_kept_and_can_be_made_to_stand(desk: Desk) -> None:
    base = desk.saved(OVERVIEW, TEXT)
    desk.saved(OVERVIEW, THEIRS, base)
    conflict = desk.conflict(OVERVIEW, MINE, base)
    rejected = desk.projects.history(desk.report, OVERVIEW)[-1]
    assert (rejected.content, rejected.kept, rejected.stamp.who) == (MINE, False, WANG)
    assert rejected.stamp.change == conflict.change
    desk.projects.bring_back(desk.report, OVERVIEW, rejected.number, desk.number(OVERVIEW), who=WANG)
    assert desk.now.sections[OVERVIEW.name] == MINE
    assert [each.kept for each in desk.projects.history(desk.report, OVERVIEW)] == [True, True, False, True]


def test_a_cell_of_which_both_wrote_the_same_figure_is_no_conflict(desk: Desk) -> None:
    desk.saved(NEW, Decimal(8))
    assert desk.put(NEW, Decimal("8.0"), made_from=0, who=WANG) == Saved(None, {NEW: 1})
    assert desk.conflict(NEW, 9, made_from=0).clashes[0].base is None


def test_two_cells_of_two_people_are_no_conflict(desk: Desk) -> None:
    desk.saved(NEW, 8, made_from=0)
    desk.saved(CARRIED, 3, made_from=0, who=WANG)
    assert desk.figures.cells == {NEW.name: Decimal(8), CARRIED.name: Decimal(3)}


def test_one_conflict_among_many_cells_saves_none_of_them_and_keeps_all(desk: Desk) -> None:
    desk.saved(NEW, 8)
    pasted = [Edit.of(NEW, Decimal(9), 0), Edit.of(CARRIED, Decimal(3), 0)]
    done = desk.projects.save(desk.report, pasted, who=WANG)
    assert isinstance(done, Conflict)
    assert [clash.place for clash in done.clashes] == [NEW]
    assert desk.figures.cells == {NEW.name: Decimal(8)}
    assert [each.content for each in desk.projects.history(desk.report, CARRIED)] == [Decimal(3)]
    again = [Edit.of(NEW, Decimal(9), done.clashes[0].theirs.number), pasted[1]]
    assert isinstance(desk.projects.save(desk.report, again, who=WANG), Saved)
    assert desk.figures.cells == {NEW.name: Decimal(9), CARRIED.name: Decimal(3)}


def test_who_emptied_a_cell_meanwhile_is_not_written_over(desk: Desk) -> None:
    desk.saved(NEW, 8)
    desk.saved(NEW, ABSENT, who=WANG)
    (clash,) = desk.conflict(NEW, 9, made_from=1, who=LI).clashes
    assert clash.theirs.content is None
    assert desk.figures.get(NEW.name) is ABSENT


def test_a_conflict_changes_nothing_that_the_list_shows(desk: Desk) -> None:
    desk.saved(NEW, 8)
    before = desk.projects.report(desk.report)
    desk.conflict(NEW, 9, made_from=0)
    assert desk.projects.report(desk.report) == before


def test_two_who_set_how_far_the_report_is_see_each_other(desk: Desk) -> None:
    from agent.store import State

    state = Place.report("state")
    seen = desk.number(state)
    desk.projects.set_state(desk.report, State.FINAL, seen, who=LI)
    assert isinstance(desk.projects.set_state(desk.report, State.REVIEWING, seen, who=WANG), Conflict)
    assert desk.now.report.state is State.FINAL


# --- who is where -------------------------------------------------------------------------------------------------


def test_who_is_in_the_report_is_seen_until_they_are_silent_or_leave(desk: Desk, watch: Watch) -> None:
    desk.projects.here(desk.report, "overview", who=LI, window="a")
    desk.projects.here(desk.report, "数据", who=WANG, window="b")
    desk.projects.here(desk.report, "improvement", who=LI, window="a")
    assert [(each.who, each.place) for each in desk.projects.present(desk.report)] == [
        (LI, "improvement"), (WANG, "数据"),
    ]  # fmt: skip
    desk.projects.leave(desk.report, window="b")
    assert [each.who for each in desk.projects.present(desk.report)] == [LI]
    watch.now += timedelta(minutes=1)
    assert desk.projects.present(desk.report) == ()


def test_nobody_stays_for_ever_when_the_clock_is_set_back(desk: Desk, watch: Watch) -> None:
    desk.projects.here(desk.report, "overview", who=LI, window="a")
    watch.now -= timedelta(hours=3)
    assert desk.projects.present(desk.report) == ()


def test_a_second_program_sees_what_the_first_one_saved(opened: Callable[[], Projects]) -> None:
    one = Desk.new(opened())
    other = Desk(opened(), one.report)
    one.saved(NEW, 8)
    assert other.figures.get(NEW.name) == Decimal(8)
    assert isinstance(other.put(NEW, 9, made_from=0), Conflict)
