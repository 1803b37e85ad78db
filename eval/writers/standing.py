"""How the writers stand beside each other: means with their intervals, and the differences to the built-in phrases.

What is compared are figure sets: the repetitions of a set are one value, their mean, for they are no independent cases. A
difference is taken set by set, between what both scored, so that a set that is hard for everybody counts against nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

from eval.scoring import CaseResult
from eval.scoring.evaluator import Sense, Trait
from eval.scoring.intervals import bootstrap
from eval.writers.contestant import OFFLINE
from eval.writers.scoring import SUBJECT, WRITER, traits


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over ``sets`` figure sets with its 95 % interval, which one set alone has none of (``low`` and ``high`` None)."""

    mean: float
    sets: int
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, values: Sequence[float]) -> "Measured | None":
        """Of a value for each set; None for none."""
        if not values:
            return None
        low, high = bootstrap(values) if len(values) > 1 else (None, None)
        return cls(mean(values), len(values), low, high)

    @property
    def differs(self) -> bool:
        """Of a difference: whether its interval leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    def as_json(self) -> dict[str, Any]:
        """Its fields, rounded."""
        interval = (
            None if self.low is None or self.high is None else [round(self.low, 6), round(self.high, 6)]
        )
        return {"mean": round(self.mean, 6), "interval": interval, "sets": self.sets}


@dataclass(frozen=True)
class Standing:
    """One writer: its ``results``, those that failed too, and the ``seconds`` of its drafts, as far as they are known.

    ``base`` are the built-in phrases' results; empty where they did not take part.
    """

    label: str
    results: tuple[CaseResult, ...]
    seconds: tuple[float, ...] = ()
    base: tuple[CaseResult, ...] = ()

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The drafts that are not the writer's."""
        return tuple(result for result in self.results if result.problems)

    @cached_property
    def means(self) -> dict[str, Measured | None]:
        """By evaluator; None where it applies to no draft."""
        return {trait.name: Measured.of(list(_by_set(self.results, trait).values())) for trait in traits()}

    @cached_property
    def differences(self) -> dict[str, Measured | None]:
        """What it is more than the built-in phrases, by evaluator; None where there is no set to compare."""
        return {trait.name: Measured.of(self._paired(trait)) for trait in traits()}

    def _paired(self, trait: Trait) -> list[float]:
        own, base = _by_set(self.results, trait), _by_set(self.base, trait)
        return [value - base[name] for name, value in own.items() if name in base]

    @property
    def took(self) -> float | None:
        """Seconds a draft, in the mean; None where nobody knows."""
        return mean(self.seconds) if self.seconds else None

    def better(self, trait: Trait) -> bool | None:
        """Whether it is better than the built-in phrases there, or worse; None where that cannot be told."""
        found = self.differences[trait.name]
        if found is None or not found.differs or trait.sense is Sense.PLAIN or self.label == OFFLINE.label:
            return None
        return (found.mean > 0) is (trait.sense is Sense.MORE)


def _by_set(results: Sequence[CaseResult], trait: Trait) -> dict[str, float]:
    """The mean over its repetitions for each figure set to which the evaluator applies, in order."""
    values: dict[str, list[float]] = {}
    for result in results:
        score = result.scores.get(trait.name)
        if score is not None and score.value is not None:
            values.setdefault(result.metadata[SUBJECT], []).append(score.value)
    return {name: mean(each) for name, each in values.items()}


def standings(results: Sequence[CaseResult], seconds: Mapping[str, float]) -> list[Standing]:
    """Every writer, in the order of the results; ``seconds`` by a case's name."""
    labels = dict.fromkeys(result.metadata[WRITER] for result in results)
    of = {label: tuple(each for each in results if each.metadata[WRITER] == label) for label in labels}
    base = of.get(OFFLINE.label, ())
    return [
        Standing(label, own, tuple(seconds[each.name] for each in own if each.name in seconds), base)
        for label, own in of.items()
    ]
