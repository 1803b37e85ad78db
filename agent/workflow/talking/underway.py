"""Turns that go on in threads of their own while the page is drawn anew: one at a time for each report, seen by every window.

What a turn says is kept in the store as it comes; here is only what is not kept: what is being done, and text that is coming.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from agent.drafting.conversation import Event, Outcome
from agent.drafting.conversation.events import Proposed, Step, Told, Wrote
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.errors import NianbaoError
from agent.store import Projects
from agent.workflow.talking.entries import Closed, Spoken
from agent.workflow.talking.thread import Thread, say
from agent.workflow.talking.turn import STOPPED, Talking

_FAULT = "程序出错，这一句没有答完；已保存的没有改动。请把运行窗口里的提示报告给维护者"
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
# So long a turn that is to be stopped may go on.
_PATIENCE = 1.0
# As much of what comes is shown: its end.
_SHOWN = 600


@dataclass
class Underway:
    """One turn: whose, the sentence, what is being done, and the text that is coming, references and all.

    ``since`` is the number of the entry before it in the conversation. ``talking`` is None until what it takes has been looked
    for.
    """

    projects: Projects
    report: str
    who: str
    asked: str
    since: int
    talking: Talking | None = None
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
        """Have it end with nothing changed; where it does not notice within a moment, it is let go of."""
        self.stopping = True
        if self.talking is not None:
            self.talking.stop()
        patience = threading.Timer(_PATIENCE, self._give_up)
        patience.daemon = True
        patience.start()

    def _give_up(self) -> None:
        """It may be loading or computing something that cannot be interrupted; what comes of that is nobody's."""
        if self.done.is_set():
            return
        if self.talking is not None:
            self.talking.let_go()
        before = Thread.of(self.projects, self.report)
        if not any(isinstance(line.entry, Spoken) for line in before.lines if line.number > self.since):
            say(self.projects, self.report, Spoken(self.asked), who=self.who)
        left = before.closed or Closed(Outcome.STOPPED)
        _tell(self.projects, self.report, STOPPED, self.who)
        say(self.projects, self.report, Closed(Outcome.STOPPED, left.part, left.open), who=self.who)
        self.done.set()
        if self.talking is not None:  # it may have been found just now
            self.talking.let_go()

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

    def begin(
        self, projects: Projects, report: str, prepare: Callable[[], Talking], text: str, *, who: str
    ) -> bool:
        """Begin one; False where another of that report goes on. ``prepare`` may take its time: it is called in the thread."""
        since = Thread.of(projects, report).last
        with self._lock:
            if self.of(report) is not None:
                return False
            turn = self._of[report] = Underway(projects, report, who, text, since)
        threading.Thread(target=_run, args=(turn, prepare), daemon=True, name=f"talking-{report[:8]}").start()
        return True

    def begun(self, report: str, seconds: float) -> None:
        """Wait so long for the one of that report to end, so that what is quick is not shown as going on."""
        if turn := self.of(report):
            turn.done.wait(seconds)

    def of(self, report: str) -> Underway | None:
        """The one that goes on; None where none does."""
        turn = self._of.get(report)
        return turn if turn is not None and not turn.done.is_set() else None


def _run(turn: Underway, prepare: Callable[[], Talking]) -> None:
    try:
        talking = prepare()
        turn.talking = talking
        if turn.done.is_set():
            return
        for event in talking.turn(turn.asked):
            turn.hear(event)
            if turn.stopping:
                talking.stop()
    except Exception as error:
        logging.getLogger(__name__).exception("a turn failed")
        if not turn.done.is_set():
            told = str(error) if isinstance(error, NianbaoError) else _FAULT
            _tell(turn.projects, turn.report, told, turn.who)
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
