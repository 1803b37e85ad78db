"""Which paragraphs were judged for which query, those that are worth nothing too.

What a candidate finds and nobody has read counts as worth nothing, which would favour whoever was there when the labels were
made. So everything that any candidate puts among its first ten is read, and noted by its wording; a paragraph that was changed or
added since is unread again. ``python -m eval retrieval --unread`` lists what is left, ``--read`` notes it as read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus.index.exemplar import digest_of
from corpus.index.ranking import wording
from eval.retrieval.cases import Query
from eval.retrieval.passages import Passage
from eval.retrieval.running import Run

JUDGED = Path(__file__).with_name("judged.json")
Judged = Mapping[str, frozenset[str]]


def judged(file: Path = JUDGED) -> Judged:
    """The marks of the paragraphs that were read, by query."""
    return {query: frozenset(marks.split()) for query, marks in json.loads(file.read_text("utf-8")).items()}


def mark(passage: Passage) -> str:
    """The same for the same wording in the same report."""
    return digest_of(passage.report, wording(passage.exemplar))[:6]


def unread(run: Run, passages: Sequence[Passage], known: Judged) -> Iterator[tuple[Query, Passage]]:
    """What some candidate found, has no label and was not read."""
    by_key = {passage.key: passage for passage in passages}
    for at, query in enumerate(run.queries):
        found = dict.fromkeys(key for outcome in run.outcomes if outcome.found for key in outcome.found[at])
        read = known.get(query.text, frozenset())
        for key in found:
            if key not in query.grades and mark(by_key[key]) not in read:
                yield query, by_key[key]


def note(run: Run, passages: Sequence[Passage], file: Path = JUDGED) -> None:
    """Note everything that was found as read; what is no longer found is forgotten."""
    by_key = {passage.key: passage for passage in passages}
    noted = {
        query.text: " ".join(
            sorted(
                {mark(by_key[key]) for outcome in run.outcomes if outcome.found for key in outcome.found[at]}
            )
        )
        for at, query in enumerate(run.queries)
    }
    file.write_text(json.dumps(noted, ensure_ascii=False, indent=0) + "\n", "utf-8")
