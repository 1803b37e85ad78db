import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput
from agent.workflow import resuming
from agent.workflow.resuming import Progress, Resuming

INPUT = b"one\ntwo\nthree\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").write_bytes(INPUT)
    return tmp_path


def opened(folder: Path, **options: Any) -> Resuming:
    return Resuming(folder / "out", folder / "in", **{"fresh": False, **options})


def after(lines: int, content: bytes = b"") -> Progress:
    consumed = b"".join(INPUT.splitlines(keepends=True)[:lines])
    return Progress(lines, 0, len(consumed), len(content), sha256(consumed).hexdigest())


def interrupted(run: Resuming, content: bytes, progress: Progress) -> None:
    """Some answers, then Ctrl+C."""

    def go() -> None:
        with run as out:
            out.write(content, progress)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go()


def stopped(folder: Path) -> None:
    """A run that was stopped after two lines."""
    interrupted(opened(folder), b"ONE\nTWO\n", after(2, b"ONE\nTWO\n"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_finished_is_the_target_and_nothing_else(folder: Path) -> None:
    with opened(folder) as out:
        out.write(b"ONE\n", after(1, b"ONE\n"))
        out.finish()
    assert (names(folder), (folder / "out").read_bytes()) == ({"in", "out"}, b"ONE\n")


def test_until_it_is_finished_the_target_is_as_it_was(folder: Path) -> None:
    (folder / "out").write_bytes(b"earlier")
    stopped(folder)
    assert (folder / "out").read_bytes() == b"earlier"


def test_what_was_stopped_is_gone_on_with(folder: Path) -> None:
    stopped(folder)
    with opened(folder) as out:
        assert (out.progress.lines, out.progress.consumed) == (2, 8)
        assert out.digest.hexdigest() == sha256(b"one\ntwo\n").hexdigest()
        assert "前 2 份已经核对过" in out.remark
        out.write(b"THREE\n", after(3))
        out.finish()
    assert (folder / "out").read_bytes() == b"ONE\nTWO\nTHREE\n"


def test_what_was_written_after_the_last_state_is_cut_off(folder: Path) -> None:
    stopped(folder)
    with (folder / "out.partial").open("ab") as stream:
        stream.write(b"THR")
    with opened(folder) as out:
        out.write(b"THREE\n", after(3))
        out.finish()
    assert (folder / "out").read_bytes() == b"ONE\nTWO\nTHREE\n"


def test_what_is_added_to_the_input_is_no_change_of_what_was_consumed(folder: Path) -> None:
    stopped(folder)
    (folder / "in").write_bytes(INPUT + b"four\n")
    assert opened(folder).progress.lines == 2


@pytest.mark.parametrize("content", [b"one\nTWO\nthree\n", b"one\n", b"one\ntwx\nthree\n"])
def test_another_input_is_started_anew_and_said_to_be(folder: Path, content: bytes) -> None:
    stopped(folder)
    (folder / "in").write_bytes(content)
    out = opened(folder)
    assert (out.progress, out.remark) == (Progress(), "上次没有做完，但输入文件已经改过，从头做起")


def test_a_last_line_that_has_grown_is_a_changed_input(folder: Path) -> None:
    (folder / "in").write_bytes(b"one\ntwo")
    digest = sha256(b"one\ntwo").hexdigest()
    interrupted(opened(folder), b"ONE\nTWO\n", Progress(2, 0, 7, 8, digest))
    (folder / "in").write_bytes(b"one\ntwofold\n")
    assert opened(folder).progress == Progress()


def test_other_code_starts_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(folder)
    monkeypatch.setattr(resuming, "code_digest", lambda: "another")
    assert opened(folder).remark == "上次没有做完，但程序已经更新，从头做起"


def test_an_output_that_lost_some_starts_anew(folder: Path) -> None:
    stopped(folder)
    (folder / "out.partial").write_bytes(b"ONE\n")
    assert "不完整" in opened(folder).remark


@pytest.mark.parametrize("state", [b"", b"{", b"[]", b"{}", b'{"progress": {"words": 1}}', b"\xff"])
def test_a_state_that_makes_no_sense_starts_anew(folder: Path, state: bytes) -> None:
    stopped(folder)
    (folder / "out.partial.state").write_bytes(state)
    assert opened(folder).progress == Progress()


def test_fresh_starts_anew_without_a_word(folder: Path) -> None:
    stopped(folder)
    out = opened(folder, fresh=True)
    assert (out.progress, out.remark, (folder / "out.partial").read_bytes()) == (Progress(), "", b"")


def test_what_had_nothing_done_leaves_nothing(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), opened(folder):
        raise KeyboardInterrupt
    assert names(folder) == {"in"}


def test_what_was_read_from_a_pipe_cannot_be_gone_on_with_and_is_not_kept(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    run = Resuming(folder / "out", folder / "pipe", fresh=False)
    interrupted(run, b"ONE\n", after(1, b"ONE\n"))
    assert names(folder) == {"in", "pipe"}


def test_two_runs_never_write_one_output(folder: Path) -> None:
    code = "import sys, time; from pathlib import Path; from agent.workflow.resuming import Resuming\n"
    code += (
        "out = Resuming(Path('out'), Path('in'), fresh=False); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(BadInput, match="另一个进程正在写这个文件"):
            opened(folder)
        other.communicate()


def test_a_long_chinese_name_has_room_for_its_ending(folder: Path) -> None:
    target = folder / f"{'报' * 84}.j"
    interrupted(Resuming(target, folder / "in", fresh=False), b"ONE\n", after(1, b"ONE\n"))
    assert Resuming(target, folder / "in", fresh=False).progress.lines == 1


def test_the_state_never_speaks_of_more_than_is_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resuming, "_INTERVAL", 0)
    with opened(folder) as out:
        out.write(b"ONE\n", after(1, b"ONE\n"))
        out.write(b"TWO\n", replace(after(2), written=8))
        state = json.loads((folder / "out.partial.state").read_bytes())
        assert state["progress"]["written"] == (folder / "out.partial").stat().st_size == 8
        out.finish()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_is_told_and_what_was_certain_stays(folder: Path) -> None:
    stopped(folder)
    out = opened(folder)
    with Path("/dev/full").open("wb") as full:
        os.dup2(full.fileno(), out._stream.fileno())
    with out, pytest.raises(BadInput, match=r"写不进去（系统错误 28）.*会接着做"):
        out.write(b"THREE\n" * 10_000, after(3))
    assert opened(folder).progress.lines == 2
