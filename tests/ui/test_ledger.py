"""The page of the ledger, without a browser: what is shown, what is filtered, and every kind of mend from press to store."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea, TextInput

from agent import wiring
from agent.workflow.mending import with_template
from agent.workflow.projects import new_report, sample_report
from agent.workflow.saving import save_cells, save_manuscript
from agent.workflow.work import Work, open_work
from tests.samples import UNIT
from tests.workflow.mended import STRANGER

PAGE = "from agent.ui import ledger\nfrom agent.ui.frame import guarded\nguarded(ledger.show)()"
LI = "李明"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of the test's own."""
    for name in ("NIANBAO_MODEL", "OPENAI_BASE_URL", "NIANBAO_DATABASE_URL", "NIANBAO_EMBEDDING"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()
    yield
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


@pytest.fixture
def report() -> str:
    return sample_report(wiring.projects(), who=LI).id


def work(report: str) -> Work:
    return open_work(wiring.projects(), report)


def text_of(report: str) -> str:
    judged = work(report).judged
    assert judged is not None
    return judged.narrative.text


def write(report: str, old: str, new: str) -> None:
    """Somebody types over a stretch of the text."""
    own = work(report)
    start = text_of(report).index(old)
    manuscript = with_template(own, start, start + len(old), new)
    assert manuscript is not None
    save_manuscript(wiring.projects(), own, manuscript, who=LI)


def opened(report: str, **address: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.session_state["who"] = LI
    page.session_state["report"] = report
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def rows(page: AppTest) -> list[str]:
    return [body for body in shown(page).split("\n") if body.startswith('<article class="nb-row')]


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label.startswith(label)).click()
    return page.run()


def field(page: AppTest, label: str) -> TextInput | TextArea:
    every: list[TextInput | TextArea] = [*page.text_input, *page.text_area]
    return next(each for each in every if each.label.startswith(label))


def test_every_figure_stands_in_the_list_twenty_to_a_page(report: str) -> None:
    page = opened(report, page="1")
    assert len(rows(page)) == 20
    assert "第 1 / " in shown(page)
    assert "第 2 / " in shown(press(page, "下一页"))


def test_a_kind_is_filtered_by_its_button_and_stays_in_the_address(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = press(opened(report), "× 不符")
    assert (len(rows(page)), page.query_params["show"]) == (1, "contradicted")
    again = opened(report, show="contradicted")
    assert rows(again) == rows(page)


def test_words_and_what_is_pending_are_filtered(report: str) -> None:
    write(report, "申请202件", "申请220件")
    found = rows(opened(report, words="申请 220件"))
    pending = rows(opened(report, todo="1"))
    assert any("220件</i>" in row for row in found)
    assert len(found) < 5
    assert 0 < len(pending) < 20


def test_what_nothing_fits_says_so_and_an_odd_address_is_no_harm(report: str) -> None:
    assert "没有这样的条目" in shown(opened(report, words="没有这样的话"))
    assert len(rows(opened(report, show="nothing", part="none", page="x", row="f-"))) in (0, 20)


def test_the_expected_value_is_one_press_away_and_can_be_undone(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = press(opened(report), "改为应有值")
    mended = text_of(report)
    assert "已把“220件”改为“202件”" in shown(page)
    press(page, "撤销：把“220件”改为“202件”")
    assert ("申请202件" in mended, "申请220件" in text_of(report)) == (True, True)


def test_a_figure_is_bound_to_what_was_chosen(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = opened(report)
    page.session_state[f"bind_f-{text_of(report).index('220件')}"] = True
    page = page.run()
    target = next(each for each in page.selectbox if each.label == "“220件”说的是")
    target.select_index(
        next(i for i, each in enumerate(target.options) if "本年新收" in each and "总计" in each)
    )
    page = page.run()
    assert "将写成“202件”，已核实" in shown(page)
    press(page, "绑定")
    assert "申请202件" in text_of(report)


def test_a_fact_is_supplied_and_its_figure_verified(report: str) -> None:
    write(report, "3456条。", "3456条。全年组织政务公开培训9次。")
    page = opened(report)
    field(page, "名称").input("政务公开培训")
    field(page, "来源").input("培训台账")
    page = press(page, "保存事实")
    assert "已补充事实“政务公开培训”" in shown(page)
    assert not [row for row in rows(page) if "9次" in row and "无依据" in row]


def test_a_fact_without_a_source_is_refused(report: str) -> None:
    write(report, "3456条。", "3456条。全年组织政务公开培训9次。")
    facts = work(report).figures.facts
    page = press(opened(report), "保存事实")
    assert ("没有写来源" in shown(page), work(report).figures.facts) == (True, facts)


def test_a_fact_that_does_not_help_says_why(report: str) -> None:
    write(report, "3456条。", "3456条。全年组织政务公开培训9次。")
    page = opened(report)
    field(page, "名称").input("新闻发布会")
    field(page, "来源").input("台账")
    assert "但仍有异议：无依据" in shown(press(page, "保存事实"))


def test_an_objection_is_kept_with_name_and_reason_and_taken_back(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = opened(report)
    field(page, "理由").input("统计口径不同")
    page = press(page, "保留")
    (waiver,) = work(report).waivers
    page = press(press(page, "※ 人工确认"), "撤回确认")
    assert (waiver.by, waiver.reason, work(report).waivers) == (LI, "统计口径不同", ())


def test_an_objection_is_not_kept_without_a_reason(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = press(opened(report), "保留")
    assert ("没有写理由" in shown(page), work(report).waivers) == (True, ())


def test_a_sentence_is_reworded_or_taken_out(report: str) -> None:
    write(report, "3456条。", "3456条。全年组织政务公开培训9次。")
    page = opened(report)
    field(page, "这句话").input("全年组织了政务公开培训。")
    press(page, "保存这句")
    reworded = text_of(report)
    write(report, "全年组织了政务公开培训。", "全年组织政务公开培训8次。")
    press(opened(report), "删去这句")
    assert ("全年组织了政务公开培训。" in reworded, "培训9次" in reworded) == (True, False)
    assert "政务公开培训" not in text_of(report)


def test_another_units_name_is_replaced_and_a_remark_is_kept(report: str) -> None:
    write(report, "3456条。", f"3456条。{STRANGER}人民政府积极推进公开。")
    page = opened(report, show="stranger")
    field(page, "理由").input("对口支援单位")
    page = press(page, "保留")
    kept = work(report).kept
    page = press(opened(report, show="stranger"), "不再保留")
    press(opened(report, show="stranger"), "换成“云岭县人民政府”")
    assert ([each.reason for each in kept], work(report).kept) == (["对口支援单位"], ())
    assert STRANGER not in text_of(report)


def test_a_broken_rule_stands_in_the_list_with_both_sides(report: str) -> None:
    cells: dict[str, Decimal] = {"requests.new.business": Decimal(40)}
    save_cells(wiring.projects(), work(report), dict(cells), who=LI)
    page = opened(report, show="footing")
    assert rows(page)
    assert "必须处理" in shown(page)


def test_a_place_on_another_page_leads_to_its_row(report: str) -> None:
    write(report, "申请202件", "申请220件")
    page = opened(report, at=str(text_of(report).index("220件")))
    assert "220件</i>，" in next(row for row in rows(page) if "chosen" in row)


def test_a_report_without_anything_says_what_comes_first() -> None:
    report = new_report(wiring.projects(), UNIT, 2024, who=LI).id
    assert "先到“数据”填报" in shown(opened(report))


def test_last_years_report_stands_beside_this_years_and_is_filtered(report: str) -> None:
    page = opened(report, view="last_year")
    everything = shown(page).count('class="nb-pair')
    page = press(page, "⇄ 重写")
    assert 0 < shown(page).count('class="nb-pair') < everything
    assert page.query_params["change"] == "rewritten"


def test_without_last_years_report_it_is_said_where_to_bring_it() -> None:
    report = new_report(wiring.projects(), UNIT, 2024, who=LI).id
    assert "还没有正文" in shown(opened(report, view="last_year"))


def test_hostile_words_of_the_text_are_only_text(report: str) -> None:
    write(report, "3456条。", "3456条。<img src=x onerror=alert(1)>组织培训9次。")
    page = opened(report)
    assert "<img" not in shown(page)
