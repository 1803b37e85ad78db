from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.figures import ABSENT, FigureSet
from agent.forms import Form, form_of, forms
from agent.forms.layout import printed
from agent.forms.pasting import pasted
from tests.figure_sets import any_figures
from tests.samples import sample

FORM = form_of("2021")


def refused(table: str, anchor: str | tuple[int, int], text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        pasted(FORM, table, anchor, text)
    return [str(problem) for problem in caught.value.problems]


def copied(figures: FigureSet, table: str) -> str:
    """The whole table as Excel copies it: headings and all, merged cells' other places blank."""
    form = form_of(figures.form)
    grid = printed(form, form.table(table))
    lines = [["" for _ in range(grid.width)] for _ in range(grid.height)]
    for box in grid.boxes:
        value = figures.get(box.cell.key) if box.cell else None
        lines[box.row][box.column] = (
            box.text if value is None else str(value) if isinstance(value, Decimal) else ""
        )
    return "".join("\t".join(line) + "\r\n" for line in lines)


@given(any_figures())
def test_a_whole_table_copied_with_its_headings_comes_back_as_it_is(figures: FigureSet) -> None:
    form = form_of(figures.form)
    for table in form.tables:
        found = pasted(form, table.id, (0, 0), copied(figures, table.id))
        assert found == {cell.key: figures.get(cell.key) for cell in form.cells if cell.table == table.id}


def test_rows_and_columns_go_down_and_right_from_the_anchor() -> None:
    found = pasted(FORM, "requests", "requests.new.natural_person", "1\t2\r\n3\t4\r\n")
    assert found == {
        "requests.new.natural_person": 1,
        "requests.new.business": 2,
        "requests.carried_in.natural_person": 3,
        "requests.carried_in.business": 4,
    }


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(ends: str) -> None:
    assert len(pasted(FORM, "requests", "requests.new.total", f"1{ends}2{ends}")) == 2


def test_full_width_digits_separators_units_and_strokes_are_read() -> None:
    found = pasted(FORM, "appeals", "review.upheld", "１２\t1,234\t5件\t/\t-")
    assert list(found.values()) == [12, 1234, 5, ABSENT, ABSENT]


def test_a_blank_empties_its_cell_and_a_zero_does_not() -> None:
    found = pasted(FORM, "appeals", "review.upheld", "1\t\t0")
    assert list(found.values()) == [1, ABSENT, 0]


def test_the_rest_of_a_merged_cell_comes_blank() -> None:
    found = pasted(FORM, "disclosure", "decisions.licensing.decided", "1912\t\t\r\n")
    assert found == {"decisions.licensing.decided": 1912}


def test_a_number_in_the_rest_of_a_merged_cell_is_told() -> None:
    assert "合并单元格" in refused("disclosure", "decisions.licensing.decided", "1912\t5")[0]


def test_a_cell_with_a_line_end_in_it_is_one_cell() -> None:
    assert pasted(FORM, "appeals", "review.upheld", '"1\n"\t2\r\n') == {
        "review.upheld": 1,
        "review.corrected": 2,
    }


def test_every_problem_is_told_at_once_with_its_place_and_cell() -> None:
    said = refused("appeals", "review.upheld", "1\t二\t1.5\t-3")
    assert len(said) == 3
    assert said[0].startswith("粘贴内容第1行第2列（表四 行政复议·结果纠正）：“二”不是数字")


def test_a_block_laid_off_the_table_is_one_problem_with_its_count() -> None:
    (said,) = refused("appeals", "litigation.after_review.pending", "1\t2\t3\t4")
    assert "“3”等2处超出了表格" in said


def test_numbers_on_headings_are_one_problem() -> None:
    (said,) = refused("requests", (0, 0), "\n".join(["1\t2"] * 3))
    assert "不是要填的格" in said


def test_headings_that_are_printed_otherwise_are_told() -> None:
    said = refused("requests", (0, 0), copied(sample(), "requests").replace("科研机构", "研究机构"))
    assert "“研究机构”落在印着“科研机构”的格上" in said[0]


def test_labels_without_numbers_fill_nothing_in() -> None:
    assert "没有落在要填的格子上" in refused("requests", (3, 0), "一、本年新收政府信息公开申请数量")[0]


def test_an_empty_clipboard_is_told() -> None:
    assert refused("requests", "requests.new.total", "") == ["剪贴板里没有内容；请先在 Excel 里复制"]


def test_an_anchor_of_another_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        pasted(FORM, "appeals", "requests.new.total", "1")


@given(
    st.sampled_from(forms()),
    st.text("0123456789\t\n\r\"'-/，一无件. ,", max_size=60),
    st.integers(0, 30),
    st.integers(0, 10),
)
def test_whatever_is_pasted_gives_cells_of_the_table_or_a_refusal(
    form: Form, text: str, row: int, column: int
) -> None:
    try:
        found = pasted(form, "requests", (row, column), text)
    except BadInput:
        return
    assert all(form.by_key[key].table == "requests" for key in found)
