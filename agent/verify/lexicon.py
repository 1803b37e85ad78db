"""The form's words, ready to be found in a sentence.

Leftmost, longest, without overlap: 部分公开 is not 公开, 申请人 is not 申请. A row's name and the word that closes it are one
(逾期不补正、行政机关不再处理), though the closing word alone names another row. A word may say several things at once (维持 is a
column of 复议 and of 诉讼), so a :class:`Hit` carries every :class:`Sense` of its word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from agent.forms.form import Form
from agent.forms.words import Subject, Term


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a word says about a subject: a row (``term``), a column, the subject itself, or that it is not meant."""

    subject: Subject
    kind: str
    term: Term | None = None
    column: str = ""


class Hit(NamedTuple):
    """A word of the form at ``start``..``end`` of the text. A tuple, since every paragraph makes dozens."""

    start: int
    end: int
    word: str
    senses: tuple[Sense, ...]

    def term(self, *, verbs: bool = True) -> Sense | None:
        """Its first sense as a row; with ``verbs`` False only where the word alone names the row."""
        for sense in self.senses:
            if sense.kind == "term" and sense.term is not None and (verbs or not sense.term.verb):
                return sense
        return None

    def says(self, kind: str, subject: str) -> bool:
        """Whether it has a sense of that kind for the subject of that id."""
        return any(sense.kind == kind and sense.subject.id == subject for sense in self.senses)


class Lexicon:
    """Every word of one form, for a report on one year."""

    def __init__(self, form: Form, year: int) -> None:
        senses: dict[str, list[Sense]] = defaultdict(list)
        for subject in form.vocabulary.subjects:
            for said, sense in _senses(subject):
                for word in _dated(said, year):
                    senses[word].append(sense)
        self._senses = {word: tuple(found) for word, found in senses.items()}
        self._endings = {
            word: term.ending
            for subject in form.vocabulary.subjects
            for term in subject.terms
            for word in term.words
            if term.ending
        }
        # Alternatives grouped by first character: each branch starts with a literal, so the engine skips by character set.
        heads: dict[str, list[str]] = defaultdict(list)
        for word in sorted(senses, key=len, reverse=True):
            heads[word[0]].append(re.escape(word[1:]))
        self._pattern = re.compile(
            "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in heads.items()) or "(?!)"
        )

    def find(self, text: str) -> list[Hit]:
        """The words of a text, left to right."""
        hits = [Hit(m.start(), m.end(), m[0], self._senses[m[0]]) for m in self._pattern.finditer(text)]
        return self._closed(text, hits) if any(hit.word in self._endings for hit in hits) else hits

    def _closed(self, text: str, hits: list[Hit]) -> list[Hit]:
        """The same, where a row's name takes in the word that closes it."""
        found: list[Hit] = []
        for hit in hits:
            if found and hit.end <= found[-1].end:
                continue
            found.append(hit)
            for ending in self._endings.get(hit.word, ()):
                match = _BEFORE_ENDING.match(text, hit.end)
                if match is not None and text.startswith(ending, match.end()):
                    end = match.end() + len(ending)
                    found[-1] = Hit(hit.start, end, text[hit.start : end], hit.senses)
                    break
        return found


# What may stand between a row's name and the word that closes it.
_BEFORE_ENDING = re.compile(
    r"(?:的(?:政府信息公开)?(?:申请)?)?[，、,]?(?:视为放弃(?:政府信息公开)?申请[，、,]?)?(?:行政机关|本机关|而|故|依法|均|按规定){0,3}"
)


_LAST = re.compile("上一?年度?")
_NEXT = re.compile("(?:下一?|次)年度?")
_THIS = re.compile("本年度?")


def _dated(word: str, year: int) -> Iterator[str]:
    """A word, and the same with the year in figures: 上年结转 is 2022年结转 in a report on 2023."""
    yield word
    for pattern, other in ((_LAST, year - 1), (_NEXT, year + 1), (_THIS, year)):
        if pattern.search(word):
            yield pattern.sub(f"{other}年", word)
            yield pattern.sub(f"{other}年度", word)


def _senses(subject: Subject) -> Iterator[tuple[str, Sense]]:
    for term in subject.terms:
        for word in term.words:
            yield word, Sense(subject, "term", term)
    for column, words in subject.columns.items():
        for word in words:
            yield word, Sense(subject, "column", column=column)
    for word in subject.words:
        yield word, Sense(subject, "topic")
    for word in subject.unless:
        yield word, Sense(subject, "unless")
    for word in subject.inert:
        yield word, Sense(subject, "inert")


@lru_cache(maxsize=64)
def lexicon_of(form: Form, year: int) -> Lexicon:
    """The lexicon of a form for a report's year, made once per process."""
    return Lexicon(form, year)
