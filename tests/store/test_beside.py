from datetime import datetime
from typing import Any

import pytest

from agent.errors import BadInput
from agent.store import beside
from tests.store.desk import LI, WANG, Desk


def test_a_conversation_is_read_in_order_and_from_where_one_left_off(desk: Desk) -> None:
    for number, who in enumerate((LI, "模型", WANG), 1):
        message = desk.projects.say(desk.report, "报告", {"text": f"第{number}句"}, who=who)
        assert message.number == number
    desk.projects.say(desk.report, "overview", {"text": "别处"}, who=LI)
    assert [each.value["text"] for each in desk.projects.conversation(desk.report, "报告")] == [
        "第1句",
        "第2句",
        "第3句",
    ]
    assert [each.who for each in desk.projects.conversation(desk.report, "报告", after=2)] == [WANG]
    assert desk.projects.threads(desk.report) == ("报告", "overview")


def test_a_message_comes_back_as_it_was_said(desk: Desk) -> None:
    said = desk.projects.say(desk.report, "报告", {"text": "好\0", "n": [1, None, 1.5]}, who=LI)
    assert desk.projects.conversation(desk.report, "报告") == (said,)


def test_how_drafts_came_about_is_kept_by_part(desk: Desk) -> None:
    record: dict[str, Any] = {"schema": "nianbao/draft/1", "parts": [{"part": "overview", "rounds": []}]}
    desk.projects.keep_draft(desk.report, "", record, who=LI)
    desk.projects.keep_draft(desk.report, "overview", {"part": "overview"}, who=WANG)
    assert [each.part for each in desk.projects.draft_records(desk.report)] == ["", "overview"]
    (whole,) = desk.projects.draft_records(desk.report, "")
    assert (whole.value, whole.who, type(whole.at)) == (record, LI, datetime)


def test_files_are_listed_without_their_bytes_and_given_with_them(desk: Desk) -> None:
    for name, content in (("去年.pdf", b"%PDF"), ("数据.xlsx", bytes(range(256)) * 4)):
        desk.projects.bring_file(desk.report, name, content, who=LI, read={"notes": []})
    first, second = desk.projects.files(desk.report)
    assert (first.name, second.size, second.read) == ("去年.pdf", 1024, {"notes": []})
    assert desk.projects.file_content(desk.report, second.id) == bytes(range(256)) * 4


def test_a_file_of_another_report_is_not_given(desk: Desk) -> None:
    file = desk.projects.bring_file(desk.report, "去年.pdf", b"%PDF", who=LI)
    other = Desk.new(desk.projects)
    with pytest.raises(BadInput, match="没有这个文件"):
        desk.projects.file_content(other.report, file.id)


def test_a_file_that_is_too_large_is_told_and_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(BadInput, match=r"去年\.pdf：文件有1兆"):
        desk.projects.bring_file(desk.report, "去年.pdf", b"x" * (1024 * 1024 + 1), who=LI)
    assert desk.projects.files(desk.report) == ()


def test_nothing_lies_beside_a_report_that_is_not_there(desk: Desk) -> None:
    for act in (
        lambda: desk.projects.say("nobody's", "报告", {}, who=LI),
        lambda: desk.projects.keep_draft("nobody's", "", {}, who=LI),
        lambda: desk.projects.bring_file("nobody's", "一.txt", b"", who=LI),
        lambda: desk.projects.here("nobody's", "数据", who=LI, window="a"),
    ):
        with pytest.raises(BadInput, match="没有这份报告"):
            act()
