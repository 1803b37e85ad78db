"""What was found, in the order in which it helps.

A vector says how near two texts are as wholes; a clerk's few words are better served when it counts as well which of those words
a paragraph has, and whether it is about what was asked. Then results are picked one by one, each near to the query and far from
those picked before it (maximal marginal relevance, Carbonell and Goldstein 1998), so that ten results are not ten times the same
sentence. The same paragraph with other figures, of another year or unit, is one result.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.index.chroma import Near
from corpus.index.exemplar import Exemplar
from corpus.index.terms import terms_of
from corpus.index.weights import weights
from corpus.topics import topic_book

# How much nearness, shared words and the topic count; measured in the retrieval benchmark.
_NEAR, _WORDS, _TOPIC = 0.4, 0.45, 0.15
# What a topic must score with the query's words to be what was asked for.
_ASKED = 2
# 1 would look only at the query, 0 only at what was picked before.
_RELEVANCE = 0.75
_FIGURES = re.compile(r"[0-9０-９.,%％\s]+")
_SHORTEST, _SHOWN = 2, 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """``score`` 0 to 1. ``on_topic``: it is about what was asked."""

    near: Near
    score: float
    on_topic: bool


def ranked(query: str, found: Iterable[Near]) -> list[Ranked]:
    """Everything that was found, best first; of equals the newer."""
    asked = topics_asked(query)
    wanted = {term: weights().of(term) for term in terms_of(query)}
    most = sum(wanted.values())
    scored = [_scored(near, asked, wanted, most) for near in found]
    return sorted(scored, key=lambda each: (-each.score, -each.near.exemplar.year, each.near.exemplar.key))


def _scored(near: Near, asked: frozenset[str], wanted: dict[str, float], most: float) -> Ranked:
    exemplar = near.exemplar
    own = terms_of(exemplar.passage)
    words = sum(weight for term, weight in wanted.items() if term in own) / most if most else 0.0
    on_topic = exemplar.topic in asked
    score = _NEAR * max(0.0, near.similarity) + _WORDS * words + _TOPIC * on_topic
    return Ranked(near, score, on_topic)


def topics_asked(query: str) -> frozenset[str]:
    """The ids of the topics that a query's words speak of."""
    book = topic_book()
    named = book.heading_topic(query)
    scores: Counter[str] = book.scores(query)
    return frozenset(name for name, score in scores.items() if score >= _ASKED) | (
        {named} if named else set()
    )


def shared_words(query: str, text: str) -> tuple[str, ...]:
    """The longest runs of characters that both have, at most three, none inside another."""
    found: list[str] = []
    at = 0
    while at < len(query):
        size = next(
            (n for n in range(len(query) - at, _SHORTEST - 1, -1) if _says(query[at : at + n], text)), 0
        )
        if size:
            found.append(query[at : at + size])
        at += size or 1
    return tuple(sorted(dict.fromkeys(found), key=lambda word: -len(word))[:_SHOWN])


def _says(word: str, text: str) -> bool:
    return word in text and word.isalnum()


def picked(results: Sequence[Ranked], count: int) -> list[tuple[Ranked, int]]:
    """The best ``count`` that are not alike, best first, each with how many say the same with other figures."""
    same: Counter[str] = Counter(wording(each.near.exemplar) for each in results)
    left: dict[str, Ranked] = {}
    for each in results:
        left.setdefault(wording(each.near.exemplar), each)
    candidates = list(left.values())
    chosen: list[Ranked] = []
    while candidates and len(chosen) < count:
        best = max(candidates, key=lambda each: _marginal(each, chosen))
        candidates.remove(best)
        chosen.append(best)
    return [(each, same[wording(each.near.exemplar)] - 1) for each in chosen]


def wording(exemplar: Exemplar) -> str:
    """The text without its figures and white space."""
    return _FIGURES.sub("", exemplar.text)


def _marginal(each: Ranked, chosen: Sequence[Ranked]) -> float:
    likeness = max((float(each.near.vector @ other.near.vector) for other in chosen), default=0.0)
    return _RELEVANCE * each.score - (1 - _RELEVANCE) * max(0.0, likeness)
