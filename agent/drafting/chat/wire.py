"""The wire: the HTTP client under the vendor's, and what is looked at before the vendor sees it.

Nothing goes anywhere but to the endpoint: redirects are not followed, a proxy is used where the environment names one and the
endpoint is not this machine. Every response is bounded in size. One that is a page or a whole answer in place of a stream of
events is told, or made one.
"""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn

import httpx2

from agent.drafting.chat.faults import Fault
from agent.drafting.chat.waiting import Line

_HEAD = 2_000
_CONNECT = 10.0
_REQUEST = {"accept-encoding": "identity"}  # nothing that unpacks to more than was counted


class Noticed(Exception):
    """Something wrong that the vendor's client would not have seen."""

    def __init__(self, kind: Fault, said: str = "") -> None:
        self.kind, self.said = kind, said
        super().__init__(kind.value)


@dataclass
class Exchange:
    """One request and what came back. ``most`` bytes may come; ``head`` is their beginning; ``done``: it said that it ends."""

    most: int
    line: Line = field(default_factory=Line)
    head: bytes = b""
    done: bool = False

    def beginning(self) -> str:
        """The first of what came, as text."""
        return self.head.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")


_current = threading.local()


def under_way(exchange: Exchange) -> None:
    """What this thread requests from now on belongs to this exchange."""
    _current.exchange = exchange


class _Counted(httpx2.SyncByteStream):
    """The body, counted and looked at as it comes."""

    def __init__(self, body: Iterator[bytes], inner: Any, exchange: Exchange) -> None:
        self._body, self._inner, self._exchange = body, inner, exchange
        self._end = b""

    def __iter__(self) -> Iterator[bytes]:
        exchange, count = self._exchange, 0
        for piece in self._body:
            count += len(piece)
            if count > exchange.most:
                raise Noticed(Fault.ENDLESS)
            if len(exchange.head) < _HEAD:
                exchange.head += piece[:_HEAD]
            exchange.done = exchange.done or b"[DONE]" in self._end + piece
            self._end = piece[-8:]
            yield piece

    def close(self) -> None:
        self._inner.close()


def client(local: bool, timeout: float) -> httpx2.Client:
    """A client that obeys the environment's proxies unless the endpoint is this machine. ``Noticed`` where they are no good."""
    connections = httpx2.Limits(max_keepalive_connections=0)  # a kept connection may have died meanwhile
    try:
        return httpx2.Client(
            trust_env=not local,
            verify=httpx2.create_ssl_context(),
            timeout=httpx2.Timeout(timeout, connect=min(timeout, _CONNECT)),
            limits=connections,
            follow_redirects=False,
            headers=_REQUEST,
            event_hooks={"request": [_asked], "response": [_looked_at]},
        )
    except (ImportError, ValueError, httpx2.InvalidURL) as error:
        raise Noticed(Fault.PROXY) from error
    except OSError as error:
        raise Noticed(Fault.TLS, str(error)) from error


class _Closed(httpx2.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx2.Request) -> NoReturn:
        raise NotImplementedError(f"only the watched client may ask {request.url.host}")


def no_async_client() -> httpx2.AsyncClient:
    """The vendor makes a second client for asynchronous calls, which nothing here watches: this one sends nothing."""
    return httpx2.AsyncClient(transport=_Closed())


def _own() -> Exchange:
    exchange: Exchange | None = getattr(_current, "exchange", None)
    if exchange is None:
        raise Noticed(Fault.REQUEST)
    return exchange


def _asked(request: httpx2.Request) -> None:
    """Get hold of the connection as soon as it stands: a model may think long before it answers at all."""
    line = _own().line

    def traced(event: str, told: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            own = told["return_value"].get_extra_info("socket")
            if isinstance(own, socket.socket):
                line.held(lambda: _take_down(own))

    request.extensions["trace"] = traced


def _looked_at(response: httpx2.Response) -> None:
    exchange = _own()
    if response.is_redirect:
        raise Noticed(Fault.MOVED, response.headers.get("location", ""))
    kind = response.headers.get("content-type", "").lower()
    inner = response.stream
    body = _Counted(iter(inner), inner, exchange)  # type: ignore[arg-type]
    if response.status_code != httpx2.codes.OK:
        response.stream = body
    elif "html" in kind:
        raise Noticed(Fault.PAGE)
    elif "json" in kind and "jsonl" not in kind:
        whole = b"".join(body)
        response.stream = _Counted(iter([_events(whole)]), inner, exchange)
    else:
        response.stream = body


def _take_down(own: socket.socket) -> None:
    """Make a read that waits in another thread end now; closing alone would leave it waiting."""
    with suppress(OSError):
        socket.socket.shutdown(own, socket.SHUT_RDWR)


def _events(whole: bytes) -> bytes:
    """A whole answer, from a server that does not stream, as the events that it would have sent."""
    try:
        answer = json.loads(whole)
    except (ValueError, RecursionError):
        raise Noticed(Fault.GARBLED) from None
    if not isinstance(answer, dict):
        raise Noticed(Fault.GARBLED)
    choices = answer.get("choices")
    for choice in choices if isinstance(choices, list) else ():
        if isinstance(choice, dict) and isinstance(message := choice.pop("message", None), dict):
            calls = message.get("tool_calls") or []
            message["tool_calls"] = [{"index": at, **call} for at, call in enumerate(calls)]
            choice["delta"] = message
    if "error" not in answer and not choices:
        raise Noticed(Fault.GARBLED)
    return b"data: " + json.dumps(answer).encode() + b"\n\ndata: [DONE]\n\n"
