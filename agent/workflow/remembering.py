"""Conversations kept on disk, one file a report, so that they go on after a restart.

What keeps them is a :class:`Memory`; here it is a folder. A file is written beside its place and takes it when it is whole. One
that is damaged is refused in a sentence and put aside under another name, never overwritten.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple, Protocol

from agent.drafting.conversation.keeping import conversation_json, read_conversation
from agent.drafting.conversation.state import State
from agent.errors import BadInput, Problem
from agent.workflow.outcome import file_stem, unused, write_beside

_FOLDER = "conversations"
_LIMIT = 50 * 1024 * 1024


class Remembered(NamedTuple):
    """What was kept of a report's conversation, None where nothing usable was, and what the user must know of that."""

    state: State | None
    notices: tuple[str, ...] = ()


class Memory(Protocol):
    """What keeps conversations: by unit and year."""

    def load(self, unit: str, year: int) -> Remembered:
        """What was kept."""
        ...

    def put_aside(self, unit: str, year: int) -> None:
        """Keep what was kept under another name, where nobody looks for it; nothing where nothing was."""
        ...

    def save(self, state: State, unit: str, year: int) -> None:
        """Keep it; ``BadInput`` where it cannot be kept, and then what was kept before still is."""
        ...


class FolderMemory:
    """A folder of JSON files, made when the first is kept."""

    def __init__(self, data: Path) -> None:
        self._folder = data / _FOLDER

    def path(self, unit: str, year: int) -> Path:
        """The file of a report. Names that differ only in what file systems forbid have files of their own."""
        mark = hashlib.sha256(f"{unit}\n{year}".encode()).hexdigest()[:8]
        return self._folder / f"{file_stem(unit)[:40]}{year}.{mark}.json"

    def load(self, unit: str, year: int) -> Remembered:
        """What was kept; a file that cannot be used is put aside, and the notice says where."""
        path = self.path(unit, year)
        if not path.exists():
            return Remembered(None)
        try:
            if path.stat().st_size > _LIMIT:
                raise BadInput([Problem("对话记录太大，没有接着用", path.name, "现在从初稿重新开始")])
            return Remembered(read_conversation(path.read_text("utf-8"), path.name, unit, year))
        except (OSError, UnicodeDecodeError) as error:
            what = f"对话记录读不出来（{type(error).__name__}），没有接着用"
            problem = Problem(what, path.name, "原文件留着没有动，现在从初稿重新开始")
            return Remembered(None, (str(problem), *_aside(path)))
        except BadInput as error:
            return Remembered(None, (*map(str, error.problems), *_aside(path)))

    def put_aside(self, unit: str, year: int) -> None:
        """The file under another name; ``BadInput`` where it cannot be moved."""
        path = self.path(unit, year)
        if not path.exists():
            return
        try:
            path.rename(unused(path.with_suffix(".以前.json")))
        except OSError as error:
            what = f"以前的对话挪不开（系统错误 {error.errno}）"
            raise BadInput([Problem(what, str(path), "检查数据文件夹的权限")]) from error

    def save(self, state: State, unit: str, year: int) -> None:
        """Keep it, whole or not at all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"存不了对话（系统错误 {error.errno}）"
            raise BadInput(
                [
                    Problem(
                        what, str(self._folder), "检查数据文件夹的权限和磁盘空间，或用 NIANBAO_DATA 另指一个"
                    )
                ]
            ) from error
        write_beside(self.path(unit, year), conversation_json(state, unit, year).encode(errors="replace"))


def _aside(path: Path) -> tuple[str, ...]:
    """Move a damaged file out of the way of the next one."""
    kept = unused(path.with_suffix(".损坏.json"))
    try:
        path.rename(kept)
    except OSError as error:
        return (f"原文件挪不开（系统错误 {error.errno}），这次的对话可能存不下",)
    return (f"原文件已改名为 {kept.name}",)
