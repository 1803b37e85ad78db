from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.figures import Breakdown, Contact, Fact, FigureSet, Part
from agent.figures.interchange import figures_of, read_figures, write_figures
from tests.samples import record, sample

amounts = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=6)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
parts = st.lists(st.builds(Part, words, amounts, st.just(())), max_size=3).map(tuple)
facts = st.builds(
    Fact,
    name=words.filter(str.strip).map(str.strip),
    value=st.none() | amounts,
    unit=words,
    qualifier=st.none() | words,
    source=words,
    aliases=st.lists(words, max_size=2).map(tuple),
    breakdowns=st.lists(st.builds(Breakdown, words, parts), max_size=2).map(tuple),
)
sets = st.builds(
    FigureSet,
    unit=words.filter(str.strip).map(str.strip),
    year=st.integers(1900, 9999),
    form=st.sampled_from(["", "2019", "2021"]),
    cells=st.dictionaries(st.sampled_from(["review.total", "fees.amount", "a.b"]), amounts),
    facts=st.lists(facts, max_size=3).map(tuple),
    contact=st.builds(Contact, words, words, words, words, words, words),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(sets)
def test_what_is_written_reads_back_digit_for_digit(figures: FigureSet) -> None:
    assert read_figures(write_figures(figures)) == figures


@given(st.sampled_from(["schema", "unit", "year", "form", "cells", "facts", "contact"]), anything)
def test_any_value_in_any_place_is_read_or_refused(place: str, value: Any) -> None:
    with suppress(BadInput):
        figures_of({**record(sample()), place: value}, "a.json")


@given(anything, st.sampled_from(["name", "aliases", "value", "unit", "qualifier", "source", "breakdowns"]))
def test_any_value_in_a_fact_is_read_or_refused(value: Any, place: str) -> None:
    with suppress(BadInput):
        figures_of({**record(sample()), "facts": [{"name": "公开总数", "value": 8, place: value}]}, "a.json")


@given(st.text(max_size=60))
def test_any_text_is_figures_or_refused(text: str) -> None:
    with suppress(BadInput):
        read_figures(text)


def test_an_absent_cell_stays_absent() -> None:
    assert read_figures(write_figures(FigureSet("云岭县人民政府", 2024, "2021"))).cells == {}


def test_a_null_cell_is_absent_and_not_zero() -> None:
    top = {"unit": "云岭县人民政府", "year": 2024, "cells": {"review.total": None, "review.other": 0}}
    assert figures_of(top, "a.json").cells == {"review.other": Decimal(0)}


def test_decimals_are_exact() -> None:
    text = '{"unit": "云岭县人民政府", "year": 2024, "cells": {"fees.amount": 0.1, "a.b": "7730.28"}}'
    assert read_figures(text).cells == {"fees.amount": Decimal("0.1"), "a.b": Decimal("7730.28")}
