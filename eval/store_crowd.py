"""Simulated people who work on the same reports at once, and whether anything that was acknowledged is lost afterwards.

Each person opens a report, changes a cell or a section as they have it before them, and waits a little, over and over. Where a
conflict comes back they read again and go on. Everything that was acknowledged is written down by themselves and looked for in
the history afterwards; so is everything that was refused, since that is kept too.
"""

import multiprocessing
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.errors import Unavailable
from agent.forms.library import form_of
from agent.store import Conflict, Edit, Place, Projects, Version

_PARTS = ("overview.requests", "overview.disclosure", "problems", "improvement")
_CHANGED = "".join(f"第{number}句话讲的是今年做了什么，数字在别处。" for number in range(30))


@dataclass
class Outcome:
    """What the crowd saw. ``saves`` and ``opens`` are seconds; ``lost`` names what was acknowledged and is not there."""

    saves: list[float] = field(default_factory=list)
    opens: list[float] = field(default_factory=list)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    faults: tuple[str, ...] = ()

    def p95(self) -> float:
        """In seconds; 0 where nothing was saved."""
        ordered = sorted(self.saves)
        return ordered[int(len(ordered) * 0.95)] if ordered else 0.0


@dataclass
class _Notes:
    """What one person wrote down: report, place, number, text, and whether it was taken."""

    written: list[tuple[str, Place, int, str | None, bool]] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    opens: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def crowd(
    address: str | None,
    folder: Path,
    seconds: float,
    *,
    people: int = 30,
    reports: int = 10,
    think: float = 0.5,
    processes: int = 2,
) -> Outcome:
    """Let them work, then look for everything that was acknowledged. ``think`` is the longest pause between two edits."""
    projects = Projects.open(address, folder)
    ids = [
        projects.create(f"云岭县第{number}镇人民政府", 2025, "2021", who="李明").id
        for number in range(reports)
    ]
    projects.close()
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    shares = [range(start, people, processes) for start in range(processes)]
    every = [
        context.Process(target=_some, args=(address, folder, ids, list(share), seconds, think, answers))
        for share in shares
    ]
    for each in every:
        each.start()
    notes = [note for _ in every for note in answers.get(timeout=seconds + 300)]
    for each in every:
        each.join()
    return _outcome(address, folder, notes)


def _some(
    address: str | None,
    folder: Path,
    ids: list[str],
    who: list[int],
    seconds: float,
    think: float,
    answers: Any,
) -> None:
    """Some of the people, a thread each, in one program."""
    projects = Projects.open(address, folder)
    notes = [_Notes() for _ in who]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_person, args=(projects, ids, number, until, think, note))
        for number, note in zip(who, notes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    projects.close()
    answers.put(notes)


def _person(
    projects: Projects, ids: list[str], number: int, until: float, think: float, note: _Notes
) -> None:
    chance = random.Random(number)
    keys = [each.key for each in form_of("2021").cells][:40]
    report, name = ids[number % len(ids)], f"第{number}位"
    time.sleep(chance.uniform(0, think))
    while time.monotonic() < until:
        try:
            _edit(projects, report, name, chance, keys, note)
        except Unavailable as error:
            note.errors.append(str(error))
        time.sleep(chance.uniform(0, think))


def _edit(
    projects: Projects, report: str, name: str, chance: random.Random, keys: list[str], note: _Notes
) -> None:
    start = time.perf_counter()
    now = projects.contents(report)
    note.opens.append(time.perf_counter() - start)
    if chance.random() < 0.7:
        place, content = Place.cell(chance.choice(keys)), Decimal(chance.randrange(100_000)) / 100
        edit = Edit.of(place, content, now.number(place))
    else:
        place = Place.section(chance.choice(_PARTS))
        edit = Edit.of(place, [{"template": f"{name}{chance.random()}{_CHANGED}"}], now.number(place))
    time.sleep(chance.uniform(0, 0.02))  # somebody else may be quicker
    start = time.perf_counter()
    done = projects.save(report, [edit], who=name)
    note.saves.append(time.perf_counter() - start)
    if isinstance(done, Conflict):
        note.written.append((report, place, 0, edit.text, False))
    else:
        note.written.append((report, place, done.numbers[place], edit.text, True))


def _outcome(address: str | None, folder: Path, notes: list[_Notes]) -> Outcome:
    projects = Projects.open(address, folder)
    histories: dict[tuple[str, Place], tuple[Version, ...]] = {}
    written = [each for note in notes for each in note.written]
    for report, place, *_ in written:
        if (report, place) not in histories:
            histories[report, place] = projects.history(report, place)
    refused = {
        key: Counter(each.text for each in history if not each.kept) for key, history in histories.items()
    }
    lost = []
    for report, place, number, text, kept in written:
        if kept:
            there = histories[report, place][number - 1]
            found = (there.number, there.text, there.kept) == (number, text, True)
        else:
            found = refused[report, place][text] > 0
            refused[report, place][text] -= 1
        if not found:
            lost.append(f"{report} {place.name} 第{number}版")
    chain = projects.verify_chain()
    projects.close()
    return Outcome(
        saves=[each for note in notes for each in note.saves],
        opens=[each for note in notes for each in note.opens],
        conflicts=sum(not kept for *_, kept in written),
        errors=[each for note in notes for each in note.errors],
        lost=lost,
        faults=chain.faults,
    )
