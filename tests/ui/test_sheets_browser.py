"""The official tables edited in a real browser: keyboard, clipboard, live marks, what cannot be read, deep links."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from agent.figures import FigureSet
from agent.store import Projects
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures
from agent.workflow.work import open_work
from tests.samples import UNIT, changed, sample
from tests.ui.serving import App
from tests.ui.test_begin_browser import complains

_SLOW = 60_000
_PASTE = """(box, text) => {
  const clipboard = new DataTransfer()
  clipboard.setData('text/plain', text)
  box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }))
}"""
NEW = "requests.new"


@pytest.fixture
def page(browser: Browser, app: App) -> Iterator[Page]:
    """A window of somebody who has said who they are. Whatever the console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    context.add_cookies([{"name": "nianbao_who", "value": quote("李明"), "url": app.address}])
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if complains(message) else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def begun(app: App, figures: FigureSet | None = None, *, drafted: bool = False) -> str:
    projects = Projects.open(None, app.data)
    report = new_report(projects, UNIT, 2024, who="李明").id
    if figures:
        save_figures(projects, open_work(projects, report), figures, who="李明")
    if drafted:
        draft_first(projects, open_work(projects, report), who="李明")
    projects.close()
    return report


def visit(page: Page, app: App, report: str, place: str = "") -> None:
    page.goto(f"{app.address}/figures?report={report}{place}")
    expect(cell(page, f"{NEW}.total")).to_be_visible(timeout=_SLOW)


def cell(page: Page, key: str) -> Locator:
    return page.locator(f'input[data-key="{key}"]')


def box(page: Page, key: str) -> Locator:
    return page.locator("td", has=cell(page, key))


def saved(app: App, report: str, key: str) -> str:
    projects = Projects.open(None, app.data)
    value = open_work(projects, report).figures.get(key)
    projects.close()
    return str(value)


def test_an_edit_marks_its_rules_at_once_and_is_saved(page: Page, app: App) -> None:
    report = begun(app, sample())
    visit(page, app, report)
    cell(page, f"{NEW}.total").click()
    page.keyboard.type("49")
    page.keyboard.press("Enter")
    expect(page.locator("aside .card")).to_have_count(2)
    expect(box(page, f"{NEW}.total")).to_have_class("solid")
    expect(box(page, f"{NEW}.business")).to_have_class("dashed")
    assert saved(app, report, f"{NEW}.total") == "49"
    page.locator("aside .card .title").last.click()
    expect(cell(page, f"{NEW}.total")).to_be_focused()
    expect(page.locator("td.chosen")).to_have_count(7)
    page.keyboard.press("Control+z")
    expect(page.locator("aside .verdict")).to_contain_text("全部相符")
    expect(cell(page, f"{NEW}.total")).to_have_value("48")


def test_edits_in_a_row_are_all_kept_and_the_keyboard_moves_as_in_excel(page: Page, app: App) -> None:
    report = begun(app)
    visit(page, app, report)
    cell(page, f"{NEW}.natural_person").click()
    for text in ("1", "２", "3件", "4", "5", "6"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("21")
    page.keyboard.press("Enter")
    expect(cell(page, "requests.carried_in.natural_person")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(cell(page, "requests.carried_in.business")).to_have_value("")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator("td.pending")).to_have_count(0)
    expect(cell(page, f"{NEW}.business")).to_have_value("20")
    names = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")
    assert [saved(app, report, f"{NEW}.{name}") for name in names] == ["1", "20", "3", "4", "5", "6", "21"]


def test_what_cannot_be_read_stays_in_its_cell_over_a_reload(page: Page, app: App) -> None:
    report = begun(app, sample())
    visit(page, app, report)
    cell(page, f"{NEW}.total").click()
    page.keyboard.type("约五十")
    page.keyboard.press("Enter")
    expect(page.locator("aside .problems")).to_contain_text("“约五十”不是数字")
    page.reload()
    expect(cell(page, f"{NEW}.total")).to_have_value("约五十", timeout=_SLOW)
    expect(cell(page, f"{NEW}.total")).to_have_attribute("aria-invalid", "true")
    cell(page, f"{NEW}.total").click()
    page.keyboard.press("Escape")
    expect(cell(page, f"{NEW}.total")).to_have_value("48")
    assert saved(app, report, f"{NEW}.total") == "48"


def test_a_block_from_excel_goes_in_whole_or_not_at_all(page: Page, app: App) -> None:
    report = begun(app, sample())
    visit(page, app, report)
    first = cell(page, f"{NEW}.natural_person")
    first.click()
    first.evaluate(_PASTE, "40\t七\r\n3\t1\r\n")
    expect(page.locator("aside .refused")).to_contain_text("粘贴内容第1行第2列")
    assert saved(app, report, f"{NEW}.natural_person") == "41"
    first.evaluate(_PASTE, "40\t7\r\n3\t1\r\n")
    expect(cell(page, "requests.carried_in.natural_person")).to_have_value("3")
    expect(page.locator("aside .refused")).to_be_empty()
    assert saved(app, report, f"{NEW}.business") == "7"


def test_a_link_leads_to_an_objections_cell_and_on_to_the_sentence(page: Page, app: App) -> None:
    report = begun(app, changed(sample(), requests__new__total=49), drafted=True)
    visit(page, app, report, "&objection=requests.row.new")
    expect(cell(page, f"{NEW}.total")).to_be_focused()
    page.get_by_role("button", name="用到这一格的句子").click()
    page.locator(".sentences .lead").first.click()
    page.wait_for_url("**/desk?*at=*")


def test_last_years_figures_are_edited_beside_this_years(page: Page, app: App) -> None:
    report = begun(app, sample())
    visit(page, app, report)
    page.get_by_role("button", name="上年", exact=True).click()
    cell(page, f"{NEW}.total").click()
    page.keyboard.type("35")
    page.keyboard.press("Enter")
    expect(page.locator("td.pending")).to_have_count(0)
    page.get_by_role("button", name="本年", exact=True).click()
    expect(cell(page, f"{NEW}.total")).to_have_value("48")
    expect(box(page, f"{NEW}.total").locator(".past")).to_have_text("35")
