"""``nianbao batch`` as people run it: stopped in every way and gone on with, and where it cannot write."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import NIANBAO, names, refusal, run
from tests.samples import record, sample

PROSE = "一、总体情况\n2024年，本机关共收到政府信息公开申请48件，办结政府信息公开申请48件。\n"
COMMAND = [str(NIANBAO), "batch", "in.jsonl", "-o", "out.jsonl", "--workers", "2"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


def written(folder: Path, count: int, repeat: int = 1) -> list[int]:
    one: dict[str, Any] = {"text": PROSE * repeat, "figures": record(sample())}
    lines = (json.dumps({"id": n, **one}) for n in range(count))
    (folder / "in.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return list(range(count))


def ids(folder: Path) -> list[int]:
    return [json.loads(line)["id"] for line in (folder / "out.jsonl").read_bytes().splitlines()]


def started(folder: Path) -> "subprocess.Popen[str]":
    """A run that has made certain some of its answers."""
    run = subprocess.Popen(COMMAND, cwd=folder, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    while not (folder / "out.jsonl.partial.state").exists() and run.poll() is None:
        time.sleep(0.01)
    return run


def workers_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(each) for each in children]


def gone(process: int) -> bool:
    return not Path(f"/proc/{process}/cmdline").exists() or not Path(f"/proc/{process}/cmdline").read_bytes()


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_was_stopped_is_gone_on_with_and_gives_the_same_bytes(
    tmp_path: Path, how: signal.Signals
) -> None:
    written(tmp_path, 400, repeat=8)
    running = started(tmp_path)
    running.send_signal(how)
    _, said = running.communicate(timeout=30)
    assert running.returncode == (-how if how is signal.SIGKILL else 130), said
    assert names(tmp_path) >= {"in.jsonl", "out.jsonl.partial"}
    assert "out.jsonl" not in names(tmp_path)
    again = run(*COMMAND[1:], folder=tmp_path)
    assert (again.returncode, again.stderr.startswith("接着上次做：前 ")) == (0, True), again.stderr
    resumed = (tmp_path / "out.jsonl").read_bytes()
    assert names(tmp_path) == {"in.jsonl", "out.jsonl"}
    assert "接着上次" not in run(*COMMAND[1:], "--fresh", folder=tmp_path).stderr
    assert (tmp_path / "out.jsonl").read_bytes() == resumed


@posix
def test_ctrl_c_says_what_is_kept(tmp_path: Path) -> None:
    written(tmp_path, 400, repeat=8)
    running = started(tmp_path)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert said.endswith("进度已存；再运行同一条命令会接着做\n已中断\n")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_a_killed_process_loses_no_line(tmp_path: Path) -> None:
    expected = written(tmp_path, 400, repeat=8)
    running = started(tmp_path)
    os.kill(workers_of(running.pid)[0], signal.SIGKILL)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, ids(tmp_path)) == (0, expected), said
    assert b'"error"' not in (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_no_process_outlives_a_killed_run(tmp_path: Path) -> None:
    written(tmp_path, 400, repeat=8)
    running = started(tmp_path)
    workers = workers_of(running.pid)
    running.kill()
    running.communicate()
    until = time.monotonic() + 20
    while not all(map(gone, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [each for each in workers if not gone(each)] == []


def test_what_nobody_reads_is_no_reason_to_stop(tmp_path: Path) -> None:
    expected = written(tmp_path, 10)
    code = "import os, sys; os.close(0); r, w = os.pipe(); os.close(r); os.dup2(w, 1); os.dup2(w, 2); os.execv(sys.argv[1], sys.argv[1:])"
    done = subprocess.run([NIANBAO.with_name("python"), "-c", code, *COMMAND], cwd=tmp_path, check=False)
    assert (done.returncode, ids(tmp_path)) == (0, expected)


@posix
def test_streams_that_are_closed_are_no_reason_to_stop(tmp_path: Path) -> None:
    expected = written(tmp_path, 10)
    command = " ".join(f"'{word}'" for word in COMMAND)
    done = subprocess.run(f"{command} >&- 2>&- <&-", shell=True, cwd=tmp_path, check=False)
    assert (done.returncode, ids(tmp_path)) == (0, expected)


@posix
def test_a_file_beyond_the_size_that_is_allowed_is_told_and_gone_on_with(tmp_path: Path) -> None:
    expected = written(tmp_path, 400, repeat=5)
    limited = "import resource, os, sys, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limited += (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); os.execv(sys.argv[1], sys.argv[1:])"
    )
    done = subprocess.run(
        [NIANBAO.with_name("python"), "-c", limited, *COMMAND],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("out.jsonl：写不进去（系统错误 27）")
    assert (run(*COMMAND[1:], folder=tmp_path).returncode, ids(tmp_path)) == (0, expected)


def test_a_line_without_figures_is_answered(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": PROSE}) + "\n", "utf-8")
    assert run(*COMMAND[1:], folder=tmp_path).returncode == 0
    answer = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert (answer["id"], answer["notices"][0]["kind"]) == (1, "no_figures")


def test_a_partial_output_that_is_a_folder_is_told(tmp_path: Path) -> None:
    written(tmp_path, 1)
    (tmp_path / "out.jsonl.partial").mkdir()
    assert "写不进去" in refusal(*COMMAND[1:], folder=tmp_path)[0]


def test_a_time_limit_that_makes_no_sense(tmp_path: Path) -> None:
    assert refusal(*COMMAND[1:], "--timeout", "0", folder=tmp_path)[0].startswith("--timeout")
