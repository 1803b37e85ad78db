"""Turns that go on in threads of their own while the page is drawn anew: one at a time for each report, seen by every window.

What a turn says is kept in the store as it comes; here is only what is not kept: what is being done, and text that is coming.
"""

import logging
import re
import threading
import time
from dataclasses import dataclass, field

from agent.drafting.conversation import Event
from agent.drafting.conversation.events import Proposed, Step, Told, Wrote
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.errors import NianbaoError
from agent.store import Projects
from agent.workflow.talking.thread import say
from agent.workflow.talking.turn import Talking

_FAULT = "程序出错，这一句没有答完；已保存的没有改动。请把运行窗口里的提示报告给维护者"
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
# As much of what comes is shown: its end.
_SHOWN = 600


@dataclass
class Underway:
    """One turn: whose, the sentence, what is being done, and the text that is coming, references and all."""

    who: str
    asked: str
    talking: Talking
    began: float = field(default_factory=time.monotonic)
    doing: str = "正在看这句话"
    wrote: str = ""
    stopping: bool = False
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> int:
        """How long it has gone on."""
        return int(time.monotonic() - self.began)

    def stop(self) -> None:
        """Have it end soon, with nothing changed."""
        self.stopping = True
        self.talking.stop()

    def hear(self, event: Event) -> None:
        """What is shown while it goes on."""
        match event:
            case Step(doing=doing):
                self.doing, self.wrote = doing, ""
            case Wrote(text=text):
                self.wrote += text
            case Proposed():
                self.wrote = ""


class Turns:
    """The turns that go on in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, Underway] = {}

    def begin(self, projects: Projects, report: str, talking: Talking, text: str, *, who: str) -> bool:
        """Begin one; False where another of that report goes on."""
        with self._lock:
            if self.of(report) is not None:
                return False
            turn = self._of[report] = Underway(who, text, talking)
        threading.Thread(
            target=_run, args=(projects, report, turn), daemon=True, name=f"talking-{report[:8]}"
        ).start()
        return True

    def of(self, report: str) -> Underway | None:
        """The one that goes on; None where none does."""
        turn = self._of.get(report)
        return turn if turn is not None and not turn.done.is_set() else None


def _run(projects: Projects, report: str, turn: Underway) -> None:
    try:
        for event in turn.talking.turn(turn.asked):
            turn.hear(event)
    except Exception as error:
        logging.getLogger(__name__).exception("a turn failed")
        _tell(projects, report, str(error) if isinstance(error, NianbaoError) else _FAULT, turn.who)
    finally:
        turn.done.set()


def _tell(projects: Projects, report: str, notice: str, who: str) -> None:
    try:
        say(projects, report, Told(notice), who=who)
    except NianbaoError:
        logging.getLogger(__name__).exception("the store does not take it: %s", notice)


def as_read(text: str, setting: Setting) -> str:
    """Text that is coming with its figures put in; what says nothing yet is ……, a reference that is not whole is left off."""
    whole = text[: text.rfind("{{")] if text.rfind("{{") > text.rfind("}}") else text
    said = _REFERENCE.sub(lambda found: _value(found[0], setting), whole)
    return said if len(said) <= _SHOWN else f"…{said[-_SHOWN:]}"


def _value(reference: str, setting: Setting) -> str:
    realised = realise_in(reference, setting)
    return "……" if isinstance(realised, Missing) else realised.text
