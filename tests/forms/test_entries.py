from decimal import Decimal

import pytest

from agent.figures import ABSENT
from agent.forms import form_of
from agent.forms.entries import Wrong, typed

CELLS = form_of("2021").by_key
COUNT, MONEY = CELLS["review.total"], CELLS["fees.amount"]
CHANGE = form_of("2019").by_key["fees.change"]


@pytest.mark.parametrize(
    "text",
    ["1234", " 1,234 ", "１２３４", "１，２３４", "1234件", "1,234 件", "1234.0", "+1234", "\u200b1234"],
)
def test_what_can_only_be_one_number_is_read(text: str) -> None:
    assert typed(text, COUNT) == 1234


@pytest.mark.parametrize("text", ["", "  ", "/", "-", "—", "——", "无", "\n"])
def test_a_blank_and_a_stroke_are_no_zero(text: str) -> None:
    assert typed(text, COUNT) is ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "12人",
        "3%",
        "1.2万",
        "约12",
        "12余",
        "1 2",
        "12、13",
        "1.5",
        "-3",
        "1,23",
        "十二",
        "=1+1",
        "1e3",
        "12元",
        "²",
        "5²",
        "①",
        "NaN",
        "9" * 16,
    ],
)
def test_what_could_be_something_else_is_sent_back(text: str) -> None:
    assert isinstance(typed(text, COUNT), Wrong)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.5", "3.5"), ("3.5万元", "3.5"), ("35000元", "3.5"), ("0.1亿元", "1000"), ("1元", "0.0001")],
)
def test_money_is_read_in_the_unit_that_is_written_behind_it(text: str, value: str) -> None:
    assert typed(text, MONEY) == Decimal(value)


@pytest.mark.parametrize("text", ["-3", "－3", "−3", "-3项"])
def test_a_decrease_may_be_negative_where_the_form_has_changes(text: str) -> None:
    assert typed(text, CHANGE) == -3


def test_the_mend_says_what_to_write() -> None:
    assert typed("12人", COUNT) == Wrong("“12人”不是数字", "只写数字 12，不写“人”")
