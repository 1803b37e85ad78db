"""What is typed or pasted into the official tables, saved or refused."""

from decimal import Decimal

import pytest

from agent.errors import BadInput
from agent.figures import ABSENT
from agent.forms import form_of
from agent.store import Conflict, Place, Saved
from agent.workflow.entering import Entered, changes_of, enter
from agent.workflow.saving import save_cells
from tests.workflow.desks import LI, WANG, Desk, desk

__all__ = ["desk"]

FORM = form_of("2021")
TOTAL = "requests.new.total"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        (TOTAL, "１，２３４", Decimal(1234)),
        (TOTAL, "48件", Decimal(48)),
        ("fees.amount", "3.5万元", Decimal("3.5")),
        ("fees.amount", "35000元", Decimal("3.5")),
        (TOTAL, " ", ABSENT),
        (TOTAL, "0", Decimal(0)),
    ],
)
def test_what_can_mean_one_number_only_is_that_number(key: str, text: str, value: object) -> None:
    assert changes_of(FORM, Entered(key, text)) == {key: value}


def test_a_text_that_is_no_number_is_refused_with_its_mend() -> None:
    with pytest.raises(BadInput, match="不是数字") as refused:
        changes_of(FORM, Entered(TOTAL, "四十八"))
    assert refused.value.problems[0].mend == "用阿拉伯数字填写，不带单位"


def test_a_cell_that_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(BadInput, match="没有“nothing”这一格"):
        changes_of(FORM, Entered("nothing", "1"))


def test_a_typed_cell_is_saved_with_its_source(desk: Desk) -> None:
    work = desk.filled().work
    enter(desk.projects, work, Entered(TOTAL, "49"), who=LI)
    figures = desk.work.figures
    assert (figures.get(TOTAL), figures.sources[TOTAL]) == (Decimal(49), "手工填写")


def test_an_emptied_cell_is_absent_and_not_zero(desk: Desk) -> None:
    work = desk.filled().work
    enter(desk.projects, work, Entered(TOTAL, ""), who=LI)
    assert desk.work.figures.get(TOTAL) is ABSENT


def test_a_pasted_block_fills_its_cells_in_one_change(desk: Desk) -> None:
    work = desk.filled().work
    enter(desk.projects, work, Entered("requests.new.natural_person", "40\t7\n3\t1", block=True), who=LI)
    figures = desk.work.figures
    keys = [
        f"requests.{row}.{column}"
        for row in ("new", "carried_in")
        for column in ("natural_person", "business")
    ]
    (done, *_), _ = desk.projects.steps(desk.report, who=LI)
    assert ([int(figures.cells[key]) for key in keys], done.why) == ([40, 7, 3, 1], "粘贴4格")


def test_of_a_block_with_a_wrong_piece_nothing_is_put_in(desk: Desk) -> None:
    work = desk.filled().work
    with pytest.raises(BadInput, match="粘贴内容第2行第1列"):
        enter(desk.projects, work, Entered("requests.new.natural_person", "40\t7\n三\t1", block=True), who=LI)
    assert desk.work.contents.change == work.contents.change


def test_last_years_cells_are_kept_apart_from_this_years(desk: Desk) -> None:
    work = desk.filled().work
    enter(desk.projects, work, Entered(TOTAL, "35", previous=True), who=LI)
    after = desk.work
    assert after.previous is not None
    assert (after.previous.get(TOTAL), after.figures.get(TOTAL)) == (Decimal(35), Decimal(48))


def test_what_can_be_undone_says_which_cell_it_was(desk: Desk) -> None:
    work = desk.filled().work
    enter(desk.projects, work, Entered(TOTAL, "49"), who=LI)
    enter(desk.projects, desk.work, Entered(TOTAL, "", previous=True), who=LI)
    (done, *_), _ = desk.projects.steps(desk.report, who=LI)
    assert done.why == "一、本年新收政府信息公开申请数量·总计 填 49"


def test_a_change_that_the_person_has_not_seen_is_not_covered(desk: Desk) -> None:
    work = desk.filled().work
    save_cells(desk.projects, work, {TOTAL: Decimal(50)}, who=WANG)
    later = desk.work
    outcome = enter(desk.projects, later, Entered(TOTAL, "49"), who=LI, made_from=work.contents.number)
    assert (isinstance(outcome, Conflict), desk.work.figures.get(TOTAL)) == (True, Decimal(50))


def test_a_change_made_from_ones_own_is_saved(desk: Desk) -> None:
    work = desk.filled().work
    own = enter(desk.projects, work, Entered(TOTAL, "49"), who=LI)
    assert isinstance(own, Saved)
    outcome = enter(desk.projects, work, Entered(TOTAL, "50"), who=LI, made_from=own.numbers.__getitem__)
    assert (isinstance(outcome, Saved), own.numbers[Place.cell(TOTAL)]) == (True, 2)
