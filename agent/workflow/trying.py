"""Whether a model or an embedding answers: one short question, with little patience."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.workflow.apart import unless

if TYPE_CHECKING:
    from agent.drafting.chat import Chat
    from corpus.index.embedding import Embedding

# Seconds without a word, and in all. Loading a large model for the first time takes longer; then the sentence says so.
PATIENCE, LONGEST = 20.0, 30.0
_QUESTION = "请只回答两个字：收到"
_SENTENCE = "全年收到政府信息公开申请，均按期办结"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Tried:
    """It answered: what, shortened, and after how many seconds."""

    model: str
    words: str
    seconds: float


@dataclass(frozen=True, slots=True)
class TriedEmbedding:
    """It gave a vector: of how many numbers, and after how many seconds."""

    name: str
    numbers: int
    seconds: float


def try_embedding(embedding: "Embedding", stopped: Callable[[], bool]) -> TriedEmbedding:
    """Ask for one vector. ``Unavailable`` with its sentence where there is none, or it was stopped."""
    began = time.monotonic()
    vector = unless(stopped, lambda: embedding.query(_SENTENCE))
    return TriedEmbedding(embedding.name, len(vector), time.monotonic() - began)


def try_model(chat: "Chat", stopped: Callable[[], bool]) -> Tried:
    """Ask once. ``ModelFault`` with its sentence where there is no answer; it may be stopped at any moment."""
    from agent.drafting.chat import Message, Watch

    terms = chat.terms
    chat.terms = replace(
        terms, timeout=min(terms.timeout, PATIENCE), total=min(terms.total, LONGEST), retries=0
    )
    began = time.monotonic()
    pieces = chat.stream([Message("user", _QUESTION)], Watch(stopped=stopped))
    words = "".join(piece for piece in pieces if isinstance(piece, str))
    return Tried(chat.name, " ".join(words.split())[:_SHOWN], time.monotonic() - began)
