"""Verifying many texts: JSON lines in, JSON lines out, in order, in several processes, in constant memory.

A line is ``{"id", "text", "figures", "previous"}``, and ``"waivers": [...]`` where a person keeps what is objected to. Its
answer is ``{"id", "figures", "claims", "summary"}``, with ``"waivers"`` where the line has them and ``notices`` where there is
something to say of the whole, or ``{"id", "error"}`` where the line cannot be used. One bad line spoils no other, not even one
that kills its process or never ends (:mod:`agent.workflow.pool`). The input is read once, its lines travel as bytes, and only
the processes that judge look into them. A run that was stopped can be gone on with (:mod:`agent.workflow.resuming`).
"""

import json
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from agent.errors import BadInput, NianbaoError, Problem
from agent.figures import FigureSet
from agent.figures.interchange import figures_of
from agent.forms import forms
from agent.forms.conformity import conform, conform_previous
from agent.verify.waiverfile import waivers_of
from agent.workflow.material import LIMIT, open_stream
from agent.workflow.notices import bare_figures, with_notices
from agent.workflow.pool import Stretch, in_order
from agent.workflow.resuming import Progress, Resuming
from agent.workflow.usecases import verify_prose

# Lines, and bytes, that a process is given at a time: enough that handing over costs little next to judging them.
_LINES, _BYTES = 32, 256 * 1024
# Beyond this a line is not opened just to find its id.
_SMALL = 1024 * 1024
# Seconds for a line: a whole report takes a few thousandths of one.
LINE_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class State:
    """How far a batch is. ``consumed`` and ``size`` are bytes of input; ``size`` is None where nobody can say."""

    lines: int
    failed: int
    consumed: int
    size: int | None


def default_workers() -> int:
    """As many as there are cores to run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Batch:
    """One run over a file: ``remark`` says in Chinese what became of an earlier run, "" where there was none.

    ``BadInput`` where input or output cannot be used, then or while it runs; what is done by then is kept.
    """

    def __init__(self, source: Path, target: Path, *, fresh: bool = False) -> None:
        self._stream = open_stream(source)
        try:
            self._out = Resuming(target, source, fresh=fresh)
            self._reader = _Reader(self._stream, source, self._out)
        except BaseException:
            self._stream.close()
            raise
        self.remark = self._out.remark

    def run(self, workers: int, limit: float = LINE_LIMIT) -> Generator[State, None, None]:
        """Judge what is left, line by line of the input, in ``workers`` processes; ``limit`` is in seconds a line.

        Gives the state at the start and whenever answers were written; the output is complete when it ends.
        """
        forms()  # once here, rather than in every process
        with self._stream, self._out as out:
            yield self._state()
            for stretch in in_order(self._reader, workers, verify_line, _lost, limit):
                out.write(stretch.content, _after(out.progress, stretch))
                yield self._state()
            out.finish()

    def _state(self) -> State:
        progress = self._out.progress
        return State(progress.lines, progress.failed, progress.consumed, self._reader.size)


def _after(progress: Progress, stretch: Stretch[Progress]) -> Progress:
    return replace(
        stretch.mark,
        lines=progress.lines + len(stretch.lines),
        failed=progress.failed + stretch.failed,
        written=progress.written + len(stretch.content),
    )


class _Reader:
    """The lines of a file as stretches, each marked with the place and the digest of the input at its end.

    Blank lines are no lines. What is beyond ``LIMIT`` in a line is left out of it. Towards the end of the file the stretches
    become short, so that all processes have work to the last.
    """

    def __init__(self, stream: BinaryIO, source: Path, out: Resuming) -> None:
        self._stream, self._digest, self._at = stream, out.digest, out.progress.consumed
        self._source = source
        self.size = os.fstat(stream.fileno()).st_size if source.is_file() else None
        if self._at:
            stream.seek(self._at)

    def __iter__(self) -> Iterator[Stretch[Progress]]:
        try:
            while True:
                lines = self._lines()
                if not lines:
                    return
                yield Stretch(lines, Progress(consumed=self._at, digest=self._digest.hexdigest()))
        except OSError as error:
            what = f"读到一半读不下去（系统错误 {error.errno}）"
            raise BadInput([Problem(what, str(self._source), "请复制到本机再试")]) from error

    def _lines(self) -> list[bytes]:
        lines: list[bytes] = []
        start, most = self._at, self._share()
        while len(lines) < _LINES and (not lines or self._at - start < most):
            line = self._line()
            if not line:
                break
            if not line.isspace():
                lines.append(line.removesuffix(b"\n"))
        return lines

    def _share(self) -> int:
        left = _BYTES if self.size is None else (self.size - self._at) // 16
        return min(_BYTES, max(1, left))

    def _line(self) -> bytes:
        """The next line, cut at ``LIMIT``; empty at the end."""
        line = piece = self._taken()
        while len(piece) == LIMIT and not piece.endswith(b"\n"):
            piece = self._taken()
        return line

    def _taken(self) -> bytes:
        piece = self._stream.readline(LIMIT)
        self._digest.update(piece)
        self._at += len(piece)
        return piece


def _lost(line: bytes, why: str) -> bytes:
    """The answer to a line that took its process with it; its id where that is found without risk."""
    identity: object = None
    if len(line) <= _SMALL:
        try:
            identity = _record(line).get("id")
        except BadInput:
            identity = None
    return json_line({"id": identity, "error": why})


def verify_line(line: bytes) -> tuple[bytes, bool]:
    """One line's answer or error, and whether it is an answer."""
    identity: object = None
    try:
        record = _record(line)
        identity = record.get("id")
        text = _text(record)
        figures, previous = _pair(record, text)
        waivers = None if record.get("waivers") is None else waivers_of(record["waivers"], "waivers")
        answer = with_notices(verify_prose(text, figures, previous, waivers).as_json(), text, figures)
    except NianbaoError as error:
        return json_line({"id": identity, "error": "；".join(str(error).splitlines())}), False
    except Exception as error:  # noqa: BLE001 - a fault of ours on one line is told on that line and stops no batch
        return json_line({"id": identity, "error": f"程序内部错误：{type(error).__name__}: {error}"}), False
    return json_line({"id": identity, **answer}), True


def json_line(record: dict[str, Any]) -> bytes:
    """A record as one line of UTF-8; half a surrogate pair, which UTF-8 cannot hold, is written as an escape."""
    try:
        return json.dumps(record, ensure_ascii=False, default=float).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, default=float).encode() + b"\n"


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise _bad("这一行不是合法的 JSON", mend="一行一个 JSON 对象，UTF-8 编码") from error
    if not isinstance(record, dict):
        raise _bad("这一行不是 JSON 对象", mend='应当是 {"id", "text", "figures", "previous"}')
    return record


def _text(record: dict[str, Any]) -> str:
    text = record.get("text")
    if not isinstance(text, str):
        raise _bad("没有正文，或正文不是文字", "text", "填写要核对的正文")
    return text


def _pair(record: dict[str, Any], text: str) -> tuple[FigureSet, FigureSet | None]:
    """Both years' figures; without this year's the text is judged by itself."""
    if record.get("figures") is None:
        if record.get("previous") is not None:
            raise _bad("只有上年数据，没有本年数据", "figures", "填写 figures.json 的内容，或去掉 previous")
        return bare_figures(text), None
    figures = _figures(_key(record, "figures"), "figures")
    if record.get("previous") is None:
        return figures, None
    return figures, conform_previous(_figures(_key(record, "previous"), "previous"), figures)


@dataclass(frozen=True)
class _Key:
    """Figures as they came, known by how they are written: that tells true from 1, and costs little next to reading them."""

    written: str
    record: dict[str, Any] = field(compare=False)


def _key(record: dict[str, Any], name: str) -> _Key:
    if not isinstance(record[name], dict):
        raise _bad("没有数据，或不是 figures.json 的内容", name, "填写 figures.json 的内容")
    try:
        return _Key(repr(record[name]), record[name])
    except RecursionError as error:
        raise _bad("数据嵌套太深", name, "填写 figures.json 的内容") from error


@lru_cache(maxsize=64)
def _figures(key: _Key, name: str) -> FigureSet:
    """Lines often share their figures, so each set is read and judged once in a process."""
    return conform(figures_of(key.record, name))


def _bad(what: str, where: str = "", mend: str = "") -> BadInput:
    return BadInput([Problem(what, where, mend)])
