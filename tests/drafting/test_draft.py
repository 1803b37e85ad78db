"""Drafts: wording by the figures, nothing that the figures don't say, two units that read differently."""

import difflib
import itertools
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from agent.drafting import Draft, draft
from agent.errors import BadInput
from agent.figures import Contact, Fact, FigureSet
from agent.figures.interchange import read_figures
from agent.forms import Section, Topic, form_of
from tests.drafting.invented import (
    ALL,
    blank,
    breakdown,
    bureau,
    city,
    county,
    county_before,
    fact,
    old,
    quiet,
    unit,
)
from tests.surroundings import shared_reports


def prose(figures: FigureSet, previous: FigureSet | None = None) -> str:
    return draft(figures, previous).narrative.text


def about(text: str, heading: str) -> str:
    """What stands between a heading and the next one."""
    after = text.split(f"{heading}\n", 1)[1]
    return re.split(r"\n(?:[一二三四五六]、|（[一二三四五六]）)", after, maxsplit=1)[0]


def asked(
    new: tuple[int, int],
    results: Mapping[str, tuple[int, int]],
    *,
    carried_in: int = 0,
    carried_out: int = 0,
    name: str = "柳泉县人民政府",
    year: int = 2024,
) -> FigureSet:
    rows = {"new": new, "carried_in": (carried_in, 0), "carried_out": (carried_out, 0), **results}
    return unit(name, year, requests=rows)


# --- requests, by what there is -----------------------------------------------------------------------------------


def test_none_received_is_said_without_a_number() -> None:
    text = about(prose(quiet()), "（二）依申请公开")
    assert "未收到政府信息公开申请" in text
    assert not re.search(r"\d", text)


def test_one_received_is_not_called_all() -> None:
    text = about(prose(asked((1, 0), {"granted": (1, 0)})), "（二）依申请公开")
    assert "政府信息公开申请1件，由自然人提出" in text
    assert "均" not in text


def test_some_all_by_people() -> None:
    assert "均为自然人申请" in prose(asked((8, 0), {"granted": (8, 0)}))


def test_some_all_by_organisations() -> None:
    assert "均为法人或其他组织申请" in prose(asked((0, 4), {"granted": (0, 4)}))


def test_some_by_both_gives_each_its_count() -> None:
    text = prose(asked((5, 2), {"granted": (5, 2)}))
    assert "其中自然人申请5件、法人或其他组织申请2件" in text


def test_many_by_both_gives_each_its_share() -> None:
    assert "自然人申请118件，占92.9%；法人或其他组织申请9件，占7.1%" in prose(county())


def test_several_all_with_one_result() -> None:
    assert "结果均为予以公开" in prose(asked((3, 0), {"granted": (3, 0)}))


def test_results_leave_out_what_did_not_happen() -> None:
    text = about(prose(asked((3, 0), {"granted": (2, 0), "partial": (1, 0)})), "（二）依申请公开")
    assert "予以公开2件，部分公开1件" in text
    assert "不予公开" not in text


def test_a_single_reason_is_named_and_not_counted_again() -> None:
    text = prose(asked((3, 0), {"granted": (2, 0), "refused.deliberative": (1, 0)}))
    assert "不予公开1件（属于四类过程性信息）" in text


def test_one_reason_for_several_is_said_of_all() -> None:
    text = prose(asked((4, 0), {"granted": (2, 0), "unavailable.not_held": (2, 0)}))
    assert "无法提供2件（均因本机关不掌握相关政府信息）" in text


def test_several_reasons_are_each_counted() -> None:
    assert "不予公开9件（保护第三方合法权益6件、属于三类内部事务信息3件）" in prose(county())


def test_what_is_carried_over_is_counted() -> None:
    text = about(prose(asked((5, 0), {"granted": (4, 0)}, carried_in=2, carried_out=3)), "（二）依申请公开")
    assert re.search(r"结转下年度继续办理3件|3件结转下年度继续办理", text)
    assert "上年结转申请2件" in text


def test_nothing_carried_over_is_said() -> None:
    text = about(prose(asked((5, 0), {"granted": (5, 0)})), "（二）依申请公开")
    assert re.search(r"(没有|无)(结转下年度|申请需要结转下年度)", text)


def test_nothing_closed_yet_is_said() -> None:
    assert "尚未办结" in prose(asked((2, 0), {}, carried_out=2))


# --- compared with last year --------------------------------------------------------------------------------------


def compared(now: int, before: int) -> str:
    this = asked((now, 0), {"granted": (now, 0)})
    last = asked((before, 0), {"granted": (before, 0)}, year=2023)
    return about(prose(this, last), "（二）依申请公开")


def test_growth() -> None:
    assert "增长25.0%" in compared(50, 40)


def test_decline() -> None:
    assert "下降20.0%" in compared(40, 50)


def test_level() -> None:
    assert "与上年持平" in compared(40, 40)


def test_a_small_base_is_compared_in_cases() -> None:
    text = compared(5, 2)
    assert "增加3件" in text
    assert "%" not in text


def test_growth_from_nothing_has_no_rate() -> None:
    text = compared(5, 0)
    assert "增加5件" in text
    assert "%" not in text


def test_fallen_to_nothing() -> None:
    text = compared(0, 12)
    assert "未收到政府信息公开申请（上年为12件）" in text


def test_without_last_year_nothing_is_compared() -> None:
    assert not re.search(r"增长|下降|持平|增加\d|减少\d", prose(county()))


def test_another_year_is_no_last_year() -> None:
    found = draft(county(), replace(county_before(), year=2021))
    assert not re.search(r"增长|下降|持平", found.narrative.text)
    assert [gap for gap in found.gaps if "上年数据" in gap.what] != []


# --- appeals ------------------------------------------------------------------------------------------------------


def appealed(**results: int) -> str:
    keys = {key.replace("__", "."): value for key, value in results.items()}
    return prose(unit("柳泉县人民政府", appeals=keys))


def test_no_appeals_at_all() -> None:
    text = appealed()
    assert re.search(r"(没有|未)发生因政府信息公开", text)


def test_review_and_no_litigation() -> None:
    text = appealed(review__upheld=2, review__other=1)
    assert "行政复议3件，其中结果维持2件、其他结果1件" in text
    assert re.search(r"未发生行政诉讼|没有因政府信息公开引起的行政诉讼", text)


def test_litigation_and_no_review() -> None:
    text = appealed(litigation__after_review__upheld=2)
    assert "行政诉讼2件，为复议后起诉（均为结果维持）" in text
    assert re.search(r"未发生政府信息公开行政复议|没有因政府信息公开被申请行政复议", text)


def test_both_kinds_of_litigation() -> None:
    text = appealed(litigation__direct__upheld=1, litigation__after_review__pending=2)
    assert "行政诉讼3件，其中未经复议直接起诉1件（结果维持），复议后起诉2件（均尚未审结）" in text


def test_one_corrected_is_said_and_answered() -> None:
    text = appealed(review__corrected=1)
    assert "行政复议1件，结果纠正" in text
    assert "结果纠正1件" in about(text, "五、存在的主要问题及改进情况")
    assert "被纠正" in about(text, "五、存在的主要问题及改进情况")


def test_a_total_that_its_parts_contradict_is_not_written() -> None:
    figures = unit("柳泉县人民政府")
    wrong = replace(
        figures, cells={**figures.cells, "review.upheld": Decimal(10), "review.total": Decimal(0)}
    )
    found = draft(wrong)
    assert "行政复议" not in about(found.narrative.text, "（二）依申请公开")
    assert [gap for gap in found.gaps if "行政复议四类结果之和=总计" in gap.what] != []


# --- what is absent -----------------------------------------------------------------------------------------------


def test_an_absent_cell_leaves_its_sentence_unwritten() -> None:
    cells = dict(county().cells)
    del cells["fees.amount"]
    assert "行政事业性收费" not in prose(replace(county(), cells=cells))


def test_hardly_any_figures_make_a_short_text() -> None:
    text = prose(blank())
    assert 600 < len(text) < 1400
    assert re.findall(r"\d+件", text) == ["2件"]


def test_what_the_form_requires_and_the_figures_lack_is_a_gap() -> None:
    found = [gap.what for gap in draft(blank()).gaps]
    assert "没有“信息处理费”的数据" in found
    assert "“表三 （七）总计·总计”没有填全" in found
    assert "没有填联系方式" in found


def test_a_complete_set_has_no_gap_about_its_cells() -> None:
    assert [gap for gap in draft(county()).gaps if "没有填" in gap.what] == []


def test_a_government_is_asked_for_its_assessments() -> None:
    assert [gap for gap in draft(county()).gaps if "社会评议" in gap.what] != []
    assert [gap for gap in draft(bureau()).gaps if "社会评议" in gap.what] == []


def test_no_gap_stands_in_the_prose() -> None:
    for figures in ALL:
        assert not re.search(r"[{}\[\]]|XX|待填|None", prose(figures))


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(BadInput, match="不认识的格式"):
        draft(replace(county(), form="1999"))


# --- facts --------------------------------------------------------------------------------------------------------


def told(*facts: Fact) -> Draft:
    return draft(unit("柳泉县人民政府", facts=facts))


def test_a_fact_is_quoted_with_its_name_and_unit() -> None:
    assert "在线访谈9次" in told(fact("在线访谈", 9, "次")).narrative.text


def test_a_fact_that_goes_on_from_another_does_not_repeat_its_name() -> None:
    text = told(
        fact("在线访谈", 9, "次"), fact("在线访谈解答问题", 1000, "个", qualifier="余")
    ).narrative.text
    assert "开展在线访谈9次，解答问题1000余个。" in text


def test_a_fact_stands_under_the_topic_that_its_name_speaks_of() -> None:
    text = told(fact("政务公开业务培训", 2, "次")).narrative.text
    assert "培训2次" in about(text, "（五）监督保障")


def test_the_parts_that_make_the_whole_have_shares() -> None:
    text = told(
        fact("公开信息", 200, "条", breakdowns=(breakdown("主体", 本级=50, 部门=150),))
    ).narrative.text
    assert "本级50条，占25.00%；部门150条，占75.00%" in text


def test_parts_short_of_the_whole_have_no_shares() -> None:
    text = told(
        fact("公开信息", 200, "条", breakdowns=(breakdown("主体", 本级=50, 部门=100),))
    ).narrative.text
    assert "公开信息200条，其中本级50条、部门100条。" in text
    assert "占" not in about(text, "（一）主动公开")


def test_a_part_whose_name_means_another_number_is_left_out() -> None:
    twice = (breakdown("主体", 本级=150, 其他=50), breakdown("内容", 政策=120, 其他=80))
    text = told(fact("公开信息", 200, "条", breakdowns=twice)).narrative.text
    assert "本级150条，占75.00%；其他50条，占25.00%" in text
    assert "其中政策120条。" in text
    assert "80条" not in text


def test_parts_over_the_whole_are_a_gap_and_not_written() -> None:
    found = told(fact("公开信息", 200, "条", breakdowns=(breakdown("主体", 本级=150, 部门=100),)))
    assert "150条" not in found.narrative.text
    assert [gap for gap in found.gaps if "多于总数200" in gap.what] != []


def test_a_fact_whose_topic_the_form_does_not_have_is_a_gap() -> None:
    form = form_of("2021")
    bare = replace(form, sections=tuple(s for s in form.sections if s.id != "overview"))
    found = draft(unit("柳泉县人民政府", facts=(fact("在线访谈", 9, "次"),)), form=bare)
    assert "9次" not in found.narrative.text
    assert [gap for gap in found.gaps if "“在线访谈”不属于正文的哪一部分" in gap.what] != []


def test_a_topic_without_phrases_is_a_gap_and_not_a_failure() -> None:
    form = form_of("2021")
    topic = Topic("novel", "新的内容")
    extended = replace(form, sections=(*form.sections, Section("more", "七", "新的章节", (topic,))))
    found = draft(county(), form=extended)
    assert found.narrative.passages[-1].paragraphs == ()
    assert [gap.topic for gap in found.gaps if gap.what == "没有可用的句式"] == ["新的内容"]


def test_a_fact_without_a_value_is_a_gap() -> None:
    assert [gap for gap in told(fact("在线访谈", None, "次")).gaps if "没有数值" in gap.what] != []


def test_a_name_that_cannot_be_quoted_is_a_gap() -> None:
    found = told(fact('所谓"访谈"', 9, "次"), fact("{{year}}", 3, "次"))
    assert len([gap for gap in found.gaps if "正文未写" in gap.what]) == 2


def test_the_number_of_offices_stands_in_the_introduction() -> None:
    assert "6个镇、3个街道" in draft(old()).narrative.introduction[0].text


def test_a_fee_of_nothing_is_said_as_nothing() -> None:
    assert "0元" in about(prose(county()) + "\n", "六、其他需要报告的事项")


def test_the_fee_is_quoted() -> None:
    assert "2230元" in about(
        told(fact("信息处理费", 2230, "元")).narrative.text + "\n", "六、其他需要报告的事项"
    )


def test_contact_is_said_as_far_as_it_is_known() -> None:
    figures = replace(quiet(), contact=Contact(telephone="0000-0000009"))
    assert "（电话：0000-0000009）" in draft(figures).narrative.introduction[0].text


# --- the whole ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figures", [county(), city(), old()], ids=lambda f: f.unit)
def test_a_government_fills_two_to_four_pages(figures: FigureSet) -> None:
    assert 1500 <= len(prose(figures)) <= 3000


def test_the_narrative_is_laid_out_on_the_forms_sections_of_prose() -> None:
    passages = [passage.heading for passage in draft(county()).narrative.passages]
    assert passages == [s.heading for s in form_of("2021").sections if s.table is None]


def test_the_overview_has_the_topics_of_the_form_in_order() -> None:
    headings = [p.text for p in draft(county()).narrative.passages[0].paragraphs if p.heading]
    titles = [topic.title for topic in form_of("2021").section("overview").topics]
    assert headings == [f"（{number}）{title}" for number, title in zip("一二三四五", titles, strict=True)]


def test_a_government_is_titled_without_its_last_words() -> None:
    assert draft(county()).narrative.title == "青屏县2024年政府信息公开工作年度报告"


def test_an_office_is_titled_in_full() -> None:
    assert draft(bureau()).narrative.title == "石桥区文化局2024年政府信息公开工作年度报告"


def test_every_digit_comes_from_a_reference() -> None:
    names = ("12345热线来电",)
    figures = replace(county(), facts=(*county().facts, fact(names[0], 77, "次")))
    found = draft(figures, county_before())
    spans = found.realise(figures, county_before()).spans
    text = found.narrative.text
    quoted = {place for span in spans for place in range(span.start, span.end)}
    quoted |= {at + i for at in range(len(text)) for i in range(5) if text.startswith("12345", at)}
    assert [
        text[max(0, at - 9) : at + 3] for at, char in enumerate(text) if char.isdigit() and at not in quoted
    ] == []


def test_each_span_of_a_whole_text_quotes_what_stands_there() -> None:
    found = draft(county(), county_before()).realise(county(), county_before())
    spans = [s for s in found.spans if s.expression == "requests.new.total"]
    assert {found.narrative.text[s.start : s.end] for s in spans} == {"127件"}


def test_the_same_figures_give_the_same_text() -> None:
    assert prose(county(), county_before()) == prose(county(), county_before())


def test_measures_answer_the_problems_one_by_one() -> None:
    for figures in ALL:
        problems, measures = draft(figures).narrative.passages[1].paragraphs
        marks = re.compile("([一二三四])是")
        assert marks.findall(problems.text) == marks.findall(measures.text)
        moves = [
            [s.move for s in lines.sentences[1:]] for lines in draft(figures).template.chapters[1].paragraphs
        ]
        assert moves[0] == moves[1]


def sentences(text: str) -> set[str]:
    body = text.split("一、总体情况", 1)[1]
    return {line for line in re.split(r"[。：\n]", re.sub(r"\d[\d.]*", "#", body)) if len(line) > 8}


def test_two_units_with_different_figures_read_differently() -> None:
    written = [prose(figures) for figures in ALL]
    for one, other in itertools.combinations(written, 2):
        ratio = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
        shared = sentences(one) & sentences(other)
        assert ratio < 0.65
        assert len(shared) < 0.35 * min(len(sentences(one)), len(sentences(other)))


def test_even_units_with_the_same_figures_share_less_than_half_of_their_sentences() -> None:
    names = ("松溪湾县", "柳泉县", "双河口县", "乌石县", "平岚县", "临湖县")
    written = [sentences(prose(replace(county(), unit=f"{name}人民政府"))) for name in names]
    pairs = list(itertools.combinations(written, 2))
    assert sum(len(a & b) / min(len(a), len(b)) for a, b in pairs) / len(pairs) < 0.45


def test_no_two_neighbouring_sentences_begin_alike() -> None:
    for figures in ALL:
        for paragraph in prose(figures).split("\n"):
            begins = [line[:3] for line in paragraph.split("。") if line]
            assert [a for a, b in itertools.pairwise(begins) if a == b] == []


def test_no_set_phrase_is_worn_out() -> None:
    for figures in ALL:
        text = prose(figures)
        assert max(text.count(word) for word in ("进一步", "切实", "着力", "扎实", "有力")) <= 3


@pytest.mark.shared
def test_the_drafts_of_the_sample_units_are_of_a_reports_length() -> None:
    files = shared_reports("*.figures.json")
    if not files:
        pytest.skip("没有样例材料")
    for file in files:
        text = prose(read_figures(file.read_text("utf-8"), file.name))
        assert 1500 <= len(text) <= 3000


# --- changed figures ----------------------------------------------------------------------------------------------


def test_a_changed_figure_changes_every_sentence_that_quotes_it() -> None:
    found = draft(county())
    now = found.realise(county(new=121)).narrative.text
    assert "127件" in found.narrative.text
    assert "127件" not in now
    assert now.count("130件") >= 1


def test_a_changed_figure_leaves_the_wording_as_it_is() -> None:
    before, after = prose(county()), prose(county(new=121))
    assert re.sub(r"\d[\d.]*", "#", before) == re.sub(r"\d[\d.]*", "#", after)


def test_unchanged_figures_leave_nothing_stale() -> None:
    for figures in ALL:
        assert draft(figures).realise(figures).stale == ()


def test_a_none_that_has_become_some_is_stale() -> None:
    found = draft(quiet())
    changed = replace(quiet(), cells=asked((2, 0), {"granted": (2, 0)}).cells)
    stale = found.realise(changed).stale
    assert [line for line in stale if "未收到" in line.text] != []


def test_an_all_that_is_no_longer_all_is_stale() -> None:
    found = draft(asked((8, 0), {"granted": (8, 0)}))
    stale = found.realise(asked((7, 1), {"granted": (7, 1)})).stale
    assert [line for line in stale if "均为自然人申请" in line.text] != []


def test_a_direction_never_lies_after_a_change() -> None:
    this, last = asked((50, 0), {"granted": (50, 0)}), asked((40, 0), {"granted": (40, 0)}, year=2023)
    found = draft(this, last)
    text = found.realise(asked((20, 0), {"granted": (20, 0)}), last).narrative.text
    assert "增长" not in about(text, "（二）依申请公开")
    assert "下降50.0%" in about(text, "（二）依申请公开")


def test_a_sentence_that_can_no_longer_be_said_is_dropped_and_named() -> None:
    found = draft(county())
    cells = dict(county().cells)
    del cells["fees.amount"]
    realised = found.realise(replace(county(), cells=cells))
    assert "行政事业性收费" not in realised.narrative.text
    assert [line.text for line in realised.stale if "fees.amount" in line.sentence.template] == [""]
