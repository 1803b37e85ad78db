"""Supplementary facts as typed, what is wanted of them, and where they are quoted."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.figures import Breakdown, Fact, Part
from agent.store import Conflict, Projects
from agent.workflow.last_year import bring_last_year, read_last_year
from agent.workflow.projects import new_report, sample_report
from agent.workflow.saving import save_facts, save_figures
from agent.workflow.supplements import (
    Division,
    Typed,
    fact_of,
    open_sums,
    typed_of,
    uses,
    wanted,
    with_fact,
)
from agent.workflow.usecases import make_workbook
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, sample

TOTAL = Fact(
    "主动公开政府信息总数",
    Decimal(3456),
    "条",
    None,
    "门户网站后台",
    ("主动公开政府信息",),
    (Breakdown("公开渠道", (Part("政府网站", Decimal(2100), ("网站",)), Part("政务新媒体", Decimal(1356)))),),
)


@pytest.fixture
def projects(tmp_path: Path) -> Projects:
    return Projects.open(None, tmp_path)


def begun(projects: Projects) -> Work:
    return open_work(projects, new_report(projects, UNIT, 2024, who="李明").id)


def problems(typed: Typed) -> list[str]:
    with pytest.raises(BadInput) as caught:
        fact_of(typed)
    return [str(problem) for problem in caught.value.problems]


def test_a_fact_comes_back_from_what_would_be_typed() -> None:
    assert fact_of(typed_of(TOTAL), TOTAL) == TOTAL


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("3,456", "条", ("3456", "条")),
        ("３４５６条", "条", ("3456", "条")),
        ("3.5万元", "元", ("35000", "元")),
        ("3.5万元", "", ("3.5", "万元")),
        ("1200人次", "", ("1200", "人次")),
        ("97.5%", "", ("97.5", "%")),
        ("0", "次", ("0", "次")),
    ],
)
def test_a_value_is_read_as_a_cell_is(value: str, unit: str, read: tuple[str, str]) -> None:
    fact = fact_of(Typed("某事", value, unit))
    assert (fact.value, fact.unit) == (Decimal(read[0]), read[1])


def test_a_value_left_blank_is_not_known_and_no_zero() -> None:
    assert fact_of(Typed("培训场次", "", "场")).value is None


@pytest.mark.parametrize("value", ["三千", "约50", "50余场", "1.2万", "1.2万条", "12场", "=1+1"])
def test_a_value_that_could_be_something_else_is_refused(value: str) -> None:
    assert any("数值" in problem for problem in problems(Typed("某事", value, "条")))


def test_a_number_in_ten_thousands_is_told_in_full() -> None:
    assert "如 12000" in problems(Typed("某事", "1.2万条", "条"))[0]


@pytest.mark.parametrize(
    "line",
    [
        "政府网站 2,100",
        "政府网站\t2100",
        "政府网站：2100条",
        "政府网站2100",
        "政府网站 = ２１００ 条",
    ],
)
def test_a_part_is_a_name_and_a_number_however_they_are_kept_apart(line: str) -> None:
    fact = fact_of(Typed("总数", "2100", "条", divisions=(Division("渠道", line),)))
    assert fact.breakdowns == (Breakdown("渠道", (Part("政府网站", Decimal(2100)),)),)


@pytest.mark.parametrize(
    ("line", "name"), [("第1季度 20", "第1季度"), ("第1季度20", "第1季度"), ("12345热线 7", "12345热线")]
)
def test_a_name_may_have_digits_in_it(line: str, name: str) -> None:
    fact = fact_of(Typed("总数", "27", "件", divisions=(Division("渠道", line),)))
    assert fact.breakdowns[0].parts[0].name == name


def test_every_problem_is_told_at_once_with_its_line() -> None:
    typed = Typed("", "三", "条", divisions=(Division("渠道", "网站 1\n新媒体\n\n公报 3场\n2"),))
    with pytest.raises(BadInput) as caught:
        fact_of(typed)
    lines = [f"按“渠道”分 第{line}行" for line in (2, 4, 5)]
    assert [problem.where for problem in caught.value.problems] == ["名称", "数值", *lines]


def test_one_name_twice_in_a_breakdown_is_refused() -> None:
    assert "写了2次" in problems(Typed("总数", "3", "条", divisions=(Division("渠道", "网站 1\n网站 2"),)))[0]


def test_a_sum_that_does_not_close_is_said_and_one_that_does_is_not() -> None:
    assert open_sums(TOTAL) == ()
    assert open_sums(replace(TOTAL, value=Decimal(3460))) == ("按公开渠道分：分项合计 3456，比 3460 少 4",)


def test_parts_below_more_than_a_number_are_no_gap() -> None:
    assert open_sums(replace(TOTAL, value=Decimal(3460), qualifier="余")) == ()


def test_a_renamed_fact_stands_where_the_old_one_stood() -> None:
    other = Fact("培训场次", Decimal(6), "场")
    assert with_fact((TOTAL, other), replace(TOTAL, name="总数"), TOTAL.name)[0].name == "总数"


def test_what_the_form_asks_for_is_offered(projects: Projects) -> None:
    work = begun(projects)
    save_figures(projects, work, sample(), who="李明")
    names = [each.fact.name for each in wanted(open_work(projects, work.report.id))]
    assert "信息处理费" in names


def test_what_last_year_had_is_offered_without_its_number(projects: Projects) -> None:
    work = begun(projects)
    before = make_workbook(
        "2021", sample(2023, facts=(Fact("培训场次", Decimal(6), "场", source="培训台账"),))
    )
    bring_last_year(projects, work.contents, read_last_year(before, "上年.xlsx", work.report), who="李明")
    (offered,) = [
        each for each in wanted(open_work(projects, work.report.id)) if each.fact.name == "培训场次"
    ]
    assert (offered.fact, "上年6场" in offered.why) == (Fact("培训场次", None, "场", source="培训台账"), True)


def test_the_sentences_that_quote_a_fact_are_found(projects: Projects) -> None:
    work = open_work(projects, sample_report(projects, who="李明").id)
    assert work.judged is not None
    (use,) = uses(work)["在线访谈"]
    assert ("11" in use.sentence, work.judged.narrative.text[use.at :].startswith("11")) == (True, True)


def test_two_people_may_change_two_facts(projects: Projects) -> None:
    first = begun(projects)
    mine, theirs = Fact("培训场次", Decimal(6), "场"), Fact("政策解读", Decimal(3), "篇")
    save_facts(projects, first, (mine, theirs), who="李明")
    work = open_work(projects, first.report.id)
    save_facts(projects, work, (mine, replace(theirs, value=Decimal(4))), who="王芳")
    outcome = save_facts(projects, work, (replace(mine, value=Decimal(7)), theirs), who="李明")
    facts = open_work(projects, first.report.id).figures.facts
    assert not isinstance(outcome, Conflict)
    assert {fact.name: fact.value for fact in facts} == {"培训场次": 7, "政策解读": 4}
