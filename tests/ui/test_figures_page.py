"""The figures page but for its tables: sections, files, supplementary facts, adding up and charts, without a browser."""

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.figures import Fact, FigureSet
from agent.workflow import make_workbook
from agent.workflow.projects import new_report
from agent.workflow.saving import save_facts, save_figures
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, changed, sample

PAGE = "from agent.ui import sheets\nfrom agent.ui.frame import guarded\nguarded(sheets.show)()"
CIVIL, SCHOOLS = "云岭县民政局", "云岭县教育局"
TRAINING = Fact("培训场次", Decimal(6), "场", source="培训台账")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of the test's own, and none of the settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith(("NIANBAO_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    _forget()
    yield
    _forget()


def _forget() -> None:
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


def begun(figures: FigureSet | None = None) -> str:
    report = new_report(wiring.projects(), UNIT, 2024, who="李明").id
    if figures:
        save_figures(wiring.projects(), work_of(report), figures, who="李明")
    return report


def work_of(report: str) -> Work:
    return open_work(wiring.projects(), report)


def at(report: str, section: str = "", **place: str) -> AppTest:
    """The page of an opened report at a section."""
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.session_state["who"], page.session_state["report"] = "李明", report
    for name, value in ({"section": section} if section else place).items():
        page.query_params[name] = value
    return page.run()


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def typed(page: AppTest, **fields: str) -> AppTest:
    """The page after something was typed into the fact that is open."""
    for name, value in fields.items():
        kind = page.text_area if name.startswith("lines") else page.text_input
        next(each for each in kind if str(each.key).endswith(f"_{name}")).input(value)
    return page.run()


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return page.run()


def labelled(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def facts_of(report: str) -> dict[str, Fact]:
    return {fact.name: fact for fact in work_of(report).figures.facts}


def has_tables(page: AppTest) -> bool:
    """Whether the official tables are on the page, to be edited."""
    return bool(page.get("bidi_component"))


# --- sections and files


def test_a_section_is_in_the_address() -> None:
    report = begun(sample())
    assert ("是谁在申请" in shown(at(report, "charts")), has_tables(at(report))) == (True, True)


def test_a_cell_that_is_asked_for_is_in_the_tables() -> None:
    assert has_tables(at(begun(sample()), cell="review.total"))


def test_a_section_that_is_none_shows_the_tables() -> None:
    assert has_tables(at(begun(sample()), "nothing"))


def test_this_years_workbook_is_taken_on_this_page_too() -> None:
    report = begun()
    page = at(report)
    page.file_uploader(key=f"this_{report}").upload("数据.xlsx", make_workbook("2021", sample()))
    page.run()
    page.session_state["job_this_year"].done.wait(60)
    page.run()
    assert len(work_of(report).figures.cells) == 200


# --- supplementary facts


def test_a_fact_is_added_as_it_was_typed() -> None:
    report = begun(sample())
    page = typed(at(report, "facts"), name="培训场次", value="１，２００ 场", source="培训台账")
    press(page, "save_fact")
    assert facts_of(report)["培训场次"] == Fact("培训场次", Decimal(1200), "场", source="培训台账")


def test_what_cannot_be_read_is_told_and_stays_as_typed() -> None:
    report = begun(sample())
    page = press(typed(at(report, "facts"), name="培训场次", value="六"), "save_fact")
    text = shown(page)
    assert ("“六”不是数字" in text, facts_of(report)) == (True, {})
    assert any(field.value == "六" for field in page.text_input)


def test_a_fact_without_a_name_is_told_only_when_it_is_to_be_saved() -> None:
    page = at(begun(sample()), "facts")
    before = shown(page)
    assert ("没有名称" in before, "没有名称" in shown(press(page, "save_fact"))) == (False, True)


def test_a_breakdown_that_does_not_close_is_said_and_can_be_saved() -> None:
    report = begun(sample())
    page = typed(at(report, "facts"), name="公开总数", value="10", unit="条")
    page = typed(page, by0="渠道", lines0="网站 6\n新媒体\t3")
    said = shown(page)
    press(page, "save_fact")
    assert "分项合计 9，比 10 少 1" in said
    assert facts_of(report)["公开总数"].breakdowns[0].total == 9


def test_a_fact_is_changed_renamed_and_deleted() -> None:
    report = begun(replace(sample(), facts=(TRAINING,)))
    page = typed(at(report, fact="培训场次"), name="培训", value="7")
    page = press(page, "save_fact")
    changed_to = facts_of(report)
    page = press(page, "delete_fact")
    assert list(changed_to) == ["培训"]
    assert changed_to["培训"].value == 7
    assert facts_of(report) == {}
    assert "已删除“培训”" in shown(page)


def test_what_was_typed_stays_while_another_fact_is_looked_at() -> None:
    report = begun(replace(sample(), facts=(TRAINING, Fact("政策解读", Decimal(3), "篇"))))
    page = typed(at(report, fact="培训场次"), value="9")
    page = labelled(labelled(page, "政策解读"), "培训场次")
    assert any(field.value == "9" for field in page.text_input)
    assert "有改动未保存" in shown(page)
    assert not any(field.value == "9" for field in press(page, "drop_fact").text_input)


def test_what_the_form_asks_for_is_one_press_away() -> None:
    report = begun(sample())
    page = labelled(at(report, "facts"), "补充：信息处理费")
    press(typed(page, value="120元"), "save_fact")
    assert facts_of(report)["信息处理费"].value == 120


def test_a_fact_that_somebody_else_changed_meanwhile_is_not_covered() -> None:
    report = begun(replace(sample(), facts=(TRAINING,)))
    page = typed(at(report, fact="培训场次"), value="7")
    theirs = replace(TRAINING, value=Decimal(8))
    save_facts(wiring.projects(), work_of(report), (theirs,), who="王芳")
    page = press(page, "save_fact")
    assert ("别人刚刚也改了这里" in shown(page), facts_of(report)["培训场次"]) == (True, theirs)
    assert any(field.value == "7" for field in page.text_input)


def test_hostile_names_are_only_text() -> None:
    report = begun(replace(sample(), facts=(Fact("<img src=x>", Decimal(1), "<b>", source="<i>"),)))
    text = shown(at(report, "facts"))
    assert ("<img src=x>" in text, "&lt;i&gt;" in text) == (False, True)


# --- adding up


def book(unit: str, **cells: object) -> bytes:
    return make_workbook("2021", replace(changed(sample(), **cells), unit=unit))


def added(report: str, *files: tuple[str, bytes]) -> AppTest:
    """The page after files were handed in one after another."""
    page = at(report, "adding")
    for number, (name, content) in enumerate(files):
        page.file_uploader(key=f"parts_{report}_{number}").upload(name, content)
        page = read(page.run())
    return page


def read(page: AppTest) -> AppTest:
    """The page after the files have been read, which may have taken no time at all."""
    if "job_adding" in page.session_state:
        page.session_state["job_adding"].done.wait(60)
        page.run()
    return page


def test_files_are_added_and_a_bad_one_loses_none() -> None:
    report = begun()
    page = added(report, ("a.xlsx", book(CIVIL)), ("坏.xlsx", b"PK\x03\x04"), ("b.xlsx", book(SCHOOLS)))
    text = shown(page)
    assert ("收到 3 份，1 份没有计入" in text, "2 个单位的合计" in text) == (True, True)
    assert f"{CIVIL}</th><td><i" in text


def test_a_cell_without_a_total_has_one_once_blanks_are_zero() -> None:
    report = begun()
    page = added(report, ("a.xlsx", book(CIVIL)), ("b.xlsx", book(SCHOOLS, review__total=None)))
    before = shown(page)
    page.checkbox[0].check()
    page.run()
    assert (f"{SCHOOLS}没有填" in before, "没有合计：" in shown(page)) == (True, False)


def test_a_sum_is_taken_over() -> None:
    report = begun()
    page = press(added(report, ("a.xlsx", book(CIVIL)), ("b.xlsx", book(SCHOOLS))), "adopt")
    assert work_of(report).figures.get("requests.new.total") == 96
    assert "已采用 2 个单位的合计数" in shown(page)


def test_where_there_are_figures_it_says_what_it_replaces() -> None:
    report = begun(sample())
    page = added(report, ("a.xlsx", book(CIVIL)), ("b.xlsx", book(SCHOOLS, review__total=None)))
    text = shown(page)
    assert ("变成空格的 1 格" in text, "本年制发件数 9→18" in text) == (True, True)
    assert [button.label for button in page.button if button.key == "adopt"] == ["替换本年数据"]


def test_one_unit_twice_is_told_and_mended_by_taking_one_away() -> None:
    report = begun()
    page = added(report, ("a.xlsx", book(CIVIL)), ("b.xlsx", book(CIVIL, review__total=6)))
    before = shown(page)
    page = press(page, "away_1")
    assert ("有2份不同的数据" in before, "1 个单位的合计" in shown(page)) == (True, True)


def test_files_are_there_again_in_another_window() -> None:
    report = begun()
    added(report, ("a.xlsx", book(CIVIL)))
    page = read(press(at(report, "adding"), "parts_again"))
    assert "1 个单位的合计" in shown(page)


# --- charts


def test_each_chart_has_its_question_its_answer_and_its_numbers() -> None:
    page = at(begun(sample()), "charts")
    text = shown(page)
    assert ("是谁在申请？" in text, "其中自然人41件" in text, "nb-numbers" in text) == (True, True, True)
    assert len(page.get("vega_lite_chart")) >= 3
    assert "data:image/svg+xml;base64," in text


def test_without_figures_the_charts_say_what_to_do() -> None:
    assert "还没有本年数据" in shown(at(begun(), "charts"))
