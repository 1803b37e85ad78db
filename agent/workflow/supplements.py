"""Supplementary facts (补充事实) as a clerk types them: to facts and back, what is still wanted, where each is quoted.

What was typed is kept as text until it can be read whole, so that nothing that somebody wrote is lost to a slip in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.errors import BadInput, Problem
from agent.figures import Absent, Breakdown, Fact, Part
from agent.figures.factsums import is_rate, plain_name
from agent.figures.quantity import plain
from agent.forms.entries import Wrong, shortened, typed_amount, unit_behind
from agent.verify.prose import sentences
from agent.workflow.work import Work

EXACT = "准确数"
QUALIFIERS = (EXACT, "余", "近", "约", "超")
_BETWEEN = re.compile(r"[、，,；;\n]")
# A name and, at the end of the line, a number with what may stand behind it; they need not be kept apart.
_LINE = re.compile(r"(?P<name>.*?)[\s:：=]*(?P<amount>[-+−]?\d[\d,，.．]*[^\S\n]*[^\d\s,，.．:：=]*)")
_QUOTED = re.compile(r'(?<!prev\.)\bfact\("([^"]+)"')
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Division:
    """One way of dividing a fact as typed: along what, and its parts, one a line (本级政府 211)."""

    by: str = ""
    lines: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A fact as typed, every field as text. ``aliases`` are kept apart by 、."""

    name: str = ""
    value: str = ""
    unit: str = ""
    qualifier: str = EXACT
    source: str = ""
    aliases: str = ""
    divisions: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that is not there yet: what to begin it with, and why it is asked for, in Chinese."""

    fact: Fact
    why: str


@dataclass(frozen=True, slots=True)
class Use:
    """One sentence that quotes a fact: its words, and the offset of the figure in the report's text."""

    sentence: str
    at: int


# --- to be typed --------------------------------------------------------------------------------------------------


def typed_of(fact: Fact) -> Typed:
    """A fact as it would be typed."""
    return Typed(
        fact.name,
        "" if fact.value is None else plain(fact.value),
        fact.unit,
        fact.qualifier or EXACT,
        fact.source,
        "、".join(fact.aliases),
        tuple(
            Division(each.by, "\n".join(f"{part.name} {plain(part.value)}" for part in each.parts))
            for each in fact.breakdowns
        ),
    )


def fact_of(typed: Typed, before: Fact | None = None) -> Fact:
    """The fact that was typed; ``BadInput`` with every problem, each with its field and line.

    A value left blank is not known yet. The unit may stand behind the number instead of in its own field. ``before`` is the fact
    that this one is made from: other names of its parts are kept.
    """
    problems: list[Problem] = []
    name = typed.name.strip()
    if not name:
        problems.append(Problem("没有名称", "名称", "请写明它是什么，如 培训场次"))
    unit = typed.unit.strip() or unit_behind(typed.value)
    value = typed_amount(typed.value, unit)
    if isinstance(value, Wrong):
        problems.append(Problem(value.what, "数值", value.mend))
    breakdowns = tuple(_breakdowns(typed.divisions, unit, before, problems))
    if problems:
        raise BadInput(problems)
    return Fact(
        name,
        value if isinstance(value, Decimal) else None,
        unit,
        typed.qualifier if typed.qualifier != EXACT else None,
        typed.source.strip(),
        tuple(dict.fromkeys(each.strip() for each in _BETWEEN.split(typed.aliases) if each.strip())),
        breakdowns,
    )


def _breakdowns(
    divisions: Sequence[Division], unit: str, before: Fact | None, problems: list[Problem]
) -> Iterator[Breakdown]:
    seen: set[str] = set()
    for division in divisions:
        by = division.by.strip()
        lines = [(number, line.strip()) for number, line in enumerate(division.lines.splitlines(), 1)]
        place = f"按“{by}”分" if by else "分项"
        parts = tuple(
            part
            for number, line in lines
            if line and (part := _part(line, unit, f"{place} 第{number}行", problems))
        )
        names = [plain_name(part.name) for part in parts]
        problems += [
            Problem(f"分项“{name}”写了{names.count(name)}次", place, "请合并成一行")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        if parts and by in seen:
            problems.append(
                Problem(f"“{by}”写了两次" if by else "有两种分法没有写按什么分", place, "请写成不同的分法")
            )
        if parts:
            seen.add(by)
            yield Breakdown(by, tuple(_with_aliases(part, before) for part in parts))


def _part(line: str, unit: str, where: str, problems: list[Problem]) -> Part | None:
    match = _LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if match is None:
        problems.append(
            Problem(f"“{shortened(line)}”没有数值", where, "写成名称和数值，如 本级政府 211；没有发生填 0")
        )
        return None
    name, value = match["name"].strip(" 　\t、，,"), typed_amount(match["amount"], unit)
    if not name:
        problems.append(Problem(f"“{shortened(line)}”没有分项名称", where, "写成名称和数值，如 本级政府 211"))
    elif isinstance(value, Wrong):
        problems.append(Problem(value.what, where, value.mend))
    elif not isinstance(value, Absent):
        return Part(name, value)
    return None


def _with_aliases(part: Part, before: Fact | None) -> Part:
    same = before.part(part.name) if before else None
    return replace(part, aliases=same.aliases) if same else part


def open_sums(fact: Fact) -> tuple[str, ...]:
    """Each breakdown whose parts are not the whole, in Chinese: it need not be complete, but whoever typed it should know."""
    if fact.value is None or is_rate(fact):
        return ()
    found = []
    for breakdown in fact.breakdowns:
        gap = breakdown.total - fact.value
        if not gap or (fact.qualifier and gap < 0):
            continue
        by = f"按{breakdown.by}分：" if breakdown.by else ""
        word = "多" if gap > 0 else "少"
        found.append(
            f"{by}分项合计 {plain(breakdown.total)}，比 {plain(fact.value)} {word} {plain(abs(gap))}"
        )
    return tuple(found)


def with_fact(facts: Sequence[Fact], fact: Fact, instead_of: str = "") -> tuple[Fact, ...]:
    """The facts with one put in the place of the one of a name, at the end where there is none of it."""
    if any(each.name == instead_of for each in facts):
        return tuple(fact if each.name == instead_of else each for each in facts)
    return (*facts, fact)


# --- what is wanted, last year's, and where each is quoted --------------------------------------------------------


def last_years(work: Work, fact: Fact) -> Fact | None:
    """Last year's fact of one of its names; None where there is none, or last year's figures are another unit's."""
    previous = work.setting.previous
    if previous is None:
        return None
    names = {plain_name(name) for name in fact.names}
    return next((each for each in previous.facts if names & {plain_name(name) for name in each.names}), None)


def wanted(work: Work) -> tuple[Wanted, ...]:
    """What the form asks for and is not there, then what last year's figures have and this year's lack."""
    found: dict[str, Wanted] = {}
    for gap in work.gaps:
        if gap.fact:
            bare = Fact(gap.fact, None)
            before = last_years(work, bare)
            fact = work.figures.fact(gap.fact) or (_begun(before) if before else bare)
            found.setdefault(gap.fact, Wanted(fact, gap.what))
    here = {plain_name(name) for fact in work.figures.facts for name in fact.names}
    taken = {plain_name(each.fact.name) for each in found.values()}
    for fact in work.setting.previous.facts if work.setting.previous else ():
        if not {plain_name(name) for name in fact.names} & (here | taken):
            value = f"{plain(fact.value)}{fact.unit}" if fact.value is not None else "有这一项"
            found.setdefault(fact.name, Wanted(_begun(fact), f"上年{value}，今年还没有填"))
    return tuple(found.values())


def _begun(before: Fact) -> Fact:
    """This year's fact as it is begun after last year's: names, unit and source, no number."""
    return replace(before, value=None, qualifier=None, breakdowns=())


def uses(work: Work) -> dict[str, tuple[Use, ...]]:
    """By the name of a fact, the sentences of the report that quote it this year, in order; those without are left out."""
    if work.judged is None:
        return {}
    answer, text = work.judged.answer, work.judged.narrative.text
    spans = [(each.start, each.end) for each in sentences(text, work.form)]
    found: dict[str, dict[str, Use]] = {}
    for item in sorted((*answer.figures, *answer.claims), key=lambda each: each.start):
        for name in dict.fromkeys(_QUOTED.findall(item.expression or "")):
            span = next(((start, end) for start, end in spans if start <= item.start < end), None)
            words = " ".join(text[slice(*span)].split()) if span else item.text
            found.setdefault(name, {}).setdefault(words, Use(words, item.start))
    return {name: tuple(each.values()) for name, each in found.items()}
