"""A PDF with text in it to a report.

Every page is read or the whole file refused: a report without one of its pages would look like one in which figures are missing.
Only a page that is a picture is passed over, and said.
"""

import time
from collections.abc import Callable

from agent.errors import BadInput, Problem
from corpus.readers.flow import blocks_of
from corpus.readers.paper import UNKNOWN, Sheet
from corpus.readers.pdfium import LOCK, Pdf, Unreadable
from corpus.readers.wholeness import ends, is_sound
from corpus.report import ReadReport, recognise

MOST_PAGES = 300
_MOST_GLYPHS = 500_000
# Seconds for a whole report, looked at before every page and now and then inside one.
LONGEST = 60.0
# A report of which more than this share cannot be told is not read.
_UNTOLD = 0.05

_WORD = "请用 Word 原件（.docx）"
_SCANNED = "请用带文字的 PDF 或 Word 原件"
_AGAIN = "请重新下载或重新导出，或用 Word 原件（.docx）"
_WRONG = {
    "locked": ("PDF 加了密码", "请去掉密码另存，或用 Word 原件（.docx）"),
    "damaged": ("不是 PDF，或文件已损坏", _AGAIN),
    "crowded": ("有一页的内容太多，不像年报", _WORD),
}


def read_pdf(content: bytes, file: str) -> ReadReport:
    """The report that a PDF prints. ``BadInput`` where it is damaged, encrypted, too long or without text (scanned)."""
    if not ends(content):
        raise _bad("不是 PDF，或文件不完整（缺少结尾）", file, _AGAIN)
    until = time.monotonic() + LONGEST

    def watch() -> None:
        if time.monotonic() > until:
            raise _bad(f"读了{LONGEST:g}秒还没有读完", file, _WORD)

    if not is_sound(content, watch):
        raise _bad("PDF 已损坏（内容与校验和不符）", file, _AGAIN)
    try:
        with LOCK:
            sheets, pictures = _sheets(content, file, watch)
    except Unreadable as error:
        raise _bad(_WRONG[str(error)][0], file, _WRONG[str(error)][1]) from error
    notes = _judged(sheets, pictures, file)
    return recognise(blocks_of(sheets, watch), file, notes=notes)


def _bad(what: str, file: str, mend: str) -> BadInput:
    return BadInput([Problem(what, file, mend)])


def _sheets(content: bytes, file: str, watch: Callable[[], None]) -> tuple[list[Sheet], list[int]]:
    """Every page, and the numbers of those that are pictures without text."""
    pdf = Pdf(content)
    try:
        if len(pdf) > MOST_PAGES:
            raise _bad(f"有{len(pdf)}页，超过{MOST_PAGES}页，不像年报", file, "请只留下年报的各页")
        pages, size = [], 0
        for number in range(1, len(pdf) + 1):
            pages.append(pdf.sheet(number, watch))
            size += len(pages[-1][0].glyphs)
            if size > _MOST_GLYPHS:
                raise _bad("字数太多，不像年报", file, "请只留下年报的各页")
    finally:
        pdf.close()
    bare = [sheet.number for sheet, pictured in pages if pictured and not _letters(sheet)]
    return [sheet for sheet, _ in pages], bare


def _letters(sheet: Sheet) -> int:
    return sum(glyph.text != " " for glyph in sheet.glyphs)


def _judged(sheets: list[Sheet], pictures: list[int], file: str) -> list[str]:
    """Refuse what holds no text to be told; the notes on what could not be read."""
    letters = sum(map(_letters, sheets))
    if not letters:
        raise _bad("PDF 里没有文字" + ("，是扫描图片" if pictures else ""), file, _SCANNED)
    untold = sum(glyph.text == UNKNOWN for sheet in sheets for glyph in sheet.glyphs)
    if untold > _UNTOLD * letters:
        raise _bad("PDF 里的文字没有编码，复制出来是乱码", file, _WORD)
    notes = [f"PDF 里有{untold}个字认不出，记作“{UNKNOWN}”，请核对"] if untold else []
    if pictures:
        shown = "、".join(map(str, pictures[:10])) + ("等" if len(pictures) > 10 else "")
        notes.append(f"第{shown}页没有文字，是扫描图片，没有读入；{_SCANNED}")
    return notes
