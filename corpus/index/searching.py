"""A query to past paragraphs, each with its source and why it was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.forms import forms
from corpus.index.chroma import Near, Store
from corpus.index.embedding import Embedding, Vectors, unit_length
from corpus.index.exemplar import Exemplar
from corpus.index.filters import Filters
from corpus.index.ranking import Ranked, picked, plain, ranked, shared_words
from corpus.index.synonyms import Asked, synonyms
from corpus.sections import INTRODUCTION
from corpus.topics import topic

# How many are looked up and ranked again.
_RANKED = 100
# Among how many of the nearest those are looked for that filters admit.
_WIDE = 600
# Enough are admitted where there are this many for each result: some to choose from.
_ENOUGH = 2
# A section with so many topics is about everything.
_MANY = 4
# How many times the query what filters admit counts, where the query alone leads elsewhere.
_FOCUS = 4


@dataclass(frozen=True, slots=True)
class Result:
    """One paragraph. ``score`` 0 to 1, ``why`` in Chinese, ``others``: how many say the same with other figures."""

    exemplar: Exemplar
    score: float
    why: str
    others: int = 0


def search(
    store: Store, query: str, filters: Filters | None = None, count: int = 10, *, alike: bool = False
) -> list[Result]:
    """The paragraphs that help most with a query, best first; none where nothing is kept or the filters admit nothing.

    ``alike``: the best ones even where they say much the same.
    """
    wanted = filters or Filters()
    results = ranked(query, _near(store, query, wanted, count))
    chosen = [(each, 0) for each in results[:count]] if alike else picked(results, count)
    asked = synonyms().asked(query)
    return [_result(asked, each, others) for each, others in chosen]


def _near(store: Store, query: str, filters: Filters, count: int) -> Sequence[Near]:
    """The nearest that the filters admit; Chroma is asked to filter only where too few of the nearest of all are admitted."""
    most = max(_RANKED, _ENOUGH * count)
    if filters.units:
        return store.near(store.embedding.query(query), most, filters)
    if filters.open:
        return _looked_up(store, store.nearest(store.embedding.query(query), most))
    for vector in _vectors(store.embedding, query, filters):
        found = store.nearest(vector, max(_WIDE, most))
        admitted = [(key, similarity) for key, similarity in found if filters.admits_key(key)][:most]
        if len(found) < _WIDE or len(admitted) >= _ENOUGH * count:
            return _looked_up(store, admitted)
    return store.near(store.embedding.query(query), most, filters)


def _looked_up(store: Store, found: Sequence[tuple[str, float]]) -> list[Near]:
    kept = store.exemplars(key for key, _ in found)
    return [Near(kept[key], similarity) for key, similarity in found if key in kept]


def _vectors(embedding: Embedding, query: str, filters: Filters) -> Iterator[Vectors]:
    """The query with what the filters admit added to it, then nearly that alone: what a paragraph is about is in its passage."""
    about = _about(filters)
    narrow = "" if len(about) >= _MANY else " ".join(about)
    yield embedding.query("\n".join(filter(None, (query, narrow))))
    if about:
        yield unit_length(embedding.query(query) + _FOCUS * embedding.query(" ".join(about)))


def _about(filters: Filters) -> tuple[str, ...]:
    """What the paragraphs that filters admit are about, in words; none where they do not say."""
    if filters.topic:
        return (topic(filters.topic).label,)
    if filters.section == INTRODUCTION:
        return (topic(INTRODUCTION).label,)
    sections = (section for form in forms() for section in form.sections)
    return next(
        (tuple(each.title for each in own.topics) for own in sections if own.id == filters.section), ()
    )


def units_named(store: Store, name: str) -> tuple[str, ...]:
    """The full names of the units whose reports are kept and that a name may mean: 青溪县 for 青溪县人民政府."""
    units = {entry.unit for entry in store.entries().values()}
    return (name,) if name in units else tuple(sorted(unit for unit in units if name in unit))


def _result(asked: Asked, each: Ranked, others: int) -> Result:
    exemplar = each.near.exemplar
    reasons = []
    if shared := shared_words(asked.text, exemplar.passage):
        reasons.append("同有" + "".join(f"“{word}”" for word in shared))
    reasons += _said_otherwise(asked, exemplar)
    if each.on_topic:
        reasons.append(f"讲的是{exemplar.topic_label}")
    if each.answers:
        reasons.append("同一份报告里接在所找问题之后")
    if not reasons:
        reasons.append("用字相近")
    return Result(exemplar, round(each.score, 4), "，".join(reasons), others)


def _said_otherwise(asked: Asked, exemplar: Exemplar) -> list[str]:
    """The words of the query that a paragraph says otherwise, each with how: “打官司”写作“行政诉讼”."""
    text = plain(exemplar.passage)
    there = {
        word: next((other for other in others if other in text), "")
        for word, others in asked.words.items()
        if word not in text
    }
    return [f"“{word}”写作“{other}”" for word, other in there.items() if other]
