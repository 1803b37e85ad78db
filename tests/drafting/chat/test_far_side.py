"""Every fault of the far side, over real HTTP: its kind, in bounded time, with a mend and without a secret."""

import json
import logging
import socket
import subprocess
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.drafting.chat import Chat, Message, Terms
from agent.drafting.chat.faults import PASSING, Fault, fault
from agent.errors import ModelFault
from eval.model_server import FAILINGS, ModelServer
from tests.drafting.chat.asking import KEY, QUICK, ask

NO_RETRY = replace(QUICK, retries=0, timeout=3.0)
KINDS = {
    "status_401": "key",
    "status_402": "balance",
    "status_403": "forbidden",
    "status_404": "model",
    "status_429": "busy",
    "status_429_long": "busy",
    "status_429_quota": "balance",
    "status_500": "server",
    "status_503": "server",
    "context": "context",
    "censored": "censored",
    "refuses_all": "request",
    "moved": "moved",
    "page_500": "server",
    "page": "page",
    "page_as_events": "page",
    "bad_json": "garbled",
    "other_json": "garbled",
    "bad_events": "garbled",
    "odd_events": "empty",
    "error_event": "server",
    "empty": "empty",
    "nothing": "empty",
    "declines_apart": "declined",
    "filtered": "censored",
    "cut": "cut",
    "ends_early": "cut",
    "reset": "reset",
    "stalls": "silent",
    "silence": "silent",
    "only_comments": "silent",
    "drips": "late",
    "endless": "endless",
    "endless_line": "endless",
    "too_long": "endless",
    "loops": "endless",
    "echoes_key": "key",
}
ANSWERED = {
    "declines", "whole_json", "no_stream_options", "no_temperature", "no_max_tokens", "no_temperature_unsaid", "no_seed",
    "thinks", "thinks_unopened", "verbatim", "verbatim_whole", "reasons", "no_tools", "no_tools_unsaid", "tools_crash",
}  # fmt: skip


def test_every_failing_of_the_server_is_tried() -> None:
    assert KINDS.keys() | ANSWERED == FAILINGS.keys()


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_fault_is_told_for_what_it_is_in_bounded_time(server: ModelServer, name: str, kind: str) -> None:
    heard = ask(
        name, server.url, terms=Terms(timeout=0.8, total=3.0, backoff=0.02, longest_wait=1.2, max_tokens=100)
    )
    assert heard.kind == kind
    assert heard.seconds < 8


@pytest.mark.parametrize(
    "name", ["cut", "ends_early", "stalls", "error_event", "bad_events", "too_long", "filtered"]
)
def test_what_came_before_a_break_was_given_and_nothing_is_asked_again(
    server: ModelServer, name: str
) -> None:
    heard = ask(name, server.url)
    assert heard.text.startswith("全年新收申请")
    assert heard.retries == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("name", ["status_500", "status_503", "reset", "page_500"])
def test_what_may_pass_is_asked_again_and_each_time_is_told(server: ModelServer, name: str) -> None:
    server.script.extend([name, name])
    heard = ask("obedient", server.url)
    assert heard.kind == "answered"
    assert [retry.number for retry in heard.retries] == [1, 2]
    assert "秒后第2次重试" in heard.retries[1].notice


def test_what_may_pass_is_not_asked_for_ever(server: ModelServer) -> None:
    heard = ask("status_500", server.url)
    assert len(server.requests) == 3
    assert heard.kind == "server"


@pytest.mark.parametrize(
    "name", ["status_401", "status_404", "context", "page", "silence", "empty", "status_429_quota"]
)
def test_what_will_not_pass_is_not_asked_again(server: ModelServer, name: str) -> None:
    heard = ask(name, server.url)
    assert heard.retries == []
    assert len(server.requests) == 1


def test_a_retry_after_is_obeyed(server: ModelServer) -> None:
    server.script.append("status_429")
    heard = ask("obedient", server.url)
    assert heard.kind == "answered"
    assert heard.seconds >= 1.0
    assert heard.retries[0].fault.after == 1.0


def test_a_retry_after_beyond_all_patience_is_told_and_not_waited_for(server: ModelServer) -> None:
    heard = ask("status_429_long", server.url)
    assert heard.seconds < 5
    assert "3600秒后再试" in str(heard.fault)
    assert len(server.requests) == 1


def test_waiting_to_ask_again_ends_with_the_time_of_the_whole(server: ModelServer) -> None:
    heard = ask("status_500", server.url, terms=Terms(backoff=60, longest_wait=100, total=5))
    assert heard.kind == "server"
    assert heard.seconds < 5


# --- answers of any shape -----------------------------------------------------------------------------------------

_SCALARS = st.none() | st.booleans() | st.integers(-3, 10**20) | st.floats() | st.text(max_size=8)
_NAMES = st.sampled_from(
    ["choices", "delta", "content", "message", "error", "usage", "finish_reason", "tool_calls", "function", "index", "role",
     "prompt_tokens", "completion_tokens", "refusal", "text", "model", "id", "code", "name", "arguments"]
)  # fmt: skip
_ANY = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
_DELTAS = st.dictionaries(_NAMES, _ANY, max_size=3)
_NEARLY = st.fixed_dictionaries(
    {"choices": st.lists(st.fixed_dictionaries({"delta": _DELTAS, "message": _DELTAS, "finish_reason": _SCALARS}), max_size=2)},
    optional={"usage": _ANY, "error": _ANY},
)  # fmt: skip


@pytest.fixture(scope="module")
def lasting() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@settings(max_examples=40)
@given(body=_ANY | _NEARLY, name=st.sampled_from(["verbatim", "verbatim_whole"]))
def test_an_answer_of_any_shape_is_an_answer_or_a_fault(
    lasting: ModelServer, body: object, name: str
) -> None:
    said = Message("user", json.dumps(body))
    answer = kind = ""
    try:
        answer = "".join(str(piece) for piece in Chat(name, lasting.url, KEY, NO_RETRY).stream([said]))
    except ModelFault as told:
        kind = told.kind
    assert answer or kind in set(Fault)


@pytest.mark.parametrize("name", ["verbatim", "verbatim_whole"])
@pytest.mark.parametrize("body", ["[" * 100_000, '{"choices":' * 50_000, "1" * 10_000, "NaN", ""])
def test_an_answer_made_to_break_its_reader_is_a_fault(lasting: ModelServer, name: str, body: str) -> None:
    with pytest.raises(ModelFault):
        list(Chat(name, lasting.url, KEY, NO_RETRY).stream([Message("user", body)]))


# --- before anything is said --------------------------------------------------------------------------------------


def test_a_refused_port_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ask("m", f"http://127.0.0.1:{port}/v1").kind == "refused"


def test_a_name_that_does_not_exist_is_told() -> None:
    assert ask("m", "http://nianbao-model.invalid/v1").kind == "name"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody but itself vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "cert.pem", folder / "key.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    return made, key


def test_a_certificate_that_nobody_vouches_for_is_told(certificate: tuple[Path, Path]) -> None:
    with ModelServer(certificate=certificate[0], key=certificate[1]) as server:
        assert ask("obedient", server.url).kind == "tls"
        assert server.requests == []


def test_a_certificate_that_is_named_is_trusted(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with ModelServer(certificate=certificate[0], key=certificate[1]) as server:
        assert ask("obedient", server.url).kind == "answered"


def test_a_stop_reaches_through_tls(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with ModelServer(certificate=certificate[0], key=certificate[1]) as server:
        heard = ask("stalls", server.url)
        assert heard.kind == "silent"
        assert heard.seconds < 8


def test_plain_http_at_a_port_that_speaks_tls_is_told(certificate: tuple[Path, Path]) -> None:
    with ModelServer(certificate=certificate[0], key=certificate[1]) as server:
        assert ask("m", server.url.replace("https", "http")).kind in ("reset", "connection")


def test_tls_at_a_port_that_speaks_plain_http_is_told(server: ModelServer) -> None:
    assert ask("m", server.url.replace("http", "https")).kind == "tls"


def test_an_address_without_its_v1_is_told(server: ModelServer) -> None:
    heard = ask("obedient", server.root)
    assert heard.kind == "address"
    assert "/v1" in str(heard.fault)


@pytest.mark.parametrize("written", ["/v1/", "/v1/chat/completions", "/v1/models", "/v1//"])
def test_what_people_paste_along_with_an_address_is_taken_off(server: ModelServer, written: str) -> None:
    assert ask("obedient", server.root + written).kind == "answered"


@pytest.mark.parametrize(
    "url", ["localhost:11434/v1", "ftp://x/v1", "http://", "http://a b/v1", "http://[::1/v1", "无"]
)
def test_what_is_no_address_is_told(url: str) -> None:
    assert ask("m", url).kind == "address"


def test_a_model_that_does_not_exist_is_told(server: ModelServer) -> None:
    heard = ask("gpt-none", server.url)
    assert heard.kind == "model"
    assert "NIANBAO_MODEL" in str(heard.fault)


def test_openai_without_a_key_is_told_before_anything_is_sent() -> None:
    heard = ask("m", None, key=None)
    assert heard.kind == "no_key"
    assert heard.seconds < 5


def test_a_server_that_wants_a_key_and_gets_none_is_told(server: ModelServer) -> None:
    assert ask("status_401", server.url, key=" ").kind == "no_key"


def test_a_server_that_wants_no_key_gets_none_of_ours(server: ModelServer) -> None:
    assert ask("obedient", server.url, key=None).kind == "answered"


@pytest.mark.parametrize("key", ["我的钥匙", "sk-a\nb", "sk a"])
def test_a_key_that_cannot_be_one_is_told_and_not_shown(server: ModelServer, key: str) -> None:
    heard = ask("obedient", server.url, key=key)
    assert heard.kind == "key"
    assert key not in str(heard.fault)


# --- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"drips", "loops", "endless_line"}))
def test_the_key_is_in_no_error_log_repr_or_traceback(
    server: ModelServer, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard = ask(name, server.url)
    assert heard.fault is not None
    shown = [str(heard.fault), repr(heard.fault), caplog.text, *traceback.format_exception(heard.fault)]
    assert [text for text in shown if KEY in text] == []


def test_user_and_password_of_an_address_are_not_shown(server: ModelServer) -> None:
    heard = ask("status_500", server.url.replace("://", "://wang:hunter2@"))
    assert heard.kind == "server"
    assert "hunter2" not in str(heard.fault)
    assert "127.0.0.1" in str(heard.fault)


@pytest.mark.parametrize(
    "said",
    [
        f"Incorrect API key provided: {KEY}",
        "Incorrect API key provided: sk-ab****yz9",
        "bad header Authorization: Bearer eyJhbGciOi.abc-_1",
        "see http://root:toor@10.0.0.1/x",
        "your api key: ****7be4 is invalid",
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_foreign_words(said: str) -> None:
    shown = str(fault(Fault.KEY, "m", said, secrets=(KEY,)))
    for secret in (KEY, "sk-ab", "yz9", "eyJ", "toor", "7be4"):
        assert secret not in shown


def test_every_kind_has_its_sentence_and_its_mend() -> None:
    for kind in Fault:
        said = str(fault(kind, "m"))
        assert "；" in said or kind is Fault.STOPPED
        assert "\n" not in said
    assert set(Fault) > PASSING


def test_foreign_words_are_shown_short_and_without_tags() -> None:
    shown = str(fault(Fault.SERVER, "m", "<b>网关</b>\n" + "长" * 2_000_000))
    assert "<b>" not in shown
    assert len(shown) < 300
