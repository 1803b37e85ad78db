"""The one door to LangChain's agents: a question, tools that it may use, and what comes of both as it comes.

The model is the same as anywhere (:mod:`.vendor`), so its one exception is ``ModelFault``. Tools take words and give words. How
often they may be used is counted here, whatever the model wants.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.errors import GraphRecursionError

from agent.drafting.chat.thinking import Thinking, Unopened
from agent.drafting.writers.writer import Usage
from agent.errors import NianbaoError

_ENOUGH = "工具用的次数已经够了，请根据已有的结果直接回答。"
_LONGEST = 4_000


@dataclass(frozen=True)
class Tool:
    """Something that a model may ask for. ``arguments``: names with what they mean; ``ends``: the answer ends the question."""

    name: str
    description: str
    arguments: Mapping[str, str]
    answer: Callable[[Mapping[str, str]], str]
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """A tool is used, and what it gave."""

    name: str
    gave: str


@dataclass
class _Counted:
    """How often tools were used, over all of them."""

    most: int
    used: int = 0
    lock: Lock = field(default_factory=Lock)

    def one_more(self) -> bool:
        with self.lock:
            self.used += 1
            return self.used <= self.most


def consulted(
    model: BaseChatModel,
    system: str,
    question: str,
    tools: Sequence[Tool],
    most: int,
    *,
    aloud: bool = False,
) -> Iterator[str | Usage | Called]:
    """The answer as it comes, with what it cost and which tools it took. Closing the iterator lets go of the model.

    ``aloud``: the model is known to think aloud without a mark that opens it. ``Unopened`` where it turns out to.
    """
    counted = _Counted(most)
    graph = create_agent(model, [_tool(each, counted) for each in tools], system_prompt=system)
    stream = graph.stream(
        {"messages": [HumanMessage(question)]},
        {"recursion_limit": 2 * most + 6},
        stream_mode="messages",
    )
    spoken = _Spoken(aloud)
    with closing(stream) as messages:  # type: ignore[type-var]
        try:
            for message, _ in messages:
                yield from spoken.heard(message)
        except GraphRecursionError:
            # It would have gone on for ever; what it said so far is its answer.
            return
        finally:
            rest = spoken.rest()
        yield from rest


class _Spoken:
    """What a model says over several answers, without what it thinks aloud in each."""

    def __init__(self, aloud: bool) -> None:
        self._aloud = aloud
        self._thinking, self._id = Thinking(held=aloud), ""

    def heard(self, message: Any) -> Iterator[str | Usage | Called]:
        if not isinstance(message, AIMessageChunk):
            yield Called(str(getattr(message, "name", "")), str(message.content))
            return
        if message.id != self._id:
            yield from self.rest()
            self._id = message.id or ""
        cost = message.usage_metadata
        if cost:
            yield Usage(cost["input_tokens"], cost["output_tokens"])
        if piece := self._thinking.feed(str(message.content)):
            yield piece

    def rest(self) -> list[str]:
        """What is still held back of an answer that is over; nothing of one that was only thinking."""
        try:
            piece = self._thinking.rest()
        except Unopened:
            piece = ""
        self._thinking = Thinking(held=self._aloud)
        return [piece] if piece else []


def _tool(tool: Tool, counted: _Counted) -> BaseTool:
    def run(**given: Any) -> str:
        if not counted.one_more():
            return _ENOUGH
        try:
            return tool.answer({name: str(given.get(name) or "") for name in tool.arguments})[:_LONGEST]
        except NianbaoError as error:
            return str(error)[:_LONGEST]

    schema = {
        "type": "object",
        "properties": {
            name: {"type": "string", "description": said} for name, said in tool.arguments.items()
        },
    }
    return StructuredTool.from_function(
        func=run,
        name=tool.name,
        description=tool.description,
        args_schema=schema,
        return_direct=tool.ends,
        infer_schema=False,
    )
