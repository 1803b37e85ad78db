"""The sections of the figures page in a real browser: the address keeps them, and a fact is typed by keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.workflow import make_workbook
from tests.samples import sample
from tests.ui.serving import App

_SLOW = 60_000


@pytest.fixture
def page(browser: Browser, app: App) -> Iterator[Page]:
    """An invented report, opened. Whatever the console complains of fails the test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and "/_stcore/" not in message.location["url"]
            else None
        ),
    )
    opened.on("request", lambda request: said.append(request.url) if _outside(request.url, app) else None)
    opened.goto(app.address)
    opened.get_by_role("textbox", name="您的姓名").fill("李明", timeout=_SLOW)
    opened.keyboard.press("Enter")
    opened.get_by_role("button", name="云岭县 2023年度").click(timeout=_SLOW)
    expect(opened.get_by_role("link", name="数据")).to_be_visible(timeout=_SLOW)
    yield opened
    opened.close()
    assert said == []


def _outside(url: str, app: App) -> bool:
    return not url.startswith((app.address, app.address.replace("http", "ws"), "data:", "blob:"))


def test_a_reload_comes_back_to_the_section_and_what_was_saved_is_there(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="数据").click()
    page.get_by_role("tab", name="图表").click()
    expect(page.get_by_text("是谁在申请？")).to_be_visible(timeout=_SLOW)
    expect(page.locator("img.nb-svg")).to_have_js_property("complete", True)
    assert page.locator("img.nb-svg").evaluate("picture => picture.naturalWidth") > 0
    page.get_by_role("tab", name="补充事实").click()
    expect(page).to_have_url(re.compile("section=facts"))
    page.get_by_role("textbox", name="名称", exact=True).fill("培训场次")
    page.keyboard.press("Tab")
    page.keyboard.type("1,200场")
    page.keyboard.press("Tab")
    expect(page.get_by_text("读作 1200场")).to_be_visible(timeout=_SLOW)
    page.get_by_role("button", name="保存", exact=True).press("Enter")
    expect(page.get_by_text("已保存“培训场次”")).to_be_visible(timeout=_SLOW)
    page.reload()
    expect(page.get_by_test_id("stTabs").get_by_role("button", name="培训场次")).to_be_visible(timeout=_SLOW)
    page.get_by_role("tab", name="汇总下级").click()
    book = tmp_path / "数据.xlsx"
    book.write_bytes(make_workbook("2021", sample(2023, unit="云岭县民政局")))
    page.locator("[data-testid=stFileUploaderDropzoneInput]").last.set_input_files([book, book])
    expect(page.get_by_text("1 个单位的合计")).to_be_visible(timeout=_SLOW)
    cell = page.locator(".nb-tables td[data-key='requests.new.total']")
    cell.focus()
    assert "云岭县民政局 35" in (cell.get_attribute("data-reason") or "")
