"""A process that saves is killed (SIGKILL) at a random moment, over and over: what it had acknowledged must be there, whole.

The process opens the store, which makes or migrates it, then saves cells three at once, sections, messages and files, and says
each time what has been saved. Afterwards the store is opened again and looked through: nothing acknowledged is missing, the three
cells of a save are always of the same save, and the audit's chain is whole. Every few rounds it begins with an empty database.

::

    python -m eval.store_kills [--times N] [--database URL | --postgres]
"""

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from agent.errors import NianbaoError
from agent.store import Edit, Place, Projects, Saved
from eval.postgres_server import postgres_server, programs

_TOGETHER = [
    Place.cell(f"requests.new.{name}") for name in ("total", "natural_person", "social_organization")
]
_SECTION = Place.section("overview")
_FRESH = 6  # rounds with one database
_LONGEST = 0.5  # seconds until the kill


def main(argv: list[str] | None = None) -> int:
    """1 where anything was lost or half-written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a server of this machine")
    options = parser.parse_args(argv)
    with contextlib.ExitStack() as stack:
        if options.postgres:
            found = programs()
            if found is None:
                print("没有安装 PostgreSQL")
                return 1
            server = stack.enter_context(postgres_server(found, durable=True))
            return _told(kills(options.times, options.seed, server.database))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        return _told(kills(options.times, options.seed, _files(Path(folder))))


def _files(folder: Path) -> Callable[[], str]:
    return lambda: f"sqlite:///{folder / str(time.monotonic_ns()) / 'nianbao.db'}"


def _told(outcome: "Counter[str]") -> int:
    print("，".join(f"{name} {count}" for name, count in sorted(outcome.items())))
    return 1 if any(name.startswith("错") for name in outcome) else 0


def kills(times: int, seed: int, fresh: Callable[[], str]) -> "Counter[str]":
    """Kill it that many times. What is counted under a name that begins with 错 should not be.

    ``fresh`` gives the address of a new, empty database.
    """
    chance = random.Random(seed)
    outcome: Counter[str] = Counter()
    address, known = "", _Known()
    for turn in range(times):
        if turn % _FRESH == 0:
            address, known = fresh(), _Known()
        _round(address, chance.uniform(0, _LONGEST), known, outcome)
    return outcome


@dataclass
class _Known:
    """What must be there: the turns that were acknowledged, with all that belongs to them, and how many saves there were."""

    turns: set[int] = field(default_factory=set)
    there: int = 0


def _round(address: str, seconds: float, known: _Known, outcome: "Counter[str]") -> None:
    """One life and what is left of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(address, writing)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        said = pipe.read().splitlines()
    os.waitpid(child, 0)
    new = {int(line) for line in said if line.isdecimal()}
    outcome.update(line for line in said if line.startswith("错"))
    outcome["杀"] += 1
    outcome["已确认的保存"] += len(new)
    outcome["还没打开就被杀"] += not said
    known.turns |= new
    _looked_through(address, known, outcome)


def _live(address: str, pipe: int) -> None:
    """Save and say so until killed. Numbers go on from what is there."""
    try:
        projects = Projects.open(address, Path("unused"))
        reports = projects.reports()
        report = (reports[0] if reports else projects.create("云岭县人民政府", 2025, "2021", who="李明")).id
        os.write(pipe, b"open\n")
        while True:
            now = projects.contents(report)
            turn = int(now.figures.cells.get(_TOGETHER[0].name, 0)) + 1
            edits = [Edit.of(place, Decimal(turn), now.number(place)) for place in _TOGETHER]
            edits.append(Edit.of(_SECTION, [f"{turn}" + "公开" * 2000], now.number(_SECTION)))
            if not isinstance(projects.save(report, edits, who="李明"), Saved):
                os.write(pipe, "错：无端的冲突\n".encode())
                os._exit(1)
            projects.say(report, "报告", {"turn": turn}, who="李明")
            if turn % 3 == 0:
                projects.bring_file(report, _file(turn), bytes(50_000) + str(turn).encode(), who="李明")
            os.write(pipe, f"{turn}\n".encode())
    except NianbaoError as error:
        os.write(pipe, f"错：{error}\n".encode())
    os._exit(1)


def _looked_through(address: str, known: _Known, outcome: "Counter[str]") -> None:
    """Count what is wrong."""
    try:
        projects = Projects.open(address, Path("unused"))
    except NianbaoError as error:
        outcome[f"错：打不开（{error}）"] += 1
        return
    if not projects.verify_chain().whole:
        outcome["错：链断了"] += 1
    reports = projects.reports()
    if reports:
        outcome.update(_wrong(projects, reports[0].id, known))
    elif known.turns:
        outcome["错：报告丢了"] += 1
    projects.close()


def _wrong(projects: Projects, report: str, known: _Known) -> Iterator[str]:
    now = projects.contents(report)
    values = {int(now.figures.cells.get(place.name, 0)) for place in _TOGETHER}
    if len(values) != 1:
        yield "错：只保存了一半"
    there = max(values)
    section = now.sections.get(_SECTION.name, ["0"])[0].partition("公")[0]
    if section != str(there):
        yield "错：正文和数据不是同一次保存"
    if not max(known.turns, default=0) <= there <= max(known.there, *known.turns, 0) + 1:
        yield "错：确认过的保存丢了"
    known.there = there
    history = [each.content for each in projects.history(report, _TOGETHER[0])]
    if history != [Decimal(number) for number in range(1, there + 1)]:
        yield "错：版本缺了"
    if not known.turns <= {each.value["turn"] for each in projects.conversation(report, "报告")}:
        yield "错：确认过的对话丢了"
    files = {each.name: each.id for each in projects.files(report)}
    if not {_file(turn) for turn in known.turns if turn % 3 == 0} <= set(files):
        yield "错：确认过的文件丢了"
    for name, number in files.items():
        if not projects.file_content(report, number).endswith(name.removesuffix(".bin").encode()):
            yield "错：文件不是原来的"


def _file(turn: int) -> str:
    return f"{turn}.bin"


if __name__ == "__main__":
    sys.exit(main())
