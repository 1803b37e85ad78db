"""The server: ``/v1/chat/completions`` with and without streaming, and ``/v1/models``, over HTTP or TLS on this machine."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from eval.model_server.asked import Asked
from eval.model_server.consulted import CONSULTED, Calls
from eval.model_server.failing import FAILINGS, Conversation
from eval.model_server.manners import MANNERS
from eval.model_server.protocol import EVENTS, JSON, event, events, refusal, usage_of, whole

_ENOUGH = 20.0


class ModelServer:
    """``script``: how it behaves, request by request; after that, as the model's name says (``changed``, ``status_500:7``).

    ``pace``: seconds between two pieces of a good answer that comes in a stream.
    What it writes depends on the seed in the model's name, else on the request's, else on its own ``seed``.
    ``requests`` are the bodies that it got, ``headers`` theirs, ``left`` counts answers that were not read to the end.
    ``certificate`` and ``key``: PEM files, for TLS.
    """

    def __init__(
        self,
        script: Iterable[str] = (),
        *,
        seed: int = 0,
        pace: float = 0,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        self.script = deque(script)
        self.seed = seed
        self.pace = pace
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.left = 0
        self.ended = threading.Event()
        self.enough = _ENOUGH
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.model_server = self
        self._scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
            self._scheme = "https"

    @property
    def root(self) -> str:
        """The address without ``/v1``."""
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """The base of all requests."""
        return f"{self.root}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()

    def behaviour(self, name: str, body: dict[str, Any]) -> str:
        """How this request is answered, which is noted."""
        with self._lock:
            self.requests.append(body)
            return self.script.popleft() if self.script else name

    def note(self, path: str, headers: dict[str, str]) -> None:
        """Note where a request went and with what."""
        with self._lock:
            self.paths.append(path)
            self.headers.append(headers)

    def abandoned(self) -> None:
        """Note that the other side went away."""
        with self._lock:
            self.left += 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    model_server: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side went away; that is what it is tried for."""


def _answered(messages: list[dict[str, Any]]) -> int:
    """How many answers there are already to the last question."""
    since = next((at for at, m in enumerate(reversed(messages)) if m.get("role") == "user"), 0)
    return sum(m.get("role") == "assistant" for m in messages[len(messages) - since :])


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nothing is logged."""

    def do_GET(self) -> None:
        self.server.model_server.note(self.path, dict(self.headers.items()))
        names = [*MANNERS, *FAILINGS, *CONSULTED]
        found = {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}
        if self.path == "/v1/models":
            self._whole(200, JSON, json.dumps(found).encode())
        else:
            self._whole(404, "text/plain", b"404 page not found")

    def do_POST(self) -> None:
        own = self.server.model_server
        own.note(self.path, dict(self.headers.items()))
        try:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        except ValueError:
            self._whole(400, JSON, refusal("no JSON"))
            return
        if self.path != "/v1/chat/completions":
            self._whole(404, "text/plain", b"404 page not found")
            return
        written = own.behaviour(str(body.get("model", "")), body)
        name, _, seed = written.partition(":")
        try:
            self._answer(name, body, int(seed or body.get("seed") or own.seed))
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            own.abandoned()
            self.close_connection = True

    def _answer(self, name: str, body: dict[str, Any], seed: int) -> None:
        messages = body.get("messages") or []
        asked = Asked.of(messages)
        said = "".join(str(m.get("content") or "") for m in messages)
        text = MANNERS.get(name, MANNERS["obedient"])(asked, Random(f"{seed}/{name}/{asked.text}"))
        if name in CONSULTED:
            self._consulted(CONSULTED[name](_answered(messages)), said, body)
        elif name in FAILINGS:
            own = self.server.model_server
            FAILINGS[name](Conversation(self, body, asked, said, text, own.ended, own.enough))
        elif name not in MANNERS:
            self._whole(404, JSON, refusal(f"The model `{name}` does not exist", "model_not_found"))
        elif body.get("tools") and messages[-1].get("role") != "tool":
            self._tool(body["tools"][0]["function"]["name"], said, stream=bool(body.get("stream")))
        else:
            self.answer(text, said, body)

    def answer(self, text: str, said: str, body: dict[str, Any]) -> None:
        """A good answer, in the way that was asked for."""
        if not body.get("stream"):
            self._whole(200, JSON, whole(text, said))
            return
        own = self.server.model_server
        self.begin(200, EVENTS)
        for piece in events(text, said, usage=bool((body.get("stream_options") or {}).get("include_usage"))):
            self.chunk(piece)
            own.ended.wait(own.pace)
        self.end()

    def _consulted(self, reply: str | Calls, said: str, body: dict[str, Any]) -> None:
        """A text, or calls of tools where tools are there to be called."""
        if isinstance(reply, str):
            self.answer(reply, said, body)
        elif not body.get("tools"):
            self.answer("没有工具，答不上来。", said, body)
        else:
            self._tools(reply, said, stream=bool(body.get("stream")))

    def _tool(self, name: str, said: str, *, stream: bool) -> None:
        self._tools(Calls(((name, {}),)), said, stream=stream)

    def _tools(self, asked: Calls, said: str, *, stream: bool) -> None:
        calls = [
            {
                "index": at,
                "id": f"call-{at + 1}",
                "type": "function",
                "function": {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)},
            }
            for at, (name, arguments) in enumerate(asked.calls)
        ]
        if not stream:
            self._whole(200, JSON, whole("", said, "tool_calls", tool_calls=calls))
            return
        self.begin(200, EVENTS)
        self.chunk(event({"role": "assistant", "content": None, "tool_calls": calls}))
        self.chunk(event({}, "tool_calls", usage_of(said, "")))
        self.end()

    def _whole(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    whole = _whole

    def begin(self, status: int, kind: str) -> None:
        """The head of an answer that comes in chunks."""
        self.send_response(status)
        if kind:
            self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def chunk(self, piece: bytes) -> None:
        """One chunk."""
        self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.flush()

    def end(self) -> None:
        """The end of an answer in chunks."""
        self.wfile.write(b"0\r\n\r\n")
