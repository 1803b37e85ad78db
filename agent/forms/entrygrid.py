"""The official tables as rows and columns to edit, with last year's value beside each.

A blank is :data:`~agent.figures.ABSENT` and shows as nothing; a zero shows as 0. A change is a key with its new value,
``ABSENT`` to leave the cell blank; what is not named stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.errors import BadInput, Problem
from agent.figures import ABSENT, Absent, FigureSet
from agent.figures.quantity import plain
from agent.forms.entries import Wrong, typed
from agent.forms.form import Axis, Block, Cell, Form, Table
from agent.forms.layout import Grid, printed

Changes = Mapping[str, Decimal | Absent]


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell to edit: this year's value and last year's, each :data:`ABSENT` where it is not filled in."""

    cell: Cell
    value: Decimal | Absent
    before: Decimal | Absent = ABSENT

    @property
    def shown(self) -> str:
        """This year's value as it is typed: "" for a blank, 0 for a zero."""
        return shown(self.value)

    @property
    def shown_before(self) -> str:
        """Last year's value in the same way."""
        return shown(self.before)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One printed row. ``groups`` are the headings over its label, outermost first; ``entries`` are one for each column."""

    label: str
    groups: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """Rows under the same columns. ``columns`` are their labels, no two alike; ``article`` is "" where none is cited."""

    article: str
    columns: tuple[str, ...]
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class EntryTable:
    """One official table under its heading; ``grid`` is the same table as printed, box by box."""

    table: Table
    heading: str
    grid: Grid
    blocks: tuple[EntryBlock, ...]

    @property
    def entries(self) -> dict[str, Entry]:
        """Every cell by its key, in printed order."""
        return {entry.cell.key: entry for block in self.blocks for row in block.rows for entry in row.entries}


def shown(value: Decimal | Absent) -> str:
    """A value as it is typed: "" for a blank, 0 for a zero, no trailing zeros."""
    return "" if isinstance(value, Absent) else plain(value)


def entry_tables(form: Form, figures: FigureSet, previous: FigureSet | None = None) -> tuple[EntryTable, ...]:
    """The tables in printed order. Last year's value is the cell of the same key, whatever edition last year used."""
    return tuple(
        _table(form, form.table(section.table), section.heading, figures, previous)
        for section in form.sections
        if section.table
    )


def _table(
    form: Form, table: Table, heading: str, figures: FigureSet, previous: FigureSet | None
) -> EntryTable:
    def entry(key: str) -> Entry:
        return Entry(form.by_key[key], figures.get(key), previous.get(key) if previous else ABSENT)

    blocks = []
    for block in table.blocks:
        rows = tuple(
            EntryRow(
                row.label if row else "",
                groups,
                tuple(entry(block.key(row, column)) for column in block.column_leaves),
            )
            for groups, row in _rows(block)
        )
        blocks.append(EntryBlock(block.article, tuple(_column_labels(block)), rows))
    return EntryTable(table, heading, printed(form, table), tuple(blocks))


def _rows(block: Block) -> Iterator[tuple[tuple[str, ...], Axis | None]]:
    if not block.rows:
        yield (), None
    for row in block.rows:
        yield from _below(row, ())


def _below(axis: Axis, groups: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Axis]]:
    if not axis.children:
        yield groups, axis
    for child in axis.children:
        yield from _below(child, (*groups, axis.label))


def _column_labels(block: Block) -> Iterator[str]:
    """The leaves' labels; with their groups where a label comes twice, as in table 四."""
    paths = [path for column in block.columns for path in _below(column, ())]
    names = [leaf.label for _, leaf in paths]
    for groups, leaf in paths:
        yield "·".join((*groups, leaf.label)) if names.count(leaf.label) > 1 else leaf.label


# --- changes ------------------------------------------------------------------------------------------------------


def typed_changes(form: Form, texts: Mapping[str, str]) -> Changes:
    """What was typed into cells, by key; ``BadInput`` with every problem, so that none or all of it is put in."""
    found: dict[str, Decimal | Absent] = {}
    problems = []
    for key, text in texts.items():
        value = typed(text, form.by_key[key])
        if isinstance(value, Wrong):
            problems.append(Problem(value.what, form.label(key), value.mend))
        else:
            found[key] = value
    if problems:
        raise BadInput(problems)
    return found


def with_changes(form: Form, figures: FigureSet, changes: Changes, source: str = "页面填写") -> FigureSet:
    """The figures with changes put in, cells in printed order. A cell that gets another value gets ``source`` for its source."""
    cells = {**figures.cells}
    sources = {**figures.sources}
    for key, value in changes.items():
        if value == figures.get(key):
            continue
        sources.pop(key, None)
        if isinstance(value, Absent):
            cells.pop(key, None)
        else:
            cells[key] = value
            sources[key] = source
    ordered = {key: cells[key] for key in form.by_key if key in cells}
    return replace(figures, cells=ordered, sources=sources)
