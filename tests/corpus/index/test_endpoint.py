import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from agent.errors import Unavailable
from corpus.index.endpoint import Endpoint

Answer = Callable[[dict[str, Any]], tuple[int, object]]


def _vectors(request: dict[str, Any]) -> tuple[int, object]:
    items = [
        {"object": "embedding", "index": at, "embedding": [len(text), 1.0, 0.0]}
        for at, text in enumerate(request["input"])
    ]
    return 200, {
        "object": "list",
        "data": items[::-1],
        "model": request["model"],
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }


class _Server:
    def __init__(self) -> None:
        self.answer: Answer = _vectors
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append({**request, "path": self.path})
                outer.keys.append(self.headers.get("Authorization", ""))
                status, record = outer.answer(request)
                content = record if isinstance(record, bytes) else json.dumps(record).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[_Server]:
    own = _Server()
    yield own
    own.close()


def test_texts_become_vectors_of_length_one_in_their_order(server: _Server) -> None:
    vectors = Endpoint("m", server.url, "k").passages(["一", "一二三"])
    assert vectors[0] == pytest.approx([1 / 2**0.5, 1 / 2**0.5, 0])
    assert vectors[1] == pytest.approx([3 / 10**0.5, 1 / 10**0.5, 0])
    assert server.keys == ["Bearer k"]
    assert (server.requests[0]["model"], server.requests[0]["path"]) == ("m", "/v1/embeddings")


def test_many_texts_go_in_several_requests(server: _Server) -> None:
    assert Endpoint("m", server.url, None).passages(["字"] * 70).shape == (70, 3)
    assert [len(each["input"]) for each in server.requests] == [32, 32, 6]


def test_a_very_long_text_is_cut(server: _Server) -> None:
    Endpoint("m", server.url, None).query("字" * 100_000)
    assert len(server.requests[0]["input"][0]) == 2000


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda _: (401, {"error": {"message": "no"}}), "密钥"),
        (lambda _: (404, {"error": {"message": "no"}}), "没有这个模型"),
        (lambda _: (400, {"error": {"message": "bad"}}), "用不了"),
        (lambda _: (200, {"object": "list", "data": [], "model": "m"}), "返回"),
        (lambda _: (200, {"object": "list", "data": [{"index": 0, "embedding": []}], "model": "m"}), "返回"),
        (lambda _: (200, b"<html>gateway</html>"), "不是 JSON"),
        (lambda _: (200, {"data": "nonsense"}), "不是向量"),
        (lambda _: (200, b'{"data": [{"index": 0, "embedding": [NaN, 1.0]}]}'), "不是数"),
        (lambda _: (200, {"data": [{"index": 0, "embedding": ["x", "y"]}]}), "不是向量"),
    ],
)
def test_every_wrong_answer_is_told_in_one_line(server: _Server, answer: Answer, says: str) -> None:
    server.answer = answer
    with pytest.raises(Unavailable, match=says) as told:
        Endpoint("m", server.url, "secret").query("字")
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


def test_vectors_of_unlike_length_are_refused(server: _Server) -> None:
    server.answer = lambda _: (
        200,
        {"data": [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}]},
    )
    with pytest.raises(Unavailable, match="长短不一"):
        Endpoint("m", server.url, None).passages(["一", "二"])


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Unavailable, match="NIANBAO_EMBEDDING"):
        Endpoint("m", "http://127.0.0.1:9/v1", None, seconds=2).query("字")


def test_the_name_is_the_models() -> None:
    assert Endpoint("bge-m3", None, None).name == "endpoint-bge-m3"
