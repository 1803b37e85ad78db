"""What Streamlit's own login keeps in a browser, read before Streamlit is asked: who sends a file or fetches one.

Its pages have to be reached by whoever is still outside, for they have the way in on them. Files need not be.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.types import Scope
from streamlit.auth_util import get_cookie_with_chunks

from agent.errors import NianbaoError
from agent.store import Person
from agent.store.people import LONGEST_SESSION
from agent.ui.serving.guard import Keeper

_COOKIE = "_streamlit_user"


def vouching(secret: str, known: Callable[[Mapping[str, Any]], Person | None]) -> Keeper:
    """Lets in whoever shows a cookie that this secret signed, not too long ago, with claims of somebody who is known."""

    def keeper(scope: Scope) -> bool:
        claims = _claims(HTTPConnection(scope).cookies, secret)
        try:
            return known(claims) is not None
        except NianbaoError:
            return False  # who can't be asked for is not let in

    return keeper


def _claims(cookies: Mapping[str, str], secret: str) -> Mapping[str, Any]:
    def signed(name: str) -> bytes | None:
        try:
            told = URLSafeTimedSerializer(secret, salt=name).loads(
                cookies.get(name, ""), max_age=int(LONGEST_SESSION.total_seconds())
            )
        except BadSignature:
            return None
        return told.encode() if isinstance(told, str) else None

    whole = get_cookie_with_chunks(signed, _COOKIE)
    try:
        found = json.loads(whole or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("is_logged_in") is True else {}
