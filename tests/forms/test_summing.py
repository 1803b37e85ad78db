from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.figures import ABSENT, FigureSet
from agent.forms import form_of, forms
from agent.forms.footing import State, check
from agent.forms.form import Form
from agent.forms.summing import Choice, Total, twice_counted
from tests.figure_sets import balanced_figures, values_of
from tests.samples import changed, sample

UNITS = ("云岭县民政局", "云岭县教育局", "城关镇人民政府", "清河街道办事处")


def total(*parts: FigureSet, **choice: object) -> Total:
    named = tuple(replace(part, unit=unit) for part, unit in zip(parts, UNITS, strict=False))
    return Total(form_of(parts[0].form), named, "云岭县人民政府", Choice(**choice))  # type: ignore[arg-type]


@st.composite
def several(draw: st.DrawFn) -> Total:
    """A few units of one form, any cells of each absent, with any choice."""
    form: Form = draw(st.sampled_from(forms()))
    keys = draw(st.lists(st.sampled_from(list(form.by_key)), min_size=1, max_size=8, unique=True))
    units = draw(st.lists(st.sampled_from(UNITS), min_size=2, max_size=4, unique=True))
    parts = []
    for unit in units:
        filled = [key for key in keys if draw(st.integers(0, 4))]
        cells = {key: draw(values_of(form.by_key[key])) for key in filled}
        parts.append(FigureSet(unit, form.first_year, form.edition, cells))
    zeros = draw(st.frozensets(st.sampled_from(units)))
    return Total(form, tuple(parts), "合计单位", Choice(zeros, draw(st.booleans())))


@given(several(), st.data())
def test_the_order_of_the_units_changes_no_total(one: Total, data: st.DataObject) -> None:
    other = replace(one, parts=tuple(data.draw(st.permutations(one.parts))))
    assert other.figures.cells == one.figures.cells


@given(several())
def test_adding_a_unit_and_taking_it_away_again_changes_nothing(one: Total) -> None:
    more = FigureSet("后来的单位", one.year, one.form.edition, {key: Decimal(3) for key in one.form.by_key})
    again = one.with_part(more).without("后来的单位")
    assert again.cells == one.cells
    assert again.figures == one.figures


@given(several())
def test_a_total_is_there_exactly_where_nobody_is_lacking_and_nothing_kept_apart(one: Total) -> None:
    for each in one.cells.values():
        assert (each.total is ABSENT) == bool(each.why)
        if each.lacking:
            assert each.total is ABSENT


@given(several())
def test_the_contributions_make_up_the_total_exactly(one: Total) -> None:
    for key, value in one.figures.cells.items():
        assert value == sum(
            (
                one.of(unit).get(key, Decimal(0))
                for unit in one.units
                if unit in one.choice.zeros or key in one.of(unit)
            ),
            Decimal(0),
        )


@given(balanced_figures(), balanced_figures())
def test_figures_whose_rules_hold_add_up_to_figures_whose_rules_hold(
    one: FigureSet, other: FigureSet
) -> None:
    if one.form != other.form:
        return
    found = total(one, replace(other, year=one.year), apart=True)
    assert {each.state for each in check(found.form, found.figures)} <= {State.HELD, State.NOT_ASSESSABLE}


def test_what_one_unit_left_blank_has_no_total_and_says_who() -> None:
    found = total(sample(), changed(sample(), review__total=None)).cells["review.total"]
    assert (found.total, found.lacking, found.why) == (ABSENT, ("云岭县教育局",), "云岭县教育局没有填")


def test_a_blank_counts_as_zero_only_for_the_unit_of_which_that_is_said() -> None:
    parts = (sample(), changed(sample(), review__total=None), changed(sample(), review__total=None))
    assert total(*parts, zeros=frozenset({UNITS[1]})).cells["review.total"].lacking == (UNITS[2],)
    assert total(*parts, zeros=frozenset(UNITS[1:3])).cells["review.total"].total == 5


def test_zeros_are_added_and_are_no_blanks() -> None:
    cells = total(sample(), sample()).cells["documents.rules.issued"]
    assert (cells.total, cells.lacking) == (Decimal(0), ())


def test_money_is_added_to_the_last_digit() -> None:
    parts = [
        changed(sample(), fees__amount=amount) for amount in ("0.1", "0.2", "123456789012345.000000000000001")
    ]
    assert total(*parts).figures.get("fees.amount") == Decimal("123456789012345.300000000000001")


def test_contributors_are_seen_by_cell_and_cells_by_contributor() -> None:
    found = total(sample(2024), sample(2024))
    assert dict(found.cells["fees.amount"].given) == {
        UNITS[0]: Decimal("2987.65"),
        UNITS[1]: Decimal("2987.65"),
    }
    assert found.of(UNITS[1])["fees.amount"] == Decimal("2987.65")


def test_a_total_names_those_who_make_it_up() -> None:
    found = total(sample(), changed(sample(), review__total=0))
    assert found.figures.sources["review.total"] == "汇总：云岭县民政局5"


def test_blanks_tell_of_each_unit_what_it_kept_from_having_a_total() -> None:
    found = total(sample(), changed(sample(), review__total=None, review__other=None))
    assert dict(found.blanks()) == {UNITS[1]: ("review.other", "review.total")}


def test_what_nobody_filled_in_is_held_against_nobody() -> None:
    bare = changed(sample(), fees__amount=None)
    assert not total(bare, bare).blanks()


OLDER = FigureSet("云岭县人民政府", 2020, "2019", {"decisions.penalty.items_last_year": Decimal(80)})


def test_entries_of_a_list_that_units_share_are_not_added() -> None:
    found = total(OLDER, OLDER).cells["decisions.penalty.items_last_year"]
    assert found.total is ABSENT
    assert "逐个相加会重复" in found.why


def test_entries_of_a_list_are_added_where_somebody_says_that_none_is_shared() -> None:
    assert total(OLDER, OLDER, apart=True).figures.get("decisions.penalty.items_last_year") == 160


def test_the_entries_of_the_one_unit_that_has_any_are_the_total() -> None:
    none = replace(OLDER, cells={"decisions.penalty.items_last_year": Decimal(0)})
    assert total(OLDER, none).figures.get("decisions.penalty.items_last_year") == 80


def test_documents_are_added_and_a_look_is_asked_for() -> None:
    found = total(sample(), sample()).cells["documents.normative.in_force"]
    assert found.total == 114
    assert "联合制发" in found.doubt


def test_documents_of_one_unit_only_are_no_doubt() -> None:
    none = changed(sample(), documents__normative__in_force=0)
    assert total(sample(), none).cells["documents.normative.in_force"].doubt == ""


def doubted(found: Total, words: str) -> bool:
    return any(words in doubt for doubt in twice_counted(found))


def test_a_unit_that_is_the_sum_of_the_others_is_told() -> None:
    parts = (sample(2023), sample(2024))
    whole = total(*parts).figures
    assert doubted(total(*parts, whole), "正好是其余2个单位之和")


def test_units_that_add_up_to_something_else_are_no_doubt() -> None:
    assert twice_counted(total(sample(2023), sample(2024), changed(sample(2024), fees__amount=1))) == ()


def test_one_file_under_two_names_is_told() -> None:
    assert doubted(total(sample(), sample()), "数完全相同")


@pytest.mark.parametrize("name", ["民政局", "县民政局"])
def test_a_short_name_of_the_same_unit_is_told(name: str) -> None:
    found = total(sample(2023), sample(2024))
    renamed = replace(found, parts=(found.parts[0], replace(found.parts[1], unit=name)))
    assert doubted(renamed, "是不是同一个单位")


def test_taking_away_who_is_not_there_is_an_error() -> None:
    act: Callable[[], object] = lambda: total(sample(), sample()).without("青溪市民政局")  # noqa: E731 - one act
    with pytest.raises(KeyError):
        act()
