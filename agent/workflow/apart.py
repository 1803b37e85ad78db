"""Reading one uploaded file in a process of its own, which can be stopped at any moment.

The app has many threads, so nothing is forked here: a fresh interpreter reads, under the limits of :mod:`agent.workflow.reading`.
"""

import pickle
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

from agent.errors import BadInput, NianbaoError, Problem, Unavailable
from agent.workflow.material import LIMIT, within
from agent.workflow.outcome import file_stem
from agent.workflow.reading import LONGEST, MEMORY, answer_of, limit_memory, line_of

if TYPE_CHECKING:
    from corpus.report import ReadReport

Stopped = Callable[[], bool]
Made = TypeVar("Made")
_LOOK = 0.05
_READ = "import sys; from agent.workflow.apart import answer; answer(sys.argv[1])"
_TRY = "import sys; from agent.workflow.apart import gone_through; gone_through(*sys.argv[1:])"
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
    within(Path(name), content, LIMIT)
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / _file_name(name)
        path.write_bytes(content)
        with _process(_READ, f"{megabytes}:{path}") as process:
            written = _awaited(process, name, stopped, seconds)
        if not written:
            raise BadInput([Problem("读它的程序中途退出了", name, _MEND)])
        report, problems = pickle.loads(written)
        if report is None:
            raise BadInput([_in_upload(problem, folder) for problem in problems])
        found: ReadReport = report
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
    with _process(_TRY, str(megabytes), check, str(path)) as process:
        written = _awaited(process, name, stopped, seconds)
    if not written:
        raise BadInput([Problem("读它的程序中途退出了", name, "请向导出的人重新要一份")])
    if problems := pickle.loads(written):
        raise BadInput(problems)


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
    """What the other process does: the reading of a path, pickled, on standard output."""
    megabytes, _, path = argument.partition(":")
    content, _ = answer_of(int(megabytes), line_of(Path(path)))
    sys.stdout.buffer.write(content)


def gone_through(megabytes: str, check: str, path: str) -> None:
    """What the other process does for :func:`tried_apart`: the problems, pickled, on standard output."""
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
    sys.stdout.buffer.write(pickle.dumps(problems))


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
