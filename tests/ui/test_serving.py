"""What stands before the pages: the guard and the door, over HTTP, on a real database of accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from agent.settings import Settings
from agent.store import People, Role
from agent.store.database import Database
from agent.ui.serving.application import application
from agent.ui.serving.door import Door, local
from agent.ui.serving.guard import COOKIE, LOOPBACK, Guard

WORDS = "四个不相干的词语连着写"
HERE = "http://127.0.0.1"


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    database = Database.in_file(tmp_path / "nianbao.db")
    found = People(database)
    found.add("liming", "李明", Role.DRAFTER, ["云岭县人民政府"], WORDS, who="王芳")
    yield found
    database.close()


async def _inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"inside {request.url.path}")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def guarded(people: People | None, *, hosts: tuple[str, ...] = (), proxied: bool = False) -> TestClient:
    """An app of two addresses behind the guard, with the door where there are people."""
    routes: list[Route | WebSocketRoute] = []
    if people is not None:
        door = Door(lambda: people, proxied=proxied)
        routes += [
            Route("/login", door.show),
            Route("/login", door.enter, methods=["POST"]),
            Route("/logout", door.leave, methods=["POST"]),
        ]
    routes += [WebSocketRoute("/_stcore/stream", _stream), Route("/{path:path}", _inside)]
    admits = None if people is None else (lambda token: people.of_session(token) is not None)
    guard = Middleware(Guard, hosts=hosts, admits=admits)
    return TestClient(Starlette(routes=routes, middleware=[guard]), HERE, follow_redirects=False)


def entered(client: TestClient, **more: str) -> TestClient:
    answer = client.post("/login", data={"login": "liming", "password": WORDS, **more})
    assert answer.status_code == 303
    return client


# --- the guard ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/figures", "/_stcore/health", "/_stcore/upload_file/a/b", "/media/abc.docx"]
)
def test_who_is_outside_gets_nothing(people: People, path: str) -> None:
    answer = guarded(people).get(path)
    assert (answer.status_code, answer.text) == (401, "请先登录")


def test_a_page_leads_to_the_door_and_back_to_where_one_was_going(people: People) -> None:
    client = guarded(people)
    answer = client.get("/figures?report=1", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Ffigures%3Freport%3D1")
    inside = client.post("/login", data={"login": "liming", "password": WORDS, "next": "/figures?report=1"})
    assert (inside.status_code, inside.headers["location"]) == (303, "/figures?report=1")
    assert client.get("/figures").text == "inside /figures"


def test_a_websocket_is_closed_before_it_is_opened(people: People) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        guarded(people).websocket_connect("ws://127.0.0.1/_stcore/stream") as socket,
    ):
        socket.receive_text()
    with entered(guarded(people)).websocket_connect("ws://127.0.0.1/_stcore/stream") as socket:
        assert socket.receive_text() == "inside"


@pytest.mark.parametrize(
    "cookie",
    ["", f"{COOKIE}=made-up", f"{COOKIE}=", f"{COOKIE}={'a' * 5000}", "\x01=2; =", f"x=1; {COOKIE}=é"],
)
def test_a_made_up_cookie_opens_nothing(people: People, cookie: str) -> None:
    answer = guarded(people).get("/", headers=[(b"cookie", cookie.encode("latin-1"))])
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "[::2]"]
)
def test_by_a_strangers_name_nothing_is_answered(host: str) -> None:
    answer = guarded(None, hosts=tuple(LOOPBACK)).get("/", headers={"host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:8501", "[::1]:8501"])
def test_by_its_own_names_the_app_answers(host: str) -> None:
    assert guarded(None, hosts=tuple(LOOPBACK)).get("/", headers={"host": host}).text == "inside /"


def test_every_answer_says_that_nothing_comes_from_elsewhere(people: People) -> None:
    for answer in (
        guarded(people).get("/"),
        guarded(people).get("/login"),
        entered(guarded(people)).get("/"),
    ):
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert (answer.headers["x-content-type-options"], answer.headers["x-frame-options"]) == (
            "nosniff",
            "SAMEORIGIN",
        )


# --- the door -----------------------------------------------------------------------------------------------------


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(people: People) -> None:
    kept = guarded(people).post("/login", data={"login": "liming", "password": WORDS}).headers["set-cookie"]
    assert all(word in kept for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"))
    assert "Secure" not in kept


def test_behind_an_encrypting_proxy_the_cookie_goes_over_encrypted_connections_only(people: People) -> None:
    login = {"login": "liming", "password": WORDS}
    told = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9, 10.0.0.7"}
    kept = guarded(people, proxied=True).post("/login", data=login, headers=told).headers["set-cookie"]
    assert "Secure" in kept
    assert people.log()[0].address == "10.0.0.7"


def test_without_a_proxy_what_a_visitor_says_of_their_address_is_not_believed(people: People) -> None:
    login = {"login": "liming", "password": WORDS}
    guarded(people).post("/login", data=login, headers={"x-forwarded-for": "10.0.0.7"})
    assert people.log()[0].address == "testclient"


def test_a_wrong_password_is_told_and_the_page_stays(people: People) -> None:
    answer = guarded(people).post("/login", data={"login": "liming", "password": "x", "next": "/figures"})
    assert (answer.status_code, "用户名或密码不对" in answer.text) == (403, True)
    assert 'name="next" value="/figures"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "header",
    [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_another_sites_form_neither_signs_in_nor_out(people: People, header: dict[str, str]) -> None:
    client = entered(guarded(people))
    answer = client.post("/login", data={"login": "liming", "password": WORDS}, headers=header)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    client.post("/logout", headers=header)
    assert client.get("/").text == "inside /"


def test_signing_out_ends_the_session_and_not_only_the_cookie(people: People) -> None:
    client = entered(guarded(people))
    token = client.cookies[COOKIE]
    assert client.post("/logout").headers["location"] == "/login"
    assert people.of_session(token) is None
    assert guarded(people).get("/", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_an_endless_form_is_not_read(people: People) -> None:
    answer = guarded(people).post("/login", content=b"login=" + b"a" * 2_000_000)
    assert (answer.status_code, "太长" in answer.text) == (413, True)


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/figures?report=1&cell=a", "/figures?report=1&cell=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_to_another_site(wanted: str, led: str) -> None:
    assert local(wanted) == led


def test_what_stands_in_the_address_stays_text_on_the_page(people: People) -> None:
    page = guarded(people).get("/login", params={"next": '/"><script>alert(1)</script>'}).text
    assert "<script>" not in page


# --- the whole ----------------------------------------------------------------------------------------------------


def test_the_office_login_without_its_settings_names_every_missing_one(tmp_path: Path) -> None:
    from agent.errors import BadInput

    with pytest.raises(BadInput) as refused:
        application(
            Path("app.py"), Settings(data=tmp_path, auth="oidc", oidc_url="https://a.example"), "127.0.0.1"
        )
    assert [problem.where for problem in refused.value.problems] == [
        "NIANBAO_OIDC_CLIENT",
        "NIANBAO_OIDC_SECRET",
        "NIANBAO_OIDC_REDIRECT",
    ]
