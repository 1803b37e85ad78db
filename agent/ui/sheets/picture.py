"""An opened report's official tables as the component that draws them is told of them: boxes, values, marks, objections."""

from functools import cache
from typing import Any

from agent.export.html import role
from agent.export.slots import heads_only, label_columns
from agent.figures.quantity import plain
from agent.forms.entrygrid import Entry, entry_tables
from agent.forms.footing import State
from agent.forms.form import Form
from agent.forms.layout import Box, Grid, printed
from agent.forms.library import form_of
from agent.forms.marking import Kind, Objection
from agent.ui.checks import causes
from agent.workflow.work import Work

_STATES = {Kind.BROKEN: "不符", Kind.WARNING: "提醒", Kind.DOUBT: "提示"}


def picture(work: Work) -> dict[str, Any]:
    """JSON-ready. ``change`` is the report's change that it shows; what is absent is "", a zero 0."""
    return {
        "report": work.report.id,
        "year": work.report.year,
        "change": work.contents.change,
        "tables": _tables(work.report.form),
        "cells": _cells(work),
        "marks": {key: mark.look.value for key, mark in work.checked.marking.marks.items()},
        "objections": [_objection(each) for each in work.checked.marking.objections],
        "checks": _checks(work),
    }


@cache
def _tables(edition: str) -> list[dict[str, Any]]:
    form = form_of(edition)
    return [_table(form, section.table, section.heading) for section in form.sections if section.table]


def _table(form: Form, table: str, heading: str) -> dict[str, Any]:
    grid = printed(form, form.table(table))
    rows = [[_box(box, grid, top=heads_only(row)) for box in row] for row in grid.rows()]
    labels = label_columns(grid)
    return {
        "id": table,
        "heading": heading,
        "heads": grid.heading_rows,
        "labels": labels,
        "width": grid.width,
        "rows": rows,
    }


def _box(box: Box, grid: Grid, *, top: bool) -> dict[str, Any]:
    place = {"row": box.row, "column": box.column, "rows": box.rows, "columns": box.columns}
    if box.cell is not None:
        return place | {"key": box.cell.key}
    name, scope = role(box, grid, top=top)
    return place | {"text": box.text, "look": name, "scope": scope}


def _cells(work: Work) -> dict[str, dict[str, str]]:
    previous = work.previous.sources if work.previous else {}
    entries = {
        key: entry
        for table in entry_tables(work.form, work.figures, work.previous)
        for key, entry in table.entries.items()
    }
    return {
        key: _cell(work.form, entry, work.figures.sources.get(key, ""), previous.get(key, ""))
        for key, entry in entries.items()
    }


def _cell(form: Form, entry: Entry, source: str, source_before: str) -> dict[str, str]:
    return {
        "label": form.label(entry.cell.key),
        "unit": entry.cell.unit,
        "now": entry.shown,
        "before": entry.shown_before,
        "source": source,
        "sourceBefore": source_before,
    }


def _objection(each: Objection) -> dict[str, Any]:
    numbers = (("左边", each.left), ("右边", each.right))
    gap = None if each.difference is None else abs(each.difference)
    return {
        "id": each.id,
        "kind": each.kind.value,
        "state": _STATES[each.kind],
        "label": each.label,
        "formula": each.formula,
        "worked": each.worked,
        "numbers": [[name, plain(value)] for name, value in (*numbers, ("相差", gap)) if value is not None],
        "hints": list(each.hints),
        "cells": list(each.cells),
        "previous": list(each.previous),
    }


def _checks(work: Work) -> dict[str, Any]:
    checked = work.checked
    return {
        "broken": len(checked.of(State.BROKEN)),
        "held": [finding.reason for finding in checked.of(State.HELD)],
        "unassessable": len(checked.of(State.NOT_ASSESSABLE)),
        "causes": causes(checked),
    }
