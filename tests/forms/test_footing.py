from decimal import Decimal

import pytest

from agent.figures import ABSENT, FigureSet
from agent.figures.interchange import read_figures
from agent.forms import form_of
from agent.forms.footing import Finding, State, check, remedies
from tests.samples import changed, sample
from tests.surroundings import SHARED, shared_reports

FORM = form_of("2021")


def findings(figures: FigureSet, previous: FigureSet | None = None) -> dict[str, Finding]:
    return {finding.rule.id: finding for finding in check(form_of(figures.form), figures, previous)}


def in_state(state: State, figures: FigureSet, previous: FigureSet | None = None) -> set[str]:
    return {name for name, finding in findings(figures, previous).items() if finding.state is state}


def test_every_rule_is_answered_once() -> None:
    assert list(findings(sample())) == [rule.id for rule in FORM.rules]


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_sample_holds_in_itself(year: int) -> None:
    assert in_state(State.BROKEN, sample(year)) | in_state(State.WARNING, sample(year)) == set()


def test_the_sample_holds_across_the_years() -> None:
    assert {finding.state for finding in findings(sample(2024), sample(2023)).values()} == {State.HELD}


def test_a_broken_rule_has_both_sides_and_their_difference() -> None:
    broken = findings(changed(sample(), review__total=0))["review.total"]
    assert (broken.left, broken.right, broken.difference) == (Decimal(5), Decimal(0), Decimal(5))


def test_the_reason_says_the_formula_in_numbers() -> None:
    broken = findings(changed(sample(), review__total=0))["review.total"]
    assert broken.reason == "表四 行政复议四类结果之和=总计：左边 4+1+0+0=5，右边 0，相差 5（左边多）"


def test_the_reason_says_which_side_is_more() -> None:
    assert findings(changed(sample(), review__total=7))["review.total"].reason.endswith("相差 2（右边多）")


def test_a_finding_names_all_cells_of_its_rule() -> None:
    finding = findings(changed(sample(), review__other=None))["review.total"]
    assert finding.cells == (
        ("review.upheld", Decimal(4)),
        ("review.corrected", Decimal(1)),
        ("review.other", ABSENT),
        ("review.pending", Decimal(0)),
        ("review.total", Decimal(5)),
    )


def test_an_absent_cell_is_not_zero() -> None:
    finding = findings(changed(sample(), review__pending=None))["review.total"]
    assert finding.state is State.NOT_ASSESSABLE


def test_the_absent_cell_is_named() -> None:
    finding = findings(changed(sample(), review__pending=None))["review.total"]
    assert finding.reason == "表四 行政复议四类结果之和=总计：表四 行政复议·尚未审结未填，无法核对"


def test_nothing_can_be_assessed_of_an_empty_set() -> None:
    empty = FigureSet("云岭县人民政府", 2024, "2021")
    assert {finding.state for finding in findings(empty).values()} == {State.NOT_ASSESSABLE}


def test_rules_over_last_year_are_not_assessable_without_it() -> None:
    over_last_year = {name for name in findings(sample()) if name.startswith("previous.")}
    assert in_state(State.NOT_ASSESSABLE, sample()) == over_last_year


def test_last_years_carry_over_must_arrive() -> None:
    previous = changed(sample(2023), requests__carried_out__natural_person=4, requests__carried_out__total=5)
    assert in_state(State.BROKEN, sample(), previous) == {
        "previous.carried",
        "previous.carried.natural_person",
    }


def test_a_roll_forward_that_does_not_close_is_a_warning() -> None:
    previous = changed(sample(2023), documents__normative__in_force=50)
    assert in_state(State.WARNING, sample(), previous) == {"previous.normative.in_force"}


def test_last_year_in_another_form_leaves_out_what_it_has_no_cell_for() -> None:
    figures = sample(2023, year=2021)
    previous = FigureSet("云岭县人民政府", 2020, "2019", {"requests.carried_out.total": Decimal(1)})
    states = {
        name: each.state for name, each in findings(figures, previous).items() if name.startswith("previous.")
    }
    assert states.pop("previous.carried") is State.HELD
    assert set(states.values()) == {State.NOT_ASSESSABLE}


def test_money_is_added_exactly() -> None:
    finding = findings(changed(sample(), review__upheld="0.1", review__corrected="0.2", review__total="0.3"))[
        "review.total"
    ]
    assert finding.state is State.HELD


# --- remedies -----------------------------------------------------------------------------------------------------


def test_a_cell_that_alone_explains_several_breaks_is_offered() -> None:
    wrong = changed(sample(), requests__new__total=84)
    (remedy,) = remedies(FORM, wrong, check(FORM, wrong))
    assert (remedy.key, remedy.found, remedy.fitting) == ("requests.new.total", Decimal(84), Decimal(48))
    assert set(remedy.rules) == {"requests.balance.total", "requests.row.new"}


def test_a_single_break_offers_nothing_since_any_of_its_cells_may_be_wrong() -> None:
    wrong = changed(sample(), review__total=9)
    assert remedies(FORM, wrong, check(FORM, wrong)) == ()


def test_a_cell_whose_change_would_break_another_rule_is_not_offered() -> None:
    wrong = changed(sample(), requests__granted__natural_person=21)
    offered = {remedy.key for remedy in remedies(FORM, wrong, check(FORM, wrong))}
    assert offered == {"requests.granted.natural_person"}


def test_a_remedy_is_never_negative() -> None:
    wrong = changed(
        sample(), requests__granted__research=0, requests__closed__research=2, requests__closed__total=46
    )
    assert all(remedy.fitting >= 0 for remedy in remedies(FORM, wrong, check(FORM, wrong)))


# --- real ones ----------------------------------------------------------------------------------------------------

EXPECTED = {
    "jiangle-2020": {},
    "suqian-2023": {},
    "hongze-2023": {"review.total": Decimal(11), "litigation.after_review.total": Decimal(5)},
}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no sample material beside the repository")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_figures_break_exactly_what_they_do(name: str) -> None:
    (path,) = shared_reports(f"{name}.figures.json")
    figures = read_figures(path.read_text("utf-8"), path.name)
    broken = [each for each in findings(figures).values() if each.state is State.BROKEN]
    assert {each.rule.id: each.difference for each in broken} == EXPECTED[name]
