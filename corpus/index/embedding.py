"""Texts to vectors, behind one door.

Every embedding has a ``name`` that says everything on which its vectors depend. A collection remembers the name that it was made
with, and vectors of different names are never compared.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedding(Protocol):
    """Passages and queries to vectors of length one, so that their product is how near they are: -1 to 1."""

    @property
    def name(self) -> str:
        """What the vectors depend on."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text. ``Unavailable`` where what makes the vectors does not answer."""
        ...

    def query(self, text: str) -> Vectors:
        """One vector, comparable to those of passages."""
        ...


def unit_length(vectors: Vectors) -> Vectors:
    """Each row divided by its length; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    divided: Vectors = vectors / lengths
    return divided
