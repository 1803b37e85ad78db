"""Writing the workbook: what a clerk finds in it, and that it reads back as it was."""

import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from agent.errors import BadInput
from agent.export.xlsx import read_workbook, write_workbook
from agent.export.xlsx.places import Places, places_of, table_sheets
from agent.figures import Breakdown, Contact, Fact, FigureSet, Part
from agent.figures.interchange import read_figures
from agent.forms import Form, form_of, forms
from agent.forms.layout import printed
from tests.export.workbooks import (
    APPEALS,
    DISCLOSURE,
    FILE,
    FORM,
    PLACES,
    REQUESTS,
    balanced,
    figure_sets,
    figures,
    opened,
    page,
    read,
    refusal,
    written,
)
from tests.surroundings import shared_reports

EDITIONS = [form.edition for form in forms()]


# --- reads back as it was -----------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(figure_sets())
def test_what_is_written_reads_back_the_same(figure_set: FigureSet) -> None:
    assert read(written(figure_set)) == figure_set


@pytest.mark.shared
@pytest.mark.parametrize("path", shared_reports("*.figures.json"), ids=lambda path: path.name)
def test_a_published_set_reads_back_the_same(path: Path) -> None:
    figure_set = read_figures(path.read_text("utf-8"))
    assert read(written(figure_set)) == figure_set


def test_an_absent_cell_stays_absent_and_a_zero_stays_zero() -> None:
    again = read(written(figures({"requests.new.total": 0})))
    assert dict(again.cells) == {"requests.new.total": Decimal(0)}


def test_an_amount_with_more_digits_than_excel_keeps_stays_exact() -> None:
    amount = "123456789012.3456789"
    assert read(written(figures({"fees.amount": amount}))).cells["fees.amount"] == Decimal(amount)


def test_every_cell_says_where_it_was_read() -> None:
    again = read(written(figures({"requests.new.total": 8})))
    assert again.sources == {"requests.new.total": f"{FILE} {REQUESTS}!J7"}


def test_the_set_says_which_file_it_came_from() -> None:
    assert read(written()).file == FILE


def test_the_form_is_filled_in_from_the_workbook() -> None:
    assert read(write_workbook(FORM, figures(form=""))).form == "2021"


def test_a_fact_keeps_its_source_names_and_parts() -> None:
    fact = Fact(
        name="主动公开政府信息",
        value=Decimal(2083),
        unit="条",
        qualifier="余",
        source="统计台账",
        aliases=("公开信息", "发布信息"),
        breakdowns=(
            Breakdown("公开主体", (Part("本级", Decimal(211), ("县本级",)), Part("乡镇", Decimal(1872)))),
            Breakdown("渠道", (Part("网站", Decimal("0.5")),)),
        ),
    )
    assert read(written(figures(facts=(fact,)))).facts == (fact,)


def test_every_part_repeats_the_name_of_its_fact_so_that_rows_may_be_sorted() -> None:
    parts = (Part("本级", Decimal(1)), Part("乡镇", Decimal(2)))
    sheet = page(
        opened(written(figures(facts=(Fact("访谈", Decimal(3), breakdowns=(Breakdown("主体", parts),)),)))),
        "补充数据",
    )
    assert [sheet["A4"].value, sheet["A5"].value] == ["访谈", "访谈"]


def test_a_single_other_name_with_a_comma_in_it_stays_one_name() -> None:
    fact = Fact("访问量", Decimal(3), aliases=("网站、新媒体访问量",))
    assert read(written(figures(facts=(fact,)))).facts[0].aliases == ("网站、新媒体访问量",)


def test_more_facts_than_the_empty_sheet_has_rows_are_all_written() -> None:
    facts = tuple(Fact(f"第{index}项", Decimal(index)) for index in range(150))
    assert read(written(figures(facts=facts))).facts == facts


def test_the_same_figures_give_the_same_bytes() -> None:
    assert written(balanced()) == written(balanced())


# --- refuses to lose anything -------------------------------------------------------------------------------------


def test_a_figure_without_a_cell_in_the_form_is_refused() -> None:
    with refusal() as lines:
        write_workbook(FORM, figures({"requests.neu.total": 1}, file="figures.json"))
    assert lines == ["figures.json：2021年格式没有单元格“requests.neu.total”；请核对单元格名称"]


def test_figures_of_another_edition_are_refused() -> None:
    with refusal() as lines:
        write_workbook(form_of("2019"), figures({"requests.new.total": 1}))
    assert lines == ["数据是2021年格式的，工作簿是2019年格式的；请生成2021年格式的工作簿"]


def test_last_years_figures_of_another_year_are_refused() -> None:
    with refusal() as lines:
        write_workbook(FORM, figures(), figures(year=2021))
    assert lines == ["对照数据是2021年的，不是2023年的上一年；请提供2022年的数据"]


def test_a_text_longer_than_a_cell_is_refused() -> None:
    with pytest.raises(BadInput, match="Excel 放不下"):
        written(figures(unit="县" * 40_000))


# --- nothing from outside becomes a formula -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "\n =1"]
)
def test_a_text_that_looks_like_a_formula_is_written_as_text(text: str) -> None:
    place = PLACES.fields["contact.office"]
    cell = page(opened(written(figures(contact=Contact(office=text)))), place.sheet)[place.address]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_no_formula_speaks_of_anything_that_a_figure_set_brought() -> None:
    evil = "=cmd|' /C calc'!A0"
    fact = Fact(evil, Decimal(1), evil, evil, evil, (evil,), (Breakdown(evil, (Part(evil, Decimal(1)),)),))
    book = opened(written(figures(unit=evil, facts=(fact,), contact=Contact(*[evil] * 6))))
    formulas = [
        cell.value for sheet in book.worksheets for row in sheet for cell in row if cell.data_type == "f"
    ]
    assert [formula for formula in formulas if "cmd" in str(formula)] == []


def test_control_characters_that_no_workbook_can_hold_are_dropped() -> None:
    assert read(written(figures(unit="青禾\x00县\x1f人民\ud800政府\uffff"))).unit == "青禾县人民政府"


# --- the official tables ------------------------------------------------------------------------------------------


def _sheet_of(form: Form, table: str) -> Worksheet:
    book = opened(write_workbook(form, None))
    return page(book, next(sheet.name for sheet in table_sheets(form) if sheet.table.id == table))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("table", ["disclosure", "requests", "appeals"])
def test_every_printed_word_of_an_official_table_stands_in_its_sheet(edition: str, table: str) -> None:
    form = form_of(edition)
    shown = [cell.value for row in _sheet_of(form, table) for cell in row]
    words = [box.text for box in printed(form, form.table(table)).boxes if box.text]
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("table", ["disclosure", "requests", "appeals"])
def test_every_wide_box_of_an_official_table_is_merged(edition: str, table: str) -> None:
    form = form_of(edition)
    merged = {
        (area.size["rows"], area.size["columns"]) for area in _sheet_of(form, table).merged_cells.ranges
    }
    wide = {
        (box.rows, box.columns)
        for box in printed(form, form.table(table)).boxes
        if box.rows * box.columns > 1
    }
    assert wide - merged == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_two_cells_share_a_place(edition: str) -> None:
    places = places_of(form_of(edition))
    assert len(set(places.cells.values())) == len(places.cells) == len(form_of(edition).cells)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_hidden_map_reads_back_as_the_layout(edition: str) -> None:
    places = places_of(form_of(edition))
    assert Places.from_rows(places.rows()) == places


def test_the_map_is_hidden_from_the_clerk() -> None:
    assert opened(written())["_键"].sheet_state == "veryHidden"


def test_the_sheets_stand_in_the_order_of_the_report() -> None:
    names = ["填写说明", "单位信息", DISCLOSURE, REQUESTS, APPEALS, "勾稽检查", "补充数据", "_键"]
    assert opened(written()).sheetnames == names


def test_cells_to_fill_in_are_unlocked_and_headings_are_not() -> None:
    sheet = page(opened(written()), REQUESTS)
    assert (sheet["J7"].protection.locked, sheet["A7"].protection.locked) == (False, True)


def test_the_protection_has_no_password() -> None:
    protection = page(opened(written()), REQUESTS).protection
    assert (protection.sheet, protection.password) == (True, None)


def _validation(key: str, form: Form = FORM) -> tuple[str | None, str | None]:
    place = places_of(form).cells[key]
    rules = page(opened(write_workbook(form, None)), place.sheet).data_validations.dataValidation
    found = next(rule for rule in rules if place.address in rule.sqref)
    return found.type, found.formula1


def test_a_count_takes_whole_numbers_from_zero() -> None:
    assert _validation("requests.new.total") == ("whole", "0")


def test_an_amount_of_money_takes_decimals_from_zero() -> None:
    assert _validation("fees.amount") == ("decimal", "0")


def test_a_change_takes_negative_whole_numbers() -> None:
    assert _validation("decisions.licensing.change", form_of("2019")) == ("whole", "-999999999999999")


def test_the_table_prints_on_a_landscape_page_without_last_years_copy() -> None:
    sheet = page(opened(written(figures(), figures(year=2022))), REQUESTS)
    assert (sheet.page_setup.orientation, sheet.print_area) == ("landscape", f"'{REQUESTS}'!$A$1:$L$36")


def test_headings_stay_in_sight() -> None:
    assert page(opened(written()), REQUESTS).freeze_panes == "D7"


# --- what it adds up to -------------------------------------------------------------------------------------------


def test_the_sum_of_a_row_stands_beside_it_as_a_formula() -> None:
    assert page(opened(written()), REQUESTS)["K7"].value == '=IF(COUNT(D7:I7)<6,"",SUM(D7:I7))'


def test_the_sum_of_a_column_stands_below_it_as_a_formula() -> None:
    assert page(opened(written()), REQUESTS)["D32"].value == '=IF(COUNT(D9:D29)<21,"",SUM(D9:D29))'


def test_a_total_to_fill_in_is_no_formula() -> None:
    place = PLACES.cells["requests.new.total"]
    assert page(opened(written()), place.sheet)[place.address].value is None


def _rules_shown(edition: str, previous: FigureSet | None = None) -> dict[str, str]:
    """Each rule's label with the verdict that its line shows: a formula, or words."""
    sheet = page(opened(write_workbook(form_of(edition), None, previous)), "勾稽检查")
    rows = sheet.iter_rows(min_row=5, max_col=6, values_only=True)
    return {str(row[1]): str(row[5]) for row in rows if row[1]}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_of_the_form_has_its_line(edition: str) -> None:
    assert list(_rules_shown(edition)) == [rule.label for rule in form_of(edition).rules]


def test_a_rule_over_two_years_says_that_last_year_is_missing() -> None:
    assert _rules_shown("2021")["上年结转=上一年度“结转下年度继续办理”"] == "没有上年数据"


def test_a_rule_over_two_years_is_live_where_last_year_is_given() -> None:
    shown = _rules_shown("2021", figures(year=2022))
    assert [verdict for verdict in shown.values() if not verdict.startswith("=")] == []


def test_a_rule_that_may_have_its_reason_is_not_called_broken() -> None:
    label = "表二 规章：上年现行有效+本年制发-本年废止=本年现行有效"
    verdict = _rules_shown("2021", figures(year=2022))[label]
    assert ("请核对" in verdict, "不符" in verdict) == (True, False)


# --- last year ----------------------------------------------------------------------------------------------------


def _with_last_year(sheet: str) -> list[object]:
    cells: dict[str, int | str] = {"requests.new.total": 4711, "review.total": 4712, "fees.amount": "47.13"}
    book = opened(written(figures(), figures(cells, year=2022)))
    return [cell.value for row in page(book, sheet) for cell in row]


@pytest.mark.parametrize(("sheet", "value"), [(REQUESTS, 4711), (APPEALS, 4712), (DISCLOSURE, 47.13)])
def test_last_years_figure_stands_in_the_sheet_of_its_table(sheet: str, value: float) -> None:
    assert _with_last_year(sheet).count(value) == 1


@pytest.mark.parametrize("sheet", [REQUESTS, APPEALS, DISCLOSURE])
def test_last_years_figures_say_their_year(sheet: str) -> None:
    assert "上年（2022年）" in _with_last_year(sheet)


def test_last_years_figures_are_not_read_as_this_years() -> None:
    content = written(figures({"requests.new.business": 3}), figures({"requests.new.total": 9}, year=2022))
    assert dict(read(content).cells) == {"requests.new.business": Decimal(3)}


def test_last_years_figures_of_the_other_form_stand_where_the_keys_are_the_same() -> None:
    last = figures({"decisions.licensing.decided": 77, "fees.change": 5}, form="2019", year=2020)
    content = write_workbook(FORM, figures(year=2021), last)
    values = [cell.value for row in page(opened(content), DISCLOSURE) for cell in row]
    assert (values.count(77), values.count(5)) == (1, 0)


def test_an_empty_workbook_takes_the_unit_over_from_last_year() -> None:
    content = write_workbook(FORM, None, figures(contact=Contact(office="政务公开科"), year=2022))
    again = read_workbook(content, FILE)
    assert (again.unit, again.year, again.contact.office) == ("青禾县人民政府", 2023, "政务公开科")


def test_the_workbook_is_small() -> None:
    with zipfile.ZipFile(BytesIO(written(balanced()))) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) < 1_000_000
