"""How an answer goes over the wire: as events, or whole."""

import json
from collections.abc import Iterator
from typing import Any

JSON, EVENTS, PAGE = "application/json", "text/event-stream; charset=utf-8", "text/html; charset=utf-8"
DONE = b"data: [DONE]\n\n"


def event(
    delta: dict[str, Any] | None, finish: str | None = None, usage: dict[str, int] | None = None
) -> bytes:
    """One event: a delta (None: none, as the one that only carries the usage)."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    body: dict[str, Any] = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": choices,
    }
    if usage is not None:
        body["usage"] = usage
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def usage_of(asked: str, answered: str) -> dict[str, int]:
    """One token a character."""
    return {
        "prompt_tokens": len(asked),
        "completion_tokens": len(answered),
        "total_tokens": len(asked) + len(answered),
    }


def pieces(text: str, size: int = 7) -> Iterator[str]:
    """The text in small pieces, which break words, references and marks anywhere."""
    for at in range(0, len(text), size):
        yield text[at : at + size]


def events(text: str, asked: str, *, usage: bool, finish: str = "stop") -> Iterator[bytes]:
    """The events of a whole answer."""
    yield event({"role": "assistant", "content": ""})
    for piece in pieces(text):
        yield event({"content": piece})
    yield event({}, finish)
    if usage:
        yield event(None, usage=usage_of(asked, text))
    yield DONE


def whole(text: str, asked: str, finish: str = "stop", **message: Any) -> bytes:
    """The answer in one object."""
    body = {
        "id": "c",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": text, **message},
            }
        ],
        "usage": usage_of(asked, text),
    }
    return json.dumps(body, ensure_ascii=False).encode()


def refusal(message: str, code: str = "", type_: str = "invalid_request_error") -> bytes:
    """An error as OpenAI writes it."""
    return json.dumps(
        {"error": {"message": message, "type": type_, "code": code or None, "param": None}}
    ).encode()
