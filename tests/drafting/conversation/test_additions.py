"""Facts out of the clerk's own words: nothing is guessed, and nothing that is no statistic is taken for one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.conversation.additions import answered, fact_in, made, missing, refusals, shown
from agent.drafting.conversation.requests import AddFact
from agent.figures import Fact
from tests.drafting.invented import county, county_before


@pytest.mark.parametrize(
    ("text", "name", "amount", "source"),
    [
        ("举办培训3期", "举办培训", "3期", ""),
        ("举办培训共3期", "举办培训", "3期", ""),
        ("举办培训三期", "举办培训", "3期", ""),
        ("全年举办培训3期", "举办培训", "3期", ""),
        ("培训人数200余人次", "培训人数", "200余人次", ""),
        ("培训约200人次", "培训", "约200人次", ""),
        ("3期业务培训", "业务培训", "3期", ""),
        ("投入经费1.2万元，来源是财务账", "投入经费", "1.2万元", "财务账"),
        ("满意率98.5%（来源：问卷统计）", "满意率", "98.5%", "问卷统计"),
        ("举办培训3期，出自培训签到表。", "举办培训", "3期", "培训签到表"),
        ("举办培训，来源是培训签到表", "举办培训", "", "培训签到表"),
        ("举办培训", "举办培训", "", ""),
        ("举办培训3期，培训200人", "", "", ""),
        ("培训500人以上", "培训", "", ""),
        ('名称带"引号"和{括号}的事3件', "名称带引号和括号的事", "3件", ""),
    ],
)
def test_what_a_sentence_gives_of_a_fact(text: str, name: str, amount: str, source: str) -> None:
    fact = fact_in(text)
    assert (fact.name, shown(fact), fact.source) == (name, amount, source)


def test_what_is_missing_is_asked_for_in_order() -> None:
    fact = AddFact()
    for field, answer in (("name", "举办培训"), ("value", "3"), ("unit", "期"), ("source", "签到表")):
        need = missing(fact)
        assert need is not None
        assert need.field == field
        answer_ = answered(fact, field, answer)
        assert answer_ is not None
        fact = answer_
    assert missing(fact) is None
    assert made(fact) == Fact("举办培训", Decimal(3), "期", None, "签到表")


def test_several_questions_may_be_answered_at_once() -> None:
    fact = answered(AddFact("举办培训"), "value", "3期，来源是签到表")
    assert fact is not None
    assert missing(fact) is None


@pytest.mark.parametrize(
    ("field", "answer"),
    [("value", "很多"), ("value", "3到5期"), ("value", "3月5日"), ("unit", "3"), ("unit", "不知道该怎么写的单位"), ("source", "无"), ("source", "长" * 80)],
)  # fmt: skip
def test_an_answer_that_gives_nothing_is_none(field: str, answer: str) -> None:
    assert answered(AddFact("举办培训", Decimal(3)), field, answer) is None


def test_a_fact_that_is_not_whole_is_not_made() -> None:
    with pytest.raises(ValueError, match="whole"):
        made(AddFact("举办培训", Decimal(3), "期"))


def test_a_fact_that_the_tables_do_not_speak_of_may_be_added() -> None:
    assert (
        list(refusals(Fact("举办法治讲座", Decimal(3), "期", None, "签到表"), county(), county_before()))
        == []
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("新收申请", 128), ("办结政府信息公开申请", 123), ("行政许可决定", 9), ("行政诉讼", 5)],
)
def test_a_second_figure_of_a_cell_is_refused(name: str, value: int) -> None:
    assert list(refusals(Fact(name, Decimal(value), "件", None, "台账"), county(), county_before()))


def test_another_figure_of_a_known_fact_is_refused_under_a_like_name_too() -> None:
    fact = Fact("开展在线访谈", Decimal(20), "次", None, "网站后台")
    (refusal,) = refusals(fact, county(), county_before())
    assert "已经登记" in refusal


@given(st.text(max_size=60))
def test_any_text_gives_a_fact_without_a_name_that_could_not_be_quoted(text: str) -> None:
    fact = fact_in(text)
    assert not set('"{}\n\r[]') & set(fact.name)
    assert fact.value is None or fact.value.is_finite()
