"""An amount as text: the value of an expression in the format that is asked for.

What is written says no more than the figure does: an approximate fact stays approximate, a unit that measures something else
than the cell's own is refused, so is a percentage of what is no share. A number that would be rounded to nothing is not said.
"""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from agent.drafting.formats import OWN, POINTS, Writing
from agent.drafting.setting import Missing, Setting
from agent.figures import Unit
from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression, FactRef, Number, Operation

HUNDRED = Number(Decimal(100))
AFTER_UNIT = ("以上", "左右", "以内", "上下")
BEFORE_UNIT = ("余", "多")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_TEN = Decimal(10)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reference says, and the expression that its figure is; None for a name or a word."""

    text: str
    expression: str | None = None


def amount(source: str, writing: Writing, setting: Setting) -> Said | Missing:
    """The value of an expression, written."""
    expression = setting.expression(source)
    if isinstance(expression, Missing):
        return expression
    value, own = setting.worth(expression), own_unit(expression, setting)
    if isinstance(value, Missing):
        return value
    if isinstance(own, Missing):
        return own
    value = abs(value) if writing.absolute else value
    qualifier = qualifier_of(expression, setting)
    if writing.percent and own is None:
        share = Operation("*", HUNDRED, expression)
        return Said(rounded(value * 100, _or(writing.places, 1)) + "%", str(share))
    if writing.percent and own != "%":
        return Missing((f"“{source}”的单位是“{own}”，不是占比，不能写成百分数",))
    text = quantity(value, writing, own, qualifier)
    return text if isinstance(text, Missing) else Said(text, str(expression))


def _or(places: int | None, otherwise: int) -> int:
    return otherwise if places is None else places


def quantity(value: Decimal, writing: Writing, own: str | None, qualifier: str = "") -> str | Missing:
    """A value that is in the unit ``own`` (None: of no one unit), written in the unit and the form that are asked for."""
    unit = _unit(writing, own)
    if unit.word == POINTS and own != POINTS:
        return Missing(("只有 change(…) 能写成百分点",))
    if own and unit.word and unit.word != own:
        if not (unit.is_money and Unit.of(own).is_money):
            return Missing((f"单位是“{own}”，不能写成“{unit}”",))
        value = value * Unit.of(own).factor / unit.factor
    elif own and writing.scale and not unit.word:
        # 4316.52万元|万 is 4316.52万 of 元, whatever follows.
        value = value * Unit.of(own).factor
    if qualifier:
        return _qualified(value, unit.word, qualifier, writing.scale)
    if writing.over:
        return _over(value, unit)
    number = _number(value, writing)
    return number if isinstance(number, Missing) else number + unit.word


def _unit(writing: Writing, own: str | None) -> Unit:
    if writing.unit != OWN:
        return Unit.of("%" if writing.percent else writing.unit)
    unit = Unit.of(own or "")
    return Unit.of("元") if writing.scale and unit.is_money else unit


def _number(value: Decimal, writing: Writing) -> str | Missing:
    """In 万 or 亿 where asked, to the places that are asked for."""
    scaled = value / _SCALES[writing.scale] if writing.scale else value
    if writing.places is None:
        return short(scaled) + writing.scale
    text = rounded(scaled, writing.places)
    if value and not Decimal(text):
        return Missing(
            (
                f"{short(value)}写成{writing.places}位小数{f'的{writing.scale}' if writing.scale else ''}就是0，写不出",
            )
        )
    return text + writing.scale


def _qualified(value: Decimal, unit: str, qualifier: str, scale: str) -> str:
    """With the fact's own qualifier and all its digits: 约 already says that the number is no exact one."""
    number = short(value / _SCALES[scale]) + scale if scale else short(value)
    if not scale and abs(value) >= 10000 and value % 1000 == 0 and not unit.startswith(("万", "亿")):
        number = short(value / 10000) + "万"
    if qualifier in BEFORE_UNIT:
        return number + qualifier + unit
    return number + unit + qualifier if qualifier in AFTER_UNIT else qualifier + number + unit


# --- order of magnitude -------------------------------------------------------------------------------------------


def _over(value: Decimal, unit: Unit) -> str:
    """200余件. Money goes on in the unit that was asked for only from ten to ten thousand: 4300余万元, 1.2亿余元."""
    if not unit.is_money or unit.word == "元":
        return _magnitude(value) + unit.word
    if _TEN <= value < 10_000 or value == 0:
        return _magnitude(value) + unit.word
    return _magnitude(value * unit.factor) + "元"


def _magnitude(value: Decimal) -> str:
    """The leading digit where little stands behind it, else the leading two, with 余; a round value as it is.

    213 is 200余, 297 is 290余, 12345 is 1.2万余; 13 is 10余; 200 and 12000 are 200 and 1.2万. Below ten, and below zero,
    there is no order of magnitude.
    """
    if value < _TEN:
        return short(value)
    one, two = _floor(value, 1), _floor(value, 2)
    if value == one or (value == two and value >= 100):
        return _in_words(value)
    # Little: less than a tenth of the value, and the second digit no more than one.
    lost = value - one
    little = lost * 10 < value and lost * 5 < Decimal(1).scaleb(value.adjusted())
    return _in_words(one if value < 100 or little else two) + "余"


def _floor(value: Decimal, digits: int) -> Decimal:
    """The value cut off behind its leading digits."""
    grain = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return (value / grain).to_integral_value(ROUND_FLOOR) * grain


def _in_words(value: Decimal) -> str:
    """1.2万, 3亿, 2000."""
    scale = next((name for name in ("亿", "万") if value >= _SCALES[name]), "")
    return plain(value / _SCALES[scale]) + scale if scale else plain(value)


# --- digits -------------------------------------------------------------------------------------------------------


def short(value: Decimal) -> str:
    """A number as it is; a quotient that does not end, to two places."""
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        return plain(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return plain(value)


def rounded(value: Decimal, places: int) -> str:
    """Half up, to so many places."""
    number = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return format(abs(number) if number == 0 else number, "f")


# --- units --------------------------------------------------------------------------------------------------------


def own_unit(expression: Expression, setting: Setting) -> str | Missing | None:
    """The one unit of all that an expression adds up; None for a quotient or a product, and where units differ.

    Missing where 元 would be added to 万元, or money to something else.
    """
    if isinstance(expression, Operation):
        left, right = own_unit(expression.left, setting), own_unit(expression.right, setting)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return left if isinstance(left, Missing) else right
        if expression.op in "*/":
            return None
        if left and right and left != right and any(Unit.of(word).is_money for word in (left, right)):
            return Missing((f"“{left}”与“{right}”不能直接相加减",))
        return left if left == right else None
    if isinstance(expression, CellRef):
        cell = setting.form.by_key.get(expression.key) if setting.form else None
        return cell.unit if cell else None
    if isinstance(expression, FactRef):
        source = setting.previous if expression.previous else setting.figures
        fact = source.fact(expression.name) if source else None
        return Unit.of(fact.unit).word if fact else None
    return None


def qualifier_of(expression: Expression, setting: Setting) -> str:
    """The qualifier of a fact (余, 约); "" for everything else."""
    if isinstance(expression, FactRef) and expression.part is None:
        source = setting.previous if expression.previous else setting.figures
        fact = source.fact(expression.name) if source else None
        return (fact.qualifier or "").strip() if fact else ""
    return ""
