"""Reading many files: whatever is in one of them, the others are read.

Each file is read in a process of its own choosing among a few, with limits on time and memory. A file that takes too long, wants
too much memory or ends its process is one problem, and the next file is read by a fresh process where it must be. Files are
found in folders without going outside of what was named.
"""

import contextlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import BadInput, NianbaoError, Problem
from agent.forms import forms
from agent.workflow.batch import default_workers
from agent.workflow.material import read_report, refused
from agent.workflow.passing import Garbled, heard, told
from agent.workflow.pool import Stretch, in_order

if TYPE_CHECKING:
    from corpus.report import ReadReport

# Seconds and megabytes for one file: an ordinary report takes a tenth of a second, and a hundred megabytes.
LONGEST, MEMORY = 60.0, 1024
_MEGABYTE = 1024 * 1024
BROKE_OFF = "读它的程序中途退出了"
_MEND = "请检查文件来源，或把正文复制到新的 Word 文件里再试"


@dataclass(frozen=True)
class Reading:
    """One file: its report, or None and the problems for which there is none, at least one, each with the file."""

    path: Path
    report: "ReadReport | None"
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be read, in order, each file once; ``problems`` with the paths that are not there or cannot be looked into.

    ``skipped``: what stands in the folders and is no report by its name (hidden files and folders, lock files, other formats),
    and links that lead out of the folder or to another folder.
    """

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Path, ...]


# --- many files ---------------------------------------------------------------------------------------------------


def read_many(
    paths: Sequence[Path], workers: int | None = None, seconds: float = LONGEST, megabytes: int = MEMORY
) -> Iterator[Reading]:
    """Each file's reading, in the order of ``paths``; they may be given up at any point, and no process is left then.

    ``workers`` processes read at the same time, as many as there are cores unless told. ``seconds`` and ``megabytes`` are for
    one file; memory is limited on Linux and other systems that know RLIMIT_AS and keep to it, not on Windows and macOS.
    ``Unavailable`` where no process can be started.
    """
    if not paths:
        return
    forms()  # once here, rather than in every process
    stretches = (Stretch([line_of(path)], path) for path in paths)
    judge, lost = partial(answer_of, megabytes), _lost
    from corpus.report import ReadReport

    count = min(workers or default_workers(), len(paths))
    with closing(in_order(stretches, count, judge, lost, seconds, work="读取")) as done:
        for stretch in done:
            try:
                report, problems = heard(stretch.content, ReadReport)
            except Garbled:
                report, problems = None, (Problem(BROKE_OFF, str(stretch.mark), _MEND),)
            yield Reading(stretch.mark, report, problems)


def read_within_limits(path: Path) -> "ReadReport":
    """The report of one file; ``BadInput`` where it has none, or where reading it takes too long or too much memory."""
    (reading,) = read_many([path], 1)
    if reading.report is None:
        raise BadInput(reading.problems)
    return reading.report


def line_of(path: Path) -> bytes:
    """A path as a line; names that are no UTF-8, or have a newline in them, come through."""
    return json.dumps(str(path)).encode()


def _path(line: bytes) -> Path:
    return Path(json.loads(line))


def answer_of(
    megabytes: int, line: bytes, read: Callable[[Path], object] = read_report
) -> tuple[bytes, bool]:
    """What reading the file that a line names gives, as bytes, and whether it gives anything but problems."""
    path = _path(line)
    try:
        limit_memory(megabytes)
        return told(read(path)), True
    except BadInput as error:
        problems = tuple(placed(problem, path) for problem in error.problems)
    except NianbaoError as error:
        problems = (Problem(str(error), str(path)),)
    except MemoryError:
        problems = (Problem(f"读它需要的内存超过 {megabytes} MB", str(path), _MEND),)
    except Exception as error:  # noqa: BLE001 - a fault of ours on one file is told of that file and loses no other
        what = f"程序内部错误：{type(error).__name__}: {error}"
        problems = (Problem(what, str(path), "请把这一行报告给维护者"),)
    return told(None, problems), False


def _lost(line: bytes, why: str) -> bytes:
    path = _path(line)
    return told(None, (Problem(why, str(path), _MEND),))


def placed(problem: Problem, path: Path) -> Problem:
    """The problem with the whole path: readers know the file's name only, which many folders may have."""
    if problem.where.startswith(str(path)):
        return problem
    within = problem.where.removeprefix(path.name).strip()
    return Problem(problem.what, f"{path} {within}".strip(), problem.mend)


def limit_memory(megabytes: int) -> None:
    """From now on this process may take so much more than it has at its first file.

    Memory that a forked process has from its parent to spare comes on top.
    """
    global _limited
    if _limited:
        return
    _limited = True
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = _taken() + megabytes * _MEGABYTE
    # A system that does not know the limit goes without; the hard limit stays, so that LibreOffice may have its own.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(
            resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )


_limited = False


def _taken() -> int:
    """The address space that this process has already, in bytes; 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


# --- folders ------------------------------------------------------------------------------------------------------


def reports_under(paths: Sequence[Path]) -> Found:
    """The files that are named, and those in the folders that are named, as deep as they go, sorted within each folder.

    A file that is named is taken whatever it is called: reading it says what is wrong with it. Nothing outside the folders is
    looked at: a link to a file counts where the file is in the same folder or below, a link to a folder never.
    """
    search = _Search()
    for path in paths:
        search.named(path)
    return Found(tuple(search.files), tuple(search.problems), tuple(search.skipped))


class _Search:
    def __init__(self) -> None:
        self.files: list[Path] = []
        self.problems: list[Problem] = []
        self.skipped: list[Path] = []
        self._known: set[Path] = set()

    def named(self, path: Path) -> None:
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                self._folder(path)
            elif stat.S_ISREG(mode):
                self._take(path, path.resolve())
            else:
                self.problems.append(Problem("不是文件，也不是文件夹", str(path), "请核对路径"))
        except OSError as error:
            self.problems.append(refused(path, error))

    def _folder(self, top: Path) -> None:
        root = top.resolve()
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                self.problems.append(refused(folder, error))
                continue
            waiting += reversed([Path(entry.path) for entry in entries if self._is_folder(entry)])
            for entry in entries:
                self._entry(entry, root)

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)

    def _entry(self, entry: os.DirEntry[str], root: Path) -> None:
        from corpus.readers import READABLE

        path = Path(entry.path)
        if self._is_folder(entry):
            return
        if entry.name.startswith((".", "~$")) or path.suffix.lower() not in READABLE:
            self.skipped.append(path)
            return
        try:
            real = path.resolve(strict=entry.is_symlink())
            inside = real.is_relative_to(root) and stat.S_ISREG(real.stat().st_mode)
        except (OSError, RuntimeError):
            inside, real = False, path
        if inside:
            self._take(path, real)
        else:
            self.skipped.append(path)

    def _take(self, path: Path, real: Path) -> None:
        if real not in self._known:
            self._known.add(real)
            self.files.append(path)
