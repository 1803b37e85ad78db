"""One report as one file: for a colleague in another office, for the archive. Back in, it is a report of its own."""

import tempfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from agent import journal
from agent.errors import BadInput, Problem
from agent.forms.library import editions
from agent.store import Projects, Report
from agent.store.bundling import NAMES
from agent.workflow.apart import Stopped, never, tried_apart
from agent.workflow.archive import Packed, Packing, unpacked
from agent.workflow.outcome import beside, check_target, file_stem

KIND, LABEL, SUFFIX = "nianbao-report", "报告包", ".nianbao"
_LARGEST = 1_000_000_000  # bytes of all members


def bundle(projects: Projects, report: str, target: Path, who: str) -> str:
    """Write a report with everything in it and beside it, whole or not at all; its digest. It is told in the audit."""
    check_target(target)
    with beside(target) as stream:
        return packed_into(stream, projects, report, who)


def packed_into(stream: BinaryIO, projects: Projects, report: str, who: str) -> str:
    """The same into a stream."""
    with journal.timed("bundle"):
        return _packed_into(stream, projects, report, who)


def _packed_into(stream: BinaryIO, projects: Projects, report: str, who: str) -> str:
    packing = Packing(stream, KIND)
    line = projects.report(report)
    head = projects.head()
    with projects.taken_out(report) as every:
        for name, rows in groupby(every, key=itemgetter(0)):
            packing.put_rows(f"{name}.jsonl", (row for _, row in rows))
    digest = packing.finish({"unit": line.unit, "year": line.year, "head": head})
    projects.note(report, "bundle", {"digest": digest}, who=who)
    return digest


def bundle_file(projects: Projects, report: str, who: str) -> bytes:
    """The same as bytes, for a browser."""
    with BytesIO() as stream:
        packed_into(stream, projects, report, who)
        return stream.getvalue()


def bundle_name(report: Report) -> str:
    """How its file is called."""
    return f"{file_stem(f'{report.unit}{report.year}年度报告包')}{SUFFIX}"


def unbundle(projects: Projects, source: Path, who: str) -> Report:
    """The report of a bundle, beside the others. ``BadInput`` where it is no whole bundle; nothing is taken in then."""
    with journal.timed("unbundle"), unpacked(source, KIND, LABEL) as packed:
        _check(packed)
        origin = {name: packed.told[name] for name in ("digest", "head") if name in packed.told}
        return projects.take_in(_rows(packed), origin, who=who)


def unbundle_upload(
    projects: Projects, content: bytes, name: str, who: str, stopped: Stopped = never
) -> Report:
    """The same of an upload, which another process goes through first, within limits. ``Unavailable`` where it was stopped."""
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"{file_stem(Path(name).stem)}{SUFFIX}"
        path.write_bytes(content)
        tried_apart(path, name, f"{__name__}:{go_through.__name__}", stopped)
        return unbundle(projects, path, who)


def go_through(path: Path) -> None:
    """Read all of a bundle and keep nothing. ``BadInput`` where it is no whole one."""
    with unpacked(path, KIND, LABEL) as packed:
        _check(packed)
        for _ in _rows(packed):
            pass


def _check(packed: Packed) -> None:
    if sum(each["size"] for each in packed.told["members"].values()) > _LARGEST:
        raise packed.broken("展开后太大")
    for _ in packed.check():
        pass


def _rows(packed: Packed) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in NAMES:
        for row in packed.rows(f"{name}.jsonl"):
            if name == "reports" and row.get("form") not in editions():
                problem = Problem(
                    "报告包里的报告用的是本程序没有的格式", "", "请升级程序再导入；什么也没有导入"
                )
                raise BadInput([problem])
            yield name, row
