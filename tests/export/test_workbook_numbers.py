"""What a clerk types into a cell, and what it is read as."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from agent.export.xlsx.numbers import number, text
from agent.export.xlsx.opening import Content, Value
from agent.figures import ABSENT
from agent.forms import form_of
from agent.forms.entries import Wrong, fitting

COUNT = form_of("2021").by_key["requests.new.total"]
AMOUNT = form_of("2021").by_key["fees.amount"]
CHANGE = form_of("2019").by_key["fees.change"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (8, "8"),
        (0, "0"),
        (8.0, "8"),
        (7730.28, "7730.28"),
        (0.1 + 0.2, "0.3"),
        (59237.2449, "59237.2449"),
        (1.1 * 3, "3.3"),
        ("12", "12"),
        ("１２", "12"),
        (" 12 ", "12"),
        ("　12\n", "12"),
        ("1,234,567", "1234567"),
        ("1，234", "1234"),
        ("－5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("12.50", "12.5"),
        ("12．5", "12.5"),
        (".5", "0.5"),
        ("007", "7"),
        ("\u200b12", "12"),
    ],
)
def test_a_number_is_read_for_what_it_can_only_mean(typed: Value, meant: str) -> None:
    assert number(Content(typed)) == Decimal(meant)


@pytest.mark.parametrize("typed", [None, "", " ", "　", "/", "／", "-", "－", "—", "——", "–", "无", " 无 "])
def test_what_says_that_there_is_nothing_is_absent(typed: Value) -> None:
    assert number(Content(typed)) is ABSENT


def test_the_empty_result_of_a_formula_is_absent() -> None:
    assert number(Content("", formula=True)) is ABSENT


def test_the_result_of_a_formula_is_its_number() -> None:
    assert number(Content(8, formula=True)) == Decimal(8)


@pytest.mark.parametrize(
    ("content", "what", "mend"),
    [
        (Content("12件"), "“12件”不是数字", "只写数字 12，不写“件”"),
        (Content("1,200 余条"), "“1,200 余条”不是数字", "只写数字 1,200，不写“余条”"),
        (Content("12%"), "“12%”不是数字", "只写数字 12，不写“%”"),
        (Content("十二"), "“十二”不是数字", "用阿拉伯数字填写，不带单位"),
        (Content("12,34"), "“12,34”不是数字", "填数字，没有发生的填 0，不适用的留空"),
        (Content("1 2"), "“1 2”不是数字", "填数字，没有发生的填 0，不适用的留空"),
        (Content("1e3"), "“1e3”不是数字", "填数字，没有发生的填 0，不适用的留空"),
        (Content("NaN"), "“NaN”不是数字", "填数字，没有发生的填 0，不适用的留空"),
        (Content("待定"), "“待定”不是数字", "填数字，没有发生的填 0，不适用的留空"),
        (Content(value=True), "填的是逻辑值（TRUE），不是数", "填数字，没有发生的填 0，不适用的留空"),
        (
            Content(datetime(2023, 1, 2)),  # noqa: DTZ001  a cell's date has no time zone
            "被当作日期或时间（2023-01-02），不是数",
            "把单元格格式改为“常规”，再重新填写数字",
        ),
        (Content("#REF!", error=True), "公式出错（#REF!）", "改填数字，或改正公式"),
        (
            Content(None, formula=True),
            "公式还没有计算结果",
            "用 Excel 或 WPS 打开并保存一次，或直接填数字",
        ),
        (Content(10**15), "“1000000000000000”超出合理范围（不到一千万亿、小数不超过15位）", "核对数值和单位"),
        (Content(float("inf")), "数值太大", "核对数值和单位"),
        (Content(float("nan")), "数值太大", "核对数值和单位"),
    ],
)
def test_what_is_no_number_is_refused_with_its_mend(content: Content, what: str, mend: str) -> None:
    assert number(content) == Wrong(what, mend)


@pytest.mark.parametrize("value", [time(1, 2), timedelta(hours=3)])
def test_a_time_is_no_number(value: Value) -> None:
    assert isinstance(number(Content(value)), Wrong)


@pytest.mark.parametrize("shown", ["0%", "0.00%", '0!.0,"万"', "#,##0,", "0.0,,"])
def test_a_format_that_shows_another_number_than_the_cell_holds_is_refused(shown: str) -> None:
    assert isinstance(number(Content(1, format=shown)), Wrong)


@pytest.mark.parametrize(
    "shown", ["General", "0", "#,##0", "#,##0.00", '0"件"', '#,##0"%"', "@", "_ * #,##0_ "]
)
def test_a_format_that_shows_the_number_itself_is_fine(shown: str) -> None:
    assert number(Content(1, format=shown)) == Decimal(1)


def test_a_count_is_whole() -> None:
    assert fitting(COUNT, Decimal("1.5")) == Wrong("“1.5”有小数，这里是件数", "填整数")


def test_a_count_written_with_a_zero_behind_the_point_is_whole() -> None:
    assert fitting(COUNT, Decimal("2.0")) is None


def test_a_count_is_not_negative() -> None:
    assert fitting(COUNT, Decimal(-1)) == Wrong("“-1”是负数，这里不会小于 0", "核对后改正")


def test_an_amount_may_have_decimals() -> None:
    assert fitting(AMOUNT, Decimal("0.25")) is None


def test_a_change_may_be_negative() -> None:
    assert fitting(CHANGE, Decimal(-3)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(None, ""), (" 政务公开科 ", "政务公开科"), (353300, "353300"), (5982322653.0, "5982322653")],
)
def test_a_text_is_what_the_clerk_sees(typed: Value, meant: str) -> None:
    assert text(Content(typed)) == meant


@pytest.mark.parametrize(
    "content",
    [
        Content(value=False),
        Content("#N/A", error=True),
        Content(None, formula=True),
        Content(datetime(2023, 1, 2)),  # noqa: DTZ001  a cell's date has no time zone
    ],
)
def test_what_is_no_text_is_refused(content: Content) -> None:
    assert isinstance(text(content), Wrong)
