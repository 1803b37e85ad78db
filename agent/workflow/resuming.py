"""A long output that grows beside its target and can be gone on with after any end: Ctrl+C, a kill, a power cut.

Beside ``OUT`` stand two files while the work goes on::

    OUT.partial         the answers so far
    OUT.partial.state   up to where they are certain: bytes of input and of output, the digest of that input, and of the code

The state is replaced as a whole, after what it speaks of is on the disk; whatever ``OUT.partial`` holds beyond it, a torn
line too, is cut off at the next start. The work goes on only where the input still begins with what was consumed and the
same code judges, so that the result is byte for byte the one of a run that nothing stopped. When all is done ``OUT.partial``
takes the target's place, which until then is as it was.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from agent.errors import BadInput, Problem
from agent.workflow.outcome import real_path

if sys.platform != "win32":
    import fcntl

# Seconds of work that may be lost.
_INTERVAL = 2.0
_BLOCK = 1024 * 1024
# File systems allow 255 bytes; a name with Chinese characters may be near that already.
_LONGEST = 220
# What answers depend on. How they are shown or written elsewhere does not matter.
_JUDGING = ("errors.py", "figures", "forms", "verify", "workflow", "../corpus")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: lines answered, how many of them are errors, bytes of input consumed, bytes of output.

    ``digest`` is of the input up to there, in hexadecimal digits.
    """

    lines: int = 0
    failed: int = 0
    consumed: int = 0
    written: int = 0
    digest: str = ""


class Resuming:
    """The output under way.

    ``progress`` says how far it is, ``digest`` is that of the input consumed by then, ready to go on with; ``remark`` says in
    Chinese what became of an earlier run, "" where there was none.
    """

    def __init__(self, target: Path, source: Path, *, fresh: bool) -> None:
        self._shown, self._target = str(target), real_path(target)
        self._partial = self._target.with_name(_partial_name(self._target.name))
        self._state = self._partial.with_name(f"{self._partial.name}.state")
        with self._told():
            self._stream = self._opened()
        self.digest = hashlib.sha256()
        self.progress = Progress()
        self.remark = ""
        # Never yet: the first answers are made certain at once.
        self._saved = -_INTERVAL
        # What cannot be read twice, a pipe, cannot be gone on with.
        self._lasting = source.is_file()
        try:
            with self._told():
                self._start(source, fresh=fresh)
        except BaseException:
            self._stream.close()
            raise

    def _opened(self) -> BinaryIO:
        stream = self._partial.open("r+b" if self._partial.exists() else "w+b")
        try:
            _lock(stream)
        except OSError as error:
            stream.close()
            mend = "请等它做完，或换一个输出文件"
            raise BadInput([Problem("另一个进程正在写这个文件", self._shown, mend)]) from error
        return stream

    def _start(self, source: Path, *, fresh: bool) -> None:
        earlier = None if fresh or not self._lasting else self._earlier(source)
        self._stream.truncate(earlier.written if earlier else 0)
        self._stream.seek(0, os.SEEK_END)
        if earlier:
            self.progress = earlier
            self.remark = f"接着上次做：前 {earlier.lines} 份已经核对过（要从头做请加 --fresh）"
        else:
            self._state.unlink(missing_ok=True)

    def _earlier(self, source: Path) -> Progress | None:
        """How far an earlier run got, where it can be gone on with; the digest is then that of what it consumed."""
        try:
            state = json.loads(self._state.read_bytes())
            earlier = Progress(**state["progress"])
            code = str(state["code"])
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            self.remark = "上次的进度读不出来，从头做起"
            return None
        digest = _digest_of_start(source, earlier.consumed)
        if code != code_digest():
            self.remark = "上次没有做完，但程序已经更新，从头做起"
        elif digest is None or digest.hexdigest() != earlier.digest:
            self.remark = "上次没有做完，但输入文件已经改过，从头做起"
        elif self._stream.seek(0, os.SEEK_END) < earlier.written:
            self.remark = "上次没有做完，但它的结果不完整，从头做起"
        else:
            self.digest = digest
            return earlier
        return None

    def write(self, content: bytes, progress: Progress) -> None:
        """Add answers. ``progress`` is how far the work is with them."""
        with self._told():
            self._stream.write(content)
            self.progress = progress
            if time.monotonic() - self._saved >= _INTERVAL:
                self._save()

    def _save(self) -> None:
        """Make certain what there is, and say so in the state."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        if not self._lasting:
            return
        record = {"code": code_digest(), "progress": asdict(self.progress)}
        draft = self._state.with_name(f"{self._state.name}.tmp")
        with draft.open("w", encoding="utf-8") as stream:
            json.dump(record, stream)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self._state)
        self._saved = time.monotonic()

    def finish(self) -> None:
        """All is answered: the target gets its new contents, and nothing else is left."""
        with self._told():
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._partial.replace(self._target)
            self._state.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Stopped before its end: keep what can be gone on with, and leave nothing where that is nothing."""
        if self._stream.closed:
            return
        # A full disk takes no state either: the one before it still stands.
        with contextlib.suppress(OSError):
            self._save()
        with contextlib.suppress(OSError):
            self._stream.close()
        if not self._lasting or not self.progress.lines:
            self._partial.unlink(missing_ok=True)
            self._state.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = f"写不进去（系统错误 {error.errno}）"
            mend = "请检查磁盘空间和写入权限，再运行同一条命令，会接着做"
            raise BadInput([Problem(what, self._shown, mend)]) from error


def _partial_name(name: str) -> str:
    if len(name.encode()) <= _LONGEST:
        return f"{name}.partial"
    return f"{name[:60]}.{hashlib.sha256(name.encode()).hexdigest()[:8]}.partial"


def _lock(stream: BinaryIO) -> None:
    """``OSError`` where another process has it. The lock ends with the process, however that ends."""
    if sys.platform != "win32":
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _digest_of_start(source: Path, size: int) -> "hashlib._Hash | None":
    """The digest of a file's first bytes; None where it has fewer, or a line goes on beyond them."""
    digest = hashlib.sha256()
    last = b"\n"
    with source.open("rb") as stream:
        left = size
        while left and (block := stream.read(min(left, _BLOCK))):
            digest.update(block)
            left -= len(block)
            last = block[-1:]
        return None if left or (last != b"\n" and stream.read(1)) else digest


@cache
def code_digest() -> str:
    """Of everything that an answer depends on besides its line: the code that judges and the forms' data."""
    agent = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in _JUDGING:
        place = agent / room
        for path in sorted([place] if place.is_file() else place.rglob("*")):
            if path.suffix in (".py", ".yaml"):
                content = path.read_bytes()
                digest.update(f"{path.relative_to(place)} {len(content)}\n".encode() + content)
    return digest.hexdigest()
