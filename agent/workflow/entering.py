"""What somebody enters into the official tables: one cell as typed, or a block from Excel; put in whole, or refused."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.errors import BadInput, Problem
from agent.forms.entries import shortened
from agent.forms.entrygrid import Changes, shown, typed_changes
from agent.forms.form import Form
from agent.forms.pasting import pasted
from agent.store import Conflict, Place, Projects, Saved
from agent.workflow.saving import save_cells
from agent.workflow.work import Work


@dataclass(frozen=True, slots=True)
class Entered:
    """A text as it was entered at a cell. ``block``: it was copied from a sheet, and the cell is where its corner goes.

    ``previous``: into last year's tables.
    """

    key: str
    text: str
    block: bool = False
    previous: bool = False


def enter(
    projects: Projects,
    work: Work,
    entered: Entered,
    *,
    who: str,
    made_from: Callable[[Place], int] | None = None,
) -> Saved | Conflict:
    """Read it and save what it changes; ``BadInput`` with every problem, and then nothing is put in.

    ``made_from`` is the number of the version that the person had before them, where that is not ``work``'s.
    """
    changes = changes_of(work.form, entered)
    return save_cells(
        projects,
        work,
        changes,
        who=who,
        previous=entered.previous,
        source="粘贴" if entered.block else "手工填写",
        why=_why(work.form, entered, changes),
        made_from=made_from,
    )


def changes_of(form: Form, entered: Entered) -> Changes:
    """The cells that it fills in or empties."""
    if entered.key not in form.by_key:
        raise BadInput([Problem(f"没有“{shortened(entered.key)}”这一格", "", "请刷新页面")])
    if entered.block:
        return pasted(form, form.by_key[entered.key].table, entered.key, entered.text)
    return typed_changes(form, {entered.key: entered.text})


def _why(form: Form, entered: Entered, changes: Changes) -> str:
    """As it is said where it can be undone."""
    year = "上年 " if entered.previous else ""
    if entered.block:
        return f"粘贴{year}{len(changes)}格"
    cell, value = form.by_key[entered.key], changes[entered.key]
    return f"{year}{shortened(cell.row)}·{cell.column} {f'填 {shown(value)}' if shown(value) else '清空'}"
