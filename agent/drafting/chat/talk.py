"""``Chat``: what the rest of the program knows of a model. Plain text in and out; no tool calling or JSON mode is needed."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from agent import journal
from agent.drafting.chat.address import address
from agent.drafting.chat.faults import Fault, fault
from agent.drafting.chat.habits import habits_of
from agent.drafting.chat.terms import Terms, Watch
from agent.drafting.chat.thinking import Thinking, Unopened
from agent.drafting.chat.waiting import Line, Overtime, Patience, Stopped, awaited
from agent.drafting.writers.writer import Piece, Usage
from agent.errors import ModelFault

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.drafting.chat.tooling import Called, Tool
    from agent.drafting.chat.vendor import Far


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: who says it, and what."""

    role: Literal["system", "user", "assistant"]
    text: str


class Chat:
    """A model at an endpoint. Making one imports and asks nothing.

    ``base_url`` ends with ``/v1`` as a rule, None means OpenAI's own; ``key`` None: a server that wants none.
    """

    def __init__(
        self, model: str, base_url: str | None = None, key: str | None = None, terms: Terms | None = None
    ) -> None:
        self._model, self._url, self._key = model, base_url, (key or "").strip()
        self.terms = terms or Terms()

    def __repr__(self) -> str:
        return f"Chat({self._model!r})"

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    def stream(self, messages: Sequence[Message], watch: Watch | None = None) -> Iterator[Piece]:
        """The answer as it comes, without what the model thinks aloud; its cost last, where the far side says it.

        Closing the iterator ends the connection. ``ModelFault`` where there is no answer or not a whole one: what came before it
        is part of a broken answer.
        """
        with journal.timed("model") as facts, closing(self._streamed(messages, watch)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                _count(piece, facts)
                yield piece

    def _streamed(self, messages: Sequence[Message], watch: Watch | None) -> Iterator[Piece]:
        model = self.langchain(watch)
        from agent.drafting.chat.vendor import message

        turns = [message(turn.role, turn.text) for turn in messages]
        habits = self._habits
        thinking = Thinking(held=habits.thinks_aloud)
        usage: Usage | None = None
        said = False
        wrong: ModelFault | None
        try:
            with closing(model.stream(turns)) as chunks:  # type: ignore[type-var]
                for chunk in chunks:
                    usage = _cost(chunk) or usage
                    if piece := thinking.feed(str(chunk.content)):
                        said = said or bool(piece.strip())
                        yield piece
            if piece := thinking.rest():
                said = said or bool(piece.strip())
                yield piece
        except Unopened:
            habits.thinks_aloud = True
            wrong = self._mixed()
        except ModelFault as fault_:
            wrong = fault_
        else:
            wrong = None if said else self._far.fault(Fault.EMPTY)
        if usage is not None:
            yield usage
        if wrong is not None:
            raise wrong from None

    def langchain(self, watch: Watch | None = None) -> "BaseChatModel":
        """The same model for LangChain's agents and tools. Its one exception is ``ModelFault``, raised here too."""
        from agent.drafting.chat.vendor import model

        client, second = self._clients
        return model(self._far, client, second, self._habits, watch or Watch())

    def consult(
        self,
        system: str,
        question: str,
        tools: "Sequence[Tool]",
        most: int,
        watch: Watch | None = None,
    ) -> "Iterator[str | Usage | Called]":
        """An answer that may use tools, at most so often, as it comes. ``ModelFault`` where there is none, or no whole one.

        Closing the iterator stops the model within a moment, whatever it is at; all of it may take as long as one answer.
        """
        consulted = self._consulted(system, question, tools, most, watch)
        with journal.timed("model", tools=True) as facts, closing(consulted) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                _count(piece, facts)
                yield piece

    def _consulted(
        self, system: str, question: str, tools: "Sequence[Tool]", most: int, watch: Watch | None
    ) -> "Iterator[str | Usage | Called]":
        from agent.drafting.chat.tooling import consulted

        heard, line, habits = watch or Watch(), Line(), self._habits
        # The agent waits for its own threads, so it is waited for from outside, by whoever may have to stop.
        own = Watch(heard.retrying, lambda: line.gone.is_set() or heard.stopped())
        model = self.langchain(own)
        patience = Patience(math.inf, time.monotonic() + self.terms.total, heard.stopped)
        aloud = habits.thinks_aloud
        try:
            with (
                closing(
                    awaited(
                        lambda: consulted(model, system, question, tools, most, aloud=aloud), line, patience
                    )  # type: ignore[type-var]
                ) as pieces,
                journal.timed("model", tools=True) as facts,
            ):
                for piece in pieces:
                    _count(piece, facts)
                    yield piece
        except Stopped:
            raise self._far.fault(Fault.STOPPED) from None
        except Overtime:
            raise self._far.fault(Fault.LATE) from None
        except Unopened:
            habits.thinks_aloud = True
            raise self._mixed() from None

    def _mixed(self) -> ModelFault:
        return self._far.fault(Fault.GARBLED, remark="思考过程混进了正文，再请求一次就会分开")

    @cached_property
    def _far(self) -> "Far":
        from agent.drafting.chat.vendor import Far

        where = address(self._url)
        secrets = (self._key,)
        if where is None:
            raise fault(Fault.ADDRESS, self._model, secrets=secrets)
        if not self._key and self._url is None:
            raise fault(Fault.NO_KEY, self._model)
        if not (self._key.isascii() and self._key.isprintable()) or " " in self._key:
            raise fault(Fault.KEY, self._model, remark="里面有空格、汉字或看不见的字符")
        return Far(self._model, where, self._key, self.terms)

    @cached_property
    def _clients(self) -> tuple[Any, Any]:
        from agent.drafting.chat.wire import Noticed, client, no_async_client

        try:
            return client(self._far.address.local, self.terms.timeout), no_async_client()
        except Noticed as noticed:
            raise self._far.fault(noticed.kind, noticed.said) from None

    @property
    def _habits(self) -> Any:
        return habits_of(self._far.address.url, self._model)


def _count(piece: object, facts: dict[str, journal.Fact]) -> None:
    """What an answer cost, as far as the far side says it."""
    if isinstance(piece, Usage):
        for name, tokens in (("tokens_in", piece.asked), ("tokens_out", piece.answered)):
            facts[name] = int(facts.get(name, 0)) + tokens


def _cost(chunk: Any) -> Usage | None:
    cost = getattr(chunk, "usage_metadata", None)
    return Usage(cost["input_tokens"], cost["output_tokens"]) if cost else None
