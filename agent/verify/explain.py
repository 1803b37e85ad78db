"""Say it in one Chinese sentence: what the text says, what it should be, the difference, and where from.

A reason claims that two things disagree, never which of them is wrong.
"""

from decimal import ROUND_HALF_UP, Context, Decimal

from agent.figures import Unit
from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression, FactRef, Number, Operation, references
from agent.forms.form import Form
from agent.verify.mention import Comparator, Mention

# A quotient has more digits than the default context could round at a place far behind the point.
_QUOTIENTS = Context(prec=120, rounding=ROUND_HALF_UP)


def name(form: Form, expression: Expression) -> str:
    """An expression as a person would name it: 表三 一、本年新收政府信息公开申请数量·总计＋二、…."""
    group = _group(form, expression)
    if group:
        return group
    if isinstance(expression, CellRef):
        return ("上年" if expression.previous else "") + form.label(expression.key)
    if isinstance(expression, FactRef):
        year = "上年" if expression.previous else ""
        return f"{year}事实“{expression.name}”" + (f"·{expression.part}" if expression.part else "")
    if isinstance(expression, Number):
        return plain(expression.value)
    return _operation(form, expression)


def _operation(form: Form, expression: Operation) -> str:
    op = {"+": "＋", "-": "－", "*": "×", "/": "÷"}[expression.op]
    left, right = name(form, expression.left), name(form, expression.right)
    if expression.op in "*/" and isinstance(expression.left, Operation) and not _group(form, expression.left):
        left = f"（{left}）"
    if (
        expression.op in "*/-"
        and isinstance(expression.right, Operation)
        and not _group(form, expression.right)
    ):
        right = f"（{right}）"
    return f"{left}{op}{right}"


def _group(form: Form, expression: Expression) -> str | None:
    """The name of a group whose members an expression adds up: （三）不予公开 8 项之和."""
    if not isinstance(expression, Operation) or expression.op != "+":
        return None
    refs = list(references(expression))
    if any(not isinstance(ref, CellRef) for ref in refs) or (
        len(refs) < 3 and "litigation" not in str(refs[0])
    ):
        return None
    keys = tuple(ref.key for ref in refs if isinstance(ref, CellRef))
    label = form.group_labels.get(keys)
    previous = isinstance(refs[0], CellRef) and refs[0].previous
    return f"{'上年' if previous else ''}{label}（{len(keys)}格之和）" if label else None


def unit_of(form: Form, expression: Expression) -> str:
    """The unit of the first cell of an expression; "" where it has none."""
    cells = (ref for ref in references(expression) if isinstance(ref, CellRef))
    return next((form.by_key[ref.key].unit for ref in cells), "")


def in_unit(amount: Decimal, unit: str, wanted: str) -> Decimal | None:
    """An amount converted into the unit that the text uses; None where they measure different things."""
    have, want = Unit.of(unit), Unit.of(wanted)
    if have.dimension == want.dimension or not wanted or not unit:
        return amount * have.factor / want.factor if have.is_money and want.is_money else amount
    return None


def rounded(actual: Decimal, mention: Mention) -> str:
    """A value at the precision in which the mention is written."""
    if mention.grain < 1:
        return format(_QUOTIENTS.quantize(actual, mention.grain), "f")
    whole = actual == actual.to_integral_value()
    return plain(actual if whole else _QUOTIENTS.quantize(actual, Decimal("0.01")))


def agrees(named: str, actual: Decimal, mention: Mention) -> str:
    """The reason of a figure that is right."""
    about = "" if mention.comparator is Comparator.EXACT else f"，与“{mention.text}”相符"
    return f"{named} = {rounded(actual, mention)}{mention.unit}{about}"


def differs(named: str, actual: Decimal, mention: Mention) -> str:
    """The reason of a figure that disagrees: the text's value, the other, the difference and the place."""
    value, unit = rounded(actual, mention), mention.unit
    if mention.comparator is not Comparator.EXACT:
        return f"文中“{mention.text}”，而{named} = {value}{unit}，不在其范围内"
    gap = mention.value - Decimal(value)
    return f"文中为{mention.written}{unit}，而{named} = {value}{unit}，{'多' if gap > 0 else '少'}{plain(abs(gap))}{unit}"
