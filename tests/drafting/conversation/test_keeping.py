"""A conversation as JSON and back: nothing lost, nothing odd believed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.drafting.conversation import Conversation, Means
from agent.drafting.conversation.events import Proposed
from agent.drafting.conversation.keeping import conversation_json, read_conversation
from agent.drafting.conversation.state import State
from agent.errors import BadInput
from tests.drafting.conversation.talking import GOOD, about, only, said
from tests.drafting.writing import Scripted

UNIT, YEAR = "青屏县人民政府", 2024


def talked() -> Conversation:
    """Versions by a model and by rules, a fact, something undone, an open question, turns."""
    conversation = about(Means(Scripted([GOOD + "组织宣讲37场。"])))
    said(conversation, "起草依申请公开")
    conversation.means = Means()
    for text in ("监督保障换个说法", "加一项：举办法治讲座3期，来源是签到表", "撤销", "加一项：举办展览2场"):
        said(conversation, text)
    return conversation


def kept(state: State) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(conversation_json(state, UNIT, YEAR))
    return found


def test_everything_comes_back() -> None:
    state = talked().state
    assert read_conversation(conversation_json(state, UNIT, YEAR), "f", UNIT, YEAR) == state


def test_what_waits_comes_back() -> None:
    conversation = about(Means(asks=True))
    proposed = only(said(conversation, "监督保障换个说法"), Proposed)
    state = read_conversation(conversation_json(conversation.state, UNIT, YEAR), "f", UNIT, YEAR)
    again = Conversation(conversation.ground, state)
    assert again.accept()
    assert proposed.after.text in again.standing.text


def test_a_conversation_goes_on_after_it_came_back() -> None:
    conversation = talked()
    text = conversation_json(conversation.state, UNIT, YEAR)
    again = Conversation(conversation.ground, read_conversation(text, "f", UNIT, YEAR))
    said(again, "签到表")
    assert again.standing.figures.fact("举办展览") is not None
    said(again, "撤销")
    assert again.standing.text == conversation.standing.text


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": "nianbao/figures/1"}', "{" * 100_000])
def test_what_is_no_conversation_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="没有接着用"):
        read_conversation(text, "f.json", UNIT, YEAR)


def test_another_reports_conversation_is_refused() -> None:
    text = conversation_json(talked().state, UNIT, YEAR)
    with pytest.raises(BadInput, match="2024年的对话"):
        read_conversation(text, "f.json", UNIT, 2025)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", 99), ("at", -1), ("at", "0"), ("undone", [99]), ("undone", None), ("versions", []), ("versions", [{}]),
        ("turns", [["model", "说"]]), ("turns", [["clerk"]]), ("part", ["a", "b", "c", "d"]), ("open", {"fact": {}}),
        ("open", {"manner": "loud", "instruction": ""}), ("waiting", {"parent": 0}),
    ],
)  # fmt: skip
def test_a_damaged_field_is_refused(name: str, value: object) -> None:
    record = kept(talked().state) | {name: value}
    with pytest.raises(BadInput, match="不完整"):
        read_conversation(json.dumps(record), "f.json", UNIT, YEAR)


def test_a_version_that_is_its_own_parent_is_refused() -> None:
    record = kept(talked().state)
    record["versions"][1]["parent"] = 1
    with pytest.raises(BadInput):
        read_conversation(json.dumps(record), "f.json", UNIT, YEAR)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, Any]] = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [path, *(found for key, each in inner[:6] for found in _paths(each, (*path, key)))]


_RECORD = kept(talked().state)
_PATHS = _paths(_RECORD)[1:]
_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "x", -1, 3.5, True, [], {}, [[]], {"a": 1}, "{{requests.new.total|件}}"]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_PATHS), _ODD)
def test_whatever_somebody_edits_it_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    record = json.loads(json.dumps(_RECORD))
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    try:
        state = read_conversation(json.dumps(record), "f.json", UNIT, YEAR)
    except BadInput:
        return
    # What was read can be talked about; anything odd in it is said or left out, never a crash.
    assert isinstance(Conversation(about().ground, state).standing.text, str)


def test_no_key_is_kept() -> None:
    text = conversation_json(talked().state, UNIT, YEAR)
    assert "sk-" not in text
    assert "OPENAI" not in text
