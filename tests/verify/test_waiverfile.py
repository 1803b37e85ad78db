"""The sidecar: read back as written, every problem at once with its place, and no file too strange to be refused."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.verify.waiver import Waiver
from agent.verify.waiverfile import SCHEMA, read_waivers, waivers_of, write_waivers

GOOD = {"sentence": "组织培训6次。", "text": "6次", "by": "李明", "reason": "见台账"}
WAIVER = Waiver("组织培训6次。", "6次", "李明", "见台账")


def problems(*records: object) -> list[str]:
    with pytest.raises(BadInput) as refused:
        waivers_of(list(records), "确认")
    return [str(problem) for problem in refused.value.problems]


def read(top: Any) -> tuple[Waiver, ...]:
    return read_waivers(json.dumps(top, ensure_ascii=False), "确认.json")


def test_the_four_fields_that_are_needed_are_enough() -> None:
    assert read({"schema": SCHEMA, "waivers": [GOOD]}) == (WAIVER,)


def test_a_sentence_may_be_copied_with_its_line_breaks() -> None:
    assert waivers_of([GOOD | {"sentence": "组织\n　培训 6次。", "text": "6 次"}], "确认") == (WAIVER,)


def test_what_is_written_is_read_back() -> None:
    full = Waiver("又一句7次，7次。", "7次", "王芳", "经核", date(2025, 1, 15), 2, 1, 3, "contradicted", "8")
    assert read_waivers(write_waivers([WAIVER, full]), "确认.json") == (WAIVER, full)


def test_a_person_can_read_it() -> None:
    assert '"reason": "见台账"' in write_waivers([WAIVER])


@pytest.mark.parametrize("name", ["sentence", "text", "by", "reason"])
@pytest.mark.parametrize("empty", ["", " \n", "\u200b", None])
def test_what_is_needed_is_missed_with_its_place(name: str, empty: object) -> None:
    (told,) = problems(GOOD, GOOD | {"text": "7次", name: empty})
    assert told.startswith(f"确认 第2条 {name}：没有写")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"by": 7}, "确认 第1条 by：“7”应当是文字；加上引号"),
        ({"by": ["李明"]}, "确认 第1条 by：“list”应当是文字；加上引号"),
        ({"by": "李" * 61}, "确认 第1条 by：超过60字；请写短些"),
        ({"reason": "\ud800"}, "确认 第1条 reason：有半个字符（\\ud8xx 之类的转义）；请重新输入这处文字"),
        ({"date": "2025-02-30"}, "确认 第1条 date：“2025-02-30”不是日期；写成 2024-01-12 这样"),
        ({"date": "昨天"}, "确认 第1条 date：“昨天”不是日期；写成 2024-01-12 这样"),
        ({"occurrence": 0}, "确认 第1条 occurrence：“0”应当是正整数；从 1 数起"),
        ({"occurrence": True}, "确认 第1条 occurrence：“True”应当是正整数；从 1 数起"),
        ({"occurrence": "2"}, "确认 第1条 occurrence：“2”应当是正整数；从 1 数起"),
        ({"copies": 2}, "确认 第1条 copy：没有写明是2处相同句子中的第几处；填 1 到 2"),
        ({"copies": 2, "copy": 3}, "确认 第1条 copy：没有写明是2处相同句子中的第几处；填 1 到 2"),
        (
            {"verdict": "verified"},
            "确认 第1条 verdict：“verified”不是有异议的判定；可用：contradicted、unsupported",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_mend(change: dict[str, Any], told: str) -> None:
    assert problems(GOOD | change) == [told]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert len(problems({}, "李明", GOOD | {"date": 1, "by": ""})) == 4 + 1 + 2


def test_two_waivers_of_one_place_are_one_too_many() -> None:
    assert problems(GOOD, GOOD | {"by": "王芳"}) == ["确认 第2条：与第1条确认的是同一处；只留一条"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "{",
        "[]",
        "7",
        "null",
        "{}",
        '{"schema": "nianbao/figures/1", "waivers": []}',
        '{"schema": ["nianbao/waivers/1"], "waivers": []}',
        f'{{"schema": "{SCHEMA}"}}',
        f'{{"schema": "{SCHEMA}", "waivers": {{}}}}',
        f'{{"schema": "{SCHEMA}", "waivers": [1e999, NaN, {"9" * 5000}]}}',
        f'{{"schema": "{SCHEMA}", "waivers": [{"[" * 100_000}',
        f'{{"schema": "{SCHEMA}", "waivers": [{",".join("0" for _ in range(3000))}]}}',
    ],
    ids=range(14),
)
def test_what_is_no_sidecar_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_waivers(text, "确认.json")


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ("sentence", "text", "by", "reason", "date", "occurrence", "copy", "copies", "verdict", "expected")


@given(st.lists(st.dictionaries(st.sampled_from(_NAMES), _ANY) | _ANY, max_size=3))
def test_any_record_is_read_or_refused(records: list[object]) -> None:
    try:
        waivers = waivers_of(records, "确认")
    except BadInput:
        return
    assert read_waivers(write_waivers(waivers), "确认.json") == waivers
