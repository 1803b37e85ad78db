"""One input, read in a process that may be lost over it: what became of it, and whether anything was left behind."""

import json
import os
import re
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from agent.errors import NianbaoError
from agent.workflow.pool import Stretch, in_order
from agent.workflow.reading import MEMORY, limit_memory
from eval.fuzz.doors import Door, door

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ROOT = str(Path(__file__).resolve().parents[2])
_LONGEST = 100_000
# Seconds beyond what an input may take, before its process is given up.
_GRACE = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state``: ``read``, ``refused``, ``memory`` (refused for want of it) or ``fault``. ``said`` is the refusal or the fault.

    ``mark`` tells faults apart: two with one mark are most likely one. ``peak`` is what its process then holds in MB.
    """

    number: int
    state: str
    said: str = ""
    mark: str = ""
    seconds: float = 0.0
    peak: int = 0


@cache
def samples(name: str) -> tuple[bytes, ...]:
    """The real files of a door, made once, before processes are forked."""
    return door(name).samples()


def made(name: str, seed: int, number: int) -> bytes:
    """The input of that number, the same every time. Every hundredth is a real file as it is."""
    chance = Random(f"{seed} {name} {number}")
    sample = chance.choice(samples(name))
    return sample if number % 100 == 0 else door(name).spoil(chance, sample)


def outcomes(name: str, seed: int, numbers: Sequence[int], processes: int) -> Iterator[Outcome]:
    """What becomes of the inputs of those numbers, in their order."""
    samples(name)
    lines = (_line(door=name, seed=seed, number=number) for number in numbers)
    yield from _tried(lines, processes, door(name).seconds)


def outcome_of(name: str, path: Path) -> Outcome:
    """What becomes of a file, in a process of its own."""
    return next(_tried(iter([_line(door=name, path=str(path), number=0)]), 1, door(name).seconds))


def _tried(lines: Iterator[bytes], processes: int, seconds: float) -> Iterator[Outcome]:
    stretches = (Stretch([line], None) for line in lines)
    with closing(in_order(stretches, processes, _judged, _lost, seconds + _GRACE)) as done:
        for stretch in done:
            yield Outcome(**json.loads(stretch.content))


def _line(**told: Any) -> bytes:
    return json.dumps(told).encode()


def _lost(line: bytes, why: str) -> bytes:
    return _line(**asdict(Outcome(json.loads(line)["number"], "fault", why, why)))


def _judged(line: bytes) -> tuple[bytes, bool]:
    told = json.loads(line)
    limit_memory(MEMORY)
    _own_folder(tempfile.gettempdir(), os.getpid())
    one = door(told["door"])
    path = told.get("path")
    content = Path(path).read_bytes() if path else made(one.name, told["seed"], told["number"])
    outcome = _read(one, told["number"], content)
    return _line(**asdict(outcome)), outcome.state != "fault"


def _read(one: Door, number: int, content: bytes) -> Outcome:
    one.ready()
    before, began = _held(), time.monotonic()
    said = mark = ""
    state = "read"
    try:
        one.read(content)
    except NianbaoError as error:
        state, said = "refused", str(error)
        mark = "" if _CHINESE.search(said) and len(said) < _LONGEST else "not a sentence for users"
    except MemoryError:
        state, said = "memory", "内存不够"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        said = "".join(traceback.format_exception(error))[-4000:]
        mark = f"{type(error).__name__} at {_where(error)}"
    seconds = time.monotonic() - began
    if seconds > one.seconds:
        said, mark = f"{seconds:.1f} s", mark or "slow"
    mark = mark or _left_behind(before)
    return Outcome(number, "fault" if mark else state, said, mark, round(seconds, 3), _size())


def _where(error: BaseException) -> str:
    """The last of our own lines that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if each.filename.startswith(_ROOT) and "/.venv/" not in each.filename]
    last = (ours or list(frames))[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


# --- what is left behind ------------------------------------------------------------------------------------------


def _held() -> tuple[set[str], int, int]:
    """The temporary files, open files and child processes of this moment."""
    here = Path("/proc/self")
    if not here.is_dir():
        return set(_temporary()), 0, 0
    children = (here / "task" / str(os.getpid()) / "children").read_text("ascii").split()
    return set(_temporary()), len(list((here / "fd").iterdir())), len(children)


@cache
def _own_folder(folder: str, process: int) -> None:
    """Temporary files of this process go where no other's are."""
    tempfile.tempdir = str(Path(folder) / f"process-{process}")
    Path(tempfile.tempdir).mkdir(exist_ok=True)


def _temporary() -> list[str]:
    return [each.name for each in Path(tempfile.gettempdir()).iterdir() if not each.name.startswith("store-")]


def _left_behind(before: tuple[set[str], int, int]) -> str:
    files, opened, children = _held()
    if files - before[0]:
        return "left a temporary file"
    if children > before[2]:
        return "left a process"
    return "left files open" if opened > before[1] + 2 else ""


def _size() -> int:
    """What this process holds in memory, in MB; 0 where nobody says."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024
