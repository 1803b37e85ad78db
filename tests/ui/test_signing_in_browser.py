"""Signing in as a person does it: by the office's own login, and with an account of ours; and what an open window says afterwards."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from agent.store import Projects, Role
from agent.store.people import LONGEST_SESSION
from tests.samples import UNIT
from tests.ui.oidc_server import CLIENT, SECRET, Provider, provider
from tests.ui.serving import App

_SLOW = 60_000
WORDS = "山高水长云淡风轻处暑"


def _served(folder: Path, **settings: str) -> App:
    """The app with an account of 李明's."""
    projects = Projects.open(None, folder)
    projects.people.add("liming", "李明", Role.DRAFTER, [UNIT], WORDS, who="王芳")
    projects.close()
    return App(folder, **settings)


@pytest.fixture
def office(chromium: str, tmp_path: Path) -> Iterator[tuple[App, Provider]]:
    with provider() as vouching:
        app = _served(tmp_path, NIANBAO_AUTH="oidc")
        app.settings |= {
            "NIANBAO_OIDC_URL": vouching.address,
            "NIANBAO_OIDC_CLIENT": CLIENT,
            "NIANBAO_OIDC_SECRET": SECRET,
            "NIANBAO_OIDC_REDIRECT": f"{app.address}/oauth2callback",
        }
        try:
            app.start()
            yield app, vouching
        finally:
            app.stop()


@pytest.fixture
def accounts(chromium: str, tmp_path: Path) -> Iterator[App]:
    app = _served(tmp_path, NIANBAO_AUTH="local")
    try:
        app.start()
        yield app
    finally:
        app.stop()


def _by_the_office(page: Page, app: App) -> None:
    page.goto(app.address)
    page.get_by_role("button", name="登录", exact=True).click(timeout=_SLOW)


def _sent(app: App, cookies: str = "") -> int:
    """The status of an upload's address, asked for with these cookies."""
    asked = Request(f"{app.address}/_stcore/upload_file/a/b", method="OPTIONS", headers={"Cookie": cookies})
    try:
        with urlopen(asked) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_by_the_offices_login_somebody_with_an_account_comes_in_and_nobody_else(
    browser: Browser, office: tuple[App, Provider]
) -> None:
    app, vouching = office
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    assert _sent(app) == 401
    _by_the_office(page, app)
    expect(page.locator(".st-key-way_out")).to_contain_text("李明（起草人）", timeout=_SLOW)
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())
    assert (vouching.taken, _sent(app, cookies) != 401) == (1, True)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=_SLOW)
    vouching.claims = {"sub": "2", "preferred_username": "mallory", "email": "liming"}
    _by_the_office(page, app)
    expect(page.locator("body")).to_contain_text("“mallory”在本程序里还没有账户", timeout=_SLOW)
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())
    assert _sent(app, cookies) == 401
    context.close()


def test_what_the_offices_login_issued_long_ago_lets_nobody_in(
    browser: Browser, office: tuple[App, Provider]
) -> None:
    app, vouching = office
    vouching.claims["iat"] = int(time.time() - LONGEST_SESSION.total_seconds() - 60)
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    _by_the_office(page, app)
    expect(page.locator("body")).to_contain_text("登录已经过期", timeout=_SLOW)
    context.close()


def _in(page: Page, app: App) -> None:
    page.goto(app.address)
    page.locator("input[name=login]").fill("liming")
    page.locator("input[name=password]").fill(WORDS)
    page.locator("form button").click()
    expect(page.get_by_text("李明（起草人）")).to_be_visible(timeout=_SLOW)


def test_signing_out_in_one_window_is_said_in_the_other_and_what_was_saved_is_there(
    browser: Browser, accounts: App
) -> None:
    context = browser.new_context(locale="zh-CN")
    one, other = context.new_page(), context.new_page()
    _in(one, accounts)
    one.get_by_label("单位全称").fill(UNIT)
    one.get_by_role("button", name="新建").click()
    expect(one.locator(".nb-unit h1")).to_contain_text(UNIT, timeout=_SLOW)
    other.goto(accounts.address)
    other.get_by_role("button", name="退出登录").click(timeout=_SLOW)
    expect(other.locator("input[name=password]")).to_be_visible(timeout=_SLOW)
    # The open window looks by itself every few seconds; nobody has to press anything.
    expect(one.get_by_text("登录已经过期").first).to_be_visible(timeout=_SLOW)
    assert "Traceback" not in one.locator("body").inner_text()
    _in(other, accounts)
    expect(other.locator("body")).to_contain_text(UNIT, timeout=_SLOW)
    context.close()
