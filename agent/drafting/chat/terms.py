"""On what terms a model is asked, and who watches. Values only."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.errors import ModelFault


@dataclass(frozen=True, slots=True)
class Terms:
    """``timeout``: seconds of silence, between pieces too. ``total``: seconds of one call with all its repetitions.

    ``max_tokens``: of one answer, thinking included. ``retries``: how often it is asked again where that may help, after
    ``backoff`` seconds, twice as long each time, or after what the far side asks for up to ``longest_wait`` seconds.
    ``seed`` asks for the same answer to the same question, as far as the far side can give it; None: it is not sent.
    """

    temperature: float = 0.3
    max_tokens: int = 2048
    timeout: float = 60.0
    total: float = 300.0
    retries: int = 2
    backoff: float = 1.0
    longest_wait: float = 30.0
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """The model is about to be asked again: the how-manieth time (from 1), in how many seconds, and why."""

    number: int
    seconds: float
    fault: ModelFault

    @property
    def notice(self) -> str:
        """In Chinese, for whoever waits."""
        return f"{self.fault}；{self.seconds:.0f}秒后第{self.number}次重试"


def _unheard(_: Retry) -> None:
    """Nobody listens."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """``retrying`` is told of each repetition before its pause; ``stopped`` is asked ten times a second whether to stop."""

    retrying: Callable[[Retry], None] = _unheard
    stopped: Callable[[], bool] = _never
