from agent.forms.marking import Kind, Look
from agent.workflow import check_figures
from tests.samples import changed, sample


def test_the_cell_that_would_mend_several_rules_is_solid_and_the_others_dashed() -> None:
    found = check_figures(changed(sample(), requests__new__natural_person=14)).marking
    assert found.marks["requests.new.natural_person"].look is Look.SOLID
    assert found.marks["requests.new.total"].look is Look.DASHED
    assert [key for key, mark in found.marks.items() if mark.look is Look.SOLID] == [
        "requests.new.natural_person"
    ]


def test_where_one_rule_is_broken_all_its_cells_are_dashed_and_the_total_comes_first() -> None:
    found = check_figures(changed(sample(), review__total=6)).marking
    (objection,) = found.objections
    assert objection.cells[0] == "review.total"
    assert {mark.look for mark in found.marks.values()} == {Look.DASHED}


def test_an_objection_has_formula_both_sides_difference_and_hint() -> None:
    (objection,) = check_figures(changed(sample(), review__total=6)).marking.objections
    assert objection.formula == (
        "表四 行政复议·结果维持 + 表四 行政复议·结果纠正 + 表四 行政复议·其他结果 + 表四 行政复议·尚未审结 = 表四 行政复议·总计"
    )
    assert objection.worked == "左边 4+1+0+0=5，右边 6，相差 1（右边多）"
    assert [objection.left, objection.right, objection.difference] == [5, 6, -1]
    assert objection.hints == ("如果各分项无误，表四 行政复议·总计应为5",)


def test_a_cell_leads_back_to_every_objection_that_names_it() -> None:
    found = check_figures(changed(sample(), requests__new__natural_person=14)).marking
    ids = [objection.id for objection in found.at("requests.new.natural_person")]
    assert ids == ["requests.balance.natural_person", "requests.row.new"]
    assert found.objection(ids[0]).odd == ("requests.new.natural_person",)


def test_a_cell_that_nothing_is_said_of_leads_nowhere() -> None:
    assert check_figures(changed(sample(), review__total=6)).marking.at("fees.amount") == ()


def test_figures_whose_rules_hold_have_no_marks() -> None:
    assert not check_figures(sample()).marking.marks


def test_last_years_cells_are_told_apart() -> None:
    previous = changed(sample(2023), requests__carried_out__total=9)
    found = check_figures(sample(2024), previous).marking
    objection = found.objection("previous.carried")
    assert objection.previous == ("requests.carried_out.total",)
    assert objection.cells == ("requests.carried_in.total",)
    assert "上年 表三" in objection.formula


def test_a_doubt_is_dotted_and_has_its_cells() -> None:
    found = check_figures(changed(sample(2024), decisions__penalty__decided=26500), sample(2023)).marking
    assert [objection.kind for objection in found.objections][-1] is Kind.DOUBT
    assert found.marks["decisions.penalty.decided"].look is Look.DOTTED


def test_two_digits_the_wrong_way_round_are_hinted_at() -> None:
    figures = changed(sample(), review__total=31, review__upheld=12)
    (objection,) = check_figures(figures).marking.objections
    assert "表四 行政复议·总计由31改为13即相符：像是两位数字写颠倒了" in objection.hints


def test_a_nought_too_many_is_hinted_at() -> None:
    (objection,) = check_figures(changed(sample(), review__total=50)).marking.objections
    assert "表四 行政复议·总计由50改为5即相符：像是多写了一个0" in objection.hints


def test_no_hint_would_break_a_rule_that_holds() -> None:
    figures = changed(sample(), requests__closed__total=49, requests__carried_out__total=2)
    for objection in check_figures(figures).marking.objections:
        assert not any("如果各分项无误，表三 四、" in hint for hint in objection.hints)
