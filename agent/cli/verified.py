"""What ``verify`` and ``draft`` print: what somebody has to look at, by section, then how many figures have each verdict."""

import re
from collections.abc import Iterator

from agent.cli.style import Style, flat
from agent.figures import FigureSet
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport

_HEADING = re.compile(r"^[ \t\u3000]*([一二三四五六七八九十]{1,3}、[^。；\n]{2,40})$", flags=re.MULTILINE)
_AROUND = 16


def verify_page(answer: Answer, text: str, figures: FigureSet, style: Style) -> str:
    """What somebody has to look at, by section of the text, then how many figures have each verdict."""
    lines = [style.strong(f"对照 {flat(figures.unit)} {figures.year}年度数据")]
    lines += _objection_lines(answer, text, style)
    lines += ["", _summary(answer), _verdict(answer, style)]
    return "\n".join(lines)


def _objection_lines(answer: Answer, text: str, style: Style) -> Iterator[str]:
    headings = [(found.start(), found[1].strip()) for found in _HEADING.finditer(text)]
    section = None
    for item in answer.objections:
        above = next((heading for at, heading in reversed(headings) if at <= item.start), "开头")
        if above != section:
            section = above
            yield ""
            yield style.strong(above)
        yield from _objection(item, text, style)


def _objection(item: Judged, text: str, style: Style) -> Iterator[str]:
    paint = style.bad if item.verdict is Verdict.CONTRADICTED else style.doubtful
    line = text.count("\n", 0, item.start) + 1
    before = flat(text[max(0, item.start - _AROUND) : item.start].rpartition("\n")[2])
    after = flat(text[item.end : item.end + _AROUND].partition("\n")[0])
    yield f"  {paint(item.verdict.label)} 第{line}行：{before}{paint(f'【{flat(item.text)}】')}{after}"
    yield f"    {flat(item.reason)}"
    if item.hint:
        yield style.faint(f"    线索：{flat(item.hint)}")


def _summary(answer: Answer) -> str:
    counts = answer.summary()
    parts = "，".join(f"{verdict.label} {counts[verdict.value]}" for verdict in Verdict)
    claims = f"；论断 {len(answer.claims)} 处" if answer.claims else ""
    return f"数字 {len(answer.figures)} 处：{parts}{claims}"


def _verdict(answer: Answer, style: Style) -> str:
    if answer.objections:
        return style.bad(f"结论：{len(answer.objections)} 处需要核对")
    return style.good("结论：没有需要核对之处")


def draft_page(report: JudgedReport, style: Style) -> str:
    """What the verifier says of a drafted report."""
    text = report.narrative.text
    lines = [
        style.strong(report.narrative.title or report.form.title(report.figures.unit, report.figures.year))
    ]
    lines += [f"正文 {len(text)} 字", *_objection_lines(report.answer, text, style)]
    return "\n".join([*lines, _summary(report.answer), _verdict(report.answer, style)])
