"""What a person's window knows: who they are, which report is open, and the model that they set for themselves.

The opened report stands in the address, so that a reload and a restart come back to it. The name is kept in the browser, not in
the address: whoever is sent the address is somebody else. A model's key is in this session only and never written anywhere.
"""

import time
from urllib.parse import quote, unquote

import streamlit as st

from agent import wiring
from agent.errors import Unavailable
from agent.store import ALL_UNITS, Person, Projects
from agent.store.people import LONGEST_SESSION
from agent.ui.serving.guard import COOKIE
from agent.wiring import OwnModel

_REPORT, _WHO, _PAGE, _MODEL = "report", "who", "page", "own_model"
_NAME_COOKIE = "nianbao_who"
_YEAR = 365 * 24 * 60 * 60


class NotInside(Unavailable):
    """Nobody is signed in any more, though the window is still open."""


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


def page() -> str:
    """The end of the address of the page that is shown; "" for the first one."""
    found: str = st.session_state.get(_PAGE, "")
    return found


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


def person() -> Person | None:
    """Who signed in; None where nobody is asked. ``NotInside`` where they are no longer in."""
    match wiring.settings().auth:
        case "local":
            found = wiring.people().of_session(st.context.cookies.get(COOKIE, ""))
        case "oidc":
            found = _vouched()
        case _:
            return None
    if found is None:
        raise NotInside("登录已经过期，请重新登录；没有保存的内容还在页面上。")
    return found


def _vouched() -> Person | None:
    """Whom the office's own login vouches for, where there is an account of that name here."""
    claims = st.user.to_dict()
    if not st.user.is_logged_in or _over(claims.get("iat")):
        return None
    names = (str(claims[name]) for name in ("preferred_username", "email", "sub") if claims.get(name))
    known = (wiring.people().known(name) for name in names)
    return next((found for found in known if found is not None), None)


def _over(issued: object) -> bool:
    """Whether what vouches for somebody was issued too long ago."""
    return isinstance(issued, int | float) and time.time() - issued > LONGEST_SESSION.total_seconds()


def projects() -> Projects:
    """What people work on, as the person of this window sees it."""
    found = person()
    every = wiring.projects()
    return every if found is None else every.seen_by(found.sight(reviewing=wiring.settings().review))


def sight() -> str:
    """Whose reports are seen here, as a word that is the same for everybody who sees the same."""
    found = person()
    return ALL_UNITS if found is None else "\n".join(sorted(found.units))


def who() -> str:
    """Who is at work; "" where nobody has said."""
    if (found := person()) is not None:
        return found.name
    name: str = st.session_state.get(_WHO) or _kept_name()
    return name


def _kept_name() -> str:
    """The name that the browser keeps; "" where it keeps none."""
    kept = st.context.cookies.get(_NAME_COOKIE)
    return unquote(kept) if isinstance(kept, str) else ""


def set_who(name: str) -> None:
    """Somebody said who they are."""
    st.session_state[_WHO] = " ".join(name.split())


def keeping_name() -> str:
    """A script that has the browser keep the name; "" where it has it, or there is none. Nothing in it needs escaping."""
    name: str = st.session_state.get(_WHO, "")
    if not name or name == _kept_name():
        return ""
    return f"document.cookie = '{_NAME_COOKIE}={quote(name, safe='')}; path=/; max-age={_YEAR}; SameSite=Strict';"


# --- a model of one's own -----------------------------------------------------------------------------------------


def own_model() -> OwnModel | None:
    """The model that was set in this session; None where none was."""
    found: OwnModel | None = st.session_state.get(_MODEL)
    return found


def has_model() -> bool:
    """Whether a model is in use here: the settings', or one's own."""
    return bool(wiring.settings().model or own_model())


def set_own_model(model: OwnModel | None) -> None:
    """Use another from now on; None: none."""
    st.session_state[_MODEL] = model
