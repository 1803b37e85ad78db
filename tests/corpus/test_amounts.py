"""What one box of a table says."""

from decimal import Decimal

import pytest

from agent.figures import ABSENT
from agent.forms import form_of
from corpus.amounts import read_amount

FORM = form_of("2019")
COUNT = FORM.by_key["requests.new.total"]
SIGNED = FORM.by_key["decisions.licensing.change"]
MONEY = FORM.by_key["procurement.amount"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", "8"),
        ("８", "8"),
        (" 8 ", "8"),
        ("8件", "8"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("1 234", "1234"),
        ("12.0", "12"),
        ("007", "7"),
    ],
)
def test_a_count_is_read_from(text: str, value: str) -> None:
    assert str(read_amount(text, COUNT).value) == value


@pytest.mark.parametrize("text", ["", " ", "/", "／", "-", "—", "——", "－", "--", "\\", "N/A", "不涉及"])
def test_absent_is_not_zero(text: str) -> None:
    assert read_amount(text, COUNT) == read_amount("", COUNT)
    assert read_amount(text, COUNT).value is ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "12*",
        "12①",
        "12²",
        "½",
        "12 34",
        "1\n2",
        "12,34",
        "十二",
        "见附件",
        "8、9",
        "-1",
        "1.5",
        "12元",
        "1" * 16,
        "8%",
    ],
)
def test_what_is_no_count_is_unread_with_a_reason(text: str) -> None:
    amount = read_amount(text, COUNT)
    assert (amount.value, amount.unread, "没有读入" in amount.remark) == (ABSENT, True, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-37", -37),
        ("－37", -37),
        ("—37", -37),
        ("−37", -37),
        ("减少37项", -37),
        ("+6", 6),
        ("增加6", 6),
        ("↓4", -4),
    ],
)
def test_a_change_is_read_with_its_sign(text: str, value: int) -> None:
    assert read_amount(text, SIGNED).value == value


@pytest.mark.parametrize(
    ("text", "head", "value", "said"),
    [
        ("251000元", "", "251000", False),
        ("251,000.50", "元", "251000.5", False),
        ("25.1万元", "", "251000", True),
        ("25.1", "万元", "251000", True),
        ("0.3亿元", "", "30000000", True),
    ],
)
def test_money_is_read_in_the_cell_s_unit(text: str, head: str, value: str, said: bool) -> None:
    amount = read_amount(text, MONEY, head)
    assert (amount.value, bool(amount.remark)) == (Decimal(value), said)
