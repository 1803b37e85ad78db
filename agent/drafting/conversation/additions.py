"""A supplementary fact out of a clerk's own words: 举办培训3期，来源是培训签到表; what is missing is asked for.

The number is read by the verifier's own reader, so what is added is what would be read in the report. Nothing is guessed: a
sentence with two numbers, or with a number that is none of a thing (a date), gives no value.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from agent.drafting.conversation.requests import AddFact
from agent.figures import Fact, FigureSet
from agent.figures.quantity import plain
from agent.verify import verify
from agent.verify.answer import Verdict
from agent.verify.mention import Comparator, Mention
from agent.verify.numerals import find

_SOURCE = re.compile(
    r"[，,；;。（(\s]*(?:(?:数据|资料|事实)?(?:来源|出处|依据|来自|出自|见于|见|根据|取自|据)(?:是|为|于|自)?[：:]?\s*)(?P<source>[^，,；;。（）()]{2,60})[）)。]*\s*$"
)
_FIELD = re.compile(r"(?:名称|名字|事项|数值|数量|数|单位|来源|出处)[：:]")
_LEADING = re.compile(
    r"^(?:一?项|一?条|叫做|叫|是|为|：|:|，|,|的|事实|数据|我们|本年|本年度|今年|全年|共|还|：)+"
)
_TRAILING = re.compile(r"(?:共计|共有|总共|一共|共|达到|达|为|是|有|计|约|近|超过|超|累计|，|,|：|:|\s)+$")
# A name with one of these could not be quoted inside a reference.
_UNQUOTABLE = re.compile(r'["{}\n\r\[\]]')
_LONGEST_NAME, _LONGEST_SOURCE = 30, 60
_QUALIFIERS = {Comparator.OVER: "余", Comparator.UNDER: "近", Comparator.ABOUT: "约", Comparator.ABOVE: "超"}
_UNIT_ONLY = re.compile(r"[\u4e00-\u9fff%％]{1,6}")
_MONTHS = re.compile(r"[0-9一二三四五六七八九十]+(?:年|月|日)")


class Need(NamedTuple):
    """What is asked for next: the field's name and the question."""

    field: str
    question: str


def fact_in(text: str) -> AddFact:
    """What a sentence gives of a fact; empty fields for what it does not."""
    source, text = _source(text)
    mentions = [each for each in find(text) if isinstance(each, Mention)]
    if len(mentions) != 1:
        name = "" if mentions else _name(text)
        return AddFact(name=name, source=source)
    (mention,) = mentions
    if not _exact_enough(mention):
        return AddFact(name=_name(text[: mention.start]), source=source)
    name = _name(text[: mention.start])
    if not name and mention.end < len(text):
        # 3期业务培训: the name stands behind its number.
        name = _name(text[mention.end :])
    qualifier = _QUALIFIERS.get(mention.comparator)
    return AddFact(name, mention.value, mention.unit, source, qualifier, mention.text)


def _source(text: str) -> tuple[str, str]:
    match = _SOURCE.search(text)
    if match is None:
        return "", text
    return match["source"].strip()[:_LONGEST_SOURCE], text[: match.start()]


def _exact_enough(mention: Mention) -> bool:
    """Whether a fact can hold it: 500个以上 has no value of its own."""
    return mention.comparator is Comparator.EXACT or mention.comparator in _QUALIFIERS


def _name(text: str) -> str:
    name = _TRAILING.sub("", _LEADING.sub("", _UNQUOTABLE.sub("", text).strip(" 。；;，,：:、")))
    name = name.strip(" 。；;，,：:、“”")
    return name if len(name) <= _LONGEST_NAME and not _MONTHS.search(name) else ""


# --- asking for the rest --------------------------------------------------------------------------------------------


def missing(fact: AddFact) -> Need | None:
    """What to ask for next; None where the fact is whole. A bare number needs its unit too."""
    if not fact.name:
        return Need("name", "要加的这一项叫什么？例如：举办业务培训")
    if fact.value is None:
        return Need("value", f"“{fact.name}”的数值是多少？可以连单位一起写，例如：3期")
    if not fact.unit:
        return Need("unit", f"{plain(fact.value)}的单位是什么？例如：期、件、人次")
    if not fact.source:
        return Need("source", f"“{fact.name}{shown(fact)}”出自哪里？例如：培训签到表、网站后台统计")
    return None


def answered(fact: AddFact, field: str, text: str) -> AddFact | None:
    """The fact with an answer to what was asked; None where the answer gives nothing of it."""
    text = text.strip().strip("。；;")
    # Somebody may answer several questions at once: 3期，来源是培训签到表.
    source, rest = _source(text) if field != "source" else ("", text)
    found = replace(fact, source=source or fact.source)
    match field:
        case "name":
            name = _name(_FIELD.sub("", rest))
            given = fact_in(text)
            if given.value is not None and given.name:
                return replace(given, source=given.source or fact.source)
            return replace(found, name=name) if name and given.value is None else None
        case "value":
            return _valued(found, _FIELD.sub("", rest))
        case "unit":
            unit = re.sub(r"^(?:单位)?(?:是|为|用)?", "", _FIELD.sub("", rest)).strip()
            return replace(found, unit=unit) if _UNIT_ONLY.fullmatch(unit) else None
        case _:
            said = re.sub(
                r"^(?:来源|出处|依据|来自|出自|见|根据|据)?(?:是|为|于|自)?[：:]?", "", rest
            ).strip()
            said = re.sub(r"[\s]+", " ", _UNQUOTABLE.sub("", said))
            return replace(fact, source=said) if 2 <= len(said) <= _LONGEST_SOURCE else None


def _valued(fact: AddFact, text: str) -> AddFact | None:
    mentions = [each for each in find(text) if isinstance(each, Mention)]
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    if not _exact_enough(mention):
        return None
    value, unit = mention.value, mention.unit
    return replace(
        fact,
        value=value,
        unit=unit or fact.unit,
        qualifier=_QUALIFIERS.get(mention.comparator),
        written=mention.text,
    )


def shown(fact: AddFact) -> str:
    """The amount as it will be kept: 约200人次."""
    if fact.value is None:
        return ""
    before = fact.qualifier if fact.qualifier in ("约", "近", "超") else ""
    after = "余" if fact.qualifier == "余" else ""
    return f"{before}{plain(fact.value)}{after}{fact.unit}"


def made(fact: AddFact) -> Fact:
    """The fact of a whole addition; ``ValueError`` where something is missing."""
    if missing(fact) is not None or fact.value is None:
        raise ValueError("the fact is not whole")
    return Fact(fact.name, fact.value, fact.unit, fact.qualifier, fact.source)


def refusals(fact: Fact, figures: FigureSet, previous: FigureSet | None) -> Iterator[str]:
    """Why a fact may not be added; nothing where it may.

    A fact that the tables speak of would make a second figure of theirs, and a wrong one would be believed by its own name.
    """
    known = figures.fact(fact.name)
    if known is not None and known.value is not None:
        same = (known.value, known.unit, known.qualifier) == (fact.value, fact.unit, fact.qualifier)
        if same:
            yield f"“{fact.name}”已经有了：{_kept(known)}"
        else:
            yield (
                f"“{fact.name}”已经登记为{_kept(known)}，不能再加成{_kept(fact)}；"
                "要改请在数据文件里改，是刚才加错的就说“撤销”"
            )
        return
    if fact.value is not None and (fact.value < 0 or len(fact.value.as_tuple().digits) > 15):
        yield f"{plain(fact.value)}不像是一个统计数，请核对"
    bound = verify(f"{fact.name}{plain(fact.value or Decimal(0))}{fact.unit}。", figures, previous).figures
    for item in bound:
        if item.verdict is Verdict.CONTRADICTED and item.expression and "fact(" in item.expression:
            yield f"这与已经登记的事实不一致（{item.reason}）；说的是别的事就换个名称，要改请在数据文件里改"
            return
        if (
            item.verdict in (Verdict.VERIFIED, Verdict.CONTRADICTED)
            and item.expression
            and "fact(" not in item.expression
        ):
            yield f"这说的是表里已有的数，不能另加一项（{item.reason}）；要改请在数据文件里改"
            return


def _kept(fact: Fact) -> str:
    return shown(AddFact(fact.name, fact.value, fact.unit, qualifier=fact.qualifier))
