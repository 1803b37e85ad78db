"""Conditions: true, false, and what can't be told."""

import pytest

from agent.drafting.conditions import condition
from agent.drafting.setting import Setting
from agent.errors import ExpressionError
from agent.figures import FigureSet
from tests.drafting.invented import bureau, county, county_before

COUNTY = Setting.of(county(), county_before())


@pytest.mark.parametrize(
    "line",
    [
        "requests.new.total == 127",
        "requests.new.total > 0 and requests.carried_in.total > 0",
        "requests.new.total == 0 or requests.carried_in.total > 0",
        "requests.new.natural_person + requests.new.organisation == requests.new.total",
        "requests.new.total / prev.requests.new.total >= 1.2",
        "known(prev.requests.new.total)",
        "not known(contact.fax)",
        'has("在线访谈")',
        "government and not department",
        'fact("信息处理费") == 0',
    ],
)
def test_holds(line: str) -> None:
    assert condition(line).holds(COUNTY)


@pytest.mark.parametrize(
    "line",
    [
        "requests.new.total == 0",
        "requests.no_such_row.total == 0",
        "not requests.no_such_row.total == 0",
        "known(requests.no_such_row.total)",
        'has("没有的")',
        'fact("没有的") == 0',
        "township",
    ],
)
def test_does_not_hold(line: str) -> None:
    assert not condition(line).holds(COUNTY)


def test_nothing_is_said_of_an_absent_cell() -> None:
    bare = Setting.of(FigureSet("柳泉县人民政府", 2024, "2021"))
    assert not condition("requests.new.total == 0").holds(bare)
    assert not condition("not requests.new.total == 0").holds(bare)


def test_a_bureau_is_a_department() -> None:
    assert condition("department").holds(Setting.of(bureau()))


@pytest.mark.parametrize(
    "line", ["", "requests.new.total", "requests.new.total = 1", "year > 1", "has(访谈)", "a.b > 1 > 2"]
)
def test_a_line_that_is_no_condition_is_refused(line: str) -> None:
    with pytest.raises(ExpressionError):
        condition(line)
