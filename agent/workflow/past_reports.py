"""Past reports brought into the app: kept in the data folder, read in processes of their own, put into the store.

One at a time for a data folder, whoever asks: two would undo each other's work on the same files (:func:`alone`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from agent.errors import BadInput, Problem, Unavailable
from agent.workflow.apart import Stopped, never, read_apart
from agent.workflow.ingesting import Ingest
from agent.workflow.outcome import file_stem, unused, write_beside
from agent.workflow.reading import Reading

if TYPE_CHECKING:
    from corpus.index.chroma import Store

FOLDER = "past"
_LOCK = "ingest.lock"
# A browser's way to put a folder's name before a file's.
_HIDDEN = (".", "~$")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the store of past paragraphs holds. ``units`` are those of which there are reports, by name."""

    reports: int
    paragraphs: int
    units: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shelved:
    """What came of bringing some: how many files are new or changed, known already, and what could not be taken."""

    new: int
    known: int
    problems: tuple[Problem, ...]
    shelf: Shelf


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Whoever puts reports into the store of this data folder does so alone; ``Unavailable`` where somebody else is at it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=0):
            yield
    except Timeout as error:
        raise Unavailable("正在收入另一批往年年报（也可能是 nianbao ingest）；请等它做完") from error
    except OSError as error:
        raise Unavailable(
            f"数据文件夹 {folder} 用不了（系统错误 {error.errno}）；请检查权限，或用 NIANBAO_DATA 另指一个"
        ) from error


def shelf_of(store: "Store") -> Shelf:
    """What is there. ``Unavailable`` where the store does not answer."""
    entries = store.entries().values()
    units = sorted({entry.unit for entry in entries if entry.unit})
    years = sorted({entry.year for entry in entries if entry.year})
    return Shelf(len(entries), len(store), tuple(units), tuple(years))


def shelve(
    store: "Store",
    data: Path,
    files: Sequence[tuple[str, bytes]],
    stopped: Stopped = never,
    say: Say | None = None,
) -> Shelved:
    """Bring files in by name and content; ``say`` hears how far it is. ``Unavailable`` where it was stopped.

    What was done by then stays done. A file that is no report is not kept.
    """
    with alone(data):
        wanted = [(name, content) for name, content in files if not _hidden(name)]
        paths = [_kept(data / FOLDER, name, content) for name, content in wanted]
        run = Ingest(store, paths, _reader(stopped))
        steps = []
        tell = say or _nobody
        tell(f"共 {run.total} 份")
        with closing(run.run()) as running:
            for step in running:
                steps.append(step)
                tell(f"第 {step.done} 份，共 {run.total} 份：{Path(step.file).name}")
                if step.state == "unread":
                    Path(step.file).unlink(missing_ok=True)
                if stopped():
                    raise Unavailable(f"已停止；收入的 {step.done} 份都在库里，其余的没有收入")
    problems = tuple(_short(problem) for step in steps for problem in (*step.problems,))
    new = sum(step.state in ("new", "changed") for step in steps)
    known = sum(step.state in ("same", "unchanged") for step in steps)
    return Shelved(new, known, (*run.problems, *problems), shelf_of(store))


def _nobody(words: str) -> None:
    """Nobody listens."""


def _hidden(name: str) -> bool:
    return Path(name.replace("\\", "/")).name.startswith(_HIDDEN)


def _kept(folder: Path, name: str, content: bytes) -> Path:
    """Where the file is kept: the same content under the same name once. Nothing of the name leads out of the folder."""
    plain = Path(name.replace("\\", "/")).name
    suffix = file_stem(Path(plain).suffix.lstrip(".")) if Path(plain).suffix else ""
    path = folder / (file_stem(Path(plain).stem) + (f".{suffix}" if suffix else ""))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return path
    except OSError as error:
        raise Unavailable(f"数据文件夹 {folder} 用不了（系统错误 {error.errno}）；请检查权限") from error
    path = unused(path)
    write_beside(path, content)
    return path


def _reader(stopped: Stopped) -> Callable[[Sequence[Path]], Iterable[Reading]]:
    def read(paths: Sequence[Path]) -> Iterator[Reading]:
        for path in paths:
            try:
                yield Reading(path, read_apart(path.read_bytes(), path.name, stopped))
            except BadInput as error:
                yield Reading(path, None, error.problems)

    return read


def _short(problem: Problem) -> Problem:
    """With the file's own name for where it is: people know no folder of the program's."""
    return Problem(problem.what, Path(problem.where).name or problem.where, problem.mend)
