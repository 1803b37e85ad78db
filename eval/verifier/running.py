"""Trials by the thousand in several processes.

A block of worlds is one job; every text comes from the world's seed, and blocks are put together in order, so the result is the
same for any number of processes.
"""

import hashlib
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.cases import Trial
from eval.generation.reports import report_of, sentences_of
from eval.verifier.judges import JUDGES
from eval.verifier.scoring import Score, score

_BLOCK = 10
SLOW = {"Recognizers-Text": 8}  # a baseline that takes long judges every eighth world


@dataclass(frozen=True, slots=True)
class Plan:
    """How much: worlds whose sentences are judged one by one, and whole reports."""

    seed: int
    worlds: int
    reports: int
    sentences: int = 40
    mutants: int = 4
    wrong_reports: int = 3

    def blocks(self) -> list[tuple["Plan", str, int]]:
        """The jobs, in order."""
        starts = [("句子", at) for at in range(0, self.worlds, _BLOCK)]
        starts += [("报告", at) for at in range(0, self.reports, _BLOCK)]
        return [(self, scope, at) for scope, at in starts]


def trials(plan: Plan, scope: str, index: int) -> list[Trial]:
    """The trials of one world."""
    seed = f"{plan.seed}/{index}"
    if scope == "报告":
        return [report_of(seed, plan.wrong_reports)]
    return sentences_of(seed, plan.sentences, plan.mutants)


def run(plan: Plan, processes: int) -> dict[str, Score]:
    """Every judge's score."""
    result = {name: Score() for name in JUDGES}
    for block in _results(plan, processes):
        for name, part in block.items():
            result[name].add(part)
    return result


def _results(plan: Plan, processes: int) -> Iterator[dict[str, Score]]:
    if processes == 1:
        yield from map(_block, plan.blocks())
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(_block, plan.blocks())


def _block(job: tuple[Plan, str, int]) -> dict[str, Score]:
    plan, scope, start = job
    last = min(start + _BLOCK, plan.worlds if scope == "句子" else plan.reports)
    result = {name: Score() for name in JUDGES}
    for index in range(start, last):
        made = trials(plan, scope, index)
        for name, judge in JUDGES.items():
            if index % SLOW.get(name, 1) == 0:
                for trial in made:
                    result[name].add(score(trial, judge))
    for name in JUDGES:
        if name != "nianbao":
            result[name].failures.clear()
    return result


def digest() -> str:
    """What the questions are made from, in twelve digits: two runs with the same plan and digest asked the same."""
    root = Path(__file__).parents[1]
    hashed = hashlib.sha256()
    for file in sorted(
        [root / "cases.py", *(root / "generation").rglob("*.py"), *(root / "generation").rglob("*.yaml")]
    ):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()[:12]
