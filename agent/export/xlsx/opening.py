"""Bytes to the contents of cells. What is no workbook, or one that must not be opened, is refused here with its reason.

openpyxl is asked for named sheets and a bounded area only, so that neither a sheet with a million formatted rows nor an
archive that unfolds without end can hold the reader up. Each workbook is opened twice: once for the results that the last
program computed, once for which cells are formulas.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from agent.errors import BadInput, NianbaoError, Problem

# Unfolded size of what must be parsed, and of the whole archive with its pictures. A filled-in workbook takes less than one.
PARSED_MB: Final = 32
LIMIT_MB: Final = 128
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"

Value = None | bool | int | float | str | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell holds. ``value`` is the result where it is a ``formula``: None when no program has computed it yet."""

    value: Value = None
    formula: bool = False
    error: bool = False
    format: str = "General"


EMPTY: Final = Content()
Area = dict[tuple[int, int], Content]


class Opened:
    """An open workbook. Rows and columns count from 1; what is not in an area is empty."""

    def __init__(self, results: Workbook, formulas: Workbook, file: str) -> None:
        self._results, self._formulas, self.file = results, formulas, file

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets, hidden ones too, in their order."""
        return tuple(self._results.sheetnames)

    def area(self, sheet: str, rows: int, columns: int) -> Area:
        """The upper left part of a sheet, without its empty cells."""
        with _translated(self.file):
            found: Area = {}
            pages = (book[sheet].iter_rows(1, rows, 1, columns) for book in (self._results, self._formulas))
            for row, (results, formulas) in enumerate(zip(*pages, strict=True), start=1):
                for column, (result, written) in enumerate(zip(results, formulas, strict=True), start=1):
                    if written.value is not None:
                        found[row, column] = Content(
                            result.value,
                            formula=written.data_type == "f",
                            error=result.data_type == "e",
                            format=result.number_format or "General",
                        )
            return found


def open_workbook(content: bytes, file: str) -> Opened:
    """Open a workbook; ``BadInput`` that says what the file is instead where it is none."""
    _refuse(content, file)
    with _translated(file):
        books = [
            load_workbook(io.BytesIO(content), read_only=True, data_only=results, keep_links=False)
            for results in (True, False)
        ]
        return Opened(books[0], books[1], file)


@contextmanager
def _translated(file: str) -> Iterator[None]:
    """A damaged file makes openpyxl raise whatever its parts run into; the clerk is told that the file is damaged."""
    try:
        with warnings.catch_warnings():
            # About features that it would drop on saving; nothing is saved here.
            warnings.simplefilter("ignore")
            yield
    except NianbaoError:
        raise
    except Exception as error:
        raise BadInput([Problem("工作簿已损坏，打不开", file, _SAVE_AS)]) from error


def _refuse(content: bytes, file: str) -> None:
    reason = _not_a_zip(content) if not content.startswith(b"PK") else _not_a_workbook(content)
    if reason is not None:
        raise BadInput([Problem(reason[0], file, reason[1])])


def _not_a_zip(content: bytes) -> tuple[str, str]:
    """What a file is that is no archive, by how it begins, and the mend."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        return "文件是空的", "请选择填好的工作簿"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return "工作簿设了打开密码", "请用 Excel 或 WPS 打开，取消密码，保存后再试"
        return "这是旧格式的文件（.xls 或 .et），不是 .xlsx", _SAVE_AS
    if start.startswith(b"%pdf"):
        return "这是 PDF，不是 Excel 工作簿", "请选择填好的 .xlsx 工作簿"
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta")):
        return "这是网页，不是 Excel 工作簿", _SAVE_AS
    if start.startswith(b"<?xml"):
        return "这是 XML 文件，不是 .xlsx 工作簿", _SAVE_AS
    if b"\0" not in content[:4096]:
        return "这是文本文件，不是 Excel 工作簿", "请在本工具生成的工作簿里填数，保存为 .xlsx"
    return "这不是 Excel 工作簿", "请选择填好的 .xlsx 工作簿"


def _not_a_workbook(content: bytes) -> tuple[str, str] | None:
    """Why an archive cannot be read as a workbook, and the mend; None where it can be tried."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "工作簿已损坏，可能没有传完", "请重新复制或下载这个文件"
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        return "文件加了密码", "请取消密码后再试"
    parsed = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    if parsed > PARSED_MB * 2**20 or sum(entry.file_size for entry in entries) > LIMIT_MB * 2**20:
        return "工作簿太大", "请只保留填报用的工作表，删去图片和多余的行列；仍不行就重新生成，把数据粘贴过去"
    if "word/document.xml" in names:
        return "这是 Word 文档，不是 Excel 工作簿", "请选择填好的 .xlsx 工作簿"
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        return "这个工作簿不是 .xlsx 格式", _SAVE_AS
    if not any(name.lower().startswith("xl/") for name in names):
        return "这是压缩包，不是 Excel 工作簿", "请先解压，再选择其中的 .xlsx 工作簿"
    return None
