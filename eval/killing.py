"""Lives that are killed: what is done in a process of its own until SIGKILL, and what a fresh process finds afterwards."""

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OVER = 1.1  # kills fall within so many times what it takes undisturbed

Say = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """A folder for one life: a copy of the seed in ``data``, an empty ``other``, files in and out."""

    folder: Path

    @property
    def data(self) -> Path:
        """What there was before."""
        return self.folder / "data"

    @property
    def other(self) -> Path:
        """Where something is made anew."""
        return self.folder / "other"

    def file(self, name: str) -> Path:
        """A file that goes out or comes in."""
        return self.folder / name


@dataclass(frozen=True)
class Kind:
    """What is killed. ``ready`` is done before, ``live`` says what it has acknowledged, ``wrong`` names what should not be."""

    name: str
    live: Callable[[Place, Say], None]
    wrong: Callable[[Place, list[str]], Iterator[str]]
    ready: Callable[[Place], None] = lambda _: None


def kills(kind: Kind, times: int, chance: random.Random, seed: Path, folder: Path) -> "Counter[str]":
    """Kill it that many times. What is counted under a name that begins with 错 should not be."""
    outcome: Counter[str] = Counter()
    whole, said = 0.0, [""]
    for turn in range(times + 1):
        place = Place(folder / f"{kind.name}-{turn}")
        shutil.copytree(seed, place.data)
        apart(lambda place=place: kind.ready(place))  # type: ignore[misc]
        if turn == 0:
            whole, said = _life(kind, place, None)
            outcome["不打断用毫秒"] = round(1000 * whole)
        else:
            _, said = _life(kind, place, chance.uniform(0, _OVER * whole))
            outcome["杀"] += 1
            outcome["杀前已做完"] += "done" in said
        outcome.update(apart(lambda place=place, said=said: list(_looked_at(kind, place, said))))  # type: ignore[misc]
        shutil.rmtree(place.folder)
    return outcome


def _looked_at(kind: Kind, place: Place, said: list[str]) -> Iterator[str]:
    yield from (line for line in said if line.startswith("错"))
    try:
        yield from kind.wrong(place, said)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
        yield f"错：看的时候 {type(error).__name__}: {error}"


def _life(kind: Kind, place: Place, seconds: float | None) -> tuple[float, list[str]]:
    """One life, killed after so many seconds; how long it was and what it said."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            kind.live(place, lambda line: void(os.write(writing, f"{line}\n".encode())))
            os.write(writing, b"done\n")
        except BaseException as error:  # noqa: BLE001 - told to whoever counts
            os.write(writing, f"错：{type(error).__name__}: {error}\n".encode())
        os._exit(0)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        said = pipe.read().splitlines()
    os.waitpid(child, 0)
    return time.monotonic() - began, said


def void(_: object) -> None:
    """Nothing."""


def apart(work: Callable[[], Any]) -> Any:
    """What a process of its own makes of it: nothing that it opens is left open here."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            content = json.dumps(work()).encode()
        except BaseException as error:  # noqa: BLE001 - told to whoever counts
            content = json.dumps([f"错：{type(error).__name__}: {error}"]).encode()
        with os.fdopen(writing, "wb") as stream:
            stream.write(content)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        content = stream.read()
    os.waitpid(child, 0)
    return json.loads(content)
