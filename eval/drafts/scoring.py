"""A draft to all its scores."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from agent.workflow.reading import MEMORY, limit_memory
from eval.drafts.evaluators import ALL
from eval.drafts.grading import GRADE, graded
from eval.drafts.judging import AGREEMENT, OPINION, Judge, opinions
from eval.drafts.judging import scored as opinion_scores
from eval.drafts.material import Material, load
from eval.drafts.neighbours import Neighbours
from eval.drafts.sources import Sources
from eval.scoring import CaseResult, Score
from eval.scoring.evaluator import Trait
from eval.scoring.running import Line, Scorer


def traits(judge: Judge | None = None) -> tuple[Trait, ...]:
    """What is scored, the grade first."""
    asked = (OPINION, AGREEMENT) if judge else ()
    return (GRADE, *(evaluator.trait for evaluator in ALL), *asked)


def scores_of(material: Material, judge: Judge | None = None) -> dict[str, Score]:
    """Every score of a draft by its evaluator's name, the grade first. A judge's opinion changes no other."""
    scores = {evaluator.trait.name: evaluator.score(material) for evaluator in ALL}
    found = {GRADE.name: graded(material, scores), **scores}
    return found | (opinion_scores(opinions(material, judge)) if judge else {})


def scorer(neighbours: Neighbours, judge: Judge | None = None) -> Scorer:
    """From a case's line to its result, for any process."""
    return partial(_result, neighbours, judge)


def _result(neighbours: Neighbours, judge: Judge | None, line: Line) -> CaseResult:
    limit_memory(MEMORY)
    material = load(Sources.of_line(line["sources"]), neighbours)
    return CaseResult(line["name"], _about(material, line["metadata"]), scores_of(material, judge))


def _about(material: Material, given: Mapping[str, str]) -> dict[str, Any]:
    figures = material.figures
    source = "没有" if material.bare else "稿子自己的表格" if material.own else figures.file
    notes = "；".join(material.notes)
    return {
        **given,
        "单位": figures.unit or material.report.figures.unit or "不详",
        "年度": str(figures.year or "不详"),
        "数据": source,
        "上年数据": material.previous.file if material.previous else "没有",
        "上年报告": "有" if material.last else "没有",
        "说明": notes,
    }
