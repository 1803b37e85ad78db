"""Waiting for a far side without being held by it: pieces come from a thread of their own, the waiting can end at any time.

A read from a network can only be left by the one who reads. So a thread reads, and whoever waits looks ten times a second whether
to go on: when asked to stop, when silence or the whole takes too long, or when nobody wants more, the connection is taken down
and the thread ends by itself.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_LOOK = 0.1
_AHEAD = 64


class Silence(Exception):
    """Nothing came for too long."""


class Overtime(Exception):
    """The whole took too long."""


class Stopped(Exception):
    """Whoever waited asked to stop."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: ``silence`` seconds for a piece, until ``until`` (monotonic) for all; ``stopped`` is asked often."""

    silence: float
    until: float
    stopped: Callable[[], bool] = _never

    def check(self) -> None:
        """Raise where there is no reason to go on."""
        if self.stopped():
            raise Stopped
        if time.monotonic() >= self.until:
            raise Overtime

    def sleep(self, seconds: float) -> None:
        """Wait, to the end or until there is no reason to go on."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, _LOOK))
        self.check()


@dataclass
class Line:
    """One connection, seen from both threads. ``cut`` takes it down, whichever thread reads from it."""

    gone: threading.Event = field(default_factory=threading.Event)
    _down: list[Callable[[], None]] = field(default_factory=list)

    def held(self, down: Callable[[], None]) -> None:
        """The connection stands; ``down`` takes it down. Where nobody wants it any more that happens at once."""
        self._down.append(down)
        if self.gone.is_set():
            down()

    def cut(self) -> None:
        """Take the connection down."""
        self.gone.set()
        for down in self._down:
            down()


@dataclass(frozen=True, slots=True)
class _End(Generic[T]):
    """What ended the pieces; None: they are all there."""

    error: BaseException | None


def awaited(pieces: Callable[[], Iterator[T]], line: Line, patience: Patience) -> Iterator[T]:
    """The pieces as they come. Raises what making them raised, or :class:`Silence`, :class:`Overtime`, :class:`Stopped`."""
    box: queue.Queue[T | _End[T]] = queue.Queue(_AHEAD)
    threading.Thread(target=_read, args=(pieces, box, line), daemon=True, name="model").start()
    try:
        while True:
            item = _next(box, patience)
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        line.cut()


def _next(box: "queue.Queue[T | _End[T]]", patience: Patience) -> "T | _End[T]":
    silent = time.monotonic() + patience.silence
    while True:
        patience.check()
        try:
            return box.get(timeout=_LOOK)
        except queue.Empty:
            if time.monotonic() >= silent:
                raise Silence from None


def _read(pieces: Callable[[], Iterator[T]], box: "queue.Queue[T | _End[T]]", line: Line) -> None:
    end: _End[T] = _End(None)
    try:
        for piece in pieces():
            if not _put(box, piece, line):
                return
    except BaseException as error:  # noqa: BLE001 - it goes to the thread that waits, and is raised there
        end = _End(error)
    _put(box, end, line)


def _put(box: "queue.Queue[T | _End[T]]", item: "T | _End[T]", line: Line) -> bool:
    while not line.gone.is_set():
        try:
            box.put(item, timeout=_LOOK)
        except queue.Full:
            continue
        return True
    return False
