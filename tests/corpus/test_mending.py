"""Rows whose boxes do not stand where the headings say: laid right, left alone, or left unread."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.footing import State, check
from corpus.readers import ReadReport, read
from tests.corpus.pages import Slot, Table, consistent, html_table, page, table
from tests.corpus.words import document, paragraph, row
from tests.corpus.words import table as word_table

FORM = form_of("2021")
CELLS = consistent("2021")
GRANTED = "（一）予以公开"

Row = list[Slot]
Change = Callable[[Row], Row]


def of(rows: Table, table_id: str = "requests") -> ReadReport:
    return read(page("2021", CELLS, **{table_id: html_table(rows)}), "report.html")


def row_of(label: str, change: Change, table_id: str = "requests") -> ReadReport:
    """The report with the figures of one row changed; the labels before them stay."""
    rows = table(FORM, table_id, CELLS)
    index = next(at for at, row in enumerate(rows) if any(slot.text == label for slot in row))
    at = next(at for at, slot in enumerate(rows[index]) if slot.text == label) + 1
    rows[index] = [*rows[index][:at], *change(rows[index][at:])]
    return of(rows, table_id)


def figures_row(change: Change) -> ReadReport:
    """The report with the one row of table four changed."""
    rows = table(FORM, "appeals", CELLS)
    return of([*rows[:-1], change(rows[-1])], "appeals")


def texts(*values: str) -> Row:
    return [Slot(value) for value in values]


def read_of(report: ReadReport, row: str) -> dict[str, Decimal]:
    return {
        key.removeprefix(f"requests.{row}."): value
        for key, value in report.figures.cells.items()
        if key.startswith(f"requests.{row}.")
    }


def test_the_figures_that_these_tests_start_from_are_consistent() -> None:
    states = {finding.state for finding in check(FORM, FigureSet("", 2023, "2021", CELLS))}
    assert states == {State.HELD, State.NOT_ASSESSABLE}


# --- mended, and said

MENDED: dict[str, tuple[Change, str]] = {
    "an empty box inside": (lambda row: [row[0], Slot(""), *row[1:]], "多了1个空格"),
    "an empty box before the total": (lambda row: [*row[:-1], Slot(""), row[-1]], "多了1个空格"),
    "two empty boxes": (lambda row: [row[0], Slot(""), row[1], Slot(""), *row[2:]], "多了2个空格"),
    "a zero printed twice": (lambda row: [*row[:3], Slot("0"), *row[3:]], "多了1个数"),
    "a number printed twice": (lambda row: [row[0], *row], "多了1个数"),
    "numbers in one box": (lambda row: [Slot("11 2 0"), *row[3:]], "几个数挤在一格里"),
    "numbers in one box of several columns": (
        lambda row: [Slot("11 2 0", 1, 3), *row[3:]],
        "几个数挤在一格里",
    ),
    "numbers in one box beside the empty ones": (
        lambda row: [Slot("11\n2 0"), Slot(""), Slot(""), *row[3:]],
        "几个数挤在一格里",
    ),
    "all numbers in one box": (lambda row: [Slot("11 2 0 1 0 0 14", 1, 7)], "几个数挤在一格里"),
}


@pytest.mark.parametrize("slip", MENDED)
def test_a_row_with_one_way_to_be_right_is_read_and_said(slip: str) -> None:
    change, said = MENDED[slip]
    report = row_of(GRANTED, change)
    assert dict(report.figures.cells) == CELLS
    assert len(report.notes) == 1
    assert said in report.notes[0] or "取最右边的7个" in report.notes[0]


def test_a_number_broken_over_lines_is_one_where_it_adds_up() -> None:
    broken = html_table(table(FORM, "requests", CELLS)).replace(">11<", ">1<br>1<", 2)
    report = read(page("2021", CELLS, requests=broken), "report.html")
    assert dict(report.figures.cells) == CELLS
    assert "一个数断成了几行" in report.notes[0]


def test_the_note_says_where_everything_went() -> None:
    report = row_of(GRANTED, lambda row: [row[0], Slot(""), *row[1:]])
    assert report.notes == (
        "表三第2张表格第6行“（一）予以公开”一行：多了1个空格，按勾稽关系只有一种放法：自然人11、商业企业2、社会公益组织1、总计14，其余是0，请核对",
    )


def under_a_column_of_remarks(rows: Table) -> Table:
    """All figures one column to the right, the total under 备注."""
    top, second, third, *rest = rows
    return [[*top, Slot("备注", 3)], second, third, *([*row[:-7], Slot(""), *row[-7:]] for row in rest)]


def test_a_whole_table_a_column_off_is_read_and_said_for_every_row() -> None:
    rows = under_a_column_of_remarks(table(FORM, "requests", CELLS))
    report = of(rows)
    assert dict(report.figures.cells) == CELLS
    assert all("整张表的数比列标题偏右一列" in note for note in report.notes)


def test_a_single_row_a_column_off_is_read_and_said() -> None:
    rows = table(FORM, "requests", CELLS)
    moved = under_a_column_of_remarks(rows)
    index = next(at for at, row in enumerate(rows) if any(slot.text == GRANTED for slot in row))
    plain = [row if at < 3 else [*row, Slot("")] for at, row in enumerate(rows)]
    report = of([*moved[:3], *plain[3:index], moved[index], *plain[index + 1 :]])
    assert dict(report.figures.cells) == CELLS
    assert len(report.notes) == 1


def test_empty_boxes_for_zeros_are_laid_by_the_rules_of_the_columns() -> None:
    # Six boxes for seven columns: 11 and 2 and 1 fit the sums of their columns in one way.
    report = row_of(GRANTED, lambda row: texts("11", "2", "1", "0", "0", "14"))
    assert read_of(report, "granted") == {
        "natural_person": 11, "business": 2, "public_interest": 1, "legal_service": 0, "other": 0, "total": 14,
    }  # fmt: skip


def test_a_sixteenth_number_in_table_four_goes_where_it_is_doubled() -> None:
    report = figures_row(lambda row: [*row[:7], row[6], *row[7:]])
    assert dict(report.figures.cells) == CELLS
    assert "多了1个数" in report.notes[0]


def test_a_doubled_heading_in_table_four_moves_nothing() -> None:
    rows = table(FORM, "appeals", CELLS)
    top, second, third, figures = rows
    wider = [replace(top[0], columns=6), *top[1:]]
    heads = [*second[:5], second[4], *second[5:]]
    report = of([wider, heads, third, [*figures[:5], figures[4], *figures[5:]]], "appeals")
    assert dict(report.figures.cells) == CELLS


# --- several ways: unread, or as printed


def test_a_missing_box_among_zeros_leaves_the_row_unread() -> None:
    report = row_of("2.重复申请", lambda row: row[1:])
    assert read_of(report, "declined.repeat") == {}
    assert any("2.重复申请" in note and "没有读入" in note for note in report.notes)


def test_a_missing_box_in_table_four_leaves_it_unread() -> None:
    report = figures_row(lambda row: [*row[:8], *row[9:]])
    assert not [key for key in report.figures.cells if key.startswith(("review", "litigation"))]
    assert "没有读入" in report.notes[0]


def test_glued_numbers_that_do_not_add_up_are_unread() -> None:
    report = row_of(GRANTED, lambda row: [Slot("11 3 0"), *row[3:]])
    assert "natural_person" not in read_of(report, "granted")
    assert any("没有读入" in note for note in report.notes)


# --- merely wrong: as printed


@pytest.mark.parametrize("total", ["13", "15", "2"])
def test_a_total_that_is_published_wrong_stays_as_published(total: str) -> None:
    report = row_of(GRANTED, lambda row: [*row[:-1], Slot(total)])
    assert (read_of(report, "granted")["total"], report.notes) == (Decimal(total), ())


def test_a_wrong_total_among_empty_boxes_stays_as_published() -> None:
    report = row_of(GRANTED, lambda row: texts("11", "2", "", "1", "", "", "13"))
    assert (read_of(report, "granted")["total"], report.notes) == (Decimal(13), ())


def test_a_figure_in_the_wrong_column_as_published_stays_there() -> None:
    report = row_of(GRANTED, lambda row: texts("11", "", "2", "1", "", "", "14"))
    assert read_of(report, "granted") == {
        "natural_person": 11, "research": 2, "public_interest": 1, "total": 14,
    }  # fmt: skip
    assert report.notes == ()


def test_a_published_error_in_another_row_does_not_move_a_row_that_is_right() -> None:
    rows = table(FORM, "requests", CELLS)
    index = next(at for at, row in enumerate(rows) if any(slot.text == "（七）总计" for slot in row))
    rows[index] = [*rows[index][:-7], *texts("5", "9", "0", "1", "0", "0", "15")]
    report = of(rows)
    assert (read_of(report, "granted"), report.notes) == (
        {key.rsplit(".", 1)[1]: value for key, value in CELLS.items() if ".granted." in key},
        (),
    )


def test_a_thousand_with_a_blank_in_it_is_one_number_and_a_zero_before_it_is_none() -> None:
    report = row_of(GRANTED, lambda row: [Slot("0 100"), *row[1:]])
    assert "natural_person" not in read_of(report, "granted")


def test_a_row_with_a_box_beyond_the_headings_that_no_rule_confirms_is_unread() -> None:
    # The 11 may be doubled, or the first box: nothing says which, and the headings cannot be right.
    report = row_of(GRANTED, lambda row: texts("", "11", "11", "2", "1", "", "14", ""))
    assert read_of(report, "granted") == {}
    assert any("没有读入" in note for note in report.notes)


def test_an_empty_box_behind_a_row_that_adds_up_is_nothing() -> None:
    report = row_of(GRANTED, lambda row: [*row, Slot("")])
    assert (dict(report.figures.cells), report.notes) == (CELLS, ())


def test_where_other_boxes_are_empty_an_empty_box_too_many_is_not_told_from_a_zero_too_many() -> None:
    rows = table(FORM, "requests", CELLS)
    emptied = [[replace(slot, text="") if slot.text == "0" else slot for slot in row] for row in rows]
    index = next(at for at, row in enumerate(rows) if any(slot.text == GRANTED for slot in row))
    emptied[index] = [*emptied[index][:-7], *texts("0", "0", "", "0", "0", "14", "0", "14")]
    assert read_of(of(emptied), "granted") == {}


def test_a_row_of_a_word_table_that_lacks_a_box_is_not_read_a_column_off() -> None:
    body = "".join(map(paragraph, ("青溪县2023年政府信息公开工作年度报告", "二、主动公开政府信息情况")))
    head = row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    word = document(body + word_table(head, row("规章", "1", "2", "3"), row("行政规范性文件", "5", "6")))
    report = read(word, "report.docx")
    assert "documents.rules.issued" in report.figures.cells
    assert not [key for key in report.figures.cells if key.startswith("documents.normative")]


def test_a_table_made_of_doubtful_rows_takes_no_time() -> None:
    rows = table(FORM, "appeals", CELLS)
    doubtful = texts("1", *[""] * 9, "2", "3", *[""] * 5, "9", "4")
    began = time.monotonic()
    of([*rows[:-1], *[doubtful] * 390], "appeals")
    assert time.monotonic() - began < 15
