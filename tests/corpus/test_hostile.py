"""Files made to hold a reader up: each ends in a report or a sentence, within a time that a person waits for."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from agent.errors import BadInput
from corpus.readers import read
from tests.corpus.words import document, package, paragraph

# Seconds; ten times what each takes on an ordinary machine.
PATIENCE = 60


def outcome(content: bytes, file: str) -> str:
    """What the text or the refusal says, in time."""
    started = time.monotonic()
    try:
        said = read(content, file).text
    except BadInput as error:
        said = str(error)
    assert time.monotonic() - started < PATIENCE
    return said


def _four_gigabytes() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(256):
            part.write(bytes(16 * 1024 * 1024))
    return stream.getvalue()


def _table(rows: int) -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>"
    return document("<w:tbl>" + ("<w:tr>" + cell * 2 + "</w:tr>") * rows + "</w:tbl>")


def _external_entity() -> bytes:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = "<w:body><w:p><w:r><w:t>以前&x;以后</w:t></w:r></w:p></w:body>"
    dtd = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{__file__}">]>'
    return package({"word/document.xml": f"{dtd}<w:document {names}>{text}</w:document>"})


@pytest.mark.parametrize(
    ("make", "file", "said"),
    [
        (_four_gigabytes, "年报.docx", "解压后太大"),
        (lambda: _table(100_000), "年报.docx", "5\t5"),
        (
            lambda: document("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
            "年报.docx",
            "已损坏",
        ),
        (lambda: document(paragraph("收到申请12件。") * 50_000), "年报.docx", "收到申请12件。"),
        (lambda: b"<div>" * 100_000 + "一、总体情况".encode(), "年报.html", "网页嵌套太深"),
        (lambda: b"<table>" + (b"<tr>" + b"<td>" * 1000) * 10_000, "年报.html", ""),
        (lambda: b"<table>" + b"<tr><td rowspan=1000 colspan=1000>1" * 20_000, "年报.html", "1"),
        (lambda: b"[" * 50_000, "年报.md", "["),
        (lambda: b"> " * 20_000 + b"a", "年报.md", "网页里没有文字"),
        (lambda: b"1\t" * 100 + b"\n" + (b"1\t2\t3\n" * 100_000), "年报.txt", "1\t2\t3"),
        (lambda: b" " * 5_000_000 + b"x", "年报.txt", "x"),
        (lambda: b"a" * 100 * 1024 * 1024, "年报.txt", "文件太大（100 MB）"),
    ],
)
def test_a_file_made_to_hold_a_reader_up_does_not(make: Callable[[], bytes], file: str, said: str) -> None:
    assert said in outcome(make(), file)


def test_an_external_entity_brings_nothing_in() -> None:
    said = outcome(_external_entity(), "年报.docx")
    assert "以前" in said or "没有文字" in said
    assert "external_entity" not in said


def test_text_in_utf_16_is_read() -> None:
    assert outcome("一、总体情况\n收到申请12件。".encode("utf-16"), "年报.txt").endswith("收到申请12件。")
