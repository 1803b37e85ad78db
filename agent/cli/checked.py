"""What ``check`` prints: a page for people, a record for programs."""

from collections.abc import Iterator
from typing import Any

from agent.cli.style import Style, flat
from agent.figures import Absent
from agent.figures.key import PREVIOUS
from agent.figures.quantity import plain
from agent.forms.footing import Finding, State
from agent.workflow import Checked

_LISTED = 6


def check_page(checked: Checked, style: Style) -> str:
    """Broken rules first, then warnings, what cannot be assessed, and apart from all that the doubts."""
    return "\n".join(_check_lines(checked, style))


def _check_lines(checked: Checked, style: Style) -> Iterator[str]:
    form, figures = checked.form, checked.figures
    yield style.strong(f"{flat(figures.unit)} {figures.year}年度（{form.edition}年格式，{form.authority}）")
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
