from decimal import Decimal

from agent.figures import ABSENT, FigureSet
from agent.workflow import request_outcomes
from tests.samples import changed, sample


def test_results_come_in_printed_order_without_number_remark_or_total() -> None:
    labels = [tally.label for tally in request_outcomes(sample())]
    assert labels == ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"]


def test_a_group_of_rows_is_counted_together() -> None:
    assert request_outcomes(sample(2024))[2].now == 4


def test_last_year_stands_beside_this_year() -> None:
    granted = request_outcomes(sample(2024), sample(2023))[0]
    assert (granted.now, granted.before) == (Decimal(26), Decimal(19))


def test_without_last_year_there_is_nothing_before() -> None:
    assert {tally.before for tally in request_outcomes(sample())} == {ABSENT}


def test_a_group_with_an_empty_cell_has_no_number() -> None:
    figures = changed(sample(), requests__refused__third_party__total=None)
    assert request_outcomes(figures)[2].now is ABSENT


def test_results_of_the_older_edition_are_counted_too() -> None:
    figures = FigureSet("云岭县人民政府", 2020, "2019", {"requests.other_handling.total": Decimal(5)})
    assert request_outcomes(figures)[5].now == 5
