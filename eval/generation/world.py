"""One invented unit with two years of figures; everything that a sentence can be about."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from agent.figures import FigureSet
from agent.forms import Form, form_of
from eval.generation.quoted import facts_of, last_years
from eval.generation.tables import two_years
from eval.generation.units import Body, body_of


@dataclass(frozen=True)
class World:
    """``pool`` is every value of this year's cells and facts, smallest first: what a wrong value may collide with."""

    body: Body
    form: Form
    figures: FigureSet
    previous: FigureSet
    pool: tuple[Decimal, ...]


def world_of(seed: str) -> World:
    """The world of a seed: the same for the same seed, in any process."""
    random = Random(seed)
    body = body_of(random)
    edition, year = ("2019", 2020) if random.random() < 0.2 else ("2021", random.randint(2022, 2025))
    return world_with(random, body, edition, year)


def world_with(random: Random, body: Body, edition: str, year: int, *, zero: bool = False) -> World:
    """The world of one unit in one year of an edition; with ``zero`` every cell of both years is nought."""
    figures, previous = two_years(random, body.name, edition, year, body.scale)
    if zero:
        figures, previous = (
            replace(each, cells=dict.fromkeys(each.cells, Decimal(0))) for each in (figures, previous)
        )
    facts = facts_of(random, body.scale)
    figures = replace(figures, facts=facts)
    previous = replace(previous, facts=last_years(random, facts))
    values = {value for _, value in figures if value >= 0 and value == value.to_integral_value()}
    values |= {fact.value for fact in facts if fact.value is not None and fact.unit != "%"}
    return World(body, form_of(edition), figures, previous, tuple(sorted(values)))
