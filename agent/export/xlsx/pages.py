"""The sheets around the official tables: instructions, the unit's particulars, supplementary facts, and the hidden map."""

from dataclasses import replace
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from agent.export.xlsx import style
from agent.export.xlsx.factrows import FactRow, rows_of
from agent.export.xlsx.places import (
    CHECKS,
    FACT_HEADINGS,
    FACT_TOP,
    FACTS,
    FIELDS,
    GUIDE,
    MAP,
    UNIT,
    UNIT_TOP,
    Place,
    field_places,
    places_of,
    table_sheets,
)
from agent.export.xlsx.style import Look, merge, put
from agent.export.xlsx.tables import landscape, protect
from agent.figures import Contact, Fact, FigureSet
from agent.forms.form import Form

_FACT_WIDTHS = (28, 12, 8, 8, 26, 22, 16, 22, 12, 20)
_SPARE_ROWS = 10
_LEAST_ROWS = 30
QUALIFIERS = ("余", "近", "约", "超")
_PARAGRAPH = Look(lines=None, across="left")
_SECTION = replace(_PARAGRAPH, font="黑体", size=12)
_GUIDE_WIDTH = 116

_EXAMPLE = (
    FactRow(
        "政务新媒体发布信息",
        Decimal(1200),
        "条",
        "余",
        "新媒体管理台账",
        "新媒体发布",
        "发布渠道",
        "微信公众号",
        Decimal(800),
        "微信",
    ),
    FactRow("政务新媒体发布信息", by="发布渠道", part="微博", part_value=Decimal(400)),
    FactRow("政府网站访问量", Decimal("35.6"), "万次", "", "网站后台统计"),
)


def add_guide(book: Workbook, form: Form) -> None:
    """Add the instructions: short, and with every colour shown."""
    page = book.create_sheet(GUIDE)
    for column in range(1, len(FACT_HEADINGS) + 1):
        page.column_dimensions[get_column_letter(column)].width = _GUIDE_WIDTH / len(FACT_HEADINGS)
    writer = _GuideWriter(page)
    writer.line(f"{form.report}数据填报工作簿", style.TITLE, 34)
    writer.line(
        f"表格按{form.authority}印发的格式编制，用于{form.years}的报告。",
        replace(style.SUBTITLE, across="center"),
        20,
    )
    tables = "、".join(f"“{sheet.name}”" for sheet in table_sheets(form))
    writer.section("一、填什么")
    writer.line(f"1. “{UNIT}”：单位全称、年度和联系方式。")
    writer.line(f"2. {tables}：与官方表格逐格对应，合计栏也要填。")
    writer.line(f"3. “{FACTS}”：报告正文要引用、上面几张表里没有的数，每个数写明来源；没有就不填。")
    writer.section("二、颜色")
    for look, text in (
        (style.NUMBER, "要填的格子"),
        (style.SHOWN, f"自动计算，不用填；“{CHECKS}”汇总全部勾稽关系"),
        (
            replace(style.SHOWN, fill=style.RED_FILL, color=style.RED, bold=True),
            "对不上，请核对原始台账后改正",
        ),
        (style.LAST_YEAR, "上年数，供对照，不用填"),
    ):
        writer.colour(look, text)
    writer.section("三、怎么填")
    for text in (
        "1. 没有发生的填 0；不适用、没有统计的留空。留空不等于 0，留空的格子不参与勾稽检查。",
        "2. 只写数字，不写“件”“元”等单位；减少的项目数写负数。",
        "3. 请不要增删行列、移动单元格或改工作表的名称。从别处复制时用“选择性粘贴—数值”。",
        "4. 工作表的保护没有密码，只为防止误删；填不进去时，在“审阅”里撤消工作表保护即可。",
    ):
        writer.line(text)
    writer.section("四、怎么交")
    writer.line(
        "填完后看“勾稽检查”，没有红色即可；在 Excel 或 WPS 里保存为 .xlsx，不要设打开密码，直接交回这个文件。"
    )
    writer.section(f"五、“{FACTS}”填写举例")
    writer.example()
    landscape(page)
    page.page_setup.fitToHeight = 1
    protect(page)


class _GuideWriter:
    """Writes the instructions line by line."""

    def __init__(self, page: Worksheet) -> None:
        self.page, self.row, self.width = page, 1, len(FACT_HEADINGS)

    def line(self, text: str, look: Look = _PARAGRAPH, high: float | None = None) -> None:
        place = Place(GUIDE, self.row, 1)
        merge(self.page, place, 1, self.width, look)
        put(self.page, place, text, look)
        self.page.row_dimensions[self.row].height = high or style.height(text, _GUIDE_WIDTH)
        self.row += 1

    def section(self, text: str) -> None:
        self.line(text, _SECTION, 28)

    def colour(self, look: Look, text: str) -> None:
        place = Place(GUIDE, self.row, 1)
        put(self.page, place, "示例", look)
        merge(self.page, place.moved(columns=1), 1, self.width - 1, _PARAGRAPH)
        put(self.page, place.moved(columns=1), text, replace(_PARAGRAPH, indent=1))
        self.page.row_dimensions[self.row].height = 21
        self.row += 1

    def example(self) -> None:
        for index, heading in enumerate(FACT_HEADINGS):
            put(self.page, Place(GUIDE, self.row, 1 + index), heading, style.LABEL)
        for index, row in enumerate(_EXAMPLE):
            self.row += 1
            for column, value in enumerate(_values(row), start=1):
                put(self.page, Place(GUIDE, self.row, column), value, Look(color=style.GREY, size=10))
            self.page.row_dimensions[self.row].height = 28 if index < 2 else 20


def add_unit(book: Workbook, form: Form, figures: FigureSet | None, previous: FigureSet | None) -> None:
    """Add the unit's particulars. Without this year's figures they are taken over from last year's."""
    page = book.create_sheet(UNIT)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 18, 60
    page.column_dimensions["C"].width = 34
    merge(page, Place(UNIT, 1, 1), 1, 2, style.TITLE)
    put(page, Place(UNIT, 1, 1), UNIT, style.TITLE)
    page.row_dimensions[1].height = 32
    edition = f"{form.edition}年格式（{form.authority}，{form.years}）"
    put(page, Place(UNIT, 2, 1), "表格格式", style.LABEL)
    put(page, Place(UNIT, 2, 2), edition, replace(style.TEXT, fill=None, locked=True, color=style.GREY))
    values = particulars(form, figures, previous)
    for name, place in field_places().items():
        put(page, place.moved(columns=-1), FIELDS[name], style.LABEL)
        look = replace(style.TEXT, format="General") if name == "year" else style.TEXT
        put(page, place, values[name], look)
        page.row_dimensions[place.row].height = 24
    put(page, Place(UNIT, UNIT_TOP, 3), "  发布年报的行政机关全称，必填", style.SUBTITLE)
    put(page, Place(UNIT, UNIT_TOP + 1, 3), "  四位年份，必填", style.SUBTITLE)
    page.add_data_validation(_years(form))
    page.row_dimensions[2].height = 24
    page.row_dimensions[3].height = 8
    landscape(page)
    page.print_area = f"A1:B{UNIT_TOP + len(FIELDS) - 1}"
    protect(page)


def _years(form: Form) -> DataValidation:
    last = form.last_year or 2099
    years = DataValidation("whole", str(form.first_year), str(last), allow_blank=True, operator="between")
    years.errorTitle = "年度有误"
    years.error = f"这个工作簿用于{form.years}的报告，请填四位年份。"
    years.showErrorMessage = True
    years.add(field_places()["year"].address)
    return years


def particulars(
    form: Form, figures: FigureSet | None, previous: FigureSet | None
) -> dict[str, str | int | None]:
    """What is filled in of the unit, by field; None where nothing is known."""
    known = figures or previous
    contact = known.contact if known else Contact()
    year = figures.year if figures else previous.year + 1 if previous else None
    values: dict[str, str | int | None] = {"unit": known.unit if known else None}
    values["year"] = year if year is not None and (figures or form.serves(year)) else None
    return values | {
        name: getattr(contact, name.partition(".")[2]) for name in FIELDS if name.startswith("contact.")
    }


def _values(row: FactRow) -> tuple[str | Decimal | None, ...]:
    return (
        row.name,
        row.value,
        row.unit,
        row.qualifier,
        row.source,
        row.aliases,
        row.by,
        row.part,
        row.part_value,
        row.part_aliases,
    )


def add_facts(book: Workbook, facts: tuple[Fact, ...]) -> None:
    """Add the supplementary facts with empty rows to go on with. Rows may be inserted here, so it is not protected."""
    page = book.create_sheet(FACTS)
    width = len(FACT_HEADINGS)
    merge(page, Place(FACTS, 1, 1), 1, width, style.TITLE)
    put(page, Place(FACTS, 1, 1), "补充数据：报告正文引用、官方表格里没有的数", style.TITLE)
    hint = f"一个数一行；有分项的，每个分项各占一行，名称照写或留空，写法见“{GUIDE}”。约数填“余、近、约、超”，精确数留空。"
    put(page, Place(FACTS, 2, 1), hint, style.SUBTITLE)
    for index, heading in enumerate(FACT_HEADINGS):
        put(page, Place(FACTS, FACT_TOP, 1 + index), heading, style.LABEL)
        page.column_dimensions[get_column_letter(1 + index)].width = _FACT_WIDTHS[index]
    rows = list(rows_of(facts))
    count = max(_LEAST_ROWS, len(rows) + _SPARE_ROWS)
    for index in range(count):
        values = _values(rows[index]) if index < len(rows) else (None,) * width
        for column, value in enumerate(values):
            number = FACT_HEADINGS[column] in ("数值", "分项数值")
            look = style.NUMBER if number else style.TEXT
            put(page, Place(FACTS, FACT_TOP + 1 + index, 1 + column), value, look)
        page.row_dimensions[FACT_TOP + 1 + index].height = _fact_height(values)
    _fact_page(page, count)


def _fact_height(values: tuple[str | Decimal | None, ...]) -> float:
    texts = (
        (str(value), width) for value, width in zip(values, _FACT_WIDTHS, strict=True) if value is not None
    )
    return max((style.height(text, width - 3) for text, width in texts), default=21.0)


def _fact_page(page: Worksheet, count: int) -> None:
    page.row_dimensions[1].height, page.row_dimensions[2].height = 30, 20
    page.row_dimensions[FACT_TOP].height = 24
    qualifiers = DataValidation("list", f'"{",".join(QUALIFIERS)}"', allow_blank=True)
    # A suggestion only: other words are allowed.
    qualifiers.showErrorMessage = False
    qualifiers.add(f"D{FACT_TOP + 1}:D{FACT_TOP + count}")
    page.add_data_validation(qualifiers)
    page.freeze_panes = f"B{FACT_TOP + 1}"
    page.print_title_rows = f"{FACT_TOP}:{FACT_TOP}"
    landscape(page)


def add_map(book: Workbook, form: Form) -> None:
    """Add the hidden map by which the workbook is read back."""
    page = book.create_sheet(MAP)
    for index, row in enumerate(places_of(form).rows(), start=1):
        for column, text in enumerate(row, start=1):
            put(page, Place(MAP, index, column), text, Look(lines=None))
    protect(page)
    page.sheet_state = "veryHidden"
