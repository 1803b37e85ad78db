"""A set read back: trials for the verifier's bench, paths for the drafts' bench. ``part`` is a range of its reports, from one."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.errors import BadInput, Problem
from agent.figures.interchange import read_figures
from eval.cases import Expected, Mark, Mutant, Trial
from eval.sets.folder import INDEX, manifest_of

_PART = re.compile(r"(\d+)(?:-(\d+))?")
_MEND = "请用 python -m eval generate 重新做一批，或取回原来的文件"


@dataclass(frozen=True)
class OpenSet:
    """A whole set. ``records`` are the lines of its index that were asked for."""

    folder: Path
    manifest: Mapping[str, Any]
    records: tuple[Mapping[str, Any], ...]

    @property
    def digest(self) -> str:
        """Twelve digits that say which set it is."""
        return str(self.manifest["index_sha256"])[:12]

    def draft(self, record: Mapping[str, Any]) -> Path:
        """The prose of one of its reports."""
        return self.folder / "reports" / f"{record['name']}.txt"


def opened(folder: Path, part: str = "") -> OpenSet:
    """``BadInput`` where the folder holds no whole set of this version, or its index is not the one of its manifest."""
    manifest = manifest_of(folder)
    first, last = _range(part)
    digest, records = hashlib.sha256(), []
    try:
        with (folder / INDEX).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                digest.update(line)
                if first <= number <= last:
                    records.append(json.loads(line))
    except (OSError, ValueError) as error:
        raise BadInput([Problem("目录读不出来", str(folder / INDEX), _MEND)]) from error
    if digest.hexdigest() != manifest["index_sha256"]:
        raise BadInput([Problem("目录与清单对不上，可能改过", str(folder / INDEX), _MEND)])
    if not records:
        raise BadInput([Problem(f"这一批里没有第 {part} 份", str(folder), "请改 --part")])
    return OpenSet(folder, manifest, tuple(records))


def _range(part: str) -> tuple[int, float]:
    if not part:
        return 1, float("inf")
    found = _PART.fullmatch(part)
    if not found or int(found[1]) < 1 or int(found[2] or found[1]) < int(found[1]):
        raise BadInput([Problem(f"看不懂“{part}”", "--part", "请写成 1-500 这样的范围，从 1 起")])
    return int(found[1]), int(found[2] or found[1])


# --- trials ---------------------------------------------------------------------------------------------------------


def trial(folder: Path, record: Mapping[str, Any]) -> Trial:
    """One report of a set as a question; ``BadInput`` where a file of it was changed or is gone.

    A report with a slip is the wrong form of the right one, which is asked about too where there is one.
    """
    read = {path: _content(folder, path, digest) for path, digest in record["files"].items() if _wanted(path)}
    name, year = record["name"], record["year"]
    text = read[f"reports/{name}.txt"]
    before = f"{name.rpartition('-')[0]}-{year - 1}"
    gold = _records(read[f"gold/{name}.gold.jsonl"])
    marks = [*map(_mark, gold), *map(_claim, _records(read[f"gold/{name}.claims.jsonl"]))]
    figures, previous = (read_figures(read[f"reports/{each}.figures.json"]) for each in (name, before))
    slip = record["error"]
    if slip is None or slip["kind"] == "无依据":
        return Trial(f"成套/{name}", "成套", text, tuple(marks), (), figures, previous)
    start, end = slip["sentence"]
    shift = (end - start) - len(slip["right"])
    clean = text[:start] + slip["right"] + text[end:]
    kept = tuple(_back(mark, end, shift) for mark in marks if mark.end <= start or mark.start >= end)
    place = slip["start"], slip["end"], (start, end), shift
    mutant = Mutant(slip["kind"], slip["phrase"], text, *place, slip["collides"])
    return Trial(f"成套/{name}", "成套", clean, kept, (mutant,), figures, previous)


def _wanted(path: str) -> bool:
    return path.startswith(("reports/", "gold/"))


def _content(folder: Path, path: str, digest: str) -> str:
    try:
        content = (folder / path).read_bytes()
    except OSError as error:
        raise BadInput([Problem(f"读不了（系统错误 {error.errno}）", str(folder / path), _MEND)]) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise BadInput([Problem("与目录里的摘要对不上，可能改过", str(folder / path), _MEND)])
    return content.decode()


def _records(text: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in text.splitlines())


def _mark(record: Mapping[str, Any]) -> Mark:
    expected = {"exempt": Expected.EXEMPT, "unsupported": Expected.UNSOURCED}.get(
        record["expected"], Expected.SOURCED
    )
    return Mark(record["start"], record["end"], expected, record["phrase"])


def _claim(record: Mapping[str, Any]) -> Mark:
    return Mark(record["start"], record["end"], Expected.SOURCED, record["phrase"], claim=True)


def _back(mark: Mark, end: int, shift: int) -> Mark:
    """A mark where it stands in the right text."""
    return mark.moved(-shift) if mark.start >= end else mark
