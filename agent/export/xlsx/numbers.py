"""The contents of a cell to an exact number or a text, or what is wrong with them and the mend.

A number kept as text is read as :mod:`agent.forms.entries` reads what is typed; what Excel shows otherwise than it holds is
sent back.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from math import isfinite

from agent.export.xlsx.opening import Content
from agent.figures import ABSENT, Absent
from agent.figures.quantity import plain
from agent.forms.entries import LEAVE, Wrong, bounded, from_text

# Excel computes in binary and shows 15 significant digits: 0.1+0.2 is stored as 0.30000000000000004 and means 0.3.
_SIGNIFICANT = Context(prec=15)
# A percent sign or a trailing scaling comma in the number format: the clerk sees another number than the cell holds.
_SCALED = re.compile(r"%|[0#?],+(?![0#?,])")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')


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
        return from_text(value)
    if isinstance(value, bool):
        return Wrong(f"填的是逻辑值（{str(value).upper()}），不是数", LEAVE)
    if isinstance(value, (date, time, timedelta)):
        return _dated(value)
    if _SCALED.search(_QUOTED.sub("", content.format.partition(";")[0])):
        mend = "把单元格格式改为“常规”，核对后重新填写；百分数的单位写在单位一栏"
        return Wrong("单元格格式使显示的数与实际的数不同", mend)
    if isinstance(value, float) and not isfinite(value):
        return Wrong("数值太大", "核对数值和单位")
    exact = Decimal(value) if isinstance(value, int) else _SIGNIFICANT.create_decimal(repr(value))
    return bounded(exact)


def _dated(value: date | time | timedelta) -> Wrong:
    shown = value.date() if isinstance(value, datetime) else value
    return Wrong(f"被当作日期或时间（{shown}），不是数", "把单元格格式改为“常规”，再重新填写数字")


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
