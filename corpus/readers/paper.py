"""What a printed page holds, before anything is made of it: characters and rules with their places, and the lines they make.

Lengths are points (1/72 inch). The origin is the top left corner of the page as it is looked at, so that y grows downwards.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median

# A gap wider than this many times the letters' size parts two words where the file prints no blank between them.
_GAP = 0.4
# Doubled letters, which make bold, stand nearer to each other than any two letters.
_DOUBLED = 0.2
# A note's mark is smaller than the letters around it, and stands higher.
_SMALL, _RAISED = 0.8, 0.1
# Digits of one number stand nearer; numbers of two columns, further apart.
TOUCHING = 0.08
DIGITS = frozenset("0123456789.,")
_CJK = re.compile(r"[⺀-鿿豈-﫿＀-￯“”‘’—…·]")
UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in its box; a blank is one too where the file prints it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the box, which is the size of the type."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box, across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, level or upright; ``start`` < ``end`` along it, ``at`` is where it stands across."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class PrintedLine:
    """Characters that stand beside each other, left to right, none of them a blank at an end."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def size(self) -> float:
        """The size of the type, 1 at least."""
        return max(1.0, median(glyph.size for glyph in self.glyphs))

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.glyphs[-1].right

    @cached_property
    def top(self) -> float:
        """The upper edge of most of its letters."""
        return median(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """The lower edge of most of its letters."""
        return median(glyph.bottom for glyph in self.glyphs)

    @cached_property
    def text(self) -> str:
        """What the line says: a raised number as ``[1]``, a blank where a gap parts two words."""
        return "".join(self._pieces())

    @property
    def first_word(self) -> float:
        """How wide its beginning is that cannot be broken: a number, an address, one Chinese character."""
        end = next((at for at, one in enumerate(self.glyphs) if one.text == " " or is_cjk(one.text)), None)
        last = len(self.glyphs) - 1 if end is None else max(end - 1, 0)
        return self.glyphs[last].right - self.left

    def _pieces(self) -> Iterator[str]:
        raised = False
        before: Glyph | None = None
        for glyph in self.glyphs:
            mark = self._is_mark(glyph)
            if mark != raised:
                yield "[" if mark else "]"
            elif before and self._parted(before, glyph):
                yield " "
            yield glyph.text
            raised, before = mark, glyph
        if raised:
            yield "]"

    def _is_mark(self, glyph: Glyph) -> bool:
        small = glyph.size < _SMALL * self.size
        return small and glyph.text.isdigit() and self.bottom - glyph.bottom > _RAISED * self.size

    def _parted(self, one: Glyph, other: Glyph) -> bool:
        if " " in (one.text, other.text) or is_cjk(one.text) or is_cjk(other.text):
            return other.left - one.right > 2 * self.size and " " not in (one.text, other.text)
        return other.left - one.right > _GAP * self.size


def is_cjk(text: str) -> bool:
    """Whether a character is Chinese, or a mark of Chinese type."""
    return _CJK.match(text) is not None


def lines_of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The characters as lines, top down."""
    lines: list[list[Glyph]] = []
    largest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda one: one.middle[1]):
        if largest is not None and _beside(largest, glyph):
            lines[-1].append(glyph)
            largest = max(largest, glyph, key=lambda one: one.size)
        else:
            lines.append([glyph])
            largest = glyph
    made = (_line(line) for line in lines)
    return [line for line in made if line is not None]


def _beside(one: Glyph, other: Glyph) -> bool:
    """Whether two characters stand in one line: most of the lower of the two is beside the other."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.size, other.size)


def _line(glyphs: Iterable[Glyph]) -> PrintedLine | None:
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: one.left):
        last = kept[-1] if kept else None
        if last and last.text == glyph.text and glyph.left - last.left < _DOUBLED * glyph.size:
            continue
        kept.append(glyph)
    while kept and kept[0].text == " ":
        kept.pop(0)
    while kept and kept[-1].text == " ":
        kept.pop()
    return PrintedLine(tuple(kept)) if kept else None


def numbers_of(line: PrintedLine) -> Iterator[tuple[Glyph, ...]]:
    """The characters of a line, those of one number together: digits that touch, with the marks inside it."""
    number: list[Glyph] = []
    for glyph in line.glyphs:
        touches = bool(number) and glyph.left - number[-1].right < TOUCHING * glyph.size
        if number and not (touches and glyph.text in DIGITS and number[-1].text in DIGITS):
            yield tuple(number)
            number = []
        number.append(glyph)
    if number:
        yield tuple(number)


def character(code: int) -> str:
    """The character as people type it: blanks are one blank, the radicals that fonts name in place of characters are those.

    ``UNKNOWN`` where the file does not say which it is; "" for what is no character (line breaks, soft hyphens).
    """
    text = chr(code)
    if text in "\r\n\u00ad\u200b\ufeff\u0002":
        return ""
    if text.isspace():
        return " "
    category = unicodedata.category(text)
    if category in ("Co", "Cn", "Cs", "Cc"):
        return UNKNOWN
    return unicodedata.normalize("NFKC", text) if 0x2E80 <= code < 0x2FE0 else text
