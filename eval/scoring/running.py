"""Cases in several processes: the same results in the same order for any number of them.

What is to be scored is written first, a line a case with everything that its scores depend on (``cases.jsonl``); results grow
beside their file and are gone on with after an interruption, as far as those lines are the same and the same code scores. A case
that ends its process or takes too long is one problem and loses no other.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from agent.errors import BadInput, NianbaoError
from agent.workflow.outcome import write_beside
from agent.workflow.pool import Stretch, in_order
from agent.workflow.resuming import Progress, Resuming
from eval.scoring.report import CaseResult

# Seconds for one case without a model; a whole report takes a tenth of one.
LIMIT = 120.0

Line = dict[str, Any]
# From a case's line to its result. A function of a module, or a partial of one: other processes must find it.
Scorer = Callable[[Line], CaseResult]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: cases done of all; ``remark`` says once what became of an earlier run."""

    done: int
    cases: int
    remark: str = ""


def run(
    lines: Sequence[Line],
    scorer: Scorer,
    folder: Path,
    processes: int = 1,
    *,
    fresh: bool = False,
    limit: float = LIMIT,
) -> Iterator[Step]:
    """Score every case; ``folder/results.jsonl`` has a line for each, in the order of ``lines``, when it ends.

    A line has ``name`` and ``metadata`` and whatever the scorer wants. ``BadInput`` where the folder cannot be written.
    """
    source, target = folder / "cases.jsonl", folder / "results.jsonl"
    encoded = [json.dumps(line, ensure_ascii=False, sort_keys=True).encode() for line in lines]
    write_beside(source, b"".join(line + b"\n" for line in encoded))
    with Resuming(target, source, fresh=fresh) as out:
        yield Step(
            out.progress.lines, len(lines), out.remark.replace("核对", "评").replace("程序", "评分程序")
        )
        stretches = _stretches(encoded, out.progress)
        left = len(encoded) - out.progress.lines
        if left:
            work = in_order(
                stretches, max(1, min(processes, left)), partial(_judge, scorer), _lost, limit, work="评分"
            )
            with closing(work) as done:
                for stretch in done:
                    out.write(stretch.content, _after(out.progress, stretch))
                    yield Step(out.progress.lines, len(lines))
        out.finish()


def read_results(file: Path) -> list[CaseResult]:
    """The results of a run's ``results.jsonl``."""
    return [CaseResult.of_json(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line]


def _stretches(lines: Sequence[bytes], progress: Progress) -> Iterator[Stretch[Progress]]:
    digest, consumed = hashlib.sha256(), 0
    for number, line in enumerate(lines):
        digest.update(line + b"\n")
        consumed += len(line) + 1
        if number < progress.lines:
            continue
        # One a stretch: cases are unlike in length, and what is done is certain.
        yield Stretch([line], Progress(consumed=consumed, digest=digest.hexdigest()))


def _after(before: Progress, stretch: Stretch[Progress]) -> Progress:
    return replace(
        stretch.mark,
        lines=before.lines + len(stretch.lines),
        failed=before.failed + stretch.failed,
        written=before.written + len(stretch.content),
    )


def _judge(scorer: Scorer, line: bytes) -> tuple[bytes, bool]:
    record = json.loads(line)
    try:
        result = scorer(record)
    except BadInput as error:
        result = _without(record, [str(problem) for problem in error.problems])
    except NianbaoError as error:
        result = _without(record, [str(error)])
    except MemoryError:
        result = _without(record, ["需要的内存太多"])
    except Exception as error:  # noqa: BLE001 - a fault of ours on one case is told of that case and loses no other
        result = _without(record, [f"程序内部错误：{type(error).__name__}: {error}；请把这一行报告给维护者"])
    return result.line(), not result.problems


def _without(record: Line, problems: list[str]) -> CaseResult:
    return CaseResult(record["name"], record["metadata"], problems=tuple(problems))


def _lost(line: bytes, why: str) -> bytes:
    return _without(json.loads(line), [why]).line()
