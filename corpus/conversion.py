"""One conversion by LibreOffice, from its start to the last trace of it, in a process of its own.

Run as a program: ``conversion.py OFFICE SUFFIX FILTER TARGET SECONDS``. Standard input brings the file (eight bytes that say
how long it is, then so many) and stays open as long as somebody waits for the result; standard output gives what it became.
``TARGET`` is LibreOffice's own (``docx:MS Word 2007 XML``), its beginning the suffix of the result. Whatever happens, the time
running out or the waiting program being killed, LibreOffice and all that it started are ended and its folder is deleted. That is
why this is a process and not a function. The exit code is one of the constants below. Standard library only.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

DONE, NOTHING, LATE, NO_START, TOO_LARGE = 0, 10, 11, 12, 13
HEAD = 8
# What LibreOffice may write into one file, what it may give back, and the memory it may have, in bytes.
_WRITTEN, LARGEST = 256 * 1024 * 1024, 64 * 1024 * 1024
_MEMORY = 4 * 1024 * 1024 * 1024

# No macro runs, and nothing that a document points to is fetched, whether from the network or from this machine.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)


def main(office: str, suffix: str, filter_: str, target: str, seconds: float) -> int:
    """Convert what standard input brings; the exit code."""
    _limit()
    stream = sys.stdin.buffer
    content = stream.read(int.from_bytes(stream.read(HEAD), "big"))
    folder = Path(tempfile.mkdtemp(prefix="nianbao-"))
    try:
        source = folder / f"report{suffix}"
        source.write_bytes(content)
        result = folder / "out" / f"report.{target.partition(':')[0]}"
        return _converted(_command(office, filter_, target, folder, source), folder, result, seconds)
    finally:
        _remove(folder)


def _limit() -> None:
    """Limits that LibreOffice inherits, where the system has such."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        # A system that knows the limit by name only says so, and is left as it is.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _command(office: str, filter_: str, target: str, folder: Path, source: Path) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "\n".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_REGISTRY.format(items), "utf-8")
    return [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        # Without a filter named, LibreOffice would take a damaged document for a text and give its bytes as prose.
        f"--infilter={filter_}",
        *("--convert-to", target, "--outdir", str(folder / "out")),
        str(source),
    ]


def _converted(command: list[str], folder: Path, result: Path, seconds: float) -> int:
    quiet = subprocess.DEVNULL
    try:
        office = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, start_new_session=True
        )
    except OSError:
        return NO_START
    threading.Thread(target=_end_when_alone, args=(office,), daemon=True).start()
    try:
        office.wait(seconds)
    except subprocess.TimeoutExpired:
        return LATE
    finally:
        _end(office)
    if not result.is_file():
        return NOTHING
    if result.stat().st_size > LARGEST:
        return TOO_LARGE
    # Nobody may be there any more to take it.
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.write(result.read_bytes())
        sys.stdout.buffer.flush()
    return DONE


def _end_when_alone(office: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice when nobody waits for it any more: the other end of standard input is closed then."""
    os.read(sys.stdin.fileno(), 1)
    _end(office)


def _end(office: "subprocess.Popen[bytes]") -> None:
    """The process and everything that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(office.pid, signal.SIGKILL)
    elif office.poll() is None:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(office.pid)], capture_output=True, check=False)
    office.wait()


def _remove(folder: Path) -> None:
    """The folder with all that is in it, even where a process that is ending still writes into it."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    office, suffix, filter_, target, seconds = sys.argv[1:]
    code = main(office, suffix, filter_, target, float(seconds))
    # Without waiting for the thread that still listens.
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(code)
