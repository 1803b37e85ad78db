from decimal import Decimal

from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.workflow.exporting import export_final_version
from agent.workflow.saving import draft_first, save_cells, save_part
from agent.workflow.steps import next_step, steps
from tests.workflow.desks import LI, Desk, desk, saved
from tests.workflow.test_exporting import NOW

__all__ = ["desk"]


def following(desk: Desk) -> str:
    step = next_step(desk.work)
    return step.name if step else ""


def test_a_report_goes_from_step_to_step(desk: Desk) -> None:
    found = [following(desk)]
    desk.filled()
    found.append(following(desk))
    saved(draft_first(desk.projects, desk.work, who=LI))
    found.append(following(desk))
    export_final_version(desk.projects, desk.report, ("docx",), who=LI, now=NOW)
    found.append(following(desk))
    assert found == ["上年年报", "起草", "导出", ""]


def test_broken_rules_come_before_writing(desk: Desk) -> None:
    desk.filled()
    saved(save_cells(desk.projects, desk.work, {"requests.new.total": Decimal(99)}, who=LI))
    step = next_step(desk.work)
    assert step is not None
    assert (step.where, step.state[:2], "改好" in step.todo) == ("figures", "不符", True)


def test_what_is_objected_to_comes_before_exporting(desk: Desk) -> None:
    desk.filled()
    saved(draft_first(desk.projects, desk.work, who=LI))
    wrong = [Lines((Sentence("全年收到申请999件。"),))]
    saved(save_part(desk.projects, desk.work, Part("overview", "requests", "依申请公开"), wrong, who=LI))
    assert following(desk) == "核验"


def test_an_empty_report_has_every_step_before_it(desk: Desk) -> None:
    assert [step.done for step in steps(desk.work)] == [False] * 6
