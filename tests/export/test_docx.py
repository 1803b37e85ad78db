import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from lxml import etree
from pypdf import PdfReader

from agent.export.docx import report_docx, tables_docx
from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.layout import printed
from tests.export import sample

HOSTILE = "<w:p>'\"&amp;]]>\x00\x0b\ud800"
SEEN = "<w:p>'\"&amp;]]>"


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def part(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def grid(table: Table) -> list[list[str]]:
    """The table with merged boxes written out."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def style(content: bytes, name: str) -> Any:
    return part(content, "word/styles.xml").find(f"{qn('w:style')}[@{qn('w:styleId')}='{name}']")


def named(report: Document, name: str) -> list[str]:
    """The texts of the paragraphs of a style, top to bottom."""
    return [
        paragraph.text for paragraph in report.paragraphs if paragraph.style and paragraph.style.name == name
    ]


def value(element: Any, path: str, attribute: str = "w:val") -> str | None:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn(attribute))


@pytest.fixture(scope="module")
def content() -> bytes:
    return report_docx(sample.report())


@pytest.fixture(scope="module")
def report(content: bytes) -> Document:
    return opened(content)


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return opened(tables_docx(sample.FORM, sample.figures())).tables


# --- tables


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_tables_are_laid_out_as_printed(edition: str) -> None:
    form = form_of(edition)
    figures = FigureSet("青禾县人民政府", 2020, edition)
    for official, table in zip(form.tables, opened(tables_docx(form, figures)).tables, strict=True):
        layout = printed(form, official)
        slots = [[""] * layout.width for _ in range(layout.height)]
        for box in layout.boxes:
            for row in range(box.row, box.row + box.rows):
                slots[row][box.column : box.column + box.columns] = [box.text] * box.columns
        assert grid(table) == slots


def test_every_cell_prints_its_number(tables: list[Table]) -> None:
    figures = sample.figures()
    for official, table in zip(sample.FORM.tables, tables, strict=True):
        lines = grid(table)
        for box in printed(sample.FORM, official).boxes:
            if box.cell and box.cell.key in figures.cells:
                assert lines[box.row][box.column] == format(figures.cells[box.cell.key], "f"), box.cell.key


def test_an_absent_cell_is_empty_and_a_zero_is_not(tables: list[Table]) -> None:
    assert grid(tables[0])[2] == ["规章", "0", "0", ""]


def test_merged_boxes_are_merged_as_word_merges_them(tables: list[Table]) -> None:
    corner = tables[1].rows[0]._tr.tc_lst[0]
    assert (corner.grid_span, corner.vMerge) == (3, "restart")


def test_the_heading_rows_repeat_on_every_page(tables: list[Table]) -> None:
    repeated = [[bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] for table in tables]
    assert [sum(rows) for rows in repeated] == [0, 3, 3]
    assert all(all(rows[: sum(rows)]) for rows in repeated)


def test_no_row_splits_across_pages(tables: list[Table]) -> None:
    for table in tables:
        assert len(table._tbl.findall(f".//{qn('w:cantSplit')}")) == len(table.rows)


def test_every_table_is_as_wide_as_the_text(tables: list[Table]) -> None:
    for table in tables:
        widths = [int(column.get(qn("w:w"), "0")) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) == 8845
        assert value(table._tbl.tblPr, "w:tblLayout", "w:type") == "fixed"


def test_boxes_are_as_wide_as_their_columns(tables: list[Table]) -> None:
    for table in tables:
        for row in table.rows:
            assert sum(int(tc.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for tc in row._tr.tc_lst) == 8845


def test_the_paragraph_before_a_table_is_its_sections_heading() -> None:
    body = opened(tables_docx(sample.FORM, sample.figures())).element.body
    before = [element.getprevious() for element in body.findall(qn("w:tbl"))]
    headings = ["".join(node.text for node in element.iter(qn("w:t"))) for element in before]
    assert headings == [section.heading for section in sample.FORM.sections if section.table]


def test_a_document_that_ends_with_a_table_ends_with_a_paragraph() -> None:
    body = opened(tables_docx(sample.FORM, sample.figures())).element.body
    last = body.findall(qn("w:tbl"))[-1]
    assert last.getnext().tag == qn("w:p")


# --- the page of an official document


def test_the_paper_is_a4_with_the_margins_of_official_documents(report: Document) -> None:
    page = report.sections[0]
    size = (page.page_width, page.page_height)
    margins = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    assert [round(length.mm) for length in (*size, *margins) if length] == [210, 297, 37, 26, 35, 28]


@pytest.mark.parametrize(
    ("name", "face", "half_points"),
    [
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("TableText", "宋体", "18"),
        ("Footer", "宋体", "28"),
    ],
)
def test_a_style_has_the_font_and_size_of_official_documents(
    content: bytes, name: str, face: str, half_points: str
) -> None:
    found = style(content, name)
    assert value(found, "w:rPr/w:rFonts", "w:eastAsia") == face
    assert value(found, "w:rPr/w:sz") == half_points


def test_the_text_is_fangsong_of_size_three(content: bytes) -> None:
    defaults = part(content, "word/styles.xml").find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    assert value(defaults, "w:rFonts", "w:eastAsia") == "仿宋_GB2312"
    assert value(defaults, "w:rFonts", "w:ascii") == "Times New Roman"
    assert value(defaults, "w:sz") == "32"


def test_a_page_holds_twenty_two_lines(content: bytes) -> None:
    spacing = style(content, "Normal").find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert spacing.get(qn("w:lineRule")) == "exact"
    height = Mm(297 - 37 - 35).pt
    assert int(height / (int(spacing.get(qn("w:line"))) / 20)) == 22


def test_a_line_holds_twenty_eight_characters(content: bytes) -> None:
    closer = int(value(style(content, "ReportBody"), "w:rPr/w:spacing") or 0) / 20
    assert int(Mm(156).pt / (16 + closer)) == 28


def test_paragraphs_begin_two_characters_in(content: bytes) -> None:
    assert value(style(content, "ReportBody"), "w:pPr/w:ind", "w:firstLineChars") == "200"


def test_every_font_has_stand_ins(content: bytes) -> None:
    fonts = part(content, "word/fontTable.xml")
    names = {font.get(qn("w:name")): value(font, "w:altName") for font in fonts}
    for face in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"):
        assert names[face]


def test_page_numbers_stand_at_the_outer_edge(report: Document) -> None:
    page = report.sections[0]
    places = [
        (footer.paragraphs[0].alignment, footer.paragraphs[0].text)
        for footer in (page.footer, page.even_page_footer)
    ]
    assert [(str(side), text) for side, text in places] == [("RIGHT (2)", "— 1 —"), ("LEFT (0)", "— 1 —")]
    assert report.settings.odd_and_even_pages_header_footer


def test_the_page_number_is_a_field(report: Document) -> None:
    field = report.sections[0].footer.paragraphs[0]._p.findall(f".//{qn('w:instrText')}")
    assert [code.text.strip() for code in field] == ["PAGE"]


def test_a_title_too_long_for_a_line_is_broken_before_the_reports_name(report: Document) -> None:
    assert report.paragraphs[0].text == "青禾县人民政府2023年\n政府信息公开工作年度报告"


def test_a_short_title_stays_on_its_line() -> None:
    assert (
        opened(report_docx(sample.report(unit="青县"))).paragraphs[0].text
        == "青县2023年政府信息公开工作年度报告"
    )


def test_headings_are_those_of_the_form(report: Document) -> None:
    assert named(report, "Heading 1") == [section.heading for section in sample.FORM.sections]


def test_sub_headings_are_headings(report: Document) -> None:
    assert named(report, "Heading 2") == ["（一）主动公开", "（二）依申请公开"]


def test_the_words_are_the_narratives(report: Document) -> None:
    tables = {section.heading for section in sample.FORM.sections if section.table}
    written = [paragraph.text.replace("\n", "") for paragraph in report.paragraphs]
    assert [text for text in written if text not in tables] == sample.report().narrative.text.split("\n")


def test_chinese_quotation_marks_are_full_width(report: Document) -> None:
    for paragraph in report.paragraphs:
        for run in paragraph.runs:
            if "“" in run.text:
                assert value(run._r, "w:rPr/w:rFonts", "w:hint") == "eastAsia"


# --- objections


def test_every_objection_has_a_comment_with_its_reason(report: Document) -> None:
    told = [(comment.author, comment.text) for comment in report.comments]
    assert told == [
        ("年报核验", "无依据：文中写“16场”，无依据"),
        ("年报核验", "不符：文中写“46件”，不符"),
        ("年报核验", "无依据：文中写“均已按期答复”，无依据"),
    ]


def test_a_comment_stands_at_its_words(content: bytes) -> None:
    body = part(content, "word/document.xml")
    words = []
    for start in body.iter(qn("w:commentRangeStart")):
        text, element = "", start.getnext()
        while element.tag != qn("w:commentRangeEnd"):
            text += "".join(node.text for node in element.iter(qn("w:t")))
            element = element.getnext()
        words.append(text)
    assert words == ["16场", "46件", "均已按期答复"]


def test_an_objection_shows_by_colour_and_by_shape(report: Document) -> None:
    marked = {
        run.text: (value(run._r, "w:rPr/w:shd", "w:fill"), value(run._r, "w:rPr/w:u"))
        for paragraph in report.paragraphs
        for run in paragraph.runs
        if value(run._r, "w:rPr/w:shd", "w:fill")
    }
    assert marked == {
        "16场": ("FFEB9C", "dash"),
        "46件": ("FFC7CE", "double"),
        "均已按期答复": ("FFEB9C", "dash"),
    }


def test_the_first_page_says_that_it_is_a_draft(report: Document) -> None:
    page = report.sections[0]
    assert page.different_first_page_header_footer
    assert page.first_page_header.paragraphs[0].text == "草稿：尚有3处数字或说法待核"


def test_the_first_page_of_a_draft_is_numbered_too(report: Document) -> None:
    assert report.sections[0].first_page_footer.paragraphs[0].text == "— 1 —"


def test_a_report_without_objections_looks_finished() -> None:
    finished = opened(report_docx(sample.report(objections=False)))
    assert len(list(finished.comments)) == 0
    assert not finished.sections[0].different_first_page_header_footer
    assert finished.element.body.findall(f".//{qn('w:p')}//{qn('w:u')}") == []


# --- what a person keeps


def test_what_a_person_keeps_has_a_comment_of_another_kind() -> None:
    told = [comment.text for comment in opened(report_docx(sample.waived_report("46件"))).comments]
    assert told == [
        "无依据：文中写“16场”，无依据",
        "人工确认　李明（2024-01-15）：见台账。核对结果：不符，文中写“46件”，不符",
        "无依据：文中写“均已按期答复”，无依据",
    ]


def test_what_a_person_keeps_looks_other_than_an_objection() -> None:
    document = opened(report_docx(sample.waived_report("46件")))
    (run,) = [run for paragraph in document.paragraphs for run in paragraph.runs if run.text == "46件"]
    assert (value(run._r, "w:rPr/w:shd", "w:fill"), value(run._r, "w:rPr/w:u")) == ("E4DCF1", "single")


def test_a_report_whose_objections_are_all_kept_does_not_say_that_it_is_a_draft() -> None:
    document = opened(report_docx(sample.waived_report("16场", "46件", "均已按期答复")))
    assert not document.sections[0].different_first_page_header_footer


def test_any_name_and_reason_make_a_file_that_opens() -> None:
    document = opened(report_docx(sample.waived_report("46件", by=HOSTILE, reason=HOSTILE)))
    assert f"人工确认　{SEEN}（2024-01-15）：{SEEN}" in [*document.comments][1].text


# --- the file


@pytest.mark.parametrize(
    "write",
    [lambda: report_docx(sample.report()), lambda: tables_docx(sample.FORM, sample.figures())],
    ids=["report", "tables"],
)
def test_the_same_report_is_the_same_file(
    write: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write()
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert write() == first


def test_no_part_carries_the_time_of_writing(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(b"w:date=" not in archive.read(name) for name in archive.namelist())


def test_the_properties_are_the_reports(report: Document) -> None:
    about = report.core_properties
    assert (about.title, about.author) == ("青禾县人民政府2023年政府信息公开工作年度报告", sample.UNIT)
    assert about.created is not None
    assert about.created.year == 2023


def test_nothing_of_the_template_is_left(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        assert not any("thumbnail" in name or "customXml" in name for name in names)
        assert b"python-docx" not in archive.read("docProps/core.xml")


def test_hostile_words_are_only_text() -> None:
    hostile = opened(report_docx(sample.report(unit=HOSTILE, reason=HOSTILE)))
    assert hostile.paragraphs[0].text.startswith(SEEN)
    assert next(iter(hostile.comments)).text == f"无依据：{SEEN}"
    assert hostile.core_properties.author == SEEN


@pytest.mark.parametrize("year", [1900, 9999])
def test_any_year_makes_a_file(year: int) -> None:
    assert opened(tables_docx(sample.FORM, FigureSet("青禾县人民政府", year, "2021"))).tables


def test_a_heading_after_a_table_stands_apart(report: Document) -> None:
    apart = [
        paragraph.paragraph_format.space_before
        for paragraph in report.paragraphs
        if paragraph.text.startswith("五、")
    ]
    assert apart == [Pt(12)]


# --- in LibreOffice


@pytest.fixture(scope="module")
def pages(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of every page that LibreOffice makes of the report."""
    folder: Path = tmp_path_factory.mktemp("office")
    source = folder / "report.docx"
    source.write_bytes(report_docx(sample.report()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
    return [sheet.extract_text() for sheet in PdfReader(folder / "report.pdf").pages]


def test_libreoffice_opens_the_report(pages: list[str]) -> None:
    assert 3 <= len(pages) <= 5


def test_the_head_of_table_three_repeats_on_its_second_page(pages: list[str]) -> None:
    assert sum("申请人情况" in page for page in pages) == 2


def test_every_page_has_its_number(pages: list[str]) -> None:
    assert [f"— {number} —" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_the_last_section_is_on_the_last_page(pages: list[str]) -> None:
    assert "六、其他需要报告的事项" in pages[-1]
