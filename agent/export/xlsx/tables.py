"""The sheets of the official tables: the printed form to fill in, what it adds up to, and last year's figures beside it."""

from collections import defaultdict

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from agent.export.xlsx import style
from agent.export.xlsx.formulas import SideCheck, rule_formulas, side_checks
from agent.export.xlsx.places import TOP, Place, TableSheet, field_places, prompt
from agent.export.xlsx.style import Look, merge, put, put_formula
from agent.figures import ABSENT, FigureSet
from agent.forms.expressions import CellRef
from agent.forms.form import Cell, Form
from agent.forms.layout import Box

_HINT = "浅黄色的格子填数字：没有发生的填 0，不适用的留空；绿色的格子自动计算，不用填。"
_MOST = 10**style.DIGITS - 1
_GAP = 1.5


def previous_places(sheet: TableSheet, form: Form) -> dict[str, Place]:
    """Where last year's figure of each cell is shown, by key."""
    rows = _below_rows(side_checks(form, sheet.table))
    if sheet.flat:
        return {key: place.moved(rows=1 + rows) for key, place in sheet.cells.items()}
    shift = _previous_column(sheet, form) - sheet.left - sheet.heads
    return {key: place.moved(columns=shift) for key, place in sheet.cells.items()}


def _previous_column(sheet: TableSheet, form: Form) -> int:
    """The first column of last year's figures: behind the checks and a narrow gap."""
    return sheet.right + 2 * len(_families(side_checks(form, sheet.table), below=False)) + 1


def _families(checks: list[SideCheck], *, below: bool) -> dict[str, list[SideCheck]]:
    """Rules that share a line, by family; those that check a filled-in total come first, next to it."""
    grouped: dict[str, list[SideCheck]] = {}
    for check in sorted(checks, key=lambda check: bool(check.right)):
        if check.below == below:
            grouped.setdefault(check.family, []).append(check)
    return grouped


def _below_rows(checks: list[SideCheck]) -> int:
    return sum(3 if family[0].right else 2 for family in _families(checks, below=True).values())


def add_table(
    book: Workbook, form: Form, sheet: TableSheet, figures: FigureSet | None, previous: FigureSet | None
) -> None:
    """Add the sheet of one official table."""
    page = book.create_sheet(sheet.name)
    _TableWriter(page, form, sheet).write(figures, previous)


class _TableWriter:
    """Writes one sheet, top to bottom."""

    def __init__(self, page: Worksheet, form: Form, sheet: TableSheet) -> None:
        self.page, self.form, self.sheet = page, form, sheet
        self.checks = side_checks(form, sheet.table)
        self.differences: list[Place] = []

    def write(self, figures: FigureSet | None, previous: FigureSet | None) -> None:
        self.widths()
        for box in self.sheet.grid.boxes:
            self.box(box, figures)
        self.validations()
        self.right_checks()
        self.below_checks()
        if previous is not None:
            self.previous(previous)
        self.redden()
        self.heights()
        self.head()
        self.page_setup()

    # --- the printed form -----------------------------------------------------------------------------------------

    def box(self, box: Box, figures: FigureSet | None) -> None:
        place = self.sheet.place(box)
        look = _look(box, self.sheet)
        merge(self.page, place, box.rows, box.columns, look)
        if box.cell is None:
            put(self.page, place, box.text, look)
        else:
            value = figures.get(box.cell.key) if figures else ABSENT
            put(self.page, place, None if value is ABSENT else value, look)

    def validations(self) -> None:
        """One rule for all cells that may hold the same; more than the numbers, a message says what is expected."""
        alike: dict[tuple[bool, bool, str], list[Cell]] = defaultdict(list)
        for cell in self.form.cells:
            if cell.table == self.sheet.table.id:
                alike[cell.integer, cell.signed, prompt(cell)].append(cell)
        for (integer, signed, hint), cells in alike.items():
            validation = _validation(integer, signed, hint)
            self.page.add_data_validation(validation)
            for cell in cells:
                validation.add(self.sheet.cells[cell.key].address)

    # --- what it adds up to ---------------------------------------------------------------------------------------

    def locate(self, ref: CellRef) -> Place | None:
        return None if ref.previous else self.sheet.cells.get(ref.key)

    def right_checks(self) -> None:
        column = self.sheet.right
        for family in _families(self.checks, below=False).values():
            deep = self.sheet.grid.heading_rows or 1
            for offset, caption in enumerate(("自动合计", "相差\n（填报－合计）")):
                self.label(Place(self.sheet.name, TOP, column + offset), caption, rows=deep)
            for check in family:
                place = Place(self.sheet.name, self.sheet.cells[check.cell.key].row, column)
                self.pair(check, place, place.moved(columns=1))
            column += 2

    def below_checks(self) -> None:
        row = self.sheet.bottom
        for family in _families(self.checks, below=True).values():
            first = family[0]
            captions = [f"自动合计：{first.left}", "相差（填报－合计）"]
            if first.right:
                captions = [first.left, first.right, "相差（后者－前者）"]
            elif self.sheet.flat:
                captions = ["自动合计", "相差"]
            for offset, caption in enumerate(captions):
                self.label(Place(self.sheet.name, row + offset, 1), caption, columns=max(1, self.sheet.heads))
                self.fill_line(row + offset)
            for check in family:
                left = Place(self.sheet.name, row, self.sheet.cells[check.cell.key].column)
                right = left.moved(rows=1) if first.right else None
                self.pair(check, left, left.moved(rows=len(captions) - 1), right)
            row += len(captions)

    def fill_line(self, row: int) -> None:
        for column in range(self.sheet.left + self.sheet.heads, self.sheet.right):
            put(self.page, Place(self.sheet.name, row, column), None, style.SHOWN)

    def pair(self, check: SideCheck, left: Place, difference: Place, right: Place | None = None) -> None:
        formulas = rule_formulas(check.rule, self.locate, self.sheet.name)
        if formulas is None:
            return
        look = style.WHOLE_DIFFERENCE if check.cell.integer else style.DIFFERENCE
        put_formula(self.page, left, formulas.left, style.SHOWN)
        put_formula(self.page, difference, formulas.difference, look)
        if right is not None:
            put_formula(self.page, right, formulas.right, style.SHOWN)
        self.differences.append(difference)

    def label(self, place: Place, text: str, rows: int = 1, columns: int = 1) -> None:
        merge(self.page, place, rows, columns, style.SHOWN_LABEL)
        put(self.page, place, text, style.SHOWN_LABEL)

    def redden(self) -> None:
        for place in self.differences:
            redden(self.page, place)

    # --- last year ------------------------------------------------------------------------------------------------

    def previous(self, previous: FigureSet) -> None:
        places = previous_places(self.sheet, self.form)
        caption = f"上年（{previous.year}年）"
        if self.sheet.flat:
            row = next(iter(places.values())).row
            self.past(Place(self.sheet.name, row, 1), caption)
        else:
            self.previous_heads(caption)
        for box in self.sheet.grid.boxes:
            if box.cell is not None:
                value = previous.get(box.cell.key)
                shown = None if value is ABSENT else value
                merge(self.page, places[box.cell.key], box.rows, box.columns, style.LAST_YEAR)
                put(self.page, places[box.cell.key], shown, style.LAST_YEAR)

    def previous_heads(self, caption: str) -> None:
        left = _previous_column(self.sheet, self.form)
        own = self.sheet.left + self.sheet.heads
        self.past(Place(self.sheet.name, TOP - 1, left), caption, self.sheet.right - own)
        for box in self.sheet.grid.boxes:
            place = self.sheet.place(box)
            if box.article:
                self.past(Place(place.sheet, place.row, left), box.text, self.sheet.right - own)
            elif box.head and place.column >= own:
                self.past(place.moved(columns=left - own), box.text, box.columns, box.rows)
        self.page.column_dimensions[get_column_letter(left - 1)].width = _GAP

    def past(self, place: Place, text: str, columns: int = 1, rows: int = 1) -> None:
        merge(self.page, place, rows, columns, style.LAST_YEAR_LABEL)
        put(self.page, place, text, style.LAST_YEAR_LABEL)

    # --- the page -------------------------------------------------------------------------------------------------

    def head(self) -> None:
        last = self.last_column
        title = Place(self.sheet.name, 1, 1)
        merge(self.page, title, 1, last, style.TITLE)
        put(self.page, title, self.sheet.heading, style.TITLE)
        fields = field_places()
        whose = (
            f'=IF({fields["unit"].quoted}="","",{fields["unit"].quoted}&"　"&{fields["year"].quoted}&"年度")'
        )
        half = max(1, last // 2)
        merge(self.page, title.moved(rows=1), 1, half, style.SUBTITLE)
        put_formula(self.page, title.moved(rows=1), whose, style.SUBTITLE)
        units = dict.fromkeys(cell.unit for cell in self.form.cells if cell.table == self.sheet.table.id)
        unit = Place(self.sheet.name, 2, half + 1)
        if last > half:
            merge(self.page, unit, 1, last - half, style.SUBTITLE_RIGHT)
            put(self.page, unit, f"单位：{'、'.join(units)}", style.SUBTITLE_RIGHT)
        put(self.page, title.moved(rows=2), _HINT, style.SUBTITLE)
        self.page.row_dimensions[1].height = 30

    @property
    def last_column(self) -> int:
        """The last column of what is printed: the form and its checks, not last year's copy."""
        return self.sheet.right - 1 + 2 * len(_families(self.checks, below=False))

    def widths(self) -> None:
        count = self.sheet.grid.width - self.sheet.heads
        each = 22 if count <= 4 else 10.5 if count <= 8 else 8.5
        past = _previous_column(self.sheet, self.form)
        for column in range(1, past + count):
            self.page.column_dimensions[get_column_letter(column)].width = each
        for column in range(self.sheet.right, self.last_column + 1):
            self.page.column_dimensions[get_column_letter(column)].width = 11 + 4 * (
                (column - self.sheet.right) % 2
            )
        for index, width in enumerate(_head_widths(self.sheet.heads)):
            self.page.column_dimensions[get_column_letter(self.sheet.left + index)].width = width
        if self.sheet.flat:
            self.page.column_dimensions["A"].width = 15

    def heights(self) -> None:
        lines: dict[int, float] = defaultdict(lambda: 21.0)
        lines[2], lines[3] = 18.0, 18.0
        for box in self.sheet.grid.boxes:
            place = self.sheet.place(box)
            if box.rows == 1:
                wide = sum(self.width(place.column + index) for index in range(box.columns))
                lines[place.row] = max(lines[place.row], style.height(box.text, wide - 3))
        for row in range(2, self.sheet.bottom + _below_rows(self.checks) + 1):
            self.page.row_dimensions[row].height = lines[row]

    def width(self, column: int) -> float:
        return float(self.page.column_dimensions[get_column_letter(column)].width)

    def page_setup(self) -> None:
        page, grid = self.page, self.sheet.grid
        top = TOP + grid.heading_rows
        page.freeze_panes = f"{get_column_letter(self.sheet.left + self.sheet.heads)}{top}"
        bottom = self.sheet.bottom + _below_rows(self.checks) + (1 if self.sheet.flat else 0) - 1
        page.print_area = f"A1:{get_column_letter(self.last_column)}{bottom}"
        if grid.heading_rows:
            page.print_title_rows = f"{TOP}:{top - 1}"
        landscape(page)
        page.page_setup.fitToHeight = 1
        protect(page)


def redden(page: Worksheet, place: Place) -> None:
    """A difference that is not zero is red; one rule a cell, because programs disagree about relative references."""
    formula = f"AND(ISNUMBER({place.address}),{place.address}<>0)"
    page.conditional_formatting.add(place.address, style.when(formula, style.RED, style.RED_FILL, bold=True))


def landscape(page: Worksheet) -> None:
    """A4, landscape, all columns on one page."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.75
    page.page_margins.header = page.page_margins.footer = 0.3
    footer = page.oddFooter
    if footer is not None and footer.center is not None:
        footer.center.text = "第 &P 页，共 &N 页"
    page.sheet_view.showGridLines = False


def protect(page: Worksheet) -> None:
    """Keep headings and formulas from slips of the hand. No password: whoever must, can lift it."""
    protection = page.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False


def _head_widths(heads: int) -> list[float]:
    """Row headings: a single column is roomy; of several the first only groups and the last holds the sentences."""
    if heads <= 1:
        return [26.0] * heads
    return [9.0, *[15.0] * (heads - 2), 35.0]


def _look(box: Box, sheet: TableSheet) -> Look:
    if box.cell is not None:
        return style.NUMBER
    if box.article:
        return style.ARTICLE_LINE
    leaf = box.column > 0 and box.column + box.columns == sheet.heads and sheet.heads > 1
    wide = box.columns > 1 and box.column + box.columns == sheet.heads and box.row >= sheet.grid.heading_rows
    return style.LABEL_LEFT if leaf or wide else style.LABEL


def _validation(integer: bool, signed: bool, hint: str) -> DataValidation:
    least = -_MOST if signed else 0
    validation = DataValidation(
        "whole" if integer else "decimal", str(least), str(_MOST), allow_blank=True, operator="between"
    )
    kind = "整数" if integer else "数字"
    sign = "" if signed else "，不能是负数"
    validation.errorTitle = "填报的数有误"
    validation.error = f"这里填{kind}{sign}。只写数字，不写单位；没有发生填 0，不适用留空。"
    validation.showErrorMessage = True
    if hint:
        validation.promptTitle, validation.prompt, validation.showInputMessage = "填写提示", hint, True
    return validation
