"""What 持平 speaks of where a share stands before it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from agent.figures import FigureSet
from agent.verify import Verdict, verify
from tests.verify.county import COUNTY, LAST_YEAR

SENTENCE = "自然人申请{now}件，占新收申请的50.0%，与上年持平。"


def year(year: int, persons: int, received: int) -> FigureSet:
    cells = {"requests.new.natural_person": Decimal(persons), "requests.new.total": Decimal(received)}
    return FigureSet("云岭县人民政府", year, "2021", cells)


@pytest.mark.parametrize(
    ("before", "verdict"),
    [
        ((40, 80), Verdict.VERIFIED),
        ((4001, 8000), Verdict.VERIFIED),  # 50.0% as quoted
        ((30, 80), Verdict.CONTRADICTED),
    ],
)
def test_a_share_is_level_though_its_count_is_not(before: tuple[int, int], verdict: Verdict) -> None:
    answer = verify(SENTENCE.format(now=50), year(2023, 50, 100), year(2022, *before))
    assert [claim.verdict for claim in answer.claims] == [verdict]


def test_nothing_is_said_of_a_level_without_last_year() -> None:
    answer = verify(SENTENCE.format(now=50), year(2023, 50, 100), None)
    assert answer.claims == ()


def test_a_fact_that_the_clause_names_is_what_moved() -> None:
    text = "全年主动公开政府信息较上年增长。"
    assert [claim.verdict for claim in verify(text, COUNTY, LAST_YEAR).claims] == [Verdict.VERIFIED]
    fewer = replace(COUNTY, facts=tuple(replace(fact, value=Decimal(1)) for fact in COUNTY.facts))
    assert [claim.verdict for claim in verify(text, fewer, LAST_YEAR).claims] == [Verdict.CONTRADICTED]
