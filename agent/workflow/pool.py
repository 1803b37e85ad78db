"""Work on many lines in several processes: in order, in constant memory, and whatever a line does to its process.

The parent only moves bytes. It hands a *stretch* of lines to a process that has nothing to do; the process answers in one
message or, where that takes long, in several; the answers of a stretch are put together, and stretches come out in the
order in which they went in.

A process that dies, or that says nothing for longer than the time limit, is replaced, and what it left is given out again
one line at a time. The line that it happens to again gets ``lost`` for an answer; no other line does. So a line that never
ends holds up one process for the limit, and for the limit once more where others were handed out with it.
"""

import contextlib
import multiprocessing
import signal
import struct
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from agent.errors import Unavailable

# A line's answer with its newline, and whether it is an answer rather than an error.
Judge = Callable[[bytes], tuple[bytes, bool]]
# The answer to a line that cannot be had, given why in Chinese.
Lost = Callable[[bytes, str], bytes]
Mark = TypeVar("Mark")

# Stretches under way for each process: memory stays at this much whatever the input.
_AHEAD = 3
# A process with answers in hand keeps them no longer than this, in seconds.
_PATIENCE = 0.2
_HEAD = struct.Struct("<II")
# Forking costs nothing where it is safe, and what the parent has loaded is there already.
_CONTEXT = multiprocessing.get_context("fork" if sys.platform == "linux" else None)


@dataclass
class Stretch(Generic[Mark]):
    """Some lines of the input, one after the other, none with a newline in it. ``mark`` is the caller's own.

    When it comes out, ``content`` has an answer a line and ``failed`` says how many of those are errors.
    """

    lines: Sequence[bytes]
    mark: Mark
    failed: int = 0
    left: int = field(init=False)
    _parts: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = len(self.lines)

    def take(self, start: int, count: int, failed: int, content: bytes) -> None:
        """Answers to ``count`` lines from ``start`` on."""
        self._parts[start] = content
        self.left -= count
        self.failed += failed

    @property
    def content(self) -> bytes:
        """All answers there are, in the order of the lines."""
        return b"".join(self._parts[start] for start in sorted(self._parts))


@dataclass
class _Piece(Generic[Mark]):
    """Lines of a stretch that one process is to answer, from ``start`` to ``stop``; ``again``: a process was lost over them."""

    stretch: Stretch[Mark]
    start: int
    stop: int
    again: bool = False


class _Worker(Generic[Mark]):
    """One process and what it has in hand; idle where that is nothing."""

    def __init__(self, judge: Judge) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(
            target=_work, args=(theirs, self.connection, judge), daemon=True
        )
        self.process.start()
        theirs.close()
        self.piece: _Piece[Mark] | None = None
        self.ready = False
        self.heard = time.monotonic()

    def give(self, piece: _Piece[Mark]) -> None:
        self.piece, self.heard = piece, time.monotonic()
        # A process that has gone is noticed where its answer is awaited.
        with contextlib.suppress(BrokenPipeError, ConnectionError):
            self.connection.send_bytes(b"\n".join(piece.stretch.lines[piece.start : piece.stop]))

    def hear(self) -> None:
        """Take one message; ``EOFError`` or ``OSError`` where the process has gone."""
        message = self.connection.recv_bytes()
        self.ready, self.heard = True, time.monotonic()
        count, failed = _HEAD.unpack_from(message)
        if count and (piece := self.piece):
            piece.stretch.take(piece.start, count, failed, message[_HEAD.size :])
            piece.start += count
            self.piece = piece if piece.start < piece.stop else None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def in_order(
    stretches: Iterable[Stretch[Mark]],
    workers: int,
    judge: Judge,
    lost: Lost,
    limit: float,
    *,
    work: str = "核对",
) -> Generator[Stretch[Mark], None, None]:
    """Every stretch, answered, in the order given.

    ``limit``: seconds that a line may take; ``work``: what is done with it, in Chinese. ``Unavailable`` where no process can be
    started.
    """
    pool = _Pool[Mark](iter(stretches), judge, lost, limit, work)
    try:
        pool.start(workers)
        while pool.more():
            pool.hand_out()
            yield from pool.finished()
            pool.listen()
    finally:
        pool.end()


class _Pool(Generic[Mark]):
    def __init__(
        self, source: Iterator[Stretch[Mark]], judge: Judge, lost: Lost, limit: float, work: str
    ) -> None:
        self._work = work
        self._source: Iterator[Stretch[Mark]] | None = source
        self._judge, self._lost, self._limit = judge, lost, limit
        self._workers: list[_Worker[Mark]] = []
        self._under_way: deque[Stretch[Mark]] = deque()
        self._again: deque[_Piece[Mark]] = deque()

    def start(self, workers: int) -> None:
        for _ in range(workers):
            self._workers.append(self._worker())

    def _worker(self) -> _Worker[Mark]:
        try:
            return _Worker(self._judge)
        except OSError as error:
            raise _cannot_start(self._work) from error

    def end(self) -> None:
        for worker in self._workers:
            worker.end()

    def more(self) -> bool:
        return self._source is not None or bool(self._under_way)

    def hand_out(self) -> None:
        for worker in self._workers:
            if worker.piece is None and (piece := self._next()):
                worker.give(piece)

    def _next(self) -> _Piece[Mark] | None:
        if self._again:
            return self._again.popleft()
        if self._source is None or len(self._under_way) >= _AHEAD * len(self._workers):
            return None
        stretch = next(self._source, None)
        if stretch is None:
            self._source = None
            return None
        self._under_way.append(stretch)
        return _Piece(stretch, 0, len(stretch.lines))

    def finished(self) -> Iterator[Stretch[Mark]]:
        while self._under_way and not self._under_way[0].left:
            yield self._under_way.popleft()

    def listen(self) -> None:
        """Until something was heard, or a process has used up its time."""
        busy = {worker.connection: worker for worker in self._workers if worker.piece}
        if not busy:
            return
        first = min(worker.heard for worker in busy.values()) + self._limit + _PATIENCE
        for connection in wait(list(busy), timeout=max(0.0, first - time.monotonic())):
            self._hear(busy[connection])  # type: ignore[index] # only what was waited for comes back
        for worker in busy.values():
            if worker.piece and time.monotonic() - worker.heard > self._limit + _PATIENCE:
                self._replace(worker, f"{self._work}超过 {self._limit:g} 秒，已放弃", late=True)

    def _hear(self, worker: _Worker[Mark]) -> None:
        try:
            worker.hear()
        except (EOFError, OSError) as error:
            if not worker.ready:
                raise _cannot_start(self._work) from error
            self._replace(worker, f"{self._work}进程意外中止，可能是内存不足", late=False)

    def _replace(self, worker: _Worker[Mark], why: str, *, late: bool) -> None:
        """A fresh process in its place; what it left is done again line by line, unless it was that line alone already."""
        worker.end()
        self._workers[self._workers.index(worker)] = self._worker()
        if (piece := worker.piece) is None:
            return
        if piece.stop - piece.start == 1 and (piece.again or late):
            line = piece.stretch.lines[piece.start]
            piece.stretch.take(piece.start, 1, 1, self._lost(line, why))
            return
        self._again.extend(
            _Piece(piece.stretch, at, at + 1, again=True) for at in range(piece.start, piece.stop)
        )


def _cannot_start(work: str) -> Unavailable:
    return Unavailable(f"{work}进程启动不了，可能是内存不足；请关闭其他程序，或减少 --workers 再试")


def _work(connection: Connection, parents: Connection, judge: Judge) -> None:
    """The life of a process: answer what comes, until the other end is closed."""
    # A forked process has the parent's end too, and would never see it closed.
    parents.close()
    # Ctrl+C goes to every process; the first one stops the others, quietly.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(EOFError, OSError):
        _tell(connection, [])
        while True:
            _answer(connection, connection.recv_bytes().split(b"\n"), judge)


def _answer(connection: Connection, lines: list[bytes], judge: Judge) -> None:
    answers: list[tuple[bytes, bool]] = []
    told = time.monotonic()
    for line in lines:
        answers.append(judge(line))
        if (now := time.monotonic()) - told > _PATIENCE:
            _tell(connection, answers)
            answers, told = [], now
    if answers:
        _tell(connection, answers)


def _tell(connection: Connection, answers: list[tuple[bytes, bool]]) -> None:
    failed = sum(not answered for _, answered in answers)
    content = b"".join(answer for answer, _ in answers)
    connection.send_bytes(_HEAD.pack(len(answers), failed) + content)
