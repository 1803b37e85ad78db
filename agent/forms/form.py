"""A form, as values.

A table is one or more *blocks*; a block crosses a tree of rows with a tree of columns (:class:`Axis`). A cell's key is the
block's prefix, the row's path of ids and the column's path of ids, joined with dots: ``requests`` + ``refused.petition`` +
``total``. A node without an id, or one kept ``apart``, only prints.

A group (不予公开, 法人或其他组织, 行政诉讼) has no cell of its own: its key stands for the sum of its members, in
:attr:`Form.sums`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from agent.errors import ExpressionError
from agent.forms.expressions import Expression, parse
from agent.forms.words import Vocabulary

# A remark printed in a row's label (区分处理的，只计这一情形…) is not needed to name the row.
_NOTE = re.compile("（[^（）]{10,}）")


@dataclass(frozen=True, slots=True)
class Axis:
    """One row or column heading, with those under it.

    ``path`` is its part of the key ("" where it only prints); ``apart`` marks a group whose id is not part of its
    members' keys; ``total`` a heading whose figures are the sum of the others.
    """

    path: str
    label: str
    children: tuple["Axis", ...] = ()
    unit: str | None = None
    decimal: bool = False
    signed: bool = False
    total: bool = False
    line: int = 0

    @property
    def leaves(self) -> tuple["Axis", ...]:
        """The headings at the ends of the tree, in printed order."""
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)

    @property
    def depth(self) -> int:
        """How many headings deep it goes; 1 for a leaf."""
        return 1 + max((child.depth for child in self.children), default=0)

    def walk(self) -> Iterator["Axis"]:
        """Itself and everything below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to fill in. ``row`` and ``column`` are the printed labels, groups of table 四 joined with ``·``."""

    key: str
    table: str
    row: str
    column: str
    unit: str
    integer: bool
    signed: bool
    article: str = ""
    row_path: str = ""
    column_path: str = ""

    @property
    def label(self) -> str:
        """How a person would name it: 一、本年新收政府信息公开申请数量·总计."""
        return f"{self.row}·{self.column}"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that has no cell of its own: the sum of its ``members``. ``label`` is printed row·column."""

    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows crossed with columns. ``rows`` is empty for a table of columns only (table 四)."""

    prefix: str
    columns: tuple[Axis, ...]
    rows: tuple[Axis, ...]
    article: str = ""
    corner: str = ""

    @property
    def row_leaves(self) -> tuple[Axis, ...]:
        """The rows that hold cells, in printed order."""
        return tuple(leaf for row in self.rows for leaf in row.leaves)

    @property
    def column_leaves(self) -> tuple[Axis, ...]:
        """The columns that hold cells, in printed order."""
        return tuple(leaf for column in self.columns for leaf in column.leaves)

    def key(self, row: Axis | None, column: Axis) -> str:
        """The key of the cell where a row meets a column."""
        return join(self.prefix, row.path if row else "", column.path)


@dataclass(frozen=True, slots=True)
class Table:
    """One official table. ``section`` is its printed heading (三、收到和处理政府信息公开申请情况)."""

    id: str
    caption: str
    section: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a section must speak of. ``figures`` are keys it must quote, ``facts`` names of facts it must quote."""

    id: str
    title: str
    figures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the report: prose with its topics, or a table."""

    id: str
    number: str
    title: str
    topics: tuple[Topic, ...] = ()
    table: str | None = None

    @property
    def heading(self) -> str:
        """As printed: 一、总体情况."""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True, slots=True)
class RuleText:
    """A cross-footing rule with its expressions parsed. ``warning``: may be broken for a good reason."""

    id: str
    label: str
    left: Expression
    right: Expression
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Reserved:
    """Cells that only some units can fill with more than zero, by how the unit's name ends."""

    cells: tuple[str, ...]
    unless_unit: tuple[str, ...]
    but_not: tuple[str, ...]
    why: str

    def forbids(self, unit: str) -> bool:
        """Whether a unit of this name is not one that fills these cells.

        The longest ending decides: 自治区人民政府 fills them though 区人民政府 does not.
        """
        ends = [word for word in (*self.unless_unit, *self.but_not) if unit.endswith(word)]
        return not ends or max(ends, key=len) not in self.unless_unit


@dataclass(frozen=True, slots=True)
class Overlap:
    """Cells in which several units may have counted the same thing, so that their sum may be too large.

    ``apart``: the sum is not what the cell asks for, and is not made unless somebody who knows the units asks for it.
    """

    cells: tuple[str, ...]
    why: str
    apart: bool = False


@dataclass(frozen=True, eq=False)
class Form:
    """One edition of one report. ``last_year`` None: still in use."""

    edition: str
    report: str
    title_pattern: str
    authority: str
    authority_title: str
    issued: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]
    groups: Mapping[str, Group]
    rules: tuple[RuleText, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    @cached_property
    def by_key(self) -> dict[str, Cell]:
        """Every cell by its key, in printed order."""
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def group_labels(self) -> dict[tuple[str, ...], str]:
        """The printed name of each group with its table, by the cells that it is the sum of: 表三 （三）不予公开·总计."""
        return {
            group.members: f"表{self._number(group.members[0])} {_NOTE.sub('', group.label)}"
            for group in self.groups.values()
        }

    @cached_property
    def sums(self) -> dict[str, tuple[str, ...]]:
        """The cells that each group's key is the sum of."""
        return {key: group.members for key, group in self.groups.items()}

    def _number(self, key: str) -> str:
        table = self.by_key[key].table
        return next((section.number for section in self.sections if section.table == table), "")

    @property
    def years(self) -> str:
        """In Chinese: 2019年度至2020年度, 2021年度起."""
        return (
            f"{self.first_year}年度起"
            if self.last_year is None
            else f"{self.first_year}年度至{self.last_year}年度"
        )

    def serves(self, year: int) -> bool:
        """Whether reports on that year use this edition."""
        return self.first_year <= year <= (self.last_year or 9999)

    def title(self, unit: str, year: int) -> str:
        """The report's title, the unit's 人民政府 dropped only where the caller drops it."""
        return self.title_pattern.format(unit=unit, year=year)

    def expand(self, key: str) -> tuple[str, ...] | None:
        """The cells that a key stands for: itself, the members of a group, or None where there is no such key."""
        if key in self.by_key:
            return (key,)
        return self.sums.get(key)

    def parse(self, expression: str) -> Expression:
        """Read an expression over this form's cells and groups; ``ExpressionError`` names a key it does not have."""
        return parse(expression, self.expand)

    def has(self, expression: str) -> bool:
        """Whether every key of an expression exists in this edition."""
        try:
            self.parse(expression)
        except ExpressionError:
            return False
        return True

    def table(self, table_id: str) -> Table:
        """The table of that id; ``KeyError`` where there is none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def section(self, section_id: str) -> Section:
        """The section of that id; ``KeyError`` where there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def label(self, key: str) -> str:
        """How a person would name the cell or group, with its table: 表三 一、本年新收政府信息公开申请数量·总计."""
        if key in self.groups:
            return self.group_labels[self.groups[key].members]
        return f"表{self._number(key)} {_NOTE.sub('', self.by_key[key].label)}" if key in self.by_key else key


def join(*parts: str) -> str:
    """Join the parts of a key, leaving out the empty ones."""
    return ".".join(part for part in parts if part)
