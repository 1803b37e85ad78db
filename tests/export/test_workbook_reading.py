"""Reading a workbook back: every problem at once, each with its sheet, its cell and the mend."""

import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from agent.errors import BadInput
from agent.export.xlsx import write_workbook
from agent.export.xlsx.opening import LIMIT_MB, PARSED_MB
from agent.export.xlsx.places import Place
from agent.figures import Breakdown, Fact, Part
from agent.forms import form_of
from tests.export.workbooks import (
    APPEALS,
    FILE,
    PLACES,
    REQUESTS,
    UNIT,
    balanced,
    filled,
    opened,
    page,
    read,
    refused,
    spoiled,
    written,
)

NEW, CLOSED = PLACES.cells["requests.new.total"], PLACES.cells["requests.closed.total"]
AMOUNT = PLACES.cells["fees.amount"]


def fact_cell(row: int, column: int) -> Place:
    """A cell of the supplementary facts; both count from 1, headings not counted."""
    return PLACES.facts.moved(rows=row, columns=column - 1)


# --- what is typed ------------------------------------------------------------------------------------------------


def test_what_a_clerk_types_is_read() -> None:
    assert dict(read(filled((NEW, "１,２00"), (CLOSED, 0), (AMOUNT, 0.1 + 0.2))).cells) == {
        "fees.amount": Decimal("0.3"),
        "requests.new.total": Decimal(1200),
        "requests.closed.total": Decimal(0),
    }


def test_a_wrong_cell_is_named_with_sheet_cell_label_and_mend() -> None:
    line = (
        f"{FILE} {REQUESTS}!J7：一、本年新收政府信息公开申请数量·总计：“12件”不是数字；只写数字 12，不写“件”"
    )
    assert refused(filled((NEW, "12件"))) == [line]


def test_every_wrong_cell_is_reported_at_once() -> None:
    content = filled(
        (NEW, "若干"),
        (CLOSED, -1),
        (AMOUNT, True),
        (PLACES.cells["review.total"], 1.5),
        (PLACES.fields["unit"], None),
        (PLACES.fields["year"], "今年"),
        (fact_cell(1, 2), 3),
    )
    places = [line.partition("：")[0] for line in refused(content)]
    assert places == [
        f"{FILE} {place}"
        for place in ("单位信息!B4", "单位信息!B5", AMOUNT, NEW, CLOSED, f"{APPEALS}!F7", "补充数据!A4")
    ]


def test_a_formula_that_no_program_has_computed_is_reported() -> None:
    assert "公式还没有计算结果" in refused(filled((NEW, "=1+1")))[0]


def test_an_error_value_is_reported() -> None:
    assert "公式出错（#REF!）" in refused(filled((NEW, "#REF!")))[0]


def test_a_percent_format_is_reported() -> None:
    assert "显示的数与实际的数不同" in refused(filled((NEW, 1), number_format="0%"))[0]


def test_a_number_that_excel_took_for_a_date_is_reported() -> None:
    assert "被当作日期或时间" in refused(filled((NEW, 45000), number_format="yyyy-mm-dd"))[0]


@pytest.mark.parametrize("year", [2023, "2023", "2023年", "２０２３", " 2023 年度"])
def test_a_year_may_be_written_in_several_ways(year: object) -> None:
    assert read(filled((PLACES.fields["year"], year))).year == 2023


def test_a_year_of_the_other_form_is_reported_with_the_form_to_use() -> None:
    line = f"{FILE} 单位信息!B5：2020年度不用2021年格式（2021年度起）；核对年度，或重新生成2019年格式的工作簿"
    assert refused(filled((PLACES.fields["year"], 2020))) == [line]


@pytest.mark.parametrize("year", [23, "二〇二三", 2023.5, True, "2023-2024"])
def test_what_is_no_year_is_reported(year: object) -> None:
    assert "不是年份" in refused(filled((PLACES.fields["year"], year)))[0]


def test_a_telephone_number_typed_as_a_number_is_its_digits() -> None:
    assert read(filled((PLACES.fields["contact.telephone"], 5982322653))).contact.telephone == "5982322653"


# --- supplementary facts ------------------------------------------------------------------------------------------


def _facts(*rows: tuple[object, ...]) -> bytes:
    entries = [
        (fact_cell(row, column), value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
    ]
    return filled(*entries)


WHOLE = ("公开信息", 10, "条", None, "台账", None, "主体", "本级", 4)


def test_a_row_without_a_name_goes_on_with_the_fact_above() -> None:
    content = _facts(WHOLE, (None,) * 7 + ("乡镇", 6))
    parts = (Part("本级", Decimal(4)), Part("乡镇", Decimal(6)))
    assert read(content).facts == (
        Fact("公开信息", Decimal(10), "条", None, "台账", (), (Breakdown("主体", parts),)),
    )


def test_a_row_that_repeats_the_name_to_add_a_part_goes_on_with_the_fact_above() -> None:
    content = _facts(WHOLE, ("公开信息", 10, "条", None, "台账", None, "主体", "乡镇", 6))
    assert [part.name for part in read(content).facts[0].breakdowns[0].parts] == ["本级", "乡镇"]


def test_another_way_of_dividing_begins_another_breakdown() -> None:
    content = _facts(WHOLE, (None,) * 6 + ("渠道", "网站", 10))
    assert [breakdown.by for breakdown in read(content).facts[0].breakdowns] == ["主体", "渠道"]


def test_other_names_may_be_separated_as_people_do() -> None:
    content = _facts(("公开信息", 10, None, None, None, "发布信息、主动公开信息，公布信息"))
    assert read(content).facts[0].aliases == ("发布信息", "主动公开信息", "公布信息")


def test_empty_rows_between_facts_mean_nothing() -> None:
    content = _facts(("公开信息", 10), (), (" ",), ("访谈", 9))
    assert [fact.name for fact in read(content).facts] == ["公开信息", "访谈"]


def test_a_fact_that_is_not_yet_known_has_no_value() -> None:
    assert read(_facts(("访谈", "—"))).facts == (Fact("访谈", None),)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [(None, 3)],
            "补充数据!A4：这一行有数值或说明，但没有名称；填写名称；只是上一条的分项时，只填划分方式和分项各栏",
        ),
        ([(None,) * 7 + ("本级", 4)], "补充数据!A4：分项上面没有补充数据；先填一行名称和数值，再填它的分项"),
        ([("访谈", 9), ("访谈", 8)], "补充数据!A5：名称“访谈”重复；合并成一条，或改用不同的名称"),
        (
            [("访谈", 9, "次", None, None, None, "主体", "本级")],
            "补充数据!A4：分项“本级”没有数值；填写分项数值，没有发生填 0；不需要的分项请删去",
        ),
        ([("访谈", 9, "次", None, None, None, "主体", None, 4)], "补充数据!A4：分项没有名称；填写分项名称"),
        ([("访谈", "9次")], "补充数据!B4：数值：“9次”不是数字；只写数字 9，不写“次”"),
    ],
)
def test_a_fact_that_cannot_be_read_is_reported(rows: list[tuple[object, ...]], line: str) -> None:
    assert refused(_facts(*rows)) == [f"{FILE} {line}"]


def test_parts_that_sorting_tore_from_their_fact_are_reported() -> None:
    content = _facts(WHOLE, ("访谈", 9), ("公开信息", None, None, None, None, None, "主体", "乡镇", 6))
    assert ["名称“公开信息”重复" in line for line in refused(content)] == [True]


def test_parts_of_a_fact_that_cannot_be_read_are_not_reported_as_well() -> None:
    assert len(refused(_facts(("访谈", "九次"), (None,) * 7 + ("本级", 4)))) == 1


def test_rows_may_be_inserted_among_the_facts() -> None:
    content = spoiled(_facts(("访谈", 9), ("解读", 8)), lambda book: page(book, "补充数据").insert_rows(5, 3))
    assert [fact.name for fact in read(content).facts] == ["访谈", "解读"]


# --- sheets that are not what they were ---------------------------------------------------------------------------


def test_an_inserted_row_is_reported_and_nothing_on_its_sheet_is_read() -> None:
    content = spoiled(filled((NEW, "若干")), lambda book: page(book, REQUESTS).insert_rows(8))
    line = f"{FILE} {REQUESTS}!A8：“二、上年结转政府信息公开申请数量”移到了 A9"
    assert [
        found.startswith(line) and "这张表多出了 1 行，请删去" in found for found in refused(content)
    ] == [True]


def test_a_deleted_row_is_reported() -> None:
    content = spoiled(written(), lambda book: page(book, REQUESTS).delete_rows(8))
    assert ["这张表少了 1 行，请恢复" in line for line in refused(content)] == [True]


def test_an_inserted_column_is_reported() -> None:
    content = spoiled(written(), lambda book: page(book, REQUESTS).insert_cols(4))
    assert ["这张表多出了 1 列，请删去" in line for line in refused(content)] == [True]


def test_swapped_headings_are_reported() -> None:
    def swap(book: Workbook) -> None:
        sheet = page(book, REQUESTS)
        sheet["E6"].value, sheet["F6"].value = sheet["F6"].value, sheet["E6"].value

    assert ["“商业企业”移到了 F6" in line for line in refused(spoiled(written(), swap))] == [True]


def test_a_heading_that_was_typed_over_is_reported() -> None:
    def overwrite(book: Workbook) -> None:
        page(book, REQUESTS)["E6"].value = "企业"

    line = f"{FILE} {REQUESTS}!E6：这里应当印着“商业企业”，现在是“企业”；请改回“商业企业”；行列顺序动过的，请恢复原样或重新生成工作簿"
    assert refused(spoiled(written(), overwrite)) == [line]


def test_a_heading_whose_blanks_and_width_changed_is_fine() -> None:
    def reflow(book: Workbook) -> None:
        page(book, REQUESTS)["A7"].value = "一、本年新收政府\n信息公开 申请数量"
        page(book, REQUESTS)["B9"].value = "(一)予以公开"

    assert read(spoiled(written(), reflow)).unit == "青禾县人民政府"


def test_a_renamed_sheet_is_recognised_and_its_old_name_asked_for() -> None:
    def rename(book: Workbook) -> None:
        page(book, REQUESTS).title = "申请"

    line = f"{FILE}：缺少工作表“{REQUESTS}”；请把工作表“申请”的名称改回“{REQUESTS}”"
    assert refused(spoiled(written(), rename)) == [line]


@pytest.mark.parametrize("sheet", [UNIT, REQUESTS, APPEALS, "补充数据"])
def test_a_missing_sheet_is_reported(sheet: str) -> None:
    content = spoiled(written(), lambda book: book.remove(book[sheet]))
    assert f"{FILE}：缺少工作表“{sheet}”；请恢复这张工作表，或重新生成工作簿" in refused(content)


@pytest.mark.parametrize("sheet", ["填写说明", "勾稽检查"])
def test_a_sheet_that_holds_nothing_to_read_may_be_missing(sheet: str) -> None:
    content = spoiled(written(), lambda book: book.remove(book[sheet]))
    assert read(content).unit == "青禾县人民政府"


def test_a_table_of_the_other_edition_is_recognised() -> None:
    other = opened(write_workbook(form_of("2019"), None))

    def exchange(book: Workbook) -> None:
        sheet = page(book, "二、主动公开")
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(area.coord)
        for row in page(other, "二、主动公开"):
            for cell in row:
                sheet.cell(cell.row, cell.column).value = cell.value  # type: ignore[arg-type]

    assert "这张表是2019年格式的，工作簿是2021年格式的" in refused(spoiled(written(), exchange))[0]


def test_a_workbook_without_the_map_is_not_ours() -> None:
    content = spoiled(written(), lambda book: book.remove(book["_键"]))
    assert refused(content) == [
        f"{FILE}：不是本工具生成的工作簿，或只是其中的部分工作表；请用 nianbao workbook 生成工作簿，在其中填数"
    ]


def _map_cell(address: str, value: str) -> bytes:
    def overwrite(book: Workbook) -> None:
        page(book, "_键")[address].value = value

    return spoiled(written(), overwrite)


def test_a_workbook_of_a_later_version_is_refused() -> None:
    assert "工作簿的版本是“nianbao/workbook/9”" in refused(_map_cell("D1", "nianbao/workbook/9"))[0]


@pytest.mark.parametrize(
    ("address", "value"),
    [("D2", "2019"), ("D2", "1999"), ("A5", "x.y"), ("C5", "?"), ("C12", "D1"), ("C20", "D8"), ("D1", "")],
)
def test_a_damaged_map_is_refused(address: str, value: str) -> None:
    assert "对照表" in refused(_map_cell(address, value))[0]


def test_problems_of_several_sheets_are_reported_together() -> None:
    def spoil(book: Workbook) -> None:
        page(book, REQUESTS).insert_rows(8)
        book.remove(book[APPEALS])
        page(book, UNIT)["B4"].value = None

    assert len(refused(spoiled(written(), spoil))) == 3


# --- files that are no such workbook ------------------------------------------------------------------------------


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "文件是空的"),
        (OLE + b"\0" * 600, "这是旧格式的文件（.xls 或 .et）"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "工作簿设了打开密码"),
        (b"<html><table></table></html>", "这是网页"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "这是网页"),
        (b'<?xml version="1.0"?><Workbook/>', "这是 XML 文件"),
        (b"%PDF-1.7", "这是 PDF"),
        ("名称,数值\n访谈,9\n".encode("gbk"), "这是文本文件"),
        (b"\x00\x01\x02\x03" * 100, "这不是 Excel 工作簿"),
        (b"PK\x03\x04 but then nothing", "工作簿已损坏，可能没有传完"),
        (_archive(word__document_dot_xml=b"<w/>"), "这是 Word 文档"),
        (_archive(xl__workbook_dot_bin=b"\0"), "这个工作簿不是 .xlsx 格式"),
        (_archive(mimetype=b"ods", content_dot_xml=b"<o/>"), "这个工作簿不是 .xlsx 格式"),
        (_archive(readme_dot_txt=b"hello"), "这是压缩包"),
        (_archive(xl__workbook_dot_xml=b"<workbook"), "工作簿已损坏"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(content: bytes, what: str) -> None:
    assert [line.startswith(f"{FILE}：{what}") for line in refused(content)] == [True]


def test_a_workbook_of_somebody_else_is_refused() -> None:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    assert "不是本工具生成的工作簿" in refused(buffer.getvalue())[0]


@pytest.mark.parametrize(
    ("part", "megabytes"), [("xl__workbook_dot_xml", PARSED_MB), ("xl__photo_dot_bin", LIMIT_MB)]
)
def test_an_archive_that_unfolds_without_end_is_not_opened(part: str, megabytes: int) -> None:
    bomb = _archive(**{part: b" " * (megabytes * 2**20 + 1)})
    assert "工作簿太大" in refused(bomb)[0]


def test_a_workbook_with_large_pictures_is_read() -> None:
    content = io.BytesIO(balanced_bytes())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * (PARSED_MB * 2**20 + 1))
    assert read(content.getvalue()) == balanced()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part exchanged."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return buffer.getvalue()


def test_entities_that_multiply_are_not_unfolded() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{lines}]><worksheet>&e11;</worksheet>'
    assert refused(_with_part(written(), "xl/worksheets/sheet2.xml", bomb.encode()))


def test_a_sheet_that_claims_a_million_rows_is_read_where_its_cells_are() -> None:
    content = spoiled(
        balanced_bytes(), lambda book: page(book, REQUESTS).cell(1_048_576, 16_384).__setattr__("value", 1)
    )
    assert read(content) == balanced()


@cache
def balanced_bytes() -> bytes:
    return written(balanced())


@cache
def balanced_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(balanced_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(balanced_parts())))
    part = bytearray(balanced_parts()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        assert read(_with_part(balanced_bytes(), name, bytes(part))).form == "2021"


@settings(max_examples=20)
@given(st.data())
def test_a_workbook_that_was_cut_short_is_refused(data: st.DataObject) -> None:
    content = balanced_bytes()
    assert refused(content[: data.draw(st.integers(0, len(content) - 1))])
