from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput
from agent.store import Edit, Place, Projects, State
from agent.workflow.projects import (
    Order,
    ReportList,
    new_report,
    put_back,
    remove_report,
    removed_reports,
    same_report,
    sample_report,
    selected,
    years,
)
from agent.workflow.samples import SAMPLES
from agent.workflow.saving import save_cells
from agent.workflow.work import open_work
from tests.samples import UNIT
from tests.workflow.desks import LI, WANG, Desk, desk, saved

__all__ = ["desk"]


def test_a_new_report_takes_the_form_of_its_year(desk: Desk) -> None:
    forms = [new_report(desk.projects, UNIT, year, who=LI).form for year in (2020, 2021)]
    assert forms == ["2019", "2021"]


def test_a_year_that_no_form_serves_is_refused_with_the_years_that_are(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"没有用于2008年度的格式；.*2021年格式用于2021年度起"):
        new_report(desk.projects, UNIT, 2008, who=LI)


def test_a_unit_without_a_name_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="没有填单位名称"):
        new_report(desk.projects, " 　", 2024, who=LI)


def test_a_report_of_the_same_unit_and_year_is_found(desk: Desk) -> None:
    same, other = (same_report(desk.projects, "云岭县 人民政府", year) for year in (2024, 2023))
    assert (same and same.id, other) == (desk.report, None)


def test_the_year_before_is_offered_first() -> None:
    assert years(datetime(2026, 1, 5, tzinfo=UTC))[:3] == (2025, 2026, 2024)


def test_the_list_says_what_is_left_to_mend(desk: Desk) -> None:
    desk.filled()
    saved(save_cells(desk.projects, desk.work, {"requests.new.natural_person": Decimal(14)}, who=LI))
    (line,) = ReportList().lines(desk.projects)
    assert line.left == desk.work.remaining
    assert desk.work.remaining.footing > 0


def test_the_list_keeps_what_it_worked_out_until_the_report_changes(desk: Desk) -> None:
    projects, listed = desk.filled().projects, ReportList()
    before = listed.lines(projects)
    assert listed.lines(projects, 0) == before
    saved(save_cells(desk.projects, desk.work, {"requests.new.total": Decimal(1)}, who=LI))
    assert [line.left for line in listed.lines(projects, 0)] == [None]


def test_a_damaged_report_does_not_take_the_list_away(desk: Desk) -> None:
    damaged = Edit.of(Place.section("introduction"), {"lines": [{"sentences": 1}]}, 0)
    saved(desk.projects.save(desk.report, [damaged], who=LI))
    (line,) = ReportList().lines(desk.projects)
    assert (line.left, line.problem.startswith("introduction：存下的文字读不出来")) == (None, True)


def test_what_is_removed_is_off_the_list_and_comes_back_as_it_was(desk: Desk) -> None:
    state = desk.work.contents.number(Place.report("state"))
    saved(desk.projects.set_state(desk.report, State.REVIEWING, state, who=LI))
    saved(remove_report(desk.projects, desk.report, who=LI))
    gone = (ReportList().lines(desk.projects), [each.id for each in removed_reports(desk.projects)])
    saved(put_back(desk.projects, desk.report, who=LI))
    assert (gone, desk.work.report.state) == (((), [desk.report]), State.REVIEWING)


def test_the_sample_is_a_whole_report_with_nothing_left_to_mend(desk: Desk) -> None:
    work = open_work(desk.projects, sample_report(desk.projects, who=LI).id)
    last = work.last.unit if work.last else ""
    assert (work.sample, work.remaining.total, last) == (True, 0, "云岭县人民政府")
    assert work.draft is not None
    assert work.draft.sources


def test_the_sample_is_ones_own_and_opened_again(desk: Desk) -> None:
    mine, again = (sample_report(desk.projects, who=LI).id for _ in range(2))
    assert (mine == again, sample_report(desk.projects, who=WANG).id == mine) == (True, False)


def test_the_sample_with_slips_says_how_many(desk: Desk) -> None:
    work = open_work(desk.projects, sample_report(desk.projects, who=LI, sample=SAMPLES[1]).id)
    assert (work.previous, work.remaining.footing) == (None, 3)


def test_ones_own_report_of_the_samples_unit_is_no_sample(tmp_path: Path) -> None:
    projects = Projects.open(None, tmp_path)
    own = new_report(projects, UNIT, 2023, who=LI)
    assert (open_work(projects, own.id).sample, sample_report(projects, who=LI).id == own.id) == (
        False,
        False,
    )
    projects.close()


# --- looking through a long list ----------------------------------------------------------------------------------


def test_a_list_is_looked_through_by_unit_and_year_and_sorted(desk: Desk) -> None:
    for unit, year in (("云岭县教育局", 2023), ("云岭县教育局", 2024), ("东岚省教育厅", 2024)):
        new_report(desk.projects, unit, year, who=LI)
    lines = ReportList().lines(desk.projects, 60)

    def names(*wanted: Any, **more: Any) -> list[tuple[str, int]]:
        return [(line.report.unit, line.report.year) for line in selected(lines, *wanted, **more)]

    assert names("教育 云岭") == [("云岭县教育局", 2024), ("云岭县教育局", 2023)]
    assert names("", 2023) == [("云岭县教育局", 2023)]
    assert names("教育", order=Order.UNIT)[0] == ("东岚省教育厅", 2024)
    assert names("没有") == []
