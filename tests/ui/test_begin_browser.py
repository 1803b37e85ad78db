"""A report begun in a real browser: its name, its sample, last year's report, this year's figures, reload, restart, settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from agent.workflow import make_workbook, render_tables
from eval.model_server.server import ModelServer
from tests.samples import UNIT, changed, sample
from tests.ui.serving import App

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
_SLOW = 60_000
# Text that can't be told from its ground (below 4.5 to 1), and controls that a screen reader finds no name for.
_CONTRAST = """() => {
  const parse = colour => (colour.match(/[\\d.]+/g) || []).map(Number)
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0)
  const ground = box => {
    for (let at = box; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour.length === 3 || colour[3] === 1) return colour
    }
    return [255, 255, 255]
  }
  const bad = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement, style = getComputedStyle(box)
    if (!walk.currentNode.textContent.trim() || style.fontSize === '0px' || !box.checkVisibility() ||
        box.closest('style, script, noscript, [disabled], [data-testid=stIconMaterial], [data-stale=true]')) continue
    const colour = parse(style.color)
    if (colour.length === 4 && colour[3] < 1) continue
    const [one, other] = [light(colour), light(ground(box))].sort((a, b) => b - a)
    const ratio = (one + .05) / (other + .05)
    if (ratio < 4.5) bad.push(`${walk.currentNode.textContent.trim()} ${ratio.toFixed(2)}`)
  }
  return bad
}"""
_NAMELESS = """() => [...document.querySelectorAll('button, input, select, textarea, a[href], [role=combobox]')]
  .filter(box => box.checkVisibility() && !box.closest('[data-testid=stFileUploaderDropzone]'))
  .filter(box => !(box.getAttribute('aria-label') || box.getAttribute('aria-labelledby') || box.labels?.length ||
    box.textContent.trim() || box.title))
  .map(box => box.outerHTML.slice(0, 160))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, app: App) -> Iterator[Page]:
    """The first page after somebody said who they are. Whatever the console complains of fails the test."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if complains(message) else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(app.address)
    opened.get_by_role("textbox", name="您的姓名").fill("李明", timeout=_SLOW)
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("textbox", name="单位全称")).to_be_visible(timeout=_SLOW)
    yield opened
    opened.close()
    assert said == []


def complains(message: ConsoleMessage) -> bool:
    """Streamlit looks for its server beside a page's address before it looks at the root; that is no complaint of the page's."""
    return message.type == "error" and "/_stcore/" not in message.location["url"]


def begin(page: Page, unit: str = UNIT, year: int = 2024) -> None:
    page.get_by_role("textbox", name="单位全称").fill(unit)
    page.get_by_role("combobox", name="年度").click()
    page.get_by_role("option", name=f"{year}年度").click()
    page.get_by_role("button", name="新建", exact=True).click()
    expect(page.locator(".nb-unit h1")).to_contain_text(f"{unit}{year}年度", timeout=_SLOW)


def bring(page: Page, path: Path) -> None:
    page.locator(".st-key-last_year input[type=file]").set_input_files(path)


def take(page: Page, path: Path) -> None:
    page.locator(".st-key-this_year input[type=file]").set_input_files(path)


def tile(page: Page, name: str) -> str:
    return page.locator(".nb-tile", has_text=name).inner_text()


def saved(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_a_new_report_is_in_the_address_and_a_reload_keeps_it(page: Page) -> None:
    begin(page, "云岭县教育局")
    assert "report=" in page.url
    page.reload()
    expect(page.locator(".nb-unit h1")).to_contain_text("云岭县教育局2024年度", timeout=_SLOW)


def test_the_name_is_asked_for_once_in_a_browser(page: Page, context: BrowserContext, app: App) -> None:
    later = context.new_page()
    later.goto(app.address)
    expect(later.locator(".st-key-whoami")).to_contain_text("李明", timeout=_SLOW)


def test_a_report_begun_with_the_keyboard_alone(page: Page) -> None:
    page.get_by_role("textbox", name="单位全称").focus()
    page.keyboard.type("云岭县司法局")
    page.keyboard.press("Enter")
    expect(page.locator(".nb-unit h1")).to_contain_text("云岭县司法局", timeout=_SLOW)


def test_another_page_and_back_keep_the_report_open(page: Page) -> None:
    begin(page, "云岭县民政局")
    page.get_by_role("link", name="设置").click()
    expect(page.get_by_role("textbox", name="模型名称")).to_be_visible(timeout=_SLOW)
    page.get_by_role("link", name="首页").click()
    expect(page.locator(".nb-unit h1")).to_contain_text("云岭县民政局", timeout=_SLOW)


def test_the_sample_opens_with_everything_in_it(page: Page) -> None:
    page.get_by_role("button", name="云岭县 2023年度").click()
    expect(page.locator(".nb-unit .badge")).to_have_text("示例", timeout=_SLOW)
    assert ("0" in tile(page, "正文"), "200" in tile(page, "上年数据")) == (True, True)


@pytest.mark.parametrize(
    ("file", "unit", "year"),
    [
        ("yunling-2022.docx", "云岭县人民政府", 2023),
        ("donglan-jiaotong-2022.pdf", "东岚省交通运输厅", 2023),
    ],
)
def test_last_years_report_says_what_was_read_and_fills_last_years_figures(
    page: Page, file: str, unit: str, year: int
) -> None:
    begin(page, f"{unit}", year)
    bring(page, REPORTS / file)
    expect(page.locator(".nb-read h3")).to_have_text(file, timeout=_SLOW)
    expect(page.locator(".nb-read")).to_contain_text("三、收到和处理政府信息公开申请情况")
    assert "格已读入" in tile(page, "上年数据")


def test_a_wrong_file_is_told_with_its_mend_and_nothing_else_is_lost(page: Page, tmp_path: Path) -> None:
    begin(page, "云岭县财政局")
    bring(page, saved(tmp_path, "照片.pdf", b"\xff\xd8\xff\xe0" * 64))
    problem = page.locator(".st-key-last_year .nb-problems")
    expect(problem).to_contain_text("照片.pdf", timeout=_SLOW)
    expect(problem.locator(".mend")).to_be_visible()
    assert "未带入" in tile(page, "上年数据")


def test_this_years_workbook_is_checked_and_can_be_taken_back(page: Page, tmp_path: Path) -> None:
    begin(page, UNIT, 2024)
    slipped = changed(sample(), requests__new__natural_person=14)
    take(page, saved(tmp_path, "数据.xlsx", make_workbook("2021", slipped)))
    expect(page.locator(".nb-checks .bad").first).to_contain_text("不符", timeout=_SLOW)
    page.get_by_role("button", name="撤销：读入本年数据").click()
    expect(page.locator(".nb-tile", has_text="本年数据")).to_contain_text("0", timeout=_SLOW)
    expect(page.locator(".nb-checks")).to_have_count(0)


def test_what_is_removed_can_be_put_back(page: Page) -> None:
    begin(page, "云岭县林业局")
    page.get_by_role("button", name="全部报告").click()
    line = page.locator('[class*="st-key-line_"]', has_text="云岭县林业局")
    line.get_by_role("button", name="移除").click()
    expect(page.locator(".nb-notice.good")).to_contain_text("已移除“云岭县林业局 2024年度”", timeout=_SLOW)
    expect(line).to_have_count(0)
    page.get_by_text("已移除 1 份").click()
    page.get_by_role("button", name="恢复").click()
    expect(line).to_have_count(1, timeout=_SLOW)


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("address", ["", "check", "settings"])
def test_every_page_can_be_read_and_every_control_has_a_name(
    page: Page, app: App, size: tuple[int, int], address: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{app.address}/{address}")
    expect(page.locator(".nb-using")).to_contain_text("内置文句", timeout=_SLOW)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert (page.evaluate(_CONTRAST), page.evaluate(_NAMELESS), wide) == ([], [], False)


def fill_model(page: Page, app: App, name: str, url: str) -> None:
    page.goto(f"{app.address}/settings")
    page.get_by_role("textbox", name="模型名称").fill(name, timeout=_SLOW)
    page.get_by_role("textbox", name="服务地址").fill(url)
    page.get_by_role("textbox", name="密钥").fill("sk-secret-1")
    page.get_by_role("button", name="使用并测试").click()


def test_a_model_that_answers_is_said_to_and_is_in_use_on_every_page(page: Page, app: App) -> None:
    with ModelServer() as server:
        fill_model(page, app, "obedient", server.url)
        expect(page.locator(".st-key-model .nb-notice.good")).to_contain_text(
            "可以用：obedient", timeout=_SLOW
        )
        assert server.headers[-1]["authorization"] == "Bearer sk-secret-1"
    page.get_by_role("link", name="首页").click()
    expect(page.locator(".nb-using")).to_contain_text("obedient（本窗口设定）", timeout=_SLOW)
    written = b"".join(path.read_bytes() for path in app.data.rglob("*") if path.is_file())
    assert b"sk-secret-1" not in written


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [("status_401", "密钥不对或已失效"), ("status_404", "没有这个模型"), ("page", "返回的是网页")],
)
def test_a_model_that_fails_is_told_in_a_sentence(page: Page, app: App, behaviour: str, told: str) -> None:
    with ModelServer() as server:
        fill_model(page, app, behaviour, server.url)
        expect(page.locator(".st-key-model .nb-notice.bad")).to_contain_text(told, timeout=_SLOW)


def test_a_test_of_a_model_that_says_nothing_can_be_stopped(page: Page, app: App) -> None:
    with ModelServer() as server:
        fill_model(page, app, "silence", server.url)
        page.get_by_role("button", name="停止").click(timeout=_SLOW)
        expect(page.locator(".st-key-model")).to_contain_text("已按要求停止", timeout=_SLOW)


def test_a_restart_keeps_the_report_and_what_is_in_it(page: Page, app: App, tmp_path: Path) -> None:
    begin(page, "云岭县水利局")
    bring(page, saved(tmp_path, "上年.docx", render_tables(sample(2023, unit="云岭县水利局"), "docx")))
    expect(page.locator(".nb-read h3")).to_have_text("上年.docx", timeout=_SLOW)
    address = page.url
    page.goto("about:blank")
    app.stop()
    app.start()
    page.goto(address)
    expect(page.locator(".nb-unit h1")).to_contain_text("云岭县水利局2024年度", timeout=_SLOW)
    expect(page.locator(".nb-read h3")).to_have_text("上年.docx")
