"""What was found, in the order in which it helps.

A vector says how near two texts are as wholes; a clerk's few words are better served when it counts as well which of those words
a paragraph has, or what reports say for them, how many of them stand together in one sentence, and whether the paragraph is about
what was asked. A measure helps with the problem that it answers, though it seldom repeats its words. Then results are picked one
by one, each near to the query and far from those picked before it (maximal marginal relevance, Carbonell and Goldstein 1998), so
that ten results are not ten times the same sentence. The same paragraph with other figures, whoever wrote it, is one result.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.index.chroma import Near
from corpus.index.exemplar import Exemplar
from corpus.index.synonyms import Asked, synonyms
from corpus.index.terms import terms_of
from corpus.index.weights import weights
from corpus.topics import topic_book

# How much nearness, shared words, shared words of one sentence and the topic count; measured in the retrieval benchmark, as are
# the next three.
_NEAR, _WORDS, _SENTENCE, _TOPIC = 0.35, 0.2, 0.42, 0.03
# What a measure takes over of the score of the best problem that is told before it.
_ANSWER = 0.4
# Another word for what was asked counts a little less than the word; words that are known count more than others.
_OTHERWISE, _KNOWN = 0.8, 1.5
# What a topic must score with the query's words to be what was asked for.
_ASKED = 2
# 1 would look only at the query, 0 only at what was picked before.
_RELEVANCE = 0.9
# Of this many for each result the best are picked: what comes after them helps too little to stand for variety.
_CHOICE = 5
_FIGURES = re.compile(r"[0-9０-９.,%％\s]+")
_SENTENCE_ENDS = re.compile(r"[。；！？\n]")
# No paragraph that is worth finding is longer.
_LONGEST = 5_000
_SHORTEST, _SHOWN = 2, 3
_IMPROVEMENT, _PROBLEMS = "improvement", "problems"


@dataclass(frozen=True, slots=True)
class Ranked:
    """``score`` 0 to 1. ``on_topic``: it is about what was asked. ``answers``: a problem told before it was asked for."""

    near: Near
    score: float
    on_topic: bool
    answers: bool = False


def ranked(query: str, found: Iterable[Near]) -> list[Ranked]:
    """Everything that was found, best first; of equals the newer."""
    wanted = Wanted(synonyms().asked(query))
    topics = topics_asked(wanted.asked.text)
    scored = _answering([_scored(near, wanted, topics) for near in found])
    return sorted(scored, key=lambda each: (-each.score, -each.near.exemplar.year, each.near.exemplar.key))


def _scored(near: Near, wanted: "Wanted", topics: frozenset[str]) -> Ranked:
    words, sentence = wanted.shares(near.exemplar)
    on_topic = near.exemplar.topic in topics
    score = _NEAR * max(0.0, near.similarity) + _WORDS * words + _SENTENCE * sentence + _TOPIC * on_topic
    return Ranked(near, score, on_topic)


def _answering(scored: Sequence[Ranked]) -> list[Ranked]:
    """Measures raised by what the same report tells before them in its section of problems and measures."""
    told: dict[tuple[str, int], list[Ranked]] = {}
    for each in scored:
        if each.near.exemplar.section == _IMPROVEMENT:
            told.setdefault((each.near.exemplar.unit, each.near.exemplar.year), []).append(each)
    return [_raised(each, told) for each in scored]


def _raised(each: Ranked, told: dict[tuple[str, int], list[Ranked]]) -> Ranked:
    exemplar = each.near.exemplar
    if exemplar.section != _IMPROVEMENT or exemplar.topic == _PROBLEMS:
        return each
    before = (
        other.score
        for other in told[exemplar.unit, exemplar.year]
        if other.near.exemplar.number < exemplar.number
    )
    best = max(before, default=0.0)
    return replace(each, score=min(1.0, each.score + _ANSWER * best), answers=best > each.score)


class Wanted:
    """A query's runs of characters with how much each counts, all together 1."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._others: dict[str, tuple[str, ...]] = {}
        for word, others in asked.words.items():
            for term in terms_of(word):
                self._others[term] = (*self._others.get(term, ()), *others)
        counting = {
            term: weights().of(term) * (_KNOWN if term in self._others else 1)
            for term in terms_of(asked.text)
        }
        total = sum(counting.values())
        self._terms = {term: weight / total for term, weight in counting.items()}

    def shares(self, exemplar: Exemplar) -> tuple[float, float]:
        """The share of the query that a paragraph has, and the largest that one of its sentences has with its heading."""
        text = plain(exemplar.passage)
        there = {term: weight for term, weight in self._terms.items() if term in text}
        others = {other for term in self._others for other in self._others[term] if other in text}
        whole = self._share(text, there, others)
        title, _, body = text.rpartition("\n")
        sentences = (self._share(f"{title}\n{each}", there, others) for each in _SENTENCE_ENDS.split(body))
        return whole, max(sentences)

    def _share(self, text: str, there: dict[str, float], others: set[str]) -> float:
        """The share that ``text`` has, a part of one in which just these runs and other words are."""
        share = sum(weight for term, weight in there.items() if term in text)
        if others:
            found = {other for other in others if other in text}
            share += _OTHERWISE * sum(
                self._terms.get(term, 0.0)
                for term, known in self._others.items()
                if term not in text and not found.isdisjoint(known)
            )
        return share


def plain(text: str) -> str:
    """A text as its runs are looked for in it."""
    return unicodedata.normalize("NFKC", text[:_LONGEST]).lower()


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
    while at + _SHORTEST <= len(query):
        # What both have, both have without its last character: the run grows until they part.
        end = at + _SHORTEST
        while end <= len(query) and _says(query[at:end], text):
            end += 1
        size = end - 1 - at
        if size >= _SHORTEST:
            found.append(query[at : at + size])
            at += size
        else:
            at += 1
    return tuple(sorted(dict.fromkeys(found), key=lambda word: -len(word))[:_SHOWN])


def _says(word: str, text: str) -> bool:
    return word in text and word.isalnum()


def picked(results: Sequence[Ranked], count: int) -> list[tuple[Ranked, int]]:
    """The best ``count`` that are not alike, best first, each with how many say the same with other figures."""
    wordings = [wording(each.near.exemplar) for each in results]
    same = Counter(wordings)
    left: dict[str, Ranked] = {}
    for text, each in zip(wordings, results, strict=True):
        left.setdefault(text, each)
    candidates = [_Candidate(each, text) for text, each in list(left.items())[: _CHOICE * count]]
    chosen: list[_Candidate] = []
    while candidates and len(chosen) < count:
        best = max(candidates, key=lambda each: each.marginal)
        candidates.remove(best)
        chosen.append(best)
        for candidate in candidates:
            candidate.compare(best)
    return [(each.ranked, same[each.wording] - 1) for each in chosen]


class _Candidate:
    """A result with how like it is to those that were picked before it: the largest share of pairs of characters in common."""

    def __init__(self, ranked: Ranked, wording: str) -> None:
        self.ranked, self.wording = ranked, wording
        self.pairs = frozenset(map("".join, pairwise(wording)))
        self._likeness = 0.0

    def compare(self, other: "_Candidate") -> None:
        shared = len(self.pairs & other.pairs)
        self._likeness = max(self._likeness, shared / max(1, min(len(self.pairs), len(other.pairs))))

    @property
    def marginal(self) -> float:
        return _RELEVANCE * self.ranked.score - (1 - _RELEVANCE) * self._likeness


def wording(exemplar: Exemplar) -> str:
    """The text without its figures and white space."""
    return _FIGURES.sub("", exemplar.text)
