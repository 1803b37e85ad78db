"""Writers that are broken on purpose, over every sample unit: each is caught by its evaluator, and by no other."""

from pathlib import Path

import pytest

from eval.drafts.neighbours import Neighbours, neighbours
from eval.scoring import CaseResult
from eval.writers.broken import LABELS
from eval.writers.contestant import OFFLINE, Contestant, Kind
from eval.writers.scoring import Desk, line_of, scorer, traits
from eval.writers.subjects import Subject, sample_subjects
from eval.writers.writing import Manner
from tests.eval.drafts.written import OTHERS

# Two sides of one finding; the grade is over all of them.
CAUGHT = {"swap": {"verified", "contradicted"}, "drop": {"topics"}, "copy": {"copied"}}


@pytest.fixture(scope="module")
def known() -> Neighbours:
    return neighbours(OTHERS, 1)


@pytest.mark.parametrize("subject", sample_subjects(), ids=lambda each: each.stem)
@pytest.mark.parametrize("way", CAUGHT)
def test_a_broken_writer_is_caught_by_the_right_evaluator_and_only_by_it(
    way: str, subject: Subject, known: Neighbours, tmp_path: Path
) -> None:
    def result(writer: Contestant) -> CaseResult:
        return scorer(Desk(tmp_path, None, known))(line_of(writer, subject, 1, Manner(1, 0.3, 1.0), ""))

    good, spoilt = result(OFFLINE), result(Contestant(LABELS[way], Kind.BROKEN, way))
    assert not spoilt.problems
    worse = set()
    for trait in traits():
        before, now = good.scores[trait.name].value, spoilt.scores[trait.name].value
        if before is not None and (now is None or trait.sense.worse(now, before)):
            worse.add(trait.name)
    assert worse - {"grade"} == CAUGHT[way]
    grade = spoilt.scores["grade"].value
    assert grade is not None
    assert (grade < 0.6) is (way == "swap")
