from decimal import Decimal

import pytest

from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.store import Conflict, Place
from agent.workflow.saving import draft_first, save_cells, save_part
from agent.workflow.settling import Choice, Unsettled, left_unsettled, settle, unsettled
from tests.workflow.desks import LI, WANG, Desk, desk, saved

__all__ = ["desk"]
NEW, CARRIED = "requests.new.total", "requests.carried_in.total"
THERE = Place.cell(NEW)
REQUESTS = Part("overview", "requests", "依申请公开")


def clashed(desk: Desk) -> Unsettled:
    """王芳 wrote 8 first; 李明, who hadn't seen it, then 9 and another cell beside."""
    before = desk.work
    saved(save_cells(desk.projects, before, {NEW: Decimal(8)}, who=WANG))
    mine = {NEW: Decimal(9), CARRIED: Decimal(3)}
    done = save_cells(desk.projects, before, mine, who=LI, source="我的.xlsx C5")
    assert isinstance(done, Conflict)
    return unsettled(desk.projects, desk.report, done)


def chosen(desk: Desk, left: Unsettled, choice: Choice) -> Unsettled | None:
    return settle(desk.projects, left, desk.work.form, dict.fromkeys(left.places, choice), who=LI)


def test_mine_stands_once_it_is_chosen_with_its_source_and_what_was_saved_beside_it(desk: Desk) -> None:
    left = clashed(desk)
    assert desk.work.figures.cells == {NEW: Decimal(8)}
    assert chosen(desk, left, Choice.MINE) is None
    assert desk.work.figures.cells == {NEW: Decimal(9), CARRIED: Decimal(3)}
    assert desk.work.figures.sources[NEW] == "我的.xlsx C5"


def test_theirs_stays_once_it_is_chosen_and_what_clashed_with_nothing_is_saved(desk: Desk) -> None:
    assert chosen(desk, clashed(desk), Choice.THEIRS) is None
    assert desk.work.figures.cells == {NEW: Decimal(8), CARRIED: Decimal(3)}


def test_a_choice_is_one_change_that_can_be_taken_back(desk: Desk) -> None:
    chosen(desk, clashed(desk), Choice.MINE)
    saved(desk.projects.undo(desk.report, who=LI))
    assert desk.work.figures.cells == {NEW: Decimal(8)}


def test_who_comes_in_between_is_another_conflict_and_nothing_is_lost(desk: Desk) -> None:
    left = clashed(desk)
    saved(save_cells(desk.projects, desk.work, {NEW: Decimal(10)}, who=WANG))
    again = chosen(desk, left, Choice.MINE)
    assert again is not None
    assert ([each.theirs.content for each in again.clashes], desk.work.figures.cells) == (
        [Decimal(10)],
        {NEW: Decimal(10)},
    )
    assert chosen(desk, again, Choice.MINE) is None
    assert desk.work.figures.cells == {NEW: Decimal(9), CARRIED: Decimal(3)}


def test_a_conflict_that_was_left_is_found_again_by_its_writer_alone(desk: Desk) -> None:
    left = clashed(desk)
    assert left_unsettled(desk.projects, desk.report, who=LI) == left
    assert left_unsettled(desk.projects, desk.report, who=WANG) is None


@pytest.mark.parametrize("choice", [Choice.MINE, Choice.THEIRS])
def test_what_was_chosen_is_not_asked_again(desk: Desk, choice: Choice) -> None:
    chosen(desk, clashed(desk), choice)
    assert left_unsettled(desk.projects, desk.report, who=LI) is None


def test_who_changed_the_place_again_is_not_asked_again(desk: Desk) -> None:
    clashed(desk)
    saved(save_cells(desk.projects, desk.work, {NEW: Decimal(11)}, who=LI))
    assert left_unsettled(desk.projects, desk.report, who=LI) is None


def test_whose_version_was_given_up_stands_in_the_audit(desk: Desk) -> None:
    chosen(desk, clashed(desk), Choice.THEIRS)
    row = desk.projects.audit(desk.report)[-1]
    assert (row.action, row.who, NEW in row.details) == ("choose", LI, True)


def test_both_paragraphs_can_be_kept_one_after_the_other(desk: Desk) -> None:
    desk.filled()
    saved(draft_first(desk.projects, desk.work, who=LI))
    before = desk.work
    saved(save_part(desk.projects, before, REQUESTS, [_said("王芳写的。")], who=WANG))
    done = save_part(desk.projects, before, REQUESTS, [_said("李明写的。")], who=LI)
    assert isinstance(done, Conflict)
    assert chosen(desk, unsettled(desk.projects, desk.report, done), Choice.BOTH) is None
    assert [each.template for each in desk.work.lines(REQUESTS)] == ["王芳写的。", "李明写的。"]


def test_an_undo_that_came_too_late_can_be_chosen_too(desk: Desk) -> None:
    saved(save_cells(desk.projects, desk.work, {NEW: Decimal(8)}, who=LI))
    saved(save_cells(desk.projects, desk.work, {NEW: Decimal(9)}, who=LI))
    saved(save_cells(desk.projects, desk.work, {NEW: Decimal(10)}, who=WANG))
    done = desk.projects.undo(desk.report, who=LI)
    assert isinstance(done, Conflict)
    chosen(desk, unsettled(desk.projects, desk.report, done), Choice.MINE)
    assert desk.work.figures.cells[NEW] == Decimal(8)


def _said(words: str) -> Lines:
    return Lines((Sentence(words),))
