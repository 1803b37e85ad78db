"""How the far side fails: each a way that real ones do, before, in the middle of or instead of an answer."""

import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from eval.model_server.asked import Asked
from eval.model_server.protocol import DONE, EVENTS, JSON, PAGE, event, events, pieces, refusal, whole

_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>网关出错</h1></body></html>".encode()


class Wire(Protocol):
    """What a failing does to the connection."""

    connection: socket.socket
    close_connection: bool
    headers: Any

    def whole(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        """A response with its length."""

    def begin(self, status: int, kind: str) -> None:
        """The head of one in chunks."""

    def chunk(self, piece: bytes) -> None:
        """A chunk."""

    def end(self) -> None:
        """Its end."""

    def answer(self, text: str, said: str, body: dict[str, Any]) -> None:
        """A good answer."""


@dataclass(frozen=True)
class Conversation:
    """A request to fail at. ``text`` is what a good answer would be; ``ended``: the server goes down; ``enough``: seconds."""

    wire: Wire
    body: dict[str, Any]
    asked: Asked
    said: str
    text: str
    ended: threading.Event
    enough: float

    def some(self) -> None:
        """The first half of the answer."""
        self.wire.begin(200, EVENTS)
        self.wire.chunk(event({"role": "assistant", "content": ""}))
        for piece in pieces(self.text[: max(8, len(self.text) // 2)]):
            self.wire.chunk(event({"content": piece}))

    def good(self) -> None:
        """A good answer."""
        self.wire.answer(self.text, self.said, self.body)

    def until_gone(self, piece: bytes, every: float) -> None:
        """The same chunk again and again, until the other side goes or it is enough."""
        for _ in range(int(self.enough / every)):
            if self.ended.wait(every):
                return
            self.wire.chunk(piece)


Failing = Callable[[Conversation], None]
FAILINGS: dict[str, Failing] = {}


def _failing(made: Failing) -> Failing:
    FAILINGS[made.__name__.strip("_")] = made
    return made


def _status(status: int, message: str, code: str = "", **headers: str) -> Failing:
    def failing(talk: Conversation) -> None:
        talk.wire.whole(status, JSON, refusal(message, code), **headers)

    return failing


FAILINGS |= {
    "status_401": _status(401, "Incorrect API key provided", "invalid_api_key"),
    "status_402": _status(402, "Insufficient Balance"),
    "status_403": _status(403, "You are not allowed to sample from this model"),
    "status_404": _status(
        404, "The model `x` does not exist or you do not have access to it", "model_not_found"
    ),
    "status_429": _status(429, "Rate limit reached", retry_after="1"),
    "status_429_long": _status(429, "Rate limit reached", retry_after="3600"),
    "status_429_quota": _status(429, "You exceeded your current quota", "insufficient_quota"),
    "status_500": _status(500, "The server had an error"),
    "status_503": _status(503, "The engine is currently overloaded"),
    "context": _status(
        400,
        "This model's maximum context length is 4096 tokens, however you requested 9000",
        "context_length_exceeded",
    ),
    "censored": _status(400, "Input data may contain inappropriate content", "data_inspection_failed"),
    "refuses_all": _status(400, "bad request"),
    "moved": _status(301, "moved", location="http://elsewhere.invalid/v1/chat/completions"),
}


@_failing
def page_500(talk: Conversation) -> None:
    """An error page with its status."""
    talk.wire.whole(502, PAGE, _PAGE)


@_failing
def page(talk: Conversation) -> None:
    """An error page with status 200."""
    talk.wire.whole(200, PAGE, _PAGE)


@_failing
def page_as_events(talk: Conversation) -> None:
    """The same, called a stream of events."""
    talk.wire.whole(200, EVENTS, _PAGE)


@_failing
def bad_json(talk: Conversation) -> None:
    """No JSON in place of an answer."""
    talk.wire.whole(200, JSON, b'{"choices": [{"message": {"content": "')


@_failing
def other_json(talk: Conversation) -> None:
    """JSON that is no answer."""
    talk.wire.whole(200, JSON, json.dumps(["ok"]).encode())


@_failing
def bad_events(talk: Conversation) -> None:
    """An event that is no JSON."""
    talk.some()
    talk.wire.chunk(b'data: {"choices": [{"del\n\n')
    talk.wire.end()


@_failing
def odd_events(talk: Conversation) -> None:
    """Events of another shape."""
    talk.wire.begin(200, EVENTS)
    talk.wire.chunk(b'data: {"choices": [{"text": "no delta"}]}\n\n')
    talk.wire.chunk(DONE)
    talk.wire.end()


@_failing
def error_event(talk: Conversation) -> None:
    """An error in the middle of a stream."""
    talk.some()
    talk.wire.chunk(b"data: " + refusal("The engine crashed", type_="server_error") + b"\n\n")
    talk.wire.end()


@_failing
def empty(talk: Conversation) -> None:
    """An answer without a word."""
    talk.wire.begin(200, EVENTS)
    for piece in events("", talk.said, usage=True):
        talk.wire.chunk(piece)
    talk.wire.end()


@_failing
def nothing(talk: Conversation) -> None:
    """No event at all."""
    talk.wire.begin(200, EVENTS)
    talk.wire.end()


@_failing
def declines(talk: Conversation) -> None:
    """A refusal in words."""
    talk.wire.answer("抱歉，我无法协助完成这项请求。", talk.said, talk.body)


@_failing
def declines_apart(talk: Conversation) -> None:
    """A refusal in the field for it."""
    talk.wire.begin(200, EVENTS)
    talk.wire.chunk(event({"role": "assistant", "refusal": "I can't help with that."}))
    talk.wire.chunk(event({}, "stop"))
    talk.wire.chunk(DONE)
    talk.wire.end()


@_failing
def filtered(talk: Conversation) -> None:
    """Stopped by a filter in the middle."""
    talk.some()
    talk.wire.chunk(event({}, "content_filter"))
    talk.wire.chunk(DONE)
    talk.wire.end()


@_failing
def cut(talk: Conversation) -> None:
    """The connection breaks in the middle."""
    talk.some()
    talk.wire.close_connection = True
    talk.wire.connection.shutdown(socket.SHUT_RDWR)


@_failing
def ends_early(talk: Conversation) -> None:
    """The stream ends properly in the middle of the answer."""
    talk.some()
    talk.wire.end()


@_failing
def reset(talk: Conversation) -> None:
    """The connection is reset before anything comes."""
    talk.wire.close_connection = True
    # Closing with this option sends a reset in place of a proper end.
    talk.wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.wire.connection.close()


@_failing
def stalls(talk: Conversation) -> None:
    """Silence in the middle."""
    talk.some()
    talk.ended.wait(talk.enough)


@_failing
def silence(talk: Conversation) -> None:
    """Silence from the beginning."""
    talk.ended.wait(talk.enough)


@_failing
def only_comments(talk: Conversation) -> None:
    """A server that keeps the connection alive and says nothing."""
    talk.wire.begin(200, EVENTS)
    talk.until_gone(b": keep-alive\n\n", 0.05)


@_failing
def drips(talk: Conversation) -> None:
    """A character now and then, for ever."""
    talk.wire.begin(200, EVENTS)
    talk.until_gone(event({"content": "的"}), 0.05)


@_failing
def endless(talk: Conversation) -> None:
    """An answer that never ends, as fast as it can."""
    talk.wire.begin(200, EVENTS)
    while not talk.ended.is_set():
        talk.wire.chunk(event({"content": "进一步加强政府信息公开工作，" * 20}))


@_failing
def endless_line(talk: Conversation) -> None:
    """One event that never ends."""
    talk.wire.begin(200, EVENTS)
    talk.wire.chunk(b'data: {"choices": "')
    while not talk.ended.is_set():
        talk.wire.chunk(b"x" * 60_000)


@_failing
def too_long(talk: Conversation) -> None:
    """Cut at the limit of tokens."""
    talk.some()
    talk.wire.chunk(event({}, "length"))
    talk.wire.chunk(DONE)
    talk.wire.end()


@_failing
def whole_json(talk: Conversation) -> None:
    """A whole answer though a stream was asked for."""
    talk.wire.whole(200, JSON, whole(talk.text, talk.said))


def _rejects(field: str, message: str) -> Failing:
    def failing(talk: Conversation) -> None:
        if talk.body.get(field) is not None:
            talk.wire.whole(400, JSON, refusal(message))
        else:
            talk.good()

    return failing


FAILINGS |= {
    "no_stream_options": _rejects("stream_options", "Unrecognized request argument supplied: stream_options"),
    "no_seed": _rejects("seed", "Unrecognized request argument supplied: seed"),
    "no_temperature": _rejects(
        "temperature", "Unsupported value: 'temperature' does not support 0.3 with this model"
    ),
    "no_max_tokens": _rejects(
        "max_tokens",
        "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
    ),
    "no_temperature_unsaid": _rejects("temperature", "bad request"),
}


FAILINGS |= {
    "no_tools": _rejects("tools", "this model does not support tools"),
    "no_tools_unsaid": _rejects("tools", "bad request"),
}


@_failing
def tools_crash(talk: Conversation) -> None:
    """A server that falls over tools."""
    if talk.body.get("tools"):
        talk.wire.whole(500, JSON, refusal("tools param requires --jinja flag", type_="server_error"))
    else:
        talk.good()


@_failing
def thinks(talk: Conversation) -> None:
    """Thinking in the text, in marks."""
    talk.wire.answer(f"<think>先想一想，大概有999件？</think>\n\n{talk.text}", talk.said, talk.body)


@_failing
def thinks_unopened(talk: Conversation) -> None:
    """Thinking in the text that only a mark at its end tells."""
    talk.wire.answer(f"先想一想，大概有999件？\n</think>\n{talk.text}", talk.said, talk.body)


@_failing
def reasons(talk: Conversation) -> None:
    """Thinking in a field of its own."""
    talk.wire.begin(200, EVENTS)
    talk.wire.chunk(event({"role": "assistant", "content": None, "reasoning_content": "大概有999件？"}))
    for piece in events(talk.text, talk.said, usage=True):
        talk.wire.chunk(piece)
    talk.wire.end()


@_failing
def echoes_key(talk: Conversation) -> None:
    """An error that says the key again."""
    key = talk.wire.headers.get("authorization", "")
    talk.wire.whole(401, JSON, refusal(f"Invalid token: {key} ({key.removeprefix('Bearer ')})"))


@_failing
def loops(talk: Conversation) -> None:
    """The same sentence for ever."""
    talk.wire.begin(200, EVENTS)
    talk.until_gone(event({"content": "进一步加强公开。\n"}), 0.002)


@_failing
def verbatim(talk: Conversation) -> None:
    """What the user said, as the body of one event; for trying what nobody thought of."""
    talk.wire.begin(200, EVENTS)
    talk.wire.chunk(b"data: " + talk.asked.text.encode() + b"\n\n")
    talk.wire.chunk(DONE)
    talk.wire.end()


@_failing
def verbatim_whole(talk: Conversation) -> None:
    """The same as one object."""
    talk.wire.whole(200, JSON, talk.asked.text.encode())
