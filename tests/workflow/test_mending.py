from random import Random

import pytest

from agent.verify.answer import Answer, Verdict
from agent.workflow.binding import Reckoning, likely, targets
from agent.workflow.mending import Mended, bound, expected_value, removed, reworded
from agent.workflow.work import Work
from tests.workflow.mended import at, sample_work, spoiled, typed


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    return sample_work(tmp_path_factory.mktemp("store"))


def objected(answer: Answer) -> list[str]:
    return [f"{each.text} {each.verdict.value}" for each in answer.objections]


def text_of(work: Work) -> str:
    assert work.judged is not None
    return work.judged.narrative.text


def over(work: Work, old: str, new: str) -> Work:
    start = text_of(work).index(old)
    return typed(work, start, start + len(old), new)


def put_right(work: Work, words: str) -> Mended:
    found = expected_value(work, at(work, words))
    assert isinstance(found, Mended), found
    return found


# --- 改为应有值


def test_every_expected_value_that_is_offered_verifies_its_figure_and_makes_nothing_worse(work: Work) -> None:
    """Over every objection to a report with a wrong figure, for every figure of the sample."""
    offered = 0
    for wrong in spoiled(work, Random(6)):
        assert wrong.judged is not None
        assert wrong.judged.answer.objections
        before = objected(wrong.judged.answer)
        for item in wrong.judged.answer.objections:
            found = expected_value(wrong, item)
            if isinstance(found, str):
                assert found
                continue
            offered += 1
            after = objected(found.standing.answer)
            assert found.verdict is Verdict.VERIFIED
            assert set(after) < set(before), (item.text, before, after)
    assert offered > 50


def test_a_figure_of_a_cell_is_put_right_and_follows_its_cell_from_then_on(work: Work) -> None:
    wrong = over(work, "申请202件", "申请220件")
    found = put_right(wrong, "220件")
    templates = [sentence.template for _, sentence in found.manuscript.sentences()]
    assert (found.before, found.after) == ("220件", "202件")
    assert any("申请{{requests.new.total|件}}" in each for each in templates)


@pytest.mark.parametrize(
    ("old", "typed_", "after"),
    [
        ("比上年增长30.3%", "比上年下降13.1%", "比上年增长30.3%"),
        ("3456条", "0.4万条", "0.3万条"),
        ("3456条", "4000余条", "3400余条"),
        ("3456条", "约4000条", "3000条"),
        ("3456条", "超4000条", "3000条"),
        ("3456条", "4567条", "3456条"),
    ],
)
def test_the_way_of_writing_is_kept(work: Work, old: str, typed_: str, after: str) -> None:
    wrong = over(work, old, typed_)
    assert put_right(wrong, typed_).after == after


def test_a_share_that_the_text_itself_gives_is_put_right(work: Work) -> None:
    wrong = over(work, "占60.76%", "占70.76%")
    assert put_right(wrong, "70.76%").after == "60.76%"


def test_a_share_of_a_wrong_number_is_not_made_to_fit_it(work: Work) -> None:
    wrong = over(work, "政府网站2100条", "政府网站2400条")
    assert "先改那一处" in str(expected_value(wrong, at(wrong, "60.76%")))


def test_the_year_of_the_period_is_put_right(work: Work) -> None:
    wrong = over(work, "2023年1月1日", "2022年1月1日")
    assert put_right(wrong, "2022年1月1日").after == "2023"


def test_where_nothing_is_known_it_is_said_what_else_to_do(work: Work) -> None:
    wrong = over(work, "3456条", "3456条，组织研讨9次")
    assert "补充事实" in str(expected_value(wrong, at(wrong, "9次")))


# --- 绑定到…


def test_a_figure_is_bound_to_the_cell_that_it_means(work: Work) -> None:
    wrong = over(work, "申请202件", "申请220件")
    found = bound(wrong, at(wrong, "220件"), "requests.new.total")
    assert isinstance(found, Mended)
    assert (found.after, found.left) == ("202件", "")


def test_what_is_still_objected_to_after_binding_is_said(work: Work) -> None:
    wrong = over(work, "3456条", "3456条，组织研讨9件")
    found = bound(wrong, at(wrong, "9件"), "requests.new.total")
    assert isinstance(found, Mended)
    assert (found.after, found.left.startswith("无依据")) == ("202件", True)


def test_a_unit_that_measures_something_else_is_refused(work: Work) -> None:
    wrong = over(work, "3456条", "3456条，花费9元")
    assert "单位不同" in str(bound(wrong, at(wrong, "9元"), "requests.new.total"))


def test_what_has_the_figures_value_comes_first(work: Work) -> None:
    item = at(work, "202件")
    assert targets(work, item)[0].worth == "202件"


def test_a_percentage_is_probably_a_share(work: Work) -> None:
    assert likely(at(work, "60.76%")) is Reckoning.SHARE


def test_every_reckoning_is_an_expression_of_the_form(work: Work) -> None:
    one, other = "requests.new.total", "requests.closed.total"
    sources = [each.source(one, other) for each in Reckoning]
    assert all(work.form.has(source) for source in sources)


# --- sentences


def test_a_sentence_is_taken_out_whole(work: Work) -> None:
    wrong = over(work, "占60.76%", "占70.76%")
    item = at(wrong, "70.76%")
    found = removed(wrong, item.start, item.end)
    assert isinstance(found, Mended), found
    assert "70.76" not in found.standing.realisation.narrative.text


def test_figures_typed_into_a_reworded_sentence_follow_their_cells(work: Work) -> None:
    item = at(work, "202件")
    found = reworded(work, item.start, item.end, "全年收到政府信息公开申请202件。")
    assert isinstance(found, Mended)
    templates = [sentence.template for _, sentence in found.manuscript.sentences()]
    assert "全年收到政府信息公开申请{{requests.new.total|件}}。" in templates


def test_what_is_objected_to_in_other_words_is_said(work: Work) -> None:
    item = at(work, "202件")
    found = reworded(work, item.start, item.end, "全年收到政府信息公开申请203件。")
    assert isinstance(found, Mended)
    assert found.left.startswith("不符")
