"""Editing by hand, on a real store: what is typed reads as typed, and keeps every reference that still says the same."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.drafting.brief import INTRODUCTION, Part
from agent.drafting.manuscript import Lines
from agent.drafting.rewording import reading
from agent.errors import BadInput
from agent.figures import ABSENT
from agent.store import Conflict
from agent.verify.answer import Judged, Verdict
from agent.workflow.editing import (
    TITLE_PART,
    as_read,
    editable,
    edited,
    frame,
    judged_part,
    lines_in,
    replaced,
    stretches,
)
from agent.workflow.saving import (
    begun,
    draft_first,
    part_record,
    save_cells,
    save_manuscript,
    save_part,
    sides,
)
from agent.workflow.work import Work
from tests.workflow.desks import LI, WANG, Desk, desk, saved

__all__ = ["desk"]
REQUESTS = Part("overview", "requests", "依申请公开")
INTRO = Part(INTRODUCTION, title="引言")
NEW = "全年共收到政府信息公开申请48件"


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    saved(draft_first(desk.projects, desk.filled().work, who=LI))
    return desk


def text_of(work: Work, part: Part = REQUESTS) -> str:
    return frame(work, part).text


def templates(lines: tuple[Lines, ...]) -> str:
    return "\n".join(each.template for each in lines)


def put(desk: Desk, text: str, part: Part = REQUESTS) -> Work:
    saved(save_part(desk.projects, desk.work, part, edited(desk.work, part, text), who=LI))
    return desk.work


# --- what stays -----------------------------------------------------------------------------------------------------


def test_a_part_that_is_not_touched_is_the_same_sentences(drafted: Desk) -> None:
    work = drafted.work
    for part in editable(work):
        assert edited(work, part, text_of(work, part)) == lines_in(work, part), part.title


def test_sentences_beside_a_changed_one_keep_their_templates_guards_and_moves(drafted: Desk) -> None:
    work = drafted.work
    before = [sentence for lines in work.lines(REQUESTS) for sentence in lines.sentences]
    after = [
        sentence
        for lines in edited(work, REQUESTS, text_of(work).replace("尚有3件", "目前尚有3件"))
        for sentence in lines.sentences
    ]
    assert [i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [
        next(i for i, each in enumerate(before) if "carried_out" in each.template and "尚有" in each.template)
    ]


def test_a_sentence_moved_to_another_paragraph_is_the_same_sentence(drafted: Desk) -> None:
    work = drafted.work
    first, _, rest = text_of(work).partition("\n")
    last = rest.split("\n")[-1]
    moved = edited(work, REQUESTS, "\n".join([last, first, *rest.split("\n")[:-1]]))
    assert moved[0].sentences == work.lines(REQUESTS)[-1].sentences


def test_in_a_changed_sentence_the_references_stay_where_their_words_stay(drafted: Desk) -> None:
    made = edited(drafted.work, REQUESTS, text_of(drafted.work).replace(NEW, "据统计，" + NEW))
    assert "据统计，全年共收到政府信息公开申请{{requests.new.total|件}}" in templates(made)


def test_a_reference_does_not_stay_where_the_words_speak_of_something_else(drafted: Desk) -> None:
    """48 requests came in and 48 were closed; the sentence now speaks of the latter."""
    text = text_of(drafted.work).replace(NEW, "全年共办结政府信息公开申请48件")
    made = templates(edited(drafted.work, REQUESTS, text))
    assert "全年共办结政府信息公开申请{{requests.closed.total|件}}" in made


def test_a_part_that_says_nothing_over_these_figures_stays_beside_what_it_stood_beside(drafted: Desk) -> None:
    saved(save_cells(drafted.projects, drafted.work, {"requests.carried_out.total": ABSENT}, who=LI))
    work = drafted.work
    assert "结转下年度" not in text_of(work)
    made = edited(work, REQUESTS, text_of(work).replace("坚持依法受理", "始终坚持依法受理"))
    assert "carried_out" in templates(made)
    assert reading(made, work.setting) == text_of(work).replace("坚持依法受理", "始终坚持依法受理")


# --- what is typed --------------------------------------------------------------------------------------------------


def test_a_typed_figure_that_verifies_follows_its_cell_from_then_on(drafted: Desk) -> None:
    put(drafted, text_of(drafted.work) + "\n全年共办结政府信息公开申请48件。")
    saved(save_cells(drafted.projects, drafted.work, {"requests.closed.total": Decimal(49)}, who=LI))
    assert text_of(drafted.work).endswith("\n全年共办结政府信息公开申请49件。")


def test_a_typed_figure_that_is_wrong_stays_as_typed_and_is_objected_to(drafted: Desk) -> None:
    work = put(drafted, text_of(drafted.work).replace(NEW, "全年共收到政府信息公开申请84件"))
    assert "全年共收到政府信息公开申请84件" in templates(work.lines(REQUESTS))
    assert work.judged is not None
    assert "84件" in [item.text for item in work.judged.answer.objections]


def test_white_space_in_a_figure_stays_as_typed(drafted: Desk) -> None:
    text = text_of(drafted.work).replace("48件", "4 8 件", 1)
    assert text_of(put(drafted, text)) == text


def test_what_looks_like_a_reference_is_refused_with_its_place(drafted: Desk) -> None:
    with pytest.raises(BadInput, match="依申请公开 第2段") as refusal:
        edited(drafted.work, REQUESTS, "甲。\n共收到{{requests.new.total|件}}。")
    assert "花括号" in str(refusal.value)


def test_characters_that_nobody_sees_do_not_hide_a_figure(drafted: Desk) -> None:
    assert as_read("收到4\u20608件。\r\n\r\n\u3000\t\n 其他 ") == "收到48件。\n 其他 "
    typed = text_of(drafted.work).replace("48件", "9\u20609件", 1)
    (item,) = [
        each for each in judged_part(drafted.work, REQUESTS, typed).answer.figures if each.value == "99"
    ]
    assert (item.verdict, typed[item.start : item.end]) == (Verdict.CONTRADICTED, "9\u20609件")


def test_a_paragraph_can_be_added_to_a_part_in_which_nothing_stands(drafted: Desk) -> None:
    put(drafted, "")
    assert "依申请公开" not in [line for line in whole(drafted.work).split("\n") if line.startswith("（")]
    work = put(drafted, "全年共收到政府信息公开申请48件。")
    assert "\n（二）依申请公开\n全年共收到政府信息公开申请48件。\n（三）" in whole(work)
    assert "{{requests.new.total|件}}" in templates(work.lines(REQUESTS))


def test_a_part_can_be_written_before_there_is_any_draft(desk: Desk) -> None:
    work = put(desk.filled(), "全年共收到政府信息公开申请48件。")
    assert "全年共收到政府信息公开申请48件。" in whole(work)


def test_the_title_and_the_introduction_are_parts_too(drafted: Desk) -> None:
    work = put(drafted, "云岭县政府信息公开年报", TITLE_PART)
    assert whole(work).startswith("云岭县政府信息公开年报\n")
    work = put(drafted, "本报告由云岭县人民政府编制。", INTRO)
    assert "\n本报告由云岭县人民政府编制。\n一、" in whole(work)
    assert whole(put(drafted, "", TITLE_PART)).startswith("云岭县2024年政府信息公开工作年度报告\n")
    with pytest.raises(BadInput, match="标题有2行"):
        edited(drafted.work, TITLE_PART, "甲\n乙")


def test_a_numbered_line_in_a_topic_is_kept_as_a_paragraph(drafted: Desk) -> None:
    text = text_of(drafted.work) + "\n（一）办理情况\n按期办结。\n（二）其他情况"
    assert text_of(put(drafted, text)) == text


def test_of_two_who_edited_one_part_the_second_gets_both_texts(drafted: Desk) -> None:
    work = drafted.work
    put(drafted, "甲。")
    outcome = save_part(drafted.projects, work, REQUESTS, edited(work, REQUESTS, "乙。"), who=WANG)
    assert isinstance(outcome, Conflict)
    (side,) = sides(outcome, work.form)
    assert (side.mine.split("\n")[-1], side.theirs.split("\n")[-1], side.who) == ("乙。", "甲。", LI)


# --- by its place in the report -------------------------------------------------------------------------------------


def test_a_stretch_of_the_report_is_replaced_in_its_part(drafted: Desk) -> None:
    work = drafted.work
    at = whole(work).index("尚有3件")
    made = replaced(work, at, at + 4, "还有5件")
    saved(save_manuscript(drafted.projects, work, made, who=LI))
    assert whole(drafted.work) == whole(work).replace("尚有3件", "还有5件")


def test_the_forms_own_headings_are_not_replaced(drafted: Desk) -> None:
    at = whole(drafted.work).index("一、总体情况")
    with pytest.raises(BadInput, match="不在可以改的正文里"):
        replaced(drafted.work, at, at + 2, "二、")


def whole(work: Work) -> str:
    assert work.judged is not None
    return work.judged.narrative.text


# --- properties -----------------------------------------------------------------------------------------------------

_WORDS = [
    "48件",
    "，",
    "。",
    "\n",
    "其中",
    "办结",
    "收到",
    "申请",
    "41件",
    "占85.4%",
    "云岭县",
    "（一）情况",
    " ",
    "{",
    "}",
    "2024年",
    "\u3000",
    "比上年增长50%",
    "1.5万件",
    "\u200b",
    "😀",
    "ⅷ",
]
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=12).map("".join)


@pytest.fixture
def editing(drafted: Desk) -> Callable[[Part, str], str]:
    """What a part reads as when a text has been saved in it, without saving it."""
    work = drafted.work

    def read(part: Part, text: str) -> str:
        made = edited(work, part, text)
        if part == TITLE_PART:
            return reading(made, work.setting)
        contents = replace(
            work.contents, sections=dict(work.contents.sections) | {part.id: _record(work, part, made)}
        )
        return text_of(Work(contents), part)

    return read


def _record(work: Work, part: Part, lines: tuple[Lines, ...]) -> object:
    return part_record(work, part, lines) or {"lines": []}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_typed_wherever_reads_as_it_was_typed(
    drafted: Desk, editing: Callable[[Part, str], str], data: st.DataObject
) -> None:
    work = drafted.work
    part = data.draw(st.sampled_from([each for each in editable(work) if each != TITLE_PART]))
    text = text_of(work, part)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    typed = text[:start] + data.draw(_TEXTS) + text[end:]
    if "{{" not in as_read(typed) and "}}" not in as_read(typed):
        assert editing(part, typed) == as_read(typed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_verdicts_while_typing_are_those_that_the_saved_report_gets(
    drafted: Desk, data: st.DataObject
) -> None:
    work = drafted.work
    part = data.draw(st.sampled_from([each for each in editable(work) if each != TITLE_PART]))
    text = text_of(work, part)
    at = data.draw(st.integers(0, len(text)))
    typed = as_read(text[:at] + data.draw(_TEXTS).replace("{", "").replace("}", "") + text[at:])
    contents = replace(
        work.contents,
        sections=dict(work.contents.sections) | {part.id: _record(work, part, edited(work, part, typed))},
    )
    after = Work(contents)
    assert after.judged is not None
    found = judged_part(work, part, typed).answer
    start, end = stretches(after)[part]
    expected = [
        replace(item, start=item.start - start, end=item.end - start)
        for item in after.judged.answer.figures
        if start <= item.start and item.end <= end
    ]
    assert _plain(found.figures) == _plain(expected)


def _plain(items: object) -> list[tuple[int, int, Verdict, str]]:
    assert isinstance(items, (tuple, list))
    found: list[Judged] = list(items)
    return [(item.start, item.end, item.verdict, item.reason) for item in found]


def test_the_saved_draft_is_what_was_begun(drafted: Desk) -> None:
    assert drafted.work.manuscript == begun(drafted.work).template
