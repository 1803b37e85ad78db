"""Whether the loop lets a wrong figure through, whatever the model does: whole reports by a played model, every way in turn.

A model on this machine speaks the real protocol and is obedient, types digits, changes or swaps them, writes them in characters,
hides them, quotes last year's, invents, drifts to another unit, gives orders, rambles, fails. Every draft is of another invented
unit. No accepted draft may have a figure or a claim that the verifier objects to, and every draft must end within its budget.
How many sentences were repaired, replaced and left out is told for each way, with who wrote the parts in the end.

::

    python -m eval.loop [--drafts N] [--processes N] [--seed S]
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from agent.drafting import draft
from agent.drafting.authoring import Finished, authored
from agent.drafting.chat import Chat, Terms
from agent.drafting.loop import BUILT_IN, Budget
from agent.drafting.phrasebook import numerals_in
from agent.drafting.writers.model import ModelWriter
from agent.verify import verify
from agent.workflow.authoring import desk_of
from eval.generation.world import world_of
from eval.model_server import FAILINGS, MANNERS, ModelServer

# Failing ways that take longer than this machine's patience on purpose: their time-outs are made short.
_TERMS = Terms(timeout=0.6, total=3.0, backoff=0.01, longest_wait=0.05)
_BUDGET = Budget(rounds=3, seconds=20.0, tokens=200_000)


@dataclass(frozen=True)
class Trial:
    """One draft: what the model did, what became of its sentences, and what is wrong with the result (nothing may be)."""

    way: str
    seconds: float
    parts: int
    by_model: int
    rounds: int
    repaired: int
    replaced: int
    dropped: int
    typed: int
    objections: tuple[str, ...]


def trial(way: str, seed: str, url: str) -> Trial:
    """A whole report of the unit that the seed makes, by the model that behaves like that."""
    world = world_of(seed)
    begun = draft(world.figures, world.previous)
    writer = ModelWriter(Chat(way, url, "key", _TERMS))
    began = time.monotonic()
    steps = authored(begun, writer, desk_of(world.figures, world.previous, budget=_BUDGET))
    finished = next(step for step in steps if isinstance(step, Finished))
    seconds = time.monotonic() - began
    answer = verify(finished.draft.narrative.text, world.figures, world.previous)
    parts = finished.record.parts
    return Trial(
        way=way,
        seconds=seconds,
        parts=len(parts),
        by_model=sum(part.by != (BUILT_IN,) for part in parts),
        rounds=sum(len(part.rounds) for part in parts),
        repaired=sum(part.repaired for part in parts),
        replaced=sum(len(part.replaced) for part in parts),
        dropped=sum(len(part.dropped) for part in parts),
        typed=sum(len(numerals_in(part.accepted)) for part in parts if part.by != (BUILT_IN,)),
        objections=tuple(f"{each.text}：{each.reason}" for each in answer.objections),
    )


def _some(tasks: list[tuple[str, str]]) -> list[Trial]:
    with ModelServer() as server:
        return [trial(way, seed, server.url) for way, seed in tasks]


def trials(count: int, processes: int, seed: str) -> Iterator[Trial]:
    """``count`` drafts, the ways in turn; the same whatever the number of processes."""
    ways = (*sorted(MANNERS), *sorted(FAILINGS))
    # Half of the drafts are written by a model that answers; the rest meets one that fails.
    manners, failings = sorted(MANNERS), sorted(FAILINGS)
    turns = [
        manners[number // 2 % len(manners)] if number % 2 else failings[number // 2 % len(failings)]
        for number in range(count)
    ]
    assert set(turns) <= set(ways)
    tasks = [(way, f"{seed}-{number}") for number, way in enumerate(turns)]
    size = 20
    pieces = [tasks[at : at + size] for at in range(0, len(tasks), size)]
    with ProcessPoolExecutor(processes) as pool:
        for done in pool.map(_some, pieces):
            yield from done


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where anything wrong was accepted or a draft took longer than its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drafts", type=int, default=200, help="whole reports to draft")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", default="loop")
    options = parser.parse_args(argv)
    found: list[Trial] = []
    for done in trials(options.drafts, options.processes, options.seed):
        found.append(done)
        for objection in done.objections:
            print(f"漏过（{done.way}）：{objection}")
    print("方式　稿数　部分（模型写成）　遍数　句子：改好　换掉　删去　正文里直接写的数　最长秒数")
    for way in dict.fromkeys(each.way for each in sorted(found, key=lambda each: each.way)):
        print(_row(way, [each for each in found if each.way == way]))
    print(_row("合计", found))
    late = [each for each in found if each.seconds > each.parts * _BUDGET.seconds + 5]
    wrong = sum(len(each.objections) for each in found)
    print(f"{len(found)} 份草稿里，不符或无依据而留下的：{wrong} 处；超出时间的：{len(late)} 份")
    return 1 if wrong or late else 0


def _row(way: str, some: list[Trial]) -> str:
    total: Counter[str] = Counter()
    for each in some:
        for name in ("parts", "by_model", "rounds", "repaired", "replaced", "dropped", "typed"):
            total[name] += getattr(each, name)
    return (
        f"{way}　{len(some)}　{total['parts']}（{total['by_model']}）　{total['rounds']}　"
        f"{total['repaired']}　{total['replaced']}　{total['dropped']}　{total['typed']}　"
        f"{max(each.seconds for each in some):.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
