"""From references to text: what a template says over given figures, or why it cannot be said.

Pure and total. An unknown key, an empty cell, last year's figures that are missing or of another year, a division by zero:
each is a :class:`Missing` with its reason, never an exception and never a blank in a sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext

from agent.drafting.references import COMPARISONS, Amount, Change, Reference, Template, Word, Year
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name
from agent.errors import ExpressionError
from agent.figures import FigureSet, Unit
from agent.figures.quantity import plain
from agent.forms.expressions import (
    CellRef,
    Expression,
    FactRef,
    Number,
    Operation,
    last_year,
    references,
)

_WIDE = Context(prec=120)
_HUNDRED = Number(Decimal(100))
_AFTER_UNIT = ("以上", "左右", "以内", "上下")
_BEFORE_UNIT = ("余", "多")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a reference stands in the realised text, half-open; ``expression`` is None for a name or a word."""

    start: int
    end: int
    reference: str
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Realised:
    """The text, and the spans of its references in text order."""

    text: str
    spans: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    expression: str | None = None


def realise(
    template: str | Template, figures: FigureSet, previous: FigureSet | None = None
) -> Realised | Missing:
    """What a template says over these figures; a template that does not parse is Missing as well."""
    return realise_in(template, Setting.of(figures, previous))


def realise_in(template: str | Template, setting: Setting) -> Realised | Missing:
    """The same in a setting made before."""
    try:
        parsed = Template.of(template) if isinstance(template, str) else template
    except ExpressionError as error:
        return Missing((str(error),))
    text = ""
    spans: list[Quoted] = []
    reasons: list[str] = []
    for token in parsed.tokens:
        if isinstance(token, str):
            text += token
            continue
        said = say(token, setting)
        if isinstance(said, Missing):
            reasons += said.reasons
            continue
        spans.append(Quoted(len(text), len(text) + len(said.text), token.source, said.expression))
        text += said.text
    return Missing(tuple(dict.fromkeys(reasons))) if reasons else Realised(text, tuple(spans))


def say(reference: Reference, setting: Setting) -> _Said | Missing:
    """What one reference says."""
    try:
        with localcontext(_WIDE):
            return _say(reference, setting)
    except (DecimalException, RecursionError):
        return Missing((f"“{reference.source[:40]}”太大或太深，写不出",))


def _say(reference: Reference, setting: Setting) -> _Said | Missing:
    subject = reference.subject
    if isinstance(subject, Word):
        text = _WORDS[subject.name](setting)
        return _Said(text) if text else Missing((f"没有填“{subject.name}”",))
    if isinstance(subject, Year):
        return _Said(str(setting.figures.year + subject.shift))
    if isinstance(subject, Change):
        return _change(subject, reference.formats, setting)
    return _amount(subject, reference.formats, setting)


# --- words --------------------------------------------------------------------------------------------------------


def _contents(setting: Setting) -> str:
    return "".join(f"“{section.title}”" for section in setting.form.sections) if setting.form else ""


def _title_inside(text: str) -> str:
    """A title quoted inside a title takes single guillemets."""
    return text.replace("《", "〈").replace("》", "〉")


def _notice(setting: Setting) -> str:
    form = setting.form
    return f"《{_title_inside(form.authority_title)}》（{form.authority}）" if form else ""


def _line(text: str) -> str:
    """What a person typed, on one line: a sentence has no line breaks."""
    return " ".join(text.split())


_WORDS: dict[str, Callable[[Setting], str]] = {
    "title": lambda s: s.form.title(short_name(_line(s.figures.unit)), s.figures.year) if s.form else "",
    "unit": lambda s: _line(s.figures.unit),
    "unit.short": lambda s: short_name(_line(s.figures.unit)),
    "we": lambda s: s.speaker.we,
    "whole": lambda s: s.speaker.whole,
    "period": lambda s: f"{s.figures.year}年1月1日至{s.figures.year}年12月31日",
    "form.authority": lambda s: s.form.authority if s.form else "",
    "form.authority_title": lambda s: _title_inside(s.form.authority_title) if s.form else "",
    "form.notice": _notice,
    "form.report": lambda s: s.form.report if s.form else "",
    "form.contents": _contents,
    "contact.office": lambda s: _line(s.figures.contact.office),
    "contact.address": lambda s: _line(s.figures.contact.address),
    "contact.postcode": lambda s: _line(s.figures.contact.postcode),
    "contact.telephone": lambda s: _line(s.figures.contact.telephone),
    "contact.fax": lambda s: _line(s.figures.contact.fax),
    "contact.email": lambda s: _line(s.figures.contact.email),
}


# --- amounts ------------------------------------------------------------------------------------------------------


def _amount(subject: Amount, formats: tuple[str, ...], setting: Setting) -> _Said | Missing:
    expression = setting.expression(subject.expression)
    if isinstance(expression, Missing):
        return expression
    value = setting.worth(expression)
    if isinstance(value, Missing):
        return value
    own, qualifier = _own_unit(expression, setting), _qualifier(expression, setting)
    if "绝对值" in formats:
        value = abs(value)
    rest = [name for name in formats if name != "绝对值"]
    written = rest[0] if rest else ""
    if written.startswith("percent"):
        share = Operation("*", _HUNDRED, expression)
        return _Said(_rounded(value * 100, int(written[8:])) + "%", str(share))
    if written.startswith("万:") or written == "万":
        number = value / 10000
        return _Said(
            (_rounded(number, int(written[2:])) if ":" in written else _short(number)) + "万", str(expression)
        )
    text = _with_unit(value, written, own, qualifier)
    return text if isinstance(text, Missing) else _Said(text, str(expression))


def _with_unit(value: Decimal, written: str, own: str | None, qualifier: str) -> str | Missing:
    """The value in the unit that is asked for; a unit that measures something else than the cell's own is refused."""
    unit = Unit.of(own or "") if written == "带单位" else Unit.of(written)
    if own is not None and unit.word and unit.word != own:
        if not (unit.is_money and Unit.of(own).is_money):
            return Missing((f"单位是“{own}”，不能写成“{unit}”",))
        value = value * Unit.of(own).factor / unit.factor
    return _qualified(value, unit.word, qualifier)


def _qualified(value: Decimal, unit: str, qualifier: str) -> str:
    if not qualifier:
        return _short(value) + unit
    number = _short(value)
    if abs(value) >= 10000 and value % 1000 == 0:
        number = _short(value / 10000) + "万"
    if qualifier in _BEFORE_UNIT:
        return number + qualifier + unit
    return number + unit + qualifier if qualifier in _AFTER_UNIT else qualifier + number + unit


def _short(value: Decimal) -> str:
    """A number as it is; a quotient that does not end, to two places."""
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        return plain(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return plain(value)


def _rounded(value: Decimal, places: int) -> str:
    number = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return format(abs(number) if number == 0 else number, "f")


def _own_unit(expression: Expression, setting: Setting) -> str | None:
    """The one unit of everything that an expression adds up; None for a quotient or a product, and where units differ."""
    if isinstance(expression, Operation) and expression.op in "*/":
        return None
    if isinstance(expression, Operation):
        left, right = _own_unit(expression.left, setting), _own_unit(expression.right, setting)
        return left if left == right else None
    if isinstance(expression, CellRef):
        cell = setting.form.by_key.get(expression.key) if setting.form else None
        return cell.unit if cell else None
    if isinstance(expression, FactRef):
        fact = setting.figures.fact(expression.name)
        return Unit.of(fact.unit).word if fact else None
    return None


def _qualifier(expression: Expression, setting: Setting) -> str:
    if isinstance(expression, FactRef) and expression.part is None:
        source = setting.previous if expression.previous else setting.figures
        fact = source.fact(expression.name) if source else None
        return (fact.qualifier or "").strip() if fact else ""
    return ""


# --- change -------------------------------------------------------------------------------------------------------


def _change(subject: Change, formats: tuple[str, ...], setting: Setting) -> _Said | Missing:
    now = setting.expression(subject.expression)
    if isinstance(now, Missing):
        return now
    then = last_year(now)
    if then is None:
        return Missing((f"“{subject.expression}”已是上年数，不能再与上年比",))
    if any(_qualifier(ref, setting) for side in (now, then) for ref in references(side)):
        return Missing(("约数不能计算增减",))
    new, old = setting.worth(now), setting.worth(then)
    if isinstance(new, Missing) or isinstance(old, Missing):
        return new if isinstance(new, Missing) else old if isinstance(old, Missing) else Missing(())
    than = next((name for name in formats if name in COMPARISONS), "比上年")
    than = "" if than == "只写增减" else than
    difference = Operation("-", now, then)
    if new == old:
        return _Said("与上年持平" if than else "持平", str(difference))
    written = [name for name in formats if name not in COMPARISONS]
    if written and not written[0].startswith("percent"):
        text = _with_unit(abs(new - old), written[0], _own_unit(now, setting), "")
        word = "增加" if new > old else "减少"
        return text if isinstance(text, Missing) else _Said(f"{than}{word}{text}", str(difference))
    rate = _rate(new, old, int(written[0][8:]) if written else None)
    if isinstance(rate, Missing):
        return rate
    growth = Operation("*", _HUNDRED, Operation("/", difference, then))
    return _Said(f"{than}{'增长' if new > old else '下降'}{rate}%", str(growth))


def _rate(new: Decimal, old: Decimal, places: int | None) -> str | Missing:
    if old <= 0 or new < 0:
        return Missing(("上年为0，不能计算增减幅度",))
    percent = abs(new - old) / old * 100
    for tried in (places,) if places is not None else (1, 2):
        text = _rounded(percent, tried)
        if Decimal(text) != 0:
            return text
    return Missing(("增减幅度太小，写不出",))
