"""The one door to LibreOffice: where its program is, and one conversion by it.

Each conversion has a folder, a profile and processes of its own, so that several at once don't disturb each other, and
LibreOffice may be open beside them. Macros don't run and nothing is fetched; how that is held, and how all of it is ended, is in
:mod:`corpus.conversion`. Who calls says in its own words what went wrong.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.settings import from_environment
from corpus import conversion
from corpus.conversion import DONE, LATE, NO_START, NOTHING, TOO_LARGE

__all__ = ["DONE", "LATE", "NOTHING", "NO_START", "TOO_LARGE", "Office", "converted", "installed"]

# Seconds for one conversion; an ordinary one takes one or two.
LONGEST = 90.0
_COMMANDS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "{ProgramW6432}/LibreOffice/program/soffice.exe",
    "{ProgramFiles}/LibreOffice/program/soffice.exe",
    "{ProgramFiles(x86)}/LibreOffice/program/soffice.exe",
)


@dataclass(frozen=True, slots=True)
class Office:
    """What was found: ``program`` is None where nothing was; ``named`` is what ``NIANBAO_SOFFICE`` names, "" for nothing."""

    program: Path | None
    named: str = ""


def installed() -> Office:
    """LibreOffice's program: the one that the settings name, or else where it is usually installed."""
    if named := from_environment().soffice:
        found = shutil.which(named)
        return Office(Path(found) if found else None, named)
    usual = next(filter(None, map(shutil.which, (*_COMMANDS, *_usual_places()))), None)
    return Office(Path(usual) if usual else None)


def converted(
    program: Path, content: bytes, suffix: str, filter_: str, target: str, seconds: float
) -> tuple[bytes, int]:
    """What a document becomes, and the conversion's exit code; ``DONE`` comes with bytes, another code without.

    ``suffix`` and ``filter_`` say what ``content`` is, ``target`` what it shall become, as LibreOffice has them.
    """
    arguments = (str(program), suffix, filter_, target, f"{seconds:g}")
    result, code = _run([sys.executable, "-I", conversion.__file__, *arguments], content)
    return (result, code) if result or code != DONE else (b"", NOTHING)


def _run(command: list[str], content: bytes) -> tuple[bytes, int]:
    """What the conversion gives, and its exit code. Ending here, in whatever way, ends it too."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        assert running.stdin, running.stdout
        try:
            # A process that has gone already says why by its exit code.
            with contextlib.suppress(BrokenPipeError):
                running.stdin.write(len(content).to_bytes(conversion.HEAD, "big") + content)
                running.stdin.flush()
            result = running.stdout.read() if running.stdout else b""
        finally:
            with contextlib.suppress(BrokenPipeError):
                running.stdin.close()
    return result, running.returncode


def _usual_places() -> Iterator[str]:
    """The paths where installers put it, on whatever system this is."""
    for place in _PLACES:
        try:
            path = Path(place.format_map(os.environ)).expanduser()
        except (KeyError, RuntimeError):
            continue
        yield from map(str, sorted(path.parents[-1].glob(str(path.relative_to(path.anchor)))))
