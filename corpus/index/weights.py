"""How telling a run of characters is: one that every paragraph has (政府信息) says little, a rare one much.

Inverse document frequencies, counted once over the sample reports and frozen in ``weights.json`` (``python -m eval.weights``
makes it). Frozen, since vectors that are kept must not change when a report is added. A run that the file lacks is rare.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.index.exemplar import digest_of
from corpus.index.terms import terms_of

# A run in fewer paragraphs than this is as rare as one that was never seen, and is not written down.
_RARE = 3
# A run of three is mostly told by the two pairs in it already.
_THREE = 0.7
_FILE = "weights.json"


@dataclass(frozen=True)
class Weights:
    """``rare`` is what a run counts that is not in ``known``; ``digest`` tells one set of weights from another."""

    rare: float
    known: dict[str, float]
    digest: str

    def of(self, term: str) -> float:
        """What a run counts, above 0."""
        return self.known.get(term, self.rare) * (_THREE if len(term) == 3 else 1)


def counted(texts: Iterable[str]) -> str:
    """The file's contents for these paragraphs: the same for the same texts."""
    occurring: dict[str, int] = {}
    total = 0
    for text in texts:
        total += 1
        for term in terms_of(text):
            occurring[term] = occurring.get(term, 0) + 1
    kept = {term: count for term, count in sorted(occurring.items()) if count >= _RARE}
    return (
        json.dumps({"paragraphs": total, "occurring": kept}, ensure_ascii=False, separators=(",", ":")) + "\n"
    )


def weights_in(content: str) -> Weights:
    """Weights of such contents: the logarithm of how many paragraphs there are for one that has the run."""
    record = json.loads(content)
    total = record["paragraphs"]
    known = {term: math.log((total + 1) / (count + 0.5)) for term, count in record["occurring"].items()}
    return Weights(math.log((total + 1) / (_RARE - 0.5)), known, digest_of(content)[:8])


@cache
def weights() -> Weights:
    """The weights that come with the package."""
    return weights_in(files("corpus.index").joinpath(_FILE).read_text("utf-8"))
