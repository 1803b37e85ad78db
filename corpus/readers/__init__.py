"""A file's bytes to a report. :func:`read` is the door; each format has one module, imported when a file needs it.

==============  =====================================================================
``docx``        Word, merged cells written out, tracked changes accepted
``office``      older documents, by way of LibreOffice
``package``     the zip file that a Word document is
``places``      where each character of its text stands in it
``html``        a page to blocks
``layout``      what is a table on a page, and what only lays it out
``article``     which part of a page is the report
``pdf``         a PDF with text in it
``wholeness``   whether it arrived whole
``pdfium``      its pages: characters and rules with their places
``paper``       what a page holds, and the lines that characters make
``runs``        printed lines cut into runs of characters
``ruled``       the tables that rules draw
``unruled``     the tables that no rules draw, by where their numbers stand
``flow``        pages to paragraphs and grids, running heads and page numbers dropped
``text``        plain text with tables as rows, and Markdown
``encoding``    bytes to text: declared, or told by what is readable
==============  =====================================================================
"""

from pathlib import PurePath

from agent.errors import BadInput, Problem
from corpus.kinds import DOCX, PDF, WORDS, ZIP, Kind, is_word, kind_of, misnamed
from corpus.report import ReadReport, ReadSection

__all__ = ["READABLE", "ReadReport", "ReadSection", "read", "remarks"]

_HTML = (".html", ".htm", ".xhtml", ".shtml")
_TEXT = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
_WORD = tuple(suffix for kind in WORDS for suffix in kind.suffixes)
READABLE = (*_WORD, ".pdf", *_HTML, *_TEXT, *_MARKDOWN)
# Larger files are no annual reports, and reading them would hold up everyone else.
LARGEST = 64 * 1024 * 1024
_MACROS = b"vbaProject.bin"


def read(content: bytes, file: str) -> ReadReport:
    """The report that a file holds. ``file`` is its name: the extension names the format.

    ``BadInput`` where it cannot be opened: another format, empty, damaged, encrypted, too large, in no known encoding. What
    opens is read as far as it goes; what cannot be understood is in the report's ``notes``. Of what Word writes the contents
    decide and not the name, as they do in Word: a .doc that is a .docx inside is read as that, and the notes say so.
    """
    suffix, kind = PurePath(file).suffix.lower(), kind_of(content)
    _refuse(content, file, suffix, kind)
    if suffix in _WORD:
        return _read_word(content, file, kind)
    if suffix == ".pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(content, file)
    if suffix in _HTML:
        from corpus.readers.html import read_html

        return read_html(content, file)
    from corpus.readers.text import read_markdown, read_text

    return read_markdown(content, file) if suffix in _MARKDOWN else read_text(content, file)


def _read_word(content: bytes, file: str, kind: Kind | None) -> ReadReport:
    if kind is None or kind is DOCX or kind not in WORDS:
        from corpus.readers.docx import read_docx

        return read_docx(content, file, remarks(content, file))
    from corpus.readers.office import read_office

    return read_office(content, file, kind, remarks(content, file))


def remarks(content: bytes, file: str) -> tuple[str, ...]:
    """What is to be said of how a file is read, before anything that is in it; empty where it is what its name says."""
    suffix, kind = PurePath(file).suffix.lower(), kind_of(content)
    if kind is None or not is_word(kind, suffix):
        return ()
    said = []
    if suffix not in kind.suffixes:
        said.append(f"扩展名是 {suffix}，内容其实是{kind.name}，已按内容读取")
    if kind is not DOCX:
        said.append(f"{kind.name}由 LibreOffice 转换后读取，数字如有疑问请对照原件")
    elif _MACROS in content:
        said.append("文件带有宏，宏没有运行，只读了文字和表格")
    return tuple(said)


def _refuse(content: bytes, file: str, suffix: str, kind: Kind | None) -> None:
    """Raise for everything that can be told without opening the file."""
    problem: tuple[str, str] | None = None
    other = misnamed(kind, suffix)
    damaged = suffix in DOCX.suffixes and content.startswith(ZIP) and other and ".zip" in other.suffixes
    if other is PDF:
        problem = ("内容是 PDF，与扩展名不符", "请把扩展名改成 .pdf 后再读")
    elif suffix not in READABLE:
        shown = f" {suffix} 文件" if suffix else "没有扩展名的文件"
        problem = (f"不能读{shown}", f"请用这些格式：{'、'.join(READABLE)}")
    elif not content.strip():
        problem = ("文件是空的", "请选择有内容的年报")
    elif len(content) > LARGEST:
        problem = (f"文件太大（{len(content) // 1024 // 1024} MB）", "请去掉图片后再读")
    elif other and not other.suffixes:
        problem = (f"是{other.name}", other.mend)
    elif other and not damaged:
        problem = (f"内容是{other.name}，与扩展名不符", other.mend)
    elif kind is None and suffix in _WORD and suffix not in DOCX.suffixes:
        problem = (
            f"内容不是 {suffix} 文件，或文件已损坏",
            "请用 Word 或 WPS 打开，另存为 .docx；如果是纯文本，请把扩展名改成 .txt",
        )
    if problem:
        what, mend = problem
        raise BadInput([Problem(what, file, mend)])
