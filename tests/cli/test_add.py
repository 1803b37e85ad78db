import json
from dataclasses import replace
from pathlib import Path

from agent.workflow import figures_in, open_figures
from tests.cli.running import names, refusal, run
from tests.export.workbooks import sheet_rows
from tests.samples import changed, sample, written


def two(folder: Path, **cells: object) -> list[Path]:
    first = written(folder, replace(sample(), unit="云岭县民政局"), "a.json")
    return [first, written(folder, replace(changed(sample(), **cells), unit="云岭县教育局"), "b.json")]


def test_a_whole_sum_is_written_with_its_contributors(tmp_path: Path) -> None:
    done = run(
        "add", *two(tmp_path, fees__amount="0.35"), "-o", tmp_path / "sum.xlsx", "--unit", "云岭县人民政府"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "结论：全部汇总，勾稽关系相符" in done.stdout
    rows = sheet_rows((tmp_path / "sum.xlsx").read_bytes(), "汇总来源")
    (fees,) = [row for row in rows if row[1] == "行政事业性收费"]
    assert [str(value) for value in fees[4:7]] == ["2988", "2987.65", "0.35"]


def test_a_blank_leaves_the_total_blank_and_says_whose(tmp_path: Path) -> None:
    done = run(
        "add", *two(tmp_path, fees__amount=None), "-o", tmp_path / "sum.json", "--unit", "云岭县人民政府"
    )
    assert done.returncode == 1
    assert "云岭县教育局没有填：表二 行政事业性收费·本年收费金额（单位：万元）" in done.stdout
    assert "fees.amount" not in open_figures(tmp_path / "sum.json").cells


def test_a_blank_is_zero_for_whom_it_is_said(tmp_path: Path) -> None:
    out = tmp_path / "sum.json"
    files = two(tmp_path, fees__amount=None)
    done = run("add", *files, "-o", out, "--unit", "云岭县人民政府", "--zero", "云岭县教育局")
    assert done.returncode == 0
    assert str(open_figures(out).cells["fees.amount"]) == "2987.65"


def test_the_record_for_programs_has_every_contribution(tmp_path: Path) -> None:
    done = run("add", *two(tmp_path), "-o", tmp_path / "sum.xlsx", "--json")
    cells = {each["key"]: each for each in json.loads(done.stdout)["cells"]}
    assert cells["review.total"]["given"] == {"云岭县民政局": "5", "云岭县教育局": "5"}
    assert cells["review.total"]["total"] == "10"


def test_a_workbook_without_a_name_waits_for_one(tmp_path: Path) -> None:
    done = run("add", *two(tmp_path), "-o", tmp_path / "sum.xlsx")
    assert "单位名称未写" in done.stdout
    assert refusal("check", tmp_path / "sum.xlsx")[0].endswith("填写发布年报的行政机关全称")


def test_a_refusal_leaves_nothing_behind(tmp_path: Path) -> None:
    files = [*two(tmp_path), written(tmp_path, replace(sample(2023), unit="城关镇人民政府"), "c.json")]
    before = names(tmp_path)
    assert "2023年度" in refusal("add", *files, "-o", tmp_path / "sum.xlsx")[0]
    assert names(tmp_path) == before


def test_a_target_that_is_a_source_is_refused(tmp_path: Path) -> None:
    files = two(tmp_path)
    assert "输出文件就是输入文件" in refusal("add", *files, "-o", files[0], "--unit", "云岭县人民政府")[0]


def test_a_json_file_needs_a_name(tmp_path: Path) -> None:
    assert "--unit" in refusal("add", *two(tmp_path), "-o", tmp_path / "sum.json")[0]


def test_every_unit_may_be_said_to_have_left_blank_what_it_has_none_of(tmp_path: Path) -> None:
    out = tmp_path / "sum.xlsx"
    run("add", *two(tmp_path, fees__amount=None), "-o", out, "--unit", "云岭县人民政府", "--zero", "全部")
    assert "fees.amount" in figures_in(out.read_bytes(), "sum.xlsx").cells
