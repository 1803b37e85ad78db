from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.figures import Fact, FigureSet
from agent.figures.interchange import write_figures
from agent.forms.footing import State
from agent.workflow import (
    Choice,
    add_up,
    added_figures,
    added_workbook,
    draft_report,
    export_report,
    figures_in,
    gather,
    gather_uploads,
    make_workbook,
    open_figures,
)
from agent.workflow.adding import Gathered
from tests.samples import changed, sample

CIVIL, SCHOOLS, TOWN = "云岭县民政局", "云岭县教育局", "城关镇人民政府"


def of(unit: str, year: int = 2024, **cells: object) -> FigureSet:
    return replace(changed(sample(year), **cells), unit=unit, file=f"{unit}.json")


def refused(*figures: FigureSet, choice: Choice | None = None) -> list[str]:
    with pytest.raises(BadInput) as caught:
        add_up(Gathered(figures), choice or Choice())
    return [str(problem) for problem in caught.value.problems]


def test_workbooks_figures_and_reports_are_added_together(tmp_path: Path) -> None:
    book, plain, report = tmp_path / "民政.xlsx", tmp_path / "教育.json", tmp_path / "城关镇.docx"
    book.write_bytes(make_workbook("2021", of(CIVIL)))
    plain.write_text(write_figures(of(SCHOOLS, review__total=6, review__upheld=5)), "utf-8")
    report.write_bytes(export_report(draft_report(of(TOWN)), "docx"))
    added = add_up(gather([book, plain, report]), unit="云岭县人民政府")
    assert added.left_out == ()
    assert added.total.units == (CIVIL, SCHOOLS, TOWN)
    assert added.total.figures.get("review.total") == 16
    assert added.total.figures.get("requests.new.total") == 3 * 48
    assert added.holds


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_added(tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "a.json", tmp_path / "b.xlsx", tmp_path / "c.json"
    good.write_text(write_figures(of(CIVIL)), "utf-8")
    bad.write_bytes(b"PK\x03\x04 nothing of the kind")
    added = add_up(gather([bad, good, gone]))
    assert added.total.units == (CIVIL,)
    assert [problem.where.split(" ")[0] for problem in added.left_out] == [str(bad), str(gone)]
    assert not added.whole


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "数据.json" for folder in ("民政", "教育")]
    for path, unit in zip(paths, (CIVIL, SCHOOLS), strict=True):
        path.parent.mkdir()
        path.write_text(write_figures(of(unit)), "utf-8")
    assert [part.file for part in gather(paths).figures] == list(map(str, paths))


def test_where_no_file_can_be_read_all_reasons_are_given() -> None:
    with pytest.raises(BadInput) as caught:
        add_up(gather_uploads([("a.json", b"{"), ("b.xlsx", b"x")]))
    assert len(caught.value.problems) == 2


def test_uploads_are_added_like_files() -> None:
    files = [("a.json", write_figures(of(CIVIL)).encode()), ("b.xlsx", make_workbook("2021", of(SCHOOLS)))]
    assert add_up(gather_uploads(files)).total.figures.get("fees.amount") == Decimal("5975.30")


def test_how_far_the_reading_is_is_told_before_each_file() -> None:
    heard: list[tuple[int, str]] = []
    gather_uploads([("a.json", b"{"), ("b.json", b"{")], lambda done, name: heard.append((done, name)))
    assert heard == [(0, "a.json"), (1, "b.json")]


def test_years_and_editions_that_differ_and_units_twice_are_all_refused_at_once() -> None:
    older = FigureSet("清河街道办事处", 2020, "2019", {"requests.new.total": Decimal(1)}, file="旧.json")
    said = refused(of(CIVIL), of(SCHOOLS), of(TOWN, 2023), older, of(CIVIL, fees__amount=1))
    assert len(said) == 3
    assert "城关镇人民政府的数据是2023年度" in said[0]
    assert "2019年格式" in said[1]
    assert "云岭县民政局有2份不同的数据" in said[2]


def test_a_copy_of_a_file_is_added_once_and_told() -> None:
    added = add_up(Gathered((of(CIVIL), replace(of(CIVIL), file="再交一次.json"), of(SCHOOLS))))
    assert added.total.units == (CIVIL, SCHOOLS)
    assert "再交一次.json" in added.notes[0]


def test_a_unit_whose_name_differs_by_blanks_is_the_same_unit() -> None:
    assert "有2份不同的数据" in refused(of(CIVIL), of("云岭县 民政局", fees__amount=1))[0]


def test_a_choice_about_a_unit_that_is_not_there_is_refused_with_the_nearest() -> None:
    said = refused(of(CIVIL), of(SCHOOLS), choice=Choice(frozenset({"云岭县民政"})))
    assert said == ["没有单位“云岭县民政”；是不是“云岭县民政局”？"]


def test_errors_of_two_units_that_cancel_out_are_told_of_each() -> None:
    added = add_up(Gathered((of(CIVIL, review__total=6), of(SCHOOLS, review__total=4))))
    assert added.checked.holds
    assert [bool(each.of(State.BROKEN)) for each in added.parts_checked] == [True, True]
    assert not added.holds


def test_a_sum_too_large_for_a_cell_is_refused() -> None:
    big = 9 * 10**14
    assert "超出合理范围" in refused(of(CIVIL, fees__amount=big), of(SCHOOLS, fees__amount=big))[0]


def test_the_workbook_of_a_sum_is_read_back_as_the_sum() -> None:
    facts = (Fact("培训", Decimal(3), "次", source="台账"),)
    parts = (replace(of(CIVIL), facts=facts), replace(of(SCHOOLS, fees__amount=None), facts=facts))
    added = add_up(Gathered(parts), unit="云岭县人民政府")
    again = figures_in(added_workbook(added), "汇总.xlsx")
    assert again.cells == added.total.figures.cells
    assert "fees.amount" not in again.cells
    assert again.facts == added.total.figures.facts


def test_a_fact_without_a_sum_comes_back_from_the_workbook_without_a_number() -> None:
    fact = Fact("培训", Decimal(3), "次", source="台账")
    added = add_up(Gathered((replace(of(CIVIL), facts=(fact,)), of(SCHOOLS))), unit="云岭县人民政府")
    (again,) = figures_in(added_workbook(added), "汇总.xlsx").facts
    assert (again.name, again.value) == ("培训", None)
    assert not added.whole


def test_the_same_sum_is_the_same_workbook() -> None:
    parts = Gathered((of(CIVIL), of(SCHOOLS)))
    assert added_workbook(add_up(parts)) == added_workbook(add_up(parts))


def test_a_sum_without_a_name_becomes_no_figures_json() -> None:
    with pytest.raises(BadInput, match="没有写汇总单位的名称"):
        added_figures(add_up(Gathered((of(CIVIL), of(SCHOOLS)))))


def test_figures_of_a_sum_are_read_back(tmp_path: Path) -> None:
    added = add_up(Gathered((of(CIVIL), of(SCHOOLS))), unit="云岭县人民政府")
    path = tmp_path / "sum.json"
    path.write_bytes(added_figures(added))
    assert open_figures(path).cells == added.total.figures.cells


def test_a_page_that_is_no_report_is_left_out_with_the_reason() -> None:
    added = add_up(
        gather_uploads([("a.json", write_figures(of(CIVIL)).encode()), ("b.txt", "今天天气好。".encode())])
    )
    assert {problem.where for problem in added.left_out} == {"b.txt"}
