"""What is right is not remarked on: published reports, first drafts, and sentences that only look like slips."""

from pathlib import Path

import pytest
import yaml

from agent.drafting import draft
from agent.drafting.scrutiny import Against, scrutinise
from eval.manual import against, lines_of
from tests.drafting.scrutiny.reports import samples, shared
from tests.past_reports import worlds

# What a careful reader would say of the published reports too.
_RIGHT = {
    "lanqiao-2022": {("M02", "“总体情况”没有写行政诉讼（9）")},
    "hongze-2023": {
        (
            "M03",
            "没有交代为零的项目：上年结转政府信息公开申请数量、结转下年度继续办理、行政复议、行政诉讼",
        )
    },
    "jiangle-2020": {
        (
            "M03",
            "没有交代为零的项目：上年结转政府信息公开申请数量、结转下年度继续办理、行政复议、行政诉讼",
        ),
        ("W01", "这一句长224字（不计书名号和括号里的）"),
    },
    "suqian-2023": {
        # 收办3607件 is 新收 and 上年结转 together.
        ("M02", "“总体情况”没有写本年新收政府信息公开申请数量（3511）"),
        ("M02", "“总体情况”没有写上年结转政府信息公开申请数量（96）"),
        ("M02", "“总体情况”没有写行政复议（440）"),
        ("M02", "“总体情况”没有写行政诉讼（113）"),
        ("W01", "这一句长233字（不计书名号和括号里的）"),
    },
}
_SAMPLES = list(samples())
_CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("name", "text", "known"), _SAMPLES, ids=[name for name, _, _ in _SAMPLES])
def test_a_sample_report_gets_no_remark_that_is_wrong(name: str, text: str, known: Against) -> None:
    assert {(one.code, one.what) for one in scrutinise(text, known)} == _RIGHT.get(name, set())


@pytest.mark.usefixtures("shared")
def test_a_real_report_gets_no_remark_that_is_wrong() -> None:
    for name, text, known in shared():
        assert {(one.code, one.what) for one in scrutinise(text, known)} == _RIGHT.get(name, set()), name


def test_a_first_draft_gets_nothing_but_what_its_figures_lack_and_what_it_says_every_year() -> None:
    made = worlds(12)
    units = tuple(world.figures.unit for world in made)
    for world in made:
        others = tuple(unit for unit in units if unit != world.figures.unit)
        last = draft(world.previous).narrative.text
        known = Against(world.figures, world.previous, last, others)
        found = scrutinise(draft(world.figures, world.previous).narrative.text, known)
        assert {one.code for one in found} <= {"Y02"}, [one for one in found if one.code != "Y02"]


@pytest.mark.parametrize("text", _CASES["quiet"])
def test_what_only_looks_like_a_slip_is_left_alone(text: str) -> None:
    assert [(one.code, one.what) for one in scrutinise(lines_of(text), against("T02"))] == []


@pytest.mark.parametrize("case", _CASES["loud"], ids=lambda case: case["text"])
def test_a_slip_is_found_at_its_place(case: dict[str, str]) -> None:
    text = lines_of(case["text"])
    found = [one for one in scrutinise(text, against(case["code"])) if one.code == case["code"]]
    assert [text[one.start : one.end] for one in found][:1] == [case["found"]]
