"""Two reports side by side: which paragraph goes with which, and what differs in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.comparing import Change, Pair, compare
from corpus.paragraphs import ReadParagraph
from corpus.readers import read

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
YEARS = [
    ("yunling-2022.docx", "yunling-2023.pdf"),
    ("linxi-2022.docx", "linxi-2023.pdf"),
    ("tailing-2022.txt", "tailing-2023.docx"),
    ("yanchuan-2019.txt", "yanchuan-2020.html"),
]
RECEIVED = "全年共收到政府信息公开申请{}，均已按期答复，没有收取费用。"


def paragraphs(*texts: str, section: str = "overview", topic: str = "") -> list[ReadParagraph]:
    return [ReadParagraph(number, section, "", topic, text) for number, text in enumerate(texts, 1)]


def one(before: str, after: str, topic: str = "") -> Pair:
    (pair,) = compare(paragraphs(before, topic=topic), paragraphs(after, topic=topic)).pairs
    return pair


def differing(pair: Pair) -> tuple[str, str]:
    left, right = (
        "|".join(piece.text for piece in side if piece.differs) for side in (pair.left, pair.right)
    )
    return left, right


def test_a_paragraph_without_any_change_is_the_same() -> None:
    pair = one(RECEIVED.format("8件"), RECEIVED.format("8件"))
    assert (pair.change, differing(pair)) == (Change.SAME, ("", ""))


def test_a_paragraph_in_which_only_figures_changed_is_told_as_such_with_both() -> None:
    pair = one(RECEIVED.format("8件"), RECEIVED.format("12件"))
    assert pair.change is Change.FIGURES
    assert [(each.before, each.after) for each in pair.figures] == [("8件", "12件")]
    assert differing(pair) == ("8件", "12件")


def test_words_and_figures_that_changed_are_told_apart() -> None:
    pair = one(RECEIVED.format("8件"), RECEIVED.format("12件").replace("没有收取费用", "依法收取了费用"))
    assert pair.change is Change.CHANGED
    assert [(each.before, each.after) for each in pair.figures] == [("8件", "12件")]
    assert any(piece.differs and not piece.number for piece in pair.right)


def test_a_number_is_compared_with_one_of_its_own_unit() -> None:
    pair = one(
        "全市发布政策解读1164篇，其中图解421篇。", "全市发布政策解读1287篇，比上年增长10.6%，其中图解462篇。"
    )
    assert [(each.before, each.after) for each in pair.figures] == [("1164篇", "1287篇"), ("421篇", "462篇")]


def test_what_has_no_counterpart_is_new_or_gone() -> None:
    changes = compare(
        paragraphs("组织培训两次，参训人员众多。"), paragraphs("网站改版上线，栏目重新划分。")
    ).pairs
    assert {pair.change for pair in changes} == {Change.NEW, Change.GONE}


def test_unlike_paragraphs_on_one_topic_are_one_that_was_rewritten() -> None:
    pair = one("组织培训两次，参训人员众多。", "网站改版上线，栏目重新划分。", topic="platform")
    assert (pair.change, pair.topic) == (Change.REWRITTEN, "platform")


def test_a_paragraph_is_never_matched_with_another_sections() -> None:
    text = RECEIVED.format("8件")
    pairs = compare(paragraphs(text), paragraphs(text, section="other")).pairs
    assert sorted(pair.change for pair in pairs) == [Change.GONE, Change.NEW]


def test_paragraphs_that_changed_places_are_found_again() -> None:
    texts = [RECEIVED.format("8件"), "网站改版上线，栏目重新划分，访问更方便。"]
    pairs = compare(paragraphs(*texts), paragraphs(*reversed(texts))).pairs
    assert [pair.change for pair in pairs] == [Change.SAME, Change.SAME]


@pytest.mark.parametrize(("before", "after"), YEARS)
def test_of_two_years_of_a_sample_every_paragraph_stands_once_and_whole(before: str, after: str) -> None:
    old, new = (read((REPORTS / name).read_bytes(), name).paragraphs for name in (before, after))
    pairs = compare(old, new).pairs
    assert sorted(pair.before.number for pair in pairs if pair.before) == [each.number for each in old]
    assert [pair.after.number for pair in pairs if pair.after] == [each.number for each in new]
    for pair in pairs:
        assert "".join(piece.text for piece in pair.left) == (pair.before.text if pair.before else "")
        assert "".join(piece.text for piece in pair.right) == (pair.after.text if pair.after else "")


@given(st.text("公开申请8件12，。", max_size=60), st.text("公开申请8件12，。", max_size=60))
def test_no_two_texts_lose_a_character(before: str, after: str) -> None:
    for pair in compare(paragraphs(before), paragraphs(after)).pairs:
        if pair.before:
            assert "".join(piece.text for piece in pair.left) == before
        if pair.after:
            assert "".join(piece.text for piece in pair.right) == after
