"""A mend saved, said at the head of the page, and what is pending next looked at."""

from collections.abc import Callable

import streamlit as st

from agent.store import Projects
from agent.ui import doing, session
from agent.ui.doing import Done
from agent.ui.ledger import choice
from agent.ui.markup import notice
from agent.workflow.ledger import Row
from agent.workflow.mending import Mended
from agent.workflow.saving import save_manuscript
from agent.workflow.work import Work

_LONGEST = 40


def do(
    work: Work, row: Row, what: str, action: Callable[[Projects], Done], done: str, *, left: str = ""
) -> None:
    """Do it and draw the whole page again; ``left`` is what is still objected to afterwards."""
    if doing.attempt(what, lambda: action(session.projects()), work.form, done):
        if left:
            doing.tell(notice(f"{done}，但仍有异议：{left}", "warning"))
            choice.pick(row.id)
        else:
            choice.go_on(row)
    st.rerun()


def kept_as(work: Work, row: Row, mended: Mended) -> None:
    """Save the manuscript of a mend."""
    done = said(mended)
    do(
        work,
        row,
        "修改",
        lambda projects: save_manuscript(projects, work, mended.manuscript, who=session.who(), why=done),
        f"已{done}",
        left=mended.left,
    )


def said(mended: Mended) -> str:
    """What a mend does, in a few words."""
    before, after = _cut(mended.before), _cut(mended.after)
    return f"把“{before}”改为“{after}”" if after else f"删去“{before}”"


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
