"""How good one answer is. Answers are keys, best first; grades are 2, 1 or 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from eval.retrieval.cases import BEST

FIRST, DEEP = 5, 10


@dataclass(frozen=True, slots=True)
class Marks:
    """Each between 0 and 1: recall in the first five, nDCG and reciprocal rank in the first ten."""

    recall: float
    ndcg: float
    reciprocal: float


def marks(found: Sequence[str], grades: Mapping[str, int]) -> Marks:
    """All three for one answer."""
    return Marks(recall(found, grades), ndcg(found, grades), reciprocal(found, grades))


def recall(found: Sequence[str], grades: Mapping[str, int], first: int = FIRST) -> float:
    """The share of what is exactly wanted among the first; where more is wanted than there is room, a full page is 1."""
    wanted = {key for key, grade in grades.items() if grade == BEST}
    return len(wanted & set(found[:first])) / min(first, len(wanted)) if wanted else 0.0


def ndcg(found: Sequence[str], grades: Mapping[str, int], deep: int = DEEP) -> float:
    """Discounted cumulative gain against the best order there could be; the gain of a grade is 2 to its power, less 1."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:deep])
    return _gain([grades.get(key, 0) for key in found[:deep]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def reciprocal(found: Sequence[str], grades: Mapping[str, int], deep: int = DEEP) -> float:
    """One divided by the place of the first that is exactly wanted, from 1; 0 where there is none."""
    places = (place for place, key in enumerate(found[:deep], 1) if grades.get(key, 0) == BEST)
    first = next(places, 0)
    return 1 / first if first else 0.0
