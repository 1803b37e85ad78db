"""Whoever is outside: addresses, hosts, forms of other sites, passwords, cookies."""

import concurrent.futures
import stat

import pytest
from starlette.websockets import WebSocketDisconnect

from agent.errors import BadInput
from agent.settings import Settings
from agent.store import Outcome, SignedIn
from agent.ui.serving.application import _cookie_secret
from agent.ui.serving.door import local
from agent.ui.serving.guard import COOKIE, LOOPBACK
from agent.workflow.admission import check_address
from tests.security.attacks import WORDS, Ground, attack

_AREA = "网络地址和登录"
_LOGIN = {"login": "liming", "password": WORDS}


@attack(_AREA, "不设登录就对外开放", "NIANBAO_AUTH 不设，监听 0.0.0.0、:: 和局域网地址", "不启动，并说明原因")
def _(ground: Ground) -> None:
    for address in ("0.0.0.0", "::", "192.0.2.7", "office.example", ""):
        with pytest.raises(BadInput, match="没有启动"):
            check_address(address, Settings(data=ground.folder), lambda: ground.people)


@attack(_AREA, "拼错登录设定", "NIANBAO_AUTH=locl", "拒绝启动，不会当成“不用登录”")
def _(ground: Ground) -> None:
    with pytest.raises(BadInput, match="不认识"):
        Settings.of({"NIANBAO_AUTH": "locl"})


@attack(_AREA, "没登录直接取页面、上传地址和下载地址", "逐个请求，不带会话", "一律 401，什么也看不到")
def _(ground: Ground) -> None:
    for path in ("/", "/figures?report=1", "/_stcore/upload_file/a/b", "/media/a.docx", "/_stcore/health"):
        answer = ground.client().get(path)
        assert (answer.status_code, answer.text) == (401, "请先登录")


@attack(
    _AREA,
    "路径绕过",
    "/login/../figures、//figures、/health/../media/a、%2e%2e",
    "一律 401，路径不被还原成开放的地址",
)
def _(ground: Ground) -> None:
    for path in (
        "/login/../figures",
        "/health/../media/a",
        "/login/%2e%2e/figures",
        "/login;/figures",
        "/LOGIN",
    ):
        assert ground.client().get(path).status_code == 401


@attack(_AREA, "没登录直接连 WebSocket", "连 /_stcore/stream，不带会话", "连接在建立之前关闭")
def _(ground: Ground) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        ground.client().websocket_connect("ws://127.0.0.1/_stcore/stream") as socket,
    ):
        socket.receive_text()


@attack(
    _AREA,
    "别的网站借用已登录的浏览器（WebSocket）",
    "带会话，Origin 是别的网站或同一台机器的另一个端口",
    "连接在建立之前关闭",
)
def _(ground: Ground) -> None:
    client = ground.client()
    client.post("/login", data=_LOGIN)
    for origin in ("http://evil.example", "http://127.0.0.1:3000", "null", "http://["):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(
                "ws://127.0.0.1/_stcore/stream", headers={"origin": origin, "host": "127.0.0.1"}
            ) as socket,
        ):
            socket.receive_text()


@attack(
    _AREA,
    "别的网站替人上传、登录、退出（CSRF）",
    "POST、PUT 带别处的 Origin 或 Sec-Fetch-Site",
    "403，会话不变",
)
def _(ground: Ground) -> None:
    client = ground.client()
    client.post("/login", data=_LOGIN)
    for header in (
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://["},
    ):
        assert client.put("/_stcore/upload_file/a/b", headers=header).status_code == 403
        assert client.post("/login", data=_LOGIN, headers=header).status_code == 403
        client.post("/logout", headers=header)
    assert client.get("/").status_code == 200


@attack(
    _AREA,
    "DNS 重绑定、伪造 Host",
    "Host: evil.example、127.0.0.1.evil.example、用户名@127.0.0.1",
    "421，不回答",
)
def _(ground: Ground) -> None:
    client = ground.client(*LOOPBACK)
    for host in ("evil.example", "127.0.0.1.evil.example", "a@127.0.0.1", "127.0.0.1:80:80", ""):
        assert client.get("/login", headers={"host": host}).status_code == 421


@attack(
    _AREA,
    "登录后跳到别的网站",
    "next=//evil.example、/\\evil.example、javascript:、换行、坏掉的 IPv6",
    "一律回首页",
)
def _(ground: Ground) -> None:
    for wanted in ("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"):
        assert local(wanted) == "/"
    for wanted in ("/a\r\nSet-Cookie: x=1", "//[", "/\tx", "\u2028/x"):
        assert local(wanted) == "/"


@attack(_AREA, "登录页注入脚本", "next 和用户名里写 <script>、引号", "原样显示成文字")
def _(ground: Ground) -> None:
    evil = '/"><script>alert(1)</script>'
    client = ground.client()
    said = client.get("/login", params={"next": evil}).text + client.post("/login", data={"next": evil}).text
    assert "<script>" not in said


@attack(
    _AREA, "撑爆登录表单", "2 MB 的表单、100 个字段、不是表单的字节", "413 或 403，一句话，不报错也不占内存"
)
def _(ground: Ground) -> None:
    client = ground.client()
    many = "&".join(f"a{number}=1" for number in range(100))
    assert client.post("/login", content=b"login=" + b"a" * 2_000_000).status_code == 413
    assert client.post("/login", content=many.encode()).status_code == 413
    assert client.post("/login", content=bytes(range(256))).status_code == 403


@attack(_AREA, "一个接一个猜密码", "对一个账户连续猜 6 次，第 6 次猜对", "5 次以后锁定 15 分钟，猜对也进不去")
def _(ground: Ground) -> None:
    for _ in range(5):
        ground.people.sign_in("liming", "不是这个密码的密码", "10.0.0.9")
    came = ground.people.sign_in("liming", WORDS, "10.0.0.10")
    assert not isinstance(came, SignedIn)
    assert came.outcome is Outcome.LOCKED


@attack(
    _AREA,
    "同时猜密码，赶在锁定之前",
    "24 个线程同时猜，绕过“先看有没有锁定”",
    "判为密码不对的至多 5 次，其余都按锁定拒绝",
)
def _(ground: Ground) -> None:
    people = ground.people
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        tries = [
            pool.submit(people.sign_in, "liming", f"不是这个密码的密码{n}", f"10.0.1.{n}") for n in range(24)
        ]
    outcomes = [each.result().outcome for each in tries]  # type: ignore[union-attr]
    assert (outcomes.count(Outcome.WRONG), outcomes.count(Outcome.LOCKED)) == (5, 19)


@attack(_AREA, "用自己的账户给猜密码清零", "一个地址猜 50 个账户，每猜 4 次自己登录一次", "地址照样锁定")
def _(ground: Ground) -> None:
    people = ground.people
    for number in range(50):
        people.sign_in(f"nobody{number}", "不是这个密码的密码", "10.0.0.9")
        if number % 10 == 9 and number < 49:
            people.sign_in("zhaoyun", "海阔天空任鸟飞翔时节", "10.0.0.9")
    came = people.sign_in("liming", WORDS, "10.0.0.9")
    assert not isinstance(came, SignedIn)
    assert came.outcome is Outcome.LOCKED


@attack(_AREA, "用被锁定的账户灌满登录记录", "锁定以后再敲 200 次", "一分钟只记一条")
def _(ground: Ground) -> None:
    for _ in range(205):
        ground.people.sign_in("liming", "不是这个密码的密码", "10.0.0.9")
    assert len(ground.people.log()) == 6


@attack(_AREA, "试出有哪些账户", "比较有账户、没账户、停用账户时的回答", "回答一样；知道密码才知道已停用")
def _(ground: Ground) -> None:
    ground.people.change("zhaoyun", disabled=True, who="王芳")
    told = {
        getattr(ground.people.sign_in(login, "不是这个密码的密码", "10.0.0.9"), "reason", "")
        for login in ("liming", "zhaoyun", "nobody", "' OR 1=1 --", "\0", "\ud800")
    }
    assert told == {"用户名或密码不对"}


@attack(_AREA, "伪造会话", "空的、编的、很长的、SQL 写法的、别的编码的 cookie", "一律 401")
def _(ground: Ground) -> None:
    for value in ("", "made-up", "a" * 5000, "' OR 1=1 --", "é", "\x01"):
        headers = [(b"cookie", f"{COOKIE}={value}".encode("latin-1"))]
        assert ground.client().get("/", headers=headers).status_code == 401


@attack(_AREA, "从数据库里偷会话和密码", "读 sessions 和 accounts 表", "只有摘要和 argon2 散列，拿来登录不了")
def _(ground: Ground) -> None:
    token = ground.token()
    with ground.database.reading() as connection:
        rows = [*connection.exec_driver_sql("SELECT token FROM sessions").scalars()]
        rows += connection.exec_driver_sql("SELECT password FROM accounts").scalars()
    assert not any(token in row or WORDS in row for row in rows)
    assert all(ground.people.of_session(row) is None for row in rows)


@attack(_AREA, "让签名密钥变成空的", "写密钥时断电，留下空文件", "换成新的密钥；别的用户读不到")
def _(ground: Ground) -> None:
    path = ground.folder / "cookie.secret"
    path.touch()
    secret = _cookie_secret(ground.folder)
    assert len(secret) >= 48
    assert _cookie_secret(ground.folder) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@attack(_AREA, "伪造来访地址", "没有反向代理时写 X-Forwarded-For", "不信，记的是真实地址")
def _(ground: Ground) -> None:
    wrong = {"login": "liming", "password": "x"}
    ground.client().post("/login", data=wrong, headers={"x-forwarded-for": "10.9.9.9"})
    assert ground.people.log()[0].address == "testclient"
