"""Another value in the way in which a figure is written: 13件 for 12件, 1.3万余条 for 1.2万余条, 下降8.3% for 增长12.5%.

What comes of it is a stretch of the text and a template to stand there, mostly one reference, so that the figure follows its cell
from then on. Only 约, 近 and 超 are kept as words before digits: no reference can say them of a value that is exact.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from agent.drafting.amounts import own_unit, qualifier_of
from agent.drafting.formats import COMPARISONS, OWN, POINTS
from agent.drafting.quoting import changing, hundredfold, key_of, places_of, scale_of, scaled, ways
from agent.drafting.saying import say
from agent.drafting.setting import Missing, Setting
from agent.drafting.subjects import LONGEST, reference
from agent.errors import ExpressionError
from agent.figures.quantity import plain
from agent.forms.expressions import Expression, FactRef, references
from agent.forms.form import Form
from agent.verify.answer import Judged

_DIRECTION = re.compile(
    r"(?P<than>(?:比|较|同)上年(?:同期)?|同比)?(?P<way>增长|增加|上升|提高|提升|下降|减少|降低|回落)了?$"
)
_FAR = 12
_ABOUT = re.compile(r"(?P<word>大约|约|近|将近|超过|超|逾|突破|不足|不到|达到|达)$")
_BEHIND = re.compile(r"以上|左右|上下|以内|以下")
_DIGITS = re.compile(r"[1-9][0-9]*")
# How the last written digits were come by, by the word before or behind them.
_ROUNDING = {
    "约": ROUND_HALF_UP, "大约": ROUND_HALF_UP, "左右": ROUND_HALF_UP, "上下": ROUND_HALF_UP,
    "近": ROUND_CEILING, "将近": ROUND_CEILING, "不足": ROUND_CEILING, "不到": ROUND_CEILING,
    "以内": ROUND_CEILING, "以下": ROUND_CEILING,
    "超": ROUND_FLOOR, "超过": ROUND_FLOOR, "逾": ROUND_FLOOR, "突破": ROUND_FLOOR, "以上": ROUND_FLOOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restated:
    """A half-open stretch of the text, the template to stand there, and what it says now."""

    start: int
    end: int
    template: str
    said: str


def restated(text: str, item: Judged, expression: Expression, setting: Setting) -> Iterator[Restated]:
    """The ways to say an expression where a figure of a text stands, the one most like it first; none where it has no value."""
    if setting.form is None or isinstance(setting.worth(expression), Missing):
        return
    cells = list(references(expression))
    if any(cell.previous for cell in cells) and (subject := changing(expression)) is not None:
        yield from _changes(text, item, subject, setting)
    elif cells:
        yield from _about(text, item, expression, setting)
        start, end = _without_about(text, item)
        for source in _sources(item, expression, setting.form, setting):
            if (start, end) == (item.start, item.end):
                yield from _said(item.start, item.end, source, setting)
            else:
                yield from _said(start, end, source, setting)
                yield from _said(item.start, item.end, source, setting)


def _said(start: int, end: int, source: str, setting: Setting) -> Iterator[Restated]:
    """One reference, where it says something."""
    if len(source) > LONGEST:
        return
    try:
        said = say(reference(source), setting)
    except ExpressionError:
        return
    if not isinstance(said, Missing) and said.text:
        yield Restated(start, end, f"{{{{{source}}}}}", said.text)


def _sources(item: Judged, expression: Expression, form: Form, setting: Setting) -> Iterator[str]:
    """What may stand between the braces."""
    share = hundredfold(expression)
    if share is not None:
        yield f"{key_of(share, form)}|percent:{places_of(item)}"
        return
    source = key_of(expression, form)
    whole = isinstance(expression, FactRef) and expression.part is None
    if whole and qualifier_of(expression, setting):
        yield from (f"{source}|万|{OWN}", f"{source}|{OWN}") if scaled(item) else (f"{source}|{OWN}",)
    if (found := scaled(item)) is not None and "余" not in item.text and "多" not in item.text:
        yield f"{source}|{scale_of(found)}|{item.unit}" if item.unit else f"{source}|{scale_of(found)}"
    for way in ways(item, own_unit(expression, setting)):
        yield f"{source}|{way}" if way else source
    if item.unit:
        # 余 may have no order of magnitude to speak of, and a whole number no places.
        yield f"{source}|{item.unit}"


# --- 约, 近, 超 ---------------------------------------------------------------------------------------------------


def _without_about(text: str, item: Judged) -> tuple[int, int]:
    """The figure with the word that makes it approximate: an exact value has none."""
    before = _ABOUT.search(text, max(0, item.start - 2), item.start)
    behind = _BEHIND.match(text, item.end)
    drops = before is not None and before["word"] in _ROUNDING
    start = before.start() if before is not None and drops else item.start
    return start, behind.end() if behind else item.end


def _about(text: str, item: Judged, expression: Expression, setting: Setting) -> Iterator[Restated]:
    """Digits as round as those that stand there, behind the same word; only for whole numbers in their own unit."""
    before = _ABOUT.search(text, max(0, item.start - 2), item.start)
    behind = _BEHIND.match(text, item.end)
    word = before["word"] if before else behind[0] if behind else ""
    digits = _DIGITS.match(item.text)
    value, own = setting.worth(expression), own_unit(expression, setting)
    if word not in _ROUNDING or digits is None or isinstance(value, Missing) or item.unit != own:
        return
    if digits[0] + item.unit != item.text or value < 1:
        return
    zeros = len(digits[0]) - len(digits[0].rstrip("0"))
    grain = Decimal(1).scaleb(min(zeros, value.adjusted()))
    number = (value / grain).to_integral_value(_ROUNDING[word]) * grain
    said = f"{plain(number)}{item.unit}"
    yield Restated(item.start, item.end, said, said)


# --- against last year --------------------------------------------------------------------------------------------


def _changes(text: str, item: Judged, subject: Expression, setting: Setting) -> Iterator[Restated]:
    """A change with its direction, where a direction stands before the figure."""
    before = _DIRECTION.search(text, max(0, item.start - _FAR), item.start)
    if before is None or setting.form is None:
        return
    share = hundredfold(subject)
    source = key_of(subject if share is None else share, setting.form)
    than = (before["than"] or "").replace("同期", "")
    known = than in COMPARISONS
    start = before.start() if known else before.start("way")
    if item.unit == "%":
        kinds = [f"percent:{places_of(item)}"]
    elif item.unit == POINTS:
        kinds = [f"{POINTS}:{places_of(item)}"]
    else:
        kinds = list(ways(item, own_unit(subject, setting)))
    for kind in kinds:
        formats = "|".join(filter(None, (than if known else COMPARISONS[-1], kind)))
        yield from _said(start, item.end, f"change({source})|{formats}", setting)
