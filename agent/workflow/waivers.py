"""Waivers beside their text: the sidecar file, which objection a person means, confirming it and taking that back.

The sidecar of ``正文.txt`` is ``正文.txt.人工确认.json``: whoever sees the folder sees that something was confirmed. An objection
is meant by its number (``3``, as ``verify`` prints it), by its line and text (``12:6次`` or ``第12行：6次``), or by its text
alone (``6次``) where that is objected to only once. Waivers that lapsed stay in the file until somebody clears them.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import BadInput, Problem
from agent.workflow.material import content_of, within

if TYPE_CHECKING:
    from agent.verify.answer import Answer
    from agent.verify.report import JudgedReport
    from agent.verify.waiver import Waiver
    from agent.verify.waiving import Spot

SUFFIX = ".人工确认.json"
_LONGEST_NAME = 255  # bytes, in every file system that people have
_LIMIT = 4 * 1024 * 1024
_NUMBER = re.compile(r"[0-9]{1,6}")
_AT_LINE = re.compile(r"第?([0-9]{1,7})行?[:：](.+)", flags=re.DOTALL)


# --- the file -----------------------------------------------------------------------------------------------------


def sidecar(prose: Path) -> Path:
    """Where the waivers of a text are kept; ``BadInput`` where no file can have that name."""
    path = _beside(prose)
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        what = "文件名太长，旁边放不下人工确认文件"
        raise BadInput([Problem(what, str(prose), "请改短文件名，或用 --waivers 写明放在哪里")])
    return path


def sidecar_name(prose: str) -> str:
    """The name of the sidecar of a text of that name."""
    return prose + SUFFIX


def _beside(prose: Path) -> Path:
    return prose.with_name(sidecar_name(prose.name))


def open_waivers(path: Path) -> tuple["Waiver", ...]:
    """The waivers of a file; ``BadInput`` with every problem."""
    return _read(content_of(path, _LIMIT), path)


def waivers_in(content: bytes, name: str) -> tuple["Waiver", ...]:
    """The same from what is in memory already, such as an upload."""
    return _read(within(Path(name), content, _LIMIT), Path(name))


def waivers_beside(prose: Path) -> tuple["Waiver", ...] | None:
    """The waivers of a text's sidecar; None where it has none."""
    path = _beside(prose)
    return open_waivers(path) if os.path.lexists(path) else None


def _read(content: bytes, path: Path) -> tuple["Waiver", ...]:
    from agent.verify.waiverfile import read_waivers

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput([Problem("不是 UTF-8 编码的文本", f"{path} 第{line}行", "请另存为 UTF-8")]) from error
    return read_waivers(text, str(path))


def waivers_file(waivers: Iterable["Waiver"]) -> bytes:
    """The sidecar as it is written."""
    from agent.verify.waiverfile import write_waivers

    return write_waivers(waivers).encode()


# --- confirming ---------------------------------------------------------------------------------------------------


def with_waivers(report: "JudgedReport", waivers: Iterable["Waiver"]) -> "JudgedReport":
    """A judged report with what the waivers cover marked in it."""
    from agent.verify.waiving import apply

    answer = apply(report.answer, report.narrative.text, report.form, waivers)
    return replace(report, answer=answer)


def confirmed(
    report: "JudgedReport",
    waivers: Sequence["Waiver"],
    wanted: Iterable[str],
    by: str,
    reason: str,
    day: date,
) -> tuple["Waiver", ...]:
    """The waivers with new ones for what is wanted; ``BadInput`` with everything that cannot be waived.

    ``report`` has ``waivers`` in it. A new waiver takes the place of a lapsed one of the same figure.
    """
    from agent.verify.waiving import signed

    who, why = signed(by, reason)
    problems: list[Problem] = []
    new: dict[tuple[str, str, int, int], Waiver] = {}
    for spot in _meant(report, wanted, problems):
        if spot.item.waiver:
            what = f"“{spot.item.text}”已由{spot.item.waiver.by}确认"
            problems.append(Problem(what, _place(report, spot), "要改写，请先撤回（--undo）"))
        elif not spot.item.verdict.objects:
            what = f"“{spot.item.text}”没有异议（{spot.item.verdict.label}：{spot.item.reason}）"
            problems.append(Problem(what, _place(report, spot), "不必确认"))
        else:
            waiver = spot.waiver(who, why, day)
            new[waiver.place] = waiver
    if problems:
        raise BadInput(problems)
    return (*(waiver for waiver in waivers if waiver.place not in new), *new.values())


def taken_back(
    report: "JudgedReport", waivers: Sequence["Waiver"], wanted: Iterable[str]
) -> tuple["Waiver", ...]:
    """The waivers without those of what is wanted; ``BadInput`` for what nobody has confirmed."""
    problems: list[Problem] = []
    gone: list[Waiver] = []
    for spot in _meant(report, wanted, problems):
        if spot.item.waiver:
            gone.append(spot.item.waiver)
        else:
            problems.append(Problem(f"“{spot.item.text}”没有确认过", _place(report, spot), "不必撤回"))
    if problems:
        raise BadInput(problems)
    return tuple(waiver for waiver in waivers if waiver not in gone)


def without_leftovers(answer: "Answer", waivers: Sequence["Waiver"]) -> tuple["Waiver", ...]:
    """The waivers that still cover something."""
    covering = {item.waiver for item in answer.waived}
    return tuple(waiver for waiver in waivers if waiver in covering)


# --- which one is meant -------------------------------------------------------------------------------------------


def _meant(report: "JudgedReport", wanted: Iterable[str], problems: list[Problem]) -> list["Spot"]:
    from agent.verify.waiving import spots

    text = report.narrative.text
    every = spots(report.answer, text, report.form)
    found = (_one(every, text, each, problems) for each in dict.fromkeys(wanted))
    return [spot for spot in found if spot]


def _one(every: Sequence["Spot"], text: str, wanted: str, problems: list[Problem]) -> "Spot | None":
    if _NUMBER.fullmatch(wanted):
        found = next((spot for spot in every if spot.number == int(wanted)), None)
        if found is None:
            last = max((spot.number for spot in every), default=0)
            problems.append(
                Problem(f"没有编号 {wanted}", "", f"编号是 1 到 {last}" if last else "没有需要核对之处")
            )
        return found
    at_line = _AT_LINE.fullmatch(wanted)
    line, words = (int(at_line[1]), at_line[2]) if at_line else (0, wanted)
    fits = _fitting(every, text, line, words)
    objected = [spot for spot in fits if spot.number]
    if len(fits) == 1 or len(objected) == 1:
        return (objected or fits)[0]
    problems.append(_unclear(wanted, objected or fits))
    return None


def _fitting(every: Sequence["Spot"], text: str, line: int, words: str) -> list["Spot"]:
    from agent.verify.prose import compact

    sought = compact(words)
    return [
        spot
        for spot in every
        if spot.text == sought and line in (0, text.count("\n", 0, spot.item.start) + 1)
    ]


def _unclear(wanted: str, fits: Sequence["Spot"]) -> Problem:
    if not fits:
        return Problem(f"没有找到“{wanted}”", "", "请用 verify 列出的编号，或写成 行号:数字，如 12:6次")
    numbers = "、".join(str(spot.number) for spot in fits if spot.number)
    mend = f"请用编号：{numbers}" if numbers else "都没有异议，不必确认"
    return Problem(f"“{wanted}”有{len(fits)}处", "", mend)


def _place(report: "JudgedReport", spot: "Spot") -> str:
    line = report.narrative.text.count("\n", 0, spot.item.start) + 1
    return f"第{line}行"
