import time
from pathlib import Path

import pytest

from agent.errors import BadInput, Unavailable
from agent.figures.interchange import write_figures
from agent.store import Projects
from agent.workflow import render_tables
from agent.workflow.apart import read_apart
from agent.workflow.last_year import bring_last_year, read_last_year
from agent.workflow.projects import new_report
from agent.workflow.saving import begun, draft_first
from agent.workflow.work import open_work
from tests.samples import changed, sample
from tests.workflow.desks import LI, Desk, desk, saved

__all__ = ["desk"]
REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"


def bring(desk: Desk, content: bytes, name: str) -> None:
    read = read_last_year(content, name, desk.work.report)
    saved(bring_last_year(desk.projects, desk.work.contents, read, who=LI))


def test_last_years_report_fills_its_figures_and_says_what_was_read(desk: Desk) -> None:
    bring(desk, render_tables(sample(2023), "docx"), "2023年报告.docx")
    work = desk.work
    assert work.previous is not None
    assert work.last is not None
    assert work.previous.cells == sample(2023).cells
    assert [(each.read, each.cells) for each in work.last.tables] == [(10, 10), (175, 175), (15, 15)]


@pytest.mark.parametrize(
    ("file", "unit", "year"),
    [("yunling-2022.docx", "云岭县人民政府", 2023), ("donglan-jiaotong-2022.pdf", "东岚省交通运输厅", 2023)],
)
def test_its_prose_is_the_pattern_of_the_draft(tmp_path: Path, file: str, unit: str, year: int) -> None:
    projects = Projects.open(None, tmp_path)
    desk = Desk(projects, new_report(projects, unit, year, who=LI).id)
    bring(desk, (REPORTS / file).read_bytes(), file)
    last = desk.work.last
    assert last is not None
    assert (last.own, bool(last.exemplars), bool(last.sections), desk.work.past() is not None) == (True,) * 4
    projects.close()


def test_what_last_years_tables_break_is_a_place_to_look_at(desk: Desk) -> None:
    content = render_tables(changed(sample(2023), requests__new__total=99), "html")
    bring(desk, content, "2023年报告.html")
    assert desk.work.last is not None
    assert any(note.startswith("上年的表格自身不符：") for note in desk.work.last.notes)


def test_another_units_report_is_told_and_not_written_after(desk: Desk) -> None:
    bring(desk, write_figures(sample(2023, unit="青禾县人民政府")).encode(), "figures.json")
    work = desk.work
    assert work.last is not None
    assert (work.last.own, work.past(), work.last.notes[0].startswith("这是青禾县人民政府的")) == (
        False,
        None,
        True,
    )


def test_another_units_figures_take_no_part_in_the_checks(desk: Desk) -> None:
    broken = changed(sample(2023, unit="青禾县人民政府"), requests__carried_out__total=99)
    before = desk.filled().work.checked.findings
    bring(desk, write_figures(broken).encode(), "figures.json")
    assert desk.work.checked.findings == before


def test_a_report_of_another_year_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="上年数据是2022年度的，应当是2023年度的"):
        read_last_year((REPORTS / "yunling-2022.docx").read_bytes(), "上年.docx", desk.work.report)


def test_a_file_that_is_no_report_is_refused_by_its_own_name(desk: Desk) -> None:
    with pytest.raises(BadInput) as refusal:
        read_last_year(b"%PDF-1.7\n", "../../上年 <年报>.pdf", desk.work.report)
    assert [
        problem.where.startswith("/") or "nianbao-" in problem.where for problem in refusal.value.problems
    ] == [False]


def test_reading_stops_within_a_moment_when_it_is_asked_to(desk: Desk) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable, match="已停止读取"):
        read_apart((REPORTS / "yunling-2022.docx").read_bytes(), "上年.docx", lambda: True)
    assert time.monotonic() - began < 2


def test_a_file_that_takes_too_long_is_given_up(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"用了0\.05秒还没有读完"):
        read_apart((REPORTS / "yunling-2022.docx").read_bytes(), "上年.docx", seconds=0.05)


def test_bringing_it_can_be_taken_back_and_done_again(desk: Desk) -> None:
    bring(desk, render_tables(sample(2023), "docx"), "2023年报告.docx")
    saved(desk.projects.undo(desk.report, who=LI))
    undone = (desk.work.previous, desk.work.last)
    saved(desk.projects.redo(desk.report, who=LI))
    assert (undone, desk.work.last is not None) == ((None, None), True)


def test_a_second_file_takes_the_place_of_the_first(desk: Desk) -> None:
    bring(desk, render_tables(sample(2023), "docx"), "甲.docx")
    bring(desk, write_figures(sample(2023)).encode(), "乙.json")
    assert desk.work.last is not None
    assert (desk.work.last.file, desk.work.last.exemplars) == ("乙.json", ())


def test_the_draft_stands_on_last_years_figures(desk: Desk) -> None:
    bring(desk.filled(), render_tables(sample(2023), "docx"), "2023年报告.docx")
    saved(draft_first(desk.projects, desk.work, who=LI))
    assert begun(desk.work).template == desk.work.manuscript
    assert open_work(desk.projects, desk.report).remaining.total == 0
