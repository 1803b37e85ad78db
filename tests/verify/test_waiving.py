"""What a waiver covers, and when it covers nothing any more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import BadInput
from agent.figures import Fact, FigureSet
from agent.forms import form_of
from agent.verify import Answer, verify
from agent.verify.prose import compact, sentences
from agent.verify.waiver import Waiver
from agent.verify.waiving import Spot, apply, spots
from tests.samples import changed, sample

FORM = form_of("2021")
DAY = date(2025, 1, 15)
SENTENCE = "全年组织业务培训6次，新收申请49件，办结48件。"
BEFORE = "我县认真落实公开条例，主动公开各类信息。"
AFTER = "群众满意度明显提高。"
TEXT = f"一、总体情况\n{BEFORE}{SENTENCE}{AFTER}\n五、存在的主要问题及改进情况\n公开不够及时。\n"


def spots_of(text: str, figures: FigureSet | None = None) -> tuple[Spot, ...]:
    return spots(verify(text, figures or sample()), text, FORM)


def waived(text: str, *wanted: str, figures: FigureSet | None = None) -> list[Waiver]:
    """Waivers of what is objected to in a text; ``6次`` its first, ``6次#2`` its second."""
    found = []
    for each in wanted:
        words, _, number = each.partition("#")
        same = [spot for spot in spots_of(text, figures) if spot.text == words]
        found.append(same[int(number or 1) - 1].waiver("李明", "见台账", DAY))
    return found


def applied(text: str, waivers: list[Waiver], figures: FigureSet | None = None) -> Answer:
    return apply(verify(text, figures or sample()), text, FORM, waivers)


def kept(answer: Answer) -> list[str]:
    return [item.text for item in answer.waived]


def left(answer: Answer) -> tuple[list[str], list[str]]:
    """The texts of the waivers that lapsed, and of those that are unneeded."""
    assert answer.leftovers is not None
    return [each.waiver.text for each in answer.leftovers.lapsed], [
        each.waiver.text for each in answer.leftovers.unneeded
    ]


# --- what is kept


def test_a_waived_figure_is_no_objection_any_more() -> None:
    answer = applied(TEXT, waived(TEXT, "49件"))
    assert ([item.text for item in answer.objections], kept(answer)) == (["6次"], ["49件"])


def test_a_verdict_is_never_changed_by_a_person() -> None:
    before, after = verify(TEXT, sample()), applied(TEXT, waived(TEXT, "6次", "49件"))
    assert [item.verdict for item in after.figures] == [item.verdict for item in before.figures]
    assert after.summary() == before.summary()


def test_a_waiver_moves_no_number() -> None:
    before, after = verify(TEXT, sample()), applied(TEXT, waived(TEXT, "6次"))
    assert [(n, item.text) for n, item in after.numbered] == [(n, item.text) for n, item in before.numbered]


def test_a_claim_can_be_waived() -> None:
    text = "全年新收申请48件，均为自然人申请。"
    (claim,) = verify(text, sample()).claims
    answer = applied(text, waived(text, claim.text))
    assert (kept(answer), answer.objections) == ([claim.text], ())


def test_the_answer_says_who_why_and_when() -> None:
    (item,) = [each for each in applied(TEXT, waived(TEXT, "49件")).as_json()["figures"] if "waived" in each]
    assert item["waived"] == {"by": "李明", "reason": "见台账", "date": "2025-01-15"}


def test_an_answer_for_which_nobody_looked_at_waivers_is_as_it_was() -> None:
    assert set(verify(TEXT, sample()).as_json()) == {"figures", "claims", "summary"}


def test_an_answer_with_waivers_says_that_none_are_left_over() -> None:
    assert applied(TEXT, []).as_json()["waivers"] == {"lapsed": [], "unneeded": []}


# --- what does not matter


def test_a_sentence_that_moved_keeps_its_waiver() -> None:
    moved = f"一、总体情况\n{BEFORE}{AFTER}\n五、存在的主要问题及改进情况\n公开不够及时。{SENTENCE}\n"
    assert kept(applied(moved, waived(TEXT, "49件"))) == ["49件"]


def test_a_sentence_first_under_the_title_can_move_away_from_it() -> None:
    title = "云岭县2024年政府信息公开工作年度报告\n"
    waivers = waived(f"{title}{SENTENCE}{BEFORE}", "49件")
    assert kept(applied(f"{title}{BEFORE}{SENTENCE}", waivers)) == ["49件"]


def test_blanks_and_line_breaks_do_not_matter() -> None:
    spread = TEXT.replace(SENTENCE, "\n　　全年 组织业务\n培训6 次，\n新收申请\u3000 49\n件，办结48件\r\n。")
    assert kept(applied(spread, waived(TEXT, "49件", "6次"))) == ["6 次", "49\n件"]


def test_a_line_that_ends_in_a_semicolon_or_a_bracket_does_not_matter() -> None:
    text = "全年组织业务培训（含线上）6次；新收申请49件：其中自然人申请41件。"
    broken = text.replace("；", "；\n").replace("：", "：\n").replace("）", "）\n")
    assert kept(applied(broken, waived(text, "49件", "6次"))) == ["6次", "49件"]


@given(st.sets(st.integers(1, len(SENTENCE) - 1)), st.sampled_from(["\n", "\r\n"]))
def test_a_sentence_broken_anywhere_keeps_its_waiver(cuts: set[int], gap: str) -> None:
    pieces = [SENTENCE[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), None], strict=True)]
    broken = TEXT.replace(SENTENCE, gap.join(pieces))
    assert [compact(words) for words in kept(applied(broken, waived(TEXT, "49件")))] == ["49件"]


# --- what makes it lapse


@pytest.mark.parametrize("other", ["48件", "6次", "49件"])
def test_a_changed_digit_anywhere_in_the_sentence_makes_it_lapse(other: str) -> None:
    text = TEXT.replace(other, f"1{other}")
    assert left(applied(text, waived(TEXT, "49件"))) == (["49件"], [])


@given(st.integers(0, len(SENTENCE) - 2), st.sampled_from("0159十年县不"))
def test_a_sentence_with_another_character_in_it_is_another_sentence(at: int, letter: str) -> None:
    other = SENTENCE[:at] + letter + SENTENCE[at + 1 :]
    answer = applied(TEXT.replace(SENTENCE, other), waived(TEXT, "49件"))
    assert (len(answer.waived), len(left(answer)[0])) == ((1, 0) if other == SENTENCE else (0, 1))


def test_a_corrected_figure_makes_it_lapse_and_shows_the_new_sentence() -> None:
    answer = applied(TEXT.replace("49件", "48件"), waived(TEXT, "49件"))
    assert answer.leftovers is not None
    (lapsed,) = answer.leftovers.lapsed
    assert (lapsed.why, lapsed.nearest, lapsed.line) == ("这句话改过了", SENTENCE.replace("49件", "48件"), 2)


def test_a_sentence_that_is_gone_has_no_nearest_one() -> None:
    answer = applied(TEXT.replace(SENTENCE, ""), waived(TEXT, "49件"))
    assert answer.leftovers is not None
    (lapsed,) = answer.leftovers.lapsed
    assert (lapsed.why, lapsed.nearest, lapsed.line) == ("正文里没有这句话了", "", 0)


def test_who_kept_a_figure_without_support_has_not_said_that_it_may_contradict_a_fact() -> None:
    fact = Fact("业务培训", Decimal(5), "次", source="台账")
    known = sample(facts=(fact,))
    assert [item.verdict.value for item in verify(TEXT, known).objections] == ["contradicted"] * 2
    answer = applied(TEXT, waived(TEXT, "6次"), known)
    assert answer.leftovers is not None
    assert [each.why for each in answer.leftovers.lapsed] == ["核对结果变了：确认时无依据，现在不符（应为5）"]


def test_a_cell_that_changed_makes_a_waiver_against_it_lapse() -> None:
    answer = applied(TEXT, waived(TEXT, "49件"), changed(sample(), requests__new__total=52))
    assert answer.leftovers is not None
    assert [each.why for each in answer.leftovers.lapsed] == [
        "核对结果变了：确认时不符（应为48），现在不符（应为52）"
    ]


def test_a_waiver_that_names_no_objection_covers_any() -> None:
    waivers = [replace(each, verdict=None, expected=None) for each in waived(TEXT, "49件")]
    assert kept(applied(TEXT, waivers, changed(sample(), requests__new__total=52))) == ["49件"]


# --- what is not needed


def test_a_waiver_of_a_figure_that_is_right_now_is_unneeded() -> None:
    answer = applied(TEXT, waived(TEXT, "49件"), changed(sample(), requests__new__total=49))
    assert left(answer) == ([], ["49件"])


def test_a_right_figure_cannot_be_waived() -> None:
    (spot,) = [spot for spot in spots_of("全年新收申请48件。") if spot.text == "48件"]
    with pytest.raises(BadInput, match=r"“48件”没有异议（已核实：.*）；不必确认"):
        spot.waiver("李明", "见台账")


def test_a_second_waiver_of_the_same_figure_is_unneeded() -> None:
    assert left(applied(TEXT, waived(TEXT, "49件") * 2)) == ([], ["49件"])


# --- the same words twice

TWICE = "组织业务培训6次，开展宣传活动6次。"


@pytest.mark.parametrize(("wanted", "number"), [("6次#1", 1), ("6次#2", 2)])
def test_of_the_same_figure_twice_in_a_sentence_only_the_one_is_waived(wanted: str, number: int) -> None:
    answer = applied(TWICE, waived(TWICE, wanted))
    assert [n for n, item in answer.numbered if item.waiver] == [number]


def test_a_waiver_that_does_not_say_which_of_two_lapses() -> None:
    answer = applied(TWICE, [Waiver(TWICE, "6次", "李明", "见台账")])
    assert answer.leftovers is not None
    assert (kept(answer), answer.leftovers.lapsed[0].why) == ([], "这句话里有2处“6次”，没有写明是哪一处")


def test_a_figure_within_another_is_not_the_same_figure() -> None:
    text = "组织业务培训16次，开展宣传活动6次。"
    assert kept(applied(text, [Waiver(text, "6次", "李明", "见台账")])) == ["6次"]


def test_of_the_same_sentence_twice_only_the_one_is_waived() -> None:
    text = f"{SENTENCE}{BEFORE}{SENTENCE}"
    answer = applied(text, waived(text, "49件#2"))
    assert [n for n, item in answer.numbered if item.waiver] == [4]


def test_a_sentence_that_was_copied_since_makes_its_waiver_lapse() -> None:
    answer = applied(f"{SENTENCE}{BEFORE}{SENTENCE}", waived(TEXT, "49件"))
    assert answer.leftovers is not None
    assert answer.leftovers.lapsed[0].why == "这样的句子确认时有1处，现在有2处，不知是哪一处"


def test_a_third_copy_of_a_sentence_makes_its_waiver_lapse() -> None:
    twice = f"{SENTENCE}{BEFORE}{SENTENCE}"
    assert left(applied(f"{SENTENCE}{twice}", waived(twice, "49件#2"))) == (["49件"], [])


# --- name and reason


@pytest.mark.parametrize("empty", ["", " 　\n", "\u200b", "\ufeff\x00"])
def test_an_empty_name_or_reason_is_refused(empty: str) -> None:
    spot = next(spot for spot in spots_of(TEXT) if spot.number)
    with pytest.raises(BadInput, match=r"没有写姓名.*\n没有写理由") as refused:
        spot.waiver(empty, empty)
    assert len(refused.value.problems) == 2


def test_a_name_and_a_reason_stand_on_one_line_without_what_nobody_sees() -> None:
    spot = next(spot for spot in spots_of(TEXT) if spot.number)
    waiver = spot.waiver(" 李\u202e明\n", "见\x1b[31m\n台账")
    assert (waiver.by, waiver.reason) == ("李明", "见[31m 台账")


# --- any text at all


@given(st.text("一二、。；：\n\t 件次0123456789（）申请收到培训均为自然人", max_size=200))
def test_every_item_of_any_text_has_a_sentence(text: str) -> None:
    answer = verify(text, sample())
    assert len(spots(answer, text, FORM)) == len(answer.figures) + len(answer.claims)


@given(st.text("一二、。；：\n\t 件次0123456789（）申请收到培训均为自然人", max_size=200))
def test_whatever_can_be_waived_is_waived(text: str) -> None:
    waivers = [spot.waiver("李明", "见台账") for spot in spots_of(text) if spot.number]
    answer = applied(text, waivers)
    assert (answer.objections, left(answer)) == ((), ([], []))


@given(st.text("一。；：！\n 件0。（）", max_size=80))
def test_sentences_are_in_order_and_do_not_overlap(text: str) -> None:
    found = list(sentences(text, FORM))
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["收到1件；\n" * 30_000, "收到1件。" * 40_000, "培训6次" * 60_000])
def test_a_long_text_takes_no_longer_than_it_is(text: str) -> None:
    import time

    answer = verify(text, sample())
    waivers = [
        Waiver(f"组织业务培训{n}次，新收申请49件。" * 20, "49件", "李明", "见台账") for n in range(400)
    ]
    began = time.process_time()
    apply(answer, text, FORM, waivers)
    assert time.process_time() - began < 10
