"""A model that answers, over real HTTP."""

import threading
import time
from dataclasses import replace

import pytest

from agent.drafting.chat import Chat, Terms, Watch
from agent.drafting.writers import Usage
from agent.errors import ModelFault
from eval.model_server import ModelServer
from tests.drafting.chat.asking import KEY, QUICK, TURNS, ask, comes

ANSWER = "全年新收申请{{requests.new.total|件}}"


def test_the_answer_comes_in_pieces_and_its_cost_last(server: ModelServer) -> None:
    pieces = list(Chat("obedient", server.url, KEY, QUICK).stream(TURNS))
    assert len(pieces) > 5
    assert isinstance(pieces[-1], Usage)
    assert pieces[-1].asked > 0
    assert pieces[-1].answered > 0
    assert ANSWER in "".join(piece for piece in pieces if isinstance(piece, str))


def test_what_is_sent_is_what_was_asked_for(server: ModelServer) -> None:
    ask("obedient", server.url)
    (request,) = server.requests
    assert request["messages"] == [{"role": turn.role, "content": turn.text} for turn in TURNS]
    assert (request["model"], request["temperature"], request["max_tokens"]) == ("obedient", 0.3, 200)
    assert request["stream"] is True
    assert "tools" not in request
    assert "response_format" not in request
    assert server.headers[0][
        "authorization" if "authorization" in server.headers[0] else "Authorization"
    ].endswith(KEY)


def test_the_same_request_gets_the_same_answer(server: ModelServer) -> None:
    assert ask("changed:3", server.url).text == ask("changed:3", server.url).text
    assert ask("changed:3", server.url).text != ask("changed:4", server.url).text


def test_a_seed_is_sent_where_there_is_one_and_left_out_where_it_is_not_taken(server: ModelServer) -> None:
    ask("obedient", server.url)
    assert "seed" not in server.requests[-1]
    seeded = replace(QUICK, seed=7)
    ask("obedient", server.url, terms=seeded)
    assert server.requests[-1]["seed"] == 7
    assert ANSWER in ask("no_seed", server.url, terms=seeded).text
    assert "seed" not in server.requests[-1]
    assert "temperature" in server.requests[-1]


@pytest.mark.parametrize("name", ["thinks", "reasons"])
def test_what_a_model_thinks_is_no_part_of_its_answer(server: ModelServer, name: str) -> None:
    heard = ask(name, server.url)
    assert "999" not in heard.text
    assert ANSWER in heard.text


def test_thinking_that_nothing_opens_is_told_and_kept_out_from_then_on(server: ModelServer) -> None:
    assert ask("thinks_unopened", server.url).kind == "garbled"
    again = ask("thinks_unopened", server.url)
    assert "999" not in again.text
    assert ANSWER in again.text


def test_a_server_that_does_not_stream_is_understood(server: ModelServer) -> None:
    heard = ask("whole_json", server.url)
    assert ANSWER in heard.text
    assert heard.usage is not None
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("no_stream_options", "stream_options"),
        ("no_temperature", "temperature"),
        ("no_max_tokens", "max_tokens"),
        ("no_temperature_unsaid", "temperature"),
    ],
)
def test_what_an_endpoint_does_not_take_is_left_out_and_remembered(
    server: ModelServer, name: str, without: str
) -> None:
    assert ANSWER in ask(name, server.url).text
    before = len(server.requests)
    assert ANSWER in ask(name, server.url).text
    assert len(server.requests) == before + 1
    assert without not in server.requests[-1]


def test_the_limit_of_tokens_is_renamed_before_it_is_given_up(server: ModelServer) -> None:
    ask("no_max_tokens", server.url)
    assert server.requests[-1]["max_completion_tokens"] == 200


def test_a_refusal_that_is_about_nothing_that_can_be_left_out_leaves_nothing_behind(
    server: ModelServer,
) -> None:
    assert ask("refuses_all", server.url).kind == "request"
    server.requests.clear()
    server.script.append("obedient")
    assert ask("refuses_all", server.url).kind == "answered"
    assert {"stream_options", "temperature", "max_tokens"} <= server.requests[0].keys()


def test_closing_the_answer_ends_the_connection(server: ModelServer) -> None:
    stream = Chat("endless", server.url, KEY, Terms(max_tokens=1_000_000)).stream(TURNS)
    assert next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert comes(lambda: server.left == 1)


def test_a_stop_ends_a_silence_at_once(server: ModelServer) -> None:
    began = time.monotonic()
    watch = Watch(stopped=lambda: time.monotonic() > began + 0.3)
    heard = ask("silence", server.url, terms=Terms(), watch=watch)
    assert heard.kind == "stopped"
    assert heard.seconds < 8
    assert comes(lambda: not any(thread.name == "model" for thread in threading.enumerate()))


def test_making_one_asks_nothing() -> None:
    assert repr(Chat("m", "http://127.0.0.1:9/v1", KEY)) == "Chat('m')"


def test_langchain_gets_the_same_model_with_tools(server: ModelServer) -> None:
    from langchain_core.messages import HumanMessage
    from langchain_core.tools import tool

    @tool
    def look() -> str:
        """Look something up."""
        return ""

    model = Chat("obedient", server.url, KEY, QUICK).langchain().bind_tools([look])
    answer = model.invoke([HumanMessage("去年多少件？")])
    assert [call["name"] for call in answer.tool_calls] == ["look"]
    assert server.requests[-1]["tools"][0]["function"]["name"] == "look"


def test_langchain_gets_the_same_faults(server: ModelServer) -> None:
    model = Chat("status_401", server.url, KEY, QUICK).langchain()
    with pytest.raises(ModelFault) as told:
        model.invoke("问")
    assert told.value.kind == "key"
    assert told.value.__suppress_context__


def test_counting_tokens_fetches_nothing(server: ModelServer) -> None:
    assert Chat("obedient", server.url, KEY).langchain().get_num_tokens("政府信息") == 4
