"""One report as one file: for a colleague in another office, for the archive. Back in, it is a report of its own."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from agent.store import Projects, Report
from agent.store.bundling import NAMES
from agent.workflow.archive import Packed, Packing, unpacked
from agent.workflow.outcome import beside, check_target

KIND, LABEL, SUFFIX = "nianbao-report", "报告包", ".nianbao"


def bundle(projects: Projects, report: str, target: Path, who: str) -> str:
    """Write a report with everything in it and beside it, whole or not at all; its digest. It is told in the audit."""
    check_target(target)
    with beside(target) as stream:
        return packed_into(stream, projects, report, who)


def packed_into(stream: BinaryIO, projects: Projects, report: str, who: str) -> str:
    """The same into a stream."""
    packing = Packing(stream, KIND)
    line = projects.report(report)
    head = projects.head()
    with projects.taken_out(report) as every:
        for name, rows in groupby(every, key=itemgetter(0)):
            packing.put_rows(f"{name}.jsonl", (row for _, row in rows))
    digest = packing.finish({"unit": line.unit, "year": line.year, "head": head})
    projects.note(report, "bundle", {"digest": digest}, who=who)
    return digest


def unbundle(projects: Projects, source: Path, who: str) -> Report:
    """The report of a bundle, beside the others. ``BadInput`` where it is no whole bundle; nothing is taken in then."""
    with unpacked(source, KIND, LABEL) as packed:
        for _ in packed.check():
            pass
        origin = {name: packed.told[name] for name in ("digest", "head") if name in packed.told}
        return projects.take_in(_rows(packed), origin, who=who)


def _rows(packed: Packed) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in NAMES:
        for row in packed.rows(f"{name}.jsonl"):
            yield name, row
