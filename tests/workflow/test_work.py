from decimal import Decimal

import pytest

from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Sentence
from agent.errors import BadInput
from agent.figures import ABSENT, Absent, Fact
from agent.store import Conflict
from agent.verify.waiving import spots
from agent.workflow.saving import (
    begun,
    draft_first,
    save_cells,
    save_facts,
    save_figures,
    save_manuscript,
    save_part,
    save_waivers,
    sides,
)
from tests.samples import UNIT, changed, sample
from tests.workflow.desks import LI, WANG, Desk, desk, saved

__all__ = ["desk"]
NEW = "requests.new.total"
REQUESTS = Part("overview", "requests", "依申请公开")


def test_a_new_report_has_no_figures_no_prose_and_nothing_to_mend(desk: Desk) -> None:
    work = desk.work
    assert (len(work.figures.cells), work.manuscript, work.judged, work.remaining.total) == (0, None, None, 0)


def test_figures_are_saved_with_their_places(desk: Desk) -> None:
    figures = sample(sources={NEW: "数据.xlsx 申请!C5"})
    saved(save_figures(desk.projects, desk.work, figures, who=LI))
    assert (desk.work.figures, desk.work.figures.sources) == (figures, figures.sources)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (sample(2023), "数据是2023年度的，这份报告是2024年度的"),
        (sample(unit="青禾县人民政府"), "数据是青禾县人民政府的，这份报告是云岭县人民政府的"),
    ],
)
def test_figures_of_another_report_are_refused_and_nothing_changes(
    desk: Desk, figures: object, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        save_figures(desk.projects, desk.work, figures, who=LI)  # type: ignore[arg-type]
    assert not desk.work.figures.cells


def test_a_unit_written_shorter_is_the_same_unit(desk: Desk) -> None:
    saved(save_figures(desk.projects, desk.work, sample(unit="云岭县"), who=LI))
    assert desk.work.figures.unit == UNIT


def test_a_cell_is_emptied_and_zero_is_something_else(desk: Desk) -> None:
    desk.filled()
    cells: dict[str, Decimal | Absent] = {NEW: ABSENT, "requests.carried_in.total": Decimal(0)}
    saved(save_cells(desk.projects, desk.work, cells, who=LI))
    figures = desk.work.figures
    assert (figures.get(NEW), figures.get("requests.carried_in.total")) == (ABSENT, Decimal(0))


@pytest.mark.parametrize(("key", "value"), [(NEW, "1.5"), (NEW, "-1"), ("requests.news.total", "1")])
def test_a_value_that_cannot_stand_in_its_cell_is_refused(desk: Desk, key: str, value: str) -> None:
    with pytest.raises(BadInput):
        save_cells(desk.projects, desk.work, {key: Decimal(value)}, who=LI)


def test_two_facts_of_one_name_are_refused(desk: Desk) -> None:
    facts = [Fact("培训", Decimal(1), "次"), Fact("培训", Decimal(2), "次")]
    with pytest.raises(BadInput, match="“培训”有2条"):
        save_facts(desk.projects, desk.work, facts, who=LI)


def test_facts_take_the_place_of_those_before(desk: Desk) -> None:
    saved(save_facts(desk.projects, desk.work, [Fact("培训", Decimal(3), "次")], who=LI))
    saved(save_facts(desk.projects, desk.work, [Fact("解读", Decimal(5), "篇")], who=LI))
    assert [fact.name for fact in desk.work.figures.facts] == ["解读"]


def test_the_first_draft_comes_back_as_it_was_written(desk: Desk) -> None:
    desk.filled()
    draft = begun(desk.work)
    saved(draft_first(desk.projects, desk.work, who=LI))
    assert desk.work.manuscript == draft.template
    assert desk.work.judged is not None
    assert desk.work.judged.narrative == draft.narrative


def test_the_prose_follows_a_changed_figure(desk: Desk) -> None:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    row = {f"requests.new.{column}": Decimal(number) for column, number in (("total", 49), ("business", 7))}
    saved(save_cells(desk.projects, desk.work, row, who=LI))
    assert desk.work.judged is not None
    assert "申请49件" in desk.work.judged.narrative.text


def test_two_people_write_in_two_parts(desk: Desk) -> None:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    before = desk.work
    other = Part("improvement", "", "存在的主要问题及改进情况")
    saved(
        save_part(
            desk.projects, before, REQUESTS, [line("全年共收到申请{{requests.new.total|件}}。")], who=LI
        )
    )
    saved(save_part(desk.projects, before, other, [line("继续改进。")], who=WANG))
    texts = [[each.template for each in desk.work.lines(part)] for part in (REQUESTS, other)]
    assert texts == [["全年共收到申请{{requests.new.total|件}}。"], ["继续改进。"]]


def line(template: str) -> Lines:
    return Lines((Sentence(template),))


def test_a_part_keeps_its_heading_when_it_is_written_anew(desk: Desk) -> None:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    before = [each for each in headings(desk) if "依申请" in each]
    saved(save_part(desk.projects, desk.work, REQUESTS, [line("没有。")], who=LI))
    assert [each for each in headings(desk) if "依申请" in each] == before != []


def headings(desk: Desk) -> list[str]:
    manuscript = desk.work.manuscript
    assert manuscript is not None
    return [each.template for chapter in manuscript.chapters for each in chapter.paragraphs if each.heading]


def test_both_sides_of_a_conflict_are_told(desk: Desk) -> None:
    work = desk.filled().work
    saved(save_cells(desk.projects, work, {NEW: Decimal(50)}, who=WANG))
    done = save_cells(desk.projects, work, {NEW: Decimal(60)}, who=LI)
    assert isinstance(done, Conflict)
    (side,) = sides(done, work.form)
    assert (side.place, side.before, side.mine, side.theirs, side.who) == (
        "一、本年新收政府信息公开申请数量·总计",
        "48",
        "60",
        "50",
        WANG,
    )


def test_both_sides_of_a_part_are_told_as_prose(desk: Desk) -> None:
    work = desk.filled().work
    saved(save_part(desk.projects, work, REQUESTS, [line("甲。")], who=WANG))
    done = save_part(desk.projects, work, REQUESTS, [line("乙。")], who=LI)
    assert isinstance(done, Conflict)
    (side,) = sides(done, work.form)
    assert (side.place, side.before, side.mine, side.theirs) == (REQUESTS.title, "", "乙。", "甲。")


def test_only_the_parts_that_differ_are_saved(desk: Desk) -> None:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    manuscript = desk.work.manuscript
    assert manuscript is not None
    assert saved(save_manuscript(desk.projects, desk.work, manuscript, who=LI)).change is None


def test_what_a_person_keeps_is_no_longer_left_to_mend(desk: Desk) -> None:
    desk.filled()
    saved(save_part(desk.projects, desk.work, REQUESTS, [line("全年收到申请220件。")], who=LI))
    judged = desk.work.judged
    assert judged is not None
    (spot,) = [spot for spot in spots(judged.answer, judged.narrative.text, judged.form) if spot.number]
    before = desk.work.remaining.prose
    waiver = spot.waiver("李明", "口径不同", desk.work.report.created.date())
    saved(save_waivers(desk.projects, desk.work, [waiver], who=LI))
    assert (before, desk.work.remaining.prose, desk.work.waivers) == (1, 0, (waiver,))


def test_undoing_the_figures_leaves_what_was_before(desk: Desk) -> None:
    desk.filled()
    saved(save_figures(desk.projects, desk.work, changed(sample(), requests__new__total=49), who=LI))
    saved(desk.projects.undo(desk.report, who=LI))
    undone = desk.work.figures.get(NEW)
    saved(desk.projects.redo(desk.report, who=LI))
    assert (undone, desk.work.figures.get(NEW)) == (Decimal(48), Decimal(49))
