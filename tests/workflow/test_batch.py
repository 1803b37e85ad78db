import json
import resource
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.workflow import batch
from agent.workflow.batch import json_line, verify_line, verify_lines
from tests.samples import record, sample

LINE = {"id": "a", "text": "收到申请48件。", "figures": record(sample()), "previous": None}


def line(**changes: Any) -> bytes:
    return json.dumps({**LINE, **changes}).encode()


def answer(content: bytes) -> Any:
    written, answered = verify_line(content)
    result = json.loads(written)
    assert answered == ("error" not in result)
    return result


def test_a_line_is_answered() -> None:
    assert answer(line())["summary"]["verified"] == 1


WAIVER = {"sentence": "收到申请49件。", "text": "49件", "by": "李明", "reason": "见台账"}


def test_a_line_may_carry_waivers() -> None:
    result = answer(line(text="收到申请49件。", waivers=[WAIVER]))
    assert result["figures"][0]["waived"] == {"by": "李明", "reason": "见台账", "date": None}


def test_a_waiver_that_covers_nothing_comes_back_with_its_line() -> None:
    result = answer(line(waivers=[WAIVER]))
    assert [each["why"] for each in result["waivers"]["lapsed"]] == ["这句话改过了"]


def test_a_bad_waiver_is_its_lines_error() -> None:
    bad = answer(line(waivers=[WAIVER | {"by": ""}, 7]))
    assert bad["error"] == (
        "waivers 第1条 by：没有写姓名；写明由谁确认；"
        'waivers 第2条：不是一条确认；应当是 {"sentence", "text", "by", "reason"}'
    )


@pytest.mark.parametrize("identity", ["a", 7, 1.5, None, ["x", 1], {"n": 1}])
def test_the_id_comes_back_as_it_was(identity: object) -> None:
    assert answer(line(id=identity))["id"] == identity


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": None}, "text：没有正文"),
        ({"text": 8}, "text：没有正文"),
        ({"figures": None}, "figures：没有数据"),
        ({"figures": []}, "figures：没有数据"),
        ({"previous": 8}, "previous：没有数据"),
        ({"previous": record(sample())}, "previous year：上年数据是2024年度的"),
        ({"figures": {**record(sample()), "form": "2020"}}, "没有“2020”这种格式"),
        ({"figures": {**record(sample()), "cells": {"review.total": True}}}, "不是数"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(changes: dict[str, Any], said: str) -> None:
    result = answer(line(**changes))
    assert set(result) == {"id", "error"}
    assert said in result["error"]


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"8", b"\xff\xfe", b"[" * 10**5, b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_a_line_that_is_no_record_is_told(content: bytes) -> None:
    assert answer(content)["id"] is None


def test_all_problems_of_a_line_are_on_it() -> None:
    cells = {"review.totl": 1, "review.upheld": -1}
    assert answer(line(figures={**record(sample()), "cells": cells}))["error"].count("cells.") == 2


def test_a_true_is_no_one_even_after_figures_with_a_one() -> None:
    one = {**record(sample()), "cells": {"review.total": 1}}
    assert "error" not in answer(line(figures=one))
    assert "error" in answer(line(figures={**one, "cells": {"review.total": True}}))


def test_a_fault_of_ours_is_told_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(batch, "verify_prose", fail)
    assert answer(line())["error"] == "程序内部错误：ZeroDivisionError: oops"


def test_a_blank_line_is_no_line() -> None:
    assert len(list(verify_lines([line(), b"\n", b"  \r\n", line()], workers=1))) == 2


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert "summary" in answer(line(text=text))


def test_half_a_character_comes_back_escaped() -> None:
    assert json_line({"id": "\ud83d"}) == b'{"id": "\\ud83d"}\n'


def test_a_decimal_id_is_written_as_a_number() -> None:
    assert json_line({"id": Decimal("1.5")}) == b'{"id": 1.5}\n'


def test_lines_are_taken_only_as_they_are_needed() -> None:
    taken = 0

    def source() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(10_000):
            taken += 1
            yield line(figures={})

    answers = verify_lines(source(), workers=2)
    for _ in range(5):
        next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert taken < 200


def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def peak(count: int) -> int:
        for _ in verify_lines((line(figures={}) for _ in range(count)), workers=1):
            pass
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    small = peak(200)
    assert peak(5_000) - small < 8_000  # kilobytes; the 5,000 lines themselves are 35 MB
