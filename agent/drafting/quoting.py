"""From a published paragraph to a template: its figures as references, so that it can be refilled with other figures.

The verifier says which cells or facts a figure speaks of; here that becomes the reference that writes the figure as it is
written. A reference is only taken where it says exactly what stands there, white space aside: 202件, 200余件, 1.5万件, 90.6%,
1000余个 of a fact, 同比增长30.3%, 比上年提高1.2个百分点. What looks back at last year is only taken together with its direction,
since a template that says 增长 must not be refilled with a decline. The report's own year becomes ``{{year}}``, the unit's name
``{{unit}}``. What cannot be written as a reference stays in digits and is counted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.drafting.amounts import AFTER_UNIT, own_unit, qualifier_of
from agent.drafting.formats import COMPARISONS, OWN, POINTS
from agent.drafting.saying import say
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name
from agent.drafting.subjects import LONGEST, reference
from agent.errors import ExpressionError
from agent.figures import Unit
from agent.forms.expressions import CellRef, Expression, FactRef, Number, Operation, last_year, references
from agent.forms.form import Form
from agent.verify.answer import Judged, Verdict

_FRACTION = re.compile(r"\.(\d{1,6})")
_SCALE = re.compile(r"(?:\.(\d{1,6}))?\s*([万亿])")
_YEAR = re.compile(r"(?<!\d)20\d{2}(?=\s*年)")
_BRACES = re.compile(r"[{}]{2}")
_ONE, _HUNDRED = Number(Decimal(1)), Number(Decimal(100))


@dataclass(frozen=True, slots=True)
class Quotation:
    """``template`` says the text again over the same figures, white space aside. ``loose``: figures left in it as digits."""

    template: str
    loose: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, half-open, that a reference stands for."""

    start: int
    end: int
    source: str


def quoted(text: str, judged: Sequence[Judged], setting: Setting) -> Quotation:
    """The text as a template. ``judged`` are the verifier's figures of it, in text order, spans over ``text``.

    ``setting`` is the report's own: its figures and, where there are any, the year before's.
    """
    if _BRACES.search(text):
        return Quotation(_BRACES.sub("", text), sum(_is_figure(item) for item in judged))
    pieces: list[Piece] = []
    loose = 0
    for item in judged:
        piece = reference_of(text, item, setting)
        if piece is not None:
            pieces.append(piece)
        elif _is_figure(item):
            loose += 1
    pieces += _names(text, pieces, setting)
    return Quotation(spliced(text, sorted(pieces, key=lambda piece: piece.start)), loose)


def _is_figure(item: Judged) -> bool:
    """Whether an expression is a figure that depends on the year: no date, no ordinal, and no count of the text itself."""
    if item.verdict is Verdict.EXEMPT:
        return False
    return item.expression is None or not item.expression.isdigit()


def spliced(text: str, pieces: Sequence[Piece]) -> str:
    """The text with its pieces as references; they are in text order and do not overlap."""
    made, at = "", 0
    for piece in pieces:
        made += f"{text[at : piece.start]}{{{{{piece.source}}}}}"
        at = piece.end
    return made + text[at:]


# --- figures ------------------------------------------------------------------------------------------------------


def reference_of(text: str, item: Judged, setting: Setting) -> Piece | None:
    """The reference that says what a verified figure of a text says; None where there is none."""
    if item.verdict is Verdict.EXEMPT:
        return _year(item, setting) if item.check == "date" else None
    if item.verdict is not Verdict.VERIFIED or item.expression is None or setting.form is None:
        return None
    try:
        expression = setting.form.parse(item.expression)
    except ExpressionError:
        return None
    cells = list(references(expression))
    if not cells:
        return None
    if any(cell.previous for cell in cells):
        return _change(text, item, expression, setting)
    return next(_amount(text, item, expression, setting.form, setting), None)


def _saying(
    text: str, item: Judged, sources: Iterable[str], setting: Setting, longest: int = 0
) -> Iterator[Piece]:
    """Those of the sources that say what stands before the figure's end; with ``longest`` they may begin before it."""
    for source in sources:
        said = _said(source, setting)
        start = _begin(text, item.end, said) if said else None
        if start is not None and item.start - longest <= start <= item.start:
            yield Piece(start, item.end, source)


def _said(source: str, setting: Setting) -> str:
    """What a reference says; "" where it is none, or says nothing."""
    if len(source) > LONGEST:
        return ""
    try:
        said = say(reference(source), setting)
    except ExpressionError:
        return ""
    return "" if isinstance(said, Missing) else said.text


def _begin(text: str, end: int, said: str) -> int | None:
    """Where a text that ends at ``end`` and says this begins, white space aside; None where it says something else."""
    at = end
    for letter in reversed(said):
        while at > 0 and text[at - 1].isspace():
            at -= 1
        if at == 0 or text[at - 1] != letter:
            return None
        at -= 1
    return at


def _amount(text: str, item: Judged, expression: Expression, form: Form, setting: Setting) -> Iterator[Piece]:
    """The ways to write an amount, the likely one first."""
    share = hundredfold(expression)
    if share is not None:
        yield from _saying(text, item, [f"{key_of(share, form)}|percent:{places_of(item)}"], setting)
        return
    source = key_of(expression, form)
    if isinstance(expression, FactRef) and expression.part is None:
        yield from _fact(text, item, expression, setting)
    found = scaled(item)
    if found is not None and "余" not in item.text:
        # 1.5万件: the reference says 1.5万, and 件 stays.
        before = replace(item, end=item.end - len(item.text) + found.end())
        yield from _saying(text, before, [f"{source}|{scale_of(found)}"], setting)
    yield from _saying(
        text,
        item,
        (f"{source}|{way}" if way else source for way in ways(item, own_unit(expression, setting))),
        setting,
    )


def _fact(text: str, item: Judged, fact: FactRef, setting: Setting) -> Iterator[Piece]:
    """A fact as it is, with its own unit, and with its qualifier on whichever side that stands: 约300个, 500个以上."""
    qualifier = qualifier_of(fact, setting)
    end = item.end + len(qualifier) if qualifier in AFTER_UNIT else item.end
    whole = replace(item, end=end)
    yield from _saying(text, whole, [f"{fact}|{OWN}", f"{fact}|万|{OWN}"], setting, longest=len(qualifier))


def scaled(item: Judged) -> "re.Match[str] | None":
    """Where a figure is in 万 or 亿 that are no part of its unit."""
    number = item.text.removesuffix(item.unit) if Unit.of(item.unit).is_money else item.text
    return _SCALE.search(number)


def scale_of(found: "re.Match[str]") -> str:
    """The format of such a scale with its places."""
    return f"{found[2]}:{len(found[1])}" if found[1] else found[2]


def ways(item: Judged, own: str | Missing | None) -> Iterator[str]:
    """The formats that may have written a figure of the unit ``own``, behind the pipe; "" for none."""
    unit = item.unit
    if "余" in item.text:
        yield from (f"余|{unit}", f"余|万{unit}") if unit else ("余",)
        return
    found, fraction = scaled(item), _FRACTION.search(item.text)
    if found is not None:
        yield f"{scale_of(found)}|{unit}" if unit else scale_of(found)
    elif unit and fraction is not None:
        # In its own unit as it is; converted into another it was rounded.
        placed = f"{unit}:{len(fraction[1])}"
        yield from (unit, placed) if unit == own else (placed, unit)
    else:
        yield unit


def places_of(item: Judged) -> int:
    """How many places a figure is written with."""
    found = _FRACTION.search(item.text)
    return len(found[1]) if found else 0


def hundredfold(expression: Expression) -> Expression | None:
    """What a percentage is a hundred times of."""
    if isinstance(expression, Operation) and expression.op == "*" and expression.left == _HUNDRED:
        return expression.right
    # 100 * a / b is read from the left.
    if isinstance(expression, Operation) and expression.op == "/":
        above = hundredfold(expression.left)
        return Operation("/", above, expression.right) if above is not None else None
    return None


def key_of(expression: Expression, form: Form) -> str:
    """The expression, sums of a whole group as the group's key: another edition may have other rows in it."""
    if isinstance(expression, Operation):
        terms = _terms(expression)
        name = next((key for key, members in form.sums.items() if members == terms), None)
        if name is not None:
            return name
        left, right = key_of(expression.left, form), key_of(expression.right, form)
        return (
            str(expression)
            if (left, right) == (str(expression.left), str(expression.right))
            else (
                f"{_bracketed(left, expression.left)} {expression.op} {_bracketed(right, expression.right)}"
            )
        )
    return str(expression)


def _bracketed(written: str, expression: Expression) -> str:
    return f"({written})" if isinstance(expression, Operation) and " " in written else written


def _terms(expression: Expression) -> tuple[str, ...] | None:
    """The cells that an expression adds up; None where it does something else."""
    if isinstance(expression, CellRef):
        return None if expression.previous else (expression.key,)
    if isinstance(expression, Operation) and expression.op == "+":
        left, right = _terms(expression.left), _terms(expression.right)
        return None if left is None or right is None else left + right
    return None


# --- against last year --------------------------------------------------------------------------------------------

# The longest direction that stands before a figure: 比上年同期减少.
_DIRECTION = 8


def _change(text: str, item: Judged, expression: Expression, setting: Setting) -> Piece | None:
    """A growth or a difference with the direction before it."""
    subject = changing(expression)
    if subject is None or setting.form is None:
        return None
    share = hundredfold(subject)
    source = key_of(subject if share is None else share, setting.form)
    kinds = (
        [f"percent:{places_of(item)}"] if item.unit == "%" else list(ways(item, own_unit(subject, setting)))
    )
    if item.unit == POINTS:
        kinds = [f"{POINTS}:{places_of(item)}"]
    pairs = ((than, kind) for than in COMPARISONS for kind in kinds)
    sources = (
        f"change({source})|{than}|{kind}" if kind else f"change({source})|{than}" for than, kind in pairs
    )
    pieces = _saying(text, item, sources, setting, longest=_DIRECTION)
    return max(
        (piece for piece in pieces if piece.start < item.start),
        key=lambda p: item.end - p.start,
        default=None,
    )


def changing(expression: Expression) -> Expression | None:
    """What has changed, where an expression is a growth rate or a difference against the year before."""
    rate = hundredfold(expression)
    changed = rate if rate is not None else expression
    if not isinstance(changed, Operation) or changed.op not in "-/":
        return None
    if rate is not None and changed.op == "-":
        # a / prev.a - 1, or 1 - a / prev.a
        quotient = changed.left if changed.right == _ONE else changed.right if changed.left == _ONE else None
        if isinstance(quotient, Operation) and quotient.op == "/":
            return _pair(quotient.left, quotient.right)
        return None
    if rate is not None:
        inner = changed.left
        return _pair(inner.left, inner.right) if isinstance(inner, Operation) and inner.op == "-" else None
    return _pair(changed.left, changed.right) if changed.op == "-" else None


def _pair(one: Expression, other: Expression) -> Expression | None:
    """The one of the two that the other is a year before."""
    if last_year(one) == other:
        return one
    return other if last_year(other) == one else None


# --- years and names ----------------------------------------------------------------------------------------------


def _year(item: Judged, setting: Setting) -> Piece | None:
    """The report's year, or the one before it, at the beginning of a date."""
    found = _YEAR.match(item.text)
    if found is None:
        return None
    shift = int(found[0]) - setting.figures.year
    if shift not in (0, -1):
        return None
    return Piece(item.start, item.start + 4, "year" if shift == 0 else "year-1")


def _names(text: str, taken: Sequence[Piece], setting: Setting) -> Iterator[Piece]:
    """The unit's own name, in full or as titles have it."""
    full = setting.figures.unit.strip()
    if not full:
        return
    short = short_name(full)
    for found in re.finditer(f"{re.escape(full)}|{re.escape(short)}", text):
        if not any(piece.start < found.end() and found.start() < piece.end for piece in taken):
            yield Piece(found.start(), found.end(), "unit" if found[0] == full else "unit.short")
