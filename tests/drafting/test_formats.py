"""Formats: what they write, what they refuse, and that the verifier reads all of it back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.realising import Realised, realise
from agent.drafting.references import Template
from agent.errors import ExpressionError
from agent.figures import FigureSet
from agent.verify import Verdict, verify
from eval.generation.world import World, world_of
from tests.drafting.invented import county, county_before, fact, unit

NOW, BEFORE = county(), county_before()


def said(template: str, figures: FigureSet = NOW, previous: FigureSet | None = BEFORE) -> str:
    """The realised text, or 缺： and the reasons."""
    realised = realise(template, figures, previous)
    return realised.text if isinstance(realised, Realised) else f"缺：{realised.reason}"


def of(value: int | str, key: str = "requests.new.total") -> FigureSet:
    return unit("柳泉县人民政府", given={key: value})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0件"),
        (8, "8件"),
        (10, "10件"),
        (13, "10余件"),
        (95, "90余件"),
        (200, "200件"),
        (210, "210件"),
        (213, "200余件"),
        (297, "290余件"),
        (113, "110余件"),
        (999, "990余件"),
        (2000, "2000件"),
        (2083, "2000余件"),
        (2983, "2900余件"),
        (10000, "1万件"),
        (10345, "1万余件"),
        (12000, "1.2万件"),
        (12345, "1.2万余件"),
        (123456, "12万余件"),
        (1234567, "120万余件"),
        (123456789, "1.2亿余件"),
    ],
)
def test_the_order_of_magnitude_keeps_the_leading_digits(value: int, text: str) -> None:
    assert said("{{requests.new.total|余|件}}", of(value)) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{fees.amount|余|万元}}", "4300余万元"),
        ("{{fees.amount|亿元:2}}", "0.43亿元"),
        ("{{fees.amount|万元:1}}", "4316.5万元"),
        ("{{fees.amount|万:1}}元", "4316.5万元"),
        ("{{fees.amount|万|带单位}}", "4316.52万元"),
        ("{{fees.amount|亿:2|元}}", "0.43亿元"),
        ("{{decisions.licensing.decided|万:1|件}}", "1.8万件"),
        ("{{requests.granted.total / requests.closed.total|percent}}", "31.7%"),
        ("{{change(decisions.licensing.decided)|万:2|件}}", "比上年增加0.13万件"),
        ('{{change(fact("主动公开政府信息总数"))}}', "比上年增长12.1%"),
        ('{{change(fact("主动公开政府信息总数"))|较上年|带单位}}', "较上年增加375条"),
    ],
)
def test_a_format_writes(template: str, text: str) -> None:
    assert said(template) == text


@pytest.mark.parametrize(
    ("value", "text"), [("43165.2", "4.3亿余元"), ("8.35", "8.3万余元"), ("3", "3万元"), ("12000", "1.2亿元")]
)
def test_money_in_magnitudes_is_never_ten_thousands_of_ten_thousands(value: str, text: str) -> None:
    assert said("{{fees.amount|余|万元}}", of(value, "fees.amount")) == text


SHARE = "requests.granted.total / requests.closed.total"


@pytest.mark.parametrize(
    ("granted", "text"),
    [(39, "比上年提高1.2个百分点"), (30, "比上年降低7.8个百分点"), (0, "比上年降低37.8个百分点")],
)
def test_a_share_changes_by_percentage_points(granted: int, text: str) -> None:
    now = unit("青屏县人民政府", given={"requests.granted.total": granted, "requests.closed.total": 100})
    before = unit(
        "青屏县人民政府", 2023, given={"requests.granted.total": 378, "requests.closed.total": 1000}
    )
    now = replace(now, cells={**now.cells, "requests.granted.total": Decimal(granted)})
    now = replace(now, cells={**now.cells, "requests.closed.total": Decimal(100)})
    before_cells = {"requests.granted.total": Decimal(378), "requests.closed.total": Decimal(1000)}
    before = replace(before, cells={**before.cells, **before_cells})
    assert said(f"{{{{change({SHARE})|百分点:1}}}}", now, before) == text
    assert said(f"{{{{change({SHARE})}}}}", now, before) == text
    assert said(f"{{{{change(100 * {SHARE})}}}}", now, before) == text
    assert said(f"{{{{change({SHARE} * 100)|百分点:1}}}}", now, before) == text


def test_a_share_that_is_as_it_was_is_level() -> None:
    assert said(f"{{{{change({SHARE})|百分点:1}}}}", NOW, replace(NOW, year=2023)) == "与上年持平"


def test_a_fact_in_percent_changes_by_percentage_points() -> None:
    now = unit("柳泉县人民政府", facts=(fact("满意度", 98, "%"),))
    before = unit("柳泉县人民政府", 2023, facts=(fact("满意度", 95, "%"),))
    assert said('{{change(fact("满意度"))}}', now, before) == "比上年提高3.0个百分点"
    assert said('{{change(fact("满意度"))|带单位}}', now, before) == "比上年提高3.0个百分点"
    assert said('{{fact("满意度")|percent:1}}', now, before) == "98.0%"


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{requests.new.total|percent:1}}", "“requests.new.total”的单位是“件”，不是占比，不能写成百分数"),
        ("{{requests.new.total|亿:1}}", "127写成1位小数的亿就是0，写不出"),
        ("{{change(requests.new.total)|百分点:1}}", "“requests.new.total”不是占比，增减不能写成百分点"),
        (f"{{{{change({SHARE})|percent:1}}}}", f"“{SHARE}”是占比，增减要写成百分点"),
        ("{{fees.amount + procurement.amount|万元}}", "没有单元格“procurement.amount”"),
        ("{{fees.amount + requests.new.total|万元}}", "“万元”与“件”不能直接相加减"),
        ("{{change(3)}}", "“3”里没有单元格或事实，不能与上年比"),
        (
            "{{change(requests.new.total / 12)|百分点}}",
            "“requests.new.total / 12”不是占比，增减不能写成百分点",
        ),
        ('{{change(fact("在线访谈"))}}', "上年没有事实“在线访谈”"),
    ],
)
def test_what_would_say_something_else_is_missing(template: str, reason: str) -> None:
    assert said(template) == f"缺：{reason}"


def test_a_change_without_last_year_says_that_there_is_none() -> None:
    assert said('{{change(fact("在线访谈"))}}', NOW, None) == "缺：没有上年数据"


def test_a_fact_that_was_counted_otherwise_last_year_is_not_compared() -> None:
    now = unit("柳泉县人民政府", facts=(fact("培训", 300, "人次"),))
    before = unit("柳泉县人民政府", 2023, facts=(fact("培训", 2, "次"),))
    assert said('{{change(fact("培训"))}}', now, before) == "缺：上年的单位是“次”，本年的是“人次”，不能比较"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("余|带单位", "18.4万余个"),
        ("万:1|带单位", "18.4万余个"),
        ("带单位", "18.4万余个"),
        ("万", "18.4万余"),
    ],
)
def test_an_approximate_fact_stays_as_approximate_as_it_is(written: str, text: str) -> None:
    figures = unit("柳泉县人民政府", facts=(fact("解答问题", 184000, "个", qualifier="余"),))
    assert said(f'{{{{fact("解答问题")|{written}}}}}', figures) == text


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("requests.new.total|件|条", "引用“requests.new.total|件|条”的格式“件”和“条”不能一起写"),
        ("requests.new.total|余|万", "引用“requests.new.total|余|万”的格式“余”和“万”不能一起写"),
        (
            "requests.new.total|percent:1|件",
            "引用“requests.new.total|percent:1|件”的格式“percent”和“件”不能一起写",
        ),
        ("fees.amount|万|万元", "引用“fees.amount|万|万元”的格式“万”和“万元”不能一起写"),
        ("requests.new.total|余|件:1", "引用“requests.new.total|余|件:1”写成约数（余），不能再定小数位数"),
        ("requests.new.total|同比", "引用“requests.new.total|同比”的格式“同比”只能用于 change(…)"),
        ("requests.new.total|百分点:1", "引用“requests.new.total|百分点:1”的格式“百分点”只能用于 change(…)"),
        (
            "change(requests.new.total)|余|件",
            "引用“change(requests.new.total)|余|件”写的是增减，不能用格式“余”",
        ),
        ("year|件", "引用“year”不是数，后面不能写格式"),
        ("requests.new.total|件:9", "引用“requests.new.total|件:9”的格式“件:9”看不懂"),
        ("requests.new.total|带单位:1", "引用“requests.new.total|带单位:1”的格式“带单位:1”看不懂"),
    ],
)
def test_formats_that_contradict_each_other_are_refused(reference: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        Template.of(f"{{{{{reference}}}}}")
    assert str(refused.value) == reason


# --- read back ----------------------------------------------------------------------------------------------------

PERSONS = "requests.new.natural_person / requests.new.total"
SENTENCES = [
    "全年新收政府信息公开申请{{requests.new.total|件}}，{{change(requests.new.total)}}。",
    "全年新收政府信息公开申请{{requests.new.total|件}}，{{change(requests.new.total)|同比|percent:2}}。",
    "全年新收政府信息公开申请{{requests.new.total|件}}，{{change(requests.new.total)|较上年|件}}。",
    "全年新收政府信息公开申请{{requests.new.total|余|件}}。",
    "全年作出行政许可决定{{decisions.licensing.decided|余|件}}。",
    "全年作出行政许可决定{{decisions.licensing.decided|万|件}}。",
    "全年作出行政许可决定{{decisions.licensing.decided|万:1}}件。",
    "全年作出行政许可决定{{decisions.licensing.decided|亿:4|件}}。",
    "全年作出行政处罚决定{{decisions.penalty.decided|件}}，{{change(decisions.penalty.decided)|万:2|件}}。",
    "收取行政事业性收费{{fees.amount|万元}}。",
    "收取行政事业性收费{{fees.amount|万元:1}}。",
    "收取行政事业性收费{{fees.amount|亿元:3}}。",
    "收取行政事业性收费{{fees.amount|元}}。",
    "收取行政事业性收费{{fees.amount|万:1}}元。",
    "收取行政事业性收费{{fees.amount|亿:2|元}}。",
    "收取行政事业性收费{{fees.amount|余|万元}}。",
    "收取行政事业性收费{{fees.amount|余|元}}。",
    f"自然人申请{{{{requests.new.natural_person|件}}}}，占新收申请的{{{{{PERSONS}|percent:1}}}}，{{{{change({PERSONS})|百分点:1}}}}。",
    f"自然人申请{{{{requests.new.natural_person|件}}}}，占新收申请的{{{{{PERSONS}|percent:2}}}}，{{{{change({PERSONS})|较上年|百分点:2}}}}。",
    f"予以公开{{{{requests.granted.total|件}}}}，占办结总数的{{{{{SHARE}|percent:1}}}}，{{{{change({SHARE})|同比}}}}。",
    "{{if requests.new.total == 0}}全年未收到政府信息公开申请{{else}}全年收到政府信息公开申请{{requests.new.total|件}}{{end}}。",
]
OF_FACTS = ["带单位", "余|带单位", "万:1|带单位", "亿:1|带单位", "percent:1"]


def sentences(world: World) -> list[str]:
    found = list(SENTENCES)
    for each in world.figures.facts:
        whole = f'fact("{each.name}")'
        found += [f"{each.name}{{{{{whole}|{written}}}}}。" for written in OF_FACTS]
        found.append(f"{each.name}{{{{{whole}|带单位}}}}，{{{{change({whole})}}}}。")
        found.append(f"{each.name}{{{{{whole}|带单位}}}}，{{{{change({whole})|同比|带单位}}}}。")
    return found


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_format_writes_is_verified(seed: int) -> None:
    world = world_of(f"formats-{seed}")
    wrong, written = [], 0
    for sentence in sentences(world):
        realised = realise(sentence, world.figures, world.previous)
        if not isinstance(realised, Realised):
            continue
        written += 1
        answer = verify(realised.text, world.figures, world.previous)
        items = (*answer.figures, *answer.claims)
        if not items or any(item.verdict is not Verdict.VERIFIED for item in items):
            wrong.append((realised.text, [(item.text, item.reason) for item in items]))
    assert wrong == []
    assert written > 40


@given(st.integers(0, 10**12))
def test_a_magnitude_is_read_back_for_any_count(value: int) -> None:
    figures = of(value)
    figures = replace(figures, cells={**figures.cells, "requests.new.total": Decimal(value)})
    answer = verify(said("全年新收政府信息公开申请{{requests.new.total|余|件}}。", figures), figures)
    assert [item.verdict for item in answer.figures] == [Verdict.VERIFIED]


@given(st.decimals(0, 10**9, places=6))
def test_money_in_magnitudes_is_read_back_for_any_sum(value: Decimal) -> None:
    figures = FigureSet("柳泉县人民政府", 2024, "2021", {"fees.amount": value})
    for written in ("余|万元", "余|亿元", "余|元", "亿元:2", "万:1|元"):
        text = said(f"收取行政事业性收费{{{{fees.amount|{written}}}}}。", figures)
        if not text.startswith("缺"):
            assert [item.verdict for item in verify(text, figures).figures] == [Verdict.VERIFIED], text
