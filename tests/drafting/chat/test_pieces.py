"""What needs no server: thinking in pieces, addresses, the meaning of refusals, waiting."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.chat.address import address
from agent.drafting.chat.faults import Fault
from agent.drafting.chat.habits import Habits
from agent.drafting.chat.refusals import asked_to_wait, in_words, meaning
from agent.drafting.chat.thinking import Thinking, Unopened
from agent.drafting.chat.waiting import Line, Overtime, Patience, Silence, Stopped, awaited


def said(text: str, cuts: list[int], *, held: bool = False) -> str:
    thinking = Thinking(held)
    ends = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    pieces = [text[a:b] for a, b in pairwise(ends)]
    return "".join(map(thinking.feed, pieces)) + thinking.rest()


@given(st.lists(st.integers(0, 200), max_size=30))
def test_thinking_is_taken_out_wherever_the_pieces_break(cuts: list[int]) -> None:
    text = "<think>想<b>一</b>想</think>全年<8件，a<b。<THINKING>再想</THINKING>{{x|件}}</p><think>没想完"
    assert said(text, cuts) == "全年<8件，a<b。{{x|件}}</p>"


@given(st.lists(st.integers(0, 200), max_size=30))
def test_an_end_of_thinking_at_the_very_beginning_is_taken_out(cuts: list[int]) -> None:
    assert said(" </think>全年", cuts) in (" 全年", "全年")


def test_an_end_of_thinking_behind_words_means_that_they_were_thought() -> None:
    with pytest.raises(Unopened):
        said("大概999件</think>全年", [3])


@pytest.mark.parametrize(("text", "answer"), [("想</think>全年", "全年"), ("全年", "全年"), ("", "")])
def test_what_is_held_back_is_given_once_it_is_sure(text: str, answer: str) -> None:
    assert said(text, [1, 2, 5], held=True) == answer


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (400, "Model Not Exist", Fault.MODEL),
        (404, "model 'qwen3' not found, try pulling it first", Fault.MODEL),
        (404, "404 page not found", Fault.ADDRESS),
        (404, "{'detail': 'Not Found'}", Fault.ADDRESS),
        (400, "the request exceeds the available context size, try increasing it", Fault.CONTEXT),
        (400, "Range of input length should be [1, 30720]", Fault.CONTEXT),
        (400, "This model's maximum context length is 4096 tokens. Please reduce max_tokens", Fault.CONTEXT),
        (400, "Unsupported parameter: 'temperature' is not supported with this model.", Fault.PARAMETER),
        (400, "Content Exists Risk: content_filter", Fault.CENSORED),
        (402, "Insufficient Balance", Fault.BALANCE),
        (429, "You exceeded your current quota, please check your plan and billing", Fault.BALANCE),
        (429, "slow down", Fault.BUSY),
        (418, "teapot", Fault.REQUEST),
        (529, "", Fault.SERVER),
    ],
)
def test_a_refusal_is_told_by_its_status_and_words(status: int, words: str, kind: Fault) -> None:
    assert meaning(status, words) is kind


def test_an_error_inside_a_stream_is_told_by_its_words() -> None:
    assert in_words("rate limit exceeded") is Fault.BUSY
    assert in_words("maximum context length") is Fault.CONTEXT
    assert in_words("oops") is Fault.SERVER


def test_how_long_to_wait_is_in_seconds_or_a_date() -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert asked_to_wait("1.5") == 1.5
    assert asked_to_wait("-3") == 0.0
    assert asked_to_wait("Mon, 01 Jan 2024 00:00:07 GMT", now) == 7.0
    assert asked_to_wait("Sun, 31 Dec 2023 00:00:00 GMT", now) == 0.0
    assert asked_to_wait("soon") is None
    assert asked_to_wait(None) is None


def test_an_address_is_shown_without_user_and_password() -> None:
    found = address("https://wang:secret@model.example/v1/?x=1#y")
    assert found is not None
    assert found.shown == "https://model.example/v1"
    assert set(found.secrets) == {"wang", "secret"}


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.2/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://10.1.2.3/v1", False),
        ("https://api.example.com", False),
    ],
)
def test_this_machine_is_known_by_its_names(url: str, local: bool) -> None:
    found = address(url)
    assert found is not None
    assert found.local is local


def test_what_is_left_out_is_what_the_refusal_names_first_of_what_is_still_sent() -> None:
    habits = Habits()
    assert habits.learn("'max_tokens' is not supported, use 'max_completion_tokens'")
    assert habits.fitted({"max_tokens": 9, "model": "m"}) == {"max_completion_tokens": 9, "model": "m"}
    assert habits.learn("unknown field max_completion_tokens")
    assert habits.fitted({"max_tokens": 9, "model": "m"}) == {"model": "m"}


def test_leaving_out_comes_to_an_end() -> None:
    habits = Habits()
    assert [habits.learn("bad request") for _ in range(5)] == [True] * 4 + [False]


def patience(silence: float = 5, total: float = 5) -> Patience:
    return Patience(silence, time.monotonic() + total)


def test_pieces_come_through_in_order() -> None:
    assert list(awaited(lambda: iter(range(500)), Line(), patience())) == list(range(500))


def test_what_goes_wrong_in_the_other_thread_is_raised_here_after_what_came_before() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise LookupError("x")

    got: list[int] = []
    with pytest.raises(LookupError):
        got.extend(awaited(pieces, Line(), patience()))
    waiting = awaited(pieces, Line(), patience())
    assert next(waiting) == 1


@pytest.mark.parametrize(
    ("limits", "raised"),
    [
        (Patience(0.2, time.monotonic() + 1000), Silence),
        (Patience(9, time.monotonic() - 1), Overtime),
        (Patience(9, time.monotonic() + 1000, lambda: True), Stopped),
    ],
)
def test_waiting_ends_for_its_reason(limits: Patience, raised: type[Exception]) -> None:
    free = threading.Event()

    def pieces() -> Iterator[int]:
        free.wait(5)
        yield 1

    with pytest.raises(raised):
        list(awaited(pieces, Line(), limits))
    free.set()


def test_going_away_takes_the_connection_down_and_ends_the_thread() -> None:
    line, down = Line(), threading.Event()

    def pieces() -> Iterator[int]:
        line.held(down.set)
        yield 1
        down.wait(5)
        yield from range(10**9)

    waiting = awaited(pieces, line, patience())
    next(waiting)
    waiting.close()  # type: ignore[attr-defined]
    assert down.wait(1)
    until = time.monotonic() + 3
    while any(thread.name == "model" and thread.is_alive() for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_connection_that_comes_up_when_nobody_wants_it_any_more_is_taken_down() -> None:
    line, down = Line(), threading.Event()
    line.cut()
    line.held(down.set)
    assert down.is_set()
