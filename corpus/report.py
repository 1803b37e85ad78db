"""A published report as it was read."""

import json
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from corpus.blocks import Block, Grid, Paragraph, flattened
from corpus.bounds import first_report
from corpus.cells import Reading
from corpus.contact import contact_rows, read_contact
from corpus.headings import headings_of
from corpus.identity import identified
from corpus.labels import keys
from corpus.level import Level, level_of
from corpus.paragraphs import ReadParagraph, prose_of
from corpus.sections import ReadSection, outlined
from corpus.tables import read_tables

__all__ = ["ReadParagraph", "ReadReport", "ReadSection", "recognise"]

_DRAFT = re.compile(
    r"草稿：(?:尚未定稿|尚有\s?[0-9]+\s?处(?:数字|数字或说法)待核)(?:，原因见文末脚注)?|草\s?稿"
)


@dataclass(frozen=True)
class ReadReport:
    """What a file says. Nothing is invented: what the report does not print is absent.

    ``figures.unit`` is "" and ``figures.year`` 0 where the report does not say. ``notes`` are Chinese, each with its place:
    what had to be decided and what could not be read. ``unread`` are the keys of the form's cells that are neither read nor
    printed blank. ``text`` is the whole report as one text, a table row a line of its boxes separated by tabs; a text file is
    its own text. ``level`` is the office's, None where its name does not tell; ``paragraphs`` is the prose, each with its
    section, heading and topic. ``others`` says of each further report in the file where it begins and whose it is: they are in
    ``text``, as spans refer to the whole of it, and in nothing else.
    """

    figures: FigureSet
    sections: tuple[ReadSection, ...]
    notes: tuple[str, ...]
    text: str
    unread: tuple[str, ...] = ()
    level: Level | None = None
    paragraphs: tuple[ReadParagraph, ...] = ()
    others: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's shape: ``figures`` as in ``figures.json``, ``sections``, ``notes``; and the ``level``."""
        return {
            "figures": json.loads(write_figures(self.figures)),
            "sections": [section.as_json() for section in self.sections],
            "notes": list(self.notes),
            "level": self.level.value if self.level else None,
        }


def recognise(
    blocks: Sequence[Block], file: str, text: str | None = None, notes: Sequence[str] = ()
) -> ReadReport:
    """The report that a file's blocks make. ``text`` where the file is a text already; ``notes`` are the format reader's."""
    blocks = [block for block in blocks if not _says_draft(block)]
    bounds = first_report(blocks)
    whole, blocks = blocks, bounds.blocks
    identity = identified(blocks, file)
    outline = outlined(blocks, identity.title)
    tables = read_tables(blocks, identity.year)
    prose = (line for section in outline.whole for line in section.text.split("\n"))
    contact = read_contact((*prose, *contact_rows(blocks)))
    figures = FigureSet(
        unit=identity.unit,
        year=identity.year or 0,
        form=tables.form.edition,
        cells={cell.key: tables.cells[cell.key] for cell in tables.form.cells if cell.key in tables.cells},
        contact=contact,
        sources={key: f"{file} {place}" for key, place in tables.sources.items()},
        file=file,
    )
    sections, paragraphs = prose_of(outline.whole, tables.form)
    missing = () if outline.sections else ("没有认出章节标题（一、总体情况……）",)
    return ReadReport(
        figures=figures,
        sections=sections,
        notes=(
            *notes,
            *bounds.notes,
            *identity.notes,
            *missing,
            # One sentence says that there are no tables; which ones there are not, need not be said besides.
            *(_without_tables(blocks, tables) or tables.notes),
        ),
        text=flattened(whole) if text is None else text,
        unread=tables.unread,
        level=level_of(identity.unit),
        paragraphs=paragraphs,
        others=bounds.others,
    )


def _says_draft(block: Block) -> bool:
    """Whether it is the line that our own drafts have above their title: it is no part of the report."""
    return isinstance(block, Paragraph) and _DRAFT.fullmatch(block.text.strip()) is not None


def _without_tables(blocks: Sequence[Block], tables: Reading) -> tuple[str, ...]:
    """What is said of a file that has no table, or only tables that are none of the form's; empty where it has one."""
    grids = [block for block in blocks if isinstance(block, Grid) and block.rows]
    labels = {word for table in headings_of(tables.form) for word in table.row_keys | table.column_keys}
    if not grids:
        return ("文件里没有表格：只读入了文字，没有统计数字",)
    if tables.cells or any(_is_statutory(grid, labels) for grid in grids):
        return ()
    place = grids[0].places[0]
    return (f"{place}：文件里只有别的表格（{len(grids)}张），不是年报的三张表：只读入了文字，没有统计数字",)


def _is_statutory(grid: Grid, labels: Set[str]) -> bool:
    """Whether a grid has labels of the form. 其他 and 总计 are in every table."""
    printed = {word for row in grid.rows for box in row for word in keys(box.text)}
    return len({word for word in printed & labels if len(word) > 2}) > 1
