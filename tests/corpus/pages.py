"""Invented reports as other people publish them: tables to take apart, and pages around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from agent.figures.quantity import plain
from agent.forms import Form, form_of
from agent.forms.layout import printed

UNIT, YEAR = "青溪县人民政府", 2023
TITLE = f"{UNIT}{YEAR}年政府信息公开工作年度报告"
INTRODUCTION = (
    "本报告由青溪县人民政府办公室编制，数据统计期限自2023年1月1日起至2023年12月31日止。"
    "如有疑问，请与青溪县人民政府办公室联系（地址：青溪县文昌路6号，邮编：350099，电话：0599-2200123）。"
)
OVERVIEW = "2023年，全县新收政府信息公开申请12件，均已按期答复。"
IMPROVEMENT = "公开内容还不够细，下一步将加强培训。"
OTHER = "本年度没有收取信息处理费。"


@dataclass(frozen=True)
class Slot:
    """One printed box of a table that a test may change."""

    text: str
    rows: int = 1
    columns: int = 1


Table = list[list[Slot]]


def counted(edition: str) -> dict[str, Decimal]:
    """A number for every cell, no two alike, so that a number in the wrong cell is seen."""
    return {cell.key: Decimal(100 + index) for index, cell in enumerate(form_of(edition).cells)}


def consistent(edition: str) -> dict[str, Decimal]:
    """A number for every cell, with which every rule within a year holds; many are 0, as in print."""
    form = form_of(edition)
    cells = {
        cell.key: Decimal(index % 7) for index, cell in enumerate(form.cells) if cell.table == "disclosure"
    }
    for group in ("review", "litigation.direct", "litigation.after_review"):
        parts = [2, 1, 0, 3] if group == "review" else [1, 0, 0, 1] if group.endswith("direct") else [0] * 4
        cells |= _with_total(group, ("upheld", "corrected", "other", "pending"), parts)
    block = form.table("requests").blocks[0]
    kinds = [column.path for column in block.column_leaves if not column.total]
    ends = ("new", "carried_in", "carried_out", "closed")
    results = [row.path for row in block.row_leaves if row.path not in ends]
    rows = {row: [(at * 5) % 9 if at % 4 == 0 else 0] + [0] * 5 for at, row in enumerate(results)}
    rows["granted"] = [11, 2, 0, 1, 0, 0]
    rows["carried_out"] = [2, 0, 0, 0, 1, 0]
    rows["carried_in"] = [1, 0, 0, 0, 0, 0]
    rows["closed"] = [sum(rows[row][at] for row in results) for at in range(6)]
    rows["new"] = [rows["closed"][at] + rows["carried_out"][at] - rows["carried_in"][at] for at in range(6)]
    for row, parts in rows.items():
        cells |= _with_total(f"requests.{row}", kinds, parts)
    return {cell.key: cells[cell.key] for cell in form.cells}


def _with_total(group: str, names: Sequence[str], parts: Sequence[int]) -> dict[str, Decimal]:
    filled = {f"{group}.{name}": Decimal(part) for name, part in zip(names, parts, strict=True)}
    return filled | {f"{group}.total": Decimal(sum(parts))}


def table(form: Form, table_id: str, cells: Mapping[str, Decimal]) -> Table:
    """A table as its notice prints it, with these numbers."""
    grid = printed(form, form.table(table_id))
    return [
        [Slot(_said(box.cell.key, cells) if box.cell else box.text, box.rows, box.columns) for box in row]
        for row in grid.rows()
    ]


def _said(key: str, cells: Mapping[str, Decimal]) -> str:
    return plain(cells[key]) if key in cells else ""


def html_table(rows: Table) -> str:
    lines = []
    for row in rows:
        boxes = (
            f'<td rowspan="{slot.rows}" colspan="{slot.columns}">{escape(slot.text)}</td>' for slot in row
        )
        lines.append(f"<tr>{''.join(boxes)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def body(form: Form, tables: Mapping[str, str]) -> str:
    """The whole report as the body of a page; ``tables`` replaces the tables by their id."""
    parts = [f"<h1>{TITLE}</h1>", f"<p>{INTRODUCTION}</p>"]
    prose = {"overview": OVERVIEW, "improvement": IMPROVEMENT, "other": OTHER}
    for section in form.sections:
        parts.append(f"<p><b>{section.heading}</b></p>")
        parts.append(tables.get(section.table, "") if section.table else f"<p>{prose[section.id]}</p>")
    return "\n".join(parts)


def tables_of(form: Form, cells: Mapping[str, Decimal]) -> dict[str, str]:
    return {entry.id: html_table(table(form, entry.id, cells)) for entry in form.tables}


def page(edition: str, cells: Mapping[str, Decimal], **changed: str) -> bytes:
    """A plain page with the report; a keyword replaces the table of that id."""
    form = form_of(edition)
    return f"<html><body>{body(form, tables_of(form, cells) | changed)}</body></html>".encode()


def texts(rows: Sequence[Sequence[Slot]]) -> list[list[str]]:
    return [[slot.text for slot in row] for row in rows]
