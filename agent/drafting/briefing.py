"""From a part to its brief: what the form requires there, and the references that may be used, each with what it says.

What may be used is what the built-in phrases of the part quote over these figures, the totals beside those in their tables that
are neither empty nor zero, and the unit's facts that belong there. A reference that says nothing is never offered.
"""

import re
from collections.abc import Iterator, Sequence

from agent.drafting.brief import Brief, Found, Offer, Part
from agent.drafting.factual import Factual
from agent.drafting.manuscript import Lines
from agent.drafting.parts import topics_of
from agent.drafting.realising import realise_in
from agent.drafting.references import Amount, Change, Reference, Template, Year
from agent.drafting.setting import Missing, Setting
from agent.errors import ExpressionError
from agent.figures import Fact
from agent.forms.expressions import CellRef, FactRef, references
from agent.forms.form import Form
from agent.verify.explain import name

# A small model loses its way in more.
_MOST = 48
_NUMBERED = re.compile(
    r"表[一二三四] |(?<![\u4e00-\u9fff])(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d{1,2}\.)|·总计|（\d+格之和）"
)
# What is left of （七）总计: the row that adds up how requests were closed.
_BARE_TOTAL = re.compile(r"(?<![\u4e00-\u9fff])总计")
_NAMES = (("year", "本年度"), ("we", "本单位的自称"), ("unit.short", "本单位的简称"))


def brief_of(
    part: Part,
    setting: Setting,
    form: Form,
    spare: Sequence[Lines],
    found: Sequence[Found] = (),
    instruction: str = "",
    current: Sequence[Lines] = (),
) -> Brief:
    """The brief of a part. ``spare``: what the built-in phrases say; ``found``: past paragraphs; ``current``: what stands now."""
    offers = tuple(_offers(part, setting, form, spare))[:_MOST]
    return Brief(
        part,
        setting,
        tuple(_requires(part, setting, form)),
        offers,
        tuple(found),
        instruction,
        tuple(current),
    )


# --- what the form requires ---------------------------------------------------------------------------------------


def _plainly(label: str) -> str:
    """A label without the numbers of its table and row: 结转下年度继续办理 for 表三 四、结转下年度继续办理·总计."""
    return _BARE_TOTAL.sub("办结总数", _NUMBERED.sub("", label))


def _requires(part: Part, setting: Setting, form: Form) -> Iterator[str]:
    """A Chinese phrase for each thing; figures that are not filled in are not asked for."""
    for topic in topics_of(part, form):
        yield topic.title
        for key in topic.figures:
            if not isinstance(setting.value(key), Missing):
                yield _plainly(form.label(key))
        yield from topic.facts


# --- what may be used ---------------------------------------------------------------------------------------------


def _offers(part: Part, setting: Setting, form: Form, spare: Sequence[Lines]) -> Iterator[Offer]:
    """The references with what they say, each once, the likely ones first."""
    seen: set[str] = set()
    for source in (
        *_spoken(spare),
        *_required(part, form),
        *_beside(spare, setting, form),
        *_factual(part, setting),
    ):
        if source in seen:
            continue
        seen.add(source)
        offer = _offer(source, setting, form)
        if offer is not None:
            yield offer
    for source, label in _NAMES:
        said = realise_in(f"{{{{{source}}}}}", setting)
        if not isinstance(said, Missing) and source not in seen:
            yield Offer(source, label, said.text)


def _spoken(spare: Sequence[Lines]) -> Iterator[str]:
    """What the built-in sentences of the part quote."""
    for line in spare:
        for sentence in line.sentences:
            for reference in _references(sentence.template):
                yield reference.source


def _references(template: str) -> tuple[Reference, ...]:
    try:
        return Template.of(template).references
    except ExpressionError:
        return ()


def _required(part: Part, form: Form) -> Iterator[str]:
    for topic in topics_of(part, form):
        for key in topic.figures:
            unit = form.by_key[(form.expand(key) or (key,))[0]].unit
            yield f"{key}|{unit}" if unit else key


def _beside(spare: Sequence[Lines], setting: Setting, form: Form) -> Iterator[str]:
    """The totals, neither empty nor zero, of the tables that the built-in sentences quote from."""
    tables = {form.by_key[key].table for key in _cells(spare, setting) if key in form.by_key}
    for cell in form.cells:
        total = cell.key.endswith(".total") or not cell.key.startswith("requests.")
        if cell.table in tables and total and setting.figures.cells.get(cell.key):
            yield f"{cell.key}|{cell.unit}" if cell.unit else cell.key


def _cells(spare: Sequence[Lines], setting: Setting) -> Iterator[str]:
    for line in spare:
        for sentence in line.sentences:
            for reference in _references(sentence.template):
                if isinstance(reference.subject, Amount | Change):
                    expression = setting.expression(reference.subject.expression)
                    if not isinstance(expression, Missing):
                        yield from (each.key for each in references(expression) if isinstance(each, CellRef))


def _factual(part: Part, setting: Setting) -> Iterator[str]:
    """The facts that belong to the part's topic, and their parts."""
    facts = Factual(setting, frozenset()).by_topic.get(part.topic or part.section, [])
    for fact in facts:
        yield f'fact("{fact.name}")|带单位'
        yield from _parts(fact)


def _parts(fact: Fact) -> Iterator[str]:
    for breakdown in fact.breakdowns:
        for one in breakdown.parts:
            if '"' not in one.name:
                yield f'fact("{fact.name}", "{one.name}")|带单位'


def _offer(source: str, setting: Setting, form: Form) -> Offer | None:
    said = realise_in(f"{{{{{source}}}}}", setting)
    if isinstance(said, Missing):
        return None
    (reference,) = _references(f"{{{{{source}}}}}")
    return Offer(source, _label(reference, setting, form), said.text)


def _label(reference: Reference, setting: Setting, form: Form) -> str:
    """What a reference speaks of, in Chinese."""
    subject = reference.subject
    if isinstance(subject, Amount | Change):
        expression = setting.expression(subject.expression)
        if isinstance(expression, Missing):
            return subject.expression
        if isinstance(expression, FactRef):
            label = f"{expression.name}·{expression.part}" if expression.part else expression.name
        else:
            label = _plainly(name(form, expression))
        return f"{label}（与上年比）" if isinstance(subject, Change) else label
    if isinstance(subject, Year):
        return "年份"
    return dict(_NAMES).get(subject.name, subject.name)
