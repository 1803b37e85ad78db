"""The first page, an opened report and the settings, without a browser."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.store import Edit, Place, Projects, State
from agent.ui import home
from agent.workflow import make_workbook, render_tables
from agent.workflow.bundling import bundle_file
from agent.workflow.projects import new_report, remove_report, years
from agent.workflow.saving import draft_first, save_figures, save_part
from agent.workflow.work import open_work
from tests.samples import UNIT, changed, sample

APP = Path(__file__).resolve().parents[2] / "app.py"
SETTINGS = "from agent.ui import settings\nfrom agent.ui.frame import guarded\nguarded(settings.show)()"
_NAMES = ("NIANBAO_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NIANBAO_DATABASE_URL", "NIANBAO_EMBEDDING")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the test's own, and none of the settings of whoever runs it."""
    for name in _NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


def opened(report: str = "", who: str = "李明") -> AppTest:
    page = AppTest.from_file(str(APP), default_timeout=60)
    if who:
        page.session_state["who"] = who
    if report:
        page.query_params["report"] = report
    return page.run()


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def begun(year: int = 2024) -> str:
    return new_report(projects(), UNIT, year, who="李明").id


def projects() -> Projects:
    return wiring.projects()


def finished(page: AppTest, name: str) -> AppTest:
    """The page after the work of that name has ended."""
    if f"job_{name}" in page.session_state:  # a conflict is taken from it at once
        page.session_state[f"job_{name}"].done.wait(60)
    return page.run()


def uploaded(page: AppTest, key: str, name: str, content: bytes) -> AppTest:
    page.file_uploader(key=key).upload(name, content)
    return page.run()


def click(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return page.run()


def test_nobody_who_has_not_said_who_they_are_is_asked_anything_else() -> None:
    page = opened(who="")
    assert [field.label for field in page.text_input] == ["您的姓名"]


def test_an_empty_list_says_what_to_do() -> None:
    assert "还没有报告" in shown(opened())


def test_a_new_report_is_opened_and_stands_in_the_address() -> None:
    page = opened()
    page.text_input(key="unit").input("云岭县教育局")
    page = click(page, "新建")
    (report,) = projects().reports()
    assert page.query_params["report"] == report.id
    assert "云岭县教育局<span>" in shown(page)


def test_a_new_report_without_a_unit_is_refused_with_the_mend() -> None:
    assert "填写发布年报的行政机关全称" in shown(click(opened(), "新建"))


def test_a_report_that_is_there_already_is_opened_instead_of_made_again() -> None:
    report = begun(years(datetime.now().astimezone())[0])
    page = opened()
    page.text_input(key="unit").input(UNIT)
    page = click(page, "新建")
    assert ([each.id for each in projects().reports()], page.query_params["report"]) == ([report], report)


def test_an_address_of_no_report_is_told_and_leads_to_the_list() -> None:
    page = opened("nothing")
    assert "没有这份报告" in shown(page)
    assert "还没有报告" in shown(click(page, "回到全部报告"))


@pytest.mark.parametrize("name", ["desk", "leaving", "ledger", "sheets"])
def test_every_page_of_a_report_that_is_not_there_leads_back_to_the_list(name: str) -> None:
    page = page_of("nothing", name)
    text = shown(page)
    assert ("没有这份报告" in text, [each.label for each in page.button]) == (True, ["回到全部报告"])


def test_a_removed_report_can_be_looked_at_and_put_back_where_it_is_open() -> None:
    report = begun()
    remove_report(projects(), report, who="王芳")
    page = opened(report)
    assert "这份报告已移除" in shown(page)
    assert "已恢复这份报告" in shown(click(page, "恢复这份报告"))
    assert [each.id for each in projects().reports()] == [report]


def test_prose_that_cannot_be_read_is_told_and_put_back() -> None:
    report = drafted()
    own, place = projects(), Place.section("overview.requests")
    number = own.contents(report).number(place)
    own.save(report, [Edit.of(place, {"lines": 1}, number)], who="李明")
    page = opened(report)
    assert "文字读不出来" in shown(page)
    assert "已恢复，请再看一遍" in shown(click(page, "恢复读得出来的上一版"))


def test_a_long_list_is_looked_through() -> None:
    for unit in ("教育局", "司法局", "水利局", "林业局", "财政局", "民政局", "审计局", "统计局", "信访局"):
        new_report(projects(), f"云岭县{unit}", 2024, who="李明")
    page = opened()
    page.text_input(key="seek").input("教育").run()
    assert [each.label for each in page.button if "2024年度" in each.label] == ["**云岭县教育局 2024年度**"]


def test_a_list_too_long_for_one_look_is_worked_out_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    begun()
    monkeypatch.setattr(home, "_SHARE", 0.0)
    before = shown(opened())
    monkeypatch.setattr(home, "_SHARE", 1.0)
    assert ("正在核对…" in before, "下一步：上年年报" in shown(opened())) == (True, True)


def test_hostile_names_are_only_text() -> None:
    new_report(projects(), "<img src=x>县", 2024, who="<i>李</i>")
    text = shown(opened())
    assert ("<img" in text, "<i>李" in text) == (False, False)


def test_last_years_report_fills_last_years_figures() -> None:
    report = begun()
    page = uploaded(opened(report), f"last_{report}", "上年.docx", render_tables(sample(2023), "docx"))
    text = shown(finished(page, "last_year"))
    assert ("<h3>上年.docx</h3>" in text, "175 / 175 格" in text) == (True, True)


def test_a_file_of_another_year_is_told_and_changes_nothing() -> None:
    report = begun()
    page = uploaded(opened(report), f"last_{report}", "上年.docx", render_tables(sample(2024), "docx"))
    text = shown(finished(page, "last_year"))
    assert ("应当是2023年度的" in text, projects().contents(report).previous) == (True, None)


def test_this_years_workbook_is_checked() -> None:
    report = begun()
    content = make_workbook("2021", changed(sample(), requests__new__natural_person=14))
    page = uploaded(opened(report), f"this_{report}", "数据.xlsx", content)
    assert "条勾稽关系不符" in shown(finished(page, "this_year"))


def test_what_was_read_can_be_taken_back_and_done_again() -> None:
    report = begun()
    page = uploaded(opened(report), f"this_{report}", "数据.xlsx", make_workbook("2021", sample()))
    page = click(finished(page, "this_year"), r"撤销：读入本年数据：数据\.xlsx")
    undone = len(projects().contents(report).figures.cells)
    click(page, r"重做：读入本年数据：数据\.xlsx")
    assert (undone, len(projects().contents(report).figures.cells)) == (0, 200)


def clashed(report: str) -> AppTest:
    """李明's page after 王芳 was there first with other figures."""
    page = opened(report)
    other = uploaded(opened(report, "王芳"), f"this_{report}", "王.xlsx", make_workbook("2021", sample()))
    finished(other, "this_year")
    mine = make_workbook("2021", changed(sample(), requests__new__total=49))
    return finished(uploaded(page, f"this_{report}", "李.xlsx", mine), "this_year")


def test_figures_made_from_an_older_page_do_not_cover_somebody_elses() -> None:
    text = shown(clashed(begun()).run())
    assert ("别人刚刚也改了这里" in text, "王芳的" in text) == (True, True)


def test_of_two_texts_one_is_chosen_and_saved() -> None:
    report = begun()
    page = clashed(report)
    before = projects().contents(report).figures.cells["requests.new.total"]
    text = shown(click(page, "全部用我的"))
    after = projects().contents(report).figures.cells["requests.new.total"]
    assert (int(before), int(after)) == (48, 49)
    assert ("已选定：用我的" in text, "别人刚刚也改了这里" in text) == (True, False)


def test_a_choice_that_was_left_is_there_again_in_another_window() -> None:
    report = begun()
    clashed(report)
    page = click(opened(report), "全部用对方的")
    assert "已选定：用对方的" in shown(page)
    assert "别人刚刚也改了这里" not in shown(opened(report))


def test_a_removed_report_is_off_the_list_and_can_be_put_back() -> None:
    begun()
    page = click(opened(), "移除")
    gone = shown(page)
    page = click(page, "恢复")
    assert ("已移除“云岭县人民政府 2024年度”" in gone, "报告 1 份" in shown(page)) == (True, True)


def test_without_a_store_the_page_says_so_and_what_to_do(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    (data / "file").write_text("no folder")
    monkeypatch.setenv("NIANBAO_DATA", str(data / "file"))
    _forget()
    text = shown(opened())
    assert ("nb-notice bad" in text, "Traceback" in text) == (True, False)


def test_a_fault_of_ours_is_said_in_chinese(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(home, "_listed", fail)
    with caplog.at_level(logging.ERROR, logger="agent.ui.frame"):
        text = shown(opened())
    assert ("程序出错" in text, "secret" in text, "secret" in caplog.text) == (True, False, True)


# --- settings


def settings() -> AppTest:
    return AppTest.from_string(SETTINGS, default_timeout=60).run()


def test_a_model_of_the_environment_is_shown_without_its_key_and_not_editable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NIANBAO_MODEL", "qwen3-32b")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-2")
    _forget()
    page = settings()
    text = shown(page)
    assert (len(page.text_input), "qwen3-32b" in text, "sk-secret-2" in text) == (0, True, False)


def test_a_key_stays_with_the_address_that_it_was_typed_for() -> None:
    page = settings()
    for key, value in (("model_name", "m"), ("model_url", "http://127.0.0.1:9/v1"), ("model_key", "sk-1")):
        page.text_input(key=key).input(value)
    page = click(page, "使用并测试")
    page.text_input(key="model_url").input("http://127.0.0.2:9/v1")
    page = click(page, "使用并测试")
    assert (page.session_state["own_model"].url, page.session_state["own_model"].key) == (
        "http://127.0.0.2:9/v1",
        None,
    )


def test_the_settings_key_goes_to_no_address_that_somebody_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-3")
    _forget()
    chat = wiring.chat(session=wiring.OwnModel("m", "http://127.0.0.1:9/v1", None))
    assert chat is not None
    assert "sk-secret-3" not in repr(vars(chat))


def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    page = settings()
    page.text_input(key="model_name").input("m")
    page.text_input(key="model_url").input("http://127.0.0.1:9/v1")
    began = time.monotonic()
    text = shown(finished(click(page, "使用并测试"), "model_test"))
    assert "连接被拒绝" in text
    assert time.monotonic() - began < 40


def test_not_using_the_model_any_more_leaves_nothing_of_it() -> None:
    page = settings()
    page.text_input(key="model_name").input("m")
    page.text_input(key="model_url").input("http://127.0.0.1:9/v1")
    page = click(finished(click(page, "使用并测试"), "model_test"), "不用模型")
    assert (page.session_state["own_model"], page.text_input(key="model_name").value) == (None, "")


def test_the_embedding_that_needs_nothing_answers() -> None:
    page = click(settings(), "测试向量")
    assert "可以用：" in shown(finished(page, "embedding_test"))


def test_an_embedding_that_is_not_there_is_told_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_EMBEDDING", "bge-m3")
    monkeypatch.setenv("NIANBAO_EMBEDDING_URL", "http://127.0.0.1:9/v1")
    _forget()
    page = click(settings(), "测试向量")
    text = shown(finished(page, "embedding_test"))
    assert ("http://127.0.0.1:9/v1，模型 bge-m3）用不了" in text, "NIANBAO_EMBEDDING" in text) == (True, True)


def test_the_database_is_shown_with_its_size_and_last_change() -> None:
    begun()
    text = shown(settings())
    assert ("SQLite" in text, "MB</dd>" in text, "，李明</dd>" in text) == (True, True, True)


def test_past_reports_are_brought_in_and_counted() -> None:
    page = settings()
    assert "还没有收入往年年报" in shown(page)
    (field,) = page.file_uploader
    name = "yunling-2022.docx"
    field.upload(name, (APP.parent / "corpus" / "reports" / name).read_bytes())
    page = finished(click(page.run(), "收入这 1 份"), "past_bring")
    text = shown(page)
    assert ("收入 1 份" in text, "<dd>1 份，1 个单位</dd>" in text) == (True, True)


# --- the prose ----------------------------------------------------------------------------------------------------

PAGE = "from agent.ui import {0}\nfrom agent.ui.frame import guarded\nguarded({0}.show)()"


def page_of(report: str, name: str) -> AppTest:
    """A page of an opened report."""
    page = AppTest.from_string(PAGE.format(name), default_timeout=60)
    page.session_state["who"] = "李明"
    page.session_state["report"] = report
    return page.run()


def test_a_report_without_figures_says_what_comes_first() -> None:
    assert "先填表格或上传" in shown(page_of(begun(), "desk"))


def test_a_first_draft_is_one_press_away_and_every_figure_is_judged() -> None:
    report = begun()
    own = projects()
    work = open_work(own, report)
    save_figures(own, work, sample(2024), who="李明")
    page = page_of(report, "desk")
    page.button(key="draft").click().run()
    assert "已生成初稿" in shown(page)
    assert 'class="fig verified"' in shown(page)
    assert open_work(own, report).judged is not None


def drafted() -> str:
    """A report that may be published."""
    report = begun()
    own = projects()
    save_figures(own, open_work(own, report), sample(2024), who="李明")
    draft_first(own, open_work(own, report), who="李明")
    return report


def test_what_keeps_a_report_from_being_final_is_listed() -> None:
    report = begun()
    own = projects()
    figures = changed(sample(2024), requests__new__total=9999)
    save_figures(own, open_work(own, report), figures, who="李明")
    draft_first(own, open_work(own, report), who="李明")
    text = shown(page_of(report, "leaving"))
    assert ("勾稽不符" in text, "nb-hindrance footing" in text) == (True, True)


def test_a_final_version_is_made_when_it_is_asked_for_and_offered_with_its_proof() -> None:
    report = drafted()
    page = page_of(report, "leaving")
    assert projects().contents(report).report.state is State.DRAFTING
    page = finished(click(page, "生成定稿"), "export")
    names = [each.proto.label for each in page.get("download_button") if "核验单）" in each.proto.label]
    assert (len(names), "这份报告已定稿" in shown(page)) == (1, True)
    assert projects().contents(report).report.state is State.FINAL


def test_a_grave_remark_is_kept_with_a_reason_and_no_more_once_it_is_given_up() -> None:
    report = drafted()
    own = projects()
    card = [Lines((Sentence("经办人身份证号110101190001010014。"),))]
    save_part(own, open_work(own, report), Part("overview", "requests", "依申请公开"), card, who="李明")
    page = page_of(report, "leaving")
    assert "nb-hindrance remark" in shown(page)
    while reasons := [each for each in page.text_input if each.label == "理由"]:
        reasons[0].input("示范用的号码")
        page = click(page, "保留")
    assert "nb-hindrance remark" not in shown(page)
    page = click(page, "不再保留")
    assert "nb-hindrance remark" in shown(page)


def test_a_bundle_that_is_brought_opens_as_a_report_of_its_own(tmp_path: Path) -> None:
    first = begun()
    content = bundle_file(projects(), first, "王芳")
    page = finished(uploaded(opened(), "bundle", "报告.nianbao", content), "unbundle")
    (other,) = {each.id for each in projects().reports()} - {first}
    assert page.query_params["report"] == other


def test_a_file_that_is_no_bundle_is_refused_on_the_page() -> None:
    page = finished(uploaded(opened(), "bundle", "报告.nianbao", b"no zip"), "unbundle")
    assert "请选择一份报告包" in shown(page)
    assert projects().reports() == ()
