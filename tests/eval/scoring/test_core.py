"""Scores, reports, their files and the comparison with a kept one."""

import csv
import io
import json
from pathlib import Path

import pytest

from agent.errors import BadInput
from eval.scoring import CaseResult, Report, Score, Sense
from eval.scoring.baseline import compare, keep
from eval.scoring.charts import Bar, bars
from eval.scoring.evaluator import Trait
from eval.scoring.folder import write
from eval.scoring.page import page
from eval.scoring.report import aggregate
from eval.scoring.tables import guarded, markdown, table_csv

RIGHT = Trait("right", "数字对", 1)
FAULTS = Trait("faults", "差错", 1, Sense.LESS, counts=True)


def report(right: Score, faults: Score, name: str = "第一份稿子站得住", version: int = 1) -> Report:
    traits = (Trait("right", "数字对", version), FAULTS)
    return Report(
        "try",
        "试评",
        traits,
        (CaseResult(name, {"单位": "云岭县"}, {"right": right, "faults": faults}),),
        lead="right",
    )


GOOD = report(Score.share(3, 4, "四个里对三个"), Score.count(["多写一个字"], "一处"))


def test_what_does_not_apply_is_no_zero_and_no_mean_takes_it_in() -> None:
    known = aggregate(RIGHT, [Score.share(1, 2, ""), Score.not_applicable("没有数据")])
    assert (known.mean, known.applicable, known.cases) == (0.5, 1, 2)
    assert aggregate(RIGHT, [Score.not_applicable("没有数据")]).mean is None
    assert Score.not_applicable("没有数据").told == "不适用"
    assert Score.share(0, 2, "").told == "0/2（0.0%）"


def test_a_share_needs_something_to_share() -> None:
    for hits, cases in ((1, 0), (3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="/"):
            Score.share(hits, cases, "")


@pytest.mark.parametrize(
    "score",
    [
        Score.share(3, 4, "理由", ["依据"]),
        Score.count(["一"], "一处"),
        Score.not_applicable("没有"),
        Score.mark(0.25, ""),
    ],
)
def test_a_score_comes_back_from_its_file(score: Score) -> None:
    assert Score.of_json(json.loads(json.dumps(score.as_json()))) == score


def test_a_kept_report_compares_as_the_same(tmp_path: Path) -> None:
    keep(GOOD, tmp_path / "kept.json")
    comparison = compare(GOOD, tmp_path / "kept.json")
    assert comparison.lines == ["与基准结果完全相同。"]
    assert not comparison.worse


@pytest.mark.parametrize(
    ("right", "faults", "worse", "line"),
    [
        (Score.share(2, 4, ""), Score.count(["一"], ""), True, "退步：第一份稿子站得住·数字对 3/4（75.0%） → 2/4（50.0%）"),
        (Score.share(4, 4, ""), Score.count(["一"], ""), False, "变化：第一份稿子站得住·数字对 3/4（75.0%） → 4/4（100.0%）"),
        (Score.share(3, 4, ""), Score.count(["一", "二"], ""), True, "退步：第一份稿子站得住·差错 1 → 2"),
        (Score.share(3, 4, ""), Score.count([], ""), False, "变化：第一份稿子站得住·差错 1 → 0"),
        (Score.not_applicable("没有"), Score.count(["一"], ""), True, "退步：第一份稿子站得住·数字对 3/4（75.0%） → 不适用"),
    ],
)  # fmt: skip
def test_a_comparison_says_which_case_moved_and_whether_that_is_worse(
    right: Score, faults: Score, worse: bool, line: str, tmp_path: Path
) -> None:
    keep(GOOD, tmp_path / "kept.json")
    comparison = compare(report(right, faults), tmp_path / "kept.json")
    assert comparison.lines == [line]
    assert comparison.worse is worse


def test_values_of_another_version_are_named_and_not_compared(tmp_path: Path) -> None:
    keep(GOOD, tmp_path / "kept.json")
    now = report(Score.share(0, 4, ""), Score.count(["一"], ""), version=2)
    comparison = compare(now, tmp_path / "kept.json")
    assert comparison.lines == ["“数字对”的评法改过了（基准是第 1 版，现在是第 2 版），不作比较。"]
    assert not comparison.worse


def test_a_case_that_is_gone_or_cannot_be_scored_any_more_is_worse(tmp_path: Path) -> None:
    keep(GOOD, tmp_path / "kept.json")
    other = report(Score.share(3, 4, ""), Score.count([], ""), "另一份稿子站得住")
    assert compare(other, tmp_path / "kept.json").worse
    broken = Report(
        "try", "试评", GOOD.traits, (CaseResult("第一份稿子站得住", {}, problems=("文件是空的",)),)
    )
    assert compare(broken, tmp_path / "kept.json").lines == ["退步：第一份稿子站得住·整例 评过 → 评不了"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"schema": "nianbao/eval/0", "bench": "try", "plan": {}, "cases": {}, "evaluators": {}}',
    ],
)
def test_a_baseline_that_is_none_is_refused_with_its_name(content: str, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text(content, "utf-8")
    with pytest.raises(BadInput, match=r"kept\.json"):
        compare(GOOD, tmp_path / "kept.json")


def test_a_baseline_of_another_bench_is_refused(tmp_path: Path) -> None:
    keep(GOOD, tmp_path / "kept.json")
    with pytest.raises(BadInput, match="不是“other”的"):
        compare(Report("other", "别的", GOOD.traits, ()), tmp_path / "kept.json")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "|x", "%0A"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_numbers_stay_numbers() -> None:
    assert [guarded(cell) for cell in (0.5, "-3", None, "云岭县")] == ["0.5", "-3", "", "云岭县"]


def test_names_and_reasons_from_outside_are_guarded_in_the_table() -> None:
    made = report(Score.not_applicable("=HYPERLINK(1)"), Score.count(["+1"], "-x"), "=cmd|' /C calc'!A0")
    rows = list(csv.reader(io.StringIO(table_csv(made).removeprefix("\ufeff"))))
    assert rows[1][0].startswith("'=cmd")
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_what_users_wrote_is_no_markup() -> None:
    made = report(
        Score.not_applicable("<script>alert(1)</script>"), Score.count(["| a |"], "`x`"), "<b>稿子</b>"
    )
    assert "<script" not in page(made)
    assert "<b>稿子" not in page(made)
    assert "\\<script\\>" in markdown(made)


def test_the_page_has_charts_and_fetches_nothing() -> None:
    text = page(GOOD, ["变化：一处"])
    assert "<svg" in text
    assert "<script" not in text
    assert "src=" not in text
    assert 'href="http' not in text


def test_bars_of_one_name_stand_beside_each_other() -> None:
    drawn = bars([Bar("同名", 1.0, "甲"), Bar("同名", 2.0, "乙")], "值")
    assert "甲" in drawn
    assert "乙" in drawn
    assert drawn.count("同名") >= 2


def test_a_run_leaves_the_same_files_whatever_the_bench_and_a_page_that_links_it(tmp_path: Path) -> None:
    write(GOOD, tmp_path, ["没有留存的基准结果。"])
    assert {file.name for file in (tmp_path / "try").iterdir()} == {
        "results.jsonl", "results.csv", "summary.json", "summary.md", "index.html",
    }  # fmt: skip
    assert 'href="try/index.html"' in (tmp_path / "index.html").read_text("utf-8")
    line = json.loads((tmp_path / "try" / "results.jsonl").read_text("utf-8"))
    assert CaseResult.of_json(line) == GOOD.results[0]
