"""Paragraphs whose sentences were partly left out still read as paragraphs."""

from agent.drafting.manuscript import Sentence, Source
from agent.drafting.writers.joining import Placed, joined, varied


def said(*placed: tuple[str, bool]) -> list[str]:
    return [each.template for each in joined([Placed(Sentence(text), kept) for text, kept in placed])]


def test_what_leaned_on_a_sentence_goes_with_it() -> None:
    assert said(("收到申请。", False), ("其中部分公开。", True), ("做好办理工作。", True)) == [
        "做好办理工作。"
    ]
    assert said(("收到申请。", True), ("其中部分公开。", True)) == ["收到申请。", "其中部分公开。"]


def test_what_leaned_on_another_paragraph_goes() -> None:
    assert said(("其中部分公开。", True), ("同时，做好办理工作。", True)) == ["做好办理工作。"]


def test_a_link_to_a_sentence_that_is_gone_is_left_out() -> None:
    assert said(("开展培训。", False), ("同时，加强检查。", True)) == ["加强检查。"]
    assert said(("开展培训。", True), ("同时，加强检查。", True)) == ["开展培训。", "同时，加强检查。"]


def test_a_series_is_numbered_anew_and_a_single_one_has_no_number() -> None:
    series = ("一是健全制度，明确责任。", "二是加强培训，提高能力。", "三是强化检查，督促整改。")
    kept = said((series[0], True), (series[1], False), (series[2], True))
    assert kept == ["一是健全制度，明确责任。", "二是强化检查，督促整改。"]
    assert said((series[0], False), (series[1], False), (series[2], True)) == ["强化检查，督促整改。"]


def test_a_lead_in_whose_series_is_gone_is_left_out() -> None:
    assert said(("主要做了以下工作：一是健全制度。", True), ("二是加强培训。", False)) == []
    assert said(("主要做了以下工作：", True)) == []


def test_a_heading_in_a_series_goes_with_what_it_heads() -> None:
    placed = (
        ("一是健全制度。", True),
        ("完善考核办法。", True),
        ("二是提升传播力。", True),
        ("开设新栏目。", False),
    )
    assert said(*placed) == ["健全制度。", "完善考核办法。"]


def test_no_sentence_stands_twice_and_no_opening_follows_itself() -> None:
    source = Source("甲县人民政府", 2022, "a.docx", 3)
    past = [Sentence(text, source=source) for text in ("全年收到申请。", "全年办结申请。", "全年收到申请。")]
    assert [each.template for each in varied(past)] == ["全年收到申请。", "办结申请。"]
