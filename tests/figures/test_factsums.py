from decimal import Decimal

from agent.figures import Breakdown, Fact, Part
from agent.figures.factsums import FactSum, add_facts, near_facts

A, B, C = "云岭县民政局", "云岭县教育局", "城关镇人民政府"


def fact(name: str, value: object, unit: str = "条", **more: object) -> Fact:
    return Fact(name, None if value is None else Decimal(str(value)), unit, **more)  # type: ignore[arg-type]


def added(*facts: Fact, **more: object) -> tuple[FactSum, ...]:
    return add_facts([(unit, [each]) for unit, each in zip((A, B, C), facts, strict=False)], **more)  # type: ignore[arg-type]


def test_facts_of_one_name_and_unit_of_measure_are_added() -> None:
    (found,) = added(fact("培训", 3, "次"), fact("培 训", 4, "次"))
    assert found.fact.value == 7
    assert list(found.stated.values()) == [3, 4]


def test_a_fact_that_a_unit_does_not_state_has_no_sum() -> None:
    (found,) = add_facts([(A, [fact("培训", 3, "次")]), (B, [])])
    assert (found.fact.value, found.silent, found.why) == (None, (B,), f"{B}没有填报")


def test_silence_is_none_where_somebody_says_so() -> None:
    (found,) = add_facts([(A, [fact("培训", 3, "次")]), (B, [])], frozenset({B}))
    assert found.fact.value == 3


def test_a_fact_that_is_named_without_a_number_is_not_stated() -> None:
    assert added(fact("培训", 3, "次"), fact("培训", None, "次"))[0].silent == (B,)


def test_money_in_two_units_of_measure_is_not_added_and_said() -> None:
    found = added(fact("信息处理费", 1, "万元"), fact("信息处理费", 1, "元"))
    assert len(found) == 2
    assert "统一单位" in near_facts(found)[0].reason


def test_near_names_are_offered_and_not_taken_for_one() -> None:
    found = added(fact("政务新媒体发布信息", 3), fact("政务新媒体发布信息数", 4))
    assert len(found) == 2
    assert near_facts(found)[0].first == "政务新媒体发布信息"


def test_an_alias_is_offered_too() -> None:
    found = added(fact("新媒体推送", 3, aliases=("微信发文",)), fact("微信发文", 4))
    assert len(near_facts(found)) == 1


def test_names_that_are_not_alike_are_not_offered() -> None:
    assert near_facts(added(fact("业务培训", 3, "次"), fact("新闻发布会", 4, "次"))) == ()


def test_two_facts_of_one_unit_are_two_things() -> None:
    found = add_facts([(A, [fact("政策解读材料", 1), fact("政策解读材料图解", 2)])])
    assert near_facts(found) == ()


def test_a_name_is_added_under_another_where_somebody_says_so() -> None:
    (found,) = added(fact("新媒体推送", 3), fact("微信发文", 4), same={"微信发文": "新媒体推送"})
    assert found.fact.name == "新媒体推送"
    assert found.fact.value == 7
    assert "微信发文" in found.fact.aliases


def test_two_facts_of_one_unit_that_are_said_to_be_one_are_both_in_it() -> None:
    (found,) = add_facts([(A, [fact("推送", 3), fact("发文", 4)])], same={"发文": "推送"})
    assert found.fact.value == 7


def test_rates_and_averages_are_not_added() -> None:
    assert added(fact("按时答复率", 98, "%"), fact("按时答复率", 97, "%"))[0].fact.value is None
    assert added(fact("平均办理时长", 9, "天"), fact("平均办理时长", 8, "天"))[0].fact.value is None


def test_people_are_counted_and_added() -> None:
    assert added(fact("参训人员", 30, "名"), fact("参训人员", 12, "名"))[0].fact.value == 42


def test_about_stays_about() -> None:
    assert added(fact("访问量", 100, qualifier="余"), fact("访问量", 7))[0].fact.qualifier == "余"
    assert (
        added(fact("访问量", 100, qualifier="余"), fact("访问量", 7, qualifier="近"))[0].fact.qualifier
        == "约"
    )


def test_sources_name_who_stated_it() -> None:
    (found,) = added(fact("培训", 3, source="培训台账"), fact("培训", 4))
    assert found.fact.source == f"汇总：{A}（培训台账）、{B}"


def divided(value: int, **parts: int) -> Fact:
    each = tuple(Part(name, Decimal(number)) for name, number in parts.items())
    return fact("发布信息", value, breakdowns=(Breakdown("渠道", each),))


def parts(found: FactSum) -> dict[str, int]:
    return {part.name: int(part.value) for each in found.fact.breakdowns for part in each.parts}


def test_parts_along_the_same_thing_are_added() -> None:
    assert parts(added(divided(5, 微信=3, 微博=2), divided(4, 微信=1, 微博=3))[0]) == {"微信": 4, "微博": 5}


def test_a_part_that_a_complete_breakdown_does_not_name_is_zero() -> None:
    assert parts(added(divided(5, 微信=3, 微博=2), divided(4, 微信=4))[0]) == {"微信": 7, "微博": 2}


def test_a_part_that_an_incomplete_breakdown_does_not_name_is_dropped_and_said() -> None:
    (found,) = added(divided(5, 微信=3, 微博=2), divided(9, 微信=4))
    assert (parts(found), found.dropped) == ({"微信": 7}, ("微博",))
