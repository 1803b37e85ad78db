from decimal import Decimal

import pytest

from agent.errors import BadInput
from agent.workflow.supplying import prefilled, supplied
from agent.workflow.work import Work
from tests.workflow.mended import at, sample_work, typed

TRAINED = "全年组织政务公开培训9次。"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    own = sample_work(tmp_path_factory.mktemp("store"))
    assert own.judged is not None
    text = own.judged.narrative.text
    start = text.rindex("。", 0, text.index("收到政府信息公开申请")) + 1
    return typed(own, start, start, TRAINED)


def test_name_value_and_unit_are_taken_from_the_sentence(work: Work) -> None:
    assert work.judged is not None
    fact = prefilled(work.judged.narrative.text, at(work, "9次"))
    assert (fact.name, fact.value, fact.unit) == ("组织政务公开培训", Decimal(9), "次")


def test_a_fact_that_the_sentence_names_verifies_its_figure(work: Work) -> None:
    found = supplied(work, at(work, "9次"), "政务公开培训", "9", "次", "培训台账")
    assert (found.left, found.facts[-1].source) == ("", "培训台账")


def test_a_fact_of_another_name_leaves_the_figure_and_says_so(work: Work) -> None:
    found = supplied(work, at(work, "9次"), "新闻发布会", "9", "次", "台账")
    assert found.left.startswith("无依据")


def test_another_value_contradicts_the_figure_and_says_so(work: Work) -> None:
    found = supplied(work, at(work, "9次"), "政务公开培训", "8", "次", "台账")
    assert found.left.startswith("不符")


def test_everything_that_is_wrong_with_a_fact_is_said_at_once(work: Work) -> None:
    with pytest.raises(BadInput) as error:
        supplied(work, at(work, "9次"), " ", "九", "次", "")
    assert len(error.value.problems) == 3


def test_a_fact_that_is_there_already_is_not_made_twice(work: Work) -> None:
    name = work.figures.facts[0].name
    with pytest.raises(BadInput, match="已经有补充事实"):
        supplied(work, at(work, "9次"), name, "9", "次", "台账")
