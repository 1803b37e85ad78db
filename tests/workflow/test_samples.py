import pytest

from agent.workflow import SAMPLES, Sample, check_figures, judge_text, open_sample, sample_passage

BALANCED, FAULTY = SAMPLES


def by_title(sample: Sample) -> str:
    return sample.title


@pytest.mark.parametrize("sample", SAMPLES, ids=by_title)
def test_a_sample_is_of_the_unit_and_year_that_its_title_says(sample: Sample) -> None:
    figures, _ = open_sample(sample)
    assert figures.unit.removesuffix("人民政府") + f" {figures.year}年度" == sample.title


def test_every_rule_of_the_balanced_sample_holds() -> None:
    assert {finding.state.value for finding in check_figures(*open_sample(BALANCED)).findings} == {"held"}


def test_the_faulty_sample_breaks_rules_and_one_cell_would_mend_two_of_them() -> None:
    checked = check_figures(*open_sample(FAULTY))
    assert (checked.holds, checked.odd) == (False, frozenset({"requests.new.natural_person"}))


def test_the_passage_has_slips_to_find() -> None:
    report = judge_text(sample_passage(BALANCED), *open_sample(BALANCED))
    assert [item.text for item in report.answer.objections] == ["1365条", "33.0%", "18件", "6次"]


def test_a_sample_without_a_passage_has_an_empty_one() -> None:
    assert sample_passage(FAULTY) == ""
