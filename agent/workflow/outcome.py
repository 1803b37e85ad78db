"""Files going out: never half-written, never over the user's own input.

What is written goes beside its target under another name and takes the target's place only when it is whole.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from agent.errors import BadInput, Problem, Unavailable

_FORBIDDEN = '/\\:*?"<>|'


def check_target(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Refuse a target that could not be written, before any work is done.

    Its folder is missing or closed, it is a folder or a device, or it is one of the inputs.
    """
    folder = path.parent
    if not folder.is_dir():
        raise _bad(folder, "输出文件夹不存在", "请先建好文件夹，或换一个位置")
    if path.is_dir():
        raise _bad(path, "输出位置是文件夹，不是文件", "请写明文件名")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise _bad(path, "输出位置不是普通文件", "请换一个文件名")
    if any(path.exists() and source.exists() and path.samefile(source) for source in inputs):
        raise _bad(path, "输出文件就是输入文件", "请换一个文件名，以免覆盖原文件")
    if not os.access(real_path(path).parent, os.W_OK | os.X_OK):
        raise _bad(folder, "输出文件夹没有写入权限", "请换一个位置")


def check_folder(folder: Path) -> None:
    """``Unavailable`` where a folder cannot be made or written into."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as stream:
            stream.write(b"0")
    except OSError as error:
        what = f"数据文件夹 {folder} 不能写（系统错误 {error.errno}）"
        raise Unavailable(f"{what}；请检查权限和磁盘空间，或用 NIANBAO_DATA 换一个文件夹") from error


@contextmanager
def beside(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file at ``path`` when the block ends well, and nothing at all when it does not."""
    target = real_path(path)
    draft = target.with_name(f".{target.name[:60]}.{os.getpid()}.tmp")
    try:
        try:
            with draft.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        what = f"写不进去（系统错误 {error.errno}）"
        raise _bad(path, what, "请检查磁盘空间和写入权限，并关闭正打开这个文件的程序") from error


def write_beside(path: Path, content: bytes) -> None:
    """Write a whole file or nothing; ``BadInput`` where it cannot be written."""
    with beside(path) as stream:
        stream.write(content)


def file_stem(title: str) -> str:
    """A title as the name of a file: without what file systems forbid, at most 70 characters of the 255 bytes they allow."""
    plain = "".join(letter for letter in title if letter not in _FORBIDDEN and letter.isprintable())
    return plain.strip(" .")[:70] or "年报"


def unused(path: Path) -> Path:
    """The path itself, or with （2）, （3）… before its suffix where there is such a file already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return free


def real_path(path: Path) -> Path:
    """Through a symbolic link to the file that is meant, so that the link stays one."""
    return Path(os.path.realpath(path))


def _bad(path: Path, what: str, mend: str) -> BadInput:
    return BadInput([Problem(what, str(path), mend)])
