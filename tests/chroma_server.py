"""A real Chroma server on this machine, for as long as a test needs it."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

_CHROMA = Path(sys.executable).with_name("chroma")


@contextlib.contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Its address. The server is the one that comes with the package, as an office would start it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(_CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "chroma.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/api/v2/heartbeat", server)
        yield url
    finally:
        server.kill()
        server.wait()


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "chroma run ended by itself"
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(url, timeout=2).close()
            return
        time.sleep(0.1)
    raise AssertionError("chroma run does not answer")
