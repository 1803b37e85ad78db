"""Signing in and out. The page is plain HTML, without scripts: whoever sees it is nobody yet."""

from collections.abc import Callable
from functools import partial
from html import escape
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent import journal
from agent.errors import Unavailable
from agent.store import People, Refused, SignedIn
from agent.store.people import LONGEST_SESSION
from agent.ui.serving.guard import COOKIE, from_elsewhere, token_of

_LONGEST_FORM, _MOST_FIELDS = 10_000, 10
# A password takes 64 MiB and a core to try. So many at once, so many more waiting; and nobody who is inside waits for them.
_TRIED, _WAITING = 2, 50
# Placeholders are replaced by text that has been escaped.
_PAGE = Path(__file__).with_name("door.html").read_text("utf-8")


class Door:
    """Where people come in. ``proxied``: what a reverse proxy says of the visitor is believed."""

    def __init__(self, people: Callable[[], People], *, proxied: bool) -> None:
        self.people, self.proxied = people, proxied
        self._turns = CapacityLimiter(_TRIED)

    async def show(self, request: Request) -> Response:
        """The form; whoever is in already goes on."""
        wanted = local(request.query_params.get("next", "/"))
        try:
            inside = await run_in_threadpool(self.people().of_session, token_of(request.scope))
        except Unavailable as error:
            return _page(wanted, str(error), 503)
        return RedirectResponse(wanted, 303) if inside else _page(wanted)

    async def enter(self, request: Request) -> Response:
        """What was filled in. Refused in one sentence; a form that another site sent is not looked at."""
        if from_elsewhere(request.scope):
            return _page("/", "请从本页登录", 403)
        form = await _form(request)
        if form is None:
            return _page("/", "填写的内容太长，或不是这个表单", 413)
        wanted = local(form.get("next", "/"))
        login, password = form.get("login", ""), form.get("password", "")
        if self._turns.statistics().tasks_waiting >= _WAITING:
            return _page(wanted, "现在登录的人太多，请过一会儿再试", 503)
        entering = partial(self.people().sign_in, login, password, self.visitor(request))
        try:
            came = await to_thread.run_sync(entering, limiter=self._turns)
        except Unavailable as error:
            return _page(wanted, str(error), 503)
        journal.told("sign_in", outcome=came.outcome.value if isinstance(came, Refused) else "in")
        if not isinstance(came, SignedIn):
            return _page(wanted, came.reason, 403)
        answer = RedirectResponse(wanted, 303)
        answer.set_cookie(
            COOKIE,
            came.token,
            max_age=int(LONGEST_SESSION.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self._encrypted(request),
        )
        return answer

    async def leave(self, request: Request) -> Response:
        """Sign out; a link of another site's does nothing."""
        if from_elsewhere(request.scope):
            return RedirectResponse("/", 303)
        try:
            await run_in_threadpool(self.people().sign_out, token_of(request.scope), self.visitor(request))
        except Unavailable as error:
            return _page("/", str(error), 503)
        journal.told("sign_out")
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    def visitor(self, request: Request) -> str:
        """Where somebody comes from; of a proxy's list the last, which the proxy itself has put there."""
        told = request.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip() if self.proxied else ""
        try:
            return str(ip_address(told))
        except ValueError:
            return request.client.host if request.client else ""

    def _encrypted(self, request: Request) -> bool:
        told = request.headers.get("x-forwarded-proto", "") if self.proxied else ""
        return "https" in (request.url.scheme, told)


def local(wanted: str) -> str:
    """An address on this app; what leads elsewhere leads to the first page."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if plain and not parts.scheme and not parts.netloc and "\\" not in wanted else "/"


async def _form(request: Request) -> dict[str, str] | None:
    """The fields; None where they are too long, or too many."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            return None
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}


def _page(wanted: str, told: str = "", status: int = 200) -> HTMLResponse:
    words = f'<p class="bad" role="alert">{escape(told)}</p>' if told else ""
    page = _PAGE.replace("<!--next-->", escape(wanted, quote=True)).replace("<!--told-->", words)
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})
