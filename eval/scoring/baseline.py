"""A report kept, and what moved against it, case by case.

Nothing here is random, so any value that is worse is a regression: a share that fell, a count that rose, a score that no longer
applies, a case that can no longer be scored. Evaluators of another version are named and not compared; so are cases that only one
side has, of which one that is gone counts as a regression only where the plan is the same.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.errors import BadInput, Problem
from agent.workflow.material import content_of
from agent.workflow.outcome import write_beside
from eval.scoring.evaluator import Trait
from eval.scoring.report import CaseResult, Report
from eval.scoring.score import Score

SCHEMA = "nianbao/eval/1"


@dataclass(frozen=True, slots=True)
class Moved:
    """One score that is another than before: told in Chinese; ``worse`` where that is a regression."""

    case: str
    title: str
    before: str
    now: str
    worse: bool

    def __str__(self) -> str:
        return f"{'退步' if self.worse else '变化'}：{self.case}·{self.title} {self.before} → {self.now}"


@dataclass(frozen=True)
class Comparison:
    """``remarks``: what could not be compared, and why."""

    moved: tuple[Moved, ...] = ()
    remarks: tuple[str, ...] = ()
    against: str = ""
    worse: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "worse", any(each.worse for each in self.moved))

    @property
    def lines(self) -> list[str]:
        """Everything for people: remarks, then what got worse, then what else moved."""
        ordered = sorted(self.moved, key=lambda each: not each.worse)
        lines = [*self.remarks, *map(str, ordered)]
        return lines or ["与基准结果完全相同。"]


def keep(report: Report, file: Path) -> None:
    """Make a report the baseline: one line a case, so that a change reads as one."""
    head = {
        "schema": SCHEMA,
        "bench": report.bench,
        "plan": dict(report.plan),
        "evaluators": {trait.name: trait.version for trait in report.traits},
    }
    cases = ",\n".join(
        f"  {json.dumps(result.name, ensure_ascii=False)}: {json.dumps(_kept(result), ensure_ascii=False)}"
        for result in report.results
    )
    body = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()
    )
    write_beside(file, f'{{\n{body},\n "cases": {{\n{cases}\n }}\n}}\n'.encode())


def _kept(result: CaseResult) -> dict[str, Any] | None:
    """The values alone; None where the case could not be scored."""
    if result.problems:
        return None
    return {
        name: [score.hits, score.cases] if score.hits is not None else score.value
        for name, score in result.scores.items()
    }


def compare(report: Report, file: Path) -> Comparison:
    """What moved; ``BadInput`` where the baseline cannot be read or is of another bench."""
    if not file.exists():
        return Comparison(remarks=("没有留存的基准结果，未作比较。",))
    kept = _read(file, report.bench)
    versions: Mapping[str, int] = kept["evaluators"]
    remarks = list(_version_remarks(report, versions))
    same = [trait for trait in report.traits if versions.get(trait.name) == trait.version]
    before: Mapping[str, Any] = kept["cases"]
    now = {result.name: result for result in report.results}
    planned = kept["plan"] == dict(report.plan)
    if not planned:
        remarks.append("这次评的和基准不是同一批（数量、种子或范围有改动）：只比较两边都有的。")
    moved = [
        each for name, result in now.items() if name in before for each in _moved(result, before[name], same)
    ]
    gone = [name for name in before if name not in now]
    if planned:
        moved += [Moved(name, "整例", "评过", "这次没有", worse=True) for name in gone]
    elif gone:
        remarks.append(f"基准里有而这次没有的：{len(gone)} 例")
    if new := [name for name in now if name not in before]:
        remarks.append(f"基准里没有的新例：{len(new)} 例（{_some(new)}）")
    return Comparison(tuple(moved), tuple(remarks), file.name)


def check_baseline(file: Path, bench: str) -> None:
    """``BadInput`` where a baseline could not be compared with, before any work is done; one that is not there says nothing."""
    if file.exists():
        _read(file, bench)


def _some(names: list[str]) -> str:
    return "；".join(names[:3]) + ("……" if len(names) > 3 else "")


def _read(file: Path, bench: str) -> dict[str, Any]:
    try:
        kept = json.loads(content_of(file))
        known = (
            kept["schema"] == SCHEMA
            and isinstance(kept["cases"], dict)
            and isinstance(kept["evaluators"], dict)
        )
        of, _ = kept["bench"], kept["plan"]
    except (ValueError, TypeError, KeyError) as error:
        raise _bad(file, "读不出来，或者不是基准结果") from error
    if not known:
        raise _bad(file, f"不是这一版的基准结果（应当是 {SCHEMA}）")
    if of != bench:
        raise _bad(file, f"是“{of}”的基准，不是“{bench}”的")
    return dict(kept)


def _bad(file: Path, what: str) -> BadInput:
    return BadInput([Problem(what, str(file), "请用 --keep 重新留一份，或换一个文件")])


def _version_remarks(report: Report, versions: Mapping[str, int]) -> Iterator[str]:
    for trait in report.traits:
        before = versions.get(trait.name)
        if before is None:
            yield f"“{trait.title}”是基准里没有的，不作比较。"
        elif before != trait.version:
            yield f"“{trait.title}”的评法改过了（基准是第 {before} 版，现在是第 {trait.version} 版），不作比较。"
    known = {trait.name for trait in report.traits}
    yield from (f"基准里的“{name}”现在没有了，不作比较。" for name in versions if name not in known)


def _moved(result: CaseResult, before: Any, traits: list[Trait]) -> Iterator[Moved]:
    if before is None or result.problems:
        if (before is None) != bool(result.problems):
            said = ("评不了", "评过")
            now, then = (said[0], said[1]) if result.problems else (said[1], said[0])
            yield Moved(result.name, "整例", then, now, worse=bool(result.problems))
        return
    for trait in traits:
        score, old = result.scores.get(trait.name), _score(before.get(trait.name))
        if score is None:
            continue
        if (score.value, score.hits, score.cases) != (old.value, old.hits, old.cases):
            yield Moved(result.name, trait.title, old.told, score.told, _worse(trait, score, old))


def _score(kept: Any) -> Score:
    if not isinstance(kept, list):
        return Score(kept, "")
    hits, cases = kept
    return Score(float(hits), "", (), hits) if cases is None else Score.share(hits, cases, "")


def _worse(trait: Trait, now: Score, before: Score) -> bool:
    if before.value is None:
        return False
    return now.value is None or trait.sense.worse(now.value, before.value)
