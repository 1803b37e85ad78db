"""The user's files, coming in. Every file that cannot be used becomes one ``BadInput`` line with its mend.

Sizes are limited before anything is read into memory. What is wrong inside a workbook or a document, its reader says.
"""

import re
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.figures.interchange import read_figures, write_figures
from agent.forms.conformity import conform, conform_previous

if TYPE_CHECKING:
    from corpus.report import ReadReport

_FIRST_SECTION = re.compile(r"总\s*体\s*情\s*况")
LIMIT = 20 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".et"}
_TEXTS = {".txt", ".text"}
_DOCUMENTS = {".docx", ".docm", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"}
_DOCUMENTS |= {".pdf", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class Prose:
    """A text to verify. ``document``: it was taken out of a document, so spans mean nothing without this text.

    ``word`` is the Word file (.docx) that it was taken out of, None where it was none; ``file`` is the file's name. ``notes``: in
    Chinese, what had to be decided to read it.
    """

    text: str
    document: bool
    file: str = ""
    word: bytes | None = None
    notes: tuple[str, ...] = ()


def open_figures(path: Path) -> FigureSet:
    """The figures of a ``figures.json`` or a filled workbook, fit for their form; ``BadInput`` with every problem."""
    return _fit_figures(path, content_of(path))


def figures_in(content: bytes, name: str) -> FigureSet:
    """The same from what is in memory already, such as an upload; ``name`` is the file's name, and nothing is opened."""
    return _fit_figures(Path(name), _received(content, name))


def _fit_figures(path: Path, content: bytes) -> FigureSet:
    return conform(_figures(path, content))


def open_previous(path: Path, figures: FigureSet) -> FigureSet:
    """Last year's figures for these: ``figures.json``, a workbook, or last year's report itself."""
    return _previous(path, content_of(path), figures)


def open_last_report(path: Path) -> "ReadReport | None":
    """Last year's report where that is what was brought; None where it is figures."""
    content = content_of(path)
    return _read(path, content) if is_report(path, content) else None


def report_in(content: bytes, name: str) -> "ReadReport":
    """A published report from what is in memory already."""
    return _read(Path(name), _received(content, name))


def previous_in(content: bytes, name: str, figures: FigureSet) -> FigureSet:
    """The same from what is in memory already."""
    return _previous(Path(name), _received(content, name), figures)


def open_before(path: Path) -> FigureSet:
    """Last year's figures by themselves, before they are held against this year's."""
    return _before(path, content_of(path))


def _previous(path: Path, content: bytes, figures: FigureSet) -> FigureSet:
    return conform_previous(_before(path, content), figures)


def _before(path: Path, content: bytes) -> FigureSet:
    if not is_report(path, content):
        return _fit_figures(path, content)
    previous = _read(path, content).figures
    if not previous.year:
        raise _bad(path, "没有认出是哪一年的报告", "请改用上年的 figures.json 或工作簿")
    return previous


def open_prose(path: Path) -> Prose:
    """The text of a text file as it is, or the prose of a document that :func:`read_report` reads."""
    return _prose(path, content_of(path))


def prose_in(content: bytes, name: str) -> Prose:
    """The same from what is in memory already."""
    return _prose(Path(name), _received(content, name))


def _prose(path: Path, content: bytes) -> Prose:
    if problem := _not_prose(path, content):
        raise BadInput([problem])
    if path.suffix.lower() not in _TEXTS and is_report(path, content):
        from corpus.readers import remarks

        notes = tuple(f"{path.name}：{remark}" for remark in remarks(content, path.name))
        report = _read(path, content)
        notes = (*notes, *_several(report.others))
        return Prose(report.text, True, path.name, _word(path, content), notes)
    text, plain, notes = _decoded(path, content)
    if not text.strip():
        raise _bad(path, "文件里没有文字", "请选择有正文的文件")
    return Prose(text, not plain, path.name, notes=(*notes, *_several(_others(text))))


def _others(text: str) -> tuple[str, ...]:
    """Further reports in a text; whoever pastes one has its section headings twice."""
    if len(_FIRST_SECTION.findall(text)) < 2:
        return ()
    from corpus.bounds import first_report
    from corpus.readers.text import blocks_of_text

    return first_report(blocks_of_text(text)).others


def _several(others: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of a text with several reports: all of it is judged, by the figures of one."""
    return tuple(f"{other}，它的数字也按这份数据核对，会有不该有的异议；请分开核对" for other in others)


def _word(path: Path, content: bytes) -> bytes | None:
    """The file itself where comments can go into it: what an older document would be converted to is not the user's file.

    One with macros would need another kind of file to be written.
    """
    from corpus.kinds import DOCX, kind_of

    return content if kind_of(content) is DOCX and path.suffix.lower() != ".docm" else None


def _not_prose(path: Path, content: bytes) -> Problem | None:
    """What a file is instead of the prose that it should be, by its contents first and its name second."""
    from corpus.kinds import kind_of, misnamed

    kind, suffix = kind_of(content), path.suffix.lower()
    if kind is None and suffix not in _DOCUMENTS:
        return None
    from corpus.readers import READABLE

    if other := misnamed(kind, suffix):
        shown = f"扩展名却是 {suffix}" if suffix else "却没有扩展名"
        what = f"内容其实是{other.name}，{shown}" if other.suffixes else f"是{other.name}"
        return Problem(what, str(path), other.mend)
    if kind and suffix not in READABLE:
        return Problem(f"不能直接核对{kind.name}", str(path), kind.mend)
    return None


def read_report(path: Path) -> "ReadReport":
    """A published report's figures, sections and notes; ``BadInput`` where it is none that can be read."""
    return _read(path, content_of(path))


def content_of(path: Path, limit: int = LIMIT) -> bytes:
    """A file's bytes; ``BadInput`` where it is missing, empty, a folder, not readable or larger than ``limit``."""
    try:
        if path.is_dir():
            raise _bad(path, "是文件夹，不是文件", "请指定其中的一个文件")
        large = path.stat().st_size > limit
        with path.open("rb") as stream:
            content = b"" if large else stream.read(limit + 1)
    except OSError as error:
        raise BadInput([refused(path, error)]) from error
    return within(path, content, limit, large=large)


def _received(content: bytes, name: str) -> bytes:
    return within(Path(name), content, LIMIT)


def within(path: Path, content: bytes, limit: int, *, large: bool = False) -> bytes:
    """The content itself; ``BadInput`` where it is empty or larger than ``limit`` bytes."""
    if large or len(content) > limit:
        megabytes = limit // 1024 // 1024
        raise _bad(path, f"文件超过 {megabytes} MB", "请确认选对了文件，或删去其中的图片和多余内容")
    if not content:
        raise _bad(path, "文件是空的", "请选择有内容的文件")
    return content


def open_stream(path: Path) -> BufferedReader:
    """A file of any size, to be read bit by bit; ``BadInput`` where it is missing, empty, a folder or not readable."""
    try:
        if path.is_dir():
            raise _bad(path, "是文件夹，不是文件", "请指定其中的一个文件")
        stream = path.open("rb")
    except OSError as error:
        raise BadInput([refused(path, error)]) from error
    try:
        empty = not stream.peek(1)
    except OSError as error:
        stream.close()
        raise BadInput([refused(path, error)]) from error
    if empty:
        stream.close()
        raise _bad(path, "文件是空的", "请选择有内容的文件")
    return stream


def refused(path: Path, error: OSError) -> Problem:
    """What the operating system said, in the user's words."""
    if isinstance(error, FileNotFoundError):
        return Problem("文件不存在", str(path), "请核对文件名和所在文件夹")
    if isinstance(error, PermissionError):
        return Problem("没有读取权限", str(path), "请修改权限，或复制一份再试")
    return Problem(f"无法读取（系统错误 {error.errno}）", str(path), "请核对路径，或复制到本机再试")


def _figures(path: Path, content: bytes) -> FigureSet:
    if content.startswith((_OLE, _ZIP)) or path.suffix.lower() in _WORKBOOKS:
        from agent.export.xlsx import read_workbook

        return read_workbook(content, path.name)
    figures = read_figures(_json_text(path, content), path.name)
    try:
        write_figures(figures).encode()
    except UnicodeEncodeError as error:
        raise _bad(path, "文字里有半个字符（\\ud8xx 之类的转义），写不出来", "请重新输入这处文字") from error
    return figures


def _json_text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _bad(
            path, "不是 UTF-8 编码的文本", "请选择 figures.json，或用记事本另存为 UTF-8", f"第{line}行"
        ) from error


def is_report(path: Path, content: bytes) -> bool:
    """Whether it is a report rather than figures: by its name, or by what is in it."""
    if content.startswith(_ZIP):
        return b"word/document.xml" in content
    return path.suffix.lower() in _DOCUMENTS | _TEXTS or content.startswith(b"%PDF")


def _read(path: Path, content: bytes) -> "ReadReport":
    from corpus.readers import read

    return read(content, path.name)


def _decoded(path: Path, content: bytes) -> tuple[str, bool, tuple[str, ...]]:
    """A text, whether it is plain UTF-8, and what was decided. Older Windows editors write GB 18030 or UTF-16."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not _is_binary(text):
            return text, not text.startswith("\ufeff"), ()
    from corpus.readers.encoding import decode_exactly

    text, encoding = decode_exactly(content, str(path))
    if encoding == "UTF-8":
        return text, False, ()
    return text, False, (f"{path.name} 不是 UTF-8 编码，已按 {encoding} 读取；如有乱码，请另存为 UTF-8",)


def _is_binary(text: str) -> bool:
    """Whether it is UTF-8 by chance: no text has the character zero in it, and UTF-16 without a mark is full of them."""
    return "\0" in text[:4096]


def _bad(path: Path, what: str, mend: str, place: str = "") -> BadInput:
    return BadInput([Problem(what, f"{path} {place}".strip(), mend)])
