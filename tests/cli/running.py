"""The installed command, run as people run it: in a process of its own."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

NIANBAO = Path(sys.executable).with_name("nianbao")


def run(
    *arguments: object, folder: Path | None = None, timeout: float = 60
) -> "subprocess.CompletedProcess[str]":
    """Its exit code and what it said on both streams."""
    command = [str(NIANBAO), *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False
    )


def refusal(*arguments: object, folder: Path | None = None) -> list[str]:
    """The lines of a refusal, having seen that it is one: exit code 2, and nothing on standard output."""
    done = run(*arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()


def names(folder: Path) -> set[str]:
    """What is in a folder, hidden files too."""
    return {path.name for path in folder.iterdir()}


def unchanged(folder: Path, before: Iterable[str]) -> bool:
    """Whether nothing was left in a folder, half-written or hidden."""
    return names(folder) == set(before)
