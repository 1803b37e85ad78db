"""A part as it stands, laid out for being edited: its sentences beside those that a reader would see.

A sentence of a manuscript may be several that are read, and several may be one; where both end, a :class:`Run` ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.cutting import sentences
from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.realising import Quoted, Realised, realise_in
from agent.drafting.setting import Missing, Setting


@dataclass(frozen=True)
class Run:
    """Sentences of one paragraph that end where a reader would end them too: ``units`` are the sentences that are read.

    ``sentences`` has those that say nothing now, too; ``spans`` are over ``text``, which begins at ``start`` of the part's text.
    """

    sentences: tuple[Sentence, ...]
    text: str
    units: tuple[str, ...]
    spans: tuple[Quoted, ...]
    paragraph: int
    start: int


@dataclass(frozen=True)
class Stood:
    """The part as it stood: its runs in order, and the paragraphs that say nothing now, by the paragraph before them."""

    runs: tuple[Run, ...]
    silent: dict[int, tuple[Lines, ...]]
    headings: frozenset[int]

    @classmethod
    def of(cls, lines: Sequence[Lines], text: str, setting: Setting) -> "Stood":
        """``text`` is what the lines read as."""
        runs: list[Run] = []
        silent: dict[int, list[Lines]] = {}
        headings, at, paragraph, left = set(), 0, -1, text.split("\n") if text else []
        for each in lines:
            said = [(sentence, realise_in(sentence.template, setting)) for sentence in each.sentences]
            words = "".join(words_of(realised) for _, realised in said)
            # A heading under which nothing is said does not stand in the text.
            if not words or paragraph + 1 >= len(left) or left[paragraph + 1] != words:
                silent.setdefault(paragraph, []).append(each)
                continue
            paragraph += 1
            if each.heading:
                headings.add(paragraph)
            runs += _runs(said, words, paragraph, at)
            at += len(words) + 1
        return cls(tuple(runs), {number: tuple(each) for number, each in silent.items()}, frozenset(headings))


def words_of(realised: Realised | Missing) -> str:
    """What a realised sentence says; "" where it says nothing."""
    return "" if isinstance(realised, Missing) else realised.text


def _runs(
    said: Sequence[tuple[Sentence, Realised | Missing]], words: str, paragraph: int, at: int
) -> Iterator[Run]:
    """A paragraph cut where both a sentence of it and a sentence that is read end."""
    ends, end = set(), 0
    for unit in units_of(words):
        end += len(unit)
        ends.add(end)
    start, end, own, spans = 0, 0, [], []
    for number, (sentence, realised) in enumerate(said):
        own.append(sentence)
        if not isinstance(realised, Missing):
            spans += [
                replace(q, start=end - start + q.start, end=end - start + q.end) for q in realised.spans
            ]
            end += len(realised.text)
        more = any(words_of(each) for _, each in said[number + 1 :])
        if end > start and end in ends and (more or number == len(said) - 1):
            text = words[start:end]
            yield Run(tuple(own), text, tuple(units_of(text)), tuple(spans), paragraph, at + start)
            start, own, spans = end, [], []


def units_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph as they are read, none of it lost."""
    found = list(sentences(paragraph))
    rest = paragraph[sum(map(len, found)) :]
    if rest and found:
        found[-1] += rest
    return found or [paragraph]
