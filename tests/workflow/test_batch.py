import json
import os
import signal
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.workflow import batch
from agent.workflow.batch import Batch, State, json_line, verify_line
from agent.workflow.material import LIMIT
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
        ({"figures": 8}, "figures：没有数据"),
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


@pytest.mark.parametrize("figures", [{}, {"figures": None}])
def test_a_line_without_figures_is_judged_by_itself_and_says_so(figures: dict[str, Any]) -> None:
    record = {"id": 1, "text": "收到申请48件，其中自然人40件、法人9件。", **figures}
    result = answer(json.dumps(record).encode())
    assert [notice["kind"] for notice in result["notices"]] == ["no_figures"]
    assert result["summary"]["contradicted"] + result["summary"]["unsupported"] == 3


def test_figures_without_a_cell_say_so() -> None:
    empty = {**record(sample()), "cells": {}}
    assert [notice["kind"] for notice in answer(line(figures=empty))["notices"]] == ["no_figures"]


def test_last_year_without_this_year_is_told() -> None:
    assert "只有上年数据" in answer(line(figures=None, previous=record(sample(2023))))["error"]


def test_a_report_of_another_year_says_so_on_its_line() -> None:
    result = answer(line(text="云岭县2023年政府信息公开工作年度报告\n收到申请48件。"))
    assert [notice["kind"] for notice in result["notices"]] == ["year"]


def test_an_ordinary_line_has_no_notices() -> None:
    assert "notices" not in answer(line())


WORDS = "2024年 收到 政府信息公开申请 48件 其中 自然人 同比增长 12.5% 一、总体情况 云岭县2023年政府信息公开工作年度报告"
PIECES = st.sampled_from([*WORDS.split(), *"、，。（）万均\n\t\u3000\u200b４８𠀀", "\ud800", "e\u0301"])
TEXTS = st.text(max_size=200) | st.lists(PIECES | st.characters(), max_size=40).map("".join)


@given(TEXTS, st.booleans())
def test_any_text_is_answered_in_order_and_in_its_place(text: str, with_figures: bool) -> None:
    result = answer(line(text=text) if with_figures else line(text=text, figures=None))
    for items in (result["figures"], result["claims"]):
        places = [(item["start"], item["end"]) for item in items]
        assert all(start < end for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))
        assert all(text[item["start"] : item["end"]] == item["text"] for item in items)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered_in_one_line(content: bytes) -> None:
    written, _ = verify_line(content)
    assert json.loads(written)["id"] is None or isinstance(json.loads(content), dict)
    assert written.count(b"\n") == 1


def test_half_a_character_comes_back_escaped() -> None:
    assert json_line({"id": "\ud83d"}) == b'{"id": "\\ud83d"}\n'


def test_a_decimal_id_is_written_as_a_number() -> None:
    assert json_line({"id": Decimal("1.5")}) == b'{"id": 1.5}\n'


# --- a whole file -------------------------------------------------------------------------------------------------


def ran(folder: Path, content: bytes, workers: int = 1, **options: Any) -> bytes:
    (folder / "in.jsonl").write_bytes(content)
    for _ in Batch(folder / "in.jsonl", folder / "out.jsonl", **options).run(workers):
        pass
    return (folder / "out.jsonl").read_bytes()


def test_a_blank_line_is_no_line(tmp_path: Path) -> None:
    content = b"\n\r\n" + line() + b"\n" + b" \n" * 400_000 + line() + b"\n\n"
    assert ran(tmp_path, content).count(b"\n") == 2


def test_a_last_line_without_its_newline_is_a_line(tmp_path: Path) -> None:
    assert ran(tmp_path, line() + b"\n" + line()).count(b"\n") == 2


def test_a_line_beyond_the_limit_is_told_and_spoils_no_other(tmp_path: Path) -> None:
    answers = ran(tmp_path, line() + b"\n" + b"x" * (2 * LIMIT + 9) + b"\n" + line()).splitlines()
    assert ["error" in json.loads(each) for each in answers] == [False, True, False]


def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    content = b"".join(line(id=n, text=f"收到申请{n}件。") + b"\n" for n in range(150))
    assert ran(tmp_path, content, workers=1) == ran(tmp_path, content, workers=3)


def test_a_line_that_kills_its_process_keeps_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(content: bytes) -> tuple[bytes, bool]:
        if b"fatal" in content:
            os.kill(os.getpid(), signal.SIGKILL)
        return verify_line(content)

    monkeypatch.setattr(batch, "verify_line", judge)
    content = b"".join(line(id=n, text="fatal" if n == 7 else "收到申请48件。") + b"\n" for n in range(60))
    answers = [json.loads(each) for each in ran(tmp_path, content, workers=2).splitlines()]
    assert [each["id"] for each in answers] == list(range(60))
    assert [each for each in answers if "error" in each] == [
        {"id": 7, "error": "核对进程意外中止，可能是内存不足"}
    ]


def test_the_state_says_how_far_it_is(tmp_path: Path) -> None:
    content = b"".join(line(id=n) + b"\n" for n in range(100)) + b"{\n"
    (tmp_path / "in.jsonl").write_bytes(content)
    *_, last = Batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl").run(2)
    assert last == State(101, 1, len(content), len(content))
