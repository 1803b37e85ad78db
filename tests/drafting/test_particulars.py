"""What of a past sentence may be said again, of the same unit and of another."""

import pytest

from agent.drafting.writers.particulars import particular

UNIT = "澜桥区人民政府"
AGAIN = [
    "不予公开的申请里，属于三类内部事务信息的{{requests.refused.internal_affairs.total|件}}。",
    "全年收到政府信息公开申请{{requests.new.total|件}}，其中自然人{{requests.new.natural_person|件}}。",
    "办结{{requests.closed.total|件}}，包括予以公开{{requests.granted.total|件}}、部分公开{{requests.partial.total|件}}。",
    "保密审查坚持“谁公开谁审查、谁审查谁负责”，防止公开不当造成失密泄密。",
    "严格执行《条例》关于依申请公开的规定，注重答复的合法性和针对性。",
]
NOT_AGAIN = [
    "制发规范性文件{{documents.normative.issued|件}}，没有废止。",
    "全年兑现免申即享政策17项。",
    "区政府办“政策夜话”栏目常年开办。",
    "按照《澜桥区政务公开办法》做好公开工作。",
    "本年度首次开展社会评议。",
    "年底由办公室统一考核。",
    "对个别答复超期的责任人作了谈话提醒。",
    "全年没有因信息公开受到责任追究的情况。",
    "织锦路便民服务点由楼宇专员上门送达惠企资料袋。",
    "据此完善办理程序。",
    "三个街道开展结对帮带。",
    "收到申请{{requests.new.total|件}}，较往年明显增长。",
    "收到申请{{requests.new.total|件}}，均为网络申请。",
    "收到申请近{{requests.new.total|件}}。",
    "发生行政复议{{review.total|件}}，其他结果。",
    "不予公开{{requests.refused.total|件}}（保护第三方合法权益）。",
    "办理结果（含部分公开答复及时送达。",
    "我局做好政府信息公开工作。",
    "收到申请{{requests.new.total|件。",
]
OTHERS = [
    "织锦路的办事指南统一公开。",
    "区政府门户网站按照统一要求维护公开栏目。",
    "澜桥的公开栏目按照统一要求维护。",
    "制发规范性文件{{documents.normative.issued|件}}，废止的保留原文并注明失效日期。",
]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("template", AGAIN)
def test_what_every_office_may_say_is_said_again(template: str, *, own: bool) -> None:
    assert particular(template, UNIT, own=own) == ""


@pytest.mark.parametrize("template", NOT_AGAIN)
def test_what_holds_of_one_year_or_one_report_is_not_said_again(template: str) -> None:
    assert particular(template, UNIT, own=True)
    assert particular(template, UNIT, own=False)


@pytest.mark.parametrize("template", OTHERS)
def test_what_may_name_another_unit_or_its_work_is_not_borrowed(template: str) -> None:
    assert particular(template, UNIT, own=False)


def test_a_name_of_this_years_facts_is_no_strange_word() -> None:
    template = '发布楼宇惠企锦囊{{fact("楼宇惠企锦囊")|带单位}}。'
    assert particular(template, UNIT, own=True)
    assert particular(template, UNIT, own=True, known=["楼宇惠企锦囊"]) == ""
