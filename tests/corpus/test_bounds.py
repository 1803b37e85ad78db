"""Files that hold more than one report, and files that only look so."""

import pytest

from corpus.readers import ReadReport, read

TABLE = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t{}\t1\t{}\n"


def report(year: int, issued: int, *, unit: str = "青溪县民政局", title: str | None = None) -> str:
    """A short report; its sentences differ from year to year."""
    return f"""{f"{unit}{year}年政府信息公开工作年度报告" if title is None else title}
本报告依法编制，数据统计期限为{year}年1月1日至{year}年12月31日。
一、总体情况
{year}年主动公开政府信息{issued * 10}条。
二、主动公开政府信息情况
{TABLE.format(issued, issued * 4)}三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
与{year}年的要求相比，更新不及时。
六、其他需要报告的事项
{year}年没有收取信息处理费。
"""


def of(text: str, file: str = "report.txt") -> ReadReport:
    return read(text.encode(), file)


def others(found: ReadReport) -> list[str]:
    return [note for note in found.notes if "另一份" in note]


def issued(found: ReadReport) -> int:
    return int(found.figures.cells["documents.normative.issued"])


@pytest.mark.parametrize(("first", "second"), [(2022, 2023), (2023, 2022), (2021, 2024)])
def test_of_two_reports_the_first_is_read_and_the_other_is_told_with_its_line(
    first: int, second: int
) -> None:
    found = of(report(first, 3) + report(second, 8))
    assert found.figures.year == first
    assert issued(found) == 3
    assert others(found) == [f"第15行起是另一份报告（{second}年度），没有读入；请分成两个文件"]


def test_no_sentence_of_the_other_report_is_read() -> None:
    found = of(report(2022, 3) + report(2023, 8))
    assert all("2023" not in paragraph.text for paragraph in found.paragraphs)
    assert found.sections[-1].text == "2022年没有收取信息处理费。"


def test_a_report_of_another_unit_behind_the_first_is_told_by_its_name() -> None:
    found = of(report(2023, 3) + report(2023, 8, unit="青溪县教育局"))
    assert (found.figures.unit, issued(found)) == ("青溪县民政局", 3)
    assert others(found) == ["第15行起是另一份报告（青溪县教育局2023年度），没有读入；请分成两个文件"]


def test_each_of_several_other_reports_is_told() -> None:
    found = of(report(2021, 3) + report(2022, 8) + report(2023, 9))
    assert others(found) == [
        "第15行起是另一份报告（2022年度），没有读入；请分成3个文件",
        "第29行起是另一份报告（2023年度），没有读入；请分成3个文件",
    ]


def test_a_title_over_several_lines_belongs_to_the_other_report() -> None:
    found = of(report(2022, 3) + report(2023, 8, title="青溪县民政局\n2023年\n政府信息公开工作年度报告"))
    assert others(found) == ["第15行起是另一份报告（2023年度），没有读入；请分成两个文件"]
    assert found.sections[-1].text == "2022年没有收取信息处理费。"


def test_another_report_without_a_title_is_told_by_its_sections() -> None:
    found = of(report(2022, 3) + report(2023, 8, title=""))
    assert (issued(found), len(others(found))) == (3, 1)
    assert "一、总体情况" not in found.sections[-1].text


def test_a_title_of_another_year_between_two_tables_begins_another_report() -> None:
    first = "青溪县民政局2022年政府信息公开工作年度报告\n" + TABLE.format(3, 12)
    second = "青溪县民政局2023年政府信息公开工作年度报告\n" + TABLE.format(8, 20)
    found = of(first + second)
    assert (found.figures.year, issued(found), len(others(found))) == (2022, 3, 1)


def test_in_a_page_the_other_report_is_told_by_its_title() -> None:
    lines = (report(2022, 3) + report(2023, 8)).splitlines()
    page = "".join(f"<p>{line}</p>" for line in lines if "\t" not in line)
    found = of(f"<html><body>{page}</body></html>", "report.html")
    assert others(found) == [
        "从“青溪县民政局2023年政府信息公开工作年度报告”起是另一份报告（2023年度），没有读入；请分成两个文件"
    ]


def test_in_a_page_with_tables_the_other_report_is_told_behind_its_last_table() -> None:
    page = "".join(
        f"<table><tr><td>{line.replace(chr(9), '</td><td>')}</td></tr></table>"
        if chr(9) in line
        else f"<p>{line}</p>"
        for line in (report(2022, 3) + report(2023, 8)).splitlines()
    )
    found = of(f"<html><body>{page}</body></html>", "report.html")
    assert others(found)[0].startswith("第1张表格之后，从“青溪县民政局2023年")


def test_a_title_torn_in_mid_word_begins_another_report() -> None:
    torn = "青溪县民政局2023年政府信息公开工作年度\n报告"
    found = of(report(2022, 3) + report(2023, 8, title=torn))
    assert others(found) == ["第15行起是另一份报告（2023年度），没有读入；请分成两个文件"]


CONTENTS = """青溪县民政局2023年政府信息公开工作年度报告
目录
一、总体情况
（一）主动公开
（二）依申请公开
五、存在的主要问题及改进情况
（一）存在的主要问题
（二）改进措施
六、其他需要报告的事项
"""
CAPTIONS = """附件
二、主动公开政府信息情况
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1
四、政府信息公开行政复议、行政诉讼情况
"""


IN_ANOTHER_ORDER = f"""青溪县民政局2023年政府信息公开工作年度报告
一、总体情况
2023年主动公开政府信息30条。
五、存在的主要问题及改进情况
更新不及时。
二、主动公开政府信息情况
{TABLE.format(3, 12)}六、其他需要报告的事项
没有收取信息处理费。
"""


@pytest.mark.parametrize(
    "text",
    [
        report(2023, 3),
        report(2023, 3) + "上一篇：青溪县民政局2022年政府信息公开工作年度报告\n",
        "青溪县民政局2021年政府信息公开工作年度报告\n青溪县民政局2022年政府信息公开工作年度报告\n"
        + report(2023, 3),
        report(2023, 3) + report(2023, 3),
        report(2023, 3).replace("五、", "青溪县民政局2023年政府信息公开工作年度报告\n五、"),
        CONTENTS + report(2023, 3).split("\n", 1)[1],
        report(2023, 3) + CAPTIONS,
        report(2023, 3).replace(
            "更新不及时。", "更新不及时。\n一、存在的主要问题\n不及时。\n二、改进情况\n加强。"
        ),
    ],
    ids=[
        "one",
        "link behind",
        "links above",
        "printed twice",
        "running head",
        "contents",
        "annex",
        "numbered",
    ],
)
def test_one_report_is_one_report(text: str) -> None:
    found = of(text)
    assert (others(found), issued(found), found.figures.year) == ([], 3, 2023)


def test_a_title_and_a_reporting_period_of_different_years_are_told() -> None:
    found = of(report(2023, 3).replace("2023年政府", "2022年政府", 1))
    assert found.figures.year == 2022
    assert "题目写2022年，统计期限却写2023年：按题目读作2022年，请核对" in found.notes


def test_a_period_of_last_year_inside_a_section_is_no_reporting_period() -> None:
    text = report(2023, 3).replace("更新不及时。", "上年统计期限为2022年1月1日至2022年12月31日。")
    assert not any("统计期限" in note for note in of(text).notes)


def test_a_file_without_tables_says_so_and_is_read() -> None:
    found = of("青溪县民政局2023年政府信息公开工作年度报告\n一、总体情况\n2023年公开信息12条。\n")
    assert found.notes == ("文件里没有表格：只读入了文字，没有统计数字",)
    assert found.sections[-1].text == "2023年公开信息12条。"


def test_tables_of_another_kind_are_told() -> None:
    found = of(
        "青溪县民政局2023年政府信息公开工作年度报告\n一、总体情况\n2023年公开信息12条。\n项目\t数量\n建议\t5\n提案\t6\n"
    )
    assert found.notes == ("第4行：文件里只有别的表格（1张），不是年报的三张表：只读入了文字，没有统计数字",)
    assert found.figures.cells == {}
