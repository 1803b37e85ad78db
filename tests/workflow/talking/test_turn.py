from decimal import Decimal

import pytest

from agent.drafting.conversation import Means, Outcome
from agent.drafting.conversation.events import Proposed, Step
from agent.store import Conflict
from agent.workflow.saving import save_cells
from agent.workflow.talking import Talking
from agent.workflow.talking.entries import Decided, Proposal, Spoken
from agent.workflow.talking.proposal import accept, beside, put_aside
from tests.drafting.conversation.talking import Adviser
from tests.workflow.desks import LI, WANG, Desk
from tests.workflow.talking.desks import Room, desk, room

__all__ = ["desk", "room"]
SHORTER = "监督保障换个说法"


def test_what_is_written_changes_nothing_until_it_is_accepted(room: Room) -> None:
    before = room.text
    assert room.says(SHORTER) is Outcome.PROPOSED
    assert (room.text == before, len(room.waiting)) == (True, 1)
    assert room.says("采用") is Outcome.CHANGED
    ((number, _),) = room.thread.proposals()
    assert room.text != before
    assert room.thread.lines[-1].number > number
    assert room.waiting == []


def test_what_is_put_aside_leaves_all_as_it_was(room: Room) -> None:
    before = room.work.contents.change
    room.says(SHORTER)
    assert "没有采用" in room.answers("不要")
    assert (room.work.contents.change, room.waiting) == (before, [])


def test_another_wording_is_another_one_each_time(room: Room) -> None:
    texts = []
    for _ in range(3):
        room.says(SHORTER)
        texts.append(room.waiting[-1][1].parts[0].after)
    assert len(set(texts)) == 3


def test_a_later_proposal_for_a_part_takes_the_place_of_the_earlier(room: Room) -> None:
    room.says(SHORTER)
    room.says(SHORTER)
    assert len(room.waiting) == 1


def test_undo_and_redo_are_the_stores(room: Room) -> None:
    before = room.text
    room.says(SHORTER)
    room.says("采用")
    after = room.text
    assert room.says("撤销") is Outcome.UNDONE
    assert room.text == before
    assert room.says("重做") is Outcome.REDONE
    assert room.text == after


def test_a_turn_begins_with_what_somebody_else_saved_meanwhile(room: Room) -> None:
    room.says(SHORTER, who=WANG)
    room.says("采用", who=WANG)
    taken = room.waiting, room.text
    assert room.says(SHORTER) is Outcome.PROPOSED
    ((_, proposal),) = room.waiting
    assert proposal.parts[0].before in taken[1]


def test_a_part_that_somebody_else_changed_is_not_covered(room: Room) -> None:
    room.says(SHORTER)
    ((number, mine),) = room.waiting
    part = next(each for each in room.work.parts if each.id == mine.parts[0].part)
    from agent.workflow.saving import save_part

    save_part(room.projects, room.work, part, room.work.lines(part)[:-1], who=WANG)
    standing = room.text
    (shown,) = beside(room.work, mine)
    assert shown.overtaken
    assert isinstance(accept(room.projects, room.report, number, who=LI), Conflict)
    assert "刚刚被王芳改过" in room.answers("采用")
    assert (room.text, [at for at, _ in room.waiting]) == (standing, [number])


def test_a_proposal_for_another_part_is_accepted_whoever_changed_the_rest(room: Room) -> None:
    room.says(SHORTER)
    ((number, _),) = room.waiting
    room.says("主动公开短一些", who=WANG)
    room.says("采用", who=WANG)
    assert not isinstance(accept(room.projects, room.report, number, who=LI), Conflict)


def test_a_proposal_is_judged_over_the_figures_as_they_are_now(room: Room) -> None:
    room.says("依申请公开换个说法")
    ((_, proposal),) = room.waiting
    save_cells(room.projects, room.work, {"requests.new.total": Decimal(49)}, who=WANG)
    (shown,) = beside(room.work, proposal)
    assert ("48件" in proposal.parts[0].after, "49件" in shown.after.text) == (True, True)


def test_a_fact_is_saved_at_once_and_can_be_taken_back(room: Room) -> None:
    assert room.says("加一项：举办法治讲座3期，来源是签到表") is Outcome.ADDED
    fact = room.work.figures.fact("举办法治讲座")
    assert fact is not None
    assert (fact.value, fact.source) == (Decimal(3), "签到表")
    room.says("撤销")
    assert room.work.figures.fact("举办法治讲座") is None


def test_a_question_is_open_in_every_window_until_it_is_answered(room: Room) -> None:
    assert room.says("加一项") is Outcome.ASKED
    assert room.says("举办法治讲座", who=WANG) is Outcome.ASKED
    assert room.says("3期") is Outcome.ASKED
    assert room.says("签到表") is Outcome.ADDED


def test_the_part_spoken_of_last_is_remembered(room: Room) -> None:
    room.says(SHORTER)
    assert room.says("换个说法") is Outcome.PROPOSED
    assert room.waiting[-1][1].parts[0].title == "监督保障"


def test_who_said_what_is_kept(room: Room) -> None:
    room.says(SHORTER, who=WANG)
    spoken = [(line.who, line.entry) for line in room.thread.lines if isinstance(line.entry, Spoken)]
    assert spoken == [(WANG, Spoken(SHORTER))]


def test_how_an_accepted_part_came_about_is_kept(room: Room) -> None:
    room.says(SHORTER)
    assert room.projects.draft_records(room.report) == ()
    room.says("采用")
    (record,) = room.projects.draft_records(room.report)
    assert (record.part, record.who) == ("overview.supervision", LI)


def test_what_is_decided_already_cannot_be_decided_again(room: Room) -> None:
    from agent.errors import BadInput

    room.says(SHORTER)
    ((number, _),) = room.waiting
    put_aside(room.projects, room.report, number, who=LI)
    with pytest.raises(BadInput, match="已经处理过"):
        accept(room.projects, room.report, number, who=LI)


def test_a_stopped_turn_changes_nothing_and_says_so(room: Room) -> None:
    talking = Talking(room.projects, room.report, Means(), who=LI)
    told = []
    for event in talking.turn(SHORTER):
        told.append(event)
        if isinstance(event, Step):
            talking.stop()
    assert not any(isinstance(each, Proposed) for each in told)
    assert (room.waiting, room.thread.closed) == ([], room.thread.lines[-1].entry)
    assert "已停下" in str(told)


def test_of_a_turn_that_was_let_go_nothing_is_kept(room: Room) -> None:
    talking = Talking(room.projects, room.report, Means(), who=LI)
    events = talking.turn("加一项：举办法治讲座3期，来源是签到表")
    talking.let_go()
    list(events)
    assert (room.work.figures.fact("举办法治讲座"), room.thread.lines) == (None, ())


def test_a_models_opinion_is_kept_with_its_marks(room: Room) -> None:
    means = Means(consultant=Adviser("今年新收申请999件。"))
    room.says("你觉得今年怎么样呢", means=means)
    said = next(line.entry for line in room.thread.lines if getattr(line.entry, "opinion", False))
    assert [said.text[mark.start : mark.end] for mark in said.marks] == ["999件"]  # type: ignore[union-attr]


def test_a_fault_of_the_store_of_past_reports_is_told_and_ends_the_turn(room: Room) -> None:
    from agent.errors import Unavailable

    def find(_: str) -> list[object]:
        raise Unavailable("范文库用不了")

    assert "范文库用不了" in room.answers("查一下往年怎么写平台建设", means=Means(find=find))  # type: ignore[arg-type]
    assert room.thread.closed is not None


# --- the whole ----------------------------------------------------------------------------------------------------


def test_the_first_draft_is_a_proposal_of_every_part(desk: Desk) -> None:
    room = Room(desk.projects, desk.filled().report, Means())
    assert room.says("起草全文") is Outcome.PROPOSED
    ((number, proposal),) = room.waiting
    assert (
        room.text,
        {"title", "introduction", "overview.requests"} <= {each.part for each in proposal.parts},
    ) == (
        "",
        True,
    )
    assert [each.overtaken for each in beside(room.work, proposal)] == [False] * len(proposal.parts)
    accept(room.projects, room.report, number, who=LI)
    assert "（二）依申请公开" in room.text


def test_some_parts_of_a_draft_can_be_accepted_and_the_others_wait(desk: Desk) -> None:
    room = Room(desk.projects, desk.filled().report, Means())
    room.says("起草全文")
    ((number, proposal),) = room.waiting
    accept(room.projects, room.report, number, ["overview.requests"], who=LI)
    assert next(each for each in room.work.parts if room.work.lines(each)).topic == "requests"
    assert len(room.waiting[0][1].parts) == len(proposal.parts) - 1
    assert room.thread.lines[-1].entry == Decided(number, ("overview.requests",), taken=True)


def test_asking_for_a_part_before_there_is_a_draft_drafts_the_whole(desk: Desk) -> None:
    room = Room(desk.projects, desk.filled().report, Means())
    assert room.says("起草依申请公开") is Outcome.PROPOSED
    assert len(room.waiting[0][1].parts) > 5


def test_without_figures_nothing_is_drafted_and_the_mend_is_said(desk: Desk) -> None:
    room = Room(desk.projects, desk.report, Means())
    assert "上传填好的工作簿" in room.answers("起草全文")
    assert room.waiting == []


def test_a_draft_that_would_be_the_same_is_no_proposal(room: Room) -> None:
    assert room.says("起草全文") is Outcome.NOTHING


def test_what_another_program_kept_does_not_hide_the_rest(room: Room) -> None:
    room.projects.say(room.report, "起草", {"kind": "song", "text": 1}, who=LI)
    room.says(SHORTER)
    assert len([line for line in room.thread.lines if isinstance(line.entry, Proposal)]) == 1
