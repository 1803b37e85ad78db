"""What holds of every text, whatever it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.figures import FigureSet
from agent.verify import Answer, verify
from tests.verify.county import COUNTY, LAST_YEAR
from tests.verify.test_cases import answer_of, load

# Pieces of the language of figures, so that what is made of them gets past the first check.
_PIECES = (
    "1件，", "202件", "其中", "（", "）", "分别为", "占", "5%", "同比增长", "上年", "2023年", "一是", "共", "其余", "各", "近千条",
    "百分之九十", "九成以上", "未收到", "均为自然人", "三个方面：", "、", "。", "\n", "\t", " ", "１２", "1,234", "万元", "结转下年度",
    "申请", "行政复议", "维持", "信息处理费", "由8件增至9件", "0598-2322653", "〔2021〕30号", "縣", "(gong)", "XX件", "00件", "每期",
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
_NOTHING = FigureSet("", 2023, "2021", {}, ())


def spans(answer: Answer) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in answer.figures]


@settings(max_examples=300, deadline=None)
@given(_TEXTS, st.sampled_from([(COUNTY, LAST_YEAR), (COUNTY, None), (_NOTHING, None)]))
def test_any_text_gets_an_answer_whose_spans_lie_in_it_in_order(
    text: str, known: tuple[FigureSet, FigureSet | None]
) -> None:
    answer = verify(text, *known)
    edge = 0
    for item in answer.figures:
        assert edge <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
        edge = item.end
    assert all(0 <= claim.start < claim.end <= len(text) for claim in answer.claims)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_the_same_text_gets_the_same_answer(text: str) -> None:
    assert verify(text, COUNTY, LAST_YEAR) == verify(text, COUNTY, LAST_YEAR)


@pytest.mark.parametrize("sentence", ["全县政务公开工作有序推进。", "各单位认真组织学习，确保落到实处。"])
def test_an_unrelated_sentence_changes_no_verdict(sentence: str) -> None:
    changed = []
    for name, case in load():
        text: str = case["句子"]
        if not text.endswith("。"):
            continue
        before = answer_of(case)
        after = answer_of(case | {"句子": f"{text}{sentence}"})
        if [(i.text, i.verdict) for i in before.figures] != [(i.text, i.verdict) for i in after.figures]:
            changed.append(name)
    assert changed == []


@pytest.mark.parametrize("piece", ["7", "其中", "（", "）", "\n", "1件，", "未收到", "其中1件", "（1"])
def test_a_long_run_of_one_thing_gets_an_answer(piece: str) -> None:
    text = piece * 2000
    assert all(end <= len(text) for _, end in spans(verify(text, COUNTY, LAST_YEAR)))
