"""The reports of an exported set as questions, in several processes; the same result for any number of them."""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.sets.opening import OpenSet, trial
from eval.verifier.judges import JUDGES
from eval.verifier.results import Run
from eval.verifier.running import SLOW
from eval.verifier.scoring import Score, score
from eval.verifier.tally import rates

_BLOCK = 20
_Job = tuple[Path, int, Sequence[Mapping[str, Any]]]


def measured_set(found: OpenSet, processes: int) -> Run:
    """Every judge over the reports asked for; ``BadInput`` where a file of the set was changed or is gone."""
    result = {name: Score() for name in JUDGES}
    for block in _results(found, processes):
        for name, part in block.items():
            result[name].add(part)
    plan = {"seed": int(found.manifest["asked"]["seed"]), "worlds": 0, "reports": len(found.records)}
    scored = {name: rates(each) for name, each in result.items()}
    return Run(plan, found.digest, scored, result["nianbao"].failures, [], [], None)


def _results(found: OpenSet, processes: int) -> Iterator[dict[str, Score]]:
    jobs = [
        (found.folder, at, found.records[at : at + _BLOCK]) for at in range(0, len(found.records), _BLOCK)
    ]
    if processes == 1 or len(jobs) == 1:
        yield from map(_block, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(_block, jobs)


def _block(job: _Job) -> dict[str, Score]:
    folder, start, records = job
    result = {name: Score() for name in JUDGES}
    for number, record in enumerate(records, start):
        made = trial(folder, record)
        for name, judge in JUDGES.items():
            if number % SLOW.get(name, 1) == 0:
                result[name].add(score(made, judge))
    for name in JUDGES:
        if name != "nianbao":
            result[name].failures.clear()
    return result
