"""The conversation beside the report, without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from agent import wiring
from agent.drafting.conversation.events import Mark, Said
from agent.store import Projects
from agent.ui.desk import talking
from agent.ui.desk.lines import lines_markup
from agent.workflow.projects import new_report, sample_report
from agent.workflow.saving import save_figures, save_part
from agent.workflow.talking import Thread
from agent.workflow.talking.thread import say
from agent.workflow.work import open_work
from tests.samples import UNIT, sample

PAGE = "from agent.ui import desk\nfrom agent.ui.frame import guarded\nguarded(desk.show)()"
_NAMES = ("NIANBAO_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NIANBAO_DATABASE_URL", "NIANBAO_EMBEDDING")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in _NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    _forget()
    yield
    _forget()


def _forget() -> None:
    wiring.settings.cache_clear()
    wiring.projects.cache_clear()


def projects() -> Projects:
    return wiring.projects()


@pytest.fixture
def report() -> str:
    return sample_report(projects(), who="李明").id


def opened(report: str, who: str = "李明") -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    page.session_state["who"] = who
    page.session_state["report"] = report
    return page.run()


def shown(page: AppTest) -> str:
    bodies = [element.proto.body for element in page.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def press(page: AppTest, label: str, report: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return answered(page.run(), report)


def answered(page: AppTest, report: str) -> AppTest:
    """The page once the turn is over."""
    talking.turns().begun(report, 60)
    return page.run()


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def text_of(report: str) -> str:
    judged = open_work(projects(), report).judged
    return judged.narrative.text if judged else ""


def test_an_empty_conversation_says_what_it_is_for_and_offers_examples(report: str) -> None:
    page = opened(report)
    assert ("按“采用”才写进报告" in shown(page), "今年和去年比怎么样" in labels(page)) == (True, True)


def test_a_report_without_figures_offers_nothing_that_cannot_be_done() -> None:
    page = opened(new_report(projects(), UNIT, 2024, who="李明").id)
    assert (page.button(key="write_whole").disabled, page.chat_input(key="talk_input").disabled) == (
        True,
        False,
    )


def test_a_part_is_shortened_seen_as_a_difference_and_accepted(report: str) -> None:
    before = text_of(report)
    page = press(opened(report), "短一些", report)
    assert ("<del>" in shown(page), text_of(report) == before) == (True, True)
    next(button for button in page.button if button.label == "采用").click()
    page.run()
    assert "已写进报告，不合适可以撤销" in shown(page)
    assert text_of(report) != before
    assert "采用" not in labels(page)


def test_a_part_that_was_chosen_a_moment_ago_is_the_one_that_is_asked_for(report: str) -> None:
    page = opened(report)
    page.selectbox(key="desk_part").set_value("overview.requests")
    press(page, "短一些", report)
    assert [each.parts[0].part for _, each in Thread.of(projects(), report).proposals()] == [
        "overview.requests"
    ]


def test_what_is_put_aside_is_said_to_be(report: str) -> None:
    before = text_of(report)
    page = press(press(opened(report), "短一些", report), "放弃", report)
    assert ("已放弃：精简“总体情况”" in shown(page), text_of(report) == before) == (True, True)


def test_writing_once_more_gives_another_wording(report: str) -> None:
    page = press(press(opened(report), "换个说法", report), "再写一遍", report)
    thread = Thread.of(projects(), report)
    texts = {proposal.parts[0].after for _, proposal in thread.proposals()}
    assert (len(texts), labels(page).count("采用")) == (2, 1)


def test_a_sentence_is_answered_and_there_after_a_restart(report: str) -> None:
    page = opened(report)
    page.chat_input(key="talk_input").set_value("今年和去年比怎么样").run()
    assert "今年202件，上年155件" in shown(answered(page, report))
    assert "今年202件，上年155件" in shown(opened(report, who="王芳"))


def test_whoever_else_said_something_is_named(report: str) -> None:
    press(opened(report), "帮助", report)
    assert '<small class="nb-who">李明</small>' in shown(opened(report, who="王芳"))


def test_a_whole_draft_is_accepted_at_once() -> None:
    report = new_report(projects(), UNIT, 2024, who="李明").id
    save_figures(projects(), open_work(projects(), report), sample(2024), who="李明")
    page = press(opened(report), "整篇起草", report)
    page = press(page, next(each for each in labels(page) if each.startswith("全部采用")), report)
    assert ("（二）依申请公开" in text_of(report), "已采用：起草全文" in shown(page)) == (True, True)


def test_a_part_that_was_changed_meanwhile_can_only_be_written_again(report: str) -> None:
    page = press(opened(report), "短一些", report)
    work = open_work(projects(), report)
    part = next(each for each in work.parts if each.id == "overview")
    save_part(projects(), work, part, work.lines(part)[:1] * 2, who="王芳")
    page = page.run()
    button = next(each for each in page.button if each.label == "采用")
    assert ("又被改过" in shown(page), button.disabled) == (True, True)


def test_the_latest_turns_are_shown_and_earlier_ones_on_request(report: str) -> None:
    from agent.workflow.talking.entries import Spoken

    for number in range(20):
        say(projects(), report, Spoken(f"第{number}句"), who="李明")
    page = opened(report)
    assert ("第19句" in shown(page), "第0句" in shown(page)) == (True, False)
    assert "第0句" in shown(press(page, "看更早的", report))


def test_past_paragraphs_are_shown_and_pulled_in(report: str) -> None:
    page = opened(report)
    page.session_state["desk_side"] = "往年段落"
    page.session_state["desk_part"] = "overview.disclosure"
    page = page.run()
    assert "这一部分里有它的句子" in shown(page)
    page = press(page, "采用这段，写进“主动公开”", report)
    assert ("<ins>" in shown(page), len(Thread.of(projects(), report).waiting())) == (True, 1)


def test_a_year_that_is_none_is_told(report: str) -> None:
    page = opened(report)
    page.session_state["desk_side"] = "往年段落"
    page = page.run()
    page.text_input[0].input("培训")
    page.text_input[2].input("去年")
    assert "“去年”不是年度" in shown(press(page, "查找", report))


def test_figures_that_nothing_proves_are_marked_in_an_opinion() -> None:
    said = Said("约有<b>99件。", opinion=True, marks=(Mark(5, 8, "无据", "没有依据"),))
    text = lines_markup([said])
    assert 'class="fig unsupported" tabindex="0" data-reason="无据：没有依据"' in text
    assert ("模型的看法" in text, "<b>" in text, "&lt;b&gt;" in text) == (True, False, True)
