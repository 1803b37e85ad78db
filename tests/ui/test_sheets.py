"""数据 without a browser: what the tables are told, and what becomes of what is done in them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.figures import FigureSet
from agent.forms import form_of
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_cells, save_figures
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, changed, sample

# The page, with what the tables in a window would have sent before it.
PAGE = """
import streamlit as st
from agent.ui import sheets
from agent.ui.sheets.receiving import receive
if letter := st.session_state.pop("letter", None):
    receive(st.session_state["report"], letter)
sheets.show()
"""
TOTAL = "requests.new.total"
_NAMES = ("NIANBAO_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NIANBAO_DATABASE_URL", "NIANBAO_EMBEDDING")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of the test's own, and none of the settings of whoever runs it."""
    for name in _NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    _forget()
    yield
    _forget()


def _forget() -> None:
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


def begun(figures: FigureSet | None = None) -> str:
    report = new_report(wiring.projects(), UNIT, 2024, who="李明").id
    if figures:
        save_figures(wiring.projects(), work(report), figures, who="李明")
    return report


def work(report: str) -> Work:
    return open_work(wiring.projects(), report)


def opened(report: str, **address: str) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.session_state["who"] = "李明"
    page.session_state["report"] = report
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def told(page: AppTest) -> dict[str, Any]:
    (element,) = page.get("bidi_component")
    found: dict[str, Any] = json.loads(element.proto.json)
    return found


def send(page: AppTest, *orders: dict[str, Any], seen: int | None = None) -> dict[str, Any]:
    """What the tables are told after they sent these; ``seen`` is the change that they showed, else the one they show now."""
    shown = told(page)["change"] if seen is None else seen
    numbered = [{"seen": shown, "number": number, **each} for number, each in enumerate(orders, 1)]
    page.session_state["letter"] = {"client": "a", "orders": numbered}
    return told(page.run())


def typed(text: str, key: str = TOTAL, **more: Any) -> dict[str, Any]:
    return {"kind": "type", "key": key, "text": text} | more


def shown(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def answers(answered: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered["exchange"]["answers"]
    return found


def test_every_cell_of_the_form_has_its_box_once() -> None:
    rows = [row for table in told(opened(begun()))["tables"] for row in table["rows"]]
    keys = [box["key"] for row in rows for box in row if "key" in box]
    assert sorted(keys) == sorted(form_of("2021").by_key)


def test_a_blank_and_a_zero_are_told_apart() -> None:
    cells = told(opened(begun(changed(sample(), requests__new__other=None))))["cells"]
    assert (cells["requests.new.other"]["now"], cells["requests.new.research"]["now"]) == ("", "0")


def test_without_figures_the_page_says_what_to_do() -> None:
    assert "还没有本年数据。直接在下面的格子里填" in shown(opened(begun()))


def test_marks_and_objections_follow_what_is_typed() -> None:
    page = opened(begun(sample()))
    before = told(page)["objections"]
    after = send(page, typed("49"))
    found = [each["id"] for each in after["objections"]]
    assert (before, found) == ([], ["requests.balance.total", "requests.row.new"])
    assert (after["marks"][TOTAL], after["marks"]["requests.new.business"]) == ("solid", "dashed")


def test_an_objection_says_both_sides_their_difference_and_a_hint() -> None:
    (first, *_) = send(opened(begun(sample())), typed("49"))["objections"]
    assert first["numbers"] == [["左边", "52"], ["右边", "51"], ["相差", "1"]]
    assert (first["cells"][0], "由49改为48" in first["hints"][0]) == (TOTAL, True)


def test_what_cannot_be_read_is_answered_with_reason_and_mend_and_changes_nothing() -> None:
    page = opened(begun(sample()))
    before = told(page)["change"]
    after = send(page, typed("约50"))
    (problem,) = answers(after)[0]["problems"]
    assert (after["change"], problem["what"]) == (before, "“约50”不是数字")
    assert problem["mend"] != ""


def test_several_edits_of_one_cell_before_an_answer_all_count() -> None:
    report = begun(sample())
    after = send(opened(report), typed("49"), typed("50"), typed("51"))
    assert (after["cells"][TOTAL]["now"], [each["problems"] for each in answers(after)]) == (
        "51",
        [[], [], []],
    )


def test_a_pasted_block_says_how_many_cells_it_filled() -> None:
    block = {"kind": "paste", "key": "requests.new.natural_person", "text": "40\t7\n3\t1"}
    (answer,) = answers(send(opened(begun(sample())), block))
    assert (answer["said"], len(answer["cells"])) == ("已放入 4 格", 4)


def test_a_block_that_does_not_fit_is_refused_with_every_place() -> None:
    block = {"kind": "paste", "key": "requests.new.natural_person", "text": "40\t七\n三\t1"}
    (answer,) = answers(send(opened(begun(sample())), block))
    places = [each["where"].split("（")[0] for each in answer["problems"]]
    assert places == ["粘贴内容第1行第2列", "粘贴内容第2行第1列"]


def test_somebody_elses_change_that_was_not_seen_is_shown_and_not_covered() -> None:
    report = begun(sample())
    page = opened(report)
    seen = told(page)["change"]
    save_cells(wiring.projects(), work(report), {TOTAL: Decimal(50)}, who="王芳")
    after = send(page, typed("49"), seen=seen)
    (answer,) = answers(after)
    assert (answer["conflict"], after["cells"][TOTAL]["now"]) == (True, "50")
    assert "王芳已改为“50”" in answer["problems"][0]["what"]
    assert "别人刚刚也改了这里" in shown(page)


def test_a_change_is_taken_back_and_done_again() -> None:
    page = opened(begun(sample()))
    undone = send(page, typed("49"), {"kind": "undo"})["cells"][TOTAL]["now"]
    page.session_state["letter"] = {"client": "b", "orders": [{"kind": "redo", "seen": 1, "number": 1}]}
    again = told(page.run())
    assert (undone, again["cells"][TOTAL]["now"]) == ("48", "49")
    assert answers(again)[0]["said"] == "已重做：一、本年新收政府信息公开申请数量·总计 填 49"


def test_where_there_is_nothing_to_take_back_that_is_said() -> None:
    (answer,) = answers(send(opened(begun()), {"kind": "undo"}))
    assert answer["said"] == "没有可以撤销的修改"


def test_last_years_figures_are_filled_in_where_there_were_none() -> None:
    report = begun(sample())
    after = send(opened(report), typed("35", previous=True))
    assert (after["cells"][TOTAL]["before"], after["cells"][TOTAL]["now"]) == ("35", "48")


def test_an_address_of_an_objection_leads_to_it_once() -> None:
    page = opened(begun(changed(sample(), requests__new__total=49)), objection="requests.row.new")
    first = told(page)["goto"]
    assert (first["objection"], "objection" in page.query_params) == ("requests.row.new", False)
    assert told(page.run())["goto"] == first


def test_an_address_of_an_objection_that_is_mended_says_so() -> None:
    page = opened(begun(sample()), objection="requests.row.new")
    assert ("已经相符" in shown(page), told(page)["goto"]) == (True, None)


def test_the_sentences_of_a_cell_are_told_with_their_place() -> None:
    report = begun(sample())
    draft_first(wiring.projects(), work(report), who="李明")
    page = opened(report)
    page.session_state["tables_cited"] = (TOTAL, False)
    cited = told(page.run())["cited"]
    judged = work(report).judged
    assert judged is not None
    text = judged.narrative.text
    assert [text[each["at"] :].startswith(each["figure"]) for each in cited["sentences"]] != []
    assert all(text[each["at"] :].startswith(each["figure"]) for each in cited["sentences"])


def test_a_fault_of_ours_is_an_answer_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    page = opened(begun(sample()))
    monkeypatch.setattr("agent.ui.sheets.receiving.enter", fail)
    (answer,) = answers(send(page, typed("49")))
    assert answer["problems"][0]["what"] == "程序出错，这一步没有保存"


def test_a_table_edit_judges_no_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(*_: object) -> None:
        raise AssertionError("the prose was judged")

    report = begun(sample())
    draft_first(wiring.projects(), work(report), who="李明")
    page = opened(report)
    monkeypatch.setattr("agent.workflow.work.standing_in", judged)
    assert send(page, typed("49"))["marks"][TOTAL] == "solid"
