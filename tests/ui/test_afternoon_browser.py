"""A clerk's whole afternoon in a real browser, from last year's PDF to the final version; and two clerks in one report."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from agent.figures import FigureSet
from agent.store import Projects, State
from agent.workflow import make_workbook
from agent.workflow.material import figures_in
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_figures
from agent.workflow.work import Work, open_work
from eval.model_server import ModelServer
from tests.samples import UNIT, changed, sample
from tests.ui.serving import App
from tests.ui.test_begin_browser import REPORTS, begin, bring, complains, saved, take, tile
from tests.ui.test_paper_browser import type_over

_SLOW = 60_000
OFFICE = "东岚省交通运输厅"
NEW, REVIEWS = "requests.new.natural_person", "review.total"


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model that writes slowly enough to be seen writing."""
    with ModelServer(pace=0.005) as served:
        yield served


@contextmanager
def window(browser: Browser, app: App, who: str, address: str = "") -> Iterator[Page]:
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


def figures() -> FigureSet:
    name = "donglan-jiaotong-2023.figures.json"
    return figures_in((REPORTS / name).read_bytes(), name)


def stored(app: App, report: str) -> Work:
    projects = Projects.open(None, app.data)
    work = open_work(projects, report)
    projects.close()
    return work


def turn_to(page: Page, name: str) -> None:
    page.get_by_role("navigation").or_(page.locator("header")).get_by_role(
        "link", name=name, exact=True
    ).first.click()


def cell(page: Page, key: str) -> Locator:
    return page.locator(f'input[data-key="{key}"]')


def enter(page: Page, key: str, number: str) -> None:
    cell(page, key).click()
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def part(page: Page, name: str) -> Locator:
    return page.locator(f'[data-part="overview.{name}"]')


# --- the afternoon, hour by hour ------------------------------------------------------------------------------------


def test_a_clerk_goes_from_last_years_pdf_to_the_final_version(
    browser: Browser, app: App, model: ModelServer, tmp_path: Path
) -> None:
    with window(browser, app, "李明") as page:
        report = brings_what_there_is(page, tmp_path)
        mends_the_figures(page)
        drafts_without_a_model(page)
        page.goto("about:blank")
        app.stop()
        app.settings = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "k", "NIANBAO_MODEL": "obedient"}
        app.start()
        page.goto(f"{app.address}/desk?report={report}")
        has_the_model_reword(page, model)
        edits_by_hand(page)
        answers_the_objections(page)
        leaves_with_the_files(page)
    work = stored(app, report)
    assert (work.report.state, work.hindrances) == (State.FINAL, ())
    assert work.figures.cells == figures().cells


def brings_what_there_is(page: Page, folder: Path) -> str:
    """A new report, last year's PDF, a workbook with two mistakes; the report's id."""
    expect(page.get_by_role("textbox", name="单位全称")).to_be_visible(timeout=_SLOW)
    begin(page, OFFICE, 2023)
    bring(page, REPORTS / "donglan-jiaotong-2022.pdf")
    expect(page.locator(".nb-read h3")).to_have_text("donglan-jiaotong-2022.pdf", timeout=_SLOW)
    assert "200" in tile(page, "上年数据")
    wrong = changed(figures(), requests__new__natural_person=15, review__total=6)
    take(page, saved(folder, "数据.xlsx", make_workbook("2021", wrong)))
    expect(page.locator(".st-key-steps")).to_contain_text("下一步：改好 3 条不符的勾稽关系", timeout=_SLOW)
    return page.url.partition("report=")[2]


def mends_the_figures(page: Page) -> None:
    """Each mistake is seen with its place, and its objections go as it is mended."""
    page.get_by_role("link", name="勾稽关系").click()
    broken = page.locator("aside .card.broken")
    expect(broken).to_have_count(3, timeout=_SLOW)
    broken.first.locator(".title").click()
    expect(cell(page, NEW)).to_be_focused()
    expect(broken.first).to_contain_text("由15改为51，可同时消除2处不符")
    page.keyboard.type("51")
    page.keyboard.press("Enter")
    expect(broken).to_have_count(1)
    page.reload()
    expect(cell(page, NEW)).to_have_value("51", timeout=_SLOW)
    expect(broken).to_contain_text("表四 行政复议·总计应为4")
    enter(page, REVIEWS, "4")
    expect(page.locator("aside .verdict")).to_contain_text("全部相符")


def drafts_without_a_model(page: Page) -> None:
    """The first draft quotes the figures and nothing in it is objected to."""
    turn_to(page, "起草")
    page.get_by_role("button", name="生成初稿").click(timeout=_SLOW)
    expect(part(page, "requests").locator(".fig.verified").first).to_be_visible(timeout=_SLOW)
    expect(page.locator(".nb-report .fig.contradicted, .nb-report .fig.unsupported")).to_have_count(0)
    expect(page.locator(".nb-using")).to_contain_text("内置文句")


def has_the_model_reword(page: Page, model: ModelServer) -> None:
    """After a restart everything is there. One proposal is rejected, another is seen coming and accepted."""
    requests = part(page, "requests")
    expect(requests.locator(".fig.verified").first).to_be_visible(timeout=_SLOW)
    expect(page.locator(".nb-using")).to_contain_text("obedient")
    before = requests.inner_text()
    page.get_by_role("combobox", name="改哪一部分").click()
    page.get_by_role("option", name="依申请公开").click()
    page.get_by_role("button", name="换个说法").click()
    expect(page.locator(".nb-coming")).to_contain_text("件", timeout=_SLOW)
    expect(page.locator(".nb-diff h4")).to_contain_text("依申请公开", timeout=_SLOW)
    page.get_by_role("button", name="放弃", exact=True).click()
    expect(page.locator(".nb-say.done")).to_contain_text("已放弃", timeout=_SLOW)
    assert requests.inner_text() == before
    model.pace = 0
    page.get_by_role("button", name="短一些").click()
    expect(page.locator(".nb-diff ins .fig.verified").first).to_be_visible(timeout=_SLOW)
    page.reload()
    page.get_by_role("button", name="采用", exact=True).click(timeout=_SLOW)
    expect(page.locator(".nb-notice.good").first).to_contain_text("已写进报告", timeout=_SLOW)
    expect(requests).to_contain_text("本年新收政府信息公开申请数量72件", timeout=_SLOW)


def edits_by_hand(page: Page) -> None:
    """A figure made wrong is objected to while typing, and so is one that nothing proves; both are saved nevertheless."""
    part(page, "requests").get_by_role("button", name="修改“依申请公开”").click()
    field = page.locator(".nb-edit textarea")
    type_over(field, "72件", "27件")
    expect(page.locator(".nb-edit .under .fig.contradicted")).to_have_text("27件", timeout=_SLOW)
    expect(page.locator(".nb-edit .objections")).to_contain_text("少45件")
    field.press("Control+End")
    page.keyboard.type("全年接听政策咨询热线3600个。")
    expect(page.locator(".nb-edit .state")).to_have_text("2 处要看", timeout=_SLOW)
    page.reload()
    part(page, "requests").get_by_role("button", name="接着改").click(timeout=_SLOW)
    page.keyboard.press("Control+s")
    expect(page.locator(".nb-edit")).to_have_count(0, timeout=_SLOW)
    expect(page.get_by_role("button", name="撤销：手工修改“依申请公开”")).to_be_visible(timeout=_SLOW)


def answers_the_objections(page: Page) -> None:
    """The final version is refused until the wrong figure is put right and the other is kept with a reason."""
    turn_to(page, "导出")
    hindrances = page.locator(".nb-hindrance.objection")
    expect(hindrances).to_have_count(2, timeout=_SLOW)
    expect(page.get_by_role("button", name="生成定稿")).to_have_count(0)
    with page.expect_download() as download:
        page.locator(".st-key-draft_files").get_by_role("button", name="Word").click()
    assert "草稿" in words_of(download.value.path())
    page.get_by_role("link", name="去核验").first.click()
    page.get_by_role("button", name="改为应有值").click(timeout=_SLOW)
    expect(page.locator(".nb-notice.good").first).to_contain_text("已把“27件”改为“72件”", timeout=_SLOW)
    page.reload()
    page.get_by_role("button", name=re.compile("无依据 1")).click(timeout=_SLOW)
    expect(page.locator(".st-key-aside_ledger")).to_contain_text("全年接听政策咨询热线3600个", timeout=_SLOW)
    page.get_by_role("button", name="保留并说明理由").click()
    page.get_by_role("textbox", name="理由").fill("政务热线平台年度统计")
    page.get_by_role("button", name="保留", exact=True).click()
    expect(page.locator(".nb-notice.good").first).to_contain_text("已保留“3600个”", timeout=_SLOW)


def leaves_with_the_files(page: Page) -> None:
    """The final version and the proof sheet, which says what was kept and why."""
    turn_to(page, "导出")
    page.get_by_role("button", name="生成定稿").click(timeout=_SLOW)
    offered = page.locator(".st-key-offered")
    expect(offered).to_contain_text("（核验单）.docx", timeout=_SLOW)
    with page.expect_download() as final:
        offered.get_by_role("button", name="年度报告.docx").click()
    words = words_of(final.value.path())
    assert ("72件" in words, "3600个" in words, "草稿" in words) == (True, True, False)
    with page.expect_download() as proof:
        offered.get_by_role("button", name="（核验单）.docx").click()
    assert "政务热线平台年度统计" in words_of(proof.value.path())
    turn_to(page, "首页")
    expect(page.locator(".st-key-steps")).to_contain_text("已经定稿", timeout=_SLOW)


def words_of(path: Path) -> str:
    """A Word file's words, those of its headers and tables too."""
    document = Document(str(path))
    headers = [each for section in document.sections for each in (section.first_page_header, section.header)]
    heads = [each.text for header in headers for each in header.paragraphs]
    cells = [box.text for table in document.tables for row in table.rows for box in row.cells]
    return "\n".join([*heads, *(each.text for each in document.paragraphs), *cells])


# --- two in one report ----------------------------------------------------------------------------------------------


def test_two_clerks_in_one_report_see_each_other_and_choose_where_both_changed_something(
    browser: Browser, app: App
) -> None:
    projects = Projects.open(None, app.data)
    report = new_report(projects, UNIT, 2024, who="李明").id
    save_figures(projects, open_work(projects, report), sample(), who="李明")
    draft_first(projects, open_work(projects, report), who="李明")
    projects.close()
    with (
        window(browser, app, "李明", f"figures?report={report}") as one,
        window(browser, app, "王芳", f"figures?report={report}") as other,
    ):
        for page in (one, other):
            expect(cell(page, NEW)).to_have_value("41", timeout=_SLOW)
        expect(other.locator(".nb-there")).to_contain_text("李明 正在看“数据”", timeout=_SLOW)
        choose_a_cell(one, other)
        for page in (one, other):
            turn_to(page, "起草")
        choose_a_part(one, other)
    work = stored(app, report)
    assert int(work.figures.cells[NEW]) == 43
    assert work.judged is not None
    assert "李明写的一句。" in work.judged.narrative.text
    assert "王芳写的一句。" not in work.judged.narrative.text


def choose_a_cell(one: Page, other: Page) -> None:
    """The later of two numbers is not put over the earlier until it is chosen."""
    enter(one, NEW, "42")
    expect(one.locator("td.pending")).to_have_count(0)
    enter(other, NEW, "43")
    settling = other.locator(".st-key-settling")
    expect(settling).to_contain_text("李明的", timeout=_SLOW)
    expect(cell(other, NEW)).to_have_value("42", timeout=_SLOW)
    settling.get_by_role("button", name="用我的", exact=True).click()
    expect(cell(other, NEW)).to_have_value("43", timeout=_SLOW)


def choose_a_part(one: Page, other: Page) -> None:
    """Of two who edit one part the later sees both texts."""
    for page, who in ((one, "李明"), (other, "王芳")):
        part(page, "requests").get_by_role("button", name="修改“依申请公开”").click(timeout=_SLOW)
        page.locator(".nb-edit textarea").press("Control+End")
        page.keyboard.type(f"{who}写的一句。")
    one.keyboard.press("Control+s")
    expect(one.locator(".nb-edit")).to_have_count(0, timeout=_SLOW)
    other.keyboard.press("Control+s")
    clash = other.locator(".nb-clash")
    expect(clash).to_contain_text("李明写的一句。", timeout=_SLOW)
    expect(other.locator(".nb-edit textarea")).to_have_value(re.compile("王芳写的一句。"))
    clash.get_by_role("button", name="用对方的").click()
    expect(part(other, "requests")).to_contain_text("李明写的一句。", timeout=_SLOW)
