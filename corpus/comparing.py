"""Two reports of one unit side by side: which paragraphs are the same, changed, new or gone, and what differs in them.

A paragraph's counterpart is looked for in its own section: the one that is most alike, its figures left out, with some credit for
the same topic. What is left and has a topic goes with what is left of that topic: rewritten. Pairs need not be in the same order.
What differs is told in pieces of text; numbers are compared apart from the words around them, each only with one of its own unit,
so that a paragraph in which only figures changed is told as such. Pure: any two reports give an answer.
"""

import enum
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from agent.verify.numerals import find
from corpus.paragraphs import ReadParagraph

# Of two paragraphs' pairs of neighbouring characters so many are the same, at least, where they are versions of one.
_ALIKE, _ALIKE_ON_TOPIC = 0.45, 0.3
_TOPIC = 0.1
# Stands for a number where wording is compared, its unit behind it.
_NUMBER = "\ufffc"
_DIGITS = re.compile("[0-9０-９.,，．零〇一二两三四五六七八九十百千万亿]+")
# An island of so few characters between two changes is part of the change: nobody reads 信息 as kept in between.
_ISLAND = 2
# Characters times characters: above this, paragraphs are compared whole, for the time that it would take.
_LARGEST = 6_000_000


class Change(enum.StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    FIGURES = "figures"
    CHANGED = "changed"
    REWRITTEN = "rewritten"
    NEW = "new"
    GONE = "gone"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    Change.SAME: "未变",
    Change.FIGURES: "只改数字",
    Change.CHANGED: "有改动",
    Change.REWRITTEN: "重写",
    Change.NEW: "新增",
    Change.GONE: "删去",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of one paragraph's text. ``differs``: the other has it not; ``number``: it is a number or a date."""

    text: str
    differs: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A number that became another in the same words; ``words`` are those before it."""

    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of last year's report beside this year's; one of them is None where it is new or gone.

    ``left`` and ``right`` are the two texts in pieces, empty for what is not there; joined they are the texts. ``figures`` are
    the numbers that changed where the words around them did not.
    """

    change: Change
    before: ReadParagraph | None
    after: ReadParagraph | None
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    figures: tuple[Renumbered, ...] = ()

    @property
    def section(self) -> str:
        """The form's id of the section that it stands in."""
        paragraph = self.after or self.before
        return paragraph.section if paragraph else ""

    @property
    def topic(self) -> str:
        """What it is about, this year's before last year's; "" where nothing tells."""
        return next((each.topic for each in (self.after, self.before) if each and each.topic), "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs: this year's paragraphs in their order, and what is gone behind what stood before it."""

    pairs: tuple[Pair, ...]

    def counts(self) -> dict[Change, int]:
        """How many of each."""
        counted = Counter(pair.change for pair in self.pairs)
        return {change: counted[change] for change in Change}


def compare(before: Sequence[ReadParagraph], after: Sequence[ReadParagraph]) -> Comparison:
    """Last year's paragraphs against this year's."""
    counterpart = _matched(before, after)
    taken = set(counterpart.values())
    pairs: list[Pair] = []
    for section in dict.fromkeys(each.section for each in (*after, *before)):
        own = [at for at, each in enumerate(after) if each.section == section]
        gone = [at for at, each in enumerate(before) if each.section == section and at not in taken]
        pairs += _in_order(before, after, own, gone, counterpart)
    return Comparison(tuple(pairs))


def _in_order(
    before: Sequence[ReadParagraph],
    after: Sequence[ReadParagraph],
    own: Sequence[int],
    gone: list[int],
    counterpart: dict[int, int],
) -> Iterator[Pair]:
    """One section: this year's in order; what is gone comes before the first whose counterpart stood behind it."""
    for at in own:
        old = counterpart.get(at)
        while old is not None and gone and gone[0] < old:
            yield _gone(before[gone.pop(0)])
        yield _pair(before[old], after[at]) if old is not None else _new(after[at])
    yield from (_gone(before[at]) for at in gone)


def _new(paragraph: ReadParagraph) -> Pair:
    return Pair(Change.NEW, None, paragraph, right=(Piece(paragraph.text, differs=True),))


def _gone(paragraph: ReadParagraph) -> Pair:
    return Pair(Change.GONE, paragraph, None, left=(Piece(paragraph.text, differs=True),))


# --- which belongs to which ---------------------------------------------------------------------------------------


def _matched(before: Sequence[ReadParagraph], after: Sequence[ReadParagraph]) -> dict[int, int]:
    """For places in ``after`` the place of the counterpart in ``before``: the most alike first, each once."""
    old, new = [_profile(each.text) for each in before], [_profile(each.text) for each in after]
    scored: list[tuple[float, int, int]] = []
    for at, mine in enumerate(after):
        for was, other in enumerate(before):
            if mine.section != other.section:
                continue
            topical = bool(mine.topic) and mine.topic == other.topic
            alike = _likeness(old[was], new[at])
            if alike >= (_ALIKE_ON_TOPIC if topical else _ALIKE):
                scored.append((alike + _TOPIC * topical, at, was))
    # Of pairs that are equally alike, those that stand at the same place come first.
    scored.sort(key=lambda each: (-each[0], abs(each[1] - each[2]), each[1]))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, was in scored:
        if at not in found and was not in taken:
            found[at] = was
            taken.add(was)
    _match_topics(before, after, found, taken)
    return found


def _match_topics(
    before: Sequence[ReadParagraph], after: Sequence[ReadParagraph], found: dict[int, int], taken: set[int]
) -> None:
    """What is left, by section and topic, in order."""
    left: dict[tuple[str, str], list[int]] = {}
    for was, other in enumerate(before):
        if was not in taken and other.topic:
            left.setdefault((other.section, other.topic), []).append(was)
    for at, mine in enumerate(after):
        if at not in found and (same := left.get((mine.section, mine.topic))):
            found[at] = same.pop(0)


def _profile(text: str) -> Counter[str]:
    """Pairs of neighbouring characters, every number being one character; a text of one character is its own pair."""
    masked = "".join(map(_mask, _tokens(text)))
    return Counter(masked[at : at + 2] for at in range(max(len(masked) - 1, 1))) if masked else Counter()


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0, nothing in common, to 1."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


# --- what differs -------------------------------------------------------------------------------------------------

Token = tuple[str, bool]


def _tokens(text: str) -> list[Token]:
    """The text in order: a number or a date whole, anything else a character at a time; the second says which."""
    tokens: list[Token] = []
    at = 0
    for item in find(text):
        if item.start >= at and item.end > item.start:
            tokens += ((letter, False) for letter in text[at : item.start])
            tokens.append((text[item.start : item.end], True))
            at = item.end
    return tokens + [(letter, False) for letter in text[at:]]


def _mask(token: Token) -> str:
    """A token where wording is compared: a number without its digits, 件 of 48件; anything else as it is."""
    text, number = token
    return _DIGITS.sub(_NUMBER, text) if number else text


def _pair(before: ReadParagraph, after: ReadParagraph) -> Pair:
    if _likeness(_profile(before.text), _profile(after.text)) < _ALIKE_ON_TOPIC:
        # What two unlike texts have in common by chance would only be confusing.
        left_whole, right_whole = _gone(before).left, _new(after).right
        return Pair(Change.REWRITTEN, before, after, left_whole, right_whole)
    old, new = _tokens(before.text), _tokens(after.text)
    left, right = [True] * len(old), [True] * len(new)
    figures: list[Renumbered] = []
    kept = _kept(old, new)
    both = set(kept)
    for was, at in kept:
        left[was] = right[at] = old[was] != new[at]
        if old[was] != new[at] and ((was - 1, at - 1) in both or (was + 1, at + 1) in both):
            words = "".join(text for text, _ in new[max(0, at - 12) : at])
            figures.append(Renumbered(old[was][0], new[at][0], words))
    reworded = len(kept) < max(len(old), len(new))
    renumbered = any(old[was] != new[at] for was, at in kept)
    change = Change.CHANGED if reworded else Change.FIGURES if renumbered else Change.SAME
    return Pair(change, before, after, _pieces(old, left), _pieces(new, right), tuple(figures))


def _kept(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[int, int]]:
    """The places in both of what the wording has in common, any number being as good as another there."""
    mine, other = ([_mask(token) for token in tokens] for tokens in (old, new))
    if len(mine) * len(other) > _LARGEST:
        return [(at, at) for at in range(len(mine))] if mine == other else []
    blocks = [
        block
        for block in SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
        if block.size
    ]
    kept = []
    for number, block in enumerate(blocks):
        inside = 0 < number < len(blocks) - 1
        if (
            inside
            and block.size <= _ISLAND
            and not any(number for _, number in old[block.a : block.a + block.size])
        ):
            continue
        kept += [(block.a + step, block.b + step) for step in range(block.size)]
    return kept


def _pieces(tokens: Sequence[Token], differs: Sequence[bool]) -> tuple[Piece, ...]:
    """Neighbouring tokens that are alike, put together; a number is a piece of its own."""
    pieces: list[Piece] = []
    for (text, number), differing in zip(tokens, differs, strict=True):
        last = pieces[-1] if pieces else None
        if last and not number and not last.number and last.differs == differing:
            pieces[-1] = Piece(last.text + text, differing)
        else:
            pieces.append(Piece(text, differing, number))
    return tuple(pieces)
