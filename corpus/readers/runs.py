"""The lines of a printed page cut into runs: letters that belong together, one box's as far as gaps tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.readers.paper import DIGITS, TOUCHING, Glyph, PrintedLine
from corpus.readers.text import can_only_be_row, is_figure, is_label
from corpus.sections import official_number

# A gap wider than this many letters parts two boxes.
_GAP = 0.9
# The same behind a digit, before a unit or a label's words; and between letters of two boxes that stand close.
_BESIDE, CLOSE = 0.4, 0.12
# A piece of a label or heading is no longer.
_LONGEST = 45
# So many figures behind short labels are no prose.
_ROW = 3


@dataclass(frozen=True)
class Run:
    """Letters of a line that belong together: one box's, as far as gaps tell."""

    text: str
    left: float
    right: float
    glyphs: tuple[Glyph, ...] = ()

    @property
    def middle(self) -> float:
        """Its middle across the page."""
        return (self.left + self.right) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, or the mark of an absent one."""
        return is_figure(self.text)


@dataclass(frozen=True)
class PlacedLine:
    """A line with its page and the runs in it."""

    line: PrintedLine
    page: int

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs, left to right."""
        return tuple(_runs(self.line))

    @cached_property
    def figures(self) -> tuple[Run, ...]:
        """The figures at the line's end."""
        count = next((at for at, run in enumerate(reversed(self.runs)) if not run.is_figure), len(self.runs))
        return self.runs[len(self.runs) - count :]

    @property
    def labels(self) -> tuple[Run, ...]:
        """What stands before them."""
        return self.runs[: len(self.runs) - len(self.figures)]

    @cached_property
    def is_row(self) -> bool:
        """Whether the line can only be a row of a table."""
        texts = [run.text for run in self.runs]
        if len(self.figures) >= _ROW and self.labels:
            # A group's label beside the row's own is one box more.
            return len("".join(texts)) <= 3 * _LONGEST and all(len(text) <= _LONGEST for text in texts)
        return (len(texts) > 1 and can_only_be_row(texts)) or (len(texts) == 1 and is_label(texts[0]))

    @cached_property
    def is_piece(self) -> bool:
        """Whether it may hold pieces of labels or headings."""
        text = "".join(run.text for run in self.runs)
        return len(text) <= 3 * _LONGEST and text[-1] not in "。；" and official_number(text) is None


def _runs(line: PrintedLine) -> Iterator[Run]:
    run: list[Glyph] = []
    for glyph in (one for one in line.glyphs if one.text.strip()):
        if run and _parted(run[-1], glyph, line.size):
            yield run_of(run)
            run = []
        run.append(glyph)
    if run:
        yield run_of(run)


def _parted(one: Glyph, other: Glyph, size: float) -> bool:
    """Whether two letters beside each other belong to two boxes. Digits of one number touch."""
    gap = other.left - one.right
    if one.text in DIGITS:
        return gap > (TOUCHING if other.text in DIGITS else _BESIDE) * size
    return gap > (CLOSE if other.text in DIGITS else _GAP) * size


def run_of(glyphs: Sequence[Glyph]) -> Run:
    """The run that letters make."""
    return Run(PrintedLine(tuple(glyphs)).text, glyphs[0].left, glyphs[-1].right, tuple(glyphs))
