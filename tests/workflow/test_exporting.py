"""Handing a report out: what each file is, what is noted of it, and when a report is final."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.errors import BadInput, Unavailable
from agent.figures.interchange import write_figures
from agent.store import State
from agent.workflow.exporting import (
    Wanted,
    export,
    export_final_version,
    file_name,
    last_report,
    reopen,
)
from agent.workflow.projects import sample_report
from agent.workflow.saving import draft_first, give_up, keep, save_cells, save_part
from agent.workflow.work import open_work
from tests.workflow.desks import LI, Desk, desk, saved

__all__ = ["desk"]
NOW = datetime(2025, 1, 15, 9, 30, tzinfo=UTC)
NEW = "requests.new.total"
REQUESTS = Part("overview", "requests", "依申请公开")
WORD = Wanted("report", "docx")


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    desk.filled()
    saved(draft_first(desk.projects, desk.work, who=LI))
    return desk


def noted(desk: Desk) -> list[dict[str, Any]]:
    rows = desk.projects.audit(desk.report)
    return [json.loads(row.details) for row in rows if row.action == "export"]


def final(desk: Desk) -> tuple[Any, ...]:
    return export_final_version(desk.projects, desk.report, ("docx", "html"), who=LI, now=NOW)


@pytest.mark.parametrize(
    ("what", "kind", "begins"),
    [
        ("report", "docx", b"PK"),
        ("report", "html", b"<!DOCTYPE"),
        ("report", "md", b"#"),
        ("proof", "docx", b"PK"),
        ("proof", "html", b"<!DOCTYPE"),
        ("workbook", "xlsx", b"PK"),
        ("figures", "json", b"{"),
    ],
)
def test_every_draft_is_made_and_noted_with_its_digest(
    drafted: Desk, what: Any, kind: str, begins: bytes
) -> None:
    made = export(drafted.projects, drafted.work, Wanted(what, kind), who=LI, now=NOW)
    assert made.content.upper().startswith(begins.upper()) or kind == "md"
    assert noted(drafted) == [
        {
            "what": what,
            "kind": kind,
            "stage": "draft",
            "name": made.name,
            "sha256": made.digest,
            "change": drafted.work.written,
        }
    ]


def test_a_draft_says_that_it_is_one(drafted: Desk) -> None:
    made = export(drafted.projects, drafted.work, Wanted("report", "md"), who=LI, now=NOW)
    assert ("草稿" in made.content.decode(), "（草稿）" in made.name) == (True, True)


def test_figures_can_be_had_before_there_is_prose_and_nothing_else(desk: Desk) -> None:
    desk.filled()
    made = export(desk.projects, desk.work, Wanted("figures", "json"), who=LI, now=NOW)
    assert made.content.decode() == write_figures(desk.work.figures)
    with pytest.raises(BadInput, match="还没有正文"):
        export(desk.projects, desk.work, WORD, who=LI, now=NOW)


def test_a_final_version_comes_with_its_proof_and_sets_the_state(drafted: Desk) -> None:
    files = final(drafted)
    assert [each.wanted.what for each in files] == ["report", "report", "proof"]
    assert (drafted.work.report.state, drafted.work.settled) == (State.FINAL, True)
    assert [each["stage"] for each in noted(drafted)] == ["final"] * 3
    assert not any("草稿" in each.name for each in files)


def test_a_final_version_is_refused_while_something_is_objected_to(drafted: Desk) -> None:
    wrong = Lines((Sentence("全年收到申请999件。"),))
    saved(save_part(drafted.projects, drafted.work, REQUESTS, [wrong], who=LI))
    with pytest.raises(BadInput, match="不能导出定稿"):
        final(drafted)
    assert (drafted.work.report.state, noted(drafted)) == (State.DRAFTING, [])


def test_what_somebody_else_broke_meanwhile_is_not_published(drafted: Desk) -> None:
    saved(save_cells(drafted.projects, drafted.work, {NEW: Decimal(999)}, who="王芳"))
    with pytest.raises(BadInput, match="勾稽关系不符"):
        final(drafted)


def test_a_change_after_the_final_version_is_seen_and_a_new_one_settles_it(drafted: Desk) -> None:
    final(drafted)
    saved(draft_first(drafted.projects, drafted.work, who=LI))
    more = Lines((Sentence("本机关认真做好相关工作。"),))
    saved(save_part(drafted.projects, drafted.work, REQUESTS, [more], who=LI))
    assert (drafted.work.is_final, drafted.work.settled) == (True, False)
    final(drafted)
    assert drafted.work.settled


def test_a_final_version_can_be_worked_on_again(drafted: Desk) -> None:
    final(drafted)
    reopen(drafted.projects, drafted.work, who=LI)
    assert drafted.work.report.state is State.DRAFTING


def test_who_stops_gets_no_file_and_nothing_is_noted(drafted: Desk) -> None:
    with pytest.raises(Unavailable, match="已停止"):
        export(drafted.projects, drafted.work, WORD, who=LI, now=NOW, stopped=lambda: True)
    assert noted(drafted) == []


def test_names_say_what_a_file_is(drafted: Desk) -> None:
    wanted = [Wanted("proof", "pdf"), Wanted("comparison", "html"), Wanted("workbook", "xlsx")]
    names = [file_name(drafted.work, each) for each in wanted]
    assert [name.rpartition("度")[2] for name in names][1:] == ["对照.html", "数据.xlsx"]
    assert names[0].endswith("（草稿核验单）.pdf")


def test_without_last_years_prose_there_is_nothing_to_compare_with(drafted: Desk) -> None:
    with pytest.raises(BadInput, match="没有带入上年年报"):
        last_report(drafted.projects, drafted.work)


def test_last_years_report_is_compared_with(desk: Desk) -> None:
    report = sample_report(desk.projects, who=LI)
    work = open_work(desk.projects, report.id)
    made = export(desk.projects, work, Wanted("comparison", "html"), who=LI, now=NOW)
    assert "对照" in made.content.decode()


def test_a_grave_remark_that_is_kept_hinders_no_more_until_it_is_given_up(drafted: Desk) -> None:
    lines = Lines((Sentence("请联系身份证110101190001010014的同志。"),))
    saved(save_part(drafted.projects, drafted.work, REQUESTS, [lines], who=LI))
    found = [each for each in drafted.work.hindrances if each.remark]
    assert found
    for each in found:
        assert each.remark is not None
        saved(
            keep(drafted.projects, drafted.work, each.remark, "示范用的号码", who=LI, day=date(2025, 1, 15))
        )
    assert [each for each in drafted.work.hindrances if each.remark] == []
    (first, *_) = drafted.work.kept
    saved(give_up(drafted.projects, drafted.work, first, who=LI))
    assert [each for each in drafted.work.hindrances if each.remark]
