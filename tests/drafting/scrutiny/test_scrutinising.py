"""All checks together: total, ordered, quick in any text, and silent where the verifier speaks."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.drafting.scrutiny import Against, Remark, scrutinise
from agent.drafting.scrutiny.checks import ALL
from agent.drafting.scrutiny.page import Page
from agent.figures import FigureSet
from agent.forms import form_of
from agent.verify import Answer, verify
from eval.manual import against
from tests.drafting.scrutiny.reports import samples
from tests.samples import changed, sample

_KNOWN = against("T02")
_NOTHING = Answer((), ())
_PIECES = (
    "一、总体情况\n", "五、存在的主要问题及改进情况\n", "（一）主动公开\n", "砚川县人民政府", "云岭县", "2022年，共", "截至2022年底",
    "{{requests.new.total}}", "{{", "XX", "【单位名称】", "**", "13000000000", "110101190001010014", "党的十九大精神",
    "进一步加强培训。", "好的，", "202件", "\t", "\r\n", "\u3000", "２０２２年", "申请", "。", "；", "《", "》", "（", "）",
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
_MEGABYTE = 1_000_000


def codes(text: str, known: Against = _KNOWN) -> list[str]:
    return [one.code for one in scrutinise(text, known)]


@given(_TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_remarks_in_order_within_it(text: str) -> None:
    found = scrutinise(text, _KNOWN)
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert all(0 <= one.start <= one.end <= len(text) and one.what and one.mend for one in found)


@given(
    _TEXTS, st.sampled_from(["", "国务院办公厅", "市", "县县县", "砚川县城市管理局"]), st.integers(0, 9999)
)
@settings(max_examples=60, deadline=None)
def test_any_unit_and_year_will_do(text: str, unit: str, year: int) -> None:
    known = Against(FigureSet(unit, year, "2021"), None, text, (unit, text[:20], "", "临汐市人民政府"))
    assert isinstance(scrutinise(text, known), tuple)


def test_the_same_text_gets_the_same_remarks() -> None:
    text = "好的，砚川县2022年共收到申请XX件。**"
    assert scrutinise(text, _KNOWN) == scrutinise(text, _KNOWN)


@pytest.mark.parametrize(
    "piece", ["件", "县", "市", "1", "_", "[", "{", "*", "\n", "。", "年", "某", "（", "6"]
)
def test_a_megabyte_of_one_character_takes_each_check_under_two_seconds(piece: str) -> None:
    page = Page("一、总体情况\n" + piece * _MEGABYTE, _KNOWN, form_of("2021"), _NOTHING)
    assert page.sentences is not None
    for check in ALL:
        began = time.process_time()
        for _ in check.find(page):
            pass
        assert time.process_time() - began < 2, check.CODE


def test_an_answer_that_is_given_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Answer:
        raise AssertionError("verified twice")

    monkeypatch.setattr("agent.drafting.scrutiny.scrutinising.verify", refuse)
    assert scrutinise("全年收到政府信息公开申请202件。", _KNOWN, _NOTHING) == ()


def test_what_the_verifier_calls_unfinished_is_not_said_again() -> None:
    text = "全年共收到政府信息公开申请XX件。"
    assert "T01" in {item.check for item in verify(text, _KNOWN.figures).objections}
    assert codes(text) == []


def test_a_date_that_the_verifier_objects_to_is_not_said_again() -> None:
    text = "统计期限自2022年1月1日起，截至2022年12月31日。"
    assert "D01" in {item.check for item in verify(text, _KNOWN.figures).objections}
    assert "Y01" not in codes(text)


def test_a_wrong_figure_is_not_missing_besides() -> None:
    text = "一、总体情况\n全年新收政府信息公开申请220件。"
    missing = [one.what for one in scrutinise(text, _KNOWN) if one.code == "M02"]
    assert not any("新收" in what for what in missing)
    assert any("办结" in what for what in missing)


class TestWhatIsWanted:
    def test_a_section_that_is_not_there_is_not_missed(self) -> None:
        assert codes("五、存在的主要问题及改进情况\n存在公开不及时的问题。下一步加强培训。") == []

    def test_a_section_that_was_asked_for_is_missed_at_the_end_of_the_text(self) -> None:
        text = "五、存在的主要问题及改进情况\n存在公开不及时的问题。下一步加强培训。"
        found = scrutinise(text, replace(_KNOWN, wanted=("improvement", "other")))
        assert [(one.code, one.start, one.end) for one in found] == [
            ("M01", len(text), len(text)),
            ("M02", len(text), len(text)),
        ]

    def test_of_a_section_written_by_topics_only_the_wanted_one_is_asked_for(self) -> None:
        text = "一、总体情况\n（二）依申请公开\n全年新收政府信息公开申请202件，上年结转9件，办结195件，结转下年度16件。行政复议14件，行政诉讼12件。"
        assert codes(text, replace(_KNOWN, wanted=("overview.requests",))) == []
        assert "M01" in codes(text, replace(_KNOWN, wanted=("overview",)))

    def test_a_report_on_2020_need_not_speak_of_the_fee(self) -> None:
        text = "六、其他需要报告的事项\n无。"
        assert codes(text, Against(FigureSet("云岭县人民政府", 2020, "2019"))) == []
        assert codes(text, Against(FigureSet("云岭县人民政府", 2021, "2021"))) == ["M01"]

    def test_a_figure_that_is_not_filled_in_is_not_missed(self) -> None:
        text = "一、总体情况\n主动公开、依申请公开、政府信息管理、平台建设、监督保障均有进展。"
        figures = changed(sample(), requests__closed__total=None)
        assert not any("办结" in one.what for one in scrutinise(text, Against(figures)))
        assert any("办结" in one.what for one in scrutinise(text, Against(sample())))


@pytest.mark.parametrize("verb", ["未收到", "没有收到"])
def test_where_nothing_was_received_nothing_else_is_asked_for(verb: str) -> None:
    cells = {key: value * 0 for key, value in sample().cells.items()}
    text = (
        f"一、总体情况\n（二）依申请公开\n全年{verb}政府信息公开申请，无上年结转。未发生行政复议、行政诉讼。"
    )
    found = scrutinise(text, Against(replace(sample(), cells=cells), wanted=("overview.requests",)))
    assert found == ()


def _foreign(text: str, known: Against, other: str) -> list[Remark]:
    own = known.figures.unit.removesuffix("人民政府")
    return [one for one in scrutinise(text.replace(own, other), known, _NOTHING) if one.code == "O01"]


def test_every_county_report_under_another_county_s_name_is_caught_at_each_mention() -> None:
    tried = 0
    for name, text, known in samples():
        if known.figures.unit != "云岭县人民政府":
            continue
        tried += 1
        found = _foreign(text, replace(known, last=""), "砚川县")
        assert len(found) == text.count("云岭县"), name
        assert all(one.grave for one in found)
    assert tried == 2


def test_a_whole_report_of_last_year_is_unchanged_throughout() -> None:
    for name, text, known in samples():
        if known.last:
            kept = scrutinise(known.last, known, _NOTHING)
            assert sum(one.code == "Y02" for one in kept) >= 5, name
            assert "Y02" not in {one.code for one in scrutinise(text, known, _NOTHING)}, name
