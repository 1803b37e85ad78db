"""The same thing over several years: 2021年至2023年分别为…, 逐年递增, 翻一番.

A value belongs to the year of its place in the list: this year's and last year's are held against the tables, earlier ones
against nothing. A trend must be that of the values that are quoted before it; 翻一番 must be twice last year's or more.

正例：2022年至2023年，全县收到政府信息公开申请分别为155件、202件，逐年递增。
反例：2022年至2023年，全县收到政府信息公开申请分别为202件、155件，逐年递增。
"""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from agent.figures.quantity import plain
from agent.forms.expressions import Expression, last_year
from agent.verify.answer import Verdict
from agent.verify.checks.aligned import STEP, values_after
from agent.verify.checks.cells import accept, contradicted
from agent.verify.claim import Claim
from agent.verify.explain import name, rounded
from agent.verify.naming import named
from agent.verify.scene import Candidate, Outcome, Scene, Slot

CODE = "G02"
TITLE = "历年并列"
_RANGE = re.compile(r"(20\d\d)年?度?(?:至|到|[-—–~～－])+(20\d\d)年")
_YEARS = re.compile(r"20\d\d(?=年|[、和及])")
_TREND = re.compile(
    r"(?:逐年|连年|持续|连续[三3]年)(?:(递增|上升|增长|增加|提高|攀升)|(递减|下降|减少|降低|回落))"
)
_DOUBLED = re.compile(r"翻(?:了)?(?:一番|两番|[一两]倍)")
_LONGEST_SERIES = 12


def bind(scene: Scene) -> None:
    """Judge the values of a list whose names are years."""
    for match in STEP.finditer(scene.text):
        values = values_after(scene, match.end())
        start = scene.sentence_span(scene.sentence_of(match.start()))[0]
        years = _years(scene.text[start : match.start()])
        if len(values) >= 2 and len(values) == len(years):
            meant = named(scene, start, match.start())
            for slot, year in zip(values, years, strict=True):
                _judge(scene, slot, year, meant)


def _years(text: str) -> list[int]:
    if (span := _RANGE.search(text)) is not None:
        first, last = int(span[1]), int(span[2])
        return list(range(first, last + 1)) if first < last < first + _LONGEST_SERIES else []
    return [int(found) for found in _YEARS.findall(text)]


def _judge(scene: Scene, slot: Slot, year: int, meant: list[Candidate]) -> None:
    slot.candidates, slot.bound, slot.outcome = [], None, None
    ago = scene.ground.figures.year - year
    slot.period = {0: "now", 1: "prev"}.get(ago, "other")
    known = []
    for candidate in meant if ago in (0, 1) else ():
        expression = candidate.expression if ago == 0 else last_year(candidate.expression)
        value = scene.ground.value(expression) if expression is not None else None
        if expression is None or value is None:
            continue
        one = Candidate(str(expression), expression, candidate.subject, True)
        if slot.mention.accepts(value):
            accept(scene, slot, one, value, CODE)
            return
        known.append((one, value))
    if known:
        slot.outcome = contradicted(scene, slot, known, CODE)
    else:
        reason = f"说的是{year}年，没有那一年的数据可以核对"
        slot.outcome = Outcome(Verdict.UNSUPPORTED, reason, check=CODE)


def find(scene: Scene) -> Iterator[Claim]:
    """The trends of a paragraph that its own values or last year's figures decide."""
    for match in _TREND.finditer(scene.text):
        yield from _trend(scene, match.start(), match.end(), rising=match[1] is not None)
    for match in _DOUBLED.finditer(scene.text):
        yield from _doubled(scene, match)


def _trend(scene: Scene, start: int, end: int, *, rising: bool) -> Iterator[Claim]:
    series = _series(scene, start)
    amounts = [slot.amount for slot in series]
    steps = list(itertools.pairwise(amounts))
    if len(series) < 2:
        return
    said = scene.text[start:end]
    listed = "、".join(slot.mention.text for slot in series)
    if any((later <= earlier) if rising else (later >= earlier) for earlier, later in steps):
        yield Claim(start, end, Verdict.CONTRADICTED, f"文中说“{said}”，而前面依次是{listed}", CODE)
    elif all(slot.verified for slot in series):
        yield Claim(start, end, Verdict.VERIFIED, f"依次是{listed}", CODE)


def _series(scene: Scene, at: int) -> list[Slot]:
    """The values of one list right before a trend, in the order of the text."""
    found: list[Slot] = []
    for slot in scene.ended_by(at):
        alike = not found or (slot.dimension == found[-1].dimension and slot.index == found[-1].index - 1)
        if slot.sentence != scene.sentence_of(at) or slot.role or not slot.mention.counts or not alike:
            break
        found.append(slot)
    found.reverse()
    dated = re.search(r"20\d\d", scene.text[scene.sentence_span(scene.sentence_of(at))[0] : at])
    return found if dated else []


def _doubled(scene: Scene, match: "re.Match[str]") -> Iterator[Claim]:
    """翻一番 of the figure before it: last year's twice, as nearly as one says so in words."""
    sentence = scene.sentence_of(match.start())
    slot = next((s for s in scene.ended_by(match.start()) if s.sentence == sentence and s.bound), None)
    now = slot.bound.expression if slot is not None and slot.bound is not None else None
    before = last_year(now) if now is not None else None
    have, then = _value(scene, now), _value(scene, before)
    if have is None or then is None or slot is None:
        return
    times = Decimal(4) if "两番" in match[0] else Decimal(3) if "两倍" in match[0] else Decimal(2)
    holds = then > 0 and have >= times * then * Decimal("0.975")
    told = f"{name(scene.ground.form, now)}上年{plain(then)}、本年{plain(have)}" if now is not None else ""
    if then > 0:
        told += f"，是上年的{rounded(have / then, slot.mention)}倍"
    verdict = Verdict.VERIFIED if holds else Verdict.CONTRADICTED
    reason = told if holds else f"文中说“{match[0]}”，而{told}"
    yield Claim(match.start(), match.end(), verdict, reason, CODE, f"{now} >= {plain(times)} * ({before})")


def _value(scene: Scene, expression: Expression | None) -> Decimal | None:
    return scene.ground.value(expression) if expression is not None else None
