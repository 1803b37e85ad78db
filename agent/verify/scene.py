"""One paragraph laid out for the checks: its numbers, its words, where clauses and brackets begin and end.

Positions are of the paragraph's compact text. A *window* is the stretch of text that speaks of a number: to its left back to the
number or the punctuation before it, to its right up to the next. Punctuation inside a word of the form (法律、行政法规禁止公开)
or between quotation marks does not end a window.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from agent.errors import ExpressionError
from agent.figures import FigureSet, Unit
from agent.forms.expressions import Expression, Undefined, evaluate
from agent.forms.form import Form
from agent.verify.answer import Verdict
from agent.verify.lexicon import Hit, lexicon_of
from agent.verify.mention import Exemption, Mention
from agent.verify.numerals import find
from agent.verify.prose import Paragraph

WEAK = "，,、：:"
STRONG = "；;。！？!?"
OPEN, CLOSE = "（(", "）)"
_BREAK = re.compile(f"[{WEAK}{STRONG}{OPEN}{CLOSE}]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says of one number."""

    verdict: Verdict
    reason: str
    expression: str | None = None
    expected: str | None = None
    check: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a number may be speaking of. ``template`` has ``*`` for the column; ``strong``: the sentence names it."""

    text: str
    expression: Expression
    subject: str
    strong: bool
    template: str | None = None
    column: str | None = None


@dataclass
class Slot:
    """A number of the paragraph with what has been found out about it so far.

    ``amount`` is its value in the base unit of its ``dimension``, so that 万元 and 元 compare. A ``cumulative`` number (累计)
    may reach back before the year.
    """

    mention: Mention
    index: int
    depth: int
    sentence: int
    candidates: list[Candidate] = field(default_factory=list)
    bound: Candidate | None = None
    outcome: Outcome | None = None
    parent: "Slot | None" = None
    role: str = ""
    period: str = "now"
    narrow: bool = False
    cumulative: bool = False
    dimension: str = ""
    amount: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        unit = Unit.of(self.mention.unit)
        self.dimension, self.amount = unit.dimension, self.mention.value * unit.factor

    @property
    def settled(self) -> bool:
        """Whether something outside the prose, or its own arithmetic, stands behind it."""
        return self.outcome is not None and self.outcome.verdict in (Verdict.VERIFIED, Verdict.CONSISTENT)

    @property
    def verified(self) -> bool:
        """Whether a cell or a fact stands behind it."""
        return self.outcome is not None and self.outcome.verdict is Verdict.VERIFIED


class Ground:
    """What is known: the form, this year's figures and last year's. Values of expressions are remembered."""

    def __init__(self, form: Form, figures: FigureSet, previous: FigureSet | None) -> None:
        self.form, self.figures, self.previous = form, figures, previous
        # By the expression itself as long as it lives, then by what it says: parsed expressions come again and again.
        self._known: dict[int, tuple[Expression, Decimal | None]] = {}
        self._values: dict[str, Decimal | Undefined] = {}

    def parse(self, text: str) -> Expression | None:
        """The expression, or None where this edition has no such cell."""
        return _parsed(self.form, text)

    def value(self, expression: Expression) -> Decimal | None:
        """Its value; None where something in it is absent."""
        known = self._known.get(id(expression))
        if known is not None:
            return known[1]
        key = str(expression)
        if key not in self._values:
            self._values[key] = evaluate(expression, self.figures, self.previous)
        found = self._values[key]
        value = None if isinstance(found, Undefined) else found
        self._known[id(expression)] = expression, value
        return value


@lru_cache(maxsize=16384)
def _parsed(form: Form, text: str) -> Expression | None:
    """Expressions come again in every report, so each is read once in a process."""
    try:
        return form.parse(text)
    except ExpressionError:
        return None


@lru_cache(maxsize=4096)
def _punctuation(word: str) -> tuple[int, ...]:
    """Where in a word of the form punctuation stands: 法律、行政法规禁止公开."""
    return tuple(match.start() for match in _BREAK.finditer(word))


# A bracket between a label and its number is no longer than this.
_LONG_BRACKET = 120

# 行政规范性文件方面。 at the head of sentences names what they speak of.
_RUN_IN = re.compile(r"[^，,。；;：:、\d]{2,24}(?:方面|情况)。")

# How many numbers away a list, a total or a base may stand: more than any real report needs, and it keeps every check linear.
REACH = 80


class Scene:
    """One paragraph, laid out."""

    def __init__(self, ground: Ground, paragraph: Paragraph, topic: str | None) -> None:
        self.ground, self.paragraph, self.topic = ground, paragraph, topic
        self.text = paragraph.text
        # What the paragraph spoke of last; the next one may go on with it.
        self.spoken: str | None = topic
        items = list(find(self.text))
        self.exemptions = [item for item in items if isinstance(item, Exemption)]
        self._sentence_starts = [start for start, _ in paragraph.sentences]
        self.slots = [
            Slot(mention, index, self._brackets[mention.start], self.sentence_of(mention.start))
            for index, mention in enumerate(item for item in items if isinstance(item, Mention))
        ]
        self._lefts: dict[int, int] = {}
        self._wide_lefts: dict[int, int] = {}
        self._befores: dict[int, int] = {}
        self._rights: dict[int, tuple[int, bool]] = {}
        self._slot_ends = [slot.mention.end for slot in self.slots]

    # Headings and prose without figures need none of these.
    @cached_property
    def hits(self) -> list[Hit]:
        """The form's words in the paragraph, left to right."""
        return lexicon_of(self.ground.form, self.ground.figures.year).find(self.text)

    @cached_property
    def _hit_starts(self) -> list[int]:
        return [hit.start for hit in self.hits]

    @cached_property
    def _brackets(self) -> list[int]:
        return _bracket_depths(self.text)

    @cached_property
    def _breaks(self) -> list[int]:
        inside = {hit.start + at for hit in self.hits if len(hit.word) > 3 for at in _punctuation(hit.word)}
        return [m.start() for m in _BREAK.finditer(self.text) if m.start() not in inside]

    def depth(self, at: int) -> int:
        """How many brackets are open at a position."""
        return self._brackets[at]

    def sentence_of(self, at: int) -> int:
        """The number of the sentence that a position is in."""
        return bisect_right(self._sentence_starts, at) - 1

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Where a sentence starts and ends."""
        return self.paragraph.sentences[sentence]

    def headed_from(self, sentence: int, far: int = 6) -> int:
        """Where a sentence's words begin: at the run-in heading that it stands under (行政规范性文件方面。), or at itself.

        The heading stands at most ``far`` sentences before it.
        """
        for before in range(sentence - 1, max(-1, sentence - 1 - far), -1):
            start, end = self.paragraph.sentences[before]
            if _RUN_IN.fullmatch(self.text, start, end):
                return start
        return self.paragraph.sentences[sentence][0]

    def hits_in(self, start: int, end: int) -> list[Hit]:
        """The words wholly between two positions."""
        first = bisect_right(self._hit_starts, start - 1)
        found = []
        for index in range(first, len(self.hits)):
            hit = self.hits[index]
            if hit.start >= end:
                break
            if hit.end <= end:
                found.append(hit)
        return found

    def word_at(self, at: int) -> bool:
        """Whether a position stands inside a word of the form."""
        index = bisect_right(self._hit_starts, at) - 1
        return index >= 0 and self.hits[index].end > at

    def words(self, slot: Slot, start: int, end: int) -> list[Hit]:
        """The words between two positions that are said of a number: not those of a bracket that it stands outside of."""
        return [hit for hit in self.hits_in(start, end) if self._brackets[hit.start] <= slot.depth]

    def before(self, slot: Slot) -> int:
        """Where the number before this one in its sentence ends, or the sentence starts."""
        known = self._befores.get(slot.index)
        if known is None:
            known = self._befores[slot.index] = self._before(slot)
        return known

    def _before(self, slot: Slot) -> int:
        start = self.sentence_span(slot.sentence)[0]
        if slot.index and self.slots[slot.index - 1].sentence == slot.sentence:
            start = max(start, self.slots[slot.index - 1].mention.end)
        return start

    def left(self, slot: Slot) -> int:
        """Where the left window starts."""
        known = self._lefts.get(slot.index)
        if known is None:
            known = self._lefts[slot.index] = self._left(slot)
        return known

    def _left(self, slot: Slot) -> int:
        start = max(self.before(slot), self._break_before(slot.mention.start))
        if start == slot.mention.start and start and self.text[start - 1] in CLOSE:
            return self._before_bracket(slot, start - 1)
        alone = self.text[slot.mention.end : slot.mention.end + 1] in ("", *WEAK, *STRONG)
        if alone and start == slot.mention.start and start and self.text[start - 1] in "：:":
            return max(self.before(slot), self._break_before(start - 1))
        return start

    def _before_bracket(self, slot: Slot, closing: int) -> int:
        """The left window of a number that a bracket stands before: 作其他处理（含撤回申请）19件."""
        at = closing
        floor = max(self.sentence_span(slot.sentence)[0], closing - _LONG_BRACKET)
        while at > floor and not (self.text[at] in OPEN and self._brackets[at] == slot.depth):
            at -= 1
        if at == floor:
            return closing + 1
        outside = next((other.mention.end for other in self.ended_by(at) if other.depth <= slot.depth), 0)
        return max(floor, outside, self._break_before(at))

    def wide_left(self, slot: Slot) -> int:
        """Where a wider left window starts: back to the number before, or a semicolon, whichever is nearer."""
        known = self._wide_lefts.get(slot.index)
        if known is None:
            known = self._wide_lefts[slot.index] = self._wide_left(slot)
        return known

    def _wide_left(self, slot: Slot) -> int:
        floor = self.before(slot)
        for index in range(bisect_right(self._breaks, slot.mention.start - 1) - 1, -1, -1):
            at = self._breaks[index]
            if at < floor:
                break
            if self.text[at] in STRONG or (self.text[at] in CLOSE and self._brackets[floor] > slot.depth):
                return at + 1
        return floor

    def _break_before(self, at: int) -> int:
        index = bisect_right(self._breaks, at - 1) - 1
        return self._breaks[index] + 1 if index >= 0 else 0

    def right(self, slot: Slot) -> tuple[int, bool]:
        """Where the right window ends, and whether punctuation ends it (then its words are this number's own)."""
        known = self._rights.get(slot.index)
        if known is None:
            known = self._rights[slot.index] = self._right(slot)
        return known

    def _right(self, slot: Slot) -> tuple[int, bool]:
        end = self.sentence_span(slot.sentence)[1]
        at = bisect_right(self._breaks, slot.mention.end - 1)
        stop = self._breaks[at] if at < len(self._breaks) else end
        following = self.slots[slot.index + 1].mention.start if slot.index + 1 < len(self.slots) else end
        return (min(stop, end), True) if min(stop, end) <= following else (following, False)

    def earlier(self, slot: Slot) -> list[Slot]:
        """The numbers before one, nearest first, as far as anything may reach."""
        return self.slots[max(0, slot.index - REACH) : slot.index][::-1]

    def later(self, slot: Slot) -> list[Slot]:
        """The numbers after one, as far as anything may reach."""
        return self.slots[slot.index + 1 : slot.index + 1 + REACH]

    def started_at(self, at: int) -> list[Slot]:
        """The numbers that start at or after a position, as far as anything may reach."""
        first = bisect_right(self._slot_ends, at)
        return self.slots[first : first + REACH]

    def ended_by(self, at: int) -> list[Slot]:
        """The numbers that end at or before a position, nearest first."""
        last = bisect_right(self._slot_ends, at)
        return self.slots[max(0, last - REACH) : last][::-1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given."""
        return self.paragraph.span(start, end)


_BRACKET = re.compile(f"[{OPEN}{CLOSE}]")


def _bracket_depths(text: str) -> list[int]:
    """How many brackets are open at each position, and at the end; a bracket itself stands outside."""
    depths: list[int] = []
    depth = 0
    for match in _BRACKET.finditer(text):
        depths += [depth] * (match.start() - len(depths))
        if match[0] in CLOSE:
            depth = max(0, depth - 1)
            depths.append(depth)
        else:
            depths.append(depth)
            depth += 1
    return depths + [depth] * (len(text) + 1 - len(depths))
