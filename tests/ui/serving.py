"""The app as a clerk starts it, on a data folder of its own, and a browser to look at it with."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What would make the app of a test ask a model or another database of the person who runs it.
_SETTINGS = ("NIANBAO_", "OPENAI_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class App:
    """``nianbao app`` on a port that stays the same over restarts. ``settings`` are further environment variables."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.settings, self.port = data, settings, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._program: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-c", "import sys; from agent.cli import main; sys.exit(main())", "app"]
        own = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        self._program = subprocess.Popen(
            [*command, "--no-browser", f"--port={self.port}"],
            cwd=ROOT,
            env={**own, "NIANBAO_DATA": str(self.data), **self.settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), urlopen(f"{self.address}/health", timeout=2):
                return
            time.sleep(0.2)
        pytest.fail("the app did not start")

    def stop(self) -> None:
        if self._program is not None:
            os.killpg(self._program.pid, signal.SIGTERM)
            self._program.wait(20)
            self._program = None
