"""The file of political phrases, and the years in which they are current."""

import pytest

from agent.drafting.scrutiny import Against, scrutinise
from agent.drafting.scrutiny.sloganbook import read_slogans, slogans
from agent.errors import FormError
from agent.figures import FigureSet
from agent.verify import Answer


def remarked(text: str, year: int) -> bool:
    known = Against(FigureSet("云岭县人民政府", year, "2021"))
    return any(one.code == "W03" for one in scrutinise(text, known, Answer((), ())))


@pytest.mark.parametrize(
    ("text", "apt", "not_apt"),
    [
        ("学习贯彻党的十九大精神。", [2018, 2021], [2016, 2022, 2023]),
        ("学习贯彻党的二十大精神。", [2022, 2025], [2021]),
        ("学习贯彻党的十九届五中全会精神。", [2020, 2021], [2019, 2022]),
        ("学习贯彻党的二十届三中全会精神。", [2024], [2023, 2025]),
        ("庆祝新中国成立70周年。", [2019], [2018, 2020]),
        ("“十四五”开局之年。", [2021], [2020, 2022]),
    ],
)
def test_a_phrase_is_apt_in_its_years(text: str, apt: list[int], not_apt: list[int]) -> None:
    assert [year for year in apt if remarked(text, year)] == []
    assert [year for year in not_apt if not remarked(text, year)] == []


def test_an_older_phrase_beside_a_newer_one_is_left_alone() -> None:
    assert remarked("学习贯彻党的十九大精神。", 2023)
    assert not remarked("学习贯彻党的十九大和党的二十大精神，落实党的十九大精神。", 2023)


def test_where_the_year_is_not_known_nothing_is_said() -> None:
    assert not remarked("学习贯彻党的十九大精神。", 0)


def test_every_phrase_names_a_dated_fact() -> None:
    assert [slogan.says for slogan in slogans() if "年" not in slogan.why] == []


def test_no_phrase_is_in_the_file_twice() -> None:
    says = [phrase for slogan in slogans() for phrase in slogan.says]
    assert sorted(says) == sorted(set(says))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- says: [甲]\n  why: 无", 1),
        ("- says: [甲]\n  from: 2020\n  to: 2019\n  why: 无", 3),
        ("- says: [甲]\n  to: 今年\n  why: 无", 2),
        ("- says: [甲]\n  until: 2020\n  why: 无", 2),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FormError) as refusal:
        read_slogans(text, "slogans.yaml")
    assert f"{line}" in str(refusal.value)
