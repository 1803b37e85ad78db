"""Labels are true: what is called right is right, and what is called wrong fits no reading."""

from random import Random

import pytest

from eval.cases import Expected
from eval.generation.sentences import Sentence, holds, sentence_of
from eval.generation.wordings import Wording, wordings
from eval.generation.world import world_of
from tests.eval.worlds import YUNLING


def said(text: str, condition: str = "", seed: int = 0) -> Sentence:
    sentence = sentence_of(Wording("试", text, condition), YUNLING, Random(seed))
    assert sentence is not None
    return sentence


def wrongs(text: str, error: str) -> set[str]:
    """What stands at the wrong place in every variant of one error, over many seeds."""
    sentences = [said(text, seed=seed) for seed in range(60)]
    return {v.text[v.start : v.end] for s in sentences for v in s.variants if v.error == error}


def test_a_quantity_is_written_with_its_value() -> None:
    assert said("全年收到申请{收到|件}。").text == "全年收到申请202件。"


def test_the_mark_covers_the_number_and_its_unit() -> None:
    sentence = said("全年收到申请{收到|件}。")
    assert [sentence.text[mark.start : mark.end] for mark in sentence.marks] == ["202件"]


def test_what_another_reading_gives_is_never_called_wrong() -> None:
    # 收到 may be new (202), new and carried in (211), or new less other handling (183).
    made = wrongs("全年收到申请{收到|件}。", "另一格的数")
    assert made
    assert made.isdisjoint({"202件", "211件", "183件"})


def test_litigation_without_the_pending_ones_is_never_called_wrong() -> None:
    assert "9件" not in wrongs("行政诉讼{诉讼|件}。", "另一格的数")


def test_neighbours_are_exchanged_where_neither_fits_the_other() -> None:
    sentence = said("予以公开{予以公开|件}，部分公开{部分公开|件}。")
    assert "予以公开23件，部分公开71件。" in {v.text for v in sentence.variants if v.error == "邻近两数互换"}


def test_parts_that_only_the_sentence_bears_out_are_not_exchanged() -> None:
    sentence = said("培训{甲+乙|次}，其中集中{甲|次}、分散{乙|次}。")
    assert [v for v in sentence.variants if v.error == "邻近两数互换"] == []


def test_growth_says_its_direction_and_may_be_turned() -> None:
    sentence = said("行政处罚同比{比:处罚|1}。")
    assert sentence.text.endswith("5.4%。")
    turned = [v for v in sentence.variants if v.error == "方向写反"]
    assert all(any(word in v.text for word in ("增长", "上升", "增加", "提高")) for v in turned)
    assert turned


def test_a_truncated_share_is_neither_right_nor_called_wrong() -> None:
    # 43 of 195 is 22.05 %: 22.1 is right, 22.0 is cut off.
    sentences = [said("无法提供占办结的{占:无法提供/办结|1}。", seed=seed) for seed in range(40)]
    assert {sentence.text for sentence in sentences} == {"无法提供占办结的22.1%。"}
    assert "22.0%" not in {v.text[v.start : v.end] for s in sentences for v in s.variants}


def test_a_share_of_another_total_is_wrong() -> None:
    assert wrongs("予以公开占办结的{占:予以公开/办结|1}。", "占比分母不对") == {"35.1%", "33.6%"}


def test_a_number_in_wan_that_rounds_to_the_value_is_not_called_wrong() -> None:
    for seed in range(60):
        for variant in said("行政许可{万:许可|件}。", seed=seed).variants:
            assert variant.text[variant.start : variant.end] not in {"1.527万件", "1.53万件", "1.5万件"}


def test_a_number_rounded_to_fewer_places_is_not_called_wrong() -> None:
    for seed in range(200):
        for variant in said("行政事业性收费{万元:收费}。", seed=seed).variants:
            assert variant.text[variant.start : variant.end] not in {"4821.6万元", "4822万元"}


def test_a_claim_that_does_not_hold_has_only_a_wrong_form() -> None:
    sentence = said("{#均为自然人申请|自然人 == 新收}。")
    assert not sentence.right
    assert [v.error for v in sentence.variants] == ["断言不实"]


def test_a_claim_that_holds_is_right() -> None:
    assert said("{#申请人以自然人为主|自然人 > 法人}。").right


def test_the_list_of_results_adds_up_in_any_order_of_words() -> None:
    sentence = said("{列:办理结果|件}。")
    assert [sentence.text[mark.start : mark.end] for mark in sentence.marks] == [
        "71件",
        "23件",
        "21件",
        "43件",
        "18件",
        "19件",
    ]


def test_a_part_cannot_be_left_out_of_a_complete_list() -> None:
    sentence = said("图解{甲+乙+丙|篇}，其中图片{甲|篇}[、视频{乙|篇}]、其他{丙|篇}。")
    dropped = [v.text for v in sentence.variants if v.error == "漏一项"]
    assert len(dropped) == 1
    assert "视频" not in dropped[0]


def test_without_last_year_what_compares_is_borne_out_by_nothing() -> None:
    bare = said("收到{收到|件}，同比{比:收到|1}。").without_previous()
    assert [mark.expected for mark in bare.marks] == [Expected.SOURCED, Expected.UNSOURCED]


def test_a_year_is_made_wrong_only_where_every_value_differs_from_last_years() -> None:
    assert wrongs("{年}收到申请{收到|件}。", "年份不对") == {"2022年"}
    assert wrongs("{年}未经复议直接起诉{直接起诉|件}。", "年份不对") == set()  # five in both years


def test_an_approximation_stands_for_the_value_and_its_wrong_form_does_not() -> None:
    for seed in range(20):
        sentence = said("主动公开{余:主动公开|条}。", seed=seed)
        assert sentence.text in {"主动公开3000余条。", "主动公开3400余条。", "主动公开3450余条。"}
        assert not {v.text for v in sentence.variants} & {
            "主动公开3000余条。",
            "主动公开3400余条。",
            "主动公开3450余条。",
        }


def test_conditions_compare_quantities_of_both_years() -> None:
    assert holds("收到 > 去:收到 and 结转下年 == 16", YUNLING)
    assert not holds("采购项目 >= 0", YUNLING)  # the form of 2021 has no such cell


def test_a_wording_whose_figures_are_missing_is_not_used() -> None:
    assert sentence_of(Wording("试", "采购项目{采购项目|个}。"), YUNLING, Random(0)) is None


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.text)
def test_every_wording_can_be_said_of_some_unit(wording: Wording) -> None:
    worlds = (world_of(f"1/{index}") for index in range(60))
    assert any(sentence_of(wording, world, Random(0)) for world in worlds)
