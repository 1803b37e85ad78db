"""``nianbao app``: the pages on this machine only, or elsewhere behind a login, and the browser on them.

Streamlit opens no browser itself here, since it would first ask on the terminal for an e-mail address.
"""

import contextlib
import errno
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

import agent
from agent import journal, wiring
from agent.cli.ending import ended_like_ctrl_c
from agent.errors import BadInput, Problem, Unavailable
from agent.workflow.admission import check_address, own_machine

_HOST = "127.0.0.1"
_EVERYWHERE = ("0.0.0.0", "::")
_FIRST, _TRIES = 8501, 100
_PATIENCE = 60.0
# Seconds that the page server has to end by itself.
_GRACE = 5.0


def serve(port: int | None, *, open_browser: bool, host: str = _HOST) -> int:
    """Run the app until it ends or is told to (Ctrl+C, SIGTERM, a closed terminal); its exit code, 0 when it was told to."""
    check_address(host, wiring.settings(), wiring.people)
    if port is not None and not _free(port, host):
        raise BadInput([Problem(f"端口 {port} 已被占用", "--port", "请换一个端口，或不写 --port")])
    _check_able()
    port = port or next((each for each in range(_FIRST, _FIRST + _TRIES) if _free(each, host)), _FIRST)
    command = [sys.executable, "-m", "agent.ui.serving", str(_entry()), host, str(port)]
    shown = _HOST if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    seen = "只在本机可见" if own_machine(host) else "其他机器也能打开，要登录"
    print(f"网页界面：{address}（{seen}，按 Ctrl+C 退出）", file=sys.stderr)
    with ended_like_ctrl_c():
        app = subprocess.Popen(command)
        try:
            if open_browser:
                threading.Thread(
                    target=_open_when_ready, args=(app, (shown, port), address), daemon=True
                ).start()
            return app.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            _end(app)


def _check_able() -> None:
    """What would keep the server from working is said before an address is."""
    own = wiring.settings()
    if own.log:
        journal.handler(own.log).close()
    wiring.check_kept()
    wiring.projects().close()


def _end(app: "subprocess.Popen[bytes]") -> None:
    """The page server never outlives the command, however impatient people are."""
    if app.poll() is not None:
        return
    app.terminate()
    try:
        app.wait(_GRACE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        app.kill()
        app.wait()


def _entry() -> Path:
    entry = Path(agent.__file__).resolve().parent.parent / "app.py"
    if not entry.is_file():
        raise Unavailable(f"找不到网页界面的入口 {entry}；请在本项目的文件夹里用 make app 打开")
    return entry


def _free(port: int, host: str) -> bool:
    """Whether a server can be opened there. ``BadInput`` where this machine has no such address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise BadInput(
                [Problem(f"本机没有 {host} 这个地址", "--address", "写本机的地址，或 0.0.0.0")]
            ) from error
    return True


def _open_when_ready(app: "subprocess.Popen[bytes]", place: tuple[str, int], address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while app.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(place, timeout=1):
            webbrowser.open(address)
            return
        time.sleep(0.2)
