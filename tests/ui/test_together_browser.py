"""Two windows on one report, and leaving with it: a conflict is chosen in, a final version refused and then allowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.store import Projects, State
from agent.workflow import make_workbook
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures, save_part
from agent.workflow.work import open_work
from tests.samples import UNIT, changed, sample
from tests.ui.serving import App
from tests.ui.test_begin_browser import complains, saved, take

_SLOW = 60_000
REQUESTS = Part("overview", "requests", "依申请公开")


@pytest.fixture
def projects(app: App) -> Iterator[Projects]:
    """The store of the app that runs, from beside it."""
    opened = Projects.open(None, app.data)
    yield opened
    opened.close()


@contextmanager
def window(browser: Browser, app: App, who: str, address: str) -> Iterator[Page]:
    """A page of somebody's own browser. Whatever its console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    context.add_cookies([{"name": "nianbao_who", "value": quote(who), "url": app.address}])
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if complains(message) else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{app.address}/{address}")
    yield page
    context.close()
    assert said == []


def test_two_windows_change_the_same_cells_and_the_later_one_chooses(
    browser: Browser, app: App, projects: Projects, tmp_path: Path
) -> None:
    report = new_report(projects, UNIT, 2024, who="李明").id
    theirs = make_workbook("2021", sample())
    mine = make_workbook("2021", changed(sample(), requests__new__total=49))
    address = f"?report={report}"
    with window(browser, app, "李明", address) as one, window(browser, app, "王芳", address) as other:
        expect(one.locator(".nb-unit h1")).to_contain_text(UNIT, timeout=_SLOW)
        expect(other.locator(".nb-there")).to_contain_text("李明 正在看“首页”", timeout=_SLOW)
        take(other, saved(tmp_path, "王.xlsx", theirs))
        expect(other.locator(".nb-tile", has_text="本年数据").locator("b")).to_have_text("200", timeout=_SLOW)
        take(one, saved(tmp_path, "李.xlsx", mine))
        expect(one.locator(".st-key-settling")).to_contain_text("王芳的", timeout=_SLOW)
        one.reload()
        one.get_by_role("button", name="全部用我的").click(timeout=_SLOW)
        expect(one.locator(".nb-notice.good").first).to_contain_text("已选定：用我的", timeout=_SLOW)
        expect(other.locator(".nb-news")).to_contain_text("李明", timeout=_SLOW)
        other.get_by_role("button", name="刷新").click()
        expect(other.locator(".nb-tile", has_text="勾稽关系")).to_contain_text("条不符", timeout=_SLOW)
    assert int(projects.contents(report).figures.cells["requests.new.total"]) == 49


def test_a_final_version_is_refused_with_its_place_and_allowed_once_it_is_mended(
    browser: Browser, app: App, projects: Projects
) -> None:
    report = new_report(projects, "云岭县教育局", 2024, who="李明").id
    save_figures(projects, open_work(projects, report), sample(unit="云岭县教育局"), who="李明")
    draft_first(projects, open_work(projects, report), who="李明")
    good = open_work(projects, report).lines(REQUESTS)
    wrong = [Lines((Sentence("全年收到申请999件。"),))]
    save_part(projects, open_work(projects, report), REQUESTS, wrong, who="李明")
    with window(browser, app, "李明", f"leaving?report={report}") as page:
        expect(page.locator(".nb-hindrance.objection")).to_contain_text("999件", timeout=_SLOW)
        expect(page.get_by_role("button", name="生成定稿")).to_have_count(0)
        with page.expect_download() as drafted:
            page.locator(".st-key-draft_files").get_by_role("button", name="Word").click()
        assert "草稿" in drafted.value.suggested_filename
        page.get_by_role("link", name="去核验").click()
        page.wait_for_url("**/ledger?*at=*", timeout=_SLOW)
        save_part(projects, open_work(projects, report), REQUESTS, good, who="王芳")
        page.get_by_role("link", name="导出").click()
        page.get_by_role("button", name="生成定稿").click(timeout=_SLOW)
        expect(page.locator(".st-key-offered")).to_contain_text("（核验单）.docx", timeout=_SLOW)
        expect(page.locator(".st-key-final .nb-notice.good").first).to_contain_text("已定稿")
    assert projects.report(report).state is State.FINAL
    assert [row.action for row in projects.audit(report)].count("export") >= 3
