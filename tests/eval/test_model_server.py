"""The server that plays a model, asked as any client would."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from eval.model_server import CONSULTED, FAILINGS, MANNERS, ModelServer
from eval.model_server.asked import Asked
from eval.model_server.manners import _in_characters

PROMPT = "请为云岭县写年度报告的这一部分：依申请公开。\n- {{requests.new.total|件}} = 48件（新收申请）\n- {{year}} = 2024（年度）"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(seed=7) as running:
        yield running


def asked(server: ModelServer, **body: Any) -> tuple[str, str]:
    """The kind of what came back, and what it is."""
    message = {"model": "obedient", "messages": [{"role": "user", "content": PROMPT}], **body}
    request = urllib.request.Request(
        f"{server.url}/chat/completions", json.dumps(message).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.headers["content-type"], answer.read().decode()


def test_the_models_are_listed(server: ModelServer) -> None:
    with urllib.request.urlopen(f"{server.url}/models", timeout=5) as answer:
        listed = {model["id"] for model in json.load(answer)["data"]}
    assert listed == {*MANNERS, *FAILINGS, *CONSULTED}


def test_an_answer_comes_whole_where_no_stream_is_asked_for(server: ModelServer) -> None:
    kind, text = asked(server)
    answer = json.loads(text)
    assert kind == "application/json"
    assert "{{requests.new.total|件}}" in answer["choices"][0]["message"]["content"]
    assert answer["usage"]["prompt_tokens"] == len(PROMPT)


def test_an_answer_comes_in_events_where_a_stream_is_asked_for(server: ModelServer) -> None:
    kind, text = asked(server, stream=True, stream_options={"include_usage": True})
    assert kind.startswith("text/event-stream")
    assert text.endswith("data: [DONE]\n\n")
    events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
    assert "新收申请" in "".join(c["delta"].get("content", "") for e in events for c in e["choices"])
    assert events[-1]["usage"]["completion_tokens"] > 0


def test_a_tool_is_called_once_and_then_the_answer_comes(server: ModelServer) -> None:
    tools = [{"type": "function", "function": {"name": "look", "parameters": {}}}]
    _, called = asked(server, tools=tools)
    assert json.loads(called)["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "look"
    after = [{"role": "user", "content": PROMPT}, {"role": "tool", "content": "48", "tool_call_id": "call-1"}]
    assert json.loads(asked(server, tools=tools, messages=after)[1])["choices"][0]["finish_reason"] == "stop"


def test_the_seed_decides_and_the_name_may_carry_it(server: ModelServer) -> None:
    assert asked(server, model="changed") == asked(server, model="changed:7")
    assert len({asked(server, model=f"changed:{seed}")[1] for seed in range(8)}) > 1


def test_an_unknown_model_is_refused(server: ModelServer) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(server, model="gpt")
    assert refused.value.code == 404
    refused.value.close()


def test_the_prompt_is_taken_apart() -> None:
    found = Asked.of([{"role": "system", "content": "x"}, {"role": "user", "content": PROMPT}])
    assert (found.unit, found.part, found.again) == ("云岭县", "依申请公开", False)
    assert [(o.reference, o.says, o.label) for o in found.offers] == [
        ("{{requests.new.total|件}}", "48件", "新收申请"),
        ("{{year}}", "2024", "年度"),
    ]


@pytest.mark.parametrize("name", MANNERS)
def test_a_manner_depends_on_nothing_but_request_and_chance(name: str) -> None:
    found = Asked.of([{"role": "user", "content": PROMPT}])
    assert MANNERS[name](found, Random(3)) == MANNERS[name](found, Random(3))


@pytest.mark.parametrize(
    ("digits", "characters"),
    [
        ("10件", "十件"),
        ("102件", "一百零二件"),
        ("2020件", "二千零二十件"),
        ("10050件", "一万零五十件"),
        ("62.5%", "百分之六十二点五"),
        ("110条", "一百一十条"),
    ],
)
def test_figures_are_written_in_characters_as_people_do(digits: str, characters: str) -> None:
    assert _in_characters(digits) == characters
