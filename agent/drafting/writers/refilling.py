"""A past paragraph cut into sentences, each made ready for this year's figures, or left out with the reason.

A sentence is kept with its references, not with their values: what was 0 then must be 0 now and the other way round, since 其中
不予公开0件 is nobody's sentence; a growth may become a decline, because the reference says which it is. Figures that stood there
as digits come back where this year's facts have one of that name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from agent.drafting.brief import Found
from agent.drafting.conditions import Guard, condition
from agent.drafting.cutting import sentences
from agent.drafting.manuscript import Sentence, Source
from agent.drafting.realising import realise_in
from agent.drafting.references import LONGEST, Amount, Change, Choice, Reference, Template
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import Speaker, short_name, speaker_of
from agent.drafting.writers.particulars import particular
from agent.errors import ExpressionError
from agent.figures.quantity import plain

_ENDED = re.compile(r"[。！？][”’」』）)》]*\s*$")
_PART = re.compile(r"\{\{.*?\}\}|[^{]+|\{", re.DOTALL)
# 2. 申请办理。 or （二）依申请公开：, and 信息管理。 alone: a heading that ran into its paragraph.
_NUMBERED = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十\d]{1,2}[、.．]|[①-⑳])\s*"
)
_RUN_IN = re.compile(r"^[^，。；：{\d]{2,14}。$")
_SAYS = re.compile("[未没无不]|如下")
_UNQUOTABLE = re.compile(r'["{}\n\r\[\]]')
_NUMBER = r"(?:约|近|超过|超|逾)?\d[\d,]*(?:\.\d+)?[万亿]?[余多]?"
_GAP = r"[\u4e00-\u9fff]{0,6}?"
_LAST_YEAR = r"(?P<than>比上年|较上年|同比)(?:增长|下降|增加|减少)\d[\d.]*%"
# What stands between a total and its parts.
_LEADS = re.compile("其中|包括|分别|[：（:]$")


@dataclass(frozen=True, slots=True)
class Refilled:
    """One sentence of a past paragraph. ``refused`` says why it cannot be said now, "" where it can.

    ``text`` is what it says over this year's figures ("" where refused), ``own``: the unit said it itself.
    """

    sentence: Sentence
    text: str = ""
    refused: str = ""
    own: bool = True

    @property
    def quotes(self) -> bool:
        """Whether it quotes figures; what is no template quotes none."""
        try:
            references = Template.of(self.sentence.template).references
        except ExpressionError:
            return False
        return any(isinstance(each.subject, Amount | Change) for each in references)


def refilled(found: Found, setting: Setting) -> tuple[Refilled, ...]:
    """The sentences of a past paragraph in order; a heading that ran into it is none of them."""
    exemplar = found.exemplar
    own = short_name(exemplar.unit) == short_name(setting.figures.unit)
    source = Source(exemplar.unit, exemplar.year, exemplar.file, exemplar.number)
    made = []
    then = _cut(exemplar.text)
    cut = _cut(exemplar.template)
    for index, sentence in enumerate(cut):
        bare = _NUMBERED.sub("", sentence) if index == 0 else sentence
        if _RUN_IN.match(bare) and not _SAYS.search(bare) and (index == 0 or len(bare) <= 9):
            continue
        past = then[index] if len(then) == len(cut) else ""
        made.append(_refill(bare, past, exemplar.unit, setting, own=own))
    return tuple(replace(each, sentence=replace(each.sentence, source=source)) for each in made)


def _cut(text: str) -> list[str]:
    """A text's sentences without white space; what stands behind the last full stop is no sentence."""
    return [_close(each) for each in sentences(text) if _ENDED.search(each)]


def _close(text: str) -> str:
    """White space out, but not inside references."""
    return "".join(
        part if part.startswith("{{") else "".join(part.split()) for part in _PART.findall(text.strip())
    )


def _fact_names(setting: Setting) -> frozenset[str]:
    """The names of this year's facts and of their parts."""
    facts = setting.figures.facts
    names = [name for fact in facts for name in fact.names]
    parts = (part for fact in facts for breakdown in fact.breakdowns for part in breakdown.parts)
    return frozenset(
        name for name in (*names, *(name for part in parts for name in part.names)) if len(name) > 1
    )


def _named_whole(template: str, setting: Setting) -> str:
    """The unit's name without what it stands under (洪泽区人民政府), as the reference that its full name is."""
    full = setting.figures.unit.strip()
    for at in [found.end() for found in re.finditer("[省市州盟]", full[:-3])]:
        for name, reference in ((full[at:], "{{unit}}"), (short_name(full[at:]), "{{unit.short}}")):
            if len(name) > 2:
                template = template.replace(name, reference)
    return template


def _refill(template: str, past: str, unit: str, setting: Setting, *, own: bool) -> Refilled:
    said = _one_voice(_named_whole(template, setting) if own else template, speaker_of(unit))
    if own:
        said = _with_facts(said, setting)
    sentence = Sentence(said)
    if reason := particular(said, unit, own=own, known=_fact_names(setting) if own else ()):
        return Refilled(sentence, "", reason, own)
    realised = realise_in(said, setting)
    if isinstance(realised, Missing):
        return Refilled(sentence, "", realised.reason, own)
    if reason := _other_shape(template, past, said, setting):
        return Refilled(sentence, "", reason, own)
    return Refilled(
        replace(sentence, guards=tuple(_guards(template, past, said, setting))), realised.text, "", own
    )


# --- one voice ----------------------------------------------------------------------------------------------------


def _one_voice(template: str, speaker: Speaker) -> str:
    """The speaker's words for itself as references: 我县, 本县, 全县, and its name where it speaks of itself."""
    words = {speaker.we: "{{we}}"}
    if speaker.we.startswith("我"):
        words["本" + speaker.we[1:]] = "{{we}}"
    if speaker.whole:
        words[speaker.whole] = "{{whole}}"
    spoken = "".join(
        part if part.startswith("{{") else _replaced(part, words) for part in _PART.findall(template)
    )
    for name in ("{{unit.short}}", "{{unit}}"):
        # The name is the beginning of another one's: {{unit.short}}政府办公室.
        spoken = re.sub(re.escape(name) + r"(?!人民|政府|[^，。；、]{0,6}[局办委])", "{{we}}", spoken)
    return spoken


def _replaced(text: str, words: dict[str, str]) -> str:
    for word, reference in words.items():
        text = text.replace(word, reference)
    return text


# --- facts --------------------------------------------------------------------------------------------------------


def _with_facts(template: str, setting: Setting) -> str:
    """The template with this year's facts in place of the digits that stand behind their names."""
    for fact in setting.figures.facts:
        if fact.value is None or _UNQUOTABLE.search("".join(fact.names)) or not fact.name:
            continue
        whole = f'fact("{fact.name}")'
        template = _figure(template, fact.names, fact.unit, whole, "")
        for part in (part for breakdown in fact.breakdowns for part in breakdown.parts):
            if part.name and not _UNQUOTABLE.search(part.name):
                template = _figure(
                    template, (part.name,), fact.unit, f'fact("{fact.name}", "{part.name}")', whole
                )
    return template


def _figure(template: str, names: tuple[str, ...], unit: str, said: str, whole: str) -> str:
    """One figure with the change or the share that is told of it; as it was where the digits are not there.

    ``whole`` is what a share is of, "" where none is told.
    """
    named = "|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True)))
    tail = (
        r"(?P<tail>[，、（]?(?:占比?|占总数的?)\d+(?:\.\d+)?%)?"
        if whole
        else rf"(?P<tail>[，、（]?{_LAST_YEAR})?"
    )
    found = re.search(rf"(?P<name>{named})(?P<gap>{_GAP}){_NUMBER}{re.escape(unit)}{tail}", template)
    if found is None or template.count("{{", 0, found.start()) != template.count("}}", 0, found.start()):
        return template
    told = f"{found['name']}{found['gap']}{{{{{said}|带单位}}}}"
    if found["tail"] and whole:
        lead, places = re.match(r"(\D*)\d+\.?(\d*)", found["tail"]).groups()  # type: ignore[union-attr]
        told += f"{lead}{{{{{said} / {whole}|percent:{len(places)}}}}}"
    elif found["tail"]:
        mark = found["tail"][0] if found["tail"][0] in "，、（" else ""
        told += f"{mark}{{{{change({said})|{found['than']}}}}}"
    return template[: found.start()] + told + template[found.end() :]


# --- shape --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount that the sentence quotes: its expression, what it was then (None: that cannot be told) and what it is now.

    ``leads``: what follows it are its parts.
    """

    expression: str
    then: Decimal | None
    now: Decimal
    leads: bool


def _other_shape(template: str, past: str, said: str, setting: Setting) -> str:
    """Why the figures now have another shape than those it was written for; "" where it fits."""
    amounts = _amounts(template, past, said, setting)
    for each in amounts:
        if (each.now == 0) != (each.then == 0):
            return f"{plain(each.now)}，当时写的不是这种情况"
    if len(amounts) == 1 and (amounts[0].now == 1) != (amounts[0].then == 1):
        return "一件和几件的写法不同"
    for whole, parts in _complete(amounts):
        if whole.now != sum(part.now for part in parts):
            return "所列各项合起来不再是总数"
    return ""


def _amounts(template: str, past: str, said: str, setting: Setting) -> list[_Amount]:
    """The amounts of a sentence in order, shares left out. ``template`` said ``past``; a fact was digits in both."""
    before = _values(template, past)
    tokens = Template.of(said).tokens
    found = []
    for token, behind in zip_longest(tokens, tokens[1:]):
        if not isinstance(token, Reference) or not isinstance(token.subject, Amount):
            continue
        now = setting.value(token.subject.expression)
        if isinstance(now, Missing) or any(name.startswith("percent") for name in token.formats):
            continue
        leads = isinstance(behind, str) and bool(_LEADS.search(behind))
        then = _number(before.get(token.source, ""))
        found.append(_Amount(token.subject.expression, then, now, leads))
    return found


def _number(text: str) -> Decimal | None:
    digits = re.search(r"\d+(?:\.\d+)?", text)
    return Decimal(digits[0]) if digits else None


def _complete(amounts: Sequence[_Amount]) -> Iterator[tuple[_Amount, Sequence[_Amount]]]:
    """The totals whose parts follow and once added up to them, each with those parts."""
    for at, whole in enumerate(amounts):
        if not whole.leads or whole.then is None:
            continue
        added = Decimal(0)
        for end, part in enumerate(amounts[at + 1 :], at + 2):
            added += part.then or 0
            if added == whole.then:
                yield whole, amounts[at + 1 : end]
                break


def _values(template: str, past: str) -> dict[str, str]:
    """What each reference of a template said in the text that it was made of; none where the two do not fit."""
    tokens = Template.of(template).tokens
    if any(isinstance(token, Choice) for token in tokens):
        return {}  # past paragraphs have none
    pattern = "".join(re.escape(token) if isinstance(token, str) else "(.+?)" for token in tokens)
    found = re.fullmatch(pattern, past)
    sources = [token.source for token in tokens if isinstance(token, Reference)]
    return dict(zip(sources, found.groups(), strict=True)) if found else {}


def _guards(template: str, past: str, said: str, setting: Setting) -> Iterator[Guard]:
    """What was so when the sentence was chosen: which amounts are something and which nothing, and which add up."""
    amounts = _amounts(template, past, said, setting)
    for expression in dict.fromkeys(each.expression for each in amounts):
        line = condition(f"{expression} > 0")
        yield Guard((line,), held=line.holds(setting))
    for whole, parts in _complete(amounts):
        total = f"{' + '.join(part.expression for part in parts)} == {whole.expression}"
        if len(total) <= LONGEST:
            yield Guard((condition(total),))
