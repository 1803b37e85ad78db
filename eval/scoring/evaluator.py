"""``Evaluator``: what gives a score.

An evaluator's ``version`` is raised whenever the same case may get another score by it: values of different versions are never
compared.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from eval.scoring.score import Score

Inputs = TypeVar("Inputs", contravariant=True)


class Sense(enum.StrEnum):
    """Which way is better; a plain value is neither."""

    MORE = "more"
    LESS = "less"
    PLAIN = "plain"

    def worse(self, now: float, before: float) -> bool:
        """Whether ``now`` is worse than ``before``."""
        return (self is Sense.MORE and now < before) or (self is Sense.LESS and now > before)


@dataclass(frozen=True, slots=True)
class Trait:
    """What is known of an evaluator without asking it: what a report and a baseline keep.

    ``name`` is its id, ``title`` Chinese. ``counts``: its value is a count, else a share or a mark between 0 and 1.
    """

    name: str
    title: str
    version: int
    sense: Sense = Sense.MORE
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Evaluator(Generic[Inputs]):
    """A trait and the function that scores. The same inputs always get the same score, unless it asks a model."""

    trait: Trait
    score: Callable[[Inputs], Score]
