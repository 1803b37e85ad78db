"""What a button did, said at the top of the page when it is drawn next: a refusal with its mends, or both sides of a conflict."""

from collections.abc import Callable

import streamlit as st

from agent.errors import BadInput, NianbaoError
from agent.forms.form import Form
from agent.store import Conflict, Saved
from agent.ui import session, settling
from agent.ui.markup import conflict_markup, notice, problem_list
from agent.workflow.saving import sides

Done = Saved | Conflict | None


def attempt(what: str, action: Callable[[], Done], form: Form, done: str = "") -> bool:
    """Do it; whether it was done. ``what`` names it in a refusal (保存没有完成), ``done`` is said where it was."""
    try:
        session.person(used=True)
        outcome = action()
    except BadInput as error:
        tell(problem_list(f"{what}没有完成", error.problems))
        return False
    except NianbaoError as error:
        tell(notice(str(error), "bad"))
        return False
    if isinstance(outcome, Conflict):
        conflicted(outcome, form)
        return False
    if done:
        tell(notice(done, "good"))
    return True


def conflicted(conflict: Conflict, form: Form) -> None:
    """Somebody else was there first: in an opened report both are shown until one is chosen."""
    if session.report() is None:
        tell(conflict_markup(sides(conflict, form)))
    else:
        settling.keep(conflict)


def tell(markup: str) -> None:
    """Say something when the page is drawn next."""
    st.session_state["told"] = markup


def told() -> None:
    """Draw what was said since the last time, once; and what there is to choose between, until it is chosen. Once a page."""
    said()
    settling.show()


def said() -> None:
    """Only the former: for a part of a page that is drawn by itself."""
    if markup := st.session_state.pop("told", ""):
        st.html(markup)
