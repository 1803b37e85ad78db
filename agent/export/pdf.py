"""A Word file of ours to PDF, by LibreOffice, where it is installed.

The PDF looks as LibreOffice lays the document out: where a machine lacks the official fonts, those that the document names as
stand-ins are taken. Unlike the other formats it carries the time at which it was made, so no two are the same bytes.
"""

import json
import shutil
import subprocess
from pathlib import Path

from agent.errors import Unavailable
from agent.export.docx.printing import for_libreoffice
from corpus import libreoffice

_WORD = (".docx", "MS Word 2007 XML")
# LibreOffice's way to say what a PDF shall have: headings as bookmarks, and tags, so that it can be read aloud.
_WANTED = {"ExportBookmarks": "true", "UseTaggedPDF": "true", "ExportNotes": "false"}
_TARGET = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": "boolean", "value": value} for name, value in _WANTED.items()}
)
_INSTEAD = "请改用 Word 格式，用 Word 或 WPS 打开后另存为 PDF"
_FONTS = 20.0  # seconds to list them; the first time, they are all opened
_FAILED = {
    libreoffice.NOTHING: "LibreOffice 没有生成 PDF",
    libreoffice.LATE: f"LibreOffice 超过 {libreoffice.LONGEST:g} 秒没有生成 PDF，已放弃",
    libreoffice.NO_START: "LibreOffice 启动不了",
    libreoffice.TOO_LARGE: "生成的 PDF 太大",
}


def check_pdf() -> None:
    """``Unavailable``, with what to do instead, where no PDF can be made on this machine."""
    _program()


def as_pdf(word: bytes) -> bytes:
    """The document as PDF, without its comments: the signs for them would hide the words that they are on.

    ``Unavailable`` where LibreOffice is not there, takes longer than :data:`corpus.libreoffice.LONGEST`, or gives nothing.
    """
    program, document = _program(), for_libreoffice(word, _fonts())
    result, code = libreoffice.converted(program, document, *_WORD, _TARGET, libreoffice.LONGEST)
    if code != libreoffice.DONE:
        raise Unavailable(f"{_FAILED.get(code, 'LibreOffice 意外中止')}；{_INSTEAD}")
    return result


def _fonts() -> frozenset[str]:
    """The names of the fonts of this machine, where fontconfig tells them; elsewhere none."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        told = subprocess.run([program, ":", "family"], capture_output=True, timeout=_FONTS, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


def _program() -> Path:
    office = libreoffice.installed()
    if office.program:
        return office.program
    if office.named:
        what = f"生成 PDF 需要 LibreOffice，NIANBAO_SOFFICE 所指的 {office.named} 不能运行"
        raise Unavailable(f"{what}；请改正这项设置，或{_INSTEAD}")
    what = "生成 PDF 需要 LibreOffice，这台电脑上没有找到"
    raise Unavailable(f"{what}；{_INSTEAD}，或安装 LibreOffice 再试")
