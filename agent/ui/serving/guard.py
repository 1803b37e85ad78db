"""What comes before every request: by which name the app was called, and who asks.

A page of a stranger's site can make a browser call an app on one's own machine by another name (DNS rebinding): only known
names are answered. Nothing on our pages comes from elsewhere, and the browser is told so.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "nianbao_session"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
# Whether somebody with that token is in.
Admits = Callable[[str], bool]
# Whether whoever asks so is in.
Keeper = Callable[[Scope], bool]

# What anybody may ask for: how the app is, and how to get in.
_OPEN = frozenset({"/login", "/logout", "/health"})
# Where Streamlit takes files and gives them.
_FILES = ("/_stcore/upload_file", "/media/")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DIRECTIVES = (
    "default-src 'self'",
    # Streamlit's own scripts write styles and compile charts as they run.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' ws: wss: data: blob:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob: data:",
    "frame-ancestors 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
)
_HEADERS = {
    "Content-Security-Policy": "; ".join(_DIRECTIVES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """``hosts``: the names that are answered, empty for any. ``admits`` None: everybody is in.

    ``keeper``: who may send files and fetch some, where Streamlit's own login has to be reached from outside.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] = (),
        admits: Admits | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        self.app, self.hosts = app, frozenset(host.casefold() for host in hosts)
        self.admits, self.keeper = admits, keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, websocket, or the server's own beginning and end."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        told = _with_headers(send)
        if self.hosts and _host(scope) not in self.hosts:
            await _refuse(scope, receive, told, PlainTextResponse("不认识这个地址", 421))
        elif _changes(scope) and from_elsewhere(scope):
            await _refuse(scope, receive, told, PlainTextResponse("请从本页操作", 403))
        elif await self._outside(scope):
            await _refuse(scope, receive, told, _to_the_door(scope))
        else:
            await self.app(scope, receive, told)

    async def _outside(self, scope: Scope) -> bool:
        if self.keeper is not None and scope["path"].startswith(_FILES):
            return not await run_in_threadpool(self.keeper, scope)
        if self.admits is None or scope["path"] in _OPEN:
            return False
        return not await run_in_threadpool(self.admits, token_of(scope))


def _host(scope: Scope) -> str:
    """By which name the app was called, without the port."""
    host = Headers(scope=scope).get("host", "")
    return re.sub(r":\d{1,5}$", "", host).casefold()


def _changes(scope: Scope) -> bool:
    """Whether more than reading is asked for; a websocket can do everything."""
    return scope["type"] == "websocket" or scope["method"] not in _READING


def from_elsewhere(scope: Scope) -> bool:
    """Whether the browser says that another site sent this; another port of the same machine is another site."""
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()
    except ValueError:
        return True


def token_of(scope: Scope) -> str:
    """The token that a browser shows; "" where it shows none."""
    cookies: SimpleCookie = SimpleCookie()
    for header in Headers(scope=scope).getlist("cookie"):
        try:
            cookies.load(header)
        except CookieError:
            continue  # somebody else's cookie on the same host is no reason to look no further
    return cookies[COOKIE].value if COOKIE in cookies else ""


def _to_the_door(scope: Scope) -> Response:
    """People are led to where they can sign in; programs are told."""
    if (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and "text/html" in Headers(scope=scope).get("accept", "")
    ):
        query = scope["query_string"].decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)
    return PlainTextResponse("请先登录", 401)


async def _refuse(
    scope: Scope, receive: Receive, send: Callable[[Message], Awaitable[None]], answer: Response
) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await answer(scope, receive, send)


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return told
