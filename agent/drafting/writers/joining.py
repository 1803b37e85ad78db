"""Sentences put together again after some were left out: no 其中 without its whole, no 二是 without 一是, no opening twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from agent.drafting.composing import ORDINALS
from agent.drafting.manuscript import Sentence

# What goes on from the sentence before, and cannot stand where that is not there.
_LEANS = re.compile(
    r"其[中次余他它]|二者|两者|[这该其]|前者|后者|最后|另一方面|分别|从而|因而|所以|但|同时也|尚有|还|也|并(?!不)"
)
# What only links, and is better left out there.
_LINKS = re.compile(r"(?:同时|此外|另外|与此同时|除此之外|首先|一方面|再次)，?")
_ORDINAL = re.compile(rf"(?:第?[{ORDINALS}十](?:是|，)|其[{ORDINALS}十](?:是|，))")
_FIRST = re.compile(r"(?:一是|第一，|其一，)")
_OPENING = re.compile(r"全年共?|本年度共?|年内共?|本年共?|当年共?|一年来，")

# A sentence of a series that is no longer is a heading of what follows it.
_SHORT = 24


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence of a paragraph: ``kept``, or left out, so that what leaned on it is seen."""

    sentence: Sentence
    kept: bool


def joined(placed: Sequence[Placed]) -> tuple[Sentence, ...]:
    """The kept sentences of one paragraph, those that leaned on others made to stand alone or left out."""
    made: list[Sentence] = []
    number = 0
    # What leans at the beginning of a paragraph leans on another paragraph.
    before = False
    for each in _headed(_series_whole(placed)):
        stands = each.kept and (before or not _LEANS.match(each.sentence.template))
        if stands:
            sentence = each.sentence if before else _unlinked(each.sentence)
            if _ORDINAL.match(sentence.template):
                number += 1
                sentence = _renumbered(sentence, number)
            made.append(sentence)
        before = stands
    if number == 1:
        made = [replace(each, template=_unnumbered(each.template)) for each in made]
    return tuple(each for each in made if not each.template.rstrip("。").endswith(("：", ":", "；")))


def _series_whole(placed: Sequence[Placed]) -> list[Placed]:
    """A series whose first item, with its lead-in, is left out loses nothing else; one inside a sentence stays as it is."""
    found = []
    for index, each in enumerate(placed):
        opens = bool(re.search(rf"[：:]{_FIRST.pattern}", each.sentence.template))
        follows = placed[index + 1 : index + 2]
        goes_on = bool(follows and _ORDINAL.match(follows[0].sentence.template))
        # 主要做了以下工作：一是…。 whose 二是 is gone: the lead-in promises more than follows.
        lonely = opens and each.sentence.template.count("二是") == 0 and not (goes_on and follows[0].kept)
        found.append(replace(each, kept=each.kept and not lonely))
    return found


def _headed(placed: Sequence[Placed]) -> list[Placed]:
    """二是提升传播力。 heads what follows it up to the next of the series: it stands only where some of that does."""
    found = list(placed)
    for index, each in enumerate(placed):
        template = each.sentence.template
        if not _ORDINAL.match(template) or len(template) > _SHORT or "{{" in template:
            continue
        under = list(takewhile(lambda some: not _ORDINAL.match(some.sentence.template), placed[index + 1 :]))
        if under and not any(some.kept for some in under):
            found[index] = replace(each, kept=False)
    return found


def _unlinked(sentence: Sentence) -> Sentence:
    return (
        replace(sentence, template=_LINKS.sub("", sentence.template, count=1))
        if _LINKS.match(sentence.template)
        else sentence
    )


def _renumbered(sentence: Sentence, number: int) -> Sentence:
    if number > len(ORDINALS):
        return replace(sentence, template=_unnumbered(sentence.template))
    return replace(sentence, template=f"{ORDINALS[number - 1]}是" + _unnumbered(sentence.template))


def _unnumbered(template: str) -> str:
    return _ORDINAL.sub("", template, count=1) if _ORDINAL.match(template) else template


def varied(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """No sentence twice, and none that opens with the words for the year that the one before it opened with."""
    made: list[Sentence] = []
    seen: set[str] = set()
    opened = False
    for sentence in sentences:
        if sentence.template in seen:
            continue
        seen.add(sentence.template)
        opening = _OPENING.match(sentence.template)
        if opening and opened and (sentence.source or made[-1].source):
            sentence = replace(sentence, template=sentence.template[opening.end() :])
        opened = opening is not None
        made.append(sentence)
    return tuple(made)
