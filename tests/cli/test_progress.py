import io

import pytest

from agent.cli.progress import Progress, progress_line
from agent.workflow.batch import State

START = State(0, 0, 0, 1000)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def told(stream: io.StringIO, seconds: list[float]) -> str:
    """What is said when the work is a line further at each of these moments."""
    clock = Clock()
    progress = Progress(stream, clock)
    progress.at(START)
    for line, now in enumerate(seconds, 1):
        clock.now = now
        progress.at(State(line, 0, line * 100, 1000))
    progress.end()
    return stream.getvalue()


def test_a_line_says_how_far_how_fast_and_how_long() -> None:
    line = progress_line(START, State(25, 0, 250, 1000), 50.0)
    assert line == "已核对 25 份（25.0%），每秒 0.5 份，约剩 2 分 30 秒"


def test_rate_and_remaining_time_are_of_this_run() -> None:
    line = progress_line(State(1000, 0, 500, 1000), State(1100, 0, 600, 1000), 10.0)
    assert line == "已核对 1100 份（60.0%），每秒 10 份，约剩 40 秒"


def test_where_nobody_can_say_how_much_there_is_no_share_is_told() -> None:
    first = State(0, 0, 0, None)
    assert progress_line(first, State(20, 0, 900, None), 2.0) == "已核对 20 份，每秒 10 份"


def test_hours_are_told_without_seconds() -> None:
    assert progress_line(START, State(1, 0, 1, 1000), 10.0).endswith("约剩 2 小时 46 分")


def test_before_anything_is_done_nothing_is_guessed() -> None:
    assert progress_line(START, START, 5.0) == "已核对 0 份（0.0%）"


def test_a_terminal_has_one_line_that_is_rewritten_and_taken_away() -> None:
    text = told(Terminal(), [0.1, 0.6, 1.2])
    assert (text.count("\r\033[K已核对"), text.count("\n")) == (2, 0)
    assert text.endswith("\r\033[K")


def test_elsewhere_a_line_comes_every_half_minute() -> None:
    text = told(io.StringIO(), [1.0, 29.0, 31.0, 40.0, 62.0])
    assert text.splitlines() == [
        "已核对 3 份（30.0%），每秒 0.1 份，约剩 1 分 12 秒",
        "已核对 5 份（50.0%），每秒 0.1 份，约剩 1 分 2 秒",
    ]


@pytest.mark.parametrize("error", [BrokenPipeError, ValueError])
def test_a_stream_that_takes_nothing_stops_the_telling_only(error: type[Exception]) -> None:
    class Gone(io.StringIO):
        tried = 0

        def write(self, text: str) -> int:
            self.tried += 1
            raise error

    gone = Gone()
    told(gone, [31.0, 62.0, 93.0])
    assert gone.tried == 1


def test_no_stream_is_no_fault() -> None:
    Progress(None).say("完成")
