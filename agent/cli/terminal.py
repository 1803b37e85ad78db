"""What ``check``, ``verify`` and ``draft`` print for people, and the JSON of ``check``.

Lines, never tables of fixed columns: Chinese characters are two columns wide in most terminals and not in all. Colour only
where the output is a terminal and ``NO_COLOR`` is not set.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from agent.figures import Absent, FigureSet
from agent.figures.key import PREVIOUS
from agent.figures.quantity import plain
from agent.forms.footing import Finding, State
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport
from agent.workflow import Checked

_HEADING = re.compile(r"^[ \t\u3000]*([一二三四五六七八九十]{1,3}、[^。；\n]{2,40})$", flags=re.MULTILINE)
_AROUND = 16
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Style:
    """Colour, or none."""

    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """For a stream: coloured on a terminal, unless ``NO_COLOR`` says otherwise."""
        return cls(stream.isatty() and not os.environ.get("NO_COLOR"))

    def _wrapped(self, text: str, code: int) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def bad(self, text: str) -> str:
        """Red."""
        return self._wrapped(text, 31)

    def good(self, text: str) -> str:
        """Green."""
        return self._wrapped(text, 32)

    def doubtful(self, text: str) -> str:
        """Yellow."""
        return self._wrapped(text, 33)

    def strong(self, text: str) -> str:
        """Bold."""
        return self._wrapped(text, 1)

    def faint(self, text: str) -> str:
        """Dim."""
        return self._wrapped(text, 2)


# --- check --------------------------------------------------------------------------------------------------------


def check_page(checked: Checked, style: Style) -> str:
    """Broken rules first, then warnings, what cannot be assessed, and apart from all that the doubts."""
    return "\n".join(_check_lines(checked, style))


def _check_lines(checked: Checked, style: Style) -> Iterator[str]:
    form, figures = checked.form, checked.figures
    yield style.strong(f"{_flat(figures.unit)} {figures.year}年度（{form.edition}年格式，{form.authority}）")
    counts = "，".join(f"{state.label} {len(checked.of(state))}" for state in State)
    yield f"勾稽关系 {len(checked.findings)} 条：{counts}"
    for state, paint in ((State.BROKEN, style.bad), (State.WARNING, style.doubtful)):
        for number, finding in enumerate(checked.of(state), 1):
            yield ""
            yield paint(f"{state.label} {number}  {finding.rule.label}")
            yield f"  {finding.reason.removeprefix(f'{finding.rule.label}：')}"
            yield from (style.faint(f"  · {line}") for line in _cell_lines(checked, finding))
    yield from _listed("线索", [remedy.reason for remedy in checked.remedies])
    yield from _listed("无法核对", _not_assessable(checked))
    yield from _listed("提示（不属勾稽关系）", [doubt.reason for doubt in checked.doubts], all_of_them=True)
    yield ""
    yield _conclusion(checked, style)


def _not_assessable(checked: Checked) -> list[str]:
    """Why, each cause with its number of rules where there are several."""
    by_cause: dict[str, list[Finding]] = {}
    for finding in checked.of(State.NOT_ASSESSABLE):
        by_cause.setdefault(finding.reason.removeprefix(f"{finding.rule.label}："), []).append(finding)
    return [
        found[0].reason if len(found) == 1 else f"{cause}：{len(found)} 条，如“{found[0].rule.label}”"
        for cause, found in by_cause.items()
    ]


def _conclusion(checked: Checked, style: Style) -> str:
    if broken := len(checked.of(State.BROKEN)):
        return style.bad(f"结论：{broken} 条勾稽关系不符，请核对上列单元格")
    if not checked.of(State.HELD):
        return style.doubtful("结论：没有一条勾稽关系可以核对，请先填写数据")
    return style.good("结论：可以核对的勾稽关系全部相符")


def _cell_lines(checked: Checked, finding: Finding) -> Iterator[str]:
    """The rule's cells with their values and places; zeros are only counted, but for the total itself."""
    zeros = 0
    for key, value in finding.cells:
        if isinstance(value, Absent) or value != 0 or key == str(finding.rule.right):
            written = "未填" if isinstance(value, Absent) else plain(value)
            source = checked.figures.sources.get(key)
            yield f"{_label(checked, key)}：{written}{f'（{source}）' if source else ''}"
        else:
            zeros += 1
    if zeros:
        yield f"其余 {zeros} 格为 0"


def _label(checked: Checked, key: str) -> str:
    year = "上年 " if key.startswith(PREVIOUS) else ""
    return year + checked.form.label(key.removeprefix(PREVIOUS))


def _listed(title: str, reasons: list[str], *, all_of_them: bool = False) -> Iterator[str]:
    if not reasons:
        return
    yield ""
    yield title
    shown = reasons if all_of_them or len(reasons) <= _LISTED else reasons[: _LISTED - 1]
    yield from (f"  · {reason}" for reason in shown)
    if len(shown) < len(reasons):
        yield f"  · 另有 {len(reasons) - len(shown)} 项，用 --json 可看全部"


def check_record(checked: Checked) -> dict[str, Any]:
    """The same for programs. Numbers are decimal strings, null where there is none."""
    figures = checked.figures
    return {
        "unit": figures.unit,
        "year": figures.year,
        "form": checked.form.edition,
        "summary": {state.value: len(checked.of(state)) for state in State},
        "findings": [_finding_record(checked, finding) for finding in checked.findings],
        "hints": [
            {"cell": each.key, "value": plain(each.found), "fitting": plain(each.fitting)}
            | {"rules": list(each.rules), "reason": each.reason}
            for each in checked.remedies
        ],
        "doubts": [
            {"code": doubt.code, "cells": list(doubt.cells), "reason": doubt.reason}
            for doubt in checked.doubts
        ],
    }


def _finding_record(checked: Checked, finding: Finding) -> dict[str, Any]:
    numbers = {"left": finding.left, "right": finding.right, "difference": finding.difference}
    cells = [
        {
            "key": key,
            "label": _label(checked, key),
            "value": None if isinstance(value, Absent) else plain(value),
            "source": checked.figures.sources.get(key),
        }
        for key, value in finding.cells
    ]
    return (
        {"rule": finding.rule.id, "label": finding.rule.label, "state": finding.state.value}
        | {name: None if number is None else plain(number) for name, number in numbers.items()}
        | {"formula": f"{finding.rule.left} = {finding.rule.right}", "cells": cells, "reason": finding.reason}
    )


# --- verify -------------------------------------------------------------------------------------------------------


def verify_page(answer: Answer, text: str, figures: FigureSet, style: Style) -> str:
    """What somebody has to look at, by section of the text, then how many figures have each verdict."""
    lines = [style.strong(f"对照 {_flat(figures.unit)} {figures.year}年度数据")]
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
    before = _flat(text[max(0, item.start - _AROUND) : item.start].rpartition("\n")[2])
    after = _flat(text[item.end : item.end + _AROUND].partition("\n")[0])
    yield f"  {paint(item.verdict.label)} 第{line}行：{before}{paint(f'【{_flat(item.text)}】')}{after}"
    yield f"    {_flat(item.reason)}"
    if item.hint:
        yield style.faint(f"    线索：{_flat(item.hint)}")


def _flat(text: str) -> str:
    """On one line, and without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _summary(answer: Answer) -> str:
    counts = answer.summary()
    parts = "，".join(f"{verdict.label} {counts[verdict.value]}" for verdict in Verdict)
    claims = f"；论断 {len(answer.claims)} 处" if answer.claims else ""
    return f"数字 {len(answer.figures)} 处：{parts}{claims}"


def _verdict(answer: Answer, style: Style) -> str:
    if answer.objections:
        return style.bad(f"结论：{len(answer.objections)} 处需要核对")
    return style.good("结论：没有需要核对之处")


# --- draft --------------------------------------------------------------------------------------------------------


def draft_page(report: JudgedReport, style: Style) -> str:
    """What the verifier says of a drafted report."""
    text = report.narrative.text
    lines = [
        style.strong(report.narrative.title or report.form.title(report.figures.unit, report.figures.year))
    ]
    lines += [f"正文 {len(text)} 字", *_objection_lines(report.answer, text, style)]
    return "\n".join([*lines, _summary(report.answer), _verdict(report.answer, style)])
