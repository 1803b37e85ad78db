"""What ``waive`` changes, and what it prints for programs; people get the page of ``verify``."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from agent import workflow
from agent.errors import BadInput, Problem
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver
from agent.verify.waiving import spots


def changed_waivers(
    arguments: Namespace, report: JudgedReport, waivers: Sequence[Waiver]
) -> tuple[Waiver, ...]:
    """The waivers as the command wants them; ``report`` has ``waivers`` in it. ``BadInput`` for what makes no sense."""
    if arguments.prune:
        _only(arguments, "--prune", "items", "by", "reason")
        return workflow.without_leftovers(report.answer, waivers)
    if arguments.undo:
        _only(arguments, "--undo", "by", "reason")
        if not arguments.items:
            raise BadInput([Problem("没有写撤回哪一处", "--undo", "写上编号，或 行号:数字")])
        return workflow.taken_back(report, waivers, arguments.items)
    if arguments.items:
        today = datetime.now().astimezone().date()
        by, reason = arguments.by or "", arguments.reason or ""
        return workflow.confirmed(report, waivers, arguments.items, by, reason, today)
    _only(arguments, "", "by", "reason")
    return tuple(waivers)


def _only(arguments: Namespace, beside: str, *names: str) -> None:
    """Refuse what would be written in vain."""
    vain = [_SAID[name] for name in names if getattr(arguments, name)]
    if vain and not beside:
        raise BadInput([Problem("没有写确认哪一处", "", "写上编号，或 行号:数字")])
    if vain:
        raise BadInput([Problem(f"{beside} 不能与 {'、'.join(vain)} 同用", "", "请去掉其一")])


_SAID = {"items": "数字", "by": "--by", "reason": "--reason"}


def waive_record(report: JudgedReport) -> dict[str, Any]:
    """What is objected to, waived or not, with the number and the line by which it can be named."""
    text = report.narrative.text
    record = [
        {
            "number": spot.number,
            "line": text.count("\n", 0, spot.item.start) + 1,
            "sentence": spot.sentence.text,
            **spot.item.as_json(),
        }
        for spot in spots(report.answer, text, report.form)
        if spot.number
    ]
    leftovers = report.answer.leftovers
    return {"objections": record, "waivers": leftovers.as_json() if leftovers else {}}
