"""Means, intervals and differences: over figure sets, repetitions together, and only where both scored."""

import pytest

from eval.scoring import CaseResult, Score
from eval.writers.contestant import OFFLINE
from eval.writers.standing import Standing, standings


def result(label: str, subject: str, grade: float | None, repeat: int = 1) -> CaseResult:
    score = Score.not_applicable("没有") if grade is None else Score.mark(grade, "")
    metadata = {"写法": label, "数据": subject, "遍": str(repeat)}
    return CaseResult(f"{label}{subject}{repeat}", metadata, {"grade": score})


def of(results: list[CaseResult], label: str) -> Standing:
    return next(each for each in standings(results, {}) if each.label == label)


def test_repetitions_of_a_set_are_one_value() -> None:
    found = of([result("甲", "一", 1.0), result("甲", "一", 0.0, 2), result("甲", "二", 1.0)], "甲").means[
        "grade"
    ]
    assert found is not None
    assert (found.mean, found.sets) == (0.75, 2)


def test_a_difference_is_taken_set_by_set_where_both_scored() -> None:
    base = [
        result(OFFLINE.label, subject, grade) for subject, grade in (("一", 0.9), ("二", 0.5), ("三", None))
    ]
    own = [result("甲", "一", 0.8), result("甲", "二", 0.4), result("甲", "三", 1.0)]
    standing = of([*base, *own], "甲")
    found = standing.differences["grade"]
    assert found is not None
    assert found.sets == 2
    assert found.mean == pytest.approx(-0.1)
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(found.high)
    assert found.differs
    assert found == of([*base, *own], "甲").differences["grade"]


def test_one_set_has_no_interval_and_what_applies_to_none_has_no_mean() -> None:
    found = of([result("甲", "一", 0.8)], "甲")
    grade = found.means["grade"]
    assert grade is not None
    assert grade.low is None
    assert not grade.differs
    assert found.means["cost"] is None
    assert found.differences["grade"] is None
    assert found.took is None


def test_a_failed_draft_is_counted_and_enters_no_mean() -> None:
    failed = CaseResult("甲二", {"写法": "甲", "数据": "二", "遍": "1"}, problems=("没有回音",))
    found = of([result("甲", "一", 0.8), failed], "甲")
    assert len(found.failed) == 1
    assert found.means["grade"] is not None
    assert found.means["grade"].mean == pytest.approx(0.8)
