import pytest

from agent.drafting.brief import Offer
from agent.drafting.writers.mending import Mender

MENDER = Mender(
    (
        Offer("requests.new.total|件", "新收申请", "202件"),
        Offer("requests.granted.total / requests.closed.total|percent:1", "公开率", "62.5%"),
        Offer("change(requests.new.total)|比上年", "新收变化", "比上年增长12.5%"),
        Offer("change(requests.closed.total)|只写增减", "办结变化", "下降8.3%"),
        Offer('fact("在线访谈（次数）")|带单位', "在线访谈", "12次"),
        Offer("fees.amount|万元", "收费", "3万元"),
        Offer("fees.amount|元", "收费", "30000元"),
    )
)
RIGHT = "{{requests.new.total|件}}"


@pytest.mark.parametrize(
    "written",
    [
        "{{requests.new.total|件}}",
        "｛｛requests.new.total｜件｝｝",
        "{requests.new.total|件}",
        "{{{requests.new.total|件}}}",
        "{{ requests.new.total | 件 }}",
        "{ {requests.new.total|件} }",
        "${requests.new.total|件}",
        r"\{\{requests.new.total|件\}\}",
        "{{Requests.New.Total|件}}",
        "{{requests.new.total}}",
        "{requests.new.total}",
        "requests.new.total|件",
        "requests.new.total",
        "{{新收申请}}",
        "{新收申请}",
        "{{requests.new.total|件}}件",
        "{{requests.new.total|件=202件}}",
        "{{requests.new.total|件}}（202件）",
    ],
)
def test_a_reference_that_is_nearly_right_is_made_right(written: str) -> None:
    assert MENDER.mended(f"新收{written}，按期答复。") == f"新收{RIGHT}，按期答复。"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("{{requests.new.total}}件", "{{requests.new.total}}件"),
        ("公开率{公开率}%", "公开率{{requests.granted.total / requests.closed.total|percent:1}}"),
        ("增长{{change(requests.new.total)|比上年}}", "{{change(requests.new.total)|比上年}}"),
        ("申请同比增长{{新收变化}}", "申请{{change(requests.new.total)|比上年}}"),
        ("办结同比下降{{办结变化}}", "办结同比{{change(requests.closed.total)|只写增减}}"),
        ('访谈{{fact("在线访谈(次数)")}}次', '访谈{{fact("在线访谈（次数）")}}次'),
        ('访谈{{fact("在线访谈（次数）")|带单位}}次。', '访谈{{fact("在线访谈（次数）")|带单位}}。'),
    ],
)
def test_what_is_said_twice_is_said_once(written: str, right: str) -> None:
    assert MENDER.mended(written) == right


@pytest.mark.parametrize(
    "written",
    [
        "{{fees.amount}}",
        "{{收费}}",
        "{收费}",
        "{requests.closed.total|件}",
        "{{prev.requests.new.total|件}}",
        "{{requests.new.totals|件}}",
        "{甲}",
        "202件",
        "xrequests.new.total",
        "requests.new.total.x",
        "没有引用。",
        "{{",
        "}} {{",
    ],
)
def test_what_may_mean_several_things_or_none_stays_as_it_is(written: str) -> None:
    assert MENDER.mended(written) == written


def test_mending_again_changes_nothing() -> None:
    once = MENDER.mended("新收｛requests.new.total｝件，公开率{公开率}%。")
    assert MENDER.mended(once) == once


def test_without_references_nothing_is_mended() -> None:
    assert Mender(()).mended("{requests.new.total}") == "{requests.new.total}"
