"""What a file really is, by how it begins, whatever its name says; and what to do with the kinds that nothing here reads.

A name is a promise that a colleague, a mail program or a download may have broken: a Word document renamed to .txt, a page
saved as .doc, a photograph of a page.
"""

from dataclasses import dataclass

from corpus.compound import MAGIC, is_encrypted_word, outermost

ZIP = b"PK\x03\x04"
OLE = MAGIC
_SEEN = 4096

_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 再试"
_PICTURE = "请用可以识别文字的软件转成 Word 文档或文本再试"
_UNPACK = "请先解压，选择其中的正文文件"
_BOOK = "工作簿请作为数据使用（--figures），正文请用 .docx 或 .txt"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name in Chinese, the suffixes that it may bear, and what to do where it cannot be read as prose."""

    name: str
    suffixes: tuple[str, ...]
    mend: str


DOCX = Kind("Word 文档（.docx）", (".docx", ".docm"), "请把扩展名改成 .docx")
OLD_WORD = Kind("旧版 Word 文档（.doc）", (".doc", ".dot", ".wps", ".wpt"), "请把扩展名改成 .doc")
RTF = Kind("RTF 文档", (".rtf",), "请把扩展名改成 .rtf")
ODT = Kind("OpenDocument 文档（.odt）", (".odt",), "请把扩展名改成 .odt")
PDF = Kind("PDF", (".pdf",), "请把扩展名改成 .pdf")
PAGE = Kind("网页", (".html", ".htm", ".xhtml", ".shtml"), "请把扩展名改成 .html")
WORKBOOK = Kind("Excel 工作簿（.xlsx）", (".xlsx", ".xlsm"), _BOOK)
_OLD_BOOK = Kind("旧版 Excel 工作簿（.xls）", (".xls", ".et"), _BOOK)
_SLIDES = Kind("演示文稿", (".ppt", ".pptx", ".dps"), _SAVE)
_OLD = Kind("旧版 Office 文件，已损坏或不是 Word 文档", (), _SAVE)
_LOCKED = Kind("加了密码的 Word 或 Excel 文件", (), "请用 Word 或 WPS 去掉密码，另存为 .docx")
_OFD = Kind("OFD 版式文件", (".ofd",), "请向提供的人要 Word 文档，或复制文字存成 .txt")
_ARCHIVE = Kind("压缩包", (".zip", ".rar", ".7z", ".gz"), _UNPACK)
_IMAGE = Kind("图片", (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"), _PICTURE)

_STARTS = (
    (b"%PDF", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"Rar!\x1a", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
)
_PARTS = (
    (b"word/document", DOCX),
    (b"xl/workbook", WORKBOOK),
    (b"ppt/presentation", _SLIDES),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"OFD.xml", _OFD),
)
_STREAMS = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", OLD_WORD),
    ("Workbook", _OLD_BOOK),
    ("Book", _OLD_BOOK),
    ("PowerPoint Document", _SLIDES),
)
# Word opens each of them under the name of any other, so people's files are often named so.
WORDS = (DOCX, OLD_WORD, RTF, ODT)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml")


def kind_of(content: bytes) -> Kind | None:
    """The kind of a file that is no plain text; None where it may be text, or nothing known."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return next((kind for part, kind in _PARTS if part in content), _ARCHIVE)
    if content.startswith(OLE):
        return _compound(content)
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        return _IMAGE
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _IMAGE
    beginning = content[:_SEEN].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(_PAGE_STARTS) and b"<html" in beginning:
        return PAGE
    return None


def _compound(content: bytes) -> Kind:
    """The kind of a compound file, by what is in its outermost folder; of a damaged one by the first name found at all."""
    names = outermost(content)
    for name, kind in _STREAMS:
        if name in names or (not names and name.encode("utf-16-le") in content):
            return _LOCKED if is_encrypted_word(content) else kind
    return _OLD


def is_word(kind: Kind | None, suffix: str) -> bool:
    """Whether it is one of the kinds that Word writes, under the name of any of them."""
    return kind in WORDS and any(suffix in each.suffixes for each in WORDS)


def misnamed(kind: Kind | None, suffix: str) -> Kind | None:
    """The kind where the name promises another one, so that nobody can tell which was meant; None where all is well."""
    if kind is None or suffix in kind.suffixes or is_word(kind, suffix):
        return None
    return None if kind is PAGE and suffix in (".md", ".markdown") else kind
