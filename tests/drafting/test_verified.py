"""Whatever is drafted, the verifier has nothing to object to: the two were written apart and must agree."""

import pytest

from agent.drafting import draft
from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from agent.verify import Verdict, verify
from tests.drafting.invented import ALL, county, county_before, drawn
from tests.surroundings import shared_reports


def objections(figures: FigureSet, previous: FigureSet | None = None) -> list[str]:
    """Every figure and claim that is not verified, with the words before it and the reason."""
    text = draft(figures, previous).narrative.text
    answer = verify(text, figures, previous)
    fine = (Verdict.VERIFIED, Verdict.EXEMPT)
    return [
        f"{text[max(0, item.start - 40) : item.end]} | {item.verdict.value} | {item.reason}"
        for item in (*answer.figures, *answer.claims)
        if item.verdict not in fine
    ]


@pytest.mark.parametrize("figures", ALL, ids=lambda figures: figures.unit)
def test_every_figure_of_a_draft_is_verified(figures: FigureSet) -> None:
    assert objections(figures) == []


def test_every_comparison_with_last_year_is_verified() -> None:
    assert objections(county(), county_before()) == []


@pytest.mark.parametrize("seed", range(60))
def test_every_figure_of_a_draft_of_figures_drawn_by_lot_is_verified(seed: int) -> None:
    assert objections(drawn(seed), drawn(seed, 2023) if seed % 3 else None) == []


@pytest.mark.parametrize("seed", range(60))
def test_a_draft_of_figures_drawn_by_lot_is_not_stale(seed: int) -> None:
    figures, previous = drawn(seed), drawn(seed, 2023)
    assert draft(figures, previous).realise(figures, previous).stale == ()


@pytest.mark.shared
def test_every_figure_of_the_drafts_of_the_sample_units_is_verified() -> None:
    files = shared_reports("*.figures.json")
    if not files:
        pytest.skip("没有样例材料")
    for file in files:
        assert objections(read_figures(file.read_text("utf-8"), file.name)) == []
