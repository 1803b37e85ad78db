"""A judge's answers against a trial's labels.

Of the clean text: a sourced figure objected to or missed is a *false alarm*; so is an objection to what no label covers. An
unsourced one that passes is a *false pass*, an exempt one objected to is *noise*; a sourced one of which nothing is said at
all is *unseen*. Objections to what no label covers are counted by text. Of a mutant: it is *caught* where what is
wrong is objected to, or where another figure or claim of its sentence is contradicted that was not so in the clean text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.cases import Expected, Mark, Mutant, Trial
from eval.verifier.judges import Judge, Said

CAUGHT, ALARM, PASSED, NOISE, UNSEEN, CRASHED = MEASURES = "查出", "误报", "放过", "打扰", "没看见", "出错"
ELSEWHERE = "没有标注之处"
_BAD = {Expected.SOURCED: ALARM, Expected.UNSOURCED: PASSED, Expected.EXEMPT: NOISE}


@dataclass
class Score:
    """Counts by (measure, dimension, name) → hits and cases; what failed, as records."""

    hits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    cases: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    failures: list[dict[str, Any]] = field(default_factory=list)

    def count(self, measure: str, hit: bool, *names: tuple[str, str]) -> None:
        """One more case of a measure, in every dimension named."""
        for dimension, name in names:
            self.cases[measure, dimension, name] += 1
            self.hits[measure, dimension, name] += hit

    def add(self, other: "Score") -> None:
        """Take in another's counts and failures."""
        self.hits.update(other.hits)
        self.cases.update(other.cases)
        self.failures += other.failures


def score(trial: Trial, judge: Judge) -> Score:
    """One trial's score."""
    result = Score()
    scope = trial.name.split("/")[0]
    clean = _asked(result, trial, trial.text, judge) if trial.text else []
    if trial.text:
        _clean(result, trial, clean, scope)
    for mutant in trial.mutants:
        said = _asked(result, trial, mutant.text, judge)
        caught = any(_catches(mutant, item, clean) for item in said)
        names = [("全部", "全部"), ("范围", scope), ("说法", mutant.kind), ("差错", mutant.error)]
        names += [("范围", "撞数")] if mutant.collides else []
        result.count(CAUGHT, caught, *names)
        if not caught:
            item = _overlapping(said, mutant.start, mutant.end)
            result.failures.append(_missed(trial, mutant, item))
    return result


def _asked(result: Score, trial: Trial, text: str, judge: Judge) -> list[Said]:
    """What a judge says of a text. It must answer any: an exception is counted, kept as a failure, and taken for silence."""
    try:
        said = judge(text, trial.figures, trial.previous)
    except Exception as error:  # noqa: BLE001  whatever it throws is a fault of the judge and no reason to stop asking
        result.count(CRASHED, True, ("全部", "全部"), ("说法", trial.kind))
        told = {
            "case": trial.name,
            "sentence": text,
            "words": "",
            "verdict": "exception",
            "reason": repr(error),
        }
        result.failures.append({"what": CRASHED, "kind": trial.kind, "error": type(error).__name__, **told})
        return []
    result.count(CRASHED, False, ("全部", "全部"), ("说法", trial.kind))
    return said


def _clean(result: Score, trial: Trial, said: Sequence[Said], scope: str) -> None:
    for mark in trial.marks:
        item = _overlapping([each for each in said if each.claim == mark.claim], mark.start, mark.end)
        bad = _bad(mark, item)
        measure = _BAD[mark.expected]
        result.count(measure, bad, ("全部", "全部"), ("范围", scope), ("说法", mark.kind))
        if bad:
            result.failures.append(_failed(trial, measure, mark, item))
        if not mark.claim and mark.expected is Expected.SOURCED:
            result.count(UNSEEN, item is None, ("全部", "全部"))
    extra = list(_unlabelled(trial, said))
    result.count(ALARM, bool(extra), ("说法", ELSEWHERE))
    result.failures += [_failed(trial, ALARM, None, item) for item in extra]


def _bad(mark: Mark, item: Said | None) -> bool:
    match mark.expected:
        case Expected.SOURCED:
            return item is not None and item.objects if mark.claim else item is None or not item.passes
        case Expected.UNSOURCED:
            return item is not None and item.passes
        case _:
            return item is not None and item.objects


def _unlabelled(trial: Trial, said: Sequence[Said]) -> Iterator[Said]:
    for item in said:
        if item.objects and not any(mark.start < item.end and item.start < mark.end for mark in trial.marks):
            yield item


def _overlapping(said: Sequence[Said], start: int, end: int) -> Said | None:
    """What shares most characters with the span; an objection first where two share as much."""
    best = max(
        said, key=lambda item: (min(item.end, end) - max(item.start, start), item.objects), default=None
    )
    return best if best is not None and best.start < end and start < best.end else None


def _catches(mutant: Mutant, item: Said, clean: Sequence[Said]) -> bool:
    if item.objects and item.start < mutant.end and mutant.start < item.end:
        return True
    inside = mutant.sentence[0] <= item.start < mutant.sentence[1]
    return inside and item.verdict == "contradicted" and not _already(mutant, item, clean)


def _already(mutant: Mutant, item: Said, clean: Sequence[Said]) -> bool:
    """Whether the clean text is contradicted at the same place too, what follows the change being shifted back."""
    places = {(item.start - by, item.end - by) for by in (0, mutant.shift)}
    return any(each.verdict == "contradicted" and (each.start, each.end) in places for each in clean)


def _failed(trial: Trial, what: str, mark: Mark | None, item: Said | None) -> dict[str, Any]:
    start, end = (mark.start, mark.end) if mark else (item.start, item.end) if item else (0, 0)
    kind = mark.kind if mark else ELSEWHERE
    return {"what": what, "kind": kind, "error": "", **_told(trial, trial.text, start, end, item)}


def _missed(trial: Trial, mutant: Mutant, item: Said | None) -> dict[str, Any]:
    told = _told(trial, mutant.text, mutant.start, mutant.end, item)
    right = trial.text[mutant.sentence[0] : mutant.sentence[1] - mutant.shift] if trial.text else ""
    return {"what": "漏报", "kind": mutant.kind, "error": mutant.error, **told, "right": right}


def _told(trial: Trial, text: str, start: int, end: int, item: Said | None) -> dict[str, Any]:
    left = text.rfind("\n", 0, start) + 1
    stops = [at for at in (text.find("\n", end),) if at >= 0]
    return {
        "case": trial.name,
        "sentence": text[left : min(stops, default=len(text)) + 1],
        "words": text[start:end],
        "verdict": item.verdict if item else "missed",
        "reason": item.reason if item else "",
    }
