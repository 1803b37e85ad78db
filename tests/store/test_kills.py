import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("times", "options"),
    [(36, []), pytest.param(30, ["--postgres"], marks=pytest.mark.postgres)],
    ids=["sqlite", "postgres"],
)
def test_a_process_that_is_killed_while_it_saves_loses_nothing_that_it_had_acknowledged(
    times: int, options: list[str], request: pytest.FixtureRequest
) -> None:
    if options:
        request.getfixturevalue("postgres")  # says so where there is none
    command = [sys.executable, "-m", "eval.store_kills", "--times", str(times), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"杀 {times}" in done.stdout
    saves = re.search(r"已确认的保存 (\d+)", done.stdout)
    assert saves is not None
    assert int(saves[1]) > times


def test_what_takes_long_can_be_killed_at_any_moment_and_done_again() -> None:
    """One kill of each: a backup, a restore, bundles, last year's report, past reports, a final version, a migration."""
    command = [sys.executable, "-m", "eval.work_kills", "--times", "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("杀 1") == 8
    assert "错" not in done.stdout
