"""Every query to every candidate."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from corpus.index.exemplar import digest_of
from eval.retrieval.candidates import Candidate, Kind, kinds
from eval.retrieval.candidates import made as make
from eval.retrieval.cases import Query
from eval.retrieval.footprint import megabytes
from eval.retrieval.fused import fusions
from eval.retrieval.metrics import DEEP, Marks, marks
from eval.retrieval.passages import Passage
from eval.scoring.intervals import bootstrap

ALL, TUNED, TESTED = "全部", "调整用", "检验用"
MEASURES = ("recall", "ndcg", "reciprocal")


@dataclass(frozen=True)
class Outcome:
    """One candidate: its answers' keys and marks in the order of the queries, what it costs, and why it was skipped, "" if not.

    ``index`` is seconds for a thousand passages, ``query`` milliseconds, ``megabytes`` what it would add to an installation.
    """

    name: str
    found: list[list[str]] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    index: float = 0.0
    query: float = 0.0
    megabytes: float = 0.0
    licence: str = ""
    platforms: str = ""
    skipped: str = ""


@dataclass(frozen=True)
class Run:
    """Everything of one run; ``digest`` is of the questions, their labels and the passages."""

    queries: Sequence[Query]
    outcomes: list[Outcome]
    passages: int
    digest: str

    def values(self, outcome: Outcome, measure: str, group: str = ALL) -> list[float]:
        """One candidate's marks for one measure in one group: all, one of the two splits, or a kind of query."""
        return [
            float(getattr(each, measure))
            for query, each in zip(self.queries, outcome.marks, strict=True)
            if group in (ALL, TESTED if query.test else TUNED, query.kind)
        ]

    def mean(self, outcome: Outcome, measure: str, group: str = ALL) -> float:
        """Their mean; 0 where there is none."""
        values = self.values(outcome, measure, group)
        return mean(values) if values else 0.0

    def interval(self, outcome: Outcome, measure: str, group: str = ALL) -> tuple[float, float]:
        """The 95 % bootstrap interval of that mean."""
        return bootstrap(self.values(outcome, measure, group))

    @property
    def groups(self) -> list[str]:
        """Both splits, then the kinds of query in the order of the file, after all of them together."""
        return [ALL, TUNED, TESTED, *dict.fromkeys(query.kind for query in self.queries)]


def run(queries: Sequence[Query], passages: Sequence[Passage], among: Iterable[Kind] | None = None) -> Run:
    """Ask everything of every candidate; fused ones of those that are there come last."""
    ready: dict[str, Candidate] = {}
    outcomes: list[Outcome] = []
    for kind in kinds() if among is None else among:
        start = time.perf_counter()
        candidate = make(kind, passages)
        seconds = time.perf_counter() - start
        if isinstance(candidate, str):
            outcomes.append(Outcome(kind.name, skipped=candidate))
            continue
        ready[kind.name] = candidate
        size = megabytes(kind.package) if kind.package else 0.0
        index = seconds * 1000 / len(passages)
        outcomes.append(_asked(kind.name, candidate, queries, index, size, kind.licence, kind.platforms))
    outcomes += [_asked(name, each, queries) for name, each in fusions(ready).items()]
    return Run(queries, outcomes, len(passages), _digest(queries, passages))


def _asked(
    name: str,
    candidate: Candidate,
    queries: Sequence[Query],
    index: float = 0.0,
    size: float = 0.0,
    licence: str = "",
    platforms: str = "",
) -> Outcome:
    start = time.perf_counter()
    found = [candidate.order(query.text, query.filters)[:DEEP] for query in queries]
    milliseconds = (time.perf_counter() - start) * 1000 / len(queries)
    given = [marks(keys, query.grades) for keys, query in zip(found, queries, strict=True)]
    return Outcome(name, found, given, index, milliseconds, size, licence, platforms)


def _digest(queries: Sequence[Query], passages: Sequence[Passage]) -> str:
    asked = [f"{query.text}{query.filters}{sorted(query.grades.items())}" for query in queries]
    return digest_of(*asked, *(passage.key for passage in passages))[:12]
