"""Verifying many texts: JSON lines in, JSON lines out, in order, in several processes, in constant memory.

A line is ``{"id", "text", "figures", "previous"}``, and ``"waivers": [...]`` where a person keeps what is objected to. Its
answer is ``{"id", "figures", "claims", "summary"}``, with ``"waivers"`` where the line has them, or ``{"id", "error"}`` where the
line cannot be used. One bad line spoils no other.
"""

import json
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from agent.errors import BadInput, NianbaoError, Problem, Unavailable
from agent.figures import FigureSet
from agent.figures.interchange import figures_of
from agent.forms.conformity import conform, conform_previous
from agent.verify.waiverfile import waivers_of
from agent.workflow.usecases import verify_prose

# Lines a task: enough that handing over costs little, few enough that every worker has some.
_CHUNK = 8
# Chunks that wait for each worker: memory stays at this many lines whatever the input.
_AHEAD = 3


def default_workers() -> int:
    """As many as there are cores to run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def verify_lines(lines: Iterable[bytes], workers: int) -> Iterator[tuple[bytes, bool]]:
    """For every line that is not blank, in order: its answer as one line, and whether it is an answer rather than an error."""
    filled = (line for line in lines if line.strip())
    if workers == 1:
        yield from map(verify_line, filled)
        return
    try:
        with ProcessPoolExecutor(workers, initializer=_ignore_interrupt) as pool:
            waiting: deque[Future[list[tuple[bytes, bool]]]] = deque()
            try:
                while chunk := list(islice(filled, _CHUNK)):
                    waiting.append(pool.submit(_verify_chunk, chunk))
                    if len(waiting) > workers * _AHEAD:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
    except BrokenProcessPool as error:
        raise Unavailable("核对进程意外中止，可能是内存不足；请减少 --workers 再试") from error


def _ignore_interrupt() -> None:
    """Ctrl+C goes to every process; the first one stops the others, quietly."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _verify_chunk(lines: list[bytes]) -> list[tuple[bytes, bool]]:
    return [verify_line(line) for line in lines]


def verify_line(line: bytes) -> tuple[bytes, bool]:
    """One line's answer or error, and whether it is an answer."""
    identity: object = None
    try:
        record = _record(line)
        identity = record.get("id")
        figures, previous = _pair(record)
        waivers = None if record.get("waivers") is None else waivers_of(record["waivers"], "waivers")
        answer = verify_prose(_text(record), figures, previous, waivers).as_json()
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


def _pair(record: dict[str, Any]) -> tuple[FigureSet, FigureSet | None]:
    figures = _figures(_canonical(record, "figures"), "figures")
    if record.get("previous") is None:
        return figures, None
    return figures, conform_previous(_figures(_canonical(record, "previous"), "previous"), figures)


def _canonical(record: dict[str, Any], name: str) -> str:
    if not isinstance(record.get(name), dict):
        raise _bad("没有数据，或不是 figures.json 的内容", name, "填写 figures.json 的内容")
    return json.dumps(record[name], default=str)


@lru_cache(maxsize=64)
def _figures(canonical: str, name: str) -> FigureSet:
    """Lines often share their figures, so each set is read and judged once in a process."""
    return conform(figures_of(json.loads(canonical, parse_float=Decimal, parse_constant=str), name))


def _bad(what: str, where: str = "", mend: str = "") -> BadInput:
    return BadInput([Problem(what, where, mend)])
