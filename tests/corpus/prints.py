"""Reports printed to PDF by the programs that people print with."""

import subprocess
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.pages import Table
from tests.corpus.sites import Content, article, boxes

_PLAIN = "table{border-collapse:collapse;width:100%;font-size:9pt} td{padding:2px;text-align:center} p{text-indent:2em}"
# How a page's tables may be ruled, as style sheets.
STYLES = {
    "all rules": "td{border:1px solid}",
    "level rules": "td{border-top:1px solid;border-bottom:1px solid}",
    "no rules": "",
    "a landscape page": "td{border:1px solid} @page{size:A4 landscape}",
    "two rules between boxes": "table{border-collapse:separate;border:1px solid} td{border:1px solid}",
    "white rules on grey": "td{background:#eee;border:2px solid #fff}",
    "letters under each other": "td{border:1px solid;word-break:break-all;padding:0} table{table-layout:fixed;width:60%}",
    "page breaks inside tables": "td{border:1px solid;height:40px} table{margin-top:180px}",
}


def styled(this: Content, style: str) -> str:
    inside = article(
        this,
        lambda text: f"<p>{text}</p>",
        lambda text: f"<h2>{text}</h2>",
        lambda rows, _: f"<table>{boxes(rows)}</table>",
    )
    return (
        f"<html><head><meta charset=utf-8><style>{_PLAIN} {style}</style></head><body>{inside}</body></html>"
    )


def by_chromium(chromium: str, folder: Path, page: str) -> bytes:
    source, target = folder / "report.html", folder / "report.pdf"
    source.write_text(page, "utf-8")
    flags = ["--headless", "--no-sandbox", "--no-pdf-header-footer", f"--user-data-dir={folder / 'chromium'}"]
    subprocess.run(
        [chromium, *flags, f"--print-to-pdf={target}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return target.read_bytes()


def by_libreoffice(soffice: str, folder: Path, source: Path) -> bytes:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
    return source.with_suffix(".pdf").read_bytes()


def workbook(this: Content, file: Path, *, ruled: bool, landscape: bool = False) -> None:
    """The report typed into one sheet, as some units keep it: prose in lines, tables with merged boxes."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    at = 1
    for head, lines, table_id in (("", (this.title, this.introduction), None), *this.sections):
        for text in (head, *lines):
            sheet.cell(at, 1, text)
            at += 1
        if table_id:
            at = _typed(sheet, this.table(table_id), at, ruled=ruled)
    for column in range(1, 17):
        sheet.column_dimensions[get_column_letter(column)].width = {1: 9, 2: 9, 3: 24}.get(column, 7)
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.save(file)


def _typed(sheet: Worksheet, rows: Table, at: int, *, ruled: bool) -> int:
    side = Side(style="thin")
    taken: set[tuple[int, int]] = set()
    for row in rows:
        column = 1
        for slot in row:
            while (at, column) in taken:
                column += 1
            end = (at + slot.rows - 1, column + slot.columns - 1)
            taken |= {(y, x) for y in range(at, end[0] + 1) for x in range(column, end[1] + 1)}
            box = sheet.cell(at, column, int(slot.text) if slot.text.isdigit() else slot.text)
            box.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if (slot.rows, slot.columns) != (1, 1):
                sheet.merge_cells(start_row=at, start_column=column, end_row=end[0], end_column=end[1])
        sheet.row_dimensions[at].height = 60 if len(rows) < 5 else 42
        at += 1
    for y, x in taken if ruled else ():
        sheet.cell(y, x).border = Border(side, side, side, side)
    return at
