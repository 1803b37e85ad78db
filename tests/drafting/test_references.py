"""References: what they say, and that they never fail."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.realising import Realised, realise
from agent.drafting.references import Template
from agent.drafting.setting import Missing
from agent.errors import ExpressionError
from agent.figures import ABSENT, FigureSet
from tests.drafting.invented import county, county_before, fact, old, unit

NOW, BEFORE = county(), county_before()


def said(template: str, figures: FigureSet = NOW, previous: FigureSet | None = BEFORE) -> str:
    """The realised text, or 缺： and the reasons."""
    realised = realise(template, figures, previous)
    return realised.text if isinstance(realised, Realised) else f"缺：{realised.reason}"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("共{{requests.new.total}}", "共127"),
        ("共{{requests.new.total|件}}", "共127件"),
        ("不予公开{{requests.refused.total|件}}", "不予公开9件"),
        ("诉讼{{litigation.total|件}}", "诉讼1件"),
        ("占{{requests.new.natural_person / requests.new.total|percent:2}}", "占92.91%"),
        ("占{{requests.new.natural_person / requests.new.total|percent:0}}", "占93%"),
        ("收费{{fees.amount|万元}}", "收费4316.52万元"),
        ("收费{{fees.amount|元}}", "收费43165200元"),
        ("许可{{decisions.licensing.decided|万:1}}件", "许可1.8万件"),
        ("许可{{decisions.licensing.decided|万}}件", "许可1.8342万件"),
        ("差{{requests.carried_in.total - requests.carried_out.total|绝对值|件}}", "差4件"),
        ("{{change(decisions.licensing.decided)}}", "比上年增长7.8%"),
        ("{{change(decisions.penalty.decided)}}", "比上年下降11.0%"),
        ("{{change(decisions.coercion.decided)}}", "与上年持平"),
        ("{{change(decisions.coercion.decided)|只写增减}}", "持平"),
        ("{{change(decisions.penalty.decided)|同比|percent:2}}", "同比下降11.04%"),
        ("{{change(decisions.penalty.decided)|较上年|件}}", "较上年减少319件"),
        ("{{change(requests.new.total)|件}}", "比上年增加31件"),
        ('访谈{{fact("在线访谈")|次}}', "访谈12次"),
        ('{{fact("主动公开政府信息总数", "乡镇和街道")|条}}', "1180条"),
        ("{{year}} {{year-1}} {{year+1}}", "2024 2023 2025"),
        ("{{unit}}，{{unit.short}}，{{we}}，{{whole}}", "青屏县人民政府，青屏县，我县，全县"),
        ("{{period}}", "2024年1月1日至2024年12月31日"),
        ("{{form.authority}}", "国办公开办函〔2021〕30号"),
        ("{{contact.address}}", "青屏县澄江镇文昌路6号"),
        ("没有引用", "没有引用"),
    ],
)
def test_a_reference_says(template: str, text: str) -> None:
    assert said(template) == text


def test_money_of_the_old_form_converts_from_its_own_unit() -> None:
    assert said("{{procurement.amount|万元}}", old()) == "865.03万元"


@pytest.mark.parametrize(
    ("qualifier", "value", "text"),
    [
        ("余", 1000, "1000余个"),
        ("余", 180000, "18万余个"),
        ("约", 300, "约300个"),
        ("近", 5000, "近5000个"),
        ("以上", 500, "500个以上"),
        (None, 180000, "180000个"),
    ],
)
def test_a_fact_keeps_its_qualifier(qualifier: str | None, value: int, text: str) -> None:
    figures = unit("柳泉县人民政府", facts=(fact("解答问题", value, "个", qualifier=qualifier),))
    assert said('{{fact("解答问题")|带单位}}', figures) == text


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{requests.nothing.total}}", "没有单元格“requests.nothing.total”"),
        ("{{requests.new.total / requests.declined.publication.total}}", "除数为0"),
        ('{{fact("没有的")}}', "没有事实“没有的”"),
        ('{{fact("在线访谈", "没有的")}}', "事实“在线访谈”没有分项“没有的”"),
        ("{{contact.fax}}", "没有填“contact.fax”"),
        ("{{fees.amount|件}}", "单位是“万元”，不能写成“件”"),
        ("{{change(documents.normative.issued)}}", "上年为0，不能计算增减幅度"),
        ("{{change(prev.requests.new.total)}}", "“prev.requests.new.total”已是上年数，不能再与上年比"),
        ("{{requests.new.total + }}", "算式“requests.new.total +”没有写完"),
    ],
)
def test_what_cannot_be_said_is_missing_with_its_reason(template: str, reason: str) -> None:
    assert said(template) == f"缺：{reason}"


def test_an_absent_cell_is_missing_and_not_zero() -> None:
    bare = FigureSet("柳泉县人民政府", 2024, "2021")
    assert bare.get("requests.new.total") is ABSENT
    assert said("收到{{requests.new.total|件}}", bare) == "缺：单元格 requests.new.total 未填"


def test_every_reference_that_has_no_value_gives_its_reason() -> None:
    realised = realise('{{contact.fax}}{{fact("甲")}}', NOW)
    assert isinstance(realised, Missing)
    assert realised.reasons == ("没有填“contact.fax”", "没有事实“甲”")


def test_last_year_is_the_year_before_and_no_other() -> None:
    assert said("{{change(requests.new.total)}}", NOW, replace(BEFORE, year=2022)) == "缺：没有上年数据"


def test_last_year_is_the_same_unit_and_no_other() -> None:
    assert (
        said("{{change(requests.new.total)}}", NOW, replace(BEFORE, unit="柳泉县人民政府"))
        == "缺：没有上年数据"
    )


def test_an_approximate_fact_has_no_growth_rate() -> None:
    about = unit("柳泉县人民政府", facts=(fact("信息", 1000, "条", qualifier="余"),))
    before = unit("柳泉县人民政府", 2023, facts=(fact("信息", 900, "条"),))
    assert said('{{change(fact("信息"))}}', about, before) == "缺：约数不能计算增减"


def test_a_change_too_small_to_write_is_missing() -> None:
    now = unit("柳泉县人民政府", given={"decisions.licensing.decided": 10000001})
    before = unit("柳泉县人民政府", 2023, given={"decisions.licensing.decided": 10000000})
    assert said("{{change(decisions.licensing.decided)}}", now, before) == "缺：增减幅度太小，写不出"


def test_an_unknown_form_makes_every_cell_missing() -> None:
    assert said("{{requests.new.total}}", replace(NOW, form="1999")) == "缺：不认识的格式“1999”"


def test_a_span_stands_where_its_reference_is_realised() -> None:
    realised = realise("收到{{requests.new.total|件}}，办结{{requests.closed.total|件}}。", NOW)
    assert isinstance(realised, Realised)
    assert [realised.text[span.start : span.end] for span in realised.spans] == ["127件", "123件"]


def test_a_span_knows_the_expression_that_it_quotes() -> None:
    realised = realise("{{change(requests.new.total)}}", NOW, BEFORE)
    assert isinstance(realised, Realised)
    assert realised.spans[0].expression == (
        "100 * (requests.new.total - prev.requests.new.total) / prev.requests.new.total"
    )


@pytest.mark.parametrize("source", ["{{requests.new.total", "{{}}", "{{a b}}", "{{year|?}}", "共}}件"])
def test_a_text_that_is_no_template_is_refused(source: str) -> None:
    with pytest.raises(ExpressionError):
        Template.of(source)


@pytest.mark.parametrize(
    "source", ["{{requests.new.total", "{{}}", "{{" + "(" * 900 + "}}", "{{" + "-" * 3000 + "1}}"]
)
def test_realising_a_text_that_is_no_template_is_missing(source: str) -> None:
    assert isinstance(realise(source, NOW), Missing)


keys = st.sampled_from(
    [
        *NOW.cells,
        "prev.requests.new.total",
        "requests.refused.total",
        "litigation.total",
        "no.such.key",
        'fact("在线访谈")',
        'fact("没有")',
        "0",
        "99999999999999999999999999999999",
        "0.000000000000001",
    ]
)
arithmetic = st.recursive(
    keys,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
)
subjects = arithmetic | arithmetic.map(lambda inner: f"change({inner})")
formats = st.sampled_from(
    ["", "|件", "|万元", "|percent:2", "|万:1", "|万", "|绝对值", "|绝对值|件", "|同比", "|带单位"]
)
numbers = st.integers(-(10**15), 10**15).map(Decimal)


@given(subjects, formats, st.dictionaries(st.sampled_from(sorted(NOW.cells)), numbers))
def test_realising_is_total(subject: str, written: str, cells: dict[str, Decimal]) -> None:
    figures = replace(NOW, cells=cells)
    realised = realise(f"共{{{{{subject}{written}}}}}", figures, replace(BEFORE, cells=cells))
    assert isinstance(realised, (Realised, Missing))
    if isinstance(realised, Realised):
        assert len(realised.text) > len("共")
        assert "E" not in realised.text


@given(st.text())
def test_any_text_at_all_is_said_or_missing(source: str) -> None:
    assert isinstance(realise(source, NOW, BEFORE), (Realised, Missing))
