from agent.forms.footing import State
from agent.workflow import check_figures, judge_text
from tests.samples import changed, sample


def test_a_broken_rule_involves_the_cells_that_it_names() -> None:
    checked = check_figures(changed(sample(), review__total=6))
    assert checked.involved(State.BROKEN) == {
        f"review.{result}" for result in ("upheld", "corrected", "other", "pending", "total")
    }


def test_last_years_cells_are_not_among_this_years() -> None:
    checked = check_figures(sample(2024), changed(sample(2023), requests__carried_out__total=9))
    assert checked.involved(State.BROKEN) == {"requests.carried_in.total"}


def test_a_cell_that_would_mend_several_rules_is_odd() -> None:
    checked = check_figures(changed(sample(), requests__new__natural_person=14))
    assert checked.odd == {"requests.new.natural_person"}


def test_where_one_rule_is_broken_no_cell_is_odd() -> None:
    assert check_figures(changed(sample(), review__total=6)).odd == frozenset()


def test_a_judged_text_keeps_its_lines_and_every_character() -> None:
    text = "\n 一、全年新收申请48件。\r\n\n二、办结49件。\n"
    assert judge_text(text, sample()).narrative.text == text
