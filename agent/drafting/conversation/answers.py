"""Answers that need no writer: this year against last, where a number comes from, why it is objected to. All by code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from agent.drafting.brief import Part
from agent.drafting.conversation.naming import bound, is_total, meant
from agent.drafting.record import PartRecord
from agent.drafting.scrutiny import Against, scrutinise
from agent.drafting.setting import Missing, Setting
from agent.figures import Fact
from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression, FactRef, last_year, references
from agent.forms.form import Form
from agent.verify import verify
from agent.verify.answer import Answer, Judged
from agent.verify.explain import name, unit_of
from agent.verify.mention import Mention
from agent.verify.numerals import find

_MOST = 12
_SENTENCE = 60
_REASONS = 6


@dataclass(frozen=True)
class Desired:
    """What the answers are about: the figures, the form, the report's text as it stands and what the verifier says of it."""

    setting: Setting
    form: Form
    text: str
    answer: Answer

    @classmethod
    def of(cls, text: str, setting: Setting, form: Form) -> "Desired":
        """The text verified over the setting's figures."""
        return cls(setting, form, text, verify(text, setting.figures, setting.previous))


# --- this year against last -----------------------------------------------------------------------------------------


def compared(words: str, part: Part | None, desired: Desired) -> tuple[str, ...]:
    """A line for each figure; a sentence where nothing can be compared."""
    setting, form = desired.setting, desired.form
    if setting.previous is None:
        return (f"没有{setting.figures.unit}上一年的数据，比不了；打开时请一并给出上年的数据或报告",)
    if words and part is None:
        expressions = meant(words, setting, form)
        if not expressions:
            return (f"表里和登记的事实里没有找到“{words}”，请换个说法，如：新收申请、行政许可、行政复议",)
    else:
        expressions = tuple(_of_part(part, setting, form)) if part else ()
        expressions = expressions or tuple(_headlines(setting, form))
    lines = tuple(dict.fromkeys(_compared(each, desired) for each in expressions))
    return lines or ("两年的数都没有填，比不了",)


def _of_part(part: Part, setting: Setting, form: Form) -> Iterator[Expression]:
    for section in form.sections:
        for topic in section.topics:
            if section.id == part.section and part.topic in ("", topic.id):
                for source in (*topic.figures, *(f'fact("{each}")' for each in topic.facts)):
                    expression = bound(source, setting)
                    if expression is not None:
                        yield expression


def _headlines(setting: Setting, form: Form) -> Iterator[Expression]:
    """What is worth comparing: totals that are not empty or zero in both years, and facts of both."""
    for source in _sources(form):
        expression = bound(source, setting)
        if expression is None:
            continue
        then = last_year(expression)
        values = [setting.worth(each) for each in (expression, then) if each is not None]
        if any(not isinstance(value, Missing) and value for value in values):
            yield expression
    for fact in setting.figures.facts:
        known = setting.previous.fact(fact.name) if setting.previous else None
        if known is not None and fact.value is not None and '"' not in fact.name:
            expression = bound(f'fact("{fact.name}")', setting)
            if expression is not None:
                yield expression


def _sources(form: Form) -> Iterator[str]:
    seen: set[str] = set()
    grouped = {member for key, group in form.groups.items() if is_total(key) for member in group.members}
    topics = (key for section in form.sections for topic in section.topics for key in topic.figures)
    groups = (key for key in form.groups if is_total(key))
    cells = (cell.key for cell in form.cells if is_total(cell.key) and cell.key not in grouped)
    for key in (*topics, *cells, *groups):
        if key not in seen:
            seen.add(key)
            yield key


def _compared(expression: Expression, desired: Desired) -> str:
    setting, form = desired.setting, desired.form
    then = last_year(expression)
    label, unit = name(form, expression), unit_for(expression, desired)
    new = setting.worth(expression)
    old = setting.worth(then) if then is not None else Missing(("没有上年数",))
    if isinstance(new, Missing) or isinstance(old, Missing):
        missing = new if isinstance(new, Missing) else old
        return f"{label}：今年{_told(new, unit)}，上年{_told(old, unit)}，比不了（{getattr(missing, 'reason', '')}）"
    return f"{label}：今年{plain(new)}{unit}，上年{plain(old)}{unit}，{_moved(new, old, unit)}"


def _told(value: Decimal | Missing, unit: str) -> str:
    return "没有填" if isinstance(value, Missing) else f"{plain(value)}{unit}"


def _moved(new: Decimal, old: Decimal, unit: str) -> str:
    if new == old:
        return "持平"
    gap = f"{'增加' if new > old else '减少'}{plain(abs(new - old))}{unit}"
    if old <= 0 or new < 0:
        return f"{gap}（上年为{plain(old)}，不算增幅）"
    if unit in ("%", "百分点"):
        return f"{'提高' if new > old else '降低'}{plain(abs(new - old))}个百分点"
    rate = (abs(new - old) / old * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{gap}，{'增长' if new > old else '下降'}{rate}%"


def unit_for(expression: Expression, desired: Desired) -> str:
    """The unit of an expression's first cell or fact; "" where it has none."""
    for reference in references(expression):
        if isinstance(reference, FactRef):
            fact = desired.setting.figures.fact(reference.name)
            return fact.unit if fact else ""
    return unit_of(desired.form, expression)


# --- where a number comes from --------------------------------------------------------------------------------------


def where_from(words: str, within: tuple[int, int] | None, desired: Desired) -> tuple[str, ...]:
    """A line for each figure that is meant: what it says, the verdict, the cells with their places.

    ``within`` is the stretch of the text that was spoken of last; it counts where the words only point at it.
    """
    numbers = [each for each in find(words) if isinstance(each, Mention)]
    if not words:
        items = [
            each
            for each in desired.answer.figures
            if _inside(each, within) and each.verdict.value != "exempt"
        ]
        return tuple(_traced(each, desired) for each in items[:_MOST]) or (
            "请说是哪一个数，例如：127件哪来的",
        )
    if numbers:
        return _numbered(numbers, desired)
    expressions = meant(words, desired.setting, desired.form)
    if not expressions:
        return (f"表里和登记的事实里没有找到“{words}”；可以直接说数，例如：127件哪来的",)
    return tuple(dict.fromkeys(f"{_valued(each, desired)}；{_places(each, desired)}" for each in expressions))


def _inside(item: Judged, within: tuple[int, int] | None) -> bool:
    return within is None or (within[0] <= item.start and item.end <= within[1])


def _numbered(numbers: Sequence[Mention], desired: Desired) -> tuple[str, ...]:
    lines: list[str] = []
    for number in numbers:
        items = [each for each in desired.answer.figures if _same(number, each)]
        found = [_traced(each, desired) for each in items] or list(_holding(number, desired))
        lines += found or [f"“{number.text}”在正文、表格和登记的事实里都没有"]
    return tuple(dict.fromkeys(lines))[:_MOST]


def _same(number: Mention, item: Judged) -> bool:
    if item.value is None or item.value != plain(number.value):
        return False
    return not number.unit or number.unit == item.unit


def _traced(item: Judged, desired: Desired) -> str:
    """A figure of the text: its sentence, the verdict with its reason, the places of its cells."""
    said = f"“{item.text}”（{_sentence(item, desired.text)}）{item.verdict.label}：{item.reason}"
    if item.expression is None:
        return said
    expression = bound(item.expression, desired.setting)
    return said if expression is None else f"{said}；{_places(expression, desired)}"


def _sentence(item: Judged, text: str) -> str:
    start = max(text.rfind(mark, 0, item.start) for mark in "。\n；") + 1
    ends = [at for mark in "。\n；" if (at := text.find(mark, item.end)) >= 0]
    sentence = text[start : min(ends, default=len(text))].strip()
    return sentence if len(sentence) <= _SENTENCE else f"{sentence[:_SENTENCE]}…"


def _holding(number: Mention, desired: Desired) -> Iterator[str]:
    """The cells and facts that hold a number which the text does not quote."""
    figures, form = desired.setting.figures, desired.form
    for key, value in figures:
        unit = form.by_key[key].unit if key in form.by_key else ""
        if value == number.value and value and (not number.unit or number.unit == unit):
            expression = bound(key, desired.setting)
            if expression is not None:
                yield f"正文里没有引用；{_valued(expression, desired)}；{_places(expression, desired)}"
    for fact in figures.facts:
        if fact.value == number.value and number.unit in ("", fact.unit):
            yield f"正文里没有引用；登记的事实“{fact.name}”= {plain(fact.value)}{fact.unit}；{_given(fact)}"


def _valued(expression: Expression, desired: Desired) -> str:
    value = desired.setting.worth(expression)
    label = name(desired.form, expression)
    if isinstance(value, Missing):
        return f"{label}：没有填（{value.reason}）"
    return f"{label} = {plain(value)}{unit_for(expression, desired)}"


def _places(expression: Expression, desired: Desired) -> str:
    """Where the cells were read, and the sources of the facts."""
    found = []
    for reference in references(expression):
        figures = desired.setting.previous if reference.previous else desired.setting.figures
        if figures is None:
            continue
        if isinstance(reference, CellRef):
            cell = f"{figures.file or '填报数据'}的“{desired.form.label(reference.key)}”"
            found.append(figures.sources.get(reference.key) or cell)
        else:
            fact = figures.fact(reference.name)
            found.append(_given(fact) if fact else f"事实“{reference.name}”")
    shown = list(dict.fromkeys(found))
    more = f"等{len(shown)}处" if len(shown) > _REASONS else ""
    return f"出自 {'、'.join(shown[:_REASONS])}{more}"


def _given(fact: Fact) -> str:
    return f"登记的来源：{fact.source}" if fact.source else f"登记的事实“{fact.name}”，没有注明来源"


# --- why it is objected to ------------------------------------------------------------------------------------------


def why_marked(
    words: str, records: Sequence[PartRecord], desired: Desired, against: Against
) -> tuple[str, ...]:
    """A line for each objection that is meant; where none stands, what was left out of the last drafts and why."""
    wanted = [
        item for item in desired.answer.objections if not words or words in item.text or item.text in words
    ]
    lines = [_objected(item, desired) for item in wanted]
    lines += [
        f"{each.what}；{each.mend}"
        for each in scrutinise(desired.text, against, desired.answer)
        if each.grave and (not words or words in desired.text[each.start : each.end])
    ]
    if lines:
        return tuple(dict.fromkeys(lines))[:_MOST]
    left = tuple(_left_out(records, words))
    if left:
        return ("正文里没有标红的地方。起草时有几句没有用上：", *left[:_MOST])
    quoted = [item for item in desired.answer.figures if words and (words in item.text or item.text in words)]
    if quoted:
        return tuple(_traced(item, desired) for item in quoted[:_MOST])
    return (f"正文里没有标红的“{words}”" if words else "正文里没有标红的地方，每个数都核对得上",)


def _objected(item: Judged, desired: Desired) -> str:
    hint = f"；{item.hint}" if item.hint else ""
    return f"“{item.text}”（{_sentence(item, desired.text)}）{item.verdict.label}：{item.reason}{hint}"


def _left_out(records: Sequence[PartRecord], words: str) -> Iterator[str]:
    """The sentences that do not stand, each with what was held against it."""
    seen: set[str] = set()
    for record in reversed(records):
        lost = {*record.dropped, *record.replaced}
        for objection in (each for one in record.rounds for each in one.objections):
            text = objection.text or objection.template
            if text in lost and text not in seen and (not words or words in text):
                seen.add(text)
                mend = f"；{objection.mend}" if objection.mend else ""
                yield f"“{text}”没有用：{objection.reason}{mend}"
