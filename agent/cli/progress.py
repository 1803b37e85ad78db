"""How far long work is, on standard error: on a terminal one line that is rewritten, elsewhere a line now and then.

Nobody may be watching: a stream that is closed, full or gone stops the telling and nothing else.
"""

import contextlib
import time
from collections.abc import Callable
from typing import TextIO

from agent.workflow.batch import State

__all__ = ["Progress", "State", "progress_line"]

# Seconds between two tellings, on a terminal and elsewhere.
_TERMINAL, _ELSEWHERE = 0.5, 30.0


class Progress:
    """Tells how far it is. Rate and remaining time are of this run, not of what an earlier one did."""

    def __init__(
        self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic, verb: str = "已核对"
    ) -> None:
        self._stream, self._clock, self._verb = stream, clock, verb
        self._terminal = stream is not None and stream.isatty()
        self._first: State | None = None
        self._began = self._told = clock()
        self._line_open = False

    def at(self, state: State) -> None:
        """The work is this far; told where it is time to."""
        now = self._clock()
        if self._first is None:
            self._first, self._began, self._told = state, now, now
        elif self._due(now):
            self._tell(progress_line(self._first, state, now - self._began, self._verb), now)

    def told(self, line: str) -> None:
        """The work is where that line says; told where it is time to."""
        now = self._clock()
        if self._due(now):
            self._tell(line, now)

    def _due(self, now: float) -> bool:
        return now - self._told > (_TERMINAL if self._terminal else _ELSEWHERE)

    def _tell(self, line: str, now: float) -> None:
        self._told = now
        self._write(f"\r\033[K{line}" if self._terminal else f"{line}\n")
        self._line_open = self._terminal

    def end(self) -> None:
        """Nothing more is coming: leave no line open."""
        if self._line_open:
            self._write("\r\033[K")
            self._line_open = False

    def say(self, sentence: str) -> None:
        """A line of its own."""
        self.end()
        self._write(f"{sentence}\n")

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()
            return
        self._stream = None


def progress_line(first: State, state: State, seconds: float, verb: str = "已核对") -> str:
    """How far it is, how fast, and how long it will take; ``first`` is where this run began, ``seconds`` ago."""
    parts = [f"{verb} {state.lines} 份"]
    if state.size:
        parts[0] += f"（{min(100.0, 100 * state.consumed / state.size):.1f}%）"
    if seconds > 0 and state.lines > first.lines:
        parts.append(f"每秒 {_rate((state.lines - first.lines) / seconds)} 份")
        if state.size and state.consumed > first.consumed:
            left = (state.size - state.consumed) / (state.consumed - first.consumed) * seconds
            parts.append(f"约剩 {_duration(left)}")
    return "，".join(parts)


def _rate(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
