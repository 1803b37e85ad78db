"""Every attack of the table, tried; and the table in step with the cases."""

from pathlib import Path

import pytest

from tests.security import by_the_model, in_files, in_words, outside, within  # noqa: F401 - they put their cases in
from tests.security.attacks import ATTACKS, Attack, Ground, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "安全测试.md"


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: case.name)
def test_the_attack_comes_to_what_the_table_says(case: Attack, tmp_path: Path) -> None:
    ground = Ground(tmp_path)
    try:
        case.tried(ground)
    finally:
        if "database" in vars(ground):
            ground.database.close()


def test_no_two_attacks_have_one_name() -> None:
    assert len({case.name for case in ATTACKS}) == len(ATTACKS) >= 30


def test_the_page_is_made_of_the_cases() -> None:
    assert PAGE.read_text("utf-8") == page()
