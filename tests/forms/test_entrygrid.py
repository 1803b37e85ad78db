from decimal import Decimal

import pytest
from hypothesis import given

from agent.errors import BadInput
from agent.figures import ABSENT, FigureSet
from agent.forms import form_of, forms
from agent.forms.entrygrid import entry_tables, typed_changes, with_changes
from tests.figure_sets import any_figures
from tests.samples import changed, sample

FORM = form_of("2021")


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.edition)
def test_every_cell_of_a_form_is_there_to_edit_once(form) -> None:  # type: ignore[no-untyped-def]
    tables = entry_tables(form, FigureSet("云岭县", form.first_year, form.edition))
    keys = [key for table in tables for key in table.entries]
    assert keys == list(form.by_key)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.edition)
def test_no_two_columns_of_a_block_are_called_alike(form) -> None:  # type: ignore[no-untyped-def]
    for table in entry_tables(form, FigureSet("云岭县", form.first_year, form.edition)):
        for block in table.blocks:
            assert len(set(block.columns)) == len(block.columns)


def test_table_four_names_its_columns_with_their_groups() -> None:
    appeals = entry_tables(FORM, sample())[2].blocks[0]
    assert appeals.columns[5] == "行政诉讼·未经复议直接起诉·结果维持"
    assert [row.label for row in appeals.rows] == [""]


def test_a_row_knows_the_headings_over_it() -> None:
    rows = entry_tables(FORM, sample())[1].blocks[0].rows
    secret = next(row for row in rows if row.label == "1.属于国家秘密")
    assert secret.groups == ("三、本年度办理结果", "（三）不予公开")


def test_a_blank_and_a_zero_are_two_things() -> None:
    entries = entry_tables(FORM, changed(sample(), review__other=None))[2].entries
    assert (entries["review.other"].shown, entries["review.pending"].shown) == ("", "0")


def test_last_years_value_stands_beside_this_years() -> None:
    entry = entry_tables(FORM, sample(2024), sample(2023))[2].entries["review.total"]
    assert (entry.shown, entry.shown_before) == ("5", "3")


def test_last_year_under_the_older_form_stands_beside_where_the_cell_is_the_same() -> None:
    previous = FigureSet("云岭县人民政府", 2020, "2019", {"requests.new.total": Decimal(7)})
    tables = entry_tables(FORM, sample(2024), previous)
    assert tables[1].entries["requests.new.total"].shown_before == "7"
    assert tables[0].entries["documents.normative.in_force"].before is ABSENT


@given(any_figures())
def test_typing_again_what_is_shown_changes_nothing(figures: FigureSet) -> None:
    form = form_of(figures.form)
    texts = {
        key: entry.shown for table in entry_tables(form, figures) for key, entry in table.entries.items()
    }
    assert with_changes(form, figures, typed_changes(form, texts)) == figures


def test_a_change_has_a_source_of_its_own_and_leaves_the_others_theirs() -> None:
    figures = sample(sources={"review.total": "a.xlsx 四!K7", "review.upheld": "a.xlsx 四!B7"})
    after = with_changes(FORM, figures, typed_changes(FORM, {"review.total": "6", "review.upheld": "4"}))
    assert after.sources == {"review.total": "页面填写", "review.upheld": "a.xlsx 四!B7"}


def test_emptying_a_cell_makes_it_absent() -> None:
    after = with_changes(FORM, sample(), {"review.total": ABSENT})
    assert after.get("review.total") is ABSENT


def test_every_problem_is_told_with_its_cell_and_nothing_is_put_in() -> None:
    with pytest.raises(BadInput) as caught:
        typed_changes(
            FORM, {"review.total": "五", "review.other": "1.5", "review.pending": "-1", "review.upheld": "4"}
        )
    assert [problem.where for problem in caught.value.problems] == [
        "表四 行政复议·总计",
        "表四 行政复议·其他结果",
        "表四 行政复议·尚未审结",
    ]
