"""Files that cannot be opened: one line that says what, where and the mend, and never anything else."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import BadInput
from corpus.readers import read
from tests.corpus.words import document, package, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def refusal(content: bytes, file: str) -> str:
    with pytest.raises(BadInput) as caught:
        read(content, file)
    return str(caught.value)


def zipped(name: str, content: bytes, *, flag: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    if not flag:
        return stream.getvalue()
    raw = bytearray(stream.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature) + offset
        raw[at : at + 2] = struct.pack("<H", flag)
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "file", "expected"),
    [
        (b"%PDF-1.7", "年报.docx", "年报.docx：内容是 PDF，与扩展名不符；请把扩展名改成 .pdf 后再读"),
        (
            OLE,
            "年报.doc",
            "年报.doc：是旧版 Office 文件，已损坏或不是 Word 文档；请用 Word 或 WPS 打开，另存为",
        ),
        (OLE, "年报.docx", "年报.docx：是旧版 Office 文件，已损坏或不是 Word 文档；"),
        (OLE, "年报.pdf", "年报.pdf：是旧版 Office 文件，已损坏或不是 Word 文档；"),
        (
            OLE + "Workbook".encode("utf-16-le"),
            "年报.doc",
            "年报.doc：内容是旧版 Excel 工作簿（.xls），与扩展名不符；",
        ),
        (b"plain words", "年报.doc", "年报.doc：内容不是 .doc 文件，或文件已损坏；请用 Word 或 WPS 打开"),
        (b"\x89PNG\r\n\x1a\n", "年报.docx", "年报.docx：内容是图片，与扩展名不符；请用可以识别文字的软件"),
        (
            document(paragraph("一")),
            "年报.pdf",
            "年报.pdf：内容是Word 文档（.docx），与扩展名不符；请把扩展名改成 .docx",
        ),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "年报.docx",
            "年报.docx：是加了密码的 Word 或 Excel 文件；请用 Word 或 WPS 去掉密码，另存为 .docx",
        ),
        (b"", "年报.docx", "年报.docx：文件是空的；请选择有内容的年报"),
        (b" \r\n\t", "年报.txt", "年报.txt：文件是空的；请选择有内容的年报"),
        ("\ufeff".encode(), "年报.html", "年报.html：文件是空的；请选择有内容的年报"),
        (
            b"<html><body></body></html>",
            "年报.html",
            "年报.html：网页里没有文字；请用浏览器把年报正文另存为网页",
        ),
        (b"GIF89a", "年报.gif", "年报.gif：不能读 .gif 文件；"),
        (b"abc", "年报", "年报：不能读没有扩展名的文件；"),
        (b"PK\x03\x04", "年报.html", "年报.html：内容是压缩包，与扩展名不符；请先解压"),
        (b"PK\x03\x04broken", "年报.docx", "年报.docx：不是 Word 文件，或文件已损坏；"),
        (b"plain words", "年报.docx", "年报.docx：不是 Word 文件，或文件已损坏；"),
        (
            zipped("xl/workbook.xml", b"<a/>"),
            "年报.docx",
            "年报.docx：内容是Excel 工作簿（.xlsx），与扩展名不符；",
        ),
        (zipped("word/document.xml", b"<a><b></a>"), "年报.docx", "年报.docx：文件已损坏；"),
        (
            zipped("word/document.xml", b"<a/>", flag=1),
            "年报.docx",
            "年报.docx：文件加了密码；请去掉密码，另存为 .docx",
        ),
        (
            document(""),
            "年报.docx",
            "年报.docx：文件里没有文字（可能是扫描图片）；请用带文字的 Word 或网页文件",
        ),
        (
            bytes(range(1, 256)) * 40,
            "年报.txt",
            "年报.txt：认不出文字编码；请用记事本打开，另存为 UTF-8 编码",
        ),
        (b"\x01\x02\x03\x04" * 90, "年报.txt", "年报.txt：内容不是文字；"),
    ],
)
def test_a_file_that_cannot_be_opened_says_so(content: bytes, file: str, expected: str) -> None:
    assert refusal(content, file).startswith(expected)


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    assert "解压后太大" in refusal(document(paragraph("一" * 20_000_000)), "年报.docx")


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(document(paragraph("一" * 4000)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert "已损坏" in refusal(bytes(content), "年报.docx")


def test_entities_that_multiply_are_refused() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY a0 "ha">{lines}]><w:document xmlns:w="w"><w:body><w:p>&a9;</w:p></w:body></w:document>'
    with pytest.raises(BadInput):
        read(package({"word/document.xml": bomb}), "年报.docx")


def outcome(content: bytes, file: str) -> set[str]:
    try:
        return set(read(content, file).as_json())
    except BadInput:
        return {"refused"}


OUTCOMES = ({"refused"}, {"figures", "sections", "notes", "level"})


@pytest.mark.parametrize("extension", ["txt", "html", "md", "docx", "doc"])
@settings(max_examples=60)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_a_reader(extension: str, content: bytes) -> None:
    assert outcome(content, f"年报.{extension}") in OUTCOMES


@settings(max_examples=60)
@given(at=st.integers(0, 5000), value=st.integers(0, 255))
def test_no_flipped_byte_breaks_the_word_reader(at: int, value: int) -> None:
    content = bytearray(document(paragraph("一、总体情况") * 20))
    content[at % len(content)] = value
    assert outcome(bytes(content), "年报.docx") in OUTCOMES


def test_a_few_broken_characters_are_read_over_and_said() -> None:
    text = ("一、总体情况\n" + "全年收到申请十二件。" * 100).encode("gb18030")
    report = read(text[:40] + b"\xff" + text[40:], "年报.txt")
    assert report.notes[0].startswith("文件里有")
