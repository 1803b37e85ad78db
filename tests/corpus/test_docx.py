"""Reports as Word documents: merged cells, nested tables, tracked changes, text boxes."""

import pytest

from corpus.readers import ReadReport, read
from tests.corpus.words import cell, document, paragraph, row, run, table

HEADS = row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def of(body: str) -> ReadReport:
    return read(document(body), "report.docx")


def figures(report: ReadReport) -> dict[str, int]:
    return {key.removeprefix("documents."): int(value) for key, value in report.figures.cells.items()}


def test_cells_merged_across_columns_keep_the_others_in_their_columns() -> None:
    merged = row(cell("第二十条第（八）项", '<w:gridSpan w:val="4"/>'))
    heads = row("信息内容", cell("本年收费金额（单位：万元）", '<w:gridSpan w:val="3"/>'))
    amount = row("行政事业性收费", cell("5.20", '<w:gridSpan w:val="3"/>'))
    report = of(table(HEADS, row("规章", "1", "2", "3"), merged, heads, amount))
    assert {key: str(value) for key, value in report.figures.cells.items() if "rules" not in key} == {
        "fees.amount": "5.2"
    }


def test_cells_merged_down_rows_belong_to_each_row() -> None:
    heads = row(
        cell("", '<w:gridSpan w:val="2"/>'),
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    )
    first = row(
        cell("（四）无法提供", '<w:vMerge w:val="restart"/>'), "1.本机关不掌握相关政府信息", *"2000002"
    )
    second = row(cell("", "<w:vMerge/>"), "2.没有现成信息需要另行制作", *"1000001")
    report = of(table(heads, first, second))
    assert report.text.split("\n")[2] == "\t2.没有现成信息需要另行制作\t1\t0\t0\t0\t0\t0\t1"
    assert report.figures.cells["requests.unavailable.needs_creation.total"] == 1


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    indented = row("1", "2", "3", properties='<w:gridBefore w:val="1"/>')
    assert of(table(HEADS, row("规章", "4", "5", "6"), indented)).text.endswith("\t1\t2\t3")


def test_tracked_changes_are_accepted() -> None:
    changed = cell(
        f'<w:p><w:del w:id="1"><w:r><w:delText>9</w:delText></w:r></w:del><w:ins w:id="2">{run("7")}</w:ins></w:p>'
    )
    report = of(table(HEADS, row("规章", changed, "2", "3")))
    assert figures(report)["rules.issued"] == 7


def test_a_row_deleted_with_tracking_is_gone() -> None:
    deleted = row("规章", "9", "9", "9", properties='<w:del w:id="1"/>')
    assert figures(of(table(HEADS, deleted, row("规章", "1", "2", "3"))))["rules.issued"] == 1


def test_moved_text_stands_where_it_was_moved_to() -> None:
    moved = f'<w:moveFrom w:id="1">{run("全年12件。")}</w:moveFrom>'
    there = f'<w:moveTo w:id="2">{run("全年12件。")}</w:moveTo>'
    assert (
        of(paragraph("一、总体情况") + f"<w:p>{moved}</w:p><w:p>{there}</w:p>").text
        == "一、总体情况\n全年12件。"
    )


def test_hidden_text_is_not_read() -> None:
    assert of(paragraph("一、总体情况", run("共99件", "<w:vanish/>"))).text == "一、总体情况"


def test_a_raised_digit_does_not_join_the_number_before_it() -> None:
    noted = cell(paragraph("1", run("2", '<w:vertAlign w:val="superscript"/>')))
    report = of(table(HEADS, row("规章", noted, "2", "3")))
    assert (figures(report), report.unread[0]) == (
        {"rules.repealed": 2, "rules.in_force": 3},
        "documents.rules.issued",
    )


def test_a_text_box_is_read_once() -> None:
    inside = f"<w:txbxContent>{paragraph('青溪县2023年政府信息公开工作年度报告')}</w:txbxContent>"
    drawing = f"<mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    report = of(f"<w:p><w:r>{drawing}</w:r></w:p>" + paragraph("一、总体情况"))
    assert report.text == "青溪县2023年政府信息公开工作年度报告\n一、总体情况"


def test_a_table_inside_a_layout_table_is_read() -> None:
    inner = table(HEADS, row("规章", "1", "2", "3"))
    report = of(table(row(cell(paragraph("二、主动公开政府信息情况") + inner))))
    assert figures(report)["rules.in_force"] == 3


def test_a_table_of_one_box_inside_a_cell_is_that_cell_s_text() -> None:
    report = of(table(HEADS, row("规章", cell(table(row("4"))), "2", "3")))
    assert figures(report)["rules.issued"] == 4


def test_rows_inside_content_controls_are_rows() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row('规章', '1', '2', '3')}</w:sdtContent></w:sdt>"
    assert figures(of(table(HEADS, wrapped)))["rules.issued"] == 1


def test_a_line_break_in_a_paragraph_begins_a_line() -> None:
    broken = f"<w:p>{run('一、总体情况')}<w:r><w:br/></w:r>{run('全年12件。')}</w:p>"
    assert of(broken).text == "一、总体情况\n全年12件。"


def test_a_number_torn_over_runs_is_one_number() -> None:
    assert figures(of(table(HEADS, row("规章", cell(paragraph("1", "2")), "2", "3"))))["rules.issued"] == 12


def test_two_numbers_in_two_paragraphs_of_a_cell_are_not_one_number() -> None:
    report = of(table(HEADS, row("规章", cell(paragraph("1") + paragraph("2")), "2", "3")))
    assert "documents.rules.issued" in report.unread


def test_a_heading_that_word_numbers_gets_its_number_back() -> None:
    assert of(paragraph("总体情况") + paragraph("全年12件。")).sections[-1].heading == "一、总体情况"


def test_the_strict_variant_of_the_format_reads_the_same() -> None:
    body = table(HEADS, row("规章", "1", "2", "3"))
    assert figures(read(document(body, namespace=STRICT), "report.docx"))["rules.in_force"] == 3


@pytest.mark.parametrize("part", ["word/document.xml", "word/document2.xml", "Word/Document.xml"])
def test_the_text_is_found_whatever_its_part_is_called(part: str) -> None:
    assert read(document(paragraph("一、总体情况"), part=part), "report.docx").text == "一、总体情况"
