"""When figures change: every sentence follows or is named, once, with the reason."""

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest

from agent.drafting import draft
from agent.drafting.conditions import Guard, condition
from agent.drafting.manuscript import Chapter, Lines, Manuscript, Sentence
from agent.drafting.realising import realise
from agent.drafting.standing import Standing, standing
from agent.figures import FigureSet
from tests.drafting.invented import county, county_before, drawn, quiet

NOW, BEFORE, FEWER = county(), county_before(), county(new=20)


def manuscript(*sentences: str | Sentence) -> Manuscript:
    made = tuple(each if isinstance(each, Sentence) else Sentence(each) for each in sentences)
    chapter = Chapter("overview", "一、总体情况", tuple(Lines((each,)) for each in made))
    return Manuscript(Sentence("{{title}}"), (), (chapter,))


def stale(found: Standing) -> list[str]:
    return [each.text for each in found.stale]


@pytest.mark.parametrize(
    "sentence",
    [
        "新收申请较上年增长，共{{requests.new.total|件}}。",
        "新收政府信息公开申请较上年有所增加，共收到{{requests.new.total|件}}。",
        "全年新收申请{{requests.new.total|件}}，较上年明显增长。",
        "全年新收申请{{requests.new.total|件}}，同比上升。",
        "新收申请较上年增长至{{requests.new.total|件}}。",
        "与上年相比，新收申请有所增加。",
    ],
)
def test_a_typed_direction_is_named_when_the_figure_has_turned(sentence: str) -> None:
    assert standing(manuscript(sentence), NOW, BEFORE).stale == ()
    (found,) = standing(manuscript(sentence), FEWER, BEFORE).stale
    assert found.section == "overview"
    assert found.sentence.template == sentence
    assert "不符" in found.reason
    assert "上年96" in found.reason


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("全年未收到政府信息公开申请。", "requests.new.total"),
        ("全年新收申请{{requests.new.total|件}}，均为自然人申请。", "requests.new.business"),
        ("收到的申请全部办结。", "requests.carried_out.total"),
        ("全年无行政复议案件。", "review.total"),
        ("全年新收申请{{requests.new.total|件}}，与上年持平。", "requests.new.total"),
    ],
)
def test_a_typed_quantifier_is_named_when_it_has_become_untrue(sentence: str, key: str) -> None:
    calm = quiet()
    before = replace(calm, year=calm.year - 1)
    assert standing(manuscript(sentence), calm, before).stale == ()
    changed = {key: Decimal(5)}
    if key.startswith("requests.new"):
        changed |= {"requests.new.total": Decimal(5)}
    stirred = replace(calm, cells={**calm.cells, **changed})
    assert len(standing(manuscript(sentence), stirred, before).stale) == 1


def test_a_number_that_somebody_typed_is_named() -> None:
    found = standing(manuscript("全年新收申请127件。"), FEWER, BEFORE)
    assert [each.reason[:8] for each in found.stale] == ["“127件”不符"]


def test_a_sentence_has_one_entry_with_all_its_reasons() -> None:
    guard = Guard((condition("requests.new.total > prev.requests.new.total"),))
    sentence = Sentence("新收申请较上年增长，共127件。", guards=(guard,))
    (found,) = standing(manuscript(sentence), FEWER, BEFORE).stale
    assert "写这句话时的情况已经变了" in found.reason
    assert "“127件”不符" in found.reason
    assert "“较上年增长”不符" in found.reason


def test_two_sentences_that_read_alike_are_both_named() -> None:
    twice = "新收申请较上年增长，共{{requests.new.total|件}}。"
    assert len(standing(manuscript(twice, twice), FEWER, BEFORE).stale) == 2


def test_stale_sentences_come_in_the_order_of_the_manuscript() -> None:
    found = standing(
        manuscript(
            "新收申请127件。",
            "联系传真{{contact.fax}}。",
            "办结{{requests.closed.total|件}}。",
            "与上年相比，新收申请有所增加。",
        ),
        FEWER,
        BEFORE,
    )
    assert stale(found) == ["新收申请127件。", "", "与上年相比，新收申请有所增加。"]


def test_every_sentence_that_quotes_the_figure_follows() -> None:
    made = draft(NOW, BEFORE)
    text = standing(made.template, FEWER, BEFORE).realisation.narrative.text
    assert "127件" in made.narrative.text
    assert "127件" not in text
    assert "29件" in text


def test_each_placed_sentence_stands_where_it_says() -> None:
    found = standing(draft(NOW, BEFORE).template, NOW, BEFORE)
    text = found.realisation.narrative.text
    placed = found.realisation.placed
    said = [realise(one.sentence.template, NOW, BEFORE) for one in placed]
    assert [text[one.start : one.end] for one in placed] == [getattr(each, "text", None) for each in said]
    assert len(placed) > 20
    assert all(one.end <= other.start for one, other in itertools.pairwise(placed))


@pytest.mark.parametrize("seed", range(20))
def test_a_draft_stands_over_its_own_figures(seed: int) -> None:
    figures, previous = drawn(seed), drawn(seed, 2023)
    assert standing(draft(figures, previous).template, figures, previous).stale == ()


def test_without_a_known_form_nothing_can_be_said() -> None:
    found = standing(
        manuscript("新收申请{{requests.new.total|件}}。"), FigureSet("柳泉县人民政府", 2024, "1999")
    )
    assert [each.text for each in found.stale] == ["", ""]
    assert found.answer.figures == ()
