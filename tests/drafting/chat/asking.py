"""Asking a model on this machine, with little patience."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from agent.drafting.chat import Chat, Message, Retry, Terms, Watch
from agent.drafting.writers import Usage
from agent.errors import ModelFault

KEY = "sk-test-2f9c81d07be4"
QUICK = Terms(timeout=0.8, total=12.0, backoff=0.02, longest_wait=1.5, max_tokens=200)
PROMPT = (
    "请为云岭县人民政府写年度报告的这一部分：依申请公开。\n\n"
    "- {{requests.new.total|件}} = 48件（全年新收申请）\n- {{requests.closed.total|件}} = 48件（办理结果）\n"
)
TURNS = (Message("system", "规矩"), Message("user", PROMPT))


@dataclass
class Heard:
    """What came of one question. ``seconds`` is how long it took."""

    text: str = ""
    usage: Usage | None = None
    retries: list[Retry] = field(default_factory=list)
    fault: ModelFault | None = None
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        return self.fault.kind if self.fault else "answered"


def ask(
    model: str, url: str | None, *, key: str | None = KEY, terms: Terms = QUICK, watch: Watch | None = None
) -> Heard:
    """Ask once and take down everything."""
    heard = Heard()
    began = time.monotonic()
    try:
        for piece in Chat(model, url, key, terms).stream(TURNS, watch or Watch(heard.retries.append)):
            if isinstance(piece, Usage):
                heard.usage = piece
            else:
                heard.text += piece
    except ModelFault as fault:
        heard.fault = fault
    heard.seconds = time.monotonic() - began
    return heard


def comes(true: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
