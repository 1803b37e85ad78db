"""What a person's window knows: who they are, which report is open, and the model that they set for themselves.

The opened report stands in the address, so that a reload and a restart come back to it. The name is kept in the browser, not in
the address: whoever is sent the address is somebody else. A model's key is in this session only and never written anywhere.
"""

from urllib.parse import quote, unquote

import streamlit as st

from agent.wiring import OwnModel

_REPORT, _WHO, _PAGE, _MODEL = "report", "who", "page", "own_model"
_COOKIE = "nianbao_who"
_YEAR = 365 * 24 * 60 * 60


# --- the opened report --------------------------------------------------------------------------------------------


def follow_address(page: str) -> None:
    """The report of the address; going to another page takes the open one along, going back in the browser closes it."""
    asked = st.query_params.get(_REPORT)
    if asked:
        st.session_state[_REPORT] = asked
    elif page == st.session_state.get(_PAGE):
        st.session_state.pop(_REPORT, None)
    elif kept := st.session_state.get(_REPORT):
        st.query_params[_REPORT] = kept
    st.session_state[_PAGE] = page


def may_be_open() -> bool:
    """Whether a report is open, as far as can be told before the address has been followed."""
    return bool(st.query_params.get(_REPORT) or st.session_state.get(_REPORT))


def report() -> str | None:
    """The id of the opened report; None where none is."""
    found: str | None = st.session_state.get(_REPORT)
    return found


def open_report(report: str) -> None:
    """Open one."""
    st.session_state[_REPORT] = report
    st.query_params[_REPORT] = report


def close_report() -> None:
    """Close it: the list is shown again."""
    st.session_state.pop(_REPORT, None)
    st.query_params.pop(_REPORT, None)


# --- who ----------------------------------------------------------------------------------------------------------


def who() -> str:
    """Who is at work; "" where nobody has said."""
    name: str = st.session_state.get(_WHO) or _kept_name()
    return name


def _kept_name() -> str:
    """The name that the browser keeps; "" where it keeps none."""
    kept = st.context.cookies.get(_COOKIE)
    return unquote(kept) if isinstance(kept, str) else ""


def set_who(name: str) -> None:
    """Somebody said who they are."""
    st.session_state[_WHO] = " ".join(name.split())


def keeping_name() -> str:
    """A script that has the browser keep the name; "" where it has it, or there is none. Nothing in it needs escaping."""
    name: str = st.session_state.get(_WHO, "")
    if not name or name == _kept_name():
        return ""
    return f"document.cookie = '{_COOKIE}={quote(name, safe='')}; path=/; max-age={_YEAR}; SameSite=Strict';"


# --- a model of one's own -----------------------------------------------------------------------------------------


def own_model() -> OwnModel | None:
    """The model that was set in this session; None where none was."""
    found: OwnModel | None = st.session_state.get(_MODEL)
    return found


def set_own_model(model: OwnModel | None) -> None:
    """Use another from now on; None: none."""
    st.session_state[_MODEL] = model
