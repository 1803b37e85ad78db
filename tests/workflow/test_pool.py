import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.errors import Unavailable
from agent.workflow import pool
from agent.workflow.pool import Stretch, in_order

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed here")


def shout(line: bytes) -> tuple[bytes, bool]:
    """Upper case, and what the line asks for."""
    word, _, rest = line.partition(b" ")
    if word == b"sleep":
        time.sleep(float(rest))
    elif word == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == b"once" and not (mark := Path(rest.decode())).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return line.upper() + b"\n", word != b"wrong"


def lost(line: bytes, why: str) -> bytes:
    return b"lost " + line + b": " + why.encode() + b"\n"


def stretches(lines: list[bytes], size: int) -> Iterator[Stretch[int]]:
    for at in range(0, len(lines), size):
        yield Stretch(lines[at : at + size], at)


def answers(lines: list[bytes], size: int = 4, workers: int = 2, limit: float = 30) -> list[bytes]:
    return [
        each
        for stretch in in_order(stretches(lines, size), workers, shout, lost, limit)
        for each in stretch.content.splitlines()
    ]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_answers_come_in_the_order_of_the_lines(workers: int) -> None:
    lines = [b"sleep 0.05", *(b"n%d" % n for n in range(50))]
    assert answers(lines, workers=workers) == [line.upper() for line in lines]


def test_a_stretch_that_takes_long_is_answered_in_several_messages_and_one_piece() -> None:
    lines = [b"a", b"sleep 0.25", b"b", b"sleep 0.25", b"c"]
    assert answers(lines, size=5, workers=1) == [line.upper() for line in lines]


def test_errors_are_counted() -> None:
    done = list(in_order(stretches([b"a", b"wrong 1", b"wrong 2"], 3), 1, shout, lost, 30))
    assert [stretch.failed for stretch in done] == [2]


def test_the_line_that_kills_is_the_only_one_lost() -> None:
    lines = [b"a", b"b", b"die", b"c", b"d", b"e"]
    got = answers(lines)
    assert got[2].startswith("lost die: 核对进程意外中止".encode())
    assert [each for n, each in enumerate(got) if n != 2] == [b"A", b"B", b"C", b"D", b"E"]


def test_a_line_that_kills_alone_in_its_stretch_is_tried_again_and_lost() -> None:
    assert answers([b"die", b"a"], size=1)[1] == b"A"


def test_a_process_that_dies_for_another_reason_loses_nothing(tmp_path: Path) -> None:
    line = f"once {tmp_path / 'mark'}".encode()
    assert answers([b"a", line, b"b"], size=3) == [b"A", line.upper(), b"B"]


def test_a_line_that_never_ends_is_given_up_and_the_rest_goes_on() -> None:
    got = answers([b"a", b"sleep 600", b"b", b"c"], limit=0.3)
    assert got == [b"A", "lost sleep 600: 核对超过 0.3 秒，已放弃".encode(), b"B", b"C"]


def test_slow_lines_within_the_limit_are_not_given_up() -> None:
    lines = [b"sleep 0.3"] * 4
    assert answers(lines, workers=1, limit=0.6) == [line.upper() for line in lines]


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(pool, "_tell", refuse)
    with pytest.raises(Unavailable, match="核对进程启动不了"):
        answers([b"a"])


def test_lines_are_taken_only_as_they_are_needed() -> None:
    taken = 0

    def source() -> Iterator[Stretch[None]]:
        nonlocal taken
        while True:
            taken += 1
            yield Stretch([b"a"], None)

    done = in_order(source(), 2, shout, lost, 30)
    for _ in range(5):
        next(done)
    done.close()
    assert taken < 40


def test_no_process_is_left_when_the_answers_are_not_wanted_any_more() -> None:
    done = in_order(stretches([b"pid"] * 40, 1), 2, lambda _: (b"%d\n" % os.getpid(), True), lost, 30)
    process = int(next(done).content)
    done.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
