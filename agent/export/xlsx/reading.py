"""A filled-in workbook to a figure set, or every problem at once.

Cells are found by the map that the workbook carries. Before a sheet is read, every word that is printed on it must stand
where the map says: where a row was inserted or deleted, nothing on that sheet is read and the displacement is reported.
"""

import re
import unicodedata
from dataclasses import fields
from decimal import Decimal

from agent.errors import BadInput, Problem
from agent.export.xlsx import numbers
from agent.export.xlsx.factrows import FactReader, FactRow
from agent.export.xlsx.opening import EMPTY, Area, Opened, open_workbook
from agent.export.xlsx.places import FACT_HEADINGS, FIELDS, MAP, SCHEMA, Place, Places, places_of
from agent.figures import ABSENT, Contact, Fact, FigureSet
from agent.forms import form_serving, forms
from agent.forms.entries import Wrong, fitting
from agent.forms.form import Form

_MAP_ROWS = 4_000
_FACT_ROWS = 5_000
_SLACK = 40
_MAKE = "请用 nianbao workbook 生成工作簿，在其中填数"
_YEAR = re.compile(r"(\d{4})(?:\s*年度?)?")


def read_workbook(content: bytes, file: str) -> FigureSet:
    """The figures of a workbook that :func:`~agent.export.xlsx.write_workbook` made and somebody filled in.

    Empty cells, and those that hold ``/``, ``—`` or ``无``, are absent. ``sources`` says where each cell was read:
    ``数据.xlsx 三、依申请公开!J7``. ``BadInput`` with every problem, each with sheet and cell.
    """
    opened = open_workbook(content, file)
    return _Reading(opened, *_mapped(opened)).figures()


def _mapped(opened: Opened) -> tuple[Places, Form]:
    """The map of the workbook and the form that it is for."""
    file = opened.file
    if MAP not in opened.names:
        what = "不是本工具生成的工作簿，或只是其中的部分工作表"
        raise BadInput([Problem(what, file, _MAKE)])
    area = opened.area(MAP, _MAP_ROWS, 4)
    rows = (
        [str(area.get((row, column), EMPTY).value or "") for column in range(1, 5)]
        for row in range(1, _MAP_ROWS)
    )
    try:
        places = Places.from_rows((row[0], row[1], row[2], row[3]) for row in rows if row[0])
    except ValueError as error:
        schema = error.args[0] if error.args and str(error.args[0]).startswith("nianbao/") else ""
        what = f"工作簿的版本是“{schema}”，本程序读“{SCHEMA}”" if schema else "工作簿的对照表已损坏"
        raise BadInput([Problem(what, file, "请重新生成工作簿，把数据粘贴过去")]) from error
    form = next((form for form in forms() if form.edition == places.edition), None)
    if form is None or not places.fits(places_of(form)):
        what = f"工作簿的对照表与“{places.edition}”格式对不上"
        raise BadInput([Problem(what, file, "请重新生成工作簿，把数据粘贴过去")])
    return places, form


class _Reading:
    """Reads sheet by sheet and collects problems; never stops at the first."""

    def __init__(self, opened: Opened, places: Places, form: Form) -> None:
        self.opened, self.places, self.form = opened, places, form
        self.problems: list[Problem] = []
        self.areas: dict[str, Area] = {}

    def figures(self) -> FigureSet:
        for sheet in self.places.sheets:
            self.open_sheet(sheet)
        particulars = self.particulars()
        year = self.year()
        cells = self.cells()
        facts = self.facts()
        if self.problems:
            raise BadInput(self.problems)
        return FigureSet(
            unit=particulars.pop("unit"),
            year=year,
            form=self.form.edition,
            cells=cells,
            facts=facts,
            contact=Contact(**{name.partition(".")[2]: value for name, value in particulars.items()}),
            sources={key: f"{self.opened.file} {self.places.cells[key]}" for key in cells},
            file=self.opened.file,
        )

    def wrong(self, place: Place, what: str, mend: str = "") -> None:
        self.problems.append(Problem(what, f"{self.opened.file} {place}", mend))

    # --- are the sheets what they were ----------------------------------------------------------------------------

    def open_sheet(self, sheet: str) -> None:
        """Keep the sheet's contents if it is there and undisturbed; otherwise say what became of it."""
        if sheet not in self.opened.names:
            self.missing(sheet)
            return
        area = self.area(sheet, sheet)
        displaced = self.displaced(sheet, area)
        if displaced is None:
            self.areas[sheet] = area
        else:
            self.problems.append(displaced)

    def area(self, sheet: str, actual: str) -> Area:
        """The contents of a sheet, as far as anything may stand, and a little more to find what was displaced."""
        here = [place for place, _ in self.places.printed if place.sheet == sheet]
        here += [
            place
            for place in (*self.places.cells.values(), *self.places.fields.values())
            if place.sheet == sheet
        ]
        rows = max(place.row for place in here) + _SLACK
        rows = _FACT_ROWS if sheet == self.places.facts.sheet else rows
        return self.opened.area(actual, rows, max(place.column for place in here) + _SLACK)

    def missing(self, sheet: str) -> None:
        ours = {*self.places.sheets, *(place.sheet for place, _ in self.places.printed), MAP}
        strangers = [name for name in self.opened.names if name not in ours][:20]
        renamed = [name for name in strangers if self.displaced(sheet, self.area(sheet, name)) is None]
        mend = (
            f"请把工作表“{renamed[0]}”的名称改回“{sheet}”"
            if renamed
            else "请恢复这张工作表，或重新生成工作簿"
        )
        self.problems.append(Problem(f"缺少工作表“{sheet}”", self.opened.file, mend))

    def displaced(self, sheet: str, area: Area) -> Problem | None:
        """What became of the printed words of a sheet; None where all stand in their places."""
        words = self.places.printed_on(sheet)
        astray = [(place, word) for place, word in words if _plain_text(area, place) != _plain(word)]
        if not astray:
            return None
        place, word = astray[0]
        where = f"{self.opened.file} {place}"
        if other := self.other_edition(sheet, area):
            what = f"这张表是{other}年格式的，工作簿是{self.form.edition}年格式的"
            return Problem(what, where, f"请重新生成{other}年格式的工作簿，把数据粘贴过去")
        count = f"，本表共 {len(astray)} 处对不上" if len(astray) > 1 else ""
        if moved := _moved(astray, words, area):
            return Problem(f"“{moved[0]}”{moved[1]}{count}", where, f"{moved[2]}，再交回")
        now = _plain_text(area, place)
        what = f"这里应当印着“{word}”，现在是" + (f"“{now[:24]}”" if now else "空的")
        mend = f"请改回“{word}”；行列顺序动过的，请恢复原样或重新生成工作簿"
        return Problem(what + count, where, mend)

    def other_edition(self, sheet: str, area: Area) -> str | None:
        """The edition whose sheet of that name this is, if another's."""
        for form in forms():
            words = places_of(form).printed_on(sheet) if form.edition != self.form.edition else []
            if words and all(_plain_text(area, place) == _plain(word) for place, word in words):
                return form.edition
        return None

    # --- what they hold -------------------------------------------------------------------------------------------

    def particulars(self) -> dict[str, str]:
        """The unit's particulars by field, without the year."""
        found: dict[str, str] = {}
        for name, place in self.places.fields.items():
            if name != "year" and place.sheet in self.areas:
                content = self.areas[place.sheet].get((place.row, place.column), EMPTY)
                value = numbers.text(content)
                if isinstance(value, Wrong):
                    self.wrong(place, f"{FIELDS[name]}：{value.what}", value.mend)
                elif name == "unit" and not value:
                    self.wrong(place, "没有填单位名称", "填写发布年报的行政机关全称")
                else:
                    found[name] = value
        return found

    def year(self) -> int:
        place = self.places.fields["year"]
        if place.sheet not in self.areas:
            return 0
        value = numbers.text(self.areas[place.sheet].get((place.row, place.column), EMPTY))
        if value == "":
            self.wrong(place, "没有填年度", "填四位年份，如 2025")
            return 0
        match = None if isinstance(value, Wrong) else _YEAR.fullmatch(unicodedata.normalize("NFKC", value))
        if match is None:
            shown = value.what if isinstance(value, Wrong) else f"“{value[:24]}”"
            self.wrong(place, f"年度{shown}不是年份", "填四位年份，如 2025")
            return 0
        year = int(match[1])
        if not self.form.serves(year):
            self.wrong(
                place, f"{year}年度不用{self.form.edition}年格式（{self.form.years}）", _other_form(year)
            )
        return year

    def cells(self) -> dict[str, Decimal]:
        """The filled cells, in the order of the form."""
        found: dict[str, Decimal] = {}
        for key, cell in self.form.by_key.items():
            place = self.places.cells[key]
            if place.sheet in self.areas:
                value = self.number(place, cell.label)
                misfit = None if value is None else fitting(cell, value)
                if misfit is not None:
                    self.wrong(place, f"{cell.label}：{misfit.what}", misfit.mend)
                elif value is not None:
                    found[key] = value
        return found

    def number(self, place: Place, label: str) -> Decimal | None:
        """The number at a place; None, with a problem if it is one, where there is none."""
        value = numbers.number(self.areas[place.sheet].get((place.row, place.column), EMPTY))
        if isinstance(value, Wrong):
            self.wrong(place, f"{label}：{value.what}", value.mend)
            return None
        return None if value is ABSENT else value

    def facts(self) -> tuple[Fact, ...]:
        first = self.places.facts
        if first.sheet not in self.areas:
            return ()
        reader, last = FactReader(), first.column + len(FACT_HEADINGS)
        filled = {row for row, column in self.areas[first.sheet] if row > first.row and column < last}
        for row in sorted(filled):
            found = len(self.problems)
            line = self.fact_row(first.moved(rows=row - first.row))
            wrong = reader.take(line)
            # A row that could not be read is taken all the same, or its parts would be said to hang in the air.
            if wrong is not None and len(self.problems) == found:
                self.wrong(first.moved(rows=row - first.row), *wrong)
        if _FACT_ROWS in filled:
            self.wrong(first, f"补充数据超过 {_FACT_ROWS} 行", "请只保留报告要引用的数")
        return reader.facts

    def fact_row(self, first: Place) -> FactRow:
        """One row of the supplementary facts; what cannot be read is reported and left empty."""
        row: dict[str, str | Decimal | None] = {}
        for index, (slot, heading) in enumerate(zip(fields(FactRow), FACT_HEADINGS, strict=True)):
            place = first.moved(columns=index)
            if slot.default is None:
                row[slot.name] = self.number(place, heading)
                continue
            value = numbers.text(self.areas[place.sheet].get((place.row, place.column), EMPTY))
            if isinstance(value, Wrong):
                self.wrong(place, f"{heading}：{value.what}", value.mend)
            else:
                row[slot.name] = value
        return FactRow(**row)  # type: ignore[arg-type]


def _other_form(year: int) -> str:
    serving = form_serving(year)
    return f"核对年度，或重新生成{serving.edition}年格式的工作簿" if serving else "核对年度"


def _plain(word: str) -> str:
    """Words without what programs change of themselves: blanks, line breaks, width."""
    return "".join(unicodedata.normalize("NFKC", word).split())


def _plain_text(area: Area, place: Place) -> str:
    value = area.get((place.row, place.column), EMPTY).value
    return "" if value is None else _plain(str(value))


def _moved(
    astray: list[tuple[Place, str]], words: list[tuple[Place, str]], area: Area
) -> tuple[str, str, str] | None:
    """A word that stands elsewhere now, how far, and the mend; None where none is found that is printed only once."""
    printed = [_plain(word) for _, word in words]
    for place, word in astray:
        if printed.count(_plain(word)) == 1:
            for (row, column), content in area.items():
                if isinstance(content.value, str) and _plain(content.value) == _plain(word):
                    found = _shift(place, row, column)
                    if found:
                        return (word, *found)
    return None


def _shift(place: Place, row: int, column: int) -> tuple[str, str] | None:
    now = Place(place.sheet, row, column)
    down, across = row - place.row, column - place.column
    if (down and across) or not (down or across):
        return None
    kind, steps = ("行", down) if down else ("列", across)
    if steps > 0:
        return f"移到了 {now.address}", f"这张表多出了 {steps} {kind}，请删去"
    return f"移到了 {now.address}", f"这张表少了 {-steps} {kind}，请恢复"
