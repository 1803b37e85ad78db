import pytest

from eval.scoring.intervals import wilson
from eval.verifier.scoring import ALARM, CAUGHT, PASSED
from eval.verifier.tally import Rate, missing, moved, regressed


def rate(measure: str, hits: int, cases: int, name: str = "收到") -> Rate:
    return Rate(measure, "说法", name, hits, cases)


def test_wilsons_interval_of_ninety_five_in_a_hundred() -> None:
    assert wilson(95, 100) == pytest.approx((0.8882, 0.9785), abs=1e-4)


def test_wilsons_interval_stays_within_bounds() -> None:
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1
    assert wilson(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("measure", "hits", "misses"),
    [(CAUGHT, 98, False), (CAUGHT, 97, True), (ALARM, 1, False), (ALARM, 2, True), (PASSED, 1, True)],
)
def test_bars(measure: str, hits: int, misses: bool) -> None:
    assert bool(missing([rate(measure, hits, 100)])) is misses


def test_worse_by_more_than_one_case_is_a_regression() -> None:
    assert regressed(rate(CAUGHT, 90, 100), rate(CAUGHT, 95, 100))
    assert regressed(rate(ALARM, 5, 100), rate(ALARM, 0, 100))
    assert not regressed(rate(CAUGHT, 94, 100), rate(CAUGHT, 95, 100))
    assert not regressed(rate(CAUGHT, 99, 100), rate(CAUGHT, 95, 100))


def test_only_what_has_another_count_has_moved() -> None:
    now = [rate(CAUGHT, 9, 10), rate(CAUGHT, 5, 10, "办结")]
    assert [name.name for name, _ in moved(now, [rate(CAUGHT, 9, 10), rate(CAUGHT, 6, 10, "办结")])] == [
        "办结"
    ]
