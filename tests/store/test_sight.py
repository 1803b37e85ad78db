import inspect
from collections.abc import Callable
from typing import Any

import pytest

from agent.errors import BadInput
from agent.store import Edit, Place, Projects, Sight, State
from agent.verify.waiver import Waiver
from tests.store.desk import LI, NEW, OVERVIEW, WANG, Desk

OTHERS = Sight(units=frozenset({"云岭县教育局"}))
DRAFTER = Sight(waives=False, finishes=False)


def _taken_out(projects: Projects, report: str) -> Any:
    with projects.taken_out(report) as rows:
        return list(rows)


# How each method that takes a report is called; a method that is missing here fails the test below.
_CALLS: dict[str, Callable[[Projects, str], Any]] = {
    "report": lambda projects, report: projects.report(report),
    "contents": lambda projects, report: projects.contents(report),
    "save": lambda projects, report: projects.save(report, [Edit.of(NEW, None, 1)], who=LI),
    "set_state": lambda projects, report: projects.set_state(report, State.REMOVED, 1, who=LI),
    "bring_back": lambda projects, report: projects.bring_back(report, NEW, 1, 1, who=LI),
    "bring_back_all": lambda projects, report: projects.bring_back_all(report, 1, 2, who=LI),
    "undo": lambda projects, report: projects.undo(report, who=LI),
    "redo": lambda projects, report: projects.redo(report, who=LI),
    "steps": lambda projects, report: projects.steps(report, who=LI),
    "history": lambda projects, report: projects.history(report, NEW),
    "changes": lambda projects, report: projects.changes(report),
    "differences": lambda projects, report: projects.differences(report, 1),
    "note": lambda projects, report: projects.note(report, "export", {}, who=LI),
    "taken_out": _taken_out,
    "audit": lambda projects, report: projects.audit(report),
    "lately": lambda projects, report: projects.lately(report),
    "named": lambda projects, report: projects.named(report),
    "say": lambda projects, report: projects.say(report, "报告", {}, who=LI),
    "conversation": lambda projects, report: projects.conversation(report, "报告"),
    "threads": lambda projects, report: projects.threads(report),
    "keep_draft": lambda projects, report: projects.keep_draft(report, "", {}, who=LI),
    "draft_records": lambda projects, report: projects.draft_records(report),
    "bring_file": lambda projects, report: projects.bring_file(report, "a.txt", b"a", who=LI),
    "files": lambda projects, report: projects.files(report),
    "file_content": lambda projects, report: projects.file_content(report, 1),
    "here": lambda projects, report: projects.here(report, "数据", who=LI, window="w"),
    "leave": lambda projects, report: projects.leave(report, window="w"),
    "present": lambda projects, report: projects.present(report),
}


def _with_a_report(method: Any) -> bool:
    return inspect.isfunction(method) and "report" in inspect.signature(method).parameters


def test_every_method_that_takes_a_report_is_among_those_that_are_tried() -> None:
    methods = inspect.getmembers(Projects, _with_a_report)
    assert {name for name, _ in methods if not name.startswith("_")} == set(_CALLS)


@pytest.mark.parametrize("name", _CALLS)
def test_another_units_report_is_not_there_whatever_is_asked(name: str, desk: Desk) -> None:
    desk.put(NEW, 8)
    desk.projects.bring_file(desk.report, "a.txt", b"a", who=LI)
    desk.projects.here(desk.report, "数据", who=LI, window="w")
    _CALLS[name](desk.projects, desk.report)
    foreign = desk.projects.seen_by(OTHERS)
    before = desk.projects.head()
    with pytest.raises(BadInput) as refused:
        _CALLS[name](foreign, desk.report)
    with pytest.raises(BadInput) as missing:
        foreign.contents("0" * 32)
    assert str(refused.value) == str(missing.value)
    assert desk.projects.head() == before


def test_the_list_and_the_audit_show_ones_own_units_only(projects: Projects) -> None:
    own, other = Desk.new(projects, "云岭县教育局"), Desk.new(projects, "云岭县民政局")
    seen = projects.seen_by(OTHERS)
    assert [each.id for each in seen.reports()] == [own.report]
    assert {each.report for each in seen.audit()} == {own.report}
    assert {each.report for each in projects.audit()} == {own.report, other.report}


def test_a_report_is_neither_begun_for_another_unit_nor_handed_to_one(projects: Projects) -> None:
    seen = projects.seen_by(OTHERS)
    with pytest.raises(BadInput, match="您不负责“云岭县民政局”"):
        seen.create("云岭县民政局", 2025, "2021", who=LI)
    mine = Desk(seen, seen.create("云岭县教育局", 2025, "2021", who=LI).id)
    unit = Place.report("unit")
    with pytest.raises(BadInput, match="您不负责“云岭县民政局”"):
        seen.save(mine.report, [Edit.of(unit, "云岭县民政局", mine.number(unit))], who=LI)
    assert [each.unit for each in projects.reports()] == ["云岭县教育局"]


def test_who_may_not_waive_neither_waives_nor_brings_a_waiver_back(desk: Desk) -> None:
    content = Waiver("全年收到8件。", "8件", LI, "口径不同")
    place = Place.waiver(content)
    desk.put(place, content)
    assert desk.projects.undo(desk.report, who=LI)
    drafter = desk.projects.seen_by(DRAFTER)
    attempts: list[Callable[[], object]] = [
        lambda: drafter.save(desk.report, [Edit.of(place, content, desk.number(place))], who=WANG),
        lambda: drafter.redo(desk.report, who=LI),
        lambda: drafter.bring_back(desk.report, place, 1, desk.number(place), who=WANG),
    ]
    for attempt in attempts:
        with pytest.raises(BadInput, match="只有审核人可以人工确认"):
            attempt()
    assert not desk.now.waivers


def test_who_may_not_finish_drafts_on_and_does_not_make_it_final(desk: Desk) -> None:
    drafter = desk.projects.seen_by(DRAFTER)
    state = Place.report("state")
    with pytest.raises(BadInput, match="只有审核人可以定稿"):
        drafter.set_state(desk.report, State.FINAL, desk.number(state), who=WANG)
    drafter.set_state(desk.report, State.REVIEWING, desk.number(state), who=WANG)
    drafter.save(desk.report, [Edit.of(OVERVIEW, {"lines": []}, 0)], who=WANG)
    assert desk.projects.report(desk.report).state is State.REVIEWING
