"""Writers that spoil the built-in draft on purpose, each in one way, so that it shows which evaluator catches them.

What they do is done to the finished draft: no loop mends it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from agent.drafting import Draft
from agent.drafting.setting import Setting
from eval.drafts.neighbours import Neighbours

Breaking = Callable[[Draft, Neighbours], str | None]

# A topic that quotes no headline figure: leaving it out is one fault.
_TOPIC = "information"
_COUNT = re.compile(r"\d+([件条])")
_ELSEWHERE = re.compile("[0-9]|[省市县区镇乡局厅]")


def swap(draft: Draft, _: Neighbours) -> str | None:
    """Two figures of one sentence in each other's place, the first two cells of a table that are unlike."""
    said = draft.template.realise_in(Setting.of(draft.figures, draft.previous))
    text = said.narrative.text
    cells = [each for each in said.spans if each.expression in draft.figures.cells]
    for one, other in pairwise(cells):
        first, between, second = (
            text[one.start : one.end],
            text[one.end : other.start],
            text[other.start : other.end],
        )
        if _unlike(first, second) and not re.search("[。；\n]", between):
            return text[: one.start] + second + between + first + text[other.end :]
    return None


def _unlike(one: str, other: str) -> bool:
    """Two counts of one kind that are not the same."""
    counts = _COUNT.fullmatch(one), _COUNT.fullmatch(other)
    return all(counts) and one != other and one[-1] == other[-1]


def drop(draft: Draft, _: Neighbours) -> str | None:
    """A topic of the overview left out, with its heading."""
    chapters = tuple(
        replace(chapter, paragraphs=tuple(each for each in chapter.paragraphs if each.topic != _TOPIC))
        for chapter in draft.template.chapters
    )
    if chapters == draft.template.chapters:
        return None
    left = replace(draft.template, chapters=chapters)
    return left.realise_in(Setting.of(draft.figures, draft.previous)).narrative.text


def copy(draft: Draft, neighbours: Neighbours) -> str | None:
    """A sentence that only one other unit's report has, behind the first of our own outside the overview."""
    text, unit = draft.narrative.text, draft.figures.unit
    theirs = (
        words
        for words in neighbours.sentences
        if words.endswith("。")
        and not _ELSEWHERE.search(words)
        and neighbours.whose(words, unit)
        and words not in text
    )
    sentence = next(theirs, None)
    section = text.rfind("五、")
    if sentence is None or section < 0:
        return None
    at = text.index("。", section) + 1
    return text[:at] + sentence + text[at:]


WAYS: dict[str, Breaking] = {way.__name__: way for way in (swap, drop, copy)}
LABELS = {"swap": "换错两个数的写法", "drop": "漏写一项的写法", "copy": "照抄邻居的写法"}


def broken(way: str, draft: Draft, neighbours: Neighbours) -> str | None:
    """The draft's text spoilt in that way; None where there is nothing in it to spoil so."""
    return WAYS[way](draft, neighbours)
