"""The page that explains references to users says what the program does: every example on it is run."""

import re
from pathlib import Path

import pytest

from agent.drafting.realising import Realised, realise
from agent.drafting.references import DEEPEST
from tests.drafting.invented import county, county_before

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "引用写法.md").read_text("utf-8")
ROWS = [
    (source.replace("\\|", "|"), told)
    for source, told in re.findall(r"^\| `(.+?)` \| (.+) \|$", PAGE, re.MULTILINE)
]


@pytest.mark.parametrize(("source", "told"), ROWS)
def test_an_example_of_the_page_comes_out_as_it_says(source: str, told: str) -> None:
    realised = realise(source, county(), county_before())
    assert (realised.text if isinstance(realised, Realised) else realised.reason) == told


def test_every_table_row_of_the_page_is_an_example() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(ROWS) == len(lines) > 25


def test_the_page_names_the_depth_that_the_program_allows() -> None:
    assert f"最多套{'一二三四五六'[DEEPEST - 1]}层" in PAGE


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/引用写法.md)" in (ROOT / "README.md").read_text("utf-8")
