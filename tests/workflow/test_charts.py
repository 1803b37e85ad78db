import json
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import altair
import pytest
import vl_convert
from hypothesis import given, settings

from agent.figures import FigureSet
from agent.workflow import charts, judge_text
from agent.workflow.charts import Chart
from agent.workflow.charts.counts import share
from agent.workflow.charts.sankey import Stream, sankey
from tests.figure_sets import any_figures, balanced_figures
from tests.samples import changed, sample

BARE = FigureSet("云岭县人民政府", 2024, "2021")
ZERO = FigureSet("云岭县人民政府", 2024, "2021", dict.fromkeys(sample().cells, Decimal(0)))
OLDER = FigureSet(
    "云岭县人民政府", 2020, "2019", {"requests.new.total": Decimal(7), "requests.new.other": Decimal(7)}
)
EVERY = ("requests", "applicants", "outcomes", "flow", "appeals", "disclosure")


def by_id(figures: FigureSet, previous: FigureSet | None = None) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(figures, previous)}


def datum(chart: Chart, **wanted: object) -> dict[str, object]:
    assert chart.spec is not None
    found = [each for each in chart.spec["data"]["values"] if wanted.items() <= each.items()]
    assert len(found) == 1
    return dict(found[0])


def test_every_question_has_a_sentence_and_a_picture_where_the_figures_are_there() -> None:
    found = by_id(sample(2024), sample(2023))
    assert tuple(found) == EVERY
    for chart in found.values():
        assert not chart.empty
        assert chart.answer.endswith("。")
        assert chart.description
        assert all(len(row) == len(chart.headings) for row in chart.rows)


@pytest.mark.parametrize(
    ("figures", "previous"), [(sample(2024), sample(2023)), (sample(2024), None), (sample(2023), OLDER)]
)
def test_the_verifier_finds_nothing_wrong_with_an_answer(
    figures: FigureSet, previous: FigureSet | None
) -> None:
    for chart in charts(figures, previous):
        assert judge_text(chart.answer, figures, previous).answer.objections == ()


@pytest.mark.parametrize("id_", EVERY)
def test_a_picture_is_drawn_without_anything_being_fetched(id_: str) -> None:
    chart = by_id(sample(2024), sample(2023))[id_]
    written = json.dumps(chart.spec) + chart.svg.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in written
    assert "url" not in written
    drawn = chart.svg or vl_convert.vegalite_to_svg(dict(chart.spec or {}))
    assert "<path" in drawn


@pytest.mark.parametrize("id_", [each for each in EVERY if each != "flow"])
def test_a_specification_is_one_that_altair_takes(id_: str) -> None:
    chart = by_id(sample(2024), sample(2023))[id_]
    altair.Chart.from_dict(dict(chart.spec or {})).to_dict()


def test_every_axis_begins_at_zero() -> None:
    for chart in charts(sample(2024), sample(2023)):
        for across in re.findall(r'"x": (\{.*?"axis")', json.dumps(chart.spec)):
            assert '"zero": true, "domainMin": 0' in across


def test_without_figures_every_chart_is_a_sentence_that_says_what_to_do() -> None:
    for chart in charts(BARE):
        assert chart.empty
        assert "还没有填" in chart.answer


def test_zeros_are_said_in_words() -> None:
    found = by_id(ZERO)
    assert found["applicants"].answer == "2024年没有新收政府信息公开申请。"
    assert found["flow"].answer == "2024年没有需要办理的政府信息公开申请。"
    assert found["appeals"].answer == "2024年没有因政府信息公开工作发生的行政复议和行政诉讼。"
    assert found["applicants"].empty
    assert found["flow"].empty
    assert found["appeals"].empty


def test_a_cell_that_is_not_filled_in_is_no_bar_of_nothing() -> None:
    chart = by_id(changed(sample(), review__total=None), sample(2023))["requests"]
    assert datum(chart, label="行政复议", series="2024年") | {"end": 0} == {
        "label": "行政复议",
        "series": "2024年",
        "value": None,
        "end": 0,
        "text": "未填",
    }


def test_last_year_stands_beside_this_year_with_its_own_shares() -> None:
    chart = by_id(sample(2024), sample(2023))["outcomes"]
    assert datum(chart, label="予以公开", series="2024年")["text"] == "26（54.2%）"
    assert datum(chart, label="予以公开", series="2023年")["text"] == "19（57.6%）"


def test_growth_from_nothing_has_no_percentage() -> None:
    before = changed(sample(2023), requests__new__total=0)
    assert (
        by_id(sample(2024), before)["requests"].answer == "2024年新收政府信息公开申请48件，比上年增加48件。"
    )


def test_where_the_kinds_do_not_make_up_the_total_there_are_no_shares() -> None:
    chart = by_id(changed(sample(), requests__new__natural_person=14))["applicants"]
    assert "%" not in json.dumps(chart.spec, ensure_ascii=False) + chart.answer
    assert "对不上" in chart.answer


def test_where_results_do_not_make_up_what_was_closed_there_are_no_shares() -> None:
    chart = by_id(changed(sample(), requests__closed__total=50))["outcomes"]
    assert "%" not in json.dumps(chart.spec, ensure_ascii=False) + chart.answer


def test_a_flow_that_does_not_close_is_not_drawn() -> None:
    chart = by_id(changed(sample(), requests__carried_out__total=2))["flow"]
    assert chart.empty
    assert "收到和结转的共51件，办结和结转下年的共50件" in chart.answer


def test_a_flow_without_the_total_of_its_results_says_that_it_is_not_filled_in() -> None:
    chart = by_id(changed(sample(), requests__closed__total=None))["flow"]
    assert "办理结果总计没有填，两边对不上" in chart.answer


def test_a_flow_whose_results_are_not_all_filled_in_is_not_drawn() -> None:
    chart = by_id(changed(sample(), requests__partial__total=None))["flow"]
    assert chart.answer == "部分公开还没有填，填好后显示流向。"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (26, 48, "54.2%"),
        (1, 50, "2.0%"),
        (0, 48, "0%"),
        (48, 48, "100.0%"),
        (1, 3511, "0.03%"),
        (3510, 3511, "99.97%"),
    ],
)
def test_something_is_never_nothing_and_not_all_never_all(part: int, whole: int, said: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == said


def heights(svg: str) -> list[float]:
    boxes = ElementTree.fromstring(svg).findall("{http://www.w3.org/2000/svg}rect")
    return [float(box.attrib["height"]) for box in boxes][1:]


@given(balanced_figures())
@settings(max_examples=40)
def test_the_streams_are_as_high_as_they_are_many(figures: FigureSet) -> None:
    chart = by_id(figures)["flow"]
    total = figures.cells["requests.closed.total"] + figures.cells["requests.carried_out.total"]
    if not total:
        assert chart.empty
        return
    drawn = [Decimal(row[2]) for row in chart.rows if row[2] != "0"]
    assert heights(chart.svg)[:-1] == pytest.approx([float(value / total) * 260 for value in drawn], abs=0.01)


@given(any_figures())
@settings(max_examples=40)
def test_any_figures_give_every_chart(figures: FigureSet) -> None:
    found = charts(figures, figures)
    assert [chart.id for chart in found] == list(EVERY)
    assert all(chart.answer for chart in found)


def test_the_flow_says_all_of_itself_to_those_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(by_id(sample())["flow"].svg)
    assert root.attrib["role"] == "img"
    assert "本年新收48件" in root.attrib["aria-label"]


def test_names_of_thin_streams_keep_their_distance() -> None:
    went = [
        Stream("多", Decimal(1000), "#000"),
        *(Stream(f"少{index}", Decimal(1), "#000") for index in range(5)),
    ]
    svg = sankey([Stream("来", Decimal(1005), "#000")], went, "中", "题", "说明")
    bases = sorted({float(base) for base in re.findall(r'y="([\d.]+)" text-anchor="start"', svg)})
    assert min(after - before for before, after in pairwise(bases)) >= 25.9


def test_a_name_with_marks_in_it_breaks_no_picture() -> None:
    stream = Stream("<甲&乙>", Decimal(1), "#000")
    assert "<甲&乙> 1" in "".join(
        ElementTree.fromstring(sankey([stream], [stream], "中", "题", "说明")).itertext()
    )
