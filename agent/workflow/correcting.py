"""Mends of remarks: another unit's name, last year's dates, what a template left, a sentence that nobody wants."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent.drafting.scrutiny import Remark
from agent.drafting.scrutiny.checks import cards, dates, identity, phones, residue, strangers
from agent.drafting.scrutiny.names import steps
from agent.drafting.speaker import short_name
from agent.verify.report import JudgedReport
from agent.workflow.authoring import remarks_on
from agent.workflow.mending import Tried, removed, tried
from agent.workflow.work import Work

_YEAR = re.compile("20[0-9]{2}(?=年)")
_GOVERNS = ("人民政府", "政府")


@dataclass(frozen=True, slots=True)
class Correction:
    """One way to mend a remark: the button's words, and what it does or why it cannot."""

    label: str
    mended: Tried


def corrections(work: Work, remark: Remark) -> tuple[Correction, ...]:
    """What a press of a button can do about a remark, the likeliest first; none where somebody has to write."""
    if remark.start == remark.end or work.judged is None:
        return ()
    make = _BY_CODE.get(remark.code)
    found = (
        [Correction(label, _gone(work, remark, mend)) for label, mend in make(work, remark)] if make else []
    )
    return (*found, Correction("删去这句", _gone(work, remark, removed(work, remark.start, remark.end))))


def _gone(work: Work, remark: Remark, mended: Tried) -> Tried:
    """The mend, where nothing is remarked on in its place any more that was before."""
    if isinstance(mended, str) or work.judged is None:
        return mended
    narrative, answer = mended.standing.realisation.narrative, mended.standing.answer
    report = JudgedReport(work.form, work.figures, narrative, answer, work.setting.previous)
    before = sum(1 for each in work.remarks if each.code == remark.code)
    after = [each for each in remarks_on(report, work.past()) if each.code == remark.code]
    return mended if len(after) < before else f"改了也还是：{after[0].what}"


Ways = Iterator[tuple[str, Tried]]


def _own_name(work: Work, remark: Remark) -> Ways:
    """The unit's own place, or its name where 人民政府 stands behind the other's."""
    if work.judged is None:
        return
    unit = work.figures.unit
    text = work.judged.narrative.text
    behind = next((each for each in _GOVERNS if text.startswith(each, remark.end)), "")
    places = steps(unit)
    if behind and unit.endswith(_GOVERNS):
        yield f"换成“{unit}”", tried(work, remark.start, remark.end + len(behind), "{{unit}}")
    name = places[-1] if places else short_name(unit)
    yield f"换成“{name}”", tried(work, remark.start, remark.end, name)


def _own_year(work: Work, remark: Remark) -> Ways:
    """The report's year for the one before it; for plans, the year after it."""
    if work.judged is None:
        return
    text = work.judged.narrative.text[remark.start : remark.end]
    found = _YEAR.search(text)
    if found is None:
        changed = re.sub("上年|去年|上一年", "本年", text)
        yield f"改成“{changed}”", tried(work, remark.start, remark.end, changed)
        return
    shift = 1 if int(found[0]) == work.report.year else 0
    source = "{{year+1}}" if shift else "{{year}}"
    start = remark.start + found.start()
    yield f"改成{work.report.year + shift}年", tried(work, start, start + 4, source)


def _left_out(work: Work, remark: Remark) -> Ways:
    yield "删去这几个字", tried(work, remark.start, remark.end, "")


_BY_CODE: dict[str, Callable[[Work, Remark], Ways]] = {
    strangers.CODE: _own_name,
    dates.CODE: _own_year,
    residue.CODE: _left_out,
    identity.CODE: _left_out,
    phones.CODE: _left_out,
    cards.CODE: _left_out,
}
