"""``add``: units' figures to one set, what it prints, and its record for programs."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent import workflow
from agent.cli.ending import ended_like_ctrl_c
from agent.cli.files import suffix, write
from agent.cli.style import Style, flat
from agent.errors import BadInput, Problem
from agent.figures import Absent
from agent.figures.quantity import plain
from agent.forms.footing import State
from agent.workflow import Added, Checked, Choice

_SOMETHING = 1
_EVERYBODY = "全部"
_LISTED = 8
_WRITERS: Mapping[str, Callable[[Added], bytes]] = {
    ".xlsx": workflow.added_workbook,
    ".json": workflow.added_figures,
}


def add(arguments: Namespace) -> int:
    """Add up, write the sum, and say what is to be said of it."""
    suffix(arguments.output, tuple(_WRITERS))
    workflow.check_target(arguments.output, arguments.files)
    if arguments.output.suffix.lower() == ".json" and not arguments.unit.strip():
        raise BadInput([Problem("没有写汇总单位的名称", "--unit", "请写明，如 --unit 某某县人民政府")])
    with ended_like_ctrl_c():
        gathered = workflow.gather(arguments.files)
    everybody = _EVERYBODY in arguments.zero
    zeros = [each.unit for each in gathered.figures] if everybody else arguments.zero
    added = workflow.add_up(gathered, Choice(frozenset(zeros), arguments.apart), arguments.unit)
    content = _WRITERS[arguments.output.suffix.lower()](added)
    if arguments.json:
        sys.stdout.write(json.dumps(added_record(added), ensure_ascii=False, indent=1) + "\n")
    else:
        print(added_page(added, Style.of(sys.stdout)))
    write(arguments.output, content)
    return 0 if added.whole and added.holds else _SOMETHING


def added_page(added: Added, style: Style) -> str:
    """Who is in it, who is not, what has no total and why, what is broken, and what asks for a look."""
    return "\n".join(_lines(added, style))


def _lines(added: Added, style: Style) -> Iterator[str]:
    total = added.total
    name = flat(total.unit) or "（单位名称未写，请在工作簿“单位信息”里填写）"
    yield style.strong(
        f"{name} {total.year}年度（{total.form.edition}年格式）：{len(total.parts)} 个单位汇总"
    )
    for part in total.parts:
        yield f"  · {flat(part.unit)}（{part.file}）：填了 {len(part.cells)} 格，补充数据 {len(part.facts)} 项"
    yield from _listed("没有计入", [str(problem) for problem in added.left_out])
    yield from _listed("注意", list(added.notes))
    yield from _listed("没有合计", [*_without_total(added)])
    yield from _listed(
        "补充数据没有合计", [f"{each.fact.name}：{each.why}" for each in total.facts if each.why]
    )
    yield from _listed("补充数据名称相近", [each.reason for each in total.near])
    for checked in added.parts_checked:
        yield from _listed(f"{checked.figures.unit}自己的数不符", _broken(checked))
    yield from _listed("合计不符", _broken(added.checked))
    yield from _listed("提示", list(added.doubts))
    yield ""
    yield _conclusion(added, style)


def _without_total(added: Added) -> Iterator[str]:
    """By cause, so that a unit that left half its table blank is one line."""
    total = added.total
    for unit, keys in total.blanks().items():
        cells = "、".join(total.form.label(key) for key in keys[:2])
        more = f"等 {len(keys)} 格" if len(keys) > 2 else ""
        yield f"{unit}没有填：{cells}{more}；确实没有的请填 0，或加 --zero {unit}"
    apart = [each for each in total.cells.values() if isinstance(each.total, Absent) and not each.lacking]
    if apart:
        yield f"{total.form.label(apart[0].key)}等 {len(apart)} 格{apart[0].why}；确实互不重复的，加 --apart"


def _broken(checked: Checked) -> list[str]:
    return [finding.reason for finding in checked.of(State.BROKEN)]


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield title
    yield from (f"  · {flat(line)}" for line in lines[:_LISTED])
    if len(lines) > _LISTED:
        yield f"  · 另有 {len(lines) - _LISTED} 项，用 --json 可看全部"


def _conclusion(added: Added, style: Style) -> str:
    if not added.holds:
        return style.bad("结论：有勾稽关系不符，请核对上列单位的数")
    if not added.whole:
        return style.doubtful("结论：还有没计入或没有合计的，请补齐后再汇总一次")
    return style.good("结论：全部汇总，勾稽关系相符")


def added_record(added: Added) -> dict[str, Any]:
    """The same for programs. Numbers are decimal strings, null where there is none."""
    total = added.total
    return {
        "unit": total.unit,
        "year": total.year,
        "form": total.form.edition,
        "units": [{"unit": part.unit, "file": part.file} for part in total.parts],
        "left_out": [str(problem) for problem in added.left_out],
        "notes": list(added.notes),
        "cells": [
            {
                "key": each.key,
                "total": _number(each.total),
                "given": {unit: _number(value) for unit, value in each.given.items()},
                "lacking": list(each.lacking),
                "why": each.why or None,
            }
            for each in total.cells.values()
            if not each.unfilled
        ],
        "facts": [
            {
                "name": each.fact.name,
                "unit": each.fact.unit,
                "total": None if each.fact.value is None else plain(each.fact.value),
                "given": {
                    unit: None if value is None else plain(value) for unit, value in each.stated.items()
                },
                "why": each.why or None,
            }
            for each in total.facts
        ],
        "near": [each.reason for each in total.near],
        "broken": {part.figures.unit: _broken(part) for part in added.parts_checked if not part.holds},
        "broken_sum": _broken(added.checked),
        "doubts": list(added.doubts),
    }


def _number(value: Any) -> str | None:
    return None if isinstance(value, Absent) else plain(value)
