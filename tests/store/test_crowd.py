from pathlib import Path

from eval.store_crowd import crowd


def test_of_thirty_people_on_ten_reports_nobody_loses_an_edit(address: str, tmp_path: Path) -> None:
    outcome = crowd(address, tmp_path, seconds=4, people=30, reports=10, think=0.3)
    assert outcome.errors == []
    assert outcome.lost == []
    assert outcome.faults == ()
    assert len(outcome.saves) > 100


def test_people_who_never_pause_meet_and_still_lose_nothing(address: str, tmp_path: Path) -> None:
    outcome = crowd(address, tmp_path, seconds=3, people=12, reports=1, think=0.0)
    assert outcome.errors == []
    assert outcome.lost == []
    assert outcome.faults == ()
    assert outcome.conflicts > 0
