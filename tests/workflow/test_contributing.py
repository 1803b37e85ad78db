"""What departments hand in for a report: read one by one, kept, and their sum taken over."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.figures import Contact, Fact, FigureSet
from agent.store import Projects
from agent.workflow import add_up, make_workbook
from agent.workflow.contributing import (
    apart_by_name,
    gathered,
    keep_contributions,
    kept_contributions,
    read_contributions,
    take_over,
    taking,
    without_total,
)
from agent.workflow.projects import new_report
from agent.workflow.saving import save_figures
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, changed, sample

CIVIL, SCHOOLS = "云岭县民政局", "云岭县教育局"


@pytest.fixture
def projects(tmp_path: Path) -> Projects:
    return Projects.open(None, tmp_path)


def begun(projects: Projects, figures: FigureSet | None = None) -> Work:
    report = new_report(projects, UNIT, 2024, who="李明").id
    if figures:
        save_figures(projects, open_work(projects, report), figures, who="李明")
    return open_work(projects, report)


def book(unit: str, year: int = 2024, facts: tuple[Fact, ...] = (), **cells: object) -> bytes:
    return make_workbook("2021", replace(changed(sample(year), **cells), unit=unit, facts=facts))


def two(*, blank: bool = False) -> list[tuple[str, bytes]]:
    """Two departments' workbooks; ``blank``: the second has left a total blank."""
    second = book(SCHOOLS, review__total=None) if blank else book(SCHOOLS)
    return [("民政.xlsx", book(CIVIL)), ("教育.xlsx", second)]


def test_files_of_one_name_are_told_apart() -> None:
    found = apart_by_name([("数据.xlsx", b"1"), ("数据.xlsx", b"2")], ["数据.xlsx"])
    assert [name for name, _ in found] == ["数据（2）.xlsx", "数据（3）.xlsx"]


def test_a_bad_file_says_why_and_loses_no_other() -> None:
    good, bad, last = read_contributions([two()[0], ("坏.xlsx", b"PK\x03\x04"), two()[1]])
    assert (good.figures is not None, bad.figures, last.figures is not None) == (True, None, True)
    assert bad.problems[0].where.startswith("坏.xlsx")


def test_each_file_tells_its_own_broken_rules_and_blanks() -> None:
    (one,) = read_contributions([("a.xlsx", book(CIVIL, review__total=9, fees__amount=None))])
    assert (one.broken, one.blank) == (1, 1)


def test_stopping_keeps_what_was_read_until_then() -> None:
    begun: list[str] = []
    found = read_contributions(two(), lambda _done, _of, name: begun.append(name), lambda: len(begun) > 1)
    assert [each.name for each in found] == ["民政.xlsx"]


def test_the_reading_tells_where_it_is() -> None:
    heard: list[tuple[int, int, str]] = []
    read_contributions(two(), lambda *told: heard.append(told))
    assert heard == [(0, 2, "民政.xlsx"), (1, 2, "教育.xlsx")]


def test_files_are_kept_with_the_report(projects: Projects) -> None:
    work = begun(projects)
    keep_contributions(projects, work, two(), who="李明")
    assert [each.name for each in kept_contributions(projects, work)] == ["民政.xlsx", "教育.xlsx"]


def test_cells_without_a_total_are_named_by_why_not() -> None:
    added = add_up(gathered(read_contributions(two(blank=True))), unit=UNIT)
    assert {why: [each.key for each in cells] for why, cells in without_total(added.total).items()} == {
        f"{SCHOOLS}没有填": ["review.total"]
    }


def test_a_sum_becomes_this_years_figures(projects: Projects) -> None:
    work = begun(projects)
    added = add_up(gathered(read_contributions(two())), unit=UNIT)
    take_over(projects, work, added, who="李明")
    figures = open_work(projects, work.report.id).figures
    assert figures.get("requests.new.total") == 96
    assert figures.sources["requests.new.total"] == f"汇总：{CIVIL}48、{SCHOOLS}48"


def test_what_a_sum_would_replace_is_told_before(projects: Projects) -> None:
    own = replace(sample(), facts=(Fact("培训场次", Decimal(1), "场"), Fact("政策解读", Decimal(3), "篇")))
    work = begun(projects, replace(own, contact=Contact(telephone="0000-0000000")))
    files = [
        ("a.xlsx", book(CIVIL, facts=(Fact("培训场次", Decimal(2), "场"),))),
        ("b.xlsx", book(SCHOOLS, review__total=None, facts=(Fact("培训场次", Decimal(3), "场"),))),
    ]
    plan = taking(work, add_up(gathered(read_contributions(files)), unit=UNIT))
    assert ("requests.new.total" in plan.changed, plan.emptied, plan.facts) == (
        True,
        ("review.total",),
        ("培训场次",),
    )
    assert {fact.name: fact.value for fact in plan.figures.facts} == {"培训场次": 5, "政策解读": 3}
    assert plan.figures.contact.telephone == "0000-0000000"


def test_a_sum_of_another_year_is_refused_and_changes_nothing(projects: Projects) -> None:
    work = begun(projects)
    added = add_up(gathered(read_contributions([("a.xlsx", book(CIVIL, 2023))])), unit=UNIT)
    with pytest.raises(BadInput):
        take_over(projects, work, added, who="李明")
    assert open_work(projects, work.report.id).figures.cells == {}
