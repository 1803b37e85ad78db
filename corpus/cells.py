"""One printed table to the cells of the form's table.

Every cell ends in one of three ways: read, printed blank, or unread with a note that says where and why.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from agent.figures import Absent
from agent.figures.quantity import plain
from agent.forms import Block, Cell, Form
from agent.forms.form import Axis, join
from corpus.amounts import is_blank, is_number
from corpus.blocks import Box, one_line
from corpus.columns import Columns, Segment, columns_of
from corpus.headings import Heading, TableHeadings
from corpus.labels import key
from corpus.mending import Laid, amount_in, mended, remarks
from corpus.placing import placed
from corpus.rows import Row, matched, row_of, unbroken


class Reading:
    """What has been read of a report's tables. ``cells`` are values, ``sources`` their places, ``notes`` Chinese."""

    def __init__(self, form: Form, notes: Sequence[str] = ()) -> None:
        self.form = form
        self.cells: dict[str, Decimal] = {}
        self.sources: dict[str, str] = {}
        self._notes = list(notes)
        self._blank: set[str] = set()

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything that had to be decided or could not be, each once, in the order of the page."""
        return tuple(dict.fromkeys(self._notes))

    @property
    def unread(self) -> tuple[str, ...]:
        """Cells that are neither read nor printed blank, in the form's order."""
        return tuple(
            cell.key for cell in self.form.cells if cell.key not in self.cells and cell.key not in self._blank
        )

    def note(self, text: str) -> None:
        """Say something."""
        self._notes.append(text)

    def blank(self, key_: str) -> None:
        """The cell is printed, or stands in for others, without a value."""
        self._blank.add(key_)

    def take(self, cell: Cell, value: Decimal, place: str) -> None:
        """The cell's value; a second one that differs is said and not taken."""
        if cell.key in self.cells and self.cells[cell.key] != value:
            self.note(f"{place}：“{cell.label}”又印成{plain(value)}，仍按前面的{plain(self.cells[cell.key])}")
            return
        self.cells.setdefault(cell.key, value)
        self.sources.setdefault(cell.key, place)

    def number(self, table: TableHeadings) -> str:
        """How people call the table: 表三."""
        return next(
            (f"表{s.number}" for s in self.form.sections if s.table == table.table.id), table.table.caption
        )


def read_table(table: TableHeadings, segments: Sequence[Segment], reading: Reading) -> None:
    """Read one table from its segments; none of them means that the report does not have it."""
    if not segments:
        reading.note(f"没有找到{reading.number(table)}“{table.table.caption}”")
        return
    _Printed(table, segments, reading).read()


class _Printed:
    """One printed table while it is being read."""

    def __init__(self, table: TableHeadings, segments: Sequence[Segment], reading: Reading) -> None:
        self.table, self.segments, self.reading = table, segments, reading
        self.number = reading.number(table)
        self._columns: dict[tuple[int, int], Columns | None] = {}
        self._laid: list[Laid] = []
        # Cells that a row stands in for: the cell of its own, and the one of the row that is not printed.
        self._shares: list[tuple[Row, str, str]] = []

    def read(self) -> None:
        rows = list(self._rows())
        if self.table.rows:
            rows = unbroken(rows, self.table.rows)
            self._labelled(rows)
        for block in self.table.table.blocks:
            if not block.rows:
                self._unlabelled(block, rows)
        self._laid = mended(self._laid, self.reading.form)
        self._take()
        self._odd_columns()

    def columns(self, segment: int, block: Block) -> Columns | None:
        """Where a block's columns stand in a segment."""
        at = (segment, id(block))
        if at not in self._columns:
            self._columns[at] = columns_of(self.segments[segment], block, self.table)
        return self._columns[at]

    def _rows(self) -> Iterator[Row]:
        for number, segment in enumerate(self.segments):
            known = [found for block in self.table.table.blocks if (found := self.columns(number, block))]
            first = min((columns.first for columns in known), default=None)
            for line in segment.rows:
                yield row_of(line, number, first if line.aligned else None, self.table.rows)

    # --- tables with rows

    def _labelled(self, rows: Sequence[Row]) -> None:
        pairs = matched(rows, self.table.rows)
        found = {heading.axis.path for heading, _ in pairs.values() if heading.leaf}
        for index, row in enumerate(rows):
            heading, slip = pairs.get(index, (None, False))
            if heading is None:
                self._stranger(row)
            elif heading.leaf:
                if slip:
                    self._say(row, f"按“{heading.axis.label}”读入")
                self._figures(row, heading.axis, heading.block)
            elif row.filled:
                found |= self._group(row, heading, found)
        for heading in self.table.rows:
            if heading.leaf and heading.axis.path not in found:
                self.reading.note(f"{self.number}没有找到“{heading.axis.label}”一行")

    def _stranger(self, row: Row) -> None:
        if row.filled:
            self._say(row, "格式里没有这一行，没有读入" if row.label else "这一行没有行名，没有读入")

    def _group(self, row: Row, group: Heading, found: set[str]) -> set[str]:
        """Figures printed beside a group. The paths of the rows that they stand for.

        Where the group's own rows are printed too it is a subtotal. Where they are not, the figures go to its row 其他, which
        holds what has no row of its own.
        """
        leaves = group.axis.leaves
        rest = next((leaf for leaf in leaves if key(leaf.label) == "其他"), None)
        if any(leaf.path in found for leaf in leaves):
            self._say(row, "是小计，格式里没有这些数，没有读入")
            return set()
        if rest is None:
            self._say(row, f"只印了合计，没有分成{len(leaves)}行，没有读入")
            return set()
        path = join(group.block.prefix, rest.path)
        others = [leaf for leaf in leaves if leaf is not rest]
        said = f"读入“{rest.label}”（{path}），是0的各列其余{len(others)}行也是0"
        self._say(row, f"只印了一行，没有分成{len(leaves)}行：{said}")
        self._figures(row, rest, group.block)
        for leaf in others:
            for column in group.block.column_leaves:
                self._shares.append((row, group.block.key(rest, column), group.block.key(leaf, column)))
        return {leaf.path for leaf in leaves}

    def _share(self, row: Row, whole: str, part: str) -> None:
        """What a row's figure says of a row that it was added up with: counts that make 0 together are each 0, else nothing."""
        cell = self.reading.form.by_key[part]
        if self.reading.cells.get(whole) == 0 and not cell.signed:
            self.reading.take(cell, Decimal(0), row.line.place)
        else:
            self.reading.blank(part)

    # --- tables of columns only

    def _unlabelled(self, block: Block, rows: Sequence[Row]) -> None:
        """A table of columns only: every printed row of figures fills columns that are still empty."""
        blank = [row for row in rows if all(is_blank(box.text) for box in row.line.boxes)]
        used = [row for row in rows if row.filled] or blank
        for row in used:
            self._figures(row, None, block)
        if not used:
            self.reading.note(f"{self.number}没有找到数据行")

    # --- figures

    def _figures(self, row: Row, axis: Axis | None, block: Block) -> None:
        """Read one row of figures."""
        columns = self.columns(row.segment, block)
        if not row.filled and columns is None:
            for leaf in block.column_leaves:
                self.reading.blank(block.key(axis, leaf))
            return
        placing = placed(row.line, block, columns, None if axis is None or row.pieced else row.label)
        self._laid.append(Laid(row, axis, block, columns, placing))

    def _take(self) -> None:
        """Take the values of all rows, as they are laid now."""
        for laid, said in remarks(self._laid):
            self._say(laid.row, said)
        for laid in self._laid:
            for path, box in laid.placing.boxes.items():
                self._cell(laid, path, box)
        for row, whole, part in self._shares:
            self._share(row, whole, part)

    def _cell(self, laid: Laid, path: str, box: Box) -> None:
        cell = self.reading.form.by_key[laid.key(path)]
        amount = amount_in(box, cell, laid, path)
        if amount.remark:
            self._say(laid.row, f"“{cell.column}”一列{amount.remark}")
        if not isinstance(amount.value, Absent):
            self.reading.take(cell, amount.value, laid.row.line.place)
        elif not amount.unread:
            self.reading.blank(cell.key)

    def _used_columns(self, at: int, block: Block) -> Columns | None:
        columns = self.columns(at, block)
        used = (laid.columns for laid in self._laid if laid.placing.headed)
        return columns if columns is not None and any(one is columns for one in used) else None

    def _odd_columns(self) -> None:
        """Say which columns were guessed, which are missing, and which the form does not have."""
        segments = range(len(self.segments))
        for block in self.table.table.blocks:
            used = [found for at in segments if (found := self._used_columns(at, block))]
            for columns in used:
                if columns.remark:
                    self.reading.note(f"{self.number}{columns.remark}")
            places = {path for columns in used for path in columns.places}
            for leaf in self.table.columns_of(block):
                if used and leaf.axis.path not in places:
                    self.reading.note(f"{self.number}没有找到“{leaf.axis.label}”一列")
        for at in segments:
            used = [found for block in self.table.table.blocks if (found := self._used_columns(at, block))]
            if used:
                self._strange_columns(self.segments[at], used)

    def _strange_columns(self, segment: Segment, used: Sequence[Columns]) -> None:
        places = {place for columns in used for place in columns.places.values()}
        known = {
            id(line.boxes[place]) for line in segment.rows for place in places if place < len(line.boxes)
        }
        known |= {id(box) for laid in self._laid for box in laid.placing.boxes.values()}
        for place, text in used[0].heads.items():
            if place > used[0].first:
                boxes = [line.boxes[place] for line in segment.rows if place < len(line.boxes)]
                if any(is_number(box.text) and id(box) not in known for box in boxes):
                    self.reading.note(f"{self.number}“{text[:20]}”一列格式里没有，没有读入")

    def _say(self, row: Row, text: str) -> None:
        label = f"“{one_line(row.label)[:40]}”一行" if row.label else ""
        self.reading.note(f"{self.number}{row.line.place}{label}：{text}")
