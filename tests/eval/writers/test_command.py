"""Writers side by side as a person asks for them: real HTTP, faults in the middle, interruptions, exit codes."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from agent.cli.progress import Progress, State
from agent.workflow.samples import sample_reports
from eval.__main__ import main
from eval.model_server import ModelServer
from eval.scoring import CaseResult
from eval.scoring.running import read_results
from eval.writers import command
from eval.writers.contestant import Price

SMALL = "tailing-2023.figures.json"


def ask(out: Path, *more: str) -> int:
    """The command over one small figure set, in one process unless told otherwise."""
    return main(["writers", str(sample_reports() / SMALL), "-o", str(out), "--processes", "1", *more])


def results(out: Path) -> list[CaseResult]:
    return read_results(out / "writers" / "results.jsonl")


def standing(out: Path, label: str) -> dict[str, object]:
    lines = map(json.loads, (out / "writers" / "writers.jsonl").read_text("utf-8").splitlines())
    return next(dict(line) for line in lines if line["writer"] == label)


def test_scores_are_the_same_on_two_runs_and_on_one_or_two_processes(tmp_path: Path) -> None:
    made = []
    for number, processes in enumerate(("1", "1", "2")):
        out = tmp_path / str(number)
        assert ask(out, "--played", "obedient", "changed", "--processes", processes) == 0
        made.append([(out / "writers" / name).read_bytes() for name in ("results.jsonl", "results.csv")])
    assert made[0] == made[1] == made[2]
    by_name = {result.name: result.scores["own"].value for result in results(tmp_path / "0")}
    assert len(by_name) == 5
    assert None in by_name.values()


def test_a_fault_of_the_far_side_is_a_sentence_and_a_counted_failure_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with ModelServer(["obedient"] * 4) as runs_out:
        given = [
            "--model",
            "够不着=any",
            "http://127.0.0.1:9/v1",
            "--model",
            "半路用完=status_402",
            runs_out.url,
        ]
        assert (
            ask(out, *given, "--played", "bad_json", "nobody", "obedient", "--repeats", "1", "--timeout", "2")
            == 1
        )
    said = capsys.readouterr().err
    problems = {result.metadata["写法"]: "".join(result.problems) for result in results(out)}
    assert problems["内置文句"] == problems["照办的模拟模型"] == ""
    for label, words in {
        "够不着": "连接", "半路用完": "余额或额度用完了", "模拟模型 bad_json": "看不懂", "模拟模型 nobody": "没有这个模型",
    }.items():  # fmt: skip
        assert words in problems[label], problems
        assert problems[label] in said
        assert standing(out, label)["failed"] == 1
    assert "个部分没有写成，先是“" in problems["半路用完"]
    page = (out / "writers" / "index.html").read_text("utf-8")
    assert "没有评成的" in page
    assert "<script" not in page


def test_what_is_written_is_not_asked_for_again_after_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer() as server:
        given = ["--model", "obedient", server.url]
        assert ask(tmp_path / "whole", *given) == 0
        out = tmp_path / "stopped"
        with monkeypatch.context() as patched:
            patched.setattr(command, "Progress", Interrupting)
            assert ask(out, *given) == 130
        server.requests.clear()
        assert ask(out, *given) == 0
        assert {request["seed"] for request in server.requests} == {2}
        # The next run is a run of its own.
        server.requests.clear()
        assert ask(out, *given) == 0
        assert {request["seed"] for request in server.requests} == {1, 2}
    whole = (tmp_path / "whole" / "writers" / "results.jsonl").read_bytes()
    assert (out / "writers" / "results.jsonl").read_bytes() == whole


class Interrupting(Progress):
    """Ctrl+C when the built-in phrases and the first repetition are done."""

    def at(self, state: State) -> None:
        if state.lines == 2:
            raise KeyboardInterrupt


def test_a_draft_is_kept_the_moment_it_is_written_whatever_becomes_of_the_run(tmp_path: Path) -> None:
    with ModelServer() as server:
        given = ["--model", "obedient", server.url, "--repeats", "1"]
        assert ask(tmp_path, *given) == 0
        folder = tmp_path / "writers"
        # As a kill leaves it: drafts written, no results and no state.
        (folder / "written").rename(folder / "under-way")
        before = (folder / "results.jsonl").read_bytes()
        (folder / "results.jsonl").unlink()
        server.requests.clear()
        assert ask(tmp_path, *given) == 0
        assert server.requests == []
        assert (folder / "results.jsonl").read_bytes() == before
        (folder / "written").rename(folder / "under-way")
        assert ask(tmp_path, *given, "--fresh") == 0
        assert server.requests != []


def test_a_key_is_sent_and_stands_in_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_KEY", "sk-writers-5b1e77")
    with ModelServer() as server:
        given = [
            "--model",
            "甲=obedient",
            server.url,
            "OFFICE_KEY",
            "--model",
            "乙=echoes_key",
            server.url,
            "OFFICE_KEY",
        ]
        ask(tmp_path, *given, "--repeats", "1")
        sent = {
            value
            for headers in server.headers
            for name, value in headers.items()
            if name.lower() == "authorization"
        }
    assert sent == {"Bearer sk-writers-5b1e77"}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert [path for path in files if b"sk-writers" in path.read_bytes()] == []


def test_what_is_not_known_to_cost_anything_is_no_zero(tmp_path: Path) -> None:
    ask(tmp_path, "--played", "obedient", "changed", "--repeats", "1", "--price", "照办的模拟模型", "2", "8")
    cost = {result.metadata["写法"]: result.scores["cost"] for result in results(tmp_path)}
    assert cost["内置文句"].value == 0
    assert not cost["改数的模拟模型"].applicable
    assert "--price" in cost["改数的模拟模型"].reason
    value = cost["照办的模拟模型"].value
    assert value is not None
    assert value > 0
    assert Price(Decimal(2), Decimal(8)).of(500_000, 250_000) == 3.0


def test_a_case_that_got_worse_is_a_regression_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    given = ["--played", "obedient", "--repeats", "1", "--baseline", str(kept)]
    assert ask(tmp_path, *given, "--keep") == 0
    assert ask(tmp_path, *given) == 0
    assert "与基准结果完全相同" in capsys.readouterr().out
    baseline = json.loads(kept.read_text("utf-8"))
    (name,) = [name for name in baseline["cases"] if name.startswith("照办的模拟模型")]
    baseline["cases"][name]["repetition"] = [-1, None]
    kept.write_text(json.dumps(baseline), "utf-8")
    assert ask(tmp_path, *given) == 1
    assert f"退步：{name}·重复" in capsys.readouterr().out
    assert "seconds" not in kept.read_text("utf-8")


def test_everything_that_is_wrong_with_the_options_is_told_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [
        "--model",
        "a",
        "http://u:secret@host/v1",
        "--model",
        "b",
        "host",
        "--model",
        "c",
        "http://host/v1",
        "NO_SUCH_KEY",
    ]
    given += ["--model", "d", "--price", "nobody", "1", "1", "--price", "内置文句", "-1", "x"]
    assert ask(tmp_path, *given) == 2
    said = capsys.readouterr().err
    for words in (
        "--model a",
        "地址不对",
        "没有这个环境变量",
        "要写模型和地址两项",
        "--price nobody",
        "单价要写成",
    ):
        assert words in said, words
    assert "secret" not in said
    assert not (tmp_path / "writers" / "cases.jsonl").exists()


def test_figures_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.figures.json").write_text("{", "utf-8")
    (tmp_path / "empty").mkdir()
    shutil.copy(sample_reports() / SMALL, tmp_path / SMALL)
    assert main(["writers", str(tmp_path), str(tmp_path / "empty"), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "bad.figures.json" in said
    assert "文件夹里没有数据" in said
