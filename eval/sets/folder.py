"""Where everything stands in a set, and whose a folder is.

::

    OUT/README.md              the datasheet
    OUT/manifest.json          what was asked, what came of it, with which version
    OUT/SHA256SUMS             a digest of every file of the reports, for ``sha256sum -c``
    OUT/plan.jsonl             what falls to each report, a line a report
    OUT/index.jsonl            what became of each, a line a report, with its slip
    OUT/reports/NAME.txt       the prose, tables flattened into it; NAME is a number and the year
    OUT/reports/NAME.figures.json, and the same with the year before
    OUT/gold/NAME.gold.jsonl, NAME.claims.jsonl
    OUT/markdown/NAME.md, OUT/docx/NAME.docx   where they were asked for
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.errors import BadInput, Problem
from agent.workflow.material import content_of

SCHEMA = "nianbao/set/1"
MANIFEST, PLAN, INDEX, SUMS, DATASHEET = (
    "manifest.json",
    "plan.jsonl",
    "index.jsonl",
    "SHA256SUMS",
    "README.md",
)
# A set under way; it goes when the set is whole.
_MARK = ".generating.json"
FOLDERS = ("reports", "gold", "markdown", "docx")
_OURS = {MANIFEST, PLAN, INDEX, SUMS, DATASHEET, _MARK, *FOLDERS}


def claimed(folder: Path, asked: dict[str, Any], *, fresh: bool) -> bool:
    """Make the folder this asking's own; whether it is whole already. ``BadInput`` where it is somebody else's.

    With ``fresh`` what another asking left there is removed, and nothing but what a set consists of.
    """
    if folder.exists() and not folder.is_dir():
        raise BadInput([Problem("是文件，不是文件夹", str(folder), "请换一个文件夹")])
    here = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    earlier = _earlier(folder)
    if here and earlier is None:
        raise BadInput(
            [Problem("文件夹里已有别的东西", str(folder), "请换一个空文件夹，或先把里面的东西移走")]
        )
    if strange := sorted(name for name in here if not _is_ours(name)):
        told = "、".join(strange[:3])
        raise BadInput([Problem(f"文件夹里有不属于这一批的东西（{told}）", str(folder), "请把它们移走")])
    if earlier is not None and earlier != asked and not fresh:
        mend = "请换一个文件夹，或加 --fresh 删掉里面的重做"
        raise BadInput([Problem("文件夹里是另一批报告（选项或版本不同）", str(folder), mend)])
    if earlier == asked and not fresh and (folder / MANIFEST).exists():
        return True
    if fresh:
        _clear(folder)
    _begin(folder, asked)
    return False


def _is_ours(name: str) -> bool:
    return name in _OURS or name.startswith((f"{INDEX}.partial", f".{INDEX}", f".{PLAN}"))


def _earlier(folder: Path) -> dict[str, Any] | None:
    """What an earlier run into this folder was asked; None where there was none."""
    for name in (_MARK, MANIFEST):
        try:
            found = json.loads((folder / name).read_text("utf-8"))
            if found["schema"] == SCHEMA:
                return dict(found["asked"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def _clear(folder: Path) -> None:
    for each in list(folder.iterdir()) if folder.is_dir() else []:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _begin(folder: Path, asked: dict[str, Any]) -> None:
    try:
        for name in ("reports", "gold", *_besides(asked)):
            (folder / name).mkdir(parents=True, exist_ok=True)
        mark = json.dumps({"schema": SCHEMA, "asked": asked}, ensure_ascii=False)
        (folder / _MARK).write_text(mark, "utf-8")
    except OSError as error:
        what = f"写不进去（系统错误 {error.errno}）"
        raise BadInput([Problem(what, str(folder), "请检查磁盘空间和写入权限，或换一个位置")]) from error


def _besides(asked: dict[str, Any]) -> Iterator[str]:
    formats = asked["formats"]
    yield from (name for name, ending in (("markdown", "md"), ("docx", "docx")) if ending in formats)


def finished(folder: Path) -> None:
    """The set is whole: its manifest says what it is from now on."""
    (folder / _MARK).unlink(missing_ok=True)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a whole set; ``BadInput`` where there is none, or one of another version."""
    path = folder / MANIFEST
    if (folder / _MARK).exists():
        raise BadInput([Problem("这一批还没有做完", str(folder), "请再运行同一条 generate 命令，会接着做")])
    try:
        found = json.loads(content_of(path))
        schema = found["schema"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput([Problem("读不出来，或者不是成套报告的清单", str(path), _MEND)]) from error
    if schema != SCHEMA:
        raise BadInput([Problem(f"是另一版的成套报告（{schema}），这一版是 {SCHEMA}", str(path), _MEND)])
    return dict(found)


_MEND = "请用 python -m eval generate 重新做一批"
