"""The embedding that needs nothing but this package: weighted runs of characters, hashed into a fixed number of places.

Every run of :mod:`corpus.index.terms` goes to one of ``WIDTH`` places with a sign of its own, by a hash that no library's next
version can change; how much it counts is :mod:`corpus.index.weights`. That is the hashing trick of scikit-learn's
``HashingVectorizer``, which would bring 190 MB along for these few lines and whose hash would then be part of our data.
"""

import math
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.index.embedding import Vectors, unit_length
from corpus.index.synonyms import synonyms
from corpus.index.terms import terms_of
from corpus.index.weights import Weights, weights

WIDTH = 2048
# Raised whenever the same text would get another vector than before; the weights have a version of their own.
_VERSION = 2


class Offline:
    """Vectors from characters, without a model, a network or a state."""

    def __init__(self, own: Weights | None = None, width: int = WIDTH) -> None:
        self._weights = weights() if own is None else own
        self._width = width

    @property
    def name(self) -> str:
        """Version of the method, width, and the digest of the weights."""
        return f"ngrams-{_VERSION}-{self._width}-{self._weights.digest}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text; a text without any word is a row of zeros, near to nothing."""
        vectors = np.zeros((len(texts), self._width), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            counts = terms_of(text)
            if counts:
                row[:] = self._added_up(counts)
        return unit_length(vectors)

    def _added_up(self, counts: Mapping[str, int]) -> NDArray[np.float64]:
        placed = [_place(term) for term in counts]
        values = [
            sign * (1 + math.log(count)) * self._weights.of(term)
            for (term, count), (_, sign) in zip(counts.items(), placed, strict=True)
        ]
        row: NDArray[np.float64] = np.zeros(self._width)
        row += np.bincount([at % self._width for at, _ in placed], values, self._width)
        return row

    def query(self, text: str) -> Vectors:
        """As a passage's, half of it what reports say for its words."""
        asked = synonyms().asked(text)
        vector: Vectors = unit_length(self.passages([asked.text, asked.otherwise]).sum(axis=0))
        return vector


@lru_cache(maxsize=200_000)
def _place(term: str) -> tuple[int, int]:
    """Where a run goes, and its sign: runs that share a place cancel out as often as they add up."""
    hashed = zlib.crc32(term.encode())
    return hashed >> 1, 1 if hashed & 1 else -1
