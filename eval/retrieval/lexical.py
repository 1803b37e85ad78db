"""Candidates that compare characters: scikit-learn's TF-IDF, BM25, and the vectors of our index by themselves.

Runs of one to three characters and figures left out are what our own vectors do; other settings were not compared.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.index.filters import Filters
from corpus.index.offline import Offline
from corpus.index.synonyms import synonyms
from eval.retrieval.candidates import DEPTH
from eval.retrieval.passages import Passage

Scores = NDArray[np.float64]
_FIGURES = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*[%％]?")
_BREAKS = re.compile(r"[\W_]+")


def without_figures(text: str) -> str:
    """The text without its numbers."""
    return _FIGURES.sub("", text)


def runs(text: str, sizes: Sequence[int]) -> list[str]:
    """The runs of characters of these sizes; none reaches over punctuation."""
    pieces = _BREAKS.split(text.lower())
    return [
        piece[at : at + size] for size in sizes for piece in pieces for at in range(len(piece) - size + 1)
    ]


class Scored(ABC):
    """A candidate that scores every passage; what scores nothing is not found, and of equals the first comes first."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    @abstractmethod
    def scores(self, query: str) -> Scores:
        """One a passage."""

    def order(self, query: str, filters: Filters) -> list[str]:
        """Best first."""
        scores = self.scores(query)
        found = (int(at) for at in np.argsort(-scores, kind="stable") if scores[at] > 0)
        admitted = (self._passages[at] for at in found if filters.admits(self._passages[at].exemplar))
        return [passage.key for passage in admitted][:DEPTH]


class TfIdf(Scored):
    """Runs of one to three characters, TF-IDF, cosine."""

    def __init__(
        self, passages: Sequence[Passage], sizes: tuple[int, int] = (1, 3), *, figures: bool = False
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        super().__init__(passages)
        self._figures = figures
        self._vectorizer = TfidfVectorizer(analyzer="char", ngram_range=sizes, sublinear_tf=True)
        self._matrix = self._vectorizer.fit_transform(
            [self._read(each.exemplar.passage) for each in passages]
        )

    def _read(self, text: str) -> str:
        return text if self._figures else without_figures(text)

    def scores(self, query: str) -> Scores:
        """Cosines."""
        row = self._vectorizer.transform([self._read(query)])
        return np.asarray((self._matrix @ row.T).todense(), dtype=np.float64).ravel()


class CharacterBM25(Scored):
    """BM25 over runs of one to three characters."""

    sizes: tuple[int, ...] = (1, 2, 3)

    def __init__(self, passages: Sequence[Passage], *, figures: bool = False) -> None:
        import bm25s

        super().__init__(passages)
        self._figures = figures
        self._index = bm25s.BM25()
        self._index.index([self._terms(each.exemplar.passage) for each in passages], show_progress=False)

    def _terms(self, text: str) -> list[str]:
        return runs(text if self._figures else without_figures(text), self.sizes)

    def scores(self, query: str) -> Scores:
        """BM25's."""
        known = [term for term in self._terms(query) if term in self._index.vocab_dict]
        if not known:
            return np.zeros(len(self._passages))
        return np.asarray(self._index.get_scores(known), dtype=np.float64)


class Bigrams(CharacterBM25):
    """BM25 over pairs of characters: the usual way without a dictionary."""

    sizes = (2,)


class InformedBM25(CharacterBM25):
    """BM25 that is told what reports say for a query's words, as our search is."""

    def scores(self, query: str) -> Scores:
        """BM25's, of the query with those words behind it."""
        asked = synonyms().asked(query)
        return super().scores(f"{asked.text} {asked.otherwise}")


class Nearness(Scored):
    """Our vectors by themselves: no words, no topics."""

    def __init__(self, passages: Sequence[Passage], embedding: Offline | None = None) -> None:
        super().__init__(passages)
        self._embedding = embedding or Offline()
        self._vectors = self._embedding.passages([each.exemplar.passage for each in passages])

    def scores(self, query: str) -> Scores:
        """Cosines."""
        return np.asarray(self._vectors @ self._embedding.query(query), dtype=np.float64)
