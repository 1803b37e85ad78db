"""The contents of a cell to an exact number or a text, or what is wrong with them and the mend.

A clerk's ways of writing a number that can mean only one thing are read silently: full-width digits, thousands separators,
blanks around it, a number kept as text. What could mean two things is sent back.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from math import isfinite

from agent.export.xlsx.opening import Content
from agent.figures import ABSENT, Absent
from agent.figures.interchange import LIMIT
from agent.figures.quantity import plain
from agent.forms.form import Cell

# Excel computes in binary and shows 15 significant digits: 0.1+0.2 is stored as 0.30000000000000004 and means 0.3.
_SIGNIFICANT = Context(prec=15)
_PLACES = 15

_BLANK = re.compile(r"[-‐-―−/\\]*|无")
_NUMBER = re.compile(r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)")
_MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "\u200b": "", "\ufeff": ""})
_CHINESE = re.compile(r"[负零〇一二两三四五六七八九十百千万亿]+")
# A percent sign or a trailing scaling comma in the number format: the clerk sees another number than the cell holds.
_SCALED = re.compile(r"%|[0#?],+(?![0#?,])")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')

_LEAVE = "填数字，没有发生的填 0，不适用的留空"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell, and the mend; the place is the reader's affair."""

    what: str
    mend: str = ""


def number(content: Content) -> Decimal | Absent | Wrong:
    """The number that a cell holds; ``ABSENT`` where it is empty or says that it does not apply (/, —, 无)."""
    value = content.value
    if content.error:
        return Wrong(f"公式出错（{value}）", "改填数字，或改正公式")
    if value is None:
        return (
            Wrong("公式还没有计算结果", "用 Excel 或 WPS 打开并保存一次，或直接填数字")
            if content.formula
            else ABSENT
        )
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, bool):
        return Wrong(f"填的是逻辑值（{str(value).upper()}），不是数", _LEAVE)
    if isinstance(value, (date, time, timedelta)):
        return _dated(value)
    if _SCALED.search(_QUOTED.sub("", content.format.partition(";")[0])):
        mend = "把单元格格式改为“常规”，核对后重新填写；百分数的单位写在单位一栏"
        return Wrong("单元格格式使显示的数与实际的数不同", mend)
    if isinstance(value, float) and not isfinite(value):
        return Wrong("数值太大", "核对数值和单位")
    exact = Decimal(value) if isinstance(value, int) else _SIGNIFICANT.create_decimal(repr(value))
    return _bounded(exact)


def _dated(value: date | time | timedelta) -> Wrong:
    shown = value.date() if isinstance(value, datetime) else value
    return Wrong(f"被当作日期或时间（{shown}），不是数", "把单元格格式改为“常规”，再重新填写数字")


def _from_text(text: str) -> Decimal | Absent | Wrong:
    written = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if _BLANK.fullmatch(written):
        return ABSENT
    if match := _NUMBER.fullmatch(written):
        return _bounded(Decimal(match[1] + match[2].replace(",", "")))
    return Wrong(f"“{_short(text)}”不是数字", _text_mend(written))


def _text_mend(written: str) -> str:
    if match := _NUMBER.match(written):
        rest = written[match.end() :].strip()
        if rest and not any(letter.isdigit() for letter in rest):
            return f"只写数字 {match[0]}，不写“{_short(rest)}”"
    if _CHINESE.match(written):
        return "用阿拉伯数字填写，不带单位"
    return _LEAVE


def _bounded(exact: Decimal) -> Decimal | Wrong:
    """The number as it is printed, without trailing zeros; refused beyond what any figure needs."""
    shown = plain(exact)
    if abs(exact) >= LIMIT or len(shown.partition(".")[2]) > _PLACES:
        return Wrong(f"“{_short(shown)}”超出合理范围（不到一千万亿、小数不超过15位）", "核对数值和单位")
    return Decimal(shown)


def fitting(cell: Cell, value: Decimal) -> Wrong | None:
    """Why a number cannot stand in a cell of the form; None where it can."""
    if cell.integer and value != value.to_integral_value():
        return Wrong(f"“{plain(value)}”有小数，这里是{cell.unit}数", "填整数")
    if value < 0 and not cell.signed:
        return Wrong(f"“{plain(value)}”是负数，这里不会小于 0", "核对后改正")
    return None


def text(content: Content) -> str | Wrong:
    """The text that a cell holds; empty where it is empty. A telephone number typed as a number is its digits."""
    value = content.value
    if content.error:
        return Wrong(f"公式出错（{value}）", "改填文字")
    if value is None:
        return (
            Wrong("公式还没有计算结果", "用 Excel 或 WPS 打开并保存一次，或直接填写")
            if content.formula
            else ""
        )
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return Wrong(f"填的是逻辑值（{str(value).upper()}）", "改填文字")
    if isinstance(value, (date, time, timedelta)):
        return Wrong(f"被当作日期或时间（{value}）", "把单元格格式改为“文本”，再重新填写")
    return plain(Decimal(repr(value)))


def _short(shown: str) -> str:
    line = " ".join(shown.split())
    return line if len(line) <= 24 else line[:24] + "…"
