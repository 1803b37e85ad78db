"""Drafts of a run that is under way: what was written is kept at once, whatever ends the run, and not asked for again.

::

    FOLDER/under-way/NAME.txt    a draft
    FOLDER/under-way/NAME.json   what it was written from, what became of it, how long it took; written last
    FOLDER/written/              the same of the last run that came to its end, for people
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agent.errors import BadInput, Problem
from agent.workflow.outcome import write_beside
from eval.writers.writing import Made

_UNDER_WAY, _WRITTEN = "under-way", "written"


def under_way(folder: Path, *, fresh: bool) -> Path:
    """The folder for the drafts of this run; with ``fresh`` those of an earlier one that was stopped are gone."""
    place = folder / _UNDER_WAY
    with _told(place):
        if fresh:
            shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, exist_ok=True)
    return place


def finished(folder: Path) -> Path:
    """The run has come to its end: its drafts take the last one's place, and the next run begins from nothing."""
    place, written = folder / _UNDER_WAY, folder / _WRITTEN
    with _told(written):
        shutil.rmtree(written, ignore_errors=True)
        place.rename(written)
    return written


def kept(folder: Path, name: str, asked: dict[str, Any]) -> Made | None:
    """The draft of that name, where it was written from the same; None where it has to be written."""
    try:
        record = json.loads((folder / f"{name}.json").read_text("utf-8"))
        return Made.of_json(record["made"]) if record["asked"] == digest(asked) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, name: str, asked: dict[str, Any], made: Made) -> Path:
    """Keep it; the text's path."""
    path = folder / f"{name}.txt"
    write_beside(path, made.text.encode())
    record = {"asked": digest(asked), "made": made.as_json()}
    write_beside(folder / f"{name}.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def seconds(folder: Path, name: str) -> float | None:
    """How long a draft took; None where nobody kept that."""
    try:
        return float(json.loads((folder / f"{name}.json").read_text("utf-8"))["made"]["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def digest(asked: dict[str, Any]) -> str:
    """Of everything that a draft depends on."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"写不进去（系统错误 {error.errno}）"
        raise BadInput([Problem(what, str(place), "请检查磁盘空间和写入权限，或换一个位置")]) from error
