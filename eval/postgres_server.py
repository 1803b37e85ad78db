"""A real PostgreSQL on this machine, in a temporary folder of its own, for as long as somebody needs it.

It listens on a socket in that folder only. Its programs refuse to run as root, so root starts them as another user.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

USER, PASSWORD = "nianbao", "correct-horse"


def programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``; None where PostgreSQL's server is not installed."""
    installed = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found := shutil.which("initdb"):
        installed.append(Path(found))
    return max(installed, key=_version).parent if installed else None


def _version(path: Path) -> int:
    name = path.parent.parent.name
    return int(name) if name.isdecimal() else 0


@dataclass
class Server:
    """``folder`` holds the socket, the log and the cluster; a ``durable`` one waits for the disk."""

    folder: Path
    bin: Path
    durable: bool

    def __post_init__(self) -> None:
        self._databases = count(1)

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """The address of a database, as somebody would set it."""
        return f"postgresql://{USER}:{password}@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"nianbao_{os.getpid()}_{next(self._databases)}"
        command = [str(self.bin / "createdb"), "-h", str(self.folder), "-U", USER, "-w", name]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PGPASSWORD": PASSWORD})
        return self.url(name)

    def control(self, *arguments: str) -> None:
        """``pg_ctl`` on the cluster."""
        # The server inherits what it is started with, and a pipe would stay open for as long as it runs.
        with (self.folder / "control.log").open("wb") as log:
            subprocess.run(
                [self.bin / "pg_ctl", "-D", self.folder / "cluster", "-w", *arguments],
                check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **_as_nobody(),
            )  # fmt: skip

    def start(self) -> None:
        """Start it; after a crash it mends itself first."""
        options = f"-k {self.folder} -c listen_addresses= -c max_connections=200"
        options += "" if self.durable else " -c fsync=off"
        self.control("-l", str(self.folder / "server.log"), "-o", options, "start")

    def kill(self) -> None:
        """End it as a power cut would, as far as it can tell."""
        self.control("-m", "immediate", "stop")


@contextlib.contextmanager
def postgres_server(bin_: Path, *, durable: bool = False) -> Iterator[Server]:
    """A running server; its folder is removed afterwards. One that isn't ``durable`` survives any kill but no power cut."""
    # Not pytest's folder: that is closed to the other user, and too long for the path of a socket.
    folder = Path(tempfile.mkdtemp(prefix="nianbao-pg-", dir="/tmp"))
    server = Server(folder, bin_, durable)
    try:
        if user := _as_nobody():
            os.chown(folder, user["user"], user["group"])
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if user:
            os.chown(secret, user["user"], user["group"])
        command = [str(bin_ / "initdb"), "-D", str(folder / "cluster"), "-U", USER, "--no-sync", "-E", "UTF8"]
        command += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}"]
        subprocess.run(command, check=True, capture_output=True, **_as_nobody())
        server.start()
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody() -> dict[str, Any]:
    """Whom root runs it as."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("root has nobody to run PostgreSQL as")
