"""What the page shows, as HTML: pure functions, no Streamlit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import lxml.html
import pytest

from agent.drafting import Gap
from agent.errors import Problem
from agent.export.composition import composed
from agent.figures import ABSENT
from agent.ui.bars import bars
from agent.ui.checks import checks_markup
from agent.ui.markup import notice, problem_list, tile
from agent.ui.prose import (
    gaps_markup,
    leftovers_markup,
    legend,
    objections_markup,
    report_markup,
    text_markup,
    waived_markup,
)
from agent.ui.tables import marks_of, tables_markup
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver
from agent.workflow import Tally, check_figures, draft_report, judge_text, with_waivers
from tests.samples import changed, sample

HOSTILE = "<script>alert('x')</script>\"&amp;'\x00"
SEEN = "<script>alert('x')</script>\"&amp;'"
TRANSPOSED = "requests.new.natural_person"


def page(text: str) -> Any:
    return lxml.html.fragment_fromstring(text, create_parent="div")


def words(element: Any, path: str) -> list[str]:
    return [found.text_content() for found in element.xpath(path)]


# --- lists and strips


def test_every_problem_is_listed_with_its_place_and_mend() -> None:
    shown = page(
        problem_list("不能用", [Problem("不是数", "数据.xlsx 表三!C5", "填数字"), Problem("没有年度")])
    )
    assert words(shown, ".//li") == ["数据.xlsx 表三!C5不是数填数字", "没有年度"]


@pytest.mark.parametrize(
    "shown",
    [
        problem_list(HOSTILE, [Problem(HOSTILE, HOSTILE, HOSTILE)]),
        notice(HOSTILE),
        tile(HOSTILE, HOSTILE, HOSTILE),
        gaps_markup((Gap(HOSTILE, HOSTILE, HOSTILE, HOSTILE),)),
        bars([Tally(HOSTILE, Decimal(1), ABSENT)], 2024, None),
        text_markup(judge_text(HOSTILE, sample())),
        report_markup(draft_report(sample(unit=HOSTILE))),
        tables_markup(
            check_figures(changed(sample(), review__total=6), None),
        ),
        tables_markup(
            check_figures(replace(changed(sample(), review__total=6), sources={"review.total": HOSTILE}))
        ),
        checks_markup(
            check_figures(replace(changed(sample(), review__total=6), sources={"review.total": HOSTILE}))
        ),
    ],
)
def test_hostile_words_make_no_element(shown: str) -> None:
    assert page(shown).xpath(".//script") == []


def test_hostile_words_are_shown_as_they_are() -> None:
    assert words(page(notice(HOSTILE)), ".//p") == [SEEN]


# --- cross-footing


def test_a_broken_rule_shows_both_sides_and_the_difference() -> None:
    shown = page(checks_markup(check_figures(changed(sample(), review__total=6))))
    assert words(shown, ".//article//dl/div") == ["左边5", "右边6", "相差1"]


def test_a_side_that_is_zero_is_shown() -> None:
    empty = changed(sample(), review__upheld=0, review__corrected=0, review__total=5)
    shown = page(checks_markup(check_figures(empty)))
    assert words(shown, ".//article//dl/div")[0] == "左边0"


def test_broken_rules_come_before_what_holds() -> None:
    shown = checks_markup(check_figures(changed(sample(), review__total=6)))
    assert shown.index("行政复议四类结果之和") < shown.index("相符 ")


def test_the_cell_that_would_mend_several_rules_is_named_before_them() -> None:
    shown = checks_markup(check_figures(changed(sample(), requests__new__natural_person=14)))
    assert shown.index("线索") < shown.index("<article")


def test_of_a_rules_zeros_only_the_number_is_shown() -> None:
    shown = page(checks_markup(check_figures(changed(sample(), review__total=6))))
    assert words(shown, ".//article//li")[-1] == "其余 2 格为 0"


def test_where_nothing_is_broken_the_page_says_so() -> None:
    shown = page(checks_markup(check_figures(sample(2024), sample(2023))))
    assert words(shown, ".//p[contains(@class, 'good')]") == ["可以核对的 51 条勾稽关系全部相符。"]


def test_doubts_stand_apart_from_cross_footing() -> None:
    shown = page(checks_markup(check_figures(changed(sample(), documents__rules__issued=1))))
    assert len(words(shown, ".//section[contains(@class, 'doubt')]//li")) == 1


# --- the tables


def test_the_odd_cell_is_told_from_those_that_its_rules_name() -> None:
    marks = marks_of(check_figures(changed(sample(), requests__new__natural_person=14)))
    assert (marks[TRANSPOSED].look, marks["requests.new.total"].look) == ("odd", "broken")


def test_a_marked_cell_says_why() -> None:
    marks = marks_of(check_figures(changed(sample(), requests__new__natural_person=14)))
    assert "由14改为41" in marks[TRANSPOSED].reason


def test_consistent_tables_have_no_mark_and_no_key() -> None:
    assert page(tables_markup(check_figures(sample()))).xpath(".//*[@data-reason or @class='nb-key']") == []


def test_the_key_explains_only_the_looks_that_are_there() -> None:
    shown = page(tables_markup(check_figures(changed(sample(), review__total=6))))
    assert [found.get("class") for found in shown.xpath(".//p[@class='nb-key']/span")] == ["broken"]


# --- prose


def test_every_judged_figure_has_its_verdict_and_its_reason() -> None:
    shown = page(text_markup(judge_text("全年新收申请48件，办结50件。", sample())))
    figures = [
        (found.text_content(), found.get("data-verdict")) for found in shown.xpath(".//span[@data-reason]")
    ]
    assert figures == [("48件", "verified"), ("50件", "contradicted")]


def test_a_reason_begins_with_the_verdict() -> None:
    shown = page(text_markup(judge_text("全年办结申请50件。", sample())))
    assert shown.xpath(".//span/@data-reason")[0].startswith("不符：文中为50件")


def test_the_keyboard_reaches_statistics_and_passes_over_dates() -> None:
    shown = page(text_markup(judge_text("2024年，全年新收申请48件。", sample())))
    assert words(shown, ".//span[@tabindex='0']") == ["48件"]


def test_an_objection_links_to_its_place() -> None:
    report = judge_text("全年办结申请50件。", sample())
    link = page(objections_markup(report, "t")).xpath(".//a/@href")[0]
    assert words(page(text_markup(report)), f".//*[@id='{link[1:]}']") == ["50件"]


def test_without_objections_there_is_no_list_of_them() -> None:
    assert objections_markup(judge_text("全年新收申请48件。", sample()), "t") == ""


def test_the_words_of_a_text_are_kept() -> None:
    text = "　一、全年新收申请48件，\n\n办结50件。"
    assert "\n".join(words(page(text_markup(judge_text(text, sample()))), ".//p")) == text


def test_the_legend_counts_each_verdict() -> None:
    report = judge_text("2024年，全年新收申请48件，办结50件。", sample())
    counts = words(page(legend(report.answer)), ".//p/b")
    assert counts == ["1", "0", "1", "0", "1"]


def test_the_draft_says_where_its_tables_are() -> None:
    assert report_markup(draft_report(sample())).count("表格见“报表”一栏") == 3


def test_a_gap_is_something_to_do() -> None:
    shown = page(gaps_markup((Gap("总体情况", "监督保障", "没有考核数据", "补充"),)))
    assert words(shown, ".//li") == ["总体情况·监督保障没有考核数据补充"]


# --- bars


def test_a_bar_says_its_number_and_the_largest() -> None:
    shown = page(
        bars(
            [Tally("予以公开", Decimal(71), Decimal(54)), Tally("其他", Decimal(19), Decimal(90))], 2024, 2023
        )
    )
    assert (shown.xpath(".//ul/@style"), shown.xpath(".//span/@style")[:2]) == (
        ["--most:90"],
        ["--number:71", "--number:54"],
    )


def test_an_empty_cell_has_no_bar_and_is_no_zero() -> None:
    shown = page(bars([Tally("予以公开", Decimal(0), ABSENT), Tally("其他", ABSENT, ABSENT)], 2024, None))
    assert words(shown, ".//span[contains(@class, 'bar')]") == ["0", "未填"]


def test_without_any_number_there_are_no_bars() -> None:
    assert bars([Tally("予以公开", ABSENT, ABSENT)], 2024, None) == ""


# --- what a person keeps

WRONG = "全年办结申请50件，组织业务培训6次。"


def waived(by: str = "李明", reason: str = "见台账") -> JudgedReport:
    """A text with two objections; the first is kept, and a waiver besides covers nothing."""
    report = judge_text(WRONG, sample())
    waiver = Waiver(WRONG, "50件", by, reason)
    return with_waivers(report, [waiver, Waiver(WRONG.replace("6次", "7次"), "50件", by, reason)])


def test_what_is_kept_keeps_its_number_and_links_to_its_place() -> None:
    report = waived()
    (span,) = composed(report).waived
    item = page(waived_markup(span, "t")).xpath(".//li")[0]
    place = item.xpath("./a/@href")[0][1:]
    assert (item.get("value"), words(page(text_markup(report)), f".//*[@id='{place}']")) == ("1", ["50件"])


def test_what_is_kept_tells_who_and_why_before_the_verdict() -> None:
    reason = page(text_markup(waived())).xpath(".//span[contains(@class, 'waived')]/@data-reason")[0]
    assert reason.startswith("人工确认　李明：见台账\n不符：文中为50件")


def test_the_legend_counts_what_is_kept_besides_its_verdict() -> None:
    assert words(page(legend(waived().answer)), ".//p")[-1] == "数字人工确认1"


def test_a_waiver_that_covers_nothing_is_shown_with_the_nearest_sentence() -> None:
    leftovers = waived().answer.leftovers
    assert leftovers is not None
    said = page(leftovers_markup(leftovers)).text_content()
    assert f"最接近的是第1行：{WRONG}" in said


def test_names_and_reasons_are_only_text() -> None:
    report = waived(HOSTILE, HOSTILE)
    leftovers = report.answer.leftovers
    assert leftovers is not None
    (span,) = composed(report).waived
    for shown in (text_markup(report), waived_markup(span, "t"), leftovers_markup(leftovers)):
        assert page(shown).xpath(".//script") == []
    assert SEEN in page(waived_markup(span, "t")).text_content()
