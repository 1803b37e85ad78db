"""Older documents by way of LibreOffice, where it is installed: the one door to it for reading.

A .doc, .wps, .rtf or .odt is converted to .docx and read like one. Each conversion has a folder, a profile and processes of its
own, so that several at once don't disturb each other, and LibreOffice may be open beside them. Macros don't run and nothing is
fetched; how that is held, and how all of it is ended, is in :mod:`corpus.readers.conversion`.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.settings import from_environment
from corpus.kinds import ODT, OLD_WORD, RTF, Kind
from corpus.readers import conversion
from corpus.readers.docx import read_docx
from corpus.readers.package import LARGEST_PART, SAVE_AGAIN, Package
from corpus.report import ReadReport

# Seconds for one conversion; an ordinary one takes one or two.
LONGEST = 90.0
_FILTERS = {OLD_WORD: (".doc", "MS Word 97"), RTF: (".rtf", "Rich Text Format"), ODT: (".odt", "writer8")}
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
_SAVE = "请用 Word 或 WPS 另存为 .docx"
_FAILED = {
    conversion.NOTHING: ("文件已损坏，LibreOffice 打不开", SAVE_AGAIN),
    conversion.NO_START: ("LibreOffice 启动不了", f"请重新安装 LibreOffice，或{_SAVE}"),
    conversion.TOO_LARGE: ("转换后太大，不像年报", "请去掉图片后再读"),
}


def read_office(content: bytes, file: str, kind: Kind, notes: Sequence[str] = ()) -> ReadReport:
    """The report that an older document holds. ``kind`` is ``OLD_WORD``, ``RTF`` or ``ODT``.

    ``notes`` go before the report's own.
    ``BadInput`` where it is damaged or encrypted, takes longer than ``LONGEST``, or LibreOffice is not there.
    """
    if kind is ODT:
        _check_odt(content, file)
    return read_docx(converted(content, file, kind), file, notes)


def converted(content: bytes, file: str, kind: Kind) -> bytes:
    """The same document as .docx; refuses what :func:`read_office` refuses."""
    suffix, filter_ = _FILTERS[kind]
    arguments = (str(_office(file, kind)), suffix, filter_, f"{LONGEST:g}")
    result, code = _run([sys.executable, "-I", conversion.__file__, *arguments], content)
    if code == conversion.DONE and result:
        return result
    late = (f"LibreOffice 转换超过 {LONGEST:g} 秒，已放弃", _SAVE)
    what, mend = late if code == conversion.LATE else _FAILED.get(code, ("LibreOffice 转换时意外中止", _SAVE))
    raise BadInput([Problem(what, file, mend)])


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


def _check_odt(content: bytes, file: str) -> None:
    """Refuse an OpenDocument file that is encrypted, or of which a part unpacks to far too much."""
    package = Package(content, file)
    if any(entry.file_size > LARGEST_PART for entry in package.entries()):
        raise BadInput([Problem("解压后太大，不像年报", file, "请去掉图片后再读")])
    manifest = "META-INF/manifest.xml"
    names = (str(element.tag) for element in package.part(manifest).iter()) if package.has(manifest) else ()
    if any(name.endswith("encryption-data") for name in names):
        raise BadInput([Problem("文件加了密码", file, "请去掉密码，另存为 .docx")])


def _office(file: str, kind: Kind) -> Path:
    """LibreOffice's program; ``BadInput`` where there is none."""
    named = from_environment().soffice
    if named:
        if found := shutil.which(named):
            return Path(found)
        what = f"读{kind.name}需要 LibreOffice，NIANBAO_SOFFICE 所指的 {named} 不能运行"
        raise BadInput([Problem(what, file, f"请改正这项设置，或{_SAVE}")])
    if found := next(filter(None, map(shutil.which, (*_COMMANDS, *_usual_places()))), None):
        return Path(found)
    what = f"读{kind.name}需要 LibreOffice，这台电脑上没有找到"
    raise BadInput([Problem(what, file, f"{_SAVE}，或安装 LibreOffice 再试")])


def _usual_places() -> Iterator[str]:
    """The paths where installers put it, on whatever system this is."""
    for place in _PLACES:
        try:
            path = Path(place.format_map(os.environ)).expanduser()
        except (KeyError, RuntimeError):
            continue
        yield from map(str, sorted(path.parents[-1].glob(str(path.relative_to(path.anchor)))))
