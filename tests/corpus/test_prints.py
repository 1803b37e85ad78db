"""Reports printed by a browser and by a spreadsheet, with every rule, with some and with none."""

from pathlib import Path

import pytest

from corpus.readers import ReadReport, read
from tests.corpus.papers import pdf, text
from tests.corpus.prints import STYLES, by_chromium, by_libreoffice, styled, workbook
from tests.corpus.sites import SITES, content, read_prose


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("style", STYLES)
def test_a_page_printed_by_a_browser_reads_as_it_is(
    chromium: str, tmp_path: Path, style: str, edition: str
) -> None:
    this = content(edition)
    report = read(by_chromium(chromium, tmp_path, styled(this, STYLES[style])), "report.pdf")
    assert (dict(report.figures.cells), report.unread) == (this.cells, ())
    assert read_prose(report.sections) == this.prose


@pytest.mark.parametrize("shape", ["trs", "webforms", "mobile"])
def test_a_sites_page_printed_with_all_around_it_gives_every_cell(
    chromium: str, tmp_path: Path, shape: str
) -> None:
    this = content("2021")
    report = read(by_chromium(chromium, tmp_path, SITES[shape](this)), "report.pdf")
    assert dict(report.figures.cells) == this.cells


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(
    ("ruled", "landscape"),
    [(True, False), (False, False), (False, True)],
    ids=["ruled", "bare", "bare, landscape"],
)
def test_a_sheet_printed_by_libreoffice_gives_every_cell(
    soffice: str, tmp_path: Path, edition: str, ruled: bool, landscape: bool
) -> None:
    this = content(edition)
    source = tmp_path / "report.xlsx"
    workbook(this, source, ruled=ruled, landscape=landscape)
    report = read(by_libreoffice(soffice, tmp_path, source), "report.pdf")
    assert (dict(report.figures.cells), report.unread) == (this.cells, ())


# --- without rules, by hand

HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
PLACES = (80, 200, 300, 400)


def rows(*lines: list[str], top: int = 200, step: int = 24) -> list[str]:
    """Boxes that begin in the same places, without any rule."""
    return [
        text(PLACES[at], top + step * number, word, 10)
        for number, line in enumerate(lines)
        for at, word in enumerate(line)
        if word
    ]


def of(*marks: str) -> ReadReport:
    title = text(150, 60, "云岭县2023年政府信息公开工作年度报告", 18)
    return read(pdf([title, text(80, 150, "二、主动公开政府信息情况"), *marks]), "年报.pdf")


def documents(report: ReadReport) -> list[int | None]:
    keys = [
        f"documents.{row}.{name}"
        for row in ("rules", "normative")
        for name in ("issued", "repealed", "in_force")
    ]
    return [int(report.figures.cells[key]) if key in report.figures.cells else None for key in keys]


def test_columns_are_told_by_the_numbers_that_stand_over_each_other() -> None:
    report = of(*rows(HEAD, ["规章", "1", "2", "3"], ["行政规范性文件", "40", "50", "60"]))
    assert documents(report) == [1, 2, 3, 40, 50, 60]


def test_an_empty_box_without_rules_is_empty_and_moves_nothing() -> None:
    report = of(*rows(HEAD, ["规章", "", "2", "3"], ["行政规范性文件", "4", "", "6"]))
    assert documents(report) == [None, 2, 3, 4, None, 6]


def test_an_empty_column_without_rules_keeps_its_place() -> None:
    report = of(*rows(HEAD, ["规章", "1", "", "3"], ["行政规范性文件", "4", "", "6"]))
    assert documents(report) == [1, None, 3, 4, None, 6]


def test_a_label_over_two_lines_around_its_figures_is_one_label() -> None:
    report = of(
        *rows(HEAD, ["规章", "1", "2", "3"]),
        *rows(["行政规范性"], ["", "4", "5", "6"], ["文件"], top=244, step=8),
    )
    assert documents(report) == [1, 2, 3, 4, 5, 6]


def test_numbers_that_stand_close_are_never_one_number() -> None:
    report = of(
        *rows(HEAD, ["规章", "1", "2", "3"]), text(80, 248, "行政规范性文件", 10),
        *(text(200 + 12 * at, 248, digit + digit, 10) for at, digit in enumerate("456")),
    )  # fmt: skip
    found = documents(report)
    assert set(found[3:]) <= {44, 55, 66, None}


def test_two_numbers_in_one_place_leave_a_short_row_unread() -> None:
    report = of(*rows(HEAD, ["规章", "1", "2", "3"]), text(80, 248, "行政规范性文件", 10), *(
        text(200 + 18 * at, 248, digit, 10) for at, digit in enumerate("45")
    ))  # fmt: skip
    assert documents(report)[3:] == [None, None, None]
    assert any("对不上列" in note and "没有读入" in note for note in report.notes)


def test_the_head_of_a_table_without_rules_may_stand_alone_at_the_foot_of_a_page() -> None:
    first = [
        text(150, 60, "云岭县2023年政府信息公开工作年度报告", 18),
        text(80, 700, "二、主动公开政府信息情况"),
    ]
    second = rows(["规章", "1", "2", "3"], ["行政规范性文件", "4", "5", "6"], top=60)
    report = read(pdf([*first, *rows(HEAD, top=740)], second), "年报.pdf")
    assert documents(report) == [1, 2, 3, 4, 5, 6]


def test_prose_with_figures_is_no_table_without_rules() -> None:
    lines = ["全年新收申请 12 件，办结 11 件。", "其中自然人 8 件，商业企业 4 件，", "公开率为 90%。"]
    report = read(pdf([text(80, 100 + 28 * at, line) for at, line in enumerate(lines)]), "年报.pdf")
    assert "\t" not in report.text


def test_what_is_printed_beside_the_page_is_not_read() -> None:
    report = read(
        pdf([text(80, 100, "正文。"), text(80, 870, "页外。"), text(-300, 300, "页外。")]), "年报.pdf"
    )
    assert report.text == "正文。"
