from random import Random

from hypothesis import given
from hypothesis import strategies as st

from agent.forms import form_of
from agent.forms.conformity import conform
from agent.forms.footing import State, check
from eval.generation.tables import split, two_years
from eval.generation.world import world_of

_EDITIONS = st.sampled_from([("2019", 2020), ("2021", 2023)])
_SCALES = st.one_of(st.integers(0, 5), st.integers(0, 40000))


@given(st.integers(), _EDITIONS, _SCALES)
def test_every_rule_of_either_edition_holds_at_any_size(
    seed: int, edition: tuple[str, int], scale: int
) -> None:
    form, year = edition
    this, last = two_years(Random(seed), "云岭县人民政府", form, year, scale)
    assert {finding.state for finding in check(form_of(form), this, last)} == {State.HELD}


@given(st.integers(), _EDITIONS, _SCALES)
def test_every_cell_is_filled_in_with_what_it_can_hold(
    seed: int, edition: tuple[str, int], scale: int
) -> None:
    form, year = edition
    for figures in two_years(Random(seed), "云岭县人民政府", form, year, scale):
        assert figures.cells.keys() == form_of(form).by_key.keys()
        assert conform(figures) is figures


@given(st.integers(), st.integers(0, 100_000), st.lists(st.floats(0.1, 60), min_size=1, max_size=20))
def test_a_total_is_cut_into_parts_that_add_up(seed: int, total: int, weights: list[float]) -> None:
    parts = split(Random(seed), total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0


def test_the_breakdowns_of_a_fact_add_up() -> None:
    for index in range(50):
        for fact in world_of(f"7/{index}").figures.facts:
            assert [breakdown.total for breakdown in fact.breakdowns] == [fact.value] * len(fact.breakdowns)


def test_the_same_seed_gives_the_same_world() -> None:
    assert world_of("3/4") == world_of("3/4")
    assert world_of("3/4") != world_of("3/5")
