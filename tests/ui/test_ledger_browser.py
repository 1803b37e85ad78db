"""What only a browser shows of the ledger: rows pressed by mouse and keyboard, a mend, reload, the comparison; at both sizes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from agent.store import Projects
from agent.workflow.mending import with_template
from agent.workflow.projects import sample_report
from agent.workflow.saving import save_manuscript
from agent.workflow.work import open_work
from tests.ui.serving import App

_SLOW = 60_000
_CHOSEN = re.compile("chosen")


@pytest.fixture(scope="module")
def report(app: App) -> str:
    """The sample, with two of its figures typed wrong."""
    projects = Projects.open(None, app.data)
    found = sample_report(projects, who="李明").id
    for old, new in (("3456条", "3457条"), ("申请202件", "申请220件")):
        work = open_work(projects, found)
        assert work.judged is not None
        start = work.judged.narrative.text.index(old)
        manuscript = with_template(work, start, start + len(old), new)
        assert manuscript is not None
        save_manuscript(projects, work, manuscript, who="李明", why="改数字")
    projects.close()
    return found


@pytest.fixture(params=[(1280, 720), (1920, 1080)], ids=["1280", "1920"])
def page(browser: Browser, request: pytest.FixtureRequest, app: App, report: str) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.add_cookies([{"name": "nianbao_who", "value": "%E6%9D%8E%E6%98%8E", "url": app.address}])
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if _complains(message) else None)
    opened.goto(f"{app.address}/ledger?report={report}")
    expect(opened.locator(".nb-row").first).to_be_visible(timeout=_SLOW)
    yield opened
    context.close()
    assert not said


def _complains(message: ConsoleMessage) -> bool:
    return message.type == "error" and "/_stcore/" not in message.location["url"]


def test_a_row_is_looked_at_by_keyboard_and_is_still_after_a_reload(page: Page) -> None:
    second = page.locator('[class*="st-key-ledger_pick_"] button').nth(1)
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".nb-row").nth(1)).to_have_class(_CHOSEN)
    page.reload()
    expect(page.locator(".nb-row.chosen")).to_be_visible(timeout=_SLOW)
    expect(page.locator(".nb-row").nth(1)).to_have_class(_CHOSEN)


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0
    page.get_by_role("radio", name="与上年对照").or_(page.get_by_text("与上年对照")).first.click()
    expect(page.locator(".nb-pair").first).to_be_visible(timeout=_SLOW)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_press_puts_a_figure_right_and_leads_on_to_the_next(page: Page) -> None:
    page.get_by_role("button", name="改为应有值").click()
    expect(page.locator(".nb-notice.good").first).to_contain_text("已把", timeout=_SLOW)
    page.get_by_role("button", name="撤销：把").click()
    expect(page.get_by_text("已撤销")).to_be_visible(timeout=_SLOW)
