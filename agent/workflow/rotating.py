"""Dated backups in one folder: the newest few stay, the oldest go."""

import re
import time
from datetime import datetime
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.workflow.outcome import unused

SUFFIX = ".zip"
_DATED = re.compile(r"nianbao-\d{8}-\d{6}(?:（\d+）)?\.zip")
_LEFT = re.compile(r"\.nianbao-\d{8}-\d{6}(?:（\d+）)?\.zip\.\d+\.tmp")
_DAY = 24 * 3600


def dated(folder: Path, now: datetime) -> Path:
    """The name of a backup that is made now; the folder is made where there is none. ``BadInput`` where it can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"建不了放备份的文件夹（系统错误 {error.errno}）"
        raise BadInput([Problem(what, str(folder), "请检查权限，或换一个位置")]) from error
    return unused(folder / f"nianbao-{now:%Y%m%d-%H%M%S}{SUFFIX}")


def outworn(folder: Path, new: Path, keep: int) -> tuple[Path, ...]:
    """Remove all but the newest ``keep`` backups, and what interrupted ones left there a day ago; the backups that are gone.

    ``new`` always stays, whatever the clock said when the others were made. Other files are not touched.
    """
    others = sorted(path for path in folder.iterdir() if _DATED.fullmatch(path.name) and path != new)
    gone = others[: max(0, len(others) - keep + 1)]
    left = [path for path in folder.iterdir() if _LEFT.fullmatch(path.name)]
    for path in (*gone, *(each for each in left if time.time() - each.stat().st_mtime > _DAY)):
        path.unlink(missing_ok=True)
    return tuple(gone)
