"""What the tables in a window send, carried out once each and in order."""

from typing import Any

import pytest

from agent.errors import Problem
from agent.store import Place
from agent.ui.sheets.exchange import Answer, Exchange, Order, read_letter


def order(number: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "kind": "type", "seen": 3, "key": "review.total", "text": "5"} | more


def letter(*numbers: int, client: str = "a") -> dict[str, Any]:
    return {"client": client, "orders": [order(number) for number in numbers]}


@pytest.fixture
def done() -> list[int]:
    return []


def taken(exchange: Exchange, done: list[int], *letters: object) -> list[int]:
    def carry_out(each: Order) -> Answer:
        done.append(each.number)
        return Answer(each.number)

    for each in letters:
        exchange.take(each, carry_out)
    return done


def test_what_is_sent_again_before_it_was_answered_is_done_once(done: list[int]) -> None:
    assert taken(Exchange(), done, letter(1), letter(1, 2), letter(1, 2, 3)) == [1, 2, 3]


def test_a_letter_that_was_overtaken_is_in_the_next_one(done: list[int]) -> None:
    assert taken(Exchange(), done, letter(1, 2, 3)) == [1, 2, 3]


def test_orders_are_carried_out_in_their_order(done: list[int]) -> None:
    assert taken(Exchange(), done, letter(3, 1, 2)) == [1, 2, 3]


def test_tables_made_anew_number_from_one_again(done: list[int]) -> None:
    assert taken(Exchange(), done, letter(1, 2), letter(1, client="b")) == [1, 2, 1]


def test_answers_of_other_tables_are_forgotten(done: list[int]) -> None:
    exchange = Exchange()
    taken(exchange, done, letter(1, 2), letter(1, client="b"))
    told = exchange.record()
    assert (told["client"], told["done"], [each["number"] for each in told["answers"]]) == ("b", 1, [1])


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "text",
        {},
        {"client": "a", "orders": 3},
        {"client": "a", "orders": ["x", order(1, kind="drop"), order(1, key=5), {"number": "1"}]},
    ],
)
def test_what_has_not_the_shape_of_an_order_is_none(wrong: object) -> None:
    assert read_letter(wrong)[1] == ()


def test_an_answer_names_last_years_cells_apart() -> None:
    answer = Answer(4, places=(Place.cell("review.total"), Place.cell("review.total", previous=True)))
    assert answer.record()["cells"] == ["review.total", "@review.total"]


def test_an_answer_carries_every_problem_with_its_mend() -> None:
    told = Answer(4, problems=(Problem("“三”不是数字", "表三", "填数字"),)).record()
    assert told["problems"] == [{"what": "“三”不是数字", "where": "表三", "mend": "填数字"}]
