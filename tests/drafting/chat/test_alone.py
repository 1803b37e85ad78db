"""Nothing is sent or fetched anywhere but to the endpoint, whatever the environment says; and nothing is imported before."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.model_server import ModelServer
from tests.drafting.chat.asking import KEY, ask
from tests.samples import sample, written

ROOT = Path(__file__).resolve().parents[3]
# Every connection and every look-up of a name, by a process that asks a model once.
_WATCHED = """
import json, socket, sys
seen = []
connect, find = socket.socket.connect, socket.getaddrinfo
def connected(self, to):
    seen.append(list(map(str, to[:2])) if isinstance(to, tuple) else str(to))
    return connect(self, to)
def found(host, port, *rest, **more):
    seen.append([str(host), str(port)])
    return find(host, port, *rest, **more)
socket.socket.connect, socket.getaddrinfo = connected, found
url, silent = sys.argv[1:]
from agent.drafting.chat import Chat, Message, Terms, vendor
if silent == "no":
    vendor.alone = lambda: None
text = "".join(str(p) for p in Chat("obedient", url, "k", Terms(timeout=5)).stream([Message("user", "写")]))
import langsmith, time
time.sleep(0.6)
print(json.dumps([text, seen]))
"""
_TRACING = {
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_API_KEY": "lsv2_x",
    "LANGSMITH_GATEWAY": "true",
    "LANGSMITH_OTEL_ENABLED": "true",
    "LANGCHAIN_CALLBACKS_BACKGROUND": "false",
    "OPENAI_PROXY": "http://proxy.invalid:1",
}


def connections(server: ModelServer, silent: str, environment: dict[str, str]) -> tuple[str, set[str]]:
    """What was answered, and the hosts with ports that were spoken to or looked up."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    run = subprocess.run(
        [sys.executable, "-c", _WATCHED, server.url, silent],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    text, seen = json.loads(run.stdout.splitlines()[-1])
    return text, {":".join(to) for to in seen if isinstance(to, list)}


def test_no_tracing_can_be_switched_on_from_outside(server: ModelServer) -> None:
    with ModelServer() as collector:
        text, spoken_to = connections(server, "yes", {**_TRACING, "LANGSMITH_ENDPOINT": collector.root})
        assert "本单位" in text
        assert spoken_to == {server.root.removeprefix("http://")}
        assert collector.paths == []


def test_the_watch_would_have_seen_it(server: ModelServer) -> None:
    with ModelServer() as collector:
        _, spoken_to = connections(server, "no", {**_TRACING, "LANGSMITH_ENDPOINT": collector.root})
        assert collector.root.removeprefix("http://") in spoken_to


def test_the_first_tracing_of_langchain_does_not_get_in_the_way(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGCHAIN_HANDLER", "langchain")
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    assert ask("obedient", server.url).kind == "answered"


def test_a_redirect_is_not_followed(server: ModelServer) -> None:
    heard = ask("moved", server.url)
    assert heard.kind == "moved"
    assert len(server.requests) == 1


def test_this_machine_is_asked_without_a_proxy(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask("obedient", server.url).kind == "answered"


def test_another_machine_is_asked_by_the_proxy_of_the_environment(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.root)
    assert ask("obedient", "http://model.invalid/v1").kind == "address"
    assert server.paths == ["http://model.invalid/v1/chat/completions"]


def test_a_proxy_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert ask("m", "https://model.invalid/v1").kind in ("proxy", "refused")


@pytest.mark.parametrize("proxy", ["nonsense://x", "socks5://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert ask("m", "http://model.invalid/v1").kind == "proxy"


_IMPORTED = "import sys; {}; print([m for m in sys.modules if m.split('.')[0] in ('langchain_core', 'openai', 'langsmith')])"


@pytest.mark.parametrize(
    "doing",
    [
        "import agent.cli",
        "from agent.cli import main; main(['check', sys.argv[1]])",
        "import agent.drafting",
        "from agent.drafting.writers.model import ModelWriter; from agent.drafting.chat import Chat; Chat('m')",
    ],
)
def test_langchain_is_not_imported_before_a_model_is_asked(tmp_path: Path, doing: str) -> None:
    path = written(tmp_path, sample())
    run = subprocess.run(
        [sys.executable, "-c", _IMPORTED.format(doing), str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_key_goes_to_the_endpoint_alone(server: ModelServer) -> None:
    ask("obedient", server.url)
    sent = {name.lower(): value for name, value in server.headers[0].items()}
    assert sent.pop("authorization") == f"Bearer {KEY}"
    assert [value for value in sent.values() if KEY in value] == []
