"""Reports as plain text: tables flattened, torn by page breaks, or copied from a PDF viewer."""

from decimal import Decimal
from pathlib import Path

import pytest

from agent.figures.interchange import read_figures
from corpus.readers import ReadReport, read

SAMPLE = Path(__file__).parent / "samples" / "qingxi-2020.txt"


@pytest.fixture(scope="module")
def qingxi() -> ReadReport:
    return read(SAMPLE.read_bytes(), SAMPLE.name)


def of(text: str) -> ReadReport:
    return read(text.encode(), "report.txt")


# --- a whole report in the broken style ---------------------------------------------------------------------------


def test_every_cell_of_a_torn_report_is_read(qingxi: ReadReport) -> None:
    assert (len(qingxi.figures.cells), qingxi.unread) == (196, ())


def test_a_torn_report_adds_up_again(qingxi: ReadReport) -> None:
    cells = qingxi.figures.cells
    came = cells["requests.new.total"] + cells["requests.carried_in.total"]
    assert came == cells["requests.closed.total"] + cells["requests.carried_out.total"] == 10


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decisions.licensing.change", "-37"),
        ("decisions.licensing.decided", "1905"),
        ("decisions.other_services.change", "6"),
        ("procurement.amount", "3860125.5"),
        ("requests.granted.business", "1"),
        ("requests.unavailable.not_held.total", "2"),
        ("requests.declined.certification.total", "0"),
        ("review.upheld", "1"),
        ("litigation.direct.corrected", "1"),
    ],
)
def test_a_torn_report_gives(qingxi: ReadReport, key: str, value: str) -> None:
    assert qingxi.figures.cells[key] == Decimal(value)


@pytest.mark.parametrize("key", ["decisions.penalty.change", "fees.change"])
def test_a_dash_or_a_slash_is_absent(qingxi: ReadReport, key: str) -> None:
    assert key not in qingxi.figures.cells


def test_a_sixteenth_figure_in_table_four_is_dropped_from_the_left_and_said(qingxi: ReadReport) -> None:
    assert qingxi.notes == ("表四第75行：有16个数，而这里应有15个：取最右边的15个，请核对",)


def test_a_cell_knows_its_line(qingxi: ReadReport) -> None:
    assert qingxi.figures.sources["requests.new.total"] == "qingxi-2020.txt 第43行"


def test_a_text_is_its_own_text(qingxi: ReadReport) -> None:
    assert qingxi.text == SAMPLE.read_text("utf-8")


def test_a_paragraph_torn_by_a_page_break_is_whole_in_its_section(qingxi: ReadReport) -> None:
    assert "公开渠道以政府网站为主，以公报和公开栏为辅。" in qingxi.sections[1].text


def test_the_contact_is_read(qingxi: ReadReport) -> None:
    contact = qingxi.figures.contact
    assert (contact.office, contact.address, contact.postcode, contact.telephone, contact.fax) == (
        "青溪县人民政府办公室",
        "青溪县文昌路6号",
        "350099",
        "0599-2200123",
        "0599-2200456",
    )


def test_the_published_sample_reads_as_its_figures(shared: Path) -> None:
    file = shared / "reports" / "jiangle-2020.txt"
    expected = read_figures((shared / "reports" / "jiangle-2020.figures.json").read_text("utf-8"))
    assert dict(read(file.read_bytes(), file.name).figures.cells) == dict(expected.cells)


def test_the_published_sample_is_recognised(shared: Path) -> None:
    file = shared / "reports" / "jiangle-2020.txt"
    expected = read_figures((shared / "reports" / "jiangle-2020.figures.json").read_text("utf-8"))
    figures = read(file.read_bytes(), file.name).figures
    assert (figures.unit, figures.year, figures.form, figures.contact) == (
        expected.unit,
        expected.year,
        expected.form,
        expected.contact,
    )


# --- rows cut at spaces -------------------------------------------------------------------------------------------

COPIED = """青溪县2023年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 0 0
行政规范性文件 3 1 57
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 550
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 21 0 0 0 0 0 21
（二）部分公开（区分处理的，只计这一情 形，不
计其他情形）
4 0 0 0 0 0 4
- 3 -
5.要求行政机关确认或重 新出具
已获取信息
2 0 0 0 0 0 2
四、结转下年度继续办理        1    0   0   0   0   0   1
五、存在的主要问题及改进情况
无。
"""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("documents.normative.in_force", 57),
        ("decisions.licensing.decided", 550),
        ("requests.new.natural_person", 21),
        ("requests.partial.total", 4),
        ("requests.declined.certification.total", 2),
        ("requests.carried_out.total", 1),
    ],
)
def test_a_table_copied_from_a_pdf_viewer_gives(key: str, value: int) -> None:
    assert of(COPIED).figures.cells[key] == value


def test_a_row_cut_at_spaces_that_lacks_a_figure_is_not_read() -> None:
    text = "二、主动公开政府信息情况\n信息内容    本年制发件数    本年废止件数    现行有效件数\n规章    2         5\n行政规范性文件    1    2    3\n"
    report = of(text)
    assert "documents.rules.issued" not in report.figures.cells
    assert "表二第3行“规章”一行：有2个数，而这里应有3个，对不上列，没有读入" in report.notes


def test_prose_with_spaces_between_its_figures_is_no_table() -> None:
    report = of("一、总体情况\n全年收到申请 12 件，其中自然人 8 件。\n信息公开专栏  点击 120 次\n")
    assert "\n".join(section.text for section in report.sections).count("\n") == 1


def test_an_indent_by_a_tab_makes_no_table() -> None:
    assert of("一、总体情况\n\t全年收到申请12件。\n").sections[-1].text == "全年收到申请12件。"


def test_a_text_without_any_heading_is_read_as_prose() -> None:
    report = of("全年收到申请12件。")
    assert (report.figures.cells, "没有认出章节标题（一、总体情况……）" in report.notes) == ({}, True)


# --- lines wrapped at a fixed width -------------------------------------------------------------------------------

LONG = "本单位认真贯彻落实《中华人民共和国政府信息公开条例》，不断完善制度，建立健全保障机制，全年主动公开政府信息136条，收到申请12件，均在法定期限内答复申请人，没有引发行政复议和行政诉讼，社会公众反映良好。"


def wrapped(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("width", [20, 38, 60, 80])
def test_paragraphs_wrapped_at_a_fixed_width_are_whole(width: int) -> None:
    lines = (
        f"（一）主动公开情况。{LONG}",
        f"（二）依申请公开情况。{LONG}",
        f"2023年，{LONG}",
        f"全年，{LONG}",
    )
    report = of("一、总体情况\n" + "\n".join(wrapped(line, width) for line in lines))
    assert [paragraph.text for paragraph in report.paragraphs] == list(lines)


def test_a_sub_heading_in_a_wrapped_text_is_not_drawn_into_its_paragraph() -> None:
    heading = "（一）切实加强政务信息透明化建设"
    report = of("一、总体情况\n" + "\n".join(f"{heading}\n{wrapped(LONG, 38)}" for _ in range(3)))
    assert [(one.heading, one.text) for one in report.paragraphs] == [(heading, LONG)] * 3
