"""What somebody wrote into a cell to an exact number, or what is wrong with it and the mend.

A clerk's ways of writing a number that can mean only one thing are read silently: full-width digits, thousands separators,
blanks around it; on a page, with the form before one's eyes, the cell's own unit behind it too. What could mean two things is
sent back.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from agent.figures import ABSENT, Absent, Quantity, Unit
from agent.figures.interchange import LIMIT
from agent.figures.quantity import plain
from agent.forms.form import Cell

_PLACES = 15
_BLANK = re.compile(r"[-‐-―−/\\]*|无")
_NUMBER = re.compile(r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)")
_MINUS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "\u200b": "", "\ufeff": ""})
_SAME_LETTER = frozenset({"<wide>", "<narrow>", "<small>", "<noBreak>", "<compat>"})
_UNIT = re.compile(r"[^\W\d_]{1,4}|[%‰]")
# 50余 is more than 50, and 3万 is thirty thousand: neither is a unit.
_NO_UNIT = frozenset("余多约近以左百千万亿")
_CHINESE = re.compile(r"[负零〇一二两三四五六七八九十百千万亿]+")
_TIMES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}

LEAVE = "填数字，没有发生的填 0，不适用的留空"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a cell, and the mend; the place is the reader's affair."""

    what: str
    mend: str = ""


def typed(text: str, cell: Cell) -> Decimal | Absent | Wrong:
    """The number that a text means in a cell of the form; ``ABSENT`` where it is blank or says that it does not apply.

    The cell's unit may stand behind the number, or one of the same money: 35000元 in a cell of 万元 is 3.5.
    """
    value = typed_amount(text, cell.unit)
    if isinstance(value, Decimal):
        return fitting(cell, value) or value
    return value


def typed_amount(text: str, unit: str) -> Decimal | Absent | Wrong:
    """The same where no cell says more of the number than its unit; "" is none, and then none may stand behind it."""
    value = from_text(text)
    if isinstance(value, Wrong):
        return _with_unit(text, unit) or value
    return value


def unit_behind(text: str) -> str:
    """The unit that stands behind a number, as written; "" where there is none, and where what stands there may be more."""
    written = _normal(text)
    match = _NUMBER.match(written)
    rest = Unit.of(written[match.end() :]) if match else Unit("")
    plainly = _UNIT.fullmatch(rest.word) and rest.word[0] not in _NO_UNIT
    return rest.word if rest.is_money or plainly else ""


def _with_unit(text: str, word: str) -> Decimal | Wrong | None:
    """The number in front of the unit or one of its kind; None where there is no such."""
    written = _normal(text)
    match = _NUMBER.match(written)
    if match is None:
        return None
    unit, wanted = Unit.of(written[match.end() :]), Unit.of(word)
    if not unit.word or unit.dimension != wanted.dimension:
        return None
    value = bounded(Decimal(match[1] + match[2].replace(",", "")))
    return value if isinstance(value, Wrong) else bounded(Quantity(value, unit).to(wanted).amount)


def from_text(text: str) -> Decimal | Absent | Wrong:
    """The number that a text is, and nothing else; ``ABSENT`` where it is blank, a stroke or 无."""
    written = _normal(text)
    if _BLANK.fullmatch(written):
        return ABSENT
    if match := _NUMBER.fullmatch(written):
        return bounded(Decimal(match[1] + match[2].replace(",", "")))
    return Wrong(f"“{shortened(text)}”不是数字", _mend(written))


def _normal(text: str) -> str:
    return "".join(map(_ordinary, text)).translate(_MINUS).strip()


def _ordinary(letter: str) -> str:
    """A full-width, small or unbreakable character as the ordinary one; 5² is not 52, so a raised digit stays what it is."""
    kind = unicodedata.decomposition(letter).partition(" ")[0]
    return unicodedata.normalize("NFKC", letter) if kind in _SAME_LETTER else letter


def _mend(written: str) -> str:
    if match := _NUMBER.match(written):
        rest = written[match.end() :].strip()
        if rest[:1] in _TIMES:
            whole = Decimal(match[1] + match[2].replace(",", "")) * _TIMES[rest[0]]
            return f"把数写全，如 {plain(whole)}"
        if rest and not any(letter.isdigit() for letter in rest):
            return f"只写数字 {match[0]}，不写“{shortened(rest)}”"
    if _CHINESE.match(written):
        return "用阿拉伯数字填写，不带单位"
    return LEAVE


def bounded(exact: Decimal) -> Decimal | Wrong:
    """The number as it is printed, without trailing zeros; refused beyond what any figure needs."""
    shown = plain(exact)
    if exact.copy_abs() >= LIMIT or len(shown.partition(".")[2]) > _PLACES:
        return Wrong(f"“{shortened(shown)}”超出合理范围（不到一千万亿、小数不超过15位）", "核对数值和单位")
    return Decimal(shown)


def fitting(cell: Cell, value: Decimal) -> Wrong | None:
    """Why a number cannot stand in a cell of the form; None where it can."""
    if cell.integer and value != value.to_integral_value():
        return Wrong(f"“{plain(value)}”有小数，这里是{cell.unit}数", "填整数")
    if value < 0 and not cell.signed:
        return Wrong(f"“{plain(value)}”是负数，这里不会小于 0", "核对后改正")
    return None


def shortened(shown: str) -> str:
    """A text as a message quotes it: on one line, cut where it is long."""
    line = " ".join(shown.split())
    return line if len(line) <= 24 else line[:24] + "…"
