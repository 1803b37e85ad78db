from dataclasses import replace
from decimal import Decimal

import pytest

from agent.drafting.quoting import Quotation, quoted
from agent.drafting.realising import Realised, realise
from agent.drafting.setting import Setting
from agent.figures import Breakdown, Fact, FigureSet, Part
from agent.verify import verify
from agent.workflow import first_draft, judged
from tests.past_reports import worlds

_CELLS = {
    "requests.new.total": 202, "requests.new.natural_person": 183, "requests.new.business": 19,
    "requests.carried_in.total": 9, "requests.closed.total": 195, "requests.granted.total": 71,
    "requests.refused.third_party.total": 5, "requests.refused.internal_affairs.total": 6,
    "requests.refused.state_secret.total": 0, "requests.refused.law_prohibited.total": 0,
    "requests.refused.security_stability.total": 0, "requests.refused.deliberative.total": 0,
    "requests.refused.enforcement_file.total": 0, "requests.refused.administrative_query.total": 0,
    "decisions.licensing.decided": 15273, "review.total": 14,
}  # fmt: skip


def _figures(year: int = 2023, **changed: int) -> FigureSet:
    cells = {**_CELLS, **{key.replace("__", "."): value for key, value in changed.items()}}
    return FigureSet("云岭县人民政府", year, "2021", {key: Decimal(value) for key, value in cells.items()})


FIGURES = _figures()
PREVIOUS = _figures(2022, requests__new__total=155, requests__new__natural_person=138, review__total=20)


def quote(text: str, previous: FigureSet | None = PREVIOUS) -> Quotation:
    answer = verify(text, FIGURES, previous)
    return quoted(text, answer.figures, Setting.of(FIGURES, previous))


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("全年新收政府信息公开申请202件。", "全年新收政府信息公开申请{{requests.new.total|件}}。"),
        (
            "全年新收政府信息公开申请202件，其中自然人申请183件，占90.6%。",
            (
                "全年新收政府信息公开申请{{requests.new.total|件}}，其中自然人申请{{requests.new.natural_person|件}}，"
                "占{{requests.new.natural_person / requests.new.total|percent:1}}。"
            ),
        ),
        (
            "全年新收政府信息公开申请202件，同比增长30.3%。",
            "全年新收政府信息公开申请{{requests.new.total|件}}，{{change(requests.new.total)|同比|percent:1}}。",
        ),
        (
            "全年新收政府信息公开申请202件，比上年增加47件。",
            "全年新收政府信息公开申请{{requests.new.total|件}}，{{change(requests.new.total)|比上年|件}}。",
        ),
        ("全年新收政府信息公开申请200余件。", "全年新收政府信息公开申请{{requests.new.total|余|件}}。"),
        ("全年作出行政许可决定1.5万余件。", "全年作出行政许可决定{{decisions.licensing.decided|余|件}}。"),
        (
            "自然人申请183件，占新收申请的90.6%，较上年提高1.6个百分点。",
            (
                "自然人申请{{requests.new.natural_person|件}}，占新收申请的"
                "{{requests.new.natural_person / requests.new.total|percent:1}}，"
                "{{change(requests.new.natural_person / requests.new.total)|较上年|百分点:1}}。"
            ),
        ),
        ("全年不予公开11件。", "全年不予公开{{requests.refused.total|件}}。"),
        ("全年作出行政许可决定1.5万件。", "全年作出行政许可决定{{decisions.licensing.decided|万:1}}件。"),
        ("2023年，云岭县新收申请202件。", "{{year}}年，{{unit.short}}新收申请{{requests.new.total|件}}。"),
        ("2022年以来，云岭县人民政府持续改进。", "{{year-1}}年以来，{{unit}}持续改进。"),
        ("依据国办公开办函〔2021〕30号编制。", "依据国办公开办函〔2021〕30号编制。"),
    ],
)
def test_a_figure_becomes_the_reference_that_says_it(text: str, template: str) -> None:
    assert quote(text) == Quotation(template, 0)


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("全年举办培训3次。", 1),
        ("全年新收政府信息公开申请203件。", 1),
        ("全年新收政府信息公开申请二百零二件。", 1),
        ("从三个方面改进：一是一，二是二，三是三。", 0),
    ],
)
def test_what_no_reference_says_stays_in_digits_and_is_counted(text: str, loose: int) -> None:
    assert quote(text) == Quotation(
        text if "14件" not in text else text.replace("14件", "{{review.total|件}}"), loose
    )


def test_growth_without_its_direction_before_it_stays_in_digits() -> None:
    """Refilled with a decline, 上升{{…}} would say the opposite."""
    made = quote("全年新收政府信息公开申请202件，比上年上升30.3%。")
    assert (made.template, made.loose) == (
        "全年新收政府信息公开申请{{requests.new.total|件}}，比上年上升30.3%。",
        1,
    )


def test_growth_stays_in_digits_without_the_year_before() -> None:
    assert quote("全年新收政府信息公开申请202件，同比增长30.3%。", None).loose == 1


def test_spaces_in_a_figure_do_no_harm() -> None:
    assert (
        quote("全年新收政府信息公开申请 202 件。").template
        == "全年新收政府信息公开申请 {{requests.new.total|件}}。"
    )


def test_braces_in_a_published_text_are_no_references() -> None:
    made = quote("见{{requests.new.total}}，新收申请202件。")
    assert "{{" not in made.template
    assert made.loose == 1


@pytest.mark.parametrize("world", worlds(12), ids=lambda world: world.figures.unit)
def test_a_draft_quoted_and_refilled_says_the_same_again(world) -> None:  # type: ignore[no-untyped-def]
    report = judged(first_draft(world.figures, world.previous))
    text = report.narrative.text
    setting = Setting.of(world.figures, world.previous)
    made = quoted(text, report.answer.figures, setting)
    again = realise(made.template, world.figures, world.previous)
    assert isinstance(again, Realised)
    assert "".join(again.text.split()) == "".join(text.split())
    figures = [item for item in report.answer.figures if item.verdict.value != "exempt"]
    assert made.loose <= len(figures) * 0.15, (made.loose, len(figures))


def test_a_refilled_paragraph_takes_the_new_figures_and_direction() -> None:
    template = quote("全年新收政府信息公开申请202件，同比增长30.3%。").template
    fewer = replace(_figures(2024, requests__new__total=101), year=2024)
    again = realise(template, fewer, FIGURES)
    assert isinstance(again, Realised)
    assert again.text == "全年新收政府信息公开申请101件，同比下降50.0%。"


FACTS = (
    Fact(
        "主动公开政府信息",
        Decimal(3456),
        "条",
        breakdowns=(Breakdown("渠道", (Part("政府网站", Decimal(2100)),)),),
    ),
    Fact("在线访谈解答问题", Decimal(1000), "个", qualifier="余"),
    Fact("网站访问量", Decimal(180000), "次", qualifier="约"),
    Fact("培训干部", Decimal(500), "人次", qualifier="以上"),
    Fact("政府投资", Decimal(21174299), "元"),
    Fact("发布信息", Decimal(230000000), "条"),
)
WITH_FACTS = replace(FIGURES, facts=FACTS)
BEFORE_FACTS = replace(PREVIOUS, facts=(replace(FACTS[0], value=Decimal(3200)),))


@pytest.mark.parametrize(
    ("text", "template"),
    [
        (
            "全年主动公开政府信息3456条，同比增长8.0%，其中政府网站2100条。",
            (
                '全年主动公开政府信息{{fact("主动公开政府信息")|带单位}}，'
                '{{change(fact("主动公开政府信息"))|同比|percent:1}}，'
                '其中政府网站{{fact("主动公开政府信息", "政府网站")|条}}。'
            ),
        ),
        ("在线访谈解答问题1000余个。", '在线访谈解答问题{{fact("在线访谈解答问题")|带单位}}。'),
        ("网站访问量约18万次。", '网站访问量{{fact("网站访问量")|带单位}}。'),
        ("培训干部500人次以上。", '培训干部{{fact("培训干部")|带单位}}。'),
        ("政府投资2117.43万元。", '政府投资{{fact("政府投资")|万元:2}}。'),
        ("政府投资0.21亿元。", '政府投资{{fact("政府投资")|亿元:2}}。'),
        ("发布信息2.3亿条。", '发布信息{{fact("发布信息")|亿:1}}条。'),
    ],
)
def test_a_figure_of_a_fact_becomes_a_reference_to_it(text: str, template: str) -> None:
    answer = verify(text, WITH_FACTS, BEFORE_FACTS)
    made = quoted(text, answer.figures, Setting.of(WITH_FACTS, BEFORE_FACTS))
    assert made == Quotation(template, 0)
    again = realise(made.template, WITH_FACTS, BEFORE_FACTS)
    assert isinstance(again, Realised)
    assert again.text == text


def test_a_fact_whose_name_cannot_be_quoted_stays_in_digits() -> None:
    odd = replace(FIGURES, facts=(Fact('开展"双随机"检查', Decimal(7), "次"),))
    text = '开展"双随机"检查7次。'
    made = quoted(text, verify(text, odd).figures, Setting.of(odd))
    assert made == Quotation(text, 1)
