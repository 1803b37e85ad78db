from dataclasses import replace
from pathlib import Path

import pytest

from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from agent.forms import form_of
from agent.forms.plausibility import Doubt, doubts
from tests.samples import changed, sample
from tests.surroundings import SHARED, shared_reports


def found(figures: FigureSet, previous: FigureSet | None = None) -> tuple[Doubt, ...]:
    return doubts(form_of(figures.form), figures, previous)


def codes(figures: FigureSet, previous: FigureSet | None = None) -> list[str]:
    return [doubt.code for doubt in found(figures, previous)]


def test_an_ordinary_year_raises_no_doubt() -> None:
    assert found(sample(2024), sample(2023)) == ()


def test_more_than_tenfold_is_a_jump() -> None:
    (doubt,) = found(changed(sample(), decisions__penalty__decided=2700), sample(2023))
    assert doubt == Doubt(
        "jump",
        ("decisions.penalty.decided",),
        "表二 行政处罚：本年处理决定数量由265变为2700，与上年相差十倍以上，请核对是否多写或漏写了一位",
    )


def test_less_than_a_tenth_is_a_jump() -> None:
    assert codes(changed(sample(), decisions__penalty__decided=24), sample(2023)) == ["jump"]


def test_exactly_tenfold_is_none() -> None:
    assert codes(changed(sample(), decisions__penalty__decided=2650), sample(2023)) == []


@pytest.mark.parametrize(("before", "now"), [(1, 15), (0, 500), (0, 0)])
def test_small_counts_and_counts_from_zero_do_not_jump(before: int, now: int) -> None:
    previous = changed(sample(2023), decisions__coercion__decided=before)
    assert codes(changed(sample(), decisions__coercion__decided=now), previous) == []


def test_a_row_jumps_once_with_all_its_cells() -> None:
    figures = changed(sample(), requests__new__natural_person=400, requests__new__total=407)
    (doubt,) = found(figures, sample(2023))
    assert doubt.cells == ("requests.new.natural_person", "requests.new.total")


def test_last_years_figures_under_this_years_date_are_doubted() -> None:
    assert codes(sample(2023, year=2024), sample(2023)) == ["unchanged"]


def test_one_changed_figure_is_enough_to_believe_the_rest() -> None:
    figures = changed(sample(2023, year=2024), decisions__penalty__decided=266)
    assert codes(figures, sample(2023)) == []


def test_an_office_with_nothing_to_report_may_repeat_itself() -> None:
    nothing = replace(
        sample(2023), cells=dict.fromkeys(sample(2023).cells, sample(2023).cells["review.other"])
    )
    assert codes(replace(nothing, year=2024), nothing) == []


def test_ten_thousand_times_last_years_money_is_the_wrong_unit() -> None:
    (doubt,) = found(changed(sample(), fees__amount="29876500"), sample(2023))
    assert (doubt.code, doubt.cells) == ("money", ("fees.amount",))
    assert "约为上年3120.4万元的一万倍" in doubt.reason


def test_a_ten_thousandth_is_the_wrong_unit_too() -> None:
    assert "万分之一" in found(changed(sample(), fees__amount="0.298765"), sample(2023))[0].reason


def test_an_amount_beyond_belief_is_doubted_without_last_year() -> None:
    (doubt,) = found(changed(sample(), fees__amount="29876500"))
    assert (
        doubt.reason
        == "表二 行政事业性收费·本年收费金额（单位：万元）填了29876500万元，合2987.65亿元，大得反常，请核对单位是不是万元"
    )


def test_a_county_does_not_make_rules() -> None:
    (doubt,) = found(changed(sample(), documents__rules__issued=2, documents__rules__in_force=2))
    assert (doubt.code, doubt.cells) == ("reserved", ("documents.rules.issued", "documents.rules.in_force"))


@pytest.mark.parametrize(
    "unit", ["云岭市人民政府", "云岭省人民政府", "云岭自治区人民政府", "国家云岭总局", "云岭部", "云岭委员会"]
)
def test_those_who_may_make_rules_are_not_doubted(unit: str) -> None:
    assert codes(changed(sample(unit=unit), documents__rules__issued=2)) == []


@pytest.mark.parametrize(
    "unit", ["云岭县人民政府", "云岭市云溪区人民政府", "云岭市教育局", "云溪镇人民政府", "云溪街道办事处"]
)
def test_those_who_may_not_are(unit: str) -> None:
    assert codes(changed(sample(unit=unit), documents__rules__issued=2)) == ["reserved"]


def test_another_units_last_year_is_doubted() -> None:
    assert codes(sample(), sample(2023, unit="云溪区人民政府")) == ["unit"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no sample material beside the repository")
@pytest.mark.parametrize("path", shared_reports("*.figures.json"), ids=lambda path: path.name)
def test_real_figures_raise_no_idle_doubt(path: Path) -> None:
    assert found(read_figures(path.read_text("utf-8"), path.name)) == ()
