"""Reports as government sites publish them: every cell, the sections with exactly their prose, and the office's contact."""

import pytest

from agent.errors import BadInput
from corpus.readers import ReadReport, read
from tests.corpus.sites import OFFICE, PHONE, SITES, content, read_prose, traditional

EDITIONS = ("2019", "2021")


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("shape", SITES)
def test_every_cell_of_a_published_page_is_read(shape: str, edition: str) -> None:
    this = content(edition)
    report = read(SITES[shape](this).encode(), "report.html")
    assert dict(report.figures.cells) == this.cells
    assert report.unread == ()


@pytest.mark.parametrize("shape", SITES)
def test_the_sections_of_a_published_page_hold_exactly_their_prose(shape: str, edition: str) -> None:
    this = content(edition)
    report = read(SITES[shape](this).encode(), "report.html")
    assert read_prose(report.sections) == this.prose


@pytest.mark.parametrize("shape", SITES)
def test_the_contact_is_the_reports_and_not_the_sites(shape: str) -> None:
    contact = read(SITES[shape](content("2021")).encode(), "report.html").figures.contact
    assert (contact.office, contact.telephone, contact.postcode) == (OFFICE, PHONE, "350099")


@pytest.mark.parametrize("shape", SITES)
def test_nothing_is_noted_of_a_page_whose_tables_are_whole(shape: str) -> None:
    report: ReadReport = read(SITES[shape](content("2021")).encode(), "report.html")
    assert report.notes == ()


# --- encodings


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("big5", "gb18030"), ("gb2312", "utf-16")],
)
@pytest.mark.parametrize("shape", ["trs", "word_filtered", "one_pre"])
def test_a_page_that_declares_another_encoding_reads_the_same(
    shape: str, declared: str, encoding: str
) -> None:
    this = content("2021")
    source = f'<!DOCTYPE html><meta charset="{declared}">{SITES[shape](this)}'
    report = read(source.encode(encoding), "report.html")
    assert (dict(report.figures.cells), read_prose(report.sections)) == (this.cells, this.prose)


@pytest.mark.parametrize("shape", ["hanweb", "webforms"])
def test_a_page_in_traditional_characters_and_big5_gives_every_cell(shape: str) -> None:
    this = content("2021")
    source = traditional(SITES[shape](this)).encode("big5hkscs", "xmlcharrefreplace")
    report = read(source, "report.html")
    assert dict(report.figures.cells) == this.cells
    assert len(report.sections) == len(this.prose)


# --- what is not on the page

FRAMES = "<html><frameset cols='20%,80%'><frame src='menu.html'><frame src='report.html'></frameset></html>"
AROUND = "<html><body><div>首页</div><h1>青溪县人民政府2023年政府信息公开工作年度报告</h1>{}</body></html>"


def test_a_page_of_frames_is_refused_with_the_reason() -> None:
    with pytest.raises(BadInput, match="正文在框架里，要另外打开；请用浏览器打开"):
        read(FRAMES.encode(), "report.html")


def test_a_page_whose_script_shows_the_report_is_refused_with_the_reason() -> None:
    with pytest.raises(BadInput, match="正文要由网页的脚本显示"):
        read(b"<html><body><div id='app'></div><script src='app.js'></script></body></html>", "report.html")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<iframe src='report.pdf'></iframe>", "正文在框架里"),
        ("<script>load('report')</script>", "由网页的脚本显示"),
    ],
)
def test_a_page_around_a_report_that_stands_elsewhere_says_so(inside: str, said: str) -> None:
    report = read(AROUND.format(inside).encode(), "report.html")
    assert any(said in note and "没有读到年报" in note for note in report.notes)


# --- what looks like the site's and is the report's


@pytest.mark.parametrize(
    "line",
    [
        "来源：全部申请来自网络，其中自然人申请12件。",
        "2023年1月26日，召开政府信息公开工作会议。",
        "完成网站ICP备案核查3家。",
        "2024年1月26日",
        "分享各地做法",
        "时间：2023年5月",
    ],
)
def test_a_line_of_the_report_that_looks_like_the_sites_is_kept(line: str) -> None:
    page = SITES["trs"](content("2021")).replace("</p>\n<p", f"</p>\n<p>{line}</p>\n<p", 5)
    report = read(page.replace("没有其他需要报告的事项。", line).encode(), "report.html")
    assert report.sections[-1].text.split("\n")[-1] == line


def test_a_calendar_beside_the_report_is_no_table_of_the_report() -> None:
    days = "".join(
        f"<tr>{''.join(f'<td>{7 * week + day}</td>' for day in range(1, 8))}</tr>" for week in range(4)
    )
    this = content("2021")
    page = SITES["trs"](this).replace(
        "<div class='xl'>", f"<div><table>{days}</table>日历</div><div class='xl'>"
    )
    report = read(page.encode(), "report.html")
    assert (read_prose(report.sections), report.notes) == (this.prose, ())
    assert "日历" not in report.text
