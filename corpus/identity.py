"""Whose report it is, and of which year: from the title, and where the title says too little, from the introduction."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.blocks import Block, Paragraph

_REPORT = r"(?:政府)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况的?)?(?:报告|年报)"
_YEAR = r"(?:19|20)[0-9]{2}|[一二][〇○Ｏ零0一二三四五六七八九]{3}"
_TITLE = re.compile(
    rf"(?:关于)?(?P<unit>[^0-9]*?)(?:关于)?(?P<year>{_YEAR})年?度?(?P<after>.*?)的?{_REPORT}(?:[（(].*[)）])?"
)
_BARE_TITLE = re.compile(rf".*{_REPORT}(?:[（(].*[)）])?")
_NAMELESS = re.compile(rf"(?:{_YEAR})?年?度?的?{_REPORT}")
# A piece of a title that goes on on the next line, torn in mid-word perhaps: no sentence, no navigation.
_PIECE = re.compile(r"[一-鿿0-9〇○Ｏ（）()]{1,40}")
_PERIOD = re.compile(r"(20[0-9]{2})年1月1日(?:起)?[至到—–-]+(?:20[0-9]{2}年)?12月31日")
_STATED_PERIOD = re.compile(
    rf"(?:统计|期限|数据|时间|时限)[^。\n]{{0,20}}?{_PERIOD.pattern.replace('(20', '(?P<year>20', 1)}"
)
_ANY_YEAR = re.compile(r"(20[0-9]{2})年")
_FILE_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_OFFICE = re.compile(
    r"[^，。：；、（）()《》>＞|“”？！\s]{2,30}"
    r"(?:政府|公署|厅|局|委|办|处|室|部|院|站|所|队|会|社|中心|公司|大学|学院|学校|馆|署|街道|[省市县区州盟旗乡镇])"
)
_IN_AREA = re.compile(r"[省市县区州盟旗乡镇]")
_AREA = re.compile(r".+[省市县区州旗乡镇]$")
_NOT_AREA = re.compile(
    r"(?:开发|新|园|管理|保税|示范|试验|实验|合作|旅游|度假|工业|产业|风景|景|片|功能|集中|灌|林)区$|[局委办处部院站所]"
)
_BEFORE = r"(?:^|[由与向和，。；：、（“”]|公布|联系)"
_PREFIX = r"((?:(?![本全我各该])[一-鿿]{2,7}?(?:自治区|地区|[省市州盟县区])){1,3})"
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
# How a unit speaks of itself; no name.
_OWN = ("本", "我", "全", "各", "该")
_HEAD_LINES = 12
_LONGEST = 60
# How many lines a title may be printed on.
_LINES = 5
_OPENING = 1_000
_DIGITS = str.maketrans("一二三四五六七八九〇○Ｏ零", "1234567890000")


@dataclass(frozen=True, slots=True)
class Identity:
    """``title`` as printed on one line; ``unit`` "" and ``year`` None where nothing says. ``notes`` says what was inferred."""

    title: str
    unit: str
    year: int | None
    notes: tuple[str, ...] = ()


def identified(blocks: Sequence[Block], file: str) -> Identity:
    """Title, unit and year of a report. ``file`` is asked for the year last of all."""
    lines = [
        compact
        for block in blocks
        if isinstance(block, Paragraph) and (compact := "".join(block.text.split()))
    ]
    opening = "\n".join(line[:_OPENING] for line in lines[:40])
    before_sections = list(_before_sections(opening))
    stated = stated_year("\n".join(before_sections))
    # A column of the site may be called 政府信息公开年报; what stands behind the report may be other reports' titles.
    printed, unit, year = _title(before_sections)
    if not printed:
        printed, unit, year = _title([title.text for title in islice(titles(lines), 1)])
    if stated is not None and stated != year:
        # Links to other years' reports may stand above the title.
        printed, unit, year = next(
            (
                (title.text, title.unit, title.year)
                for title in titles(before_sections)
                if title.unit and title.year == stated
            ),
            (printed, unit, year),
        )
    notes: list[str] = []
    if unit:
        unit = _full_name(unit, opening, notes)
    else:
        notes.append("没有认出单位名称（题目里没有），请补上")
    if year is None:
        year = _year(opening, file, notes)
    elif stated is not None and stated != year:
        notes.append(f"题目写{year}年，统计期限却写{stated}年：按题目读作{year}年，请核对")
    return Identity(printed, unit, year, tuple(notes))


def announced(text: str) -> Identity:
    """What a text says outright of whose report it is and of which year: in its title, and the year in its reporting period.

    Only what stands before the first section is asked, and nothing is inferred: a passage without a title has no unit, and a
    year that merely occurs is not the report's.
    """
    lines = list(islice(_before_sections(text), _HEAD_LINES))
    printed, unit, year = _title(lines)
    if unit and not _OFFICE.fullmatch(unit):
        # 根据2022年…报告, a page's navigation: no title.
        printed, unit, year = "", "", None
    if unit.startswith(_OWN):
        unit = ""
    if year is None:
        year = stated_year("\n".join(lines))
    return Identity(printed, unit, year)


def _before_sections(text: str) -> Iterator[str]:
    for line in text[: 20 * _OPENING].splitlines():
        compact = "".join(line.split())[:_OPENING]
        if _SECTION.match(compact):
            return
        if compact:
            yield compact


def stated_year(text: str) -> int | None:
    """The year of the first reporting period that a text states (统计期限为2023年1月1日至…); None where none."""
    found = _STATED_PERIOD.search(text)
    return int(found["year"]) if found else None


def is_title(line: str) -> bool:
    """Whether a line is a report's title, or ends one."""
    return len(line) < 2 * _LONGEST and _BARE_TITLE.fullmatch("".join(line.split())) is not None


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title on the lines from ``start`` up to ``end``, half-open. ``unit`` "" and ``year`` None where it has none."""

    start: int
    end: int
    text: str
    unit: str
    year: int | None

    @property
    def is_of_an_office(self) -> bool:
        """Whether the unit is a name: not 根据 or 我县."""
        return _OFFICE.fullmatch(self.unit) is not None and not self.unit.startswith(_OWN)


def titles(lines: Sequence[str]) -> Iterator[Title]:
    """Each title among the lines, which have no white space; it may be printed on several, torn in mid-word."""
    for last, line in enumerate(lines):
        if line[-1:] in ("告", "报", ")", "）") and (found := _title_ending_at(lines, last)):
            yield found


def _title(lines: Sequence[str]) -> tuple[str, str, int | None]:
    """Title, unit and year as the first title gives them that names a unit, or else the first."""
    found = list(titles(lines))
    first = next((title for title in found if title.unit), found[0] if found else None)
    return (first.text, first.unit, first.year) if first else ("", "", None)


def _title_ending_at(lines: Sequence[str], last: int) -> Title | None:
    """The title that ends with a line: as many lines as it takes to name an office."""
    nameless: Title | None = None
    for start in range(last, max(-1, last - _LINES), -1):
        joined = "".join(lines[start : last + 1])
        if len(joined) > _LONGEST or (start < last and not _is_piece(lines[start])):
            break
        found = _TITLE.fullmatch(joined)
        title = Title(
            start, last + 1, joined, _unit(found) if found else "", _number(found["year"]) if found else None
        )
        if _OFFICE.fullmatch(title.unit) and not (start and _is_torn(lines[start - 1], title.unit)):
            return title
        whole = _BARE_TITLE if start == last else _NAMELESS
        if whole.fullmatch(joined) and (nameless is None or not nameless.unit):
            nameless = title
    return nameless


def _is_torn(above: str, unit: str) -> bool:
    """Whether a unit's name begins on the line ``above`` it: 青溪县人民政 over 府办公室."""
    return (
        not _IN_AREA.search(unit)
        and bool(_IN_AREA.search(above))
        and _is_piece(above)
        and not _OFFICE.fullmatch(above)
    )


def _is_piece(line: str) -> bool:
    return bool(_PIECE.fullmatch(line)) and not _BARE_TITLE.fullmatch(line) and not _SECTION.match(line)


def _unit(found: re.Match[str]) -> str:
    unit = found["unit"] or found["after"]
    # 2023年某县人民政府信息公开…: the one 政府 belongs to the unit's name and to what is disclosed.
    return unit + "政府" if unit.endswith("人民") else unit


def _number(year: str) -> int:
    return int(year.translate(_DIGITS))


def _full_name(unit: str, opening: str, notes: list[str]) -> str:
    """The unit's full name where the report prints it: titles drop 人民政府, and the city that a district belongs to."""
    name = unit
    if _AREA.fullmatch(unit) and not _NOT_AREA.search(unit):
        name = f"{unit}人民政府"
        if name not in opening:
            notes.append(f"题目只写“{unit}”，单位名称按“{name}”读")
    longer = re.search(rf"{_BEFORE}{_PREFIX}{re.escape(name)}", opening, flags=re.MULTILINE)
    return longer[1] + name if longer else name


def _year(opening: str, file: str, notes: list[str]) -> int | None:
    for pattern in (_PERIOD, _ANY_YEAR):
        if found := pattern.search(opening):
            return int(found[1])
    if found := _FILE_YEAR.search(file):
        notes.append(f"报告里没有写年度，按文件名读作{found[1]}年")
        return int(found[1])
    notes.append("没有认出报告年度，请补上")
    return None
