"""``nianbao app``: Streamlit on this machine only, and the browser on it.

Streamlit opens no browser itself here, since it would first ask on the terminal for an e-mail address.
"""

import contextlib
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

import agent
from agent.cli.ending import ended_like_ctrl_c
from agent.errors import BadInput, Problem, Unavailable

_HOST = "127.0.0.1"
_FIRST, _TRIES = 8501, 100
_PATIENCE = 60.0
# Seconds that the page server has to end by itself.
_GRACE = 5.0


def serve(port: int | None, *, open_browser: bool) -> int:
    """Run the app until it ends or is told to (Ctrl+C, SIGTERM, a closed terminal); its exit code, 0 when it was told to."""
    if port is not None and not _free(port):
        raise BadInput([Problem(f"端口 {port} 已被占用", "--port", "请换一个端口，或不写 --port")])
    port = port or next((each for each in range(_FIRST, _FIRST + _TRIES) if _free(each)), _FIRST)
    address = f"http://{_HOST}:{port}"
    print(f"网页界面：{address}（只在本机可见，按 Ctrl+C 退出）", file=sys.stderr)
    command = [sys.executable, "-m", "streamlit", "run", str(_entry()), *_options(port)]
    with ended_like_ctrl_c():
        app = subprocess.Popen(command)
        try:
            if open_browser:
                threading.Thread(target=_open_when_ready, args=(app, port, address), daemon=True).start()
            return app.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            _end(app)


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


def _options(port: int) -> list[str]:
    return [
        f"--server.port={port}",
        f"--server.address={_HOST}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]


def _free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((_HOST, port))
        return True
    return False


def _open_when_ready(app: "subprocess.Popen[bytes]", port: int, address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while app.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((_HOST, port), timeout=1):
            webbrowser.open(address)
            return
        time.sleep(0.2)
