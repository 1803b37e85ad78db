"""Reports by the thousand in several processes: the same bytes for any number of them, gone on with after an interruption.

A process writes the files of its report and answers with its line of ``index.jsonl``; that file grows beside its place as every
long output here does, so a run that was stopped goes on where its index ends. Nothing is kept in memory but the line at hand.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from agent.errors import BadInput, NianbaoError, Problem
from agent.figures.interchange import write_figures
from agent.workflow.outcome import beside, write_beside
from agent.workflow.pool import Stretch, in_order
from agent.workflow.resuming import Progress, Resuming
from eval.sets.asked import Asked
from eval.sets.datasheet import datasheet
from eval.sets.folder import DATASHEET, INDEX, MANIFEST, PLAN, SCHEMA, SUMS, finished
from eval.sets.making import Made, made
from eval.verifier.running import digest

# Reports that one process makes at a time, and the seconds that one may take.
_STRETCH = 8
_LIMIT = 120.0
VERSION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is; ``remark`` says once what became of an earlier one."""

    done: int
    remark: str = ""


def stamped(asked: Asked) -> dict[str, Any]:
    """The asking with the version of what makes the reports: another version would make others."""
    return asked.as_json() | {"version": VERSION, "generator": digest()}


def generated(asked: Asked, folder: Path, processes: int) -> Iterator[Step]:
    """Make every report of a folder that is claimed; the manifest, the sums and the datasheet when it ends."""
    plan, index = folder / PLAN, folder / INDEX
    with beside(plan) as stream:
        for line in asked.lines():
            stream.write(json.dumps(line | {"generator": digest()}, ensure_ascii=False).encode() + b"\n")
    with Resuming(index, plan, fresh=False) as out:
        remark = out.remark.replace("核对过（要从头做请加 --fresh）", "做好")
        yield Step(out.progress.lines, remark)
        left = asked.reports - out.progress.lines
        if left:
            work = in_order(
                _stretches(plan, out.progress), max(1, min(processes, left)), partial(_written, folder),
                _lost, _LIMIT, work="造报告",
            )  # fmt: skip
            with closing(work) as done:
                for stretch in done:
                    if stretch.failed:
                        raise _failure(stretch)
                    out.write(stretch.content, _after(out.progress, stretch))
                    yield Step(out.progress.lines)
        out.finish()
    _conclude(asked, folder)


# --- one report -----------------------------------------------------------------------------------------------------


def name_of(line: Mapping[str, Any], year: int) -> str:
    """A report's name: its number from one, and its year."""
    return f"{line['index'] + 1:06}-{year}"


def _written(folder: Path, encoded: bytes) -> tuple[bytes, bool]:
    line = json.loads(encoded)
    try:
        report = made(line)
        name = name_of(line, report.figures.year)
        files = dict(_files(report, line, name))
        for path, content in files.items():
            (folder / path).write_bytes(content)
    except OSError as error:
        return _lost(encoded, f"写不进去（系统错误 {error.errno}）"), False
    except NianbaoError as error:
        return _lost(encoded, str(error)), False
    record = _record(report, line, name)
    record["files"] = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return json.dumps(record, ensure_ascii=False).encode() + b"\n", True


def _files(report: Made, line: Mapping[str, Any], name: str) -> Iterator[tuple[str, bytes]]:
    before = name_of(line, report.figures.year - 1)
    yield f"reports/{name}.txt", report.text.encode()
    yield f"reports/{name}.figures.json", write_figures(report.figures).encode()
    yield f"reports/{before}.figures.json", write_figures(report.world.previous).encode()
    yield f"gold/{name}.gold.jsonl", _lines(report.gold)
    yield f"gold/{name}.claims.jsonl", _lines(report.claims)
    if {"md", "docx"} & set(line["formats"]):
        from eval.sets.documents import markdown, word

        if "md" in line["formats"]:
            yield f"markdown/{name}.md", markdown(report)
        if "docx" in line["formats"]:
            yield f"docx/{name}.docx", word(report)


def _lines(records: tuple[dict[str, Any], ...]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _record(report: Made, line: Mapping[str, Any], name: str) -> dict[str, Any]:
    verdicts = Counter(record["expected"] for record in report.gold)
    return {
        "name": name, "unit": report.figures.unit, "year": report.figures.year, "edition": line["edition"],
        "level": line["level"], "shape": line["shape"], "expressions": dict(sorted(verdicts.items())),
        "claims": len(report.claims), "phrases": dict(sorted(Counter(report.phrases).items())),
        "wanted": line["error"], "error": asdict(report.slip) if report.slip else None,
    }  # fmt: skip


def _lost(encoded: bytes, why: str) -> bytes:
    return (
        json.dumps({"index": json.loads(encoded)["index"], "problem": why}, ensure_ascii=False).encode()
        + b"\n"
    )


def _failure(stretch: Stretch[Progress]) -> BadInput:
    records = [json.loads(line) for line in stretch.content.splitlines()]
    bad = next(record for record in records if "problem" in record)
    mend = "请检查磁盘空间和写入权限，再运行同一条命令，会接着做"
    return BadInput([Problem(bad["problem"], f"第 {bad['index'] + 1} 份", mend)])


# --- the order of work ----------------------------------------------------------------------------------------------


def _stretches(plan: Path, progress: Progress) -> Iterator[Stretch[Progress]]:
    digested, consumed, lines = hashlib.sha256(), 0, list[bytes]()
    with plan.open("rb") as stream:
        for number, line in enumerate(stream):
            digested.update(line)
            consumed += len(line)
            if number < progress.lines:
                continue
            lines.append(line.rstrip(b"\n"))
            if len(lines) == _STRETCH:
                yield Stretch(lines, Progress(consumed=consumed, digest=digested.hexdigest()))
                lines = []
    if lines:
        yield Stretch(lines, Progress(consumed=consumed, digest=digested.hexdigest()))


def _after(before: Progress, stretch: Stretch[Progress]) -> Progress:
    return replace(
        stretch.mark,
        lines=before.lines + len(stretch.lines),
        written=before.written + len(stretch.content),
    )


# --- when all is made -----------------------------------------------------------------------------------------------


def _conclude(asked: Asked, folder: Path) -> None:
    counts: dict[str, Counter[str]] = {}
    index = hashlib.sha256()
    with beside(folder / SUMS) as sums, (folder / INDEX).open("rb") as stream:
        for line in stream:
            index.update(line)
            record = json.loads(line)
            _count(counts, record)
            for path, value in record["files"].items():
                sums.write(f"{value}  {path}\n".encode())
    told = {name: dict(sorted(counter.items())) for name, counter in sorted(counts.items())}
    manifest = {"schema": SCHEMA, "asked": stamped(asked), "index_sha256": index.hexdigest(), "counts": told}
    write_beside(folder / DATASHEET, datasheet(asked, manifest).encode())
    write_beside(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    finished(folder)


def _count(counts: dict[str, Counter[str]], record: Mapping[str, Any]) -> None:
    error = record["error"]
    one = {
        "levels": record["level"], "editions": record["edition"], "shapes": record["shape"],
        "errors": error["kind"] if error else "没有差错",
    }  # fmt: skip
    for name, value in one.items():
        counts.setdefault(name, Counter())[value] += 1
    if record["wanted"] and not error:
        counts.setdefault("not_made", Counter())[record["wanted"]] += 1
    counts.setdefault("expressions", Counter()).update(record["expressions"])
    counts.setdefault("phrases", Counter()).update(record["phrases"])
    counts.setdefault("claims", Counter())["claims"] += record["claims"]
