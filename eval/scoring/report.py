"""``Report``: every case's scores, and what they come to altogether."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any, Self

from eval.scoring.evaluator import Trait
from eval.scoring.intervals import bootstrap, wilson
from eval.scoring.score import Score


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case's scores by evaluator, in the evaluators' order; none where ``problems`` say why it could not be scored."""

    name: str
    metadata: Mapping[str, str]
    scores: Mapping[str, Score] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One line of ``results.jsonl``."""
        record: dict[str, Any] = {"name": self.name, "metadata": dict(self.metadata)}
        if self.problems:
            return record | {"problems": list(self.problems)}
        return record | {"scores": {name: score.as_json() for name, score in self.scores.items()}}

    @classmethod
    def of_json(cls, record: Mapping[str, Any]) -> Self:
        """Back from :meth:`as_json`."""
        scores = {name: Score.of_json(each) for name, each in record.get("scores", {}).items()}
        return cls(record["name"], record["metadata"], scores, tuple(record.get("problems", ())))

    def line(self) -> bytes:
        """As one line of JSON, with its newline."""
        return json.dumps(self.as_json(), ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What one evaluator's scores come to, over the ``applicable`` of ``cases`` cases.

    ``mean`` is None where it applies to none; ``low`` and ``high`` are its 95 % interval over the cases. ``hits`` and ``parts``
    are summed where the scores are shares of something counted, ``total`` where they are counts.
    """

    trait: Trait
    cases: int
    applicable: int
    mean: float | None
    low: float = 0.0
    high: float = 1.0
    hits: int | None = None
    parts: int | None = None
    total: int | None = None

    @property
    def told(self) -> str:
        """The mean for people, with what was counted."""
        if self.mean is None:
            return "不适用"
        if self.total is not None:
            return f"共 {self.total} 处，平均每例 {self.mean:.2f} 处"
        counted = f"；合计 {self.hits}/{self.parts}" if self.parts else ""
        return f"{self.mean:.1%}（{self.low:.1%}—{self.high:.1%}）{counted}"

    def as_json(self) -> dict[str, Any]:
        """For ``summary.json``."""
        known = {"hits": self.hits, "parts": self.parts, "total": self.total}
        record = {
            "title": self.trait.title,
            "version": self.trait.version,
            "better": self.trait.sense.value,
            "cases": self.cases,
            "applicable": self.applicable,
            "mean": None if self.mean is None else round(self.mean, 6),
            "interval": None if self.mean is None else [round(self.low, 6), round(self.high, 6)],
        }
        return record | {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class Report:
    """One run of one bench. ``title`` is Chinese; ``plan`` says what was asked; ``remarks`` are told at its head.

    ``lead`` names the evaluator that orders and colours the cases, "" for none. ``explained``: how to read it, in Chinese.
    """

    bench: str
    title: str
    traits: tuple[Trait, ...]
    results: tuple[CaseResult, ...]
    plan: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    lead: str = ""
    explained: tuple[str, ...] = ()

    @property
    def scored(self) -> tuple[CaseResult, ...]:
        """The cases that could be scored."""
        return tuple(result for result in self.results if not result.problems)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that could not."""
        return tuple(result for result in self.results if result.problems)

    def trait(self, name: str) -> Trait:
        """An evaluator's trait; ``KeyError`` where there is none of that name."""
        for trait in self.traits:
            if trait.name == name:
                return trait
        raise KeyError(name)

    def aggregates(self) -> Iterator[Aggregate]:
        """One for each evaluator, in order."""
        for trait in self.traits:
            yield aggregate(
                trait, [result.scores[trait.name] for result in self.scored if trait.name in result.scores]
            )

    def summary(self) -> dict[str, Any]:
        """``summary.json``: everything but the cases."""
        return {
            "bench": self.bench,
            "plan": dict(self.plan),
            "cases": len(self.results),
            "failed": [result.name for result in self.failed],
            "evaluators": {each.trait.name: each.as_json() for each in self.aggregates()},
        }


def aggregate(trait: Trait, scores: Sequence[Score]) -> Aggregate:
    """What the scores of one evaluator come to."""
    applicable = [score for score in scores if score.value is not None]
    values = [score.value for score in applicable if score.value is not None]
    if not values:
        return Aggregate(trait, len(scores), 0, None)
    counted = [score for score in applicable if score.cases is not None]
    hits = sum(score.hits or 0 for score in counted) if counted else None
    parts = sum(score.cases or 0 for score in counted) if counted else None
    # Cases with one thing each are a plain share, of which Wilson's interval is known better.
    single = parts == len(values) and not trait.counts
    low, high = wilson(hits or 0, parts or 0) if single else bootstrap(values)
    total = round(sum(values)) if trait.counts else None
    return Aggregate(trait, len(scores), len(values), mean(values), low, high, hits, parts, total)
