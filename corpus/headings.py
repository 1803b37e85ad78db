"""A form's row and column headings, ready to be recognised in print."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property

from agent.forms import Block, Form, Table, forms
from agent.forms.form import Axis
from corpus.labels import folded, key, keys

# Two labels closer than this are the same label with a slip (其他法律行政止公开); shorter ones are never guessed at.
_ALIKE = 0.8
_GUESSABLE = 5
# The next best label has to be this much further away, or the slip could be either.
_MARGIN = 0.08


@dataclass(frozen=True)
class Heading:
    """One heading. ``above`` holds the keys of the headings over it, outermost first; a leaf has cells, a group has none."""

    axis: Axis
    block: Block
    above: tuple[tuple[str, ...], ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether cells hang on it."""
        return not self.axis.children

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The ways in which its label is printed."""
        return keys(self.axis.label)

    def says(self, text: str) -> bool:
        """Whether a printed text is this heading, with or without the headings over it in front."""
        return any(word in self.keys or self._alone(word) in self.keys for word in keys(text))

    def _alone(self, word: str) -> str:
        """What remains of a printed label when the headings over this one are taken off its front."""
        for group in self.above:
            for front in group:
                if word.startswith(front) and word != front:
                    word = word.removeprefix(front)
                    break
        return word


def _walk(block: Block, axes: tuple[Axis, ...], above: tuple[tuple[str, ...], ...] = ()) -> Iterator[Heading]:
    for axis in axes:
        yield Heading(axis, block, above)
        yield from _walk(block, axis.children, (*above, keys(axis.label)))


@dataclass(frozen=True)
class TableHeadings:
    """Every heading of one table, in printed order."""

    table: Table
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]

    def columns_of(self, block: Block) -> tuple[Heading, ...]:
        """The columns of one block that hold cells."""
        return tuple(heading for heading in self.columns if heading.leaf and heading.block is block)

    @cached_property
    def row_keys(self) -> frozenset[str]:
        """The labels of all rows and groups of rows."""
        return frozenset(word for heading in self.rows for word in heading.keys)

    @cached_property
    def column_keys(self) -> frozenset[str]:
        """The labels of all columns, groups of columns and corners."""
        corners = (word for block in self.table.blocks for word in keys(block.corner))
        return frozenset(word for heading in self.columns for word in heading.keys) | frozenset(corners)

    @cached_property
    def _articles(self) -> frozenset[str]:
        return frozenset(folded(block.article) for block in self.table.blocks if block.article)

    def is_article(self, text: str) -> bool:
        """Whether a text is the line that cites the article a block reports on."""
        return folded(text) in self._articles


@cache
def headings_of(form: Form) -> tuple[TableHeadings, ...]:
    """The headings of each of a form's tables, in printed order."""
    return tuple(
        TableHeadings(
            table,
            tuple(heading for block in table.blocks for heading in _walk(block, block.rows)),
            tuple(heading for block in table.blocks for heading in _walk(block, block.columns)),
        )
        for table in form.tables
    )


@cache
def all_labels() -> frozenset[str]:
    """The labels of every table of every form."""
    return frozenset(
        word for form in forms() for table in headings_of(form) for word in table.row_keys | table.column_keys
    )


@cache
def column_labels() -> frozenset[str]:
    """The labels that only columns have."""
    tables = [table for form in forms() for table in headings_of(form)]
    columns = frozenset(word for table in tables for word in table.column_keys)
    return columns - frozenset(word for table in tables for word in table.row_keys)


def closest(text: str, headings: tuple[Heading, ...]) -> Heading | None:
    """The heading that a text with a slip in it is; None where none is near, or two are."""
    word = key(text)
    if len(word) < _GUESSABLE or len(word) > 60:
        return None
    scored = sorted(
        ((_likeness(word, heading), index) for index, heading in enumerate(headings)), reverse=True
    )
    if not scored or scored[0][0] < _ALIKE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
        return None
    return headings[scored[0][1]]


def _likeness(word: str, heading: Heading) -> float:
    best = 0.0
    for other in heading.keys:
        matcher = SequenceMatcher(None, word, other, autojunk=False)
        if matcher.real_quick_ratio() >= _ALIKE - _MARGIN and matcher.quick_ratio() >= _ALIKE - _MARGIN:
            best = max(best, matcher.ratio())
    return best
