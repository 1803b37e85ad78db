"""The one door to LangChain's chat models and to the OpenAI client under them.

``model(...)`` gives a LangChain chat model that can be used with agents and tools and that behaves as the rest of this package
expects: its only exception is :class:`~agent.errors.ModelFault`, it asks again where that helps and says so, leaves out what the
endpoint does not take, can be stopped while it waits, ends in bounded time, and reports to nobody.
"""

import os
import random
import socket
import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import langsmith
import openai
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import PrivateAttr, SecretStr

from agent.drafting.chat.address import Address
from agent.drafting.chat.faults import PASSING, Fault, fault
from agent.drafting.chat.habits import Habits
from agent.drafting.chat.refusals import asked_to_wait, in_words, meaning
from agent.drafting.chat.terms import Retry, Terms, Watch
from agent.drafting.chat.waiting import Overtime, Patience, Silence, Stopped, awaited
from agent.drafting.chat.wire import Exchange, Noticed, under_way
from agent.errors import ModelFault

# Of an answer: characters a token at the most, bytes a token of its events, and what comes around it.
_CHARACTERS, _BYTES, _AROUND = 8, 1_000, 200_000
_LONGEST_BACKOFF = 8.0
# Of what the far side says of itself, as much is read.
_WORDS = 4_000
# What reading an answer of another shape raises; the last where it nests without end.
_SHAPE = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError)
_TRACING = ("LANGSMITH_", "LANGCHAIN_")


@dataclass(frozen=True)
class Far:
    """Whom a model speaks to, and on what terms."""

    name: str
    address: Address
    key: str = ""
    terms: Terms = field(default_factory=Terms)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        return tuple(filter(None, (self.key, *self.address.secrets)))

    def fault(self, kind: Fault, said: str = "", after: float | None = None, remark: str = "") -> ModelFault:
        """A fault of this far side."""
        if kind is Fault.KEY and not self.key:
            kind = Fault.NO_KEY
        return fault(
            kind, self.name, said, remark=remark, where=self.address.shown, secrets=self.secrets, after=after
        )

    def __repr__(self) -> str:
        return f"Far({self.name!r}, {self.address.shown!r})"


def model(
    far: Far, client: httpx2.Client, second: httpx2.AsyncClient, habits: Habits, watch: Watch
) -> BaseChatModel:
    """A LangChain chat model. ``second`` is what the vendor would send asynchronous calls by."""
    alone()
    made = _Model(
        model=far.name,
        base_url=far.address.url,
        api_key=SecretStr(far.key or "none"),
        temperature=far.terms.temperature,
        seed=far.terms.seed,
        max_tokens=far.terms.max_tokens,
        timeout=client.timeout,
        max_retries=0,
        streaming=True,
        stream_usage=True,
        use_responses_api=False,
        openai_proxy=None,
        http_client=client,
        http_async_client=second,
        cache=False,
        verbose=False,
    )
    made.attend(far, habits, watch)
    return made


def message(role: str, text: str) -> BaseMessage:
    """A message as LangChain has it."""
    kinds: dict[str, type[BaseMessage]] = {
        "system": SystemMessage,
        "user": HumanMessage,
        "assistant": AIMessage,
    }
    return kinds[role](content=text)


def alone() -> None:
    """Report to nobody: no tracing, no gateway, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith(_TRACING)]:
        del os.environ[name]
    langsmith.configure(enabled=False)
    # An answer of an odd shape is told as a fault; what the vendor's reader thinks of it is nothing for a terminal.
    warnings.filterwarnings("ignore", message="Pydantic serializer warnings")


class _Model(BaseChatOpenAI):
    _far: Far = PrivateAttr()
    _habits: Habits = PrivateAttr()
    _watch: Watch = PrivateAttr()

    def attend(self, far: Far, habits: Habits, watch: Watch) -> None:
        """Whom it speaks to, what is known of them, and who watches."""
        self._far, self._habits, self._watch = far, habits, watch

    def _get_request_payload(
        self, input_: Any, *, stop: list[str] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        return self._habits.fitted(super()._get_request_payload(input_, stop=stop, **kwargs))

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
        for choice in chunk.get("choices") or ():
            if made is not None and (said := (choice.get("delta") or {}).get("refusal")):
                made.message.additional_kwargs["refusal"] = said
        return made

    def get_token_ids(self, text: str) -> list[int]:
        """One a character: the vendor's way would fetch its vocabulary from a server."""
        return list(map(ord, text))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: Any = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        vendor = super()._stream

        def pieces(exchange: Exchange) -> Iterator[ChatGenerationChunk]:
            under_way(exchange)
            yield from _whole(vendor(messages, stop=stop, **kwargs), exchange, self._far.terms.max_tokens)

        for chunk in _Call(self._far, self._habits, self._watch).made(pieces):
            if run_manager is not None:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk


def _holds(chunk: ChatGenerationChunk) -> bool:
    """Whether there is something in it that cannot be taken back."""
    calls = chunk.message.tool_call_chunks if isinstance(chunk.message, AIMessageChunk) else ()
    return bool(chunk.text or calls)


def _whole(
    chunks: Iterator[ChatGenerationChunk], exchange: Exchange, tokens: int
) -> Iterator[ChatGenerationChunk]:
    """The chunks as they come; ``Noticed`` where they are no whole answer."""
    length, calls, finish, refusal = 0, 0, "", ""
    for chunk in chunks:
        finish = (chunk.generation_info or {}).get("finish_reason") or finish
        refusal += str(chunk.message.additional_kwargs.get("refusal", ""))
        length += len(chunk.text)
        if isinstance(chunk.message, AIMessageChunk):
            calls += len(chunk.message.tool_call_chunks)
        if length > _CHARACTERS * tokens:
            raise Noticed(Fault.ENDLESS)
        yield chunk
    if exchange.beginning()[:1] == "<":
        raise Noticed(Fault.PAGE)
    if refusal:
        raise Noticed(Fault.DECLINED, refusal)
    if finish == "content_filter":
        raise Noticed(Fault.CENSORED)
    if not finish and not exchange.done:
        raise Noticed(_unfinished(exchange.head))
    if finish == "length" and length:
        raise Noticed(Fault.ENDLESS)
    if not length and not calls:
        raise Noticed(Fault.EMPTY)


def _unfinished(head: bytes) -> Fault:
    """What an answer is that did not say its end, by its beginning."""
    if not head:
        return Fault.EMPTY
    return Fault.CUT if b"data:" in head else Fault.GARBLED


@dataclass
class _Call:
    """One call with its repetitions."""

    far: Far
    habits: Habits
    watch: Watch
    again: int = 0

    def made(
        self, pieces: Callable[[Exchange], Iterator[ChatGenerationChunk]]
    ) -> Iterator[ChatGenerationChunk]:
        """The chunks of the first answer that comes; raises ``ModelFault`` and nothing else."""
        terms = self.far.terms
        patience = Patience(terms.timeout, time.monotonic() + terms.total, self.watch.stopped)
        known = frozenset(self.habits.refused)
        while True:
            exchange = Exchange(_BYTES * terms.max_tokens + _AROUND)
            begun = False
            try:
                for chunk in awaited(lambda exchange=exchange: pieces(exchange), exchange.line, patience):  # type: ignore[misc]
                    begun = begun or _holds(chunk)
                    yield chunk
                return
            except Exception as error:  # noqa: BLE001 - what it is is told in one place; what is not known there is raised
                wrong, kind, said = self._told(error, begun)
            if begun or not self._mended(kind, said, wrong, patience):
                if kind is Fault.REQUEST:
                    # It was nothing that could be left out.
                    self.habits.refused.intersection_update(known)
                raise wrong from None

    def _mended(self, kind: Fault, said: str, wrong: ModelFault, patience: Patience) -> bool:
        """Whether to ask again: with less, or after a while."""
        if kind in (Fault.PARAMETER, Fault.REQUEST):
            return self.habits.learn(said)
        terms = self.far.terms
        if kind not in PASSING or self.again >= terms.retries:
            return False
        pause = min(terms.backoff * 2**self.again, _LONGEST_BACKOFF) * random.uniform(0.75, 1.25)
        pause = pause if wrong.after is None else max(pause, wrong.after)
        if pause > terms.longest_wait or time.monotonic() + pause >= patience.until:
            return False
        self.again += 1
        self.watch.retrying(Retry(self.again, pause, wrong))
        try:
            patience.sleep(pause)
        except (Stopped, Overtime) as error:
            raise self._told(error, begun=False)[0] from None
        return True

    def _told(self, error: Exception, begun: bool) -> tuple[ModelFault, Fault, str]:
        """What an exception of the vendor's, the wire's or the waiting means, and the far side's words."""
        after, remark = None, ""
        if isinstance(error, openai.APIStatusError):
            said, shown = _said(error)
            kind = meaning(error.status_code, said)
            after = asked_to_wait(error.response.headers.get("retry-after"))
            if after is not None and after > self.far.terms.longest_wait:
                remark = f"对方要求{after:.0f}秒后再试"
        elif isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
            said, shown = _said(error)
            kind = in_words(said)
        else:
            kind, shown = _kind(error, begun)
            said = ""
        return self.far.fault(kind, shown, after, remark), kind, said


def _kind(error: Exception, begun: bool) -> tuple[Fault, str]:
    if isinstance(error, Noticed):
        return error.kind, error.said
    for type_, kind in ((Silence, Fault.SILENT), (Overtime, Fault.LATE), (Stopped, Fault.STOPPED)):
        if isinstance(error, type_):
            return kind, ""
    if isinstance(error, (openai.APIConnectionError, httpx2.TransportError)):
        return _broken(error, begun), ""
    if isinstance(error, httpx2.InvalidURL):
        return Fault.ADDRESS, ""
    if isinstance(error, (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, *_SHAPE)):
        return Fault.GARBLED, ""
    raise error


def _broken(error: BaseException, begun: bool) -> Fault:
    """Why a connection failed, by what is under the vendor's exception."""
    causes = list(_chain(error))

    def any_of(*types: type[BaseException]) -> bool:
        return any(isinstance(cause, types) for cause in causes)

    if begun:
        return Fault.SILENT if any_of(httpx2.TimeoutException) else Fault.CUT
    for types, kind in (
        ((httpx2.ProxyError,), Fault.PROXY),
        ((httpx2.UnsupportedProtocol,), Fault.ADDRESS),
        ((httpx2.LocalProtocolError,), Fault.KEY),
        ((httpx2.ConnectTimeout,), Fault.CONNECTION),
        ((httpx2.TimeoutException,), Fault.SILENT),
        ((ssl.SSLError,), Fault.TLS),
        ((socket.gaierror,), Fault.NAME),
        ((ConnectionRefusedError,), Fault.REFUSED),
        ((httpx2.ConnectError,), Fault.CONNECTION),
        ((httpx2.ReadError, httpx2.WriteError, httpx2.RemoteProtocolError), Fault.RESET),
    ):
        if any_of(*types):
            return kind
    return Fault.CONNECTION


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _said(error: openai.APIError) -> tuple[str, str]:
    """The far side's own words: all that may tell the kind, and what is worth showing."""
    body = error.body
    if not isinstance(body, dict):
        text = str(body or error.message or "")[:_WORDS]
        return text, text
    inner = body.get("error", body)
    parts = inner if isinstance(inner, dict) else {"message": inner}
    shown = next((str(parts[name])[:_WORDS] for name in ("message", "msg", "detail") if parts.get(name)), "")
    return " ".join(str(word) for word in (parts.get("code"), parts.get("type"), shown) if word), shown
