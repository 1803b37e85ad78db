"""人工确认 in an opened report: an objection kept with name and reason, taken back, and what covers nothing any more cleared."""

from datetime import date

from agent.errors import BadInput, Problem
from agent.store import Conflict, Projects, Saved
from agent.verify.answer import Judged
from agent.verify.waiving import spots
from agent.workflow.saving import save_waivers
from agent.workflow.waivers import without_leftovers
from agent.workflow.work import Work


def confirm(
    projects: Projects, work: Work, item: Judged, by: str, reason: str, *, who: str, day: date | None = None
) -> Saved | Conflict:
    """Keep what is objected to. ``BadInput`` where name or reason is missing, or nothing is objected to there."""
    judged = work.judged
    found = spots(judged.answer, judged.narrative.text, work.form) if judged else ()
    spot = next((each for each in found if each.item == item), None)
    if spot is None:
        raise BadInput([Problem(f"“{item.text}”不在能确认的句子里", "", "请改写这句话")])
    waiver = spot.waiver(by, reason, day)
    together = {each.place: each for each in (*work.waivers, waiver)}
    return save_waivers(projects, work, together.values(), who=who, why=f"保留“{item.text}”：{waiver.reason}")


def take_back(projects: Projects, work: Work, item: Judged, *, who: str) -> Saved | Conflict:
    """Object again to what somebody kept."""
    left = [each for each in work.waivers if each != item.waiver]
    return save_waivers(projects, work, left, who=who, why=f"撤回对“{item.text}”的确认")


def clear_leftovers(projects: Projects, work: Work, *, who: str) -> Saved | Conflict:
    """Keep only what still covers something."""
    left = without_leftovers(work.judged.answer, work.waivers) if work.judged else work.waivers
    return save_waivers(projects, work, left, who=who, why="清除失效的人工确认")
