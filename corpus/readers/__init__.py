"""A file's bytes to a report. :func:`read` is the door; each format has one module, imported when a file needs it.

============  =======================================================================
``docx``      Word, merged cells written out, tracked changes accepted
``package``   the zip file that a Word document is
``places``    where each character of its text stands in it
``html``      a page, navigation left away
``pdf``       a PDF with text in it
``wholeness`` whether it arrived whole
``pdfium``    its pages: characters and rules with their places
``paper``     what a page holds, and the lines that characters make
``ruled``     the tables that rules draw
``flow``      pages to paragraphs and grids, running heads and page numbers dropped
``text``      plain text with tables as rows, and Markdown
``encoding``  bytes to text: declared, or told by what is readable
============  =======================================================================
"""

from pathlib import PurePath

from agent.errors import BadInput, Problem
from corpus.report import ReadReport, ReadSection

__all__ = ["ReadReport", "ReadSection", "read"]

_HTML = (".html", ".htm", ".xhtml", ".shtml")
_TEXT = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
_OLD = (".doc", ".wps", ".rtf", ".dot", ".wpt", ".odt", ".docm")
READABLE = (".docx", ".pdf", *_HTML, *_TEXT, *_MARKDOWN)
# Larger files are no annual reports, and reading them would hold up everyone else.
LARGEST = 64 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, file: str) -> ReadReport:
    """The report that a file holds. ``file`` is its name: the extension names the format.

    ``BadInput`` where it cannot be opened: another format, empty, damaged, encrypted, too large, in no known encoding. What
    opens is read as far as it goes; what cannot be understood is in the report's ``notes``.
    """
    suffix = PurePath(file).suffix.lower()
    _refuse(content, file, suffix)
    if suffix == ".docx":
        from corpus.readers.docx import read_docx

        return read_docx(content, file)
    if suffix == ".pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(content, file)
    if suffix in _HTML:
        from corpus.readers.html import read_html

        return read_html(content, file)
    from corpus.readers.text import read_markdown, read_text

    return read_markdown(content, file) if suffix in _MARKDOWN else read_text(content, file)


def _refuse(content: bytes, file: str, suffix: str) -> None:
    """Raise for everything that can be told without opening the file."""
    problem: tuple[str, str] | None = None
    if content.startswith(b"%PDF") and suffix != ".pdf":
        problem = ("内容是 PDF，与扩展名不符", "请把扩展名改成 .pdf 后再读")
    elif suffix in _OLD:
        problem = (f"不能读 {suffix} 文件", "请在 Word 或 WPS 里另存为 .docx")
    elif suffix not in READABLE:
        shown = f"{suffix} 文件" if suffix else "没有扩展名的文件"
        problem = (f"不能读{shown if not suffix else ' ' + shown}", f"请用这些格式：{'、'.join(READABLE)}")
    elif not content.strip():
        problem = ("文件是空的", "请选择有内容的年报")
    elif len(content) > LARGEST:
        problem = (f"文件太大（{len(content) // 1024 // 1024} MB）", "请去掉图片后再读")
    elif content.startswith(_OLE):
        problem = _ole(content)
    elif content.startswith(b"PK\x03\x04") and suffix != ".docx":
        problem = ("内容是压缩包或 Word 文件，与扩展名不符", "请改正扩展名后再读")
    if problem:
        what, mend = problem
        raise BadInput([Problem(what, file, mend)])


def _ole(content: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "文件加了密码", "请在 Word 里去掉密码，另存为 .docx"
    return "是旧版 Word 格式（.doc），只是改了扩展名", "请在 Word 或 WPS 里另存为 .docx"
