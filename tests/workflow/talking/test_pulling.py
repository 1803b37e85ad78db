import pytest

from agent.drafting.brief import Found, Part
from agent.drafting.conversation import Means
from agent.errors import BadInput
from agent.workflow.projects import sample_report
from agent.workflow.talking.proposal import accept
from agent.workflow.talking.pulling import looked_for, made_of, pull_in
from corpus.index.exemplar import Exemplar
from tests.workflow.desks import LI, Desk
from tests.workflow.talking.desks import Room, desk

__all__ = ["desk"]


@pytest.fixture
def own(desk: Desk) -> Room:
    """The sample, which brings last year's report along."""
    return Room(desk.projects, sample_report(desk.projects, who=LI).id, Means())


def part_of(room: Room, topic: str) -> Part:
    return next(each for each in room.work.parts if each.topic == topic)


def past(text: str, template: str, unit: str = "云岭县人民政府") -> Found:
    return Found(
        Exemplar(unit, 2022, text, template, section="overview", topic="requests", file="去年.docx", number=9)
    )


def test_the_past_paragraphs_of_a_part_are_shown(own: Room) -> None:
    work = own.work
    found = made_of(own.projects, work, part_of(own, "requests"), work.past())
    assert [(each.exemplar.year, each.why) for each in found] == [(2022, "这一部分里有它的句子")]


def test_without_words_last_years_part_is_shown(own: Room) -> None:
    found = looked_for(own.work, "", None, part=part_of(own, "disclosure"))
    assert {each.exemplar.topic for each in found} == {"disclosure"}


def test_words_find_paragraphs_of_last_years_report(own: Room) -> None:
    found = looked_for(own.work, "适老化改造", None)
    assert "适老化改造" in found[0].exemplar.text


def test_another_year_or_unit_is_not_shown_where_one_is_asked_for(own: Room) -> None:
    assert looked_for(own.work, "适老化改造", None, year=2020) == ()
    assert looked_for(own.work, "适老化改造", None, unit="青禾县") == ()


def test_the_store_of_past_reports_is_asked_with_the_filters(own: Room) -> None:
    asked = []

    def search(words: str, unit: str, year: int) -> list[Found]:
        asked.append((words, unit, year))
        return [past("公开培训。", "公开培训。")]

    found = looked_for(own.work, "公开培训", search, year=2022)
    assert (asked, found[-1].exemplar.text) == ([("公开培训", "", 2022)], "公开培训。")


def test_a_paragraph_is_pulled_in_as_a_proposal_with_this_years_figures(own: Room) -> None:
    template = "工作中注意规范办理，新收申请{{requests.new.total|件}}逐件登记。"
    found = past("工作中注意规范办理，新收申请155件逐件登记。", template)
    part = part_of(own, "supervision")
    (shown,) = looked_for(own.work, "登记", lambda *_: [found], unit="云岭")[-1:]
    assert pull_in(own.projects, own.work, part, shown, who=LI)
    ((number, proposal),) = own.waiting
    assert "新收申请202件逐件登记" in proposal.parts[0].after
    accept(own.projects, own.report, number, who=LI)
    assert "新收申请202件逐件登记" in own.text


def test_a_figure_that_nothing_gives_now_is_never_copied(own: Room) -> None:
    text = "组织工作人员认真学习条例，规范办理政府信息公开申请。全年举办培训9期。"
    (shown,) = looked_for(own.work, "培训", lambda *_: [past(text, text)])[-1:]
    pull_in(own.projects, own.work, part_of(own, "supervision"), shown, who=LI)
    ((_, proposal),) = own.waiting
    assert ("认真学习条例" in proposal.parts[0].after, "9期" in proposal.parts[0].after) == (True, False)
    assert any("没有用“全年举办培训9期。”" in each.text for each in own.thread.turns)


def test_a_paragraph_of_which_nothing_can_be_said_proposes_nothing(own: Room) -> None:
    text = "全年举办培训9期。"
    (shown,) = looked_for(own.work, "培训", lambda *_: [past(text, text)])[-1:]
    assert not shown.fits
    assert not pull_in(own.projects, own.work, part_of(own, "supervision"), shown, who=LI)
    assert own.waiting == []


def test_another_units_names_are_not_pulled_in(own: Room) -> None:
    text = "青禾县融媒体中心开设专栏。"
    (shown,) = looked_for(own.work, "专栏", lambda *_: [past(text, text, "青禾县人民政府")])[-1:]
    assert not shown.fits


def test_before_there_is_a_draft_it_is_refused_with_the_mend(desk: Desk, own: Room) -> None:
    room = Room(desk.projects, desk.filled().report, Means())
    (shown,) = looked_for(own.work, "", None, part=part_of(own, "requests"))
    with pytest.raises(BadInput, match="还没有初稿"):
        pull_in(room.projects, room.work, part_of(own, "requests"), shown, who=LI)


def test_a_search_in_the_conversation_finds_last_years_report(own: Room) -> None:
    assert "云岭县人民政府2022年（往年原文，数字是当年的）" in own.answers("查一下往年怎么写适老化改造")
