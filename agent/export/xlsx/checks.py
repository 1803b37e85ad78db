"""The sheet that holds every cross-footing rule, live, with a verdict for each."""

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from agent.export.xlsx import style
from agent.export.xlsx.formulas import UNFILLED, Locate, rule_formulas
from agent.export.xlsx.places import CHECKS, Place, table_sheets
from agent.export.xlsx.style import Look, merge, put, put_formula
from agent.export.xlsx.tables import landscape, previous_places, protect
from agent.forms.expressions import CellRef, references
from agent.forms.form import Form, RuleText

_TOP = 4
_HEADINGS = ("序号", "勾稽关系", "等号左边", "等号右边", "相差\n（右－左）", "结论")
_WIDTHS = (7, 78, 13, 13, 14, 16)
_LABEL = Look(across="left", indent=1)
_PLAIN = Look(wrap=False)

HELD, BROKEN, WARNING, NO_PREVIOUS, ELSEWHERE = "相符", "不符", "请核对", "没有上年数据", "交回后核对"


def add_checks(book: Workbook, form: Form, with_previous: bool) -> None:
    """Add the sheet. ``with_previous``: last year's figures stand in the workbook, so rules over both years are live."""
    page = book.create_sheet(CHECKS)
    locate = locator(form, with_previous)
    for index, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    for index, heading in enumerate(_HEADINGS, start=1):
        put(page, Place(CHECKS, _TOP, index), heading, style.LABEL)
    for index, rule in enumerate(form.rules):
        _add_rule(page, index, rule, locate, _difference_look(form, rule))
    last = _TOP + len(form.rules)
    _head(page, last)
    _colour(page, last)
    page.freeze_panes = f"C{_TOP + 1}"
    page.print_title_rows = f"{_TOP}:{_TOP}"
    landscape(page)
    protect(page)


def locator(form: Form, with_previous: bool) -> Locate:
    """Where a reference of a rule stands, over all tables; None where it has no place."""
    here: dict[str, Place] = {}
    before: dict[str, Place] = {}
    for sheet in table_sheets(form):
        here |= sheet.cells
        before |= previous_places(sheet, form) if with_previous else {}

    def locate(ref: CellRef) -> Place | None:
        return (before if ref.previous else here).get(ref.key)

    return locate


def _add_rule(page: Worksheet, index: int, rule: RuleText, locate: Locate, look: Look) -> None:
    place = Place(CHECKS, _TOP + 1 + index, 1)
    formulas = rule_formulas(rule, locate, CHECKS)
    put(page, place, index + 1, _PLAIN)
    put(page, place.moved(columns=1), rule.label, _LABEL)
    page.row_dimensions[place.row].height = style.height(rule.label, _WIDTHS[1] - 3)
    left, right, difference, verdict = (place.moved(columns=step) for step in (2, 3, 4, 5))
    if formulas is None:
        refs = [*references(rule.left), *references(rule.right)]
        past = any(isinstance(ref, CellRef) and ref.previous for ref in refs)
        for blank in (left, right, difference):
            put(page, blank, None, style.SHOWN)
        put(page, verdict, NO_PREVIOUS if past else ELSEWHERE, style.SHOWN)
        return
    put_formula(page, left, formulas.left, style.SHOWN)
    put_formula(page, right, formulas.right, style.SHOWN)
    put_formula(page, difference, formulas.difference, look)
    put_formula(page, verdict, _verdict(difference.address, rule), style.SHOWN)


def _difference_look(form: Form, rule: RuleText) -> Look:
    refs = [*references(rule.left), *references(rule.right)]
    counts = all(isinstance(ref, CellRef) and form.by_key[ref.key].integer for ref in refs)
    return style.WHOLE_DIFFERENCE if counts else style.DIFFERENCE


def _verdict(difference: str, rule: RuleText) -> str:
    broken = WARNING if rule.warning else BROKEN
    return f'=IF(ISNUMBER({difference}),IF({difference}=0,"{HELD}","{broken}"),"{UNFILLED}")'


def _head(page: Worksheet, last: int) -> None:
    width = len(_HEADINGS)
    merge(page, Place(CHECKS, 1, 1), 1, width, style.TITLE)
    put(page, Place(CHECKS, 1, 1), CHECKS, style.TITLE)
    verdicts = f"F{_TOP + 1}:F{last}"
    counts = "&".join(
        f'"　{word} "&COUNTIF({verdicts},"{word}")&" 条"' for word in (HELD, BROKEN, WARNING, UNFILLED)
    )
    merge(page, Place(CHECKS, 2, 1), 1, width, style.SUBTITLE)
    put_formula(
        page, Place(CHECKS, 2, 1), f'="共 {last - _TOP} 条："&{counts}', replace(style.SUBTITLE, size=11)
    )
    hint = f"“{WARNING}”的关系可能有正当原因不成立，核实后不必改；“{UNFILLED}”的关系有格子没有填，无从判断。"
    put(page, Place(CHECKS, 3, 1), hint, style.SUBTITLE)
    page.row_dimensions[1].height, page.row_dimensions[_TOP].height = 30, 34
    page.row_dimensions[2].height = page.row_dimensions[3].height = 20


def _colour(page: Worksheet, last: int) -> None:
    """Red for what is broken, amber for what may have its reason, grey for what cannot be judged."""
    rows = f"A{_TOP + 1}:F{last}"
    verdict = f"$F{_TOP + 1}"
    looks = (
        (f'{verdict}="{BROKEN}"', style.RED, style.RED_FILL),
        (f'{verdict}="{WARNING}"', "8A5A00", "FFE9C2"),
        (
            f'OR({verdict}="{UNFILLED}",{verdict}="{NO_PREVIOUS}",{verdict}="{ELSEWHERE}")',
            style.GREY,
            style.PAST,
        ),
    )
    for formula, ink, fill in looks:
        page.conditional_formatting.add(rows, style.when(formula, ink, fill))
