"""The search that users have: the store in a folder of its own, the nearest ranked again."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.index.chroma import Store
from corpus.index.filters import Filters
from corpus.index.offline import Offline
from corpus.index.searching import search
from eval.retrieval.candidates import DEPTH
from eval.retrieval.passages import Passage

# People look at ten; without what is alike thinned out, fusing may look deeper.
_SHOWN = 10


class Ours:
    """``alike``: the best ones even where they say much the same, which is what the measures ask for."""

    def __init__(self, passages: Sequence[Passage], *, alike: bool) -> None:
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        self._alike = alike
        self.store = Store.embedded(Path(self._folder.name), Offline())
        exemplars = [each.exemplar for each in passages]
        self.store.put(exemplars, self.store.embedding.passages([each.passage for each in exemplars]))

    def order(self, query: str, filters: Filters) -> list[str]:
        """Best first."""
        count = DEPTH if self._alike else _SHOWN
        found = search(self.store, query, filters, count, alike=self._alike)
        return [result.exemplar.key for result in found]
