"""Counts as rates with Wilson intervals; the bars; what moved against the kept baseline.

Rates are for people and may be floats; counts are what is kept and compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.scoring.intervals import wilson
from eval.verifier.scoring import ALARM, CAUGHT, CRASHED, MEASURES, NOISE, PASSED, UNSEEN, Score

# No kind below this share caught, none above that share of right figures objected to; an unsourced figure never passes.
BARS = {CAUGHT: 0.98, ALARM: 0.01, PASSED: 0.0, NOISE: 0.0, UNSEEN: 0.01, CRASHED: 0.0}
# Worse by more than this and by more than one case: a regression.
_SLACK = 0.002


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``cases`` for one measure and one name of a dimension (全部, 范围, 说法, 差错)."""

    measure: str
    dimension: str
    name: str
    hits: int
    cases: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 where there is no case."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval."""
        return wilson(self.hits, self.cases)

    @property
    def misses(self) -> bool:
        """Whether it is on the wrong side of its bar."""
        bar = BARS[self.measure]
        return self.share < bar if self.measure == CAUGHT else self.share > bar

    def worse_by(self, before: "Rate") -> float:
        """How much worse than before, in share; negative where it is better."""
        change = self.share - before.share
        return -change if self.measure == CAUGHT else change

    def as_json(self) -> dict[str, Any]:
        """With its share and interval, rounded."""
        low, high = self.interval
        return asdict(self) | {"share": round(self.share, 5), "low": round(low, 5), "high": round(high, 5)}


def rates(score: Score) -> list[Rate]:
    """Every count of a score, in a fixed order. What no label covers has no cases to be a share of."""
    return [Rate(*key, score.hits[key], score.cases[key]) for key in sorted(score.cases, key=_order)]


def _order(key: tuple[str, str, str]) -> tuple[int, int, int, str]:
    measure, dimension, name = key
    lead = name.split(" ")[0]
    chapter = int(lead) if lead.isdecimal() else 0
    return (MEASURES.index(measure), ("全部", "范围", "说法", "差错").index(dimension), chapter, name)


def missing(found: Sequence[Rate]) -> list[Rate]:
    """Kinds of phrase and kinds of error that miss their bar."""
    return [rate for rate in found if rate.dimension in ("说法", "差错") and rate.misses]


def moved(now: Sequence[Rate], before: Sequence[Rate]) -> Iterator[tuple[Rate, Rate]]:
    """What has another count than before, both sides."""
    kept = {(rate.measure, rate.dimension, rate.name): rate for rate in before}
    for rate in now:
        old = kept.get((rate.measure, rate.dimension, rate.name))
        if old is not None and (old.hits, old.cases) != (rate.hits, rate.cases):
            yield rate, old


def regressed(now: Rate, before: Rate) -> bool:
    """Whether it got worse by more than one case and a little."""
    bad_now, bad_before = (_bad(rate) for rate in (now, before))
    return now.worse_by(before) > _SLACK and bad_now > bad_before + 1


def _bad(rate: Rate) -> int:
    return rate.cases - rate.hits if rate.measure == CAUGHT else rate.hits


def read_rates(records: Sequence[Mapping[str, Any]]) -> list[Rate]:
    """Kept rates back from JSON."""
    return [Rate(r["measure"], r["dimension"], r["name"], r["hits"], r["cases"]) for r in records]
