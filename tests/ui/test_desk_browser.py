"""The conversation in a real browser: drafted offline, by a model that is stopped, accepted, and there after a reload."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from agent.store import Projects
from agent.workflow.projects import sample_report
from agent.workflow.talking import Thread
from agent.workflow.work import open_work
from eval.model_server import ModelServer
from tests.ui.serving import App
from tests.ui.test_begin_browser import complains

_SLOW = 60_000


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as served:
        yield served


@pytest.fixture(scope="module")
def app(chromium: str, tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[App]:
    """The app with a model that writes a character now and then, for ever."""
    folder = tmp_path_factory.mktemp("data")
    settings = {"OPENAI_BASE_URL": f"{model.root}/v1", "OPENAI_API_KEY": "k", "NIANBAO_MODEL": "drips"}
    served = App(folder, **settings)
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture
def context(browser: Browser, app: App) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    opened.add_cookies([{"name": "nianbao_who", "value": quote("李明"), "url": app.address}])
    yield opened
    opened.close()


@pytest.fixture
def report(app: App) -> Iterator[tuple[Projects, str]]:
    projects = Projects.open(None, Path(app.data))
    yield projects, sample_report(projects, who="李明").id
    projects.close()


@pytest.fixture
def page(context: BrowserContext, app: App, report: tuple[Projects, str]) -> Iterator[Page]:
    """The desk of the sample. Whatever the console complains of fails the test."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if complains(message) else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(f"{app.address}/desk?report={report[1]}")
    expect(opened.get_by_role("button", name="整篇起草")).to_be_visible(timeout=_SLOW)
    yield opened
    opened.close()
    assert said == []


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="说要怎么写").fill(words, timeout=_SLOW)
    page.keyboard.press("Enter")


def test_a_turn_is_seen_going_on_in_two_windows_and_stopped_in_the_other(
    page: Page, context: BrowserContext, app: App, report: tuple[Projects, str]
) -> None:
    projects, own = report
    before = projects.contents(own).change
    other = context.new_page()
    other.goto(f"{app.address}/desk?report={own}")
    say(page, "监督保障换个说法")
    expect(page.get_by_text("正在改写“监督保障”")).to_be_visible(timeout=_SLOW)
    expect(page.get_by_role("textbox", name="说要怎么写")).to_be_disabled()
    other.get_by_role("button", name="停止").click(timeout=_SLOW)
    expect(page.get_by_text("已停下，什么也没有改")).to_be_visible(timeout=10_000)
    expect(other.get_by_text("已停下，什么也没有改")).to_be_visible(timeout=10_000)
    assert (projects.contents(own).change, Thread.of(projects, own).waiting()) == (before, {})


def test_what_was_said_is_there_after_a_reload(page: Page, report: tuple[Projects, str]) -> None:
    say(page, "今年和去年比怎么样")
    expect(page.get_by_text("今年202件，上年155件")).to_be_visible(timeout=_SLOW)
    page.reload()
    expect(page.get_by_text("今年202件，上年155件")).to_be_visible(timeout=_SLOW)


def test_a_past_paragraph_is_seen_as_a_difference_and_accepted_into_the_paper(
    page: Page, report: tuple[Projects, str]
) -> None:
    page.get_by_text("往年段落", exact=True).click(timeout=_SLOW)
    pull = page.get_by_role("button", name="采用这段，写进“总体情况”").first
    pull.click(timeout=_SLOW)
    expect(page.locator(".nb-diff ins").first).to_be_visible(timeout=_SLOW)
    page.get_by_role("button", name="采用", exact=True).click()
    expect(page.locator(".nb-paper").get_by_text("基层治理一并部署")).to_be_visible(timeout=_SLOW)
    projects, own = report
    judged = open_work(projects, own).judged
    assert judged is not None
    assert "基层治理一并部署" in judged.narrative.text
