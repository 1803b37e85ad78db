"""The report edited by hand in a real browser: verdicts while typing, mends, saving, reload, two at once, ways to and from it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from agent.store import Projects
from agent.workflow.editing import editable, edited
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures, save_part
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, sample
from tests.ui.serving import App
from tests.ui.test_begin_browser import complains

_SLOW = 60_000
PART = "overview.requests"
NEW = "收到政府信息公开申请48件"


@pytest.fixture
def projects(app: App) -> Iterator[Projects]:
    opened = Projects.open(None, app.data)
    yield opened
    opened.close()


@pytest.fixture
def report(projects: Projects) -> str:
    """A drafted report, put into the store behind the app."""
    found = new_report(projects, UNIT, 2024, who="李明").id
    save_figures(projects, open_work(projects, found), sample(), who="李明")
    draft_first(projects, open_work(projects, found), who="李明")
    return found


@pytest.fixture
def context(browser: Browser, app: App) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    opened.add_cookies([{"name": "nianbao_who", "value": "%E6%9D%8E%E6%98%8E", "url": app.address}])
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, app: App, report: str) -> Iterator[Page]:
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if complains(message) else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(f"{app.address}/desk?report={report}")
    expect(opened.locator(".nb-report .part").first).to_be_visible(timeout=_SLOW)
    yield opened
    assert said == []


def part(page: Page) -> Locator:
    return page.locator(f'[data-part="{PART}"]')


def editing(page: Page) -> Locator:
    part(page).get_by_role("button", name="修改“依申请公开”").click()
    return page.locator(".nb-edit textarea")


def type_over(field: Locator, words: str, others: str) -> None:
    """Select some words by hand and type others."""
    start = field.input_value().index(words)
    field.evaluate(
        "(box, [from, to]) => { box.focus(); box.setSelectionRange(from, to) }", [start, start + len(words)]
    )
    field.page.keyboard.type(others)


def text_of(work: Work) -> str:
    assert work.judged is not None
    return work.judged.narrative.text


def test_a_wrong_figure_is_objected_to_while_typing_and_mended_and_saved(
    page: Page, projects: Projects, report: str
) -> None:
    field = editing(page)
    before = field.input_value()
    type_over(field, "48件，其中自然人", "84件，其中自然人")
    wrong = page.locator(".nb-edit .under .fig.contradicted")
    expect(wrong).to_have_text("84件", timeout=_SLOW)
    expect(page.locator(".nb-edit .objections")).to_contain_text("不符")
    page.get_by_role("button", name="改为“48件”").click()
    expect(wrong).to_have_count(0)
    assert field.input_value() == before
    page.keyboard.press("Control+z")
    assert "申请84件" in field.input_value()
    page.keyboard.press("Control+y")
    field.press("Control+Home")
    page.keyboard.type("总的看，")
    page.keyboard.press("Control+s")
    expect(part(page)).to_contain_text("总的看，坚持依法受理", timeout=_SLOW)
    expect(page.locator(".nb-edit")).to_have_count(0)
    expect(page.get_by_role("button", name="撤销：手工修改“依申请公开”")).to_be_visible(timeout=_SLOW)
    assert "\n总的看，坚持依法受理" in text_of(open_work(projects, report))


def test_what_is_typed_and_not_saved_is_there_after_a_reload(page: Page) -> None:
    field = editing(page)
    type_over(field, NEW, NEW + "（含网上申请）")
    typed = field.input_value()
    page.reload()
    offer = part(page).locator(".offer")
    expect(offer).to_contain_text("没保存的改动", timeout=_SLOW)
    offer.get_by_role("button", name="接着改").click()
    assert page.locator(".nb-edit textarea").input_value() == typed
    page.keyboard.press("Escape")
    expect(part(page).locator(".offer")).to_be_visible()
    part(page).get_by_role("button", name="放弃改动").click()
    expect(part(page).locator(".offer")).to_have_count(0)


def test_of_two_who_edit_one_part_the_second_sees_both_texts_and_loses_nothing(
    page: Page, projects: Projects, report: str
) -> None:
    field = editing(page)
    type_over(field, NEW, NEW + "（含网上申请）")
    typed = field.input_value()
    work = open_work(projects, report)
    own = next(each for each in editable(work) if each.id == PART)
    save_part(projects, work, own, edited(work, own, "王芳写的一段。"), who="王芳")
    page.get_by_role("button", name="保存", exact=True).click()
    clash = page.locator(".nb-clash")
    expect(clash).to_contain_text("王芳写的一段。", timeout=_SLOW)
    assert field.input_value() == typed
    clash.get_by_role("button", name="用我的盖上").click()
    expect(part(page)).to_contain_text("（含网上申请）", timeout=_SLOW)
    assert typed in text_of(open_work(projects, report))


def test_an_input_method_is_left_alone_until_its_word_is_chosen(page: Page, context: BrowserContext) -> None:
    field = editing(page)
    expect(page.locator(".nb-edit .state")).to_have_text("没有异议", timeout=_SLOW)
    field.press("Control+End")
    keys = context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "gong kai", "selectionStart": 8, "selectionEnd": 8})
    page.wait_for_timeout(500)
    assert page.locator(".nb-edit .state").text_content() == "没有异议"
    keys.send("Input.insertText", {"text": "公开"})
    expect(page.locator(".nb-edit .state")).to_have_text("没有异议", timeout=_SLOW)
    assert field.input_value().endswith("公开")
    page.keyboard.press("Control+z")
    assert not field.input_value().endswith("公开")


def test_a_figure_says_what_it_stands_on_and_leads_to_its_cell(page: Page) -> None:
    figure = part(page).locator(".fig.verified").first
    figure.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="这个数字的依据")
    expect(menu).to_contain_text("本年新收政府信息公开申请数量·总计")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(figure).to_be_focused()
    figure.click()
    menu.get_by_role("button", name=re.compile("去看这一格")).click()
    page.wait_for_url(re.compile(r"/figures\?.*cell=requests\.new\.total"), timeout=_SLOW)


def test_a_figure_is_led_to_by_its_place_in_the_text(
    page: Page, app: App, projects: Projects, report: str
) -> None:
    at = text_of(open_work(projects, report)).index("3件结转下年度")
    page.goto(f"{app.address}/desk?report={report}&at={at}")
    led = page.locator(".nb-report .led")
    expect(led).to_have_text("3件", timeout=_SLOW)
    expect(led).to_be_in_viewport()
    expect(led).to_be_focused()
