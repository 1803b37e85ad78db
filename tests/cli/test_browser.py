import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from agent.cli import browser
from agent.errors import BadInput, Unavailable
from agent.store import People, Role
from agent.store.database import Database
from tests.cli.running import NIANBAO


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput, match="已被占用"):
            browser.serve(taken.getsockname()[1], open_browser=False)


def test_without_the_page_the_user_is_told_how_to_open_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("agent.__file__", str(tmp_path / "agent" / "__init__.py"))
    with pytest.raises(Unavailable, match="make app"):
        browser.serve(None, open_browser=False)


def test_an_address_that_others_reach_is_refused_where_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("NIANBAO_AUTH", "NIANBAO_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    for address in ("0.0.0.0", "::", "192.0.2.7", "office.example"):
        run = subprocess.run(
            [str(NIANBAO), "app", "--no-browser", "--address", address],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (run.returncode, "谁都能进来" in run.stderr, "NIANBAO_AUTH=local" in run.stderr) == (
            2,
            True,
            True,
        )


def test_behind_a_login_without_an_account_the_app_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = {**os.environ, "NIANBAO_AUTH": "local", "NIANBAO_DATA": str(tmp_path), "NIANBAO_DATABASE_URL": ""}
    run = subprocess.run(
        [str(NIANBAO), "app", "--no-browser"],
        env=own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, "nianbao people add" in run.stderr) == (2, True)


def test_an_address_that_this_machine_does_not_have_is_refused(tmp_path: Path) -> None:
    database = Database.in_file(tmp_path / "nianbao.db")
    People(database).add("liming", "李明", Role.DRAFTER, ["云岭县教育局"], None, who="王芳")
    database.close()
    own = {**os.environ, "NIANBAO_AUTH": "local", "NIANBAO_DATA": str(tmp_path), "NIANBAO_DATABASE_URL": ""}
    command = [str(NIANBAO), "app", "--no-browser", "--address", "192.0.2.7"]
    run = subprocess.run(command, env=own, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, "本机没有 192.0.2.7 这个地址" in run.stderr) == (2, True)


def test_the_browser_opens_when_the_app_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []
    opened: list[tuple[str, int]] = []

    def start(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        serving = [sys.executable, "-m", "http.server", command[-1], "--bind", "127.0.0.1"]
        started.append(popen(serving, cwd=tmp_path, stderr=subprocess.DEVNULL, **options))
        return started[0]

    def look(address: str) -> bool:
        with urlopen(address, timeout=10) as page:
            opened.append((address, page.status))
        started[0].send_signal(signal.SIGTERM)
        return True

    popen = subprocess.Popen
    monkeypatch.setattr(browser, "_entry", lambda: tmp_path / "app.py")
    monkeypatch.setattr("subprocess.Popen", start)
    monkeypatch.setattr("webbrowser.open", look)
    browser.serve(None, open_browser=True)
    assert [(address.rpartition(":")[0], status) for address, status in opened] == [("http://127.0.0.1", 200)]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals")
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_page_server_ends_with_the_command(tmp_path: Path, how: str) -> None:
    command = [str(NIANBAO), "app", "--no-browser"]
    app = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert app.stderr is not None
    port = int(app.stderr.readline().partition("127.0.0.1:")[2].partition("（")[0])
    until = time.monotonic() + 60
    while not answers(port) and time.monotonic() < until:
        time.sleep(0.2)
    assert answers(port)
    app.send_signal(getattr(signal, how))
    assert app.wait(20) == 0
    assert not answers(port)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
