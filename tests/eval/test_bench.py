"""The whole bench: the same for any number of processes, its files, its exit codes."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.scoring.folder import write
from eval.verifier import command
from eval.verifier.annotated import annotated, judged
from eval.verifier.page import page
from eval.verifier.report import report_of
from eval.verifier.results import Run, compare, keep, write_failures
from eval.verifier.running import Plan, run, trials
from eval.verifier.scoring import ALARM, CAUGHT
from eval.verifier.tally import Rate, rates

_GOOD = [
    Rate(CAUGHT, "全部", "全部", 100, 100),
    Rate(CAUGHT, "说法", "1 收到申请", 100, 100),
    Rate(ALARM, "说法", "1 收到申请", 0, 90),
]
_RUN = Run({"seed": 1, "worlds": 2, "reports": 0}, "abc", {"nianbao": _GOOD}, [], [], [], None)


def worse(hits: int) -> Run:
    return replace(_RUN, rates={"nianbao": [Rate(CAUGHT, "说法", "1 收到申请", hits, 100)]})


def kept(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The baseline file, with ``_RUN`` in it."""
    file = folder / "baseline.json"
    monkeypatch.setattr("eval.verifier.results.RESULTS", folder)
    monkeypatch.setattr("eval.verifier.results.BASELINE", file)
    keep(_RUN, "<svg/>")
    return file


def test_two_processes_find_what_one_finds() -> None:
    plan = Plan(seed=2, worlds=12, reports=11, sentences=4, mutants=1, wrong_reports=1)
    one, two = run(plan, 1), run(plan, 2)
    assert {name: (score.hits, score.cases, score.failures) for name, score in one.items()} == {
        name: (score.hits, score.cases, score.failures) for name, score in two.items()
    }


def test_a_baseline_reads_back_as_unchanged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert compare(_RUN, kept(monkeypatch, tmp_path)) == (["与基准结果完全相同。"], False)


def test_getting_worse_at_the_same_questions_is_a_regression(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines, bad = compare(worse(95), kept(monkeypatch, tmp_path))
    assert bad
    assert lines == ["退步：查出·说法·1 收到申请 100/100（100.00%） → 95/100（95.00%）"]


def test_other_questions_are_compared_but_not_judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines, bad = compare(replace(worse(95), digest="other"), kept(monkeypatch, tmp_path))
    assert not bad
    assert lines[0].startswith("题目与基准不同")
    assert lines[1].startswith("变化：")


@pytest.mark.parametrize(("made", "code"), [(_RUN, 0), (worse(90), 1), (worse(98), 1)])
def test_the_exit_code_says_whether_a_bar_is_missed_or_something_got_worse(
    made: Run, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = kept(monkeypatch, tmp_path)
    monkeypatch.setattr(command, "compare", lambda done: compare(done, baseline))
    monkeypatch.setattr(command, "measured", lambda *_, **__: made)
    assert main(["verifier", "--out", str(tmp_path / "out")]) == code
    assert ("未达标的种类：查出 1 收到申请 90.00%" in capsys.readouterr().err) is (made == worse(90))


def test_an_unknown_bench_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["没有"]) == 2
    assert "verifier" in capsys.readouterr().err


def test_a_run_leaves_its_files_and_the_page_fetches_nothing(tmp_path: Path) -> None:
    shown = write(report_of(_RUN), tmp_path, own_page=page(_RUN))
    write_failures(_RUN, shown.parent)
    assert {file.name for file in shown.parent.iterdir()} == {
        "results.jsonl", "results.csv", "summary.json", "summary.md", "index.html",
        "rates.csv", "failures.jsonl", "failures.md",
    }  # fmt: skip
    text = shown.read_text("utf-8")
    assert "<svg" in text
    assert "<script" not in text
    assert "src=" not in text
    assert 'href="http' not in text
    summary = json.loads((shown.parent / "summary.json").read_text("utf-8"))
    assert summary["evaluators"]["caught"]["parts"] == 100
    assert 'href="verifier/index.html"' in (tmp_path / "index.html").read_text("utf-8")


def test_a_case_can_be_looked_at_again(capsys: pytest.CaptureFixture[str]) -> None:
    name = trials(Plan(1, 1, 1), "句子", 0)[0].name
    assert command.main(["--case", name]) == 0
    assert "件" in capsys.readouterr().out


def test_the_command_runs_as_a_person_types_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eval", "verifier", "--worlds", "2", "--reports", "1", "--no-pace", "--out", str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "nianbao：查出" in done.stdout
    assert "Recognizers-Text：查出" in done.stdout


def test_the_annotated_reports_are_scored_where_they_are(shared: Path) -> None:
    found = {
        (rate.measure, rate.name): rate
        for rate in rates(judged(annotated(shared)))
        if rate.dimension == "全部"
    }
    assert found[CAUGHT, "全部"].cases > 100
    assert found[ALARM, "全部"].cases > 50


def test_no_annotated_reports_is_no_failure(tmp_path: Path) -> None:
    assert annotated(tmp_path) == []


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"judges": {"nianbao": [{}]}, "plan": {}, "digest": ""}']
)
def test_a_baseline_of_another_version_says_so_and_counts_as_worse(content: str, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(content, "utf-8")
    lines, bad = compare(_RUN, file)
    assert bad
    assert lines == ["基准结果 baseline.json 读不出来，或者不是这一版的，不能比较；请用 --keep 重新留一份。"]
