"""Reading one uploaded file in a process of its own, which can be stopped at any moment.

Whatever the file does to it, the app stays up. The app has many threads, so nothing is forked here: a fresh interpreter reads,
under the limits of :mod:`agent.workflow.reading`, and tells what it read so that nothing is run by it
(:mod:`agent.workflow.passing`).
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from agent import journal
from agent.errors import BadInput, NianbaoError, Problem, Unavailable
from agent.figures import FigureSet
from agent.forms.conformity import conform_previous
from agent.workflow.material import LIMIT, Prose, open_before, open_figures, open_prose, read_report, within
from agent.workflow.outcome import file_stem
from agent.workflow.passing import Garbled, heard
from agent.workflow.reading import BROKE_OFF, LONGEST, MEMORY, answer_of, limit_memory, line_of
from agent.workflow.waivers import open_waivers

if TYPE_CHECKING:
    from agent.verify.waiver import Waiver
    from corpus.report import ReadReport

Stopped = Callable[[], bool]
Made = TypeVar("Made")
_LOOK = 0.05
_READ = "import sys; from agent.workflow.apart import answer; answer(sys.argv[1])"
_TRY = "import sys; from agent.workflow.apart import gone_through; gone_through(*sys.argv[1:])"
# What the other process may be asked for, by the word for it.
_READERS: dict[str, Callable[[Path], object]] = {
    "report": read_report,
    "figures": open_figures,
    "before": open_before,
    "prose": open_prose,
    "waivers": open_waivers,
}
_MEND = "请检查文件来源，或把正文复制到新的 Word 文件里再试"


def never() -> bool:
    """Nobody asks to stop."""
    return False


def read_apart(
    content: bytes, name: str, stopped: Stopped = never, seconds: float = LONGEST, megabytes: int = MEMORY
) -> "ReadReport":
    """The report in an upload. ``BadInput`` where there is none, or reading takes too long or too much memory.

    ``Unavailable`` where it was stopped, which is asked twenty times a second, or no process can be started.
    """
    from corpus.report import ReadReport

    return _apart("report", ReadReport, content, name, stopped, seconds, megabytes)


def figures_apart(content: bytes, name: str, stopped: Stopped = never) -> FigureSet:
    """The figures in an upload, fit for their form; refuses as :func:`read_apart` does, with every problem."""
    return _apart("figures", FigureSet, content, name, stopped)


def previous_apart(content: bytes, name: str, figures: FigureSet, stopped: Stopped = never) -> FigureSet:
    """Last year's figures for these, in an upload: figures, or last year's report; refuses likewise."""
    return conform_previous(_apart("before", FigureSet, content, name, stopped), figures)


def prose_apart(content: bytes, name: str, stopped: Stopped = never) -> Prose:
    """The text to verify in an upload; refuses likewise."""
    return _apart("prose", Prose, content, name, stopped)


def waivers_apart(content: bytes, name: str, stopped: Stopped = never) -> tuple["Waiver", ...]:
    """The waivers in an upload; refuses likewise."""
    from agent.verify.waiver import Waiver

    return _apart("waivers", tuple[Waiver, ...], content, name, stopped)


def _apart(
    what: str,
    kind: type[Made],
    content: bytes,
    name: str,
    stopped: Stopped,
    seconds: float = LONGEST,
    megabytes: int = MEMORY,
) -> Made:
    within(Path(name), content, LIMIT)
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        path = _laid(Path(folder), name, content)
        with journal.timed("read", kind=journal.kind_of(name), bytes=len(content)):
            with _process(_READ, f"{megabytes}:{what}:{path}") as process:
                written = _awaited(process, name, stopped, seconds)
            try:
                found, problems = heard(written, kind)
            except Garbled:
                raise BadInput([Problem(BROKE_OFF, name, _MEND)]) from None
            if found is None:
                raise BadInput([_in_upload(problem, folder) for problem in problems])
            return found


def tried_apart(
    path: Path,
    name: str,
    check: str,
    stopped: Stopped = never,
    seconds: float = LONGEST,
    megabytes: int = MEMORY,
) -> None:
    """Have a process of its own go through a file with ``check`` (``"agent.module:function"``, which takes the path).

    ``BadInput`` with what it objects to, or where it takes too long or too much memory; what has passed may be read here.
    """
    with journal.timed("read", kind=journal.kind_of(name), bytes=path.stat().st_size):
        with _process(_TRY, str(megabytes), check, str(path)) as process:
            written = _awaited(process, name, stopped, seconds)
        try:
            problems = [
                Problem(str(what), str(where), str(mend)) for what, where, mend in json.loads(written)
            ]
        except (ValueError, TypeError):
            raise BadInput([Problem(BROKE_OFF, name, "请向导出的人重新要一份")]) from None
        if problems:
            raise BadInput(problems)


def _laid(folder: Path, name: str, content: bytes) -> Path:
    """The upload as a file; ``Unavailable`` where there is no room for it."""
    path = folder / _file_name(name)
    try:
        path.write_bytes(content)
    except OSError as error:
        what = f"临时文件夹 {folder.parent} 写不进去（系统错误 {error.errno}）"
        raise Unavailable(f"{what}，没有读取“{name}”；请腾出空间或检查权限后再试") from error
    return path


def unless(stopped: Stopped, make: Callable[[], Made]) -> Made:
    """What it makes. Whoever stops is answered at once with ``Unavailable``; it ends by itself then, and is thrown away."""
    if stopped is never:
        return make()
    found: list[Made] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.append(make())
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True, name="unless-stopped")
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK)
        if stopped():
            raise Unavailable("已停止")
    if failed:
        raise failed[0]
    return found[0]


def answer(argument: str) -> None:
    """What the other process does: what reading a path gives, on standard output."""
    megabytes, what, path = argument.split(":", 2)
    content, _ = answer_of(int(megabytes), line_of(Path(path)), _READERS[what])
    sys.stdout.buffer.write(content)


def gone_through(megabytes: str, check: str, path: str) -> None:
    """What the other process does for :func:`tried_apart`: the problems as JSON on standard output."""
    module, _, function = check.partition(":")
    problems: tuple[Problem, ...] = ()
    try:
        limit_memory(int(megabytes))
        getattr(import_module(module), function)(Path(path))
    except BadInput as error:
        problems = error.problems
    except NianbaoError as error:
        problems = (Problem(str(error)),)
    except MemoryError:
        problems = (Problem(f"读它需要的内存超过 {megabytes} MB", "", "请向导出的人重新要一份"),)
    told = [(each.what, each.where, each.mend) for each in problems]
    sys.stdout.buffer.write(json.dumps(told).encode())


@contextmanager
def _process(code: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-c", code, *arguments]
    root = Path(__file__).resolve().parents[2]
    try:
        process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise Unavailable(f"启动不了读取文件的程序（系统错误 {error.errno}）；请关闭一些程序再试") from error
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _awaited(process: "subprocess.Popen[bytes]", name: str, stopped: Stopped, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    while True:
        try:
            written, _ = process.communicate(timeout=_LOOK)
            return written
        except subprocess.TimeoutExpired:
            if stopped():
                raise Unavailable(f"已停止读取“{name}”，什么也没有改") from None
            if time.monotonic() >= until:
                raise BadInput([Problem(f"读它用了{seconds:g}秒还没有读完", name, _MEND)]) from None


def _file_name(name: str) -> str:
    """The upload's own name, as far as a file can have it: readers go by its ending, and say it in their notes."""
    path = Path(name.replace("\\", "/"))
    return (
        file_stem(path.stem) + file_stem(path.suffix[1:]).join((".", "")) if path.suffix else file_stem(name)
    )


def _in_upload(problem: Problem, folder: str) -> Problem:
    where = problem.where.removeprefix(folder).lstrip("/\\")
    return Problem(problem.what, where, problem.mend)
