import pytest

from agent.forms import forms
from agent.workflow import verify_prose
from agent.workflow.notices import bare_figures, needing_a_look, notices, same_unit
from tests.samples import changed, sample

BODY = "\n一、总体情况\n2024年，全年共收到政府信息公开申请48件。\n"
TITLE = "云岭县2024年政府信息公开工作年度报告"


def kinds(text: str, **changes: object) -> list[str]:
    return [notice.kind for notice in notices(text, sample(**changes))]


# --- another report -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "云岭县人民政府2024年政府信息公开工作年度报告",
        "云岭县人民政府办公室\n2024年政府信息公开工作年度报告",
        "安平市云岭县2024年度政府信息公开工作年度报告",
        "2024年政府信息公开工作年度报告",
        "2024年云岭县人民政府信息公开工作年度报告",
        "本机关2024年政府信息公开工作年度报告",
        "二〇二四年政府信息公开工作年度报告",
        "首页 > 政务公开 > 青石县2022年政府信息公开工作年度报告",
        "根据2022年政府信息公开工作年度报告",
        "2022年的情况",
        "",
    ],
)
def test_a_text_that_can_be_of_these_figures_gives_no_notice(title: str) -> None:
    assert kinds(title + BODY) == []


@pytest.mark.parametrize(
    "title",
    [
        "青石县2024年政府信息公开工作年度报告",
        "云岭县财政局2024年政府信息公开工作年度报告",
        "云岭县财政局\n2024年政府信息公开工作年度报告",
        "安平市2024年政府信息公开工作年度报告",
    ],
)
def test_another_units_report_is_said_to_be(title: str) -> None:
    assert kinds(title + BODY) == ["unit"]


@pytest.mark.parametrize(
    "head",
    [
        "云岭县2023年政府信息公开工作年度报告",
        "2023年度政府信息公开工作年度报告",
        "本报告所列数据统计期限自2023年1月1日起至2023年12月31日止。",
    ],
)
def test_another_years_report_is_said_to_be(head: str) -> None:
    assert kinds(head + BODY) == ["year"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日至12月31日，共收到申请35件；2024年收到48件。",
        f"{TITLE}\n本报告所列数据统计期限自2023年1月1日起至2023年12月31日止。{BODY}",
        f"{TITLE}{BODY}云岭县2023年政府信息公开工作年度报告",
        f"一、总体情况\n云岭县2023年政府信息公开工作年度报告\n{BODY}",
    ],
)
def test_a_year_that_only_occurs_is_not_the_reports(text: str) -> None:
    assert kinds(text) == []


def test_unit_and_year_are_said_in_one_sentence() -> None:
    (notice,) = notices("青石县2023年政府信息公开工作年度报告" + BODY, sample())
    assert (
        notice.text
        == "正文写的是青石县2023年度的报告，而数据是云岭县人民政府2024年度的：请先确认没有拿错文件"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云岭县", "云岭县人民政府"),
        ("云岭县人民政府办公室", "云岭县人民政府"),
        ("云岭县政府", "安平市云岭县人民政府"),
        ("云岭", "云岭县"),
        ("云岭县", "云岭彝族自治县"),
        ("云岭县卫健委", "云岭县卫生健康委员会"),
        ("云岭县发改局", "云岭县发展和改革局"),
        ("财政局", "云岭县财政局"),
        ("云岭县医保局（云岭县医疗保障局）", "云岭县医疗保障局"),
        ("云岭街道", "云岭街道办事处"),
        ("云岭经开区管委会", "云岭经济开发区管理委员会"),
        ("青石镇人民政府", "云岭县青石镇"),
    ],
)
def test_two_spellings_of_one_unit_are_the_same(one: str, other: str) -> None:
    assert same_unit(one, other)
    assert same_unit(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云岭县", "青石县"),
        ("云岭县", "云岭县财政局"),
        ("云岭县教育局", "云岭县财政局"),
        ("云岭县", "云岭县青石镇"),
        ("安平市", "安平市云岭县"),
        ("云岭县公安局", "青石县公安局"),
    ],
)
def test_two_units_are_not_the_same(one: str, other: str) -> None:
    assert not same_unit(one, other)
    assert not same_unit(other, one)


# --- no figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year", "edition"),
    [
        (TITLE + "\n比2023年增加，比2023年减少", 2024, "2021"),
        ("统计期限为2020年1月1日至2020年12月31日。2021年", 2020, "2019"),
        ("2023年收到8件，2022年收到7件，2023年办结8件", 2023, "2021"),
        ("按照国办公开办函〔2019〕60号的格式编制。", 2019, "2019"),
    ],
)
def test_a_text_without_figures_is_read_under_its_own_years_form(text: str, year: int, edition: str) -> None:
    figures = bare_figures(text)
    assert (figures.year, figures.form, figures.cells) == (year, edition, {})


@pytest.mark.parametrize("text", ["收到申请48件。", "1999年", "2012年的事"])
def test_a_text_of_no_year_that_a_form_serves_is_read_under_the_current_form(text: str) -> None:
    assert bare_figures(text).form == forms()[-1].edition


def test_without_figures_a_slip_of_addition_is_found_and_nothing_else_is_one() -> None:
    text = f"{TITLE}\n一、总体情况\n发布信息100条，其中政策60条、动态50条。举办培训7次。\n"
    figures = bare_figures(text)
    answer = verify_prose(text, figures)
    assert [item.text for item in answer.objections] == ["100条", "60条", "50条", "7次"]
    assert [item.text for item in needing_a_look(answer, figures)] == ["100条"]


def test_with_figures_every_objection_needs_a_look() -> None:
    answer = verify_prose("举办培训7次。", sample())
    assert needing_a_look(answer, sample()) == answer.objections != ()


def test_figures_without_a_cell_are_said_to_have_none() -> None:
    empty = changed(sample(), **dict.fromkeys(key.replace(".", "__") for key in sample().cells))
    assert [notice.kind for notice in notices(BODY, empty)] == ["no_figures"]
