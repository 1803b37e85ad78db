"""The paper of an opened report without a browser: what it is given to draw, and what it is answered."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.figures import ABSENT
from agent.ui.desk.paper import Letter, answered
from agent.ui.desk.printed import printed
from agent.workflow.editing import TITLE_PART
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_cells, save_figures, save_part
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, sample

PAGE = "from agent.ui import desk\nfrom agent.ui.frame import guarded\nguarded(desk.show)()"
REQUESTS = "overview.requests"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "")
    _forget()
    yield
    _forget()


def _forget() -> None:
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


@pytest.fixture
def report() -> str:
    projects = wiring.projects()
    found = new_report(projects, UNIT, 2024, who="李明").id
    save_figures(projects, open_work(projects, found), sample(), who="李明")
    draft_first(projects, open_work(projects, found), who="李明")
    return found


def work_of(report: str) -> Work:
    return open_work(wiring.projects(), report)


def group(work: Work, part: str = REQUESTS) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in printed(work)["groups"] if each["part"] == part)
    return found


def flat(pieces: list[Any]) -> Iterator[dict[str, Any]]:
    for piece in pieces:
        if isinstance(piece, dict):
            yield piece
            yield from flat(piece["pieces"])


def pieces_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [piece for line in found["lines"] for piece in flat(line["pieces"])]


def letter(report: str, kind: str, text: str, part: str = REQUESTS) -> Letter:
    return Letter("c", 1, kind, report, part, text, work_of(report).contents.change, -1)


# --- what it draws --------------------------------------------------------------------------------------------------


def test_the_page_draws_the_report_with_everything_that_can_be_edited(report: str) -> None:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.session_state["who"] = "李明"
    page.session_state["report"] = report
    page.run()
    (paper,) = page.get("bidi_component")
    drawn = json.loads(paper.proto.json)
    parts = [each["part"] for each in drawn["groups"] if each["part"]]
    assert parts[:3] == [TITLE_PART.id, "introduction", "overview"]
    assert drawn["groups"] == printed(work_of(report))["groups"]


def test_a_figure_brings_its_reason_its_expression_in_words_and_its_cells(report: str) -> None:
    share = next(
        piece
        for piece in pieces_of(group(work_of(report)))
        if piece["reason"].startswith("已核实") and "÷" in piece.get("words", "")
    )
    assert [cell["key"] for cell in share["cells"]] == [
        "requests.new.natural_person",
        "requests.new.total",
    ]
    assert [cell["value"] for cell in share["cells"]] == ["41件", "48件"]


def test_a_sentence_that_the_figures_left_behind_is_marked_where_it_stands(report: str) -> None:
    save_cells(wiring.projects(), work_of(report), {"requests.carried_out.total": Decimal(0)}, who="李明")
    stale = [piece for piece in pieces_of(group(work_of(report))) if "stale" in piece]
    (why,) = [piece["stale"] for piece in stale]
    assert why.startswith("写这句话时的情况已经变了：“表三 四、结转下年度继续办理·总计”大于0")
    assert "".join(each if isinstance(each, str) else "" for each in stale[0]["pieces"]).startswith("尚有")


def test_a_sentence_that_cannot_be_said_is_told_of_in_its_part(report: str) -> None:
    save_cells(wiring.projects(), work_of(report), {"requests.carried_out.total": ABSENT}, who="李明")
    assert group(work_of(report))["notes"] == ["说不出：单元格“表三 四、结转下年度继续办理·总计”未填"]


def test_a_part_in_which_nothing_stands_can_be_written(report: str) -> None:
    projects, work = wiring.projects(), work_of(report)
    part = next(each for each in work.parts if each.id == REQUESTS)
    save_part(projects, work, part, (), who="李明")
    assert (group(work_of(report))["lines"], group(work_of(report))["text"]) == ([], "")


# --- what it is answered --------------------------------------------------------------------------------------------


def test_a_typed_part_is_answered_with_its_marks_in_the_browsers_own_places(report: str) -> None:
    text = "😀全年共收到政府信息公开申请84件。"
    answer = answered(letter(report, "typed", text))
    (mark,) = answer["objections"]
    assert (mark["words"], mark["verdict"], mark["start"]) == ("84件", "contradicted", text.index("84件") + 1)
    assert answered(letter(report, "mends", text))["instead"] == {str(mark["start"]): "48件"}


def test_what_only_changes_the_objection_is_not_offered_as_a_mend(report: str) -> None:
    """Of 4.8万件 the table says 48: 48万件 would be as wrong."""
    text = "全年共收到政府信息公开申请4.8万件。"
    assert list(answered(letter(report, "mends", text))["instead"].values()) == ["48件"]


def test_what_cannot_be_saved_is_refused_with_its_mend_and_changes_nothing(report: str) -> None:
    before = work_of(report).contents.change
    answer = answered(letter(report, "save", "共收到{{requests.new.total|件}}。"))
    assert "花括号" in answer["refused"][0]["what"]
    assert answered(letter(report, "save", "甲", part="nowhere"))["refused"][0]["mend"] == "请刷新页面"
    assert work_of(report).contents.change == before


@pytest.mark.parametrize(
    "record",
    [
        None,
        "typed",
        {},
        {"client": "c", "number": "1", "kind": "typed", "report": "r", "part": "p", "text": "t", "change": 1},
        {"client": "c", "number": 1, "kind": "whole"},
    ],
)
def test_what_has_not_the_shape_of_a_letter_is_none(record: object) -> None:
    assert Letter.of(record) is None
