"""Older documents by way of LibreOffice, where it is installed.

A .doc, .wps, .rtf or .odt is converted to .docx (:mod:`corpus.libreoffice`) and read like one.
"""

from collections.abc import Sequence
from pathlib import Path

from agent.errors import BadInput, Problem
from corpus import libreoffice
from corpus.kinds import ODT, OLD_WORD, RTF, Kind
from corpus.readers.docx import read_docx
from corpus.readers.package import LARGEST_PART, SAVE_AGAIN, Package
from corpus.report import ReadReport

LONGEST = libreoffice.LONGEST
_WORD = "docx:MS Word 2007 XML"
_FILTERS = {OLD_WORD: (".doc", "MS Word 97"), RTF: (".rtf", "Rich Text Format"), ODT: (".odt", "writer8")}
_SAVE = "请用 Word 或 WPS 另存为 .docx"
_FAILED = {
    libreoffice.NOTHING: ("文件已损坏，LibreOffice 打不开", SAVE_AGAIN),
    libreoffice.NO_START: ("LibreOffice 启动不了", f"请重新安装 LibreOffice，或{_SAVE}"),
    libreoffice.TOO_LARGE: ("转换后太大，不像年报", "请去掉图片后再读"),
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
    result, code = libreoffice.converted(_office(file, kind), content, suffix, filter_, _WORD, LONGEST)
    if code == libreoffice.DONE:
        return result
    late = (f"LibreOffice 转换超过 {LONGEST:g} 秒，已放弃", _SAVE)
    what, mend = (
        late if code == libreoffice.LATE else _FAILED.get(code, ("LibreOffice 转换时意外中止", _SAVE))
    )
    raise BadInput([Problem(what, file, mend)])


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
    office = libreoffice.installed()
    if office.program:
        return office.program
    if office.named:
        what = f"读{kind.name}需要 LibreOffice，NIANBAO_SOFFICE 所指的 {office.named} 不能运行"
        raise BadInput([Problem(what, file, f"请改正这项设置，或{_SAVE}")])
    what = f"读{kind.name}需要 LibreOffice，这台电脑上没有找到"
    raise BadInput([Problem(what, file, f"{_SAVE}，或安装 LibreOffice 再试")])
