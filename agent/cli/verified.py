"""What ``verify`` and ``draft`` print: what somebody has to look at, by section, what a person keeps, and the counts.

Under each section what is contradicted comes first, then what nothing supports; each figure stands in the words around it, cut
at their punctuation. Many figures often have the same reason: it is given once, under the last of them. The number before a
place is the one by which ``waive`` takes it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from agent.cli.style import Style, flat
from agent.figures import FigureSet
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport
from agent.verify.waiver import Leftover
from agent.workflow import Notice, is_bare, needing_a_look

_HEADING = re.compile(r"^[ \t\u3000]*([一二三四五六七八九十]{1,3}、[^。；\n]{2,40})$", flags=re.MULTILINE)
_BEFORE, _AFTER = 16, 10
_STOP = re.compile(r"[。；！？，：]")
# An objection with the number by which waive takes it.
Numbered = tuple[int, Judged]


def verify_page(
    answer: Answer, text: str, figures: FigureSet, style: Style, notices: Sequence[Notice] = ()
) -> str:
    """What is to be said of the whole, what somebody has to look at by section, then how many figures have each verdict."""
    items = needing_a_look(answer, figures)
    lines = [style.strong(style.bad(f"注意：{flat(notice.text)}")) for notice in notices]
    against = f"对照 {flat(figures.unit)} {figures.year}年度数据"
    lines += [style.strong(against)] if figures.unit else []
    lines += _objection_lines(answer, items, text, style)
    lines += _waiver_lines(answer, text, style)
    lines += ["", *_summary(answer, style)]
    if unsupported := len(answer.objections) - len(items):
        lines += [f"另有 {unsupported} 处没有依据可以核对；给出 --figures 就能逐一核对"]
    if is_bare(figures) and not items:
        return "\n".join([*lines, style.good("结论：正文自身的算术没有算不拢之处；数字本身没有核对")])
    return "\n".join([*lines, _verdict(answer, items, style)])


def _objection_lines(answer: Answer, items: Sequence[Judged], text: str, style: Style) -> Iterator[str]:
    headings = [(found.start(), found[1].strip()) for found in _HEADING.finditer(text)]

    def section(pair: Numbered) -> str:
        return next((heading for at, heading in reversed(headings) if at <= pair[1].start), "开头")

    wanted = {id(item) for item in items}
    objected = (pair for pair in answer.numbered if id(pair[1]) in wanted)
    for heading, pairs in groupby(objected, key=section):
        found = list(pairs)
        yield ""
        yield f"{style.strong(flat(heading))}{style.faint(f'　{len(found)} 处')}"
        for verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED):
            yield from _alike([pair for pair in found if pair[1].verdict is verdict], text, style)


def _alike(pairs: Iterable[Numbered], text: str, style: Style) -> Iterator[str]:
    """Objections of one verdict in one section; neighbours with one reason share it."""
    for (reason, hint), alike in groupby(pairs, key=lambda pair: (pair[1].reason, pair[1].hint)):
        for number, item in alike:
            yield _place(number, item, text, style)
        yield f"      {flat(reason)}"
        if hint and hint not in reason:
            yield style.faint(f"      线索：{flat(hint)}")


def _place(number: int, item: Judged, text: str, style: Style) -> str:
    """The figure where it stands: its number and line, and the words around it."""
    contradicted = item.verdict is Verdict.CONTRADICTED
    paint, mark = (style.bad, "✗") if contradicted else (style.doubtful, "？")
    line = text.count("\n", 0, item.start) + 1
    figure = paint(f"【{flat(item.text)}】")
    words = f"{flat(_before(text, item.start))}{figure}{flat(_after(text, item.end))}"
    return f"  {paint(f'{mark} {item.verdict.label} {number}')} {style.faint(f'第{line}行')} {words}"


def _waiver_lines(answer: Answer, text: str, style: Style) -> Iterator[str]:
    """What a person keeps, then the waivers that cover nothing."""
    if answer.waived:
        yield ""
        yield style.strong(f"人工确认 {len(answer.waived)} 处")
    for number, item in answer.numbered:
        if item.waiver:
            yield _place(number, item, text, style)
            yield f"      {flat(item.reason)}"
            yield style.good(f"      {flat(item.waiver.said)}")
    if answer.leftovers:
        yield from _leftovers("失效的人工确认", "，不再算数，请重新核对", answer.leftovers.lapsed, style)
        yield from _leftovers("不再需要的人工确认", "", answer.leftovers.unneeded, style)


def _leftovers(title: str, remark: str, leftovers: tuple[Leftover, ...], style: Style) -> Iterator[str]:
    if leftovers:
        yield ""
        yield style.strong(f"{title} {len(leftovers)} 条{remark}")
    for leftover in leftovers:
        waiver = leftover.waiver
        yield f"  {style.doubtful(f'【{flat(waiver.text)}】')} {flat(waiver.sentence)}"
        yield f"      {flat(leftover.why)}"
        if leftover.nearest:
            yield f"      最接近的是第{leftover.line}行：{flat(leftover.nearest)}"
        yield style.faint(f"      {flat(waiver.said)}")


def _before(text: str, end: int) -> str:
    """The words before a place on its line, from the clause that they begin with where that is near."""
    line = text[text.rfind("\n", 0, end) + 1 : end]
    near = line[-_BEFORE:]
    stops = [found.end() for found in _STOP.finditer(near, 0, max(len(near) - 2, 0))]
    if stops and len(near) - stops[0] >= 4:
        return near[stops[0] :]
    return near.lstrip() if near == line else f"…{near}"


def _after(text: str, start: int) -> str:
    """The words after a place on its line, to the end of the clause where that is near."""
    line = text[start : start + _AFTER + 1].partition("\n")[0]
    near = line[:_AFTER]
    stop = _STOP.search(near)
    if stop:
        return near[: stop.end()]
    return near if near == line else f"{near}…"


def _summary(answer: Answer, style: Style) -> Iterator[str]:
    counts = answer.summary()
    paints = {
        Verdict.VERIFIED: style.good,
        Verdict.CONTRADICTED: style.bad,
        Verdict.UNSUPPORTED: style.doubtful,
    }
    parts = []
    for verdict in Verdict:
        said = f"{verdict.label} {counts[verdict.value]}"
        parts.append(paints[verdict](said) if verdict in paints and counts[verdict.value] else said)
    claims = f"；论断 {len(answer.claims)} 处" if answer.claims else ""
    yield f"数字 {len(answer.figures)} 处：{'，'.join(parts)}{claims}"


def _verdict(answer: Answer, items: Sequence[Judged], style: Style) -> str:
    besides = f"，另有 {len(answer.waived)} 处已人工确认" if answer.waived else ""
    if items:
        return style.bad(f"结论：{len(items)} 处需要核对{besides}")
    return style.good(f"结论：没有需要核对之处{besides}")


def draft_page(report: JudgedReport, style: Style) -> str:
    """What the verifier says of a drafted report."""
    text = report.narrative.text
    lines = [
        style.strong(report.narrative.title or report.form.title(report.figures.unit, report.figures.year))
    ]
    items = report.answer.objections
    lines += [f"正文 {len(text)} 字", *_objection_lines(report.answer, items, text, style)]
    return "\n".join([*lines, *_summary(report.answer, style), _verdict(report.answer, items, style)])
