"""修改记录, roles in the pages, and settings of whoever may not set them: without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.store import Edit, Person, Place, Role
from agent.ui import session
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures
from agent.workflow.work import open_work
from tests.samples import UNIT, sample
from tests.ui.test_home import data, shown

__all__ = ["data"]
NEW = Place.cell("requests.new.total")
DRAFTER = Person(1, "liming", "李明", Role.DRAFTER, (UNIT,))


def begun() -> str:
    projects = wiring.projects()
    report = new_report(projects, UNIT, 2024, who="李明").id
    save_figures(projects, open_work(projects, report), sample(), who="李明")
    draft_first(projects, open_work(projects, report), who="李明")
    return report


def page_of(module: str, report: str = "") -> AppTest:
    """One page by itself."""
    page = AppTest.from_string(
        f"from agent.ui import session, {module} as it\nfrom agent.ui.frame import guarded\n"
        "session.follow_address('')\nguarded(it.show)()",
        default_timeout=60,
    )
    page.session_state["who"] = "李明"
    if report:
        page.query_params["report"] = report
    return page.run()


@pytest.fixture
def drafter(monkeypatch: pytest.MonkeyPatch) -> Person:
    """李明 is at the window, in an office with reviewers."""
    monkeypatch.setenv("NIANBAO_REVIEW", "1")
    wiring.settings.cache_clear()
    monkeypatch.setattr(session, "person", lambda **_: DRAFTER)
    return DRAFTER


def test_the_record_says_who_put_what_where_and_an_older_version_comes_back() -> None:
    projects = wiring.projects()
    report = begun()
    number = projects.contents(report).number(NEW)
    before = projects.contents(report).figures.cells[NEW.name]
    projects.save(report, [Edit.of(NEW, before + 1, number)], who="王芳", why="<b>改一格")
    page = page_of("record", report)
    said = shown(page)
    assert all(words in said for words in ("王芳", "&lt;b&gt;改一格", str(before), str(before + 1)))
    page.selectbox(key="record_who").select("王芳").run()
    assert "新建" not in shown(page)
    page.button(key="bring_back_1").click().run()
    assert projects.contents(report).figures.cells[NEW.name] == before
    assert projects.audit(report)[-1].action == "restore"


def test_the_whole_record_is_checked_with_one_button() -> None:
    begun()
    page = page_of("record")
    page.button(key="verify").click().run()
    assert "条记录完整" in shown(page)


def test_a_drafter_sees_the_record_of_an_opened_report_only(drafter: Person) -> None:
    report = begun()
    whole = page_of("record")
    assert "由管理员查看" in shown(whole)
    assert not [button for button in whole.button if button.key == "verify"]
    assert "本年数据" in shown(page_of("record", report)) or "修改" in shown(page_of("record", report))


def test_a_drafter_sees_that_a_final_version_is_the_reviewers_before_pressing_anything(
    drafter: Person,
) -> None:
    page = page_of("leaving", begun())
    assert "“生成定稿”由审核人来做" in shown(page)
    assert not [button for button in page.button if button.key == "finish"]


def test_only_an_administrator_types_an_address_that_the_server_asks(drafter: Person) -> None:
    page = page_of("settings")
    assert "请管理员在服务器上设定" in shown(page)
    assert not page.text_input
    assert "由管理员收入已经公开的年报" in shown(page)
