from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ExpressionError
from agent.figures import Breakdown, Fact, FigureSet, Part
from agent.forms import form_of
from agent.forms.expressions import (
    CellRef,
    Expression,
    FactRef,
    Number,
    Operation,
    Undefined,
    evaluate,
    last_year,
    parse,
    references,
    this_year,
)

KEYS = ("requests.new.total", "requests.closed.total", "review.upheld", "review.total")
FACT = Fact("公开总数", Decimal(20), "条", breakdowns=(Breakdown("载体", (Part("网站", Decimal(15)),)),))
FIGURES = FigureSet("云岭县人民政府", 2024, "2021", {KEYS[0]: Decimal(8), KEYS[3]: Decimal(0)}, (FACT,))
PREVIOUS = FigureSet("云岭县人民政府", 2023, "2021", {KEYS[0]: Decimal(5)})

numbers = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=2).map(Number)
cells = st.builds(CellRef, st.sampled_from(KEYS), st.booleans())
facts = st.builds(FactRef, st.sampled_from(["公开总数", "没有的"]), st.sampled_from([None, "网站", "没有的"]))
expressions: st.SearchStrategy[Expression] = st.recursive(
    numbers | cells | facts,
    lambda inner: st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
    max_leaves=12,
)


@given(expressions)
def test_what_was_read_prints_and_reads_back_as_itself(expression: Expression) -> None:
    read = parse(str(expression))
    assert parse(str(read)) == read


@given(expressions)
def test_what_is_printed_has_the_same_value(expression: Expression) -> None:
    value, again = (evaluate(each, FIGURES, PREVIOUS) for each in (expression, parse(str(expression))))
    if isinstance(value, Undefined) or isinstance(again, Undefined):
        assert isinstance(value, Undefined) == isinstance(again, Undefined)
    else:
        assert abs(value - again) <= abs(value) * Decimal("1e-40")


@given(expressions)
def test_evaluation_gives_a_finite_number_or_a_reason(expression: Expression) -> None:
    value = evaluate(expression, FIGURES, PREVIOUS)
    assert value.reason if isinstance(value, Undefined) else value.is_finite()


@given(expressions)
def test_without_last_year_an_expression_over_it_has_no_value(expression: Expression) -> None:
    if any(isinstance(ref, CellRef) and ref.previous for ref in references(expression)):
        assert isinstance(evaluate(expression, FIGURES), Undefined)


@given(st.text(alphabet='requests.new.total fact("总")+-*/,1.5 ', max_size=40))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    with suppress(ExpressionError):
        assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("requests.new.total", "8"),
        ("prev.requests.new.total", "5"),
        ("requests.new.total - prev.requests.new.total", "3"),
        ("100 * (requests.new.total / prev.requests.new.total - 1)", "60"),
        ("2 + 3 * 4", "14"),
        ("10 - 3 - 2", "5"),
        ("12 / 3 / 2", "2"),
        ("-requests.new.total", "-8"),
        ('fact("公开总数")', "20"),
        ('fact("公开总数", "网站")', "15"),
    ],
)
def test_arithmetic_is_exact(text: str, value: str) -> None:
    assert evaluate(parse(text), FIGURES, PREVIOUS) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("review.upheld", "review.upheld 未填"),
        ("review.upheld + requests.new.total", "review.upheld 未填"),
        ("prev.review.total", "上年单元格 review.total 未填"),
        ("requests.new.total / review.total", "除数为0"),
        ('fact("没有的")', "没有事实“没有的”"),
        ('fact("公开总数", "没有的")', "没有分项“没有的”"),
    ],
)
def test_what_is_absent_has_a_reason_and_no_value(text: str, reason: str) -> None:
    value = evaluate(parse(text), FIGURES, PREVIOUS)
    assert isinstance(value, Undefined)
    assert reason in value.reason


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "1)", "requests", "1 2", "fact(1)", "a.b $", "(" * 60 + "1" + ")" * 60]
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_a_key_that_the_form_lacks_is_refused_by_name() -> None:
    with pytest.raises(ExpressionError, match=r"没有单元格“review\.totl”"):
        form_of("2021").parse("review.totl")


def test_the_key_of_a_group_stands_for_the_sum_of_its_rows() -> None:
    expression = form_of("2021").parse("requests.unavailable.total")
    assert str(expression) == (
        "requests.unavailable.not_held.total + requests.unavailable.needs_creation.total + requests.unavailable.still_unclear.total"
    )


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("requests.new.total", "prev.requests.new.total"),
        ('fact("访谈", "线上") / 2', 'prev.fact("访谈", "线上") / 2'),
        (
            "requests.new.total - (review.total + review.pending)",
            "prev.requests.new.total - (prev.review.total + prev.review.pending)",
        ),
    ],
)
def test_a_year_earlier_every_name_looks_back_and_forth_again(now: str, then: str) -> None:
    earlier = last_year(parse(now))
    assert earlier == parse(then)
    assert earlier is not None
    assert this_year(earlier) == parse(now)


def test_nothing_is_a_year_earlier_than_what_looks_back() -> None:
    assert last_year(parse("requests.new.total - prev.requests.new.total")) is None
