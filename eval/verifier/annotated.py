"""The annotated reports, where they lie beside the repository: real prose with every figure annotated by hand.

The annotations become a trial of their own, judged and counted like the generated ones. A figure whose annotation allows
either verdict is left out of the counts that it could go either way in.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from eval.cases import Expected, Mark, Mutant, Trial
from eval.verifier.judges import nianbao
from eval.verifier.scoring import Score, score

SHARED = Path(__file__).parents[3] / "shared"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PASSES = {"verified", "consistent"}
_TURNS = {"增长": "下降", "下降": "增长", "增加": "减少", "减少": "增加", "上升": "下降"}


def annotated(shared: Path = SHARED) -> list[Trial]:
    """A trial for each annotated report; empty where there are none."""
    names = sorted(file.name.removesuffix(".gold.jsonl") for file in (shared / "gold").glob("*.gold.jsonl"))
    return [_trial(shared, name) for name in names]


def judged(trials: list[Trial]) -> Score:
    """Their score together."""
    result = Score()
    for trial in trials:
        result.add(score(trial, nianbao))
    return result


def _trial(shared: Path, name: str) -> Trial:
    text = next(
        file
        for file in (shared / "reports" / f"{name}{end}" for end in (".narrative.txt", ".txt"))
        if file.exists()
    ).read_text("utf-8")
    gold = _lines(shared / "gold" / f"{name}.gold.jsonl")
    claims = [
        Mark(record["start"], record["end"], Expected.SOURCED, "断言", claim=True)
        for record in _lines(shared / "gold" / f"{name}.claims.jsonl")
        if record["holds"]
    ]
    figures = _figures(shared, name)
    assert figures is not None, name
    unit, _, year = name.rpartition("-")
    marks = [mark for record in gold if (mark := _mark(record)) is not None]
    mutants = tuple(mutant for record in gold for mutant in _mutants(text, record, gold, figures))
    return Trial(
        f"标注/{name}",
        "标注",
        text,
        (*marks, *claims),
        mutants,
        figures,
        _figures(shared, f"{unit}-{int(year) - 1}"),
    )


def _lines(file: Path) -> list[dict[str, Any]]:
    return (
        [json.loads(line) for line in file.read_text("utf-8").splitlines() if line] if file.exists() else []
    )


def _figures(shared: Path, name: str) -> FigureSet | None:
    file = shared / "reports" / f"{name}.figures.json"
    return read_figures(file.read_text("utf-8")) if file.exists() else None


def _mark(record: dict[str, Any]) -> Mark | None:
    place = record["start"], record["end"]
    if record["class"] == "exempt":
        return Mark(*place, Expected.EXEMPT, "非统计数")
    accepted = {record["expected"], *record.get("also_ok", [])}
    if record["expected"] in _PASSES:
        return Mark(*place, Expected.SOURCED, str(record["source"]["kind"])) if accepted <= _PASSES else None
    return None if accepted & _PASSES else Mark(*place, Expected.UNSOURCED, "没有依据")


def _mutants(
    text: str, record: dict[str, Any], gold: list[dict[str, Any]], figures: FigureSet
) -> Iterator[Mutant]:
    """The figure made wrong by a digit, an exchange, a nought, another value of the report, a unit, a direction."""
    if record["class"] != "figure" or record["expected"] not in _PASSES:
        return
    found = _NUMBER.search(record["text"])
    if found:
        start, end = record["start"] + found.start(), record["start"] + found.end()
        for error, new in _wrong(found[0], record, gold, figures):
            yield _made(text, record, error, start, end, new, collides=error in ("另一格的数", "邻近的数"))
    if record.get("unit") in ("元", "万元"):
        other = "万元" if record["unit"] == "元" else "元"
        start = record["end"] - len(record["unit"])
        yield _made(text, record, "元和万元混淆", start, record["end"], other)
    for word, back in _TURNS.items():
        at = text.rfind(word, max(0, record["start"] - 6), record["start"])
        if record.get("direction") and at >= 0:
            yield _made(text, record, "方向写反", at, at + len(word), back)
            return


def _wrong(
    digits: str, record: dict[str, Any], gold: list[dict[str, Any]], figures: FigureSet
) -> Iterator[tuple[str, str]]:
    if record.get("qualifier"):
        yield "约数不合", str(Decimal(digits) * 3)
        return
    yield "换一位数字", digits[:-1] + str((int(digits[-1]) + 3) % 10)
    if len(digits) > 2 and digits.isdecimal() and digits[0] != digits[1]:
        yield "数字颠倒", digits[1] + digits[0] + digits[2:]
    if digits.isdecimal() and digits != "0":
        yield "多一个零", digits + "0"
    if record.get("unit") == "件" and record["source"]["kind"] == "table":
        values = {f"{value:f}" for _, value in figures if value == value.to_integral_value() and value > 1}
        near = sorted(value for value in values if value != digits and abs(len(value) - len(digits)) <= 1)
        if near:
            yield "另一格的数", near[len(digits) % len(near)]
    beside = [
        r
        for r in gold
        if r["class"] == "figure" and 0 < r["start"] - record["end"] < 40 and r["unit"] == record["unit"]
    ]
    match = _NUMBER.search(beside[0]["text"]) if beside else None
    if match and match[0] != digits:
        yield "邻近的数", match[0]


def _made(
    text: str, record: dict[str, Any], error: str, start: int, end: int, new: str, *, collides: bool = False
) -> Mutant:
    shift = len(new) - (end - start)
    left = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [at for at in (text.find("。", end), text.find("\n", end)) if at >= 0]
    right = min(stops, default=len(text)) + shift
    whole = text[:start] + new + text[end:]
    wrong = min(start, record["start"]), max(start + len(new), record["end"] + shift)
    return Mutant(error, str(record["source"]["kind"]), whole, *wrong, (left, right), shift, collides)
