"""The quick check in a real browser, started as a clerk starts it."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from agent.workflow import open_waivers
from tests.export.reviews import WRONG, comments, word
from tests.samples import changed, sample, written
from tests.ui.serving import App

# What a reader sees: text nodes that have a size, and what the style sheet writes in their place.
_VISIBLE = """() => {
  const seen = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement
    const style = getComputedStyle(box)
    if (style.fontSize !== '0px' && box.checkVisibility() && !box.closest('style, script, noscript, [data-testid=stIconMaterial]'))
      seen.push(walk.currentNode.textContent)
  }
  return seen.join(' ')
}"""
_KNOWN = {"nianbao", "db", "xlsx", "figures", "json", "Excel", "WPS", "Word", "MB"}


@pytest.fixture
def page(browser: Browser, app: App) -> Iterator[Page]:
    """The page as it opens. Whatever it asks another machine for fails the test."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{app.address}/check")
    expect(opened.locator(".nb-steps")).to_be_visible(timeout=30_000)
    yield opened
    opened.close()
    assert [url for url in asked if not url.startswith((app.address, "data:", "blob:"))] == []


def choose_sample(page: Page) -> None:
    page.get_by_role("tab", name="看示例").click()
    expect(page.locator(".nb-unit")).to_contain_text("云岭县人民政府", timeout=30_000)


def open_draft(page: Page) -> None:
    choose_sample(page)
    page.get_by_role("tab", name="报告", exact=True).click()


def pointed_at(page: Page, selector: str) -> str:
    """What the page says beside the first such element while it is pointed at or has the focus."""
    said: str = page.locator(selector).first.evaluate("box => getComputedStyle(box, '::after').content")
    return said


def test_nothing_that_a_reader_sees_is_english(page: Page) -> None:
    words = set(
        "".join(
            letter if letter.isascii() and letter.isalpha() else " " for letter in page.evaluate(_VISIBLE)
        ).split()
    )
    assert words - _KNOWN == set()


def test_a_figure_tells_its_reason_when_it_is_pointed_at(page: Page) -> None:
    open_draft(page)
    page.locator(".nb-paper .fig.verified").first.hover()
    assert "已核实：" in pointed_at(page, ".nb-paper .fig.verified")


def test_a_figure_tells_its_reason_when_the_keyboard_reaches_it(page: Page) -> None:
    open_draft(page)
    page.locator(".nb-paper .fig.verified").first.press("Tab")
    assert "已核实：" in pointed_at(page, ".nb-paper [tabindex]:focus-visible")


def test_a_figure_that_nobody_points_at_is_quiet(page: Page) -> None:
    open_draft(page)
    assert pointed_at(page, ".nb-paper .fig.verified") == "none"


def test_the_word_file_that_is_downloaded_opens_and_holds_the_report(page: Page, tmp_path: Path) -> None:
    open_draft(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Word").click()
    waiting.value.save_as(tmp_path / "报告.docx")
    document = docx.Document(str(tmp_path / "报告.docx"))
    title = document.paragraphs[0].text.replace("\n", "")
    assert (waiting.value.suggested_filename, title, len(document.tables)) == (
        "云岭县2023年政府信息公开工作年度报告.docx",
        "云岭县2023年政府信息公开工作年度报告",
        3,
    )


def test_an_uploaded_slip_is_marked_in_the_table(page: Page, tmp_path: Path) -> None:
    path = written(tmp_path, changed(sample(), requests__new__natural_person=14))
    page.locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("tab", name="报表").click()
    cell = page.locator("td.odd")
    expect(cell).to_have_text("14", timeout=30_000)
    cell.hover()
    assert "由14改为41" in pointed_at(page, "td.odd")


def test_the_workbook_that_is_downloaded_can_be_handed_in(page: Page, tmp_path: Path) -> None:
    choose_sample(page)
    page.get_by_role("tab", name="报表").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载工作簿").click()
    waiting.value.save_as(tmp_path / "数据.xlsx")
    page.get_by_role("tab", name="上传数据").click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "数据.xlsx")
    expect(page.locator(".nb-checks .good")).to_have_text(
        "可以核对的 42 条勾稽关系全部相符。", timeout=30_000
    )


def test_an_uploaded_word_file_comes_back_with_comments(page: Page, tmp_path: Path) -> None:
    choose_sample(page)
    (tmp_path / "稿.docx").write_bytes(word(WRONG))
    page.get_by_role("tab", name="核对已有文字").click()
    page.locator(".st-key-prose_file input[type=file]").set_input_files(tmp_path / "稿.docx")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="批注后的 Word").click()
    waiting.value.save_as(tmp_path / "批注.docx")
    objected = [words for words, _ in comments((tmp_path / "批注.docx").read_bytes())]
    assert (waiting.value.suggested_filename, "220件" in objected) == ("稿（批注）.docx", True)


def test_a_person_keeps_a_figure_and_takes_the_file_of_it_along(page: Page, tmp_path: Path) -> None:
    choose_sample(page)
    page.get_by_role("tab", name="核对已有文字").click()
    page.get_by_role("button", name="填入一段示例文字").click()
    expect(page.get_by_role("button", name="保留并说明理由")).to_have_count(4, timeout=30_000)
    page.get_by_role("button", name="保留并说明理由").last.click()
    page.get_by_role("textbox", name="姓名").fill("李明")
    page.get_by_role("textbox", name="理由").fill("见培训签到表")
    page.get_by_role("button", name="保留", exact=True).click()
    expect(page.locator(".nb-list.waived")).to_contain_text("：见培训签到表", timeout=30_000)
    expect(page.locator(".nb-paper .waived")).to_have_text("6次")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载人工确认").click()
    waiting.value.save_as(tmp_path / "确认.json")
    (waiver,) = open_waivers(tmp_path / "确认.json")
    assert (waiting.value.suggested_filename, waiver.text, waiver.by) == (
        "正文.txt.人工确认.json",
        "6次",
        "李明",
    )


def test_the_form_to_keep_a_figure_can_be_read(page: Page) -> None:
    choose_sample(page)
    page.get_by_role("tab", name="核对已有文字").click()
    page.get_by_role("button", name="填入一段示例文字").click()
    page.get_by_role("button", name="保留并说明理由").first.click(timeout=30_000)
    label = page.get_by_test_id("stPopoverBody").get_by_text("姓名")
    expect(label).to_be_visible()
    assert label.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") > 12
