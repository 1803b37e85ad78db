"""Paragraphs with their section, heading and topic; which lines are headings."""

from pathlib import Path

import pytest

from agent.forms import form_of
from corpus.paragraphs import ReadParagraph, prose_of
from corpus.readers import read
from corpus.sections import ReadSection

FORM = form_of("2021")
OVERVIEW = "一、总体情况"


def of(*lines: str, heading: str = OVERVIEW) -> tuple[ReadParagraph, ...]:
    return prose_of([ReadSection(heading, "\n".join(lines))], FORM)[1]


def headings(*lines: str) -> list[str]:
    return [paragraph.heading for paragraph in of(*lines)]


BODY = "全年通过政府网站主动公开政府信息120条，内容涉及机构职能、规划计划等方面。"


@pytest.mark.parametrize(
    "line",
    [
        "（一）主动公开",
        "（一）主动公开情况。",
        "(一)主动公开：",
        "1.主动公开",
        "1．主动公开情况",
        "（1）扎实推进重点工作",
        "第一节 主动公开",
        "二、抓培训，强队伍",
        "（三）切实加强政务信息透明化公开化建设",
        "主动公开情况",
        "加强依申请公开工作",
        "存在的主要问题：",
    ],
)
def test_a_line_of_its_own_is_a_heading_and_no_paragraph(line: str) -> None:
    assert [(one.heading, one.text) for one in of(line, BODY)] == [(line.rstrip("。：:"), BODY)]


@pytest.mark.parametrize(
    "line",
    [
        "（一）没有收取信息处理费。",
        "（一）全年未收到依申请公开申请。",
        "无。",
        "无",
        "2023年，全县主动公开工作有序开展",
        "主要做法如下：",
        "青溪县民政局",
        "2024年1月20日",
    ],
)
def test_a_line_that_says_something_is_a_paragraph(line: str) -> None:
    assert [one.text for one in of(line, BODY)] == [line, BODY]


def test_items_of_a_list_are_paragraphs_without_full_stops_too() -> None:
    assert len(of("主要做法如下：", "1.健全制度", "2.加强培训", "3.严格考核", BODY)) == 5


def test_a_heading_at_the_end_of_a_section_is_kept_as_a_paragraph() -> None:
    assert [one.text for one in of(BODY, "（二）依申请公开")] == [BODY, "（二）依申请公开"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("（一）主动公开。全年公开信息120条。", "（一）主动公开"),
        ("（一）主动公开情况：全年公开信息120条。", "（一）主动公开情况"),
        ("（一）主动公开情况 2023年公开信息120条。", "（一）主动公开情况"),
        ("1.强化组织领导，健全工作机制。明确专人负责。", "1.强化组织领导，健全工作机制"),
        ("主动公开方面：全年公开信息120条。", "主动公开方面"),
        ("1.全年公开信息120条。其中网站100条。", OVERVIEW),
        ("全年公开信息120条。其中网站100条。", OVERVIEW),
        ("我局高度重视：成立了领导小组。", OVERVIEW),
    ],
)
def test_a_heading_in_front_of_its_paragraph_stays_in_it(line: str, heading: str) -> None:
    assert [(one.heading, one.text) for one in of(line)] == [(heading, line)]


def test_a_heading_holds_until_one_as_deep() -> None:
    lines = ("（一）主动公开", BODY, "1.政策解读。发布解读材料12篇。", BODY, "（二）依申请公开", BODY)
    assert headings(*lines) == [
        "（一）主动公开",
        "1.政策解读",
        "1.政策解读",
        "（二）依申请公开",
    ]


def test_a_heading_without_a_mark_holds_over_the_marked_ones_under_it() -> None:
    lines = (
        "主动公开情况",
        "（一）特色亮点",
        BODY.replace("主动公开", "发布"),
        "依申请公开情况",
        "收到3件。",
    )
    assert [(one.heading, one.topic) for one in of(*lines)] == [
        ("（一）特色亮点", "disclosure"),
        ("依申请公开情况", "requests"),
    ]


def test_an_inner_heading_decides_what_a_paragraph_is_about() -> None:
    assert [one.topic for one in of("（一）主动公开", BODY, "1.政策解读。全年发布12篇。")] == [
        "disclosure",
        "interpretation",
    ]


def test_paragraphs_are_numbered_through_the_report() -> None:
    sections = [
        ReadSection("青溪县2023年政府信息公开工作年度报告", "本报告依法编制。"),
        ReadSection(OVERVIEW, f"{BODY}\n{BODY}"),
    ]
    _, found = prose_of(sections, FORM)
    assert [(one.number, one.section) for one in found] == [
        (1, "introduction"),
        (2, "overview"),
        (3, "overview"),
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、总体情况", "overview"),
        ("三、收到和处理政府信息公开申请情况", "table_requests"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "improvement"),
        ("五、问题与对策", "improvement"),
        ("六、其他需要报告的事项", "other"),
        ("七、附录", ""),
        ("青溪县2023年政府信息公开工作年度报告", "introduction"),
    ],
)
def test_a_section_has_the_id_that_the_form_gives_it(heading: str, section: str) -> None:
    assert [one.section for one in of(BODY, heading=heading)] == [section]


def test_a_report_tells_the_level_and_the_topics_of_its_sections() -> None:
    text = f"青溪县民政局2023年政府信息公开工作年度报告\n{OVERVIEW}\n（一）主动公开。{BODY}\n（二）依申请公开。全年收到申请3件。\n"
    record = read(text.encode(), "report.txt").as_json()
    assert (record["level"], record["sections"][-1]["topics"]) == ("department", ["disclosure", "requests"])


def test_a_section_that_speaks_of_two_topics_in_one_paragraph_has_both() -> None:
    text = "存在的主要问题是公开内容不够全面、更新不及时、队伍有待加强。下一步，将进一步加强业务培训，完善工作机制，提高公开质量，强化监督。"
    report = read(f"五、存在的主要问题及改进情况\n{text}".encode(), "report.txt")
    assert [section.topics for section in report.sections][-1] == ("problems", "measures")


# By hand, in the order of the reports' paragraphs.
LABELLED = {
    "hongze-2023.pdf": "introduction summary disclosure requests information platforms supervision problems fee",
    "jiangle-2020.txt": "introduction summary disclosure grassroots supervision problems measures measures -",
    "suqian-2023.narrative.txt": "summary disclosure requests information platforms supervision grassroots problems"
    " measures measures measures measures fee",
}


def test_the_topics_of_published_reports_are_those_that_a_person_gives_them(shared: Path) -> None:
    right = total = 0
    for name, labels in LABELLED.items():
        found = read((shared / "reports" / name).read_bytes(), name).paragraphs
        assert len(found) == len(labels.split())
        right += sum(one.topic == label.strip("-") for one, label in zip(found, labels.split(), strict=True))
        total += len(found)
    assert right >= 0.9 * total
