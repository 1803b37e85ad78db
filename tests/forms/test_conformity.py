from dataclasses import replace
from decimal import Decimal

import pytest

from agent.errors import BadInput
from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.conformity import conform, conform_previous
from tests.samples import changed, sample


def problems(figures: FigureSet) -> list[str]:
    with pytest.raises(BadInput) as refusal:
        conform(figures)
    return [str(problem) for problem in refusal.value.problems]


def test_a_set_that_fits_comes_back_as_it_is() -> None:
    assert conform(sample()) == sample()


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")])
def test_a_set_without_a_form_gets_the_one_of_its_year(year: int, form: str) -> None:
    assert conform(FigureSet("云岭县人民政府", year, "")).form == form


def test_a_year_before_the_first_form_is_refused_with_the_years_that_have_one() -> None:
    assert "2019年度至2020年度" in problems(FigureSet("云岭县人民政府", 2015, ""))[0]


def test_an_unknown_form_is_refused_with_those_that_there_are() -> None:
    assert problems(sample(form="2020"))[0] == "2024.json form：没有“2020”这种格式；可用的格式：2019、2021"


def test_a_year_that_the_form_does_not_serve_is_refused_with_the_form_that_does() -> None:
    assert problems(FigureSet("云岭县人民政府", 2023, "2019", file="a.json")) == [
        "a.json form：2019年格式用于2019年度至2020年度，不用于2023年度；2023年度请用2021年格式"
    ]


def test_a_misspelt_key_is_refused_with_the_one_that_was_meant() -> None:
    assert problems(changed(sample(), review__totl=3)) == [
        "2024.json cells.review.totl：2021年格式没有单元格“review.totl”；是不是“review.total”？"
    ]


def test_the_one_row_of_an_older_form_is_pointed_to_the_row_that_takes_it() -> None:
    assert (
        "是不是“requests.other_handling.other.total”？"
        in problems(changed(sample(), requests__other_handling__total=3))[0]
    )


def test_the_key_of_a_group_is_refused_with_its_cells() -> None:
    assert (
        "请分别填写“requests.unavailable.not_held.total”"
        in problems(changed(sample(), requests__unavailable__total=3))[0]
    )


def test_a_cell_of_another_edition_is_refused_with_its_name() -> None:
    assert "2019年格式才有这一格" in problems(changed(sample(), procurement__amount=3))[0]


def test_a_count_with_decimals_is_refused() -> None:
    assert problems(changed(sample(), review__upheld="1.5")) == [
        "2024.json cells.review.upheld：表四 行政复议·结果维持（review.upheld）是1.5，不是整数；以“件”计数，请填整数"
    ]


def test_a_count_written_with_a_zero_decimal_is_whole() -> None:
    assert conform(changed(sample(), review__upheld="4.0")) == sample()


def test_an_amount_of_money_may_have_decimals() -> None:
    assert conform(changed(sample(), fees__amount="0.0001")).get("fees.amount") == Decimal("0.0001")


def test_a_negative_count_is_refused() -> None:
    assert "不能小于0" in problems(changed(sample(), review__upheld=-4))[0]


def test_a_change_may_be_negative() -> None:
    figures = FigureSet("云岭县人民政府", 2020, "2019")
    assert (
        conform(changed(figures, decisions__licensing__change=-649)).get("decisions.licensing.change") == -649
    )


def test_every_problem_is_told_at_once() -> None:
    wrong = changed(sample(), review__upheld=-4, review__other="0.5", a__b=1, c__d=1)
    assert len(problems(replace(wrong, year=2020))) == 5


def test_a_problem_names_the_workbook_cell_where_that_is_known() -> None:
    wrong = changed(sample(), review__upheld=-4)
    assert problems(replace(wrong, sources={"review.upheld": "a.xlsx 复议诉讼!A4"}))[0].startswith(
        "a.xlsx 复议诉讼!A4："
    )


def test_a_thousand_unknown_keys_are_refused_quickly_and_the_first_five_hundred_told() -> None:
    many = {f"requests__row{chr(97 + n % 26)}{'x' * (n // 26)}__total": 1 for n in range(1000)}
    told = problems(changed(sample(), **many))
    assert (len(told), "500" in told[-1]) == (501, True)


def test_last_year_is_the_year_before() -> None:
    assert conform_previous(sample(2023), sample(2024)) == sample(2023)


def test_another_year_is_not_last_year() -> None:
    with pytest.raises(BadInput, match=r"2024\.json year：上年数据是2024年度的，应当是2023年度的"):
        conform_previous(sample(2024), sample(2024))


def test_figures_filled_into_the_form_of_another_year_are_one_problem() -> None:
    cells = dict.fromkeys(form_of("2019").by_key, Decimal(1))
    (problem,) = problems(FigureSet("云岭县人民政府", 2023, "", cells))
    assert "个单元格是2019年格式的" in problem
    assert "2023年度的报告用2021年格式；请改用2021年格式的工作簿填报，或核对年度" in problem
