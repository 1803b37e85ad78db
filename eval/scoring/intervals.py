"""How sure a number is: Wilson's interval of a share, a bootstrap interval of a mean. The same for the same values."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

_RESAMPLES = 2000
_SEED = 1


def wilson(hits: int, cases: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for ``hits`` of ``cases``; (0, 1) where there is no case."""
    if not cases:
        return 0.0, 1.0
    share, square = hits / cases, z * z / cases
    centre = (share + square / 2) / (1 + square)
    half = z * sqrt(share * (1 - share) / cases + square / (4 * cases)) / (1 + square)
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of their mean (percentiles, seeded); (0, 1) for none."""
    if not values:
        return 0.0, 1.0
    chosen = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.percentile(np.asarray(values)[chosen].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
