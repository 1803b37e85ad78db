"""What a person's window knows: who they are, which report is open, and the model that they set for themselves.

The opened report stands in the address, so that a reload and a restart come back to it. The name is kept in the browser, not in
the address: whoever is sent the address is somebody else. A model's key is in this session only and never written anywhere.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

import streamlit as st

from agent import wiring
from agent.errors import Unavailable
from agent.store import Person, Projects, Refused, Role, Sight
from agent.store.names import visible
from agent.store.people import LONGEST_SESSION
from agent.ui.serving.guard import COOKIE
from agent.wiring import OwnModel

_REPORT, _WHO, _PAGE, _CAME, _MODEL = "report", "who", "page", "page_came", "own_model"
_PERSON, _NAME = "person", "person_name"
_NAME_COOKIE = "nianbao_who"
# A link pressed twice is pressed again within so many seconds.
_TWICE = 5.0
_YEAR = 365 * 24 * 60 * 60


class NotInside(Unavailable):
    """Nobody is signed in any more, though the window is still open."""


# --- the opened report --------------------------------------------------------------------------------------------


def follow_address(page: str) -> None:
    """The report of the address; going to another page takes the open one along, going back in the browser closes it.

    The address says the same where a link to a page is pressed twice as where somebody goes back: without a report, and the page
    is the one that is shown. What comes right after the page did is the former.
    """
    asked = st.query_params.get(_REPORT)
    if asked:
        st.session_state[_REPORT] = asked
    elif page == st.session_state.get(_PAGE) and time.monotonic() - st.session_state.get(_CAME, 0.0) > _TWICE:
        st.session_state.pop(_REPORT, None)
    elif kept := st.session_state.get(_REPORT):
        st.query_params[_REPORT] = kept
    if page != st.session_state.get(_PAGE):
        st.session_state[_CAME] = time.monotonic()
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


def person(*, used: bool = False) -> Person | None:
    """Who signed in; None where nobody is asked. ``NotInside`` where they are no longer in. ``used``: they do something."""
    return _asking()(used)


def _asking() -> Callable[[bool], Person | None]:
    """What says who is at this window, whenever it is asked and from whatever thread: a session can end at any time."""
    match wiring.settings().auth:
        case "local":
            token = st.context.cookies.get(COOKIE, "")
            return lambda used: _inside(wiring.people().of_session(token, used=used))
        case "oidc":
            claims = st.user.to_dict() if st.user.is_logged_in else {}
            return lambda _: _inside(vouched(claims))
        case _:
            return lambda _: None


def _inside(found: Person | None) -> Person:
    if found is None:
        raise NotInside("登录已经过期，请重新登录。已保存的都在；页面上还没保存的文字，请先复制下来。")
    return found


def vouched(claims: Mapping[str, Any]) -> Person | None:
    """Whom the office's own login vouches for, where there is an account of that name here. One claim says who somebody is.

    What says nothing of when it was issued vouches for nobody, nor does an address of mail that nobody has looked at.
    """
    claim = wiring.settings().oidc_claim
    name, issued = claims.get(claim), claims.get("iat")
    if not isinstance(name, str) or not isinstance(issued, int | float):
        return None
    if time.time() - issued > LONGEST_SESSION.total_seconds():
        return None
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    return wiring.people().known(name)


def renew_password(old: str, new: str) -> Refused | None:
    """Another password of whoever is at this window; None where it was done, ``BadInput`` for one that can't be taken."""
    address = st.context.ip_address or ""
    return wiring.people().renew_password(st.context.cookies.get(COOKIE, ""), old, new, address)


def bind() -> None:
    """This window is that person's: where it was another's, who has gone, everything of theirs is forgotten."""
    found = person(used=True)
    if found is None:
        return
    if st.session_state.get(_PERSON, found.id) != found.id:
        st.session_state.clear()
    st.session_state[_PERSON], st.session_state[_NAME] = found.id, found.name


def projects() -> Projects:
    """What people work on, as the person of this window sees it. Whatever holds it, every use asks again whether they are in."""
    every = wiring.projects()
    if wiring.settings().auth is None:
        return every
    asking, reviewing = _asking(), wiring.settings().review

    def sight() -> Sight:
        found = asking(False)
        assert found is not None
        return found.sight(reviewing=reviewing)

    return every.seen_by(sight)


def sight() -> tuple[str, ...] | None:
    """Whose reports are seen here, the same for everybody who sees the same; None: everybody's."""
    found = person()
    units = None if found is None else found.sight(reviewing=False).units
    return None if units is None else tuple(sorted(units))


def reviews() -> bool:
    """Whether who is at this window may keep what is objected to, and make a version final."""
    found = person()
    return found is None or found.sight(reviewing=wiring.settings().review).waives


def administers() -> bool:
    """Whether who is at this window looks after the app: on one's own machine everybody does."""
    found = person()
    return found is None or found.role is Role.ADMINISTRATOR


def who() -> str:
    """Who is at work; "" where nobody has said. Of whoever is no longer in, who they were: nothing is done for them any more."""
    if wiring.settings().auth is not None:
        inside: str = st.session_state.get(_NAME, "")
        return inside
    name: str = st.session_state.get(_WHO) or _kept_name()
    return name


def _kept_name() -> str:
    """The name that the browser keeps; "" where it keeps none."""
    kept = st.context.cookies.get(_NAME_COOKIE)
    return visible(unquote(kept)) if isinstance(kept, str) else ""


def set_who(name: str) -> None:
    """Somebody said who they are."""
    st.session_state[_WHO] = visible(name)


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
