"""Titles, units, years and sections, as reports print them."""

import pytest

from corpus.blocks import Paragraph
from corpus.identity import identified
from corpus.readers import ReadReport, read
from corpus.report import recognise


def of(text: str, file: str = "report.txt") -> ReadReport:
    return read(text.encode(), file)


def headings(text: str) -> list[str]:
    return [section.heading for section in of(text).sections]


@pytest.mark.parametrize(
    ("lines", "unit", "year"),
    [
        (["青溪县民政局2023年政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局 2023 年度政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局2023年政府信息公开年度报告"], "青溪县民政局", 2023),
        (["2023年青溪县民政局政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["2023年青溪县人民政府信息公开工作年度报告"], "青溪县人民政府", 2023),
        (["青溪县民政局", "2023年政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局", "2023年", "政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局2023年", "政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局二〇二三年政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪县民政局关于2023年政府信息公开工作年度报告"], "青溪县民政局", 2023),
        (["青溪经济开发区2023年政府信息公开工作年度报告"], "青溪经济开发区", 2023),
        (["清河街道办事处2023年政府信息公开工作年度报告（公开稿）"], "清河街道办事处", 2023),
        (
            ["云岭市2023年政府信息公开工作年度报告", "现公布云岭市人民政府2023年度报告。"],
            "云岭市人民政府",
            2023,
        ),
        (
            ["青溪区人民政府2023年政府信息公开工作年度报告", "本报告由云岭市青溪区人民政府办公室编制。"],
            "云岭市青溪区人民政府",
            2023,
        ),
        (["政府信息公开工作年度报告", "数据统计期限为2023年1月1日至2023年12月31日。"], "", 2023),
    ],
)
def test_unit_and_year_are_read_from(lines: list[str], unit: str, year: int) -> None:
    found = identified([Paragraph(line) for line in lines], "report.txt")
    assert (found.unit, found.year) == (unit, year)


WRAPPED = [
    ["青溪县民政局2023年政府信息公开工", "作报告"],
    ["青溪县民政局2023年政府信息公开工作年度", "报告"],
    ["青溪县民政局2023年政府信息公", "开工作年度报告"],
    ["青溪县民政", "局2023年政府信息公开工作年度报告"],
    ["青溪县民政局20", "23年政府信息公开工作年度报告"],
    ["青溪县民政局", "2023年度政府信息公开工作年度", "报告"],
    ["青溪县民政局", "2023", "年度政府信息公开", "工作年度报告"],
    ["二〇二三年", "青溪县民政局政府信息公开工作", "年度报告"],
    ["青溪县民政局", "关于2023年度政府信息公开工作情况的", "报告"],
    ["政府信息公开年报", "青溪县民政局2023年政府信息公开工作年度", "报告"],
]


@pytest.mark.parametrize("lines", WRAPPED, ids=["/".join(lines) for lines in WRAPPED])
def test_a_title_wrapped_in_mid_word_gives_unit_and_year_and_is_no_prose(lines: list[str]) -> None:
    blocks = [Paragraph(line) for line in [*lines, "本报告依法编制。", "一、总体情况", "公开12条。"]]
    report = recognise(blocks, "report.pdf")
    assert (report.figures.unit, report.figures.year) == ("青溪县民政局", 2023)
    assert report.sections[0].heading.endswith("".join(lines[-2:]))
    assert "报告" not in report.sections[0].text.replace("本报告依法编制。", "")


def test_an_office_torn_over_two_lines_is_put_together() -> None:
    lines = ["青溪县人民政", "府办公室", "2023年政府信息公", "开工作年度报告"]
    found = identified([Paragraph(line) for line in lines], "report.pdf")
    assert (found.unit, found.year, found.title) == ("青溪县人民政府办公室", 2023, "".join(lines))


@pytest.mark.parametrize(
    "lines",
    [
        ["青溪县民政局2023年法治政府建设工作", "报告"],
        ["根据2023年政府信息公开工作年度", "报告要求编制。"],
        ["青溪县民政局，2023年政府信息公开工作", "报告"],
    ],
)
def test_lines_that_make_no_title_give_no_unit(lines: list[str]) -> None:
    assert identified([Paragraph(line) for line in lines], "report.pdf").title == ""


def test_a_title_with_only_the_place_names_its_government_and_says_so() -> None:
    report = of("青溪县2023年政府信息公开工作年度报告\n一、总体情况\n全年12件。")
    assert report.figures.unit == "青溪县人民政府"
    assert report.notes[0] == "题目只写“青溪县”，单位名称按“青溪县人民政府”读"


def test_a_year_that_only_the_file_s_name_gives_is_said() -> None:
    report = of("一、总体情况\n全年收到申请12件。", "青溪2024.txt")
    assert (report.figures.year, "报告里没有写年度，按文件名读作2024年" in report.notes) == (2024, True)


def test_the_form_of_a_report_without_tables_is_the_one_that_serves_its_year() -> None:
    assert of("青溪县民政局2020年政府信息公开工作年度报告\n一、总体情况\n无。").figures.form == "2019"


@pytest.mark.parametrize(
    "printed",
    [
        "一、总体情况",
        "一 、总体情况",
        "一. 总体情况",
        "一．总体情况",
        "　　一、总体情况：",
        "第一部分 总体情况",
    ],
)
def test_a_section_begins_at(printed: str) -> None:
    assert len(headings(f"{printed}\n全年收到申请12件。")) == 1


def test_official_headings_with_other_words_are_headings() -> None:
    assert headings(
        "一、总体情况\n无。\n五、政府信息公开工作存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。"
    ) == [
        "一、总体情况",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_a_numbered_line_where_its_number_belongs_is_a_heading() -> None:
    assert headings("一、总体情况\n无。\n五、问题与对策\n无。\n六、其他需要报告的事项\n无。\n七、附录\n无。")[
        1::2
    ] == ["五、问题与对策", "七、附录"]


def test_a_numbered_line_inside_a_section_is_no_heading() -> None:
    assert headings(
        "一、总体情况\n二、抓培训，强队伍\n无。\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况\n无。"
    ) == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "五、存在的主要问题及改进情况",
    ]


def test_a_list_of_contents_is_no_section() -> None:
    contents = "一、总体情况\n五、存在的主要问题及改进情况\n"
    report = of(contents + "一、总体情况\n全年收到申请12件。\n五、存在的主要问题及改进情况\n更新不及时。\n")
    assert [section.text for section in report.sections if section.heading] == [
        "全年收到申请12件。",
        "更新不及时。",
    ]


def test_what_stands_before_the_first_section_stands_under_the_title() -> None:
    report = of("青溪县民政局2023年政府信息公开工作年度报告\n本报告依法编制。\n一、总体情况\n无。")
    opening = report.sections[0]
    assert (opening.heading, opening.text) == (
        "青溪县民政局2023年政府信息公开工作年度报告",
        "本报告依法编制。",
    )


def test_the_text_of_a_section_has_no_table() -> None:
    report = of(
        "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t2\t3\n以上为全县汇总数。"
    )
    assert report.sections[-1].text == "以上为全县汇总数。"


def test_the_shape_for_programs_is_the_contract_s() -> None:
    record = of("青溪县民政局2023年政府信息公开工作年度报告\n一、总体情况\n全年12件。").as_json()
    assert list(record) == ["figures", "sections", "notes", "level"]
    assert record["figures"]["schema"] == "nianbao/figures/1"
    assert record["sections"][-1] == {"heading": "一、总体情况", "text": "全年12件。", "topics": []}


# --- headings in other shapes -------------------------------------------------------------------------------------

SIX = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
]


@pytest.mark.parametrize(
    "mark",
    [
        ("1. ", "2. ", "3. ", "4. ", "5. ", "6. "),
        ("1、", "2、", "3、", "4、", "5、", "6、"),
        ("第一部分 ", "第二部分 ", "第三部分 ", "第四部分 ", "第五部分 ", "第六部分 "),
        ("一 、", "二 、", "三 、", "四 、", "五 、", "六 、"),
    ],
)
def test_headings_numbered_in_another_way_are_kept_as_printed(mark: tuple[str, ...]) -> None:
    printed = [number + title for number, title in zip(mark, SIX, strict=True)]
    found = of("\n".join(f"{heading}\n这里有一句话{index}。" for index, heading in enumerate(printed)))
    assert [section.heading for section in found.sections] == printed
    assert [paragraph.section for paragraph in found.paragraphs] == [
        "overview",
        "table_disclosure",
        "table_requests",
        "table_appeals",
        "improvement",
        "other",
    ]


def test_a_heading_printed_twice_is_one_heading_and_no_prose() -> None:
    report = of(
        "一、总体情况\n公开12条。\n二、主动公开政府信息情况\n二、主动公开政府信息情况\n以上为全县汇总数。"
    )
    assert [section.text for section in report.sections] == ["公开12条。", "以上为全县汇总数。"]


def test_headings_without_numbers_get_theirs() -> None:
    assert headings("\n".join(f"{title}\n这里有一句话。" for title in SIX)) == [
        f"{number}、{title}" for number, title in zip("一二三四五六", SIX, strict=True)
    ]


def test_an_item_of_a_list_that_begins_like_a_heading_is_none() -> None:
    assert headings("一、总体情况\n1.总体情况良好\n2.收到和处理申请规范\n无。") == ["一、总体情况"]


def test_a_sub_section_with_a_chinese_number_is_inside_its_section() -> None:
    text = "一、总体情况\n无。\n五、存在的主要问题及改进情况\n一、存在的主要问题\n不及时。\n二、改进情况\n加强。\n六、其他需要报告的事项\n无。"
    assert headings(text) == ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]


def test_problems_and_measures_in_two_sections_are_two_sections() -> None:
    text = (
        "一、总体情况\n无。\n五、存在的主要问题\n不及时。\n六、改进措施\n加强。\n七、其他需要报告的事项\n无。"
    )
    assert [paragraph.section for paragraph in of(text).paragraphs] == [
        "overview",
        "improvement",
        "improvement",
        "other",
    ]


def test_a_section_with_two_sub_sections_gives_paragraphs_under_each() -> None:
    text = "五、存在的主要问题及改进情况\n（一）存在的主要问题\n1.更新不及时。\n2.队伍不强。\n（二）改进情况\n一是加强培训。\n六、其他需要报告的事项\n无。"
    assert [(one.heading, one.topic) for one in of(text).paragraphs][:3] == [
        ("（一）存在的主要问题", "problems"),
        ("（一）存在的主要问题", "problems"),
        ("（二）改进情况", "measures"),
    ]


def test_a_report_without_official_headings_is_cut_at_its_numbers_in_order() -> None:
    text = "一、概述\n高度重视。\n二、公开情况\n公开12条。\n三、申请情况\n收到2件。\n四、问题和措施\n不及时。\n七、另起一行\n无。"
    assert headings(text) == ["一、概述", "二、公开情况", "三、申请情况", "四、问题和措施"]


def test_a_report_without_its_first_heading_keeps_what_stands_there() -> None:
    report = of(
        "青溪县民政局2023年政府信息公开工作年度报告\n公开12条。\n五、存在的主要问题及改进情况\n不及时。"
    )
    assert [section.text for section in report.sections] == ["公开12条。", "不及时。"]


@pytest.mark.parametrize(
    "entries",
    [
        "目录\n一、总体情况……1\n五、存在的主要问题及改进情况……4",
        "目 录\n一、总体情况........1\n（一）主动公开........1\n五、存在的主要问题及改进情况........4",
        "目录\n一、总体情况 1\n（一）主动公开\n五、存在的主要问题及改进情况 4",
        "目录\n一、总体情况\t1\n五、存在的主要问题及改进情况\t4",
        "一、总体情况\n（一）主动公开\n五、存在的主要问题及改进情况",
    ],
)
def test_a_list_of_contents_is_no_part_of_the_introduction(entries: str) -> None:
    text = f"青溪县民政局2023年政府信息公开工作年度报告\n{entries}\n本报告依法编制。\n一、总体情况\n（一）主动公开\n公开12条。\n五、存在的主要问题及改进情况\n不及时。"
    report = of(text)
    assert [section.text.split("\n")[-1] for section in report.sections] == [
        "本报告依法编制。",
        "公开12条。",
        "不及时。",
    ]
    assert report.paragraphs[0].text == "本报告依法编制。"


def test_headings_of_several_levels_of_a_page_are_sections_and_sub_headings() -> None:
    page = "<h1>青溪县民政局2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><h3>（一）主动公开</h3><p>公开12条。</p><h4>1. 政策解读</h4><p>发布5篇。</p><h3>（二）依申请公开</h3><p>收到3件。</p>"
    report = read(f"<html><body>{page}</body></html>".encode(), "report.html")
    assert [(one.heading, one.text) for one in report.paragraphs] == [
        ("（一）主动公开", "公开12条。"),
        ("1. 政策解读", "发布5篇。"),
        ("（二）依申请公开", "收到3件。"),
    ]
