"""The bench of drafts as a person types it: what pairs with what, bad files among good ones, interruptions, exit codes."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.workflow.samples import sample_reports
from eval.__main__ import main
from eval.drafts.neighbours import Neighbours
from eval.drafts.pairing import Options, paired
from eval.drafts.scoring import scorer
from eval.scoring import CaseResult
from eval.scoring.running import read_results, run
from tests.eval.drafts.written import NAME, good
from tests.surroundings import shared_reports


def copy(folder: Path, *names: str) -> None:
    for name in names:
        shutil.copy(sample_reports() / name, folder / name)


def results(out: Path) -> dict[str, CaseResult]:
    return {
        Path(each.name.split(" ")[0]).name: each for each in read_results(out / "drafts" / "results.jsonl")
    }


def score(out: Path, name: str, evaluator: str) -> str:
    return results(out)[name].scores[evaluator].reason


def test_files_go_together_by_their_names(tmp_path: Path) -> None:
    copy(tmp_path, "yunling-2023.figures.json", "yunling-2022.figures.json", "yunling-2022.docx")
    for name in ("yunling-2023.model-a.txt", "yunling-2023.reference.txt", "plain.md"):
        (tmp_path / name).write_text("一、总体情况\n无。", "utf-8")
    found = {Path(each.draft).name: each for each in paired([tmp_path]).drafts}
    assert set(found) == {"yunling-2022.docx", "yunling-2023.model-a.txt", "plain.md"}
    mine = found["yunling-2023.model-a.txt"]
    assert [Path(path).name for path in (mine.figures, mine.previous, mine.last, mine.reference)] == [
        "yunling-2023.figures.json", "yunling-2022.figures.json", "yunling-2022.docx", "yunling-2023.reference.txt",
    ]  # fmt: skip
    assert found["plain.md"].figures == ""


def test_what_lies_beside_a_draft_by_name_wins_over_the_year_before(tmp_path: Path) -> None:
    copy(tmp_path, "yunling-2023.figures.json", "yunling-2022.figures.json", "yunling-2022.docx")
    (tmp_path / "yunling-2023.txt").write_text(good(), "utf-8")
    shutil.copy(tmp_path / "yunling-2022.figures.json", tmp_path / "yunling-2023.previous.json")
    (mine,) = paired([tmp_path / "yunling-2023.txt"]).drafts
    assert Path(mine.previous).name == "yunling-2023.previous.json"


def test_a_file_that_an_option_names_holds_for_every_draft(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(good(), "utf-8")
    figures = sample_reports() / f"{NAME}.figures.json"
    assert {each.figures for each in paired([tmp_path], Options(figures=figures)).drafts} == {str(figures)}


def test_one_bad_file_is_named_and_the_others_are_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy(tmp_path, "yunling-2023.pdf", "yunling-2022.figures.json", "qinghe-2023.figures.json")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "empty.html").write_bytes(b"")
    out = tmp_path / "out"
    assert main(["drafts", str(tmp_path), "-o", str(out), "--processes", "2"]) == 1
    said = capsys.readouterr().err
    assert "broken.docx" in said
    assert "empty.html" in said
    assert "qinghe-2023.figures.json：有数据而没有稿子" in said
    found = results(out)
    assert found["broken.docx"].problems
    assert found["yunling-2023.pdf"].scores["tables"].reason.startswith("数据就是稿子自己的表格")
    assert found["yunling-2023.pdf"].scores["contradicted"].value == 0


def test_a_draft_without_figures_gets_no_grade_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text(good(), "utf-8")
    assert main(["drafts", str(tmp_path / "alone.txt"), "-o", str(tmp_path / "out")]) == 0
    found = results(tmp_path / "out")["alone.txt"]
    assert not found.scores["grade"].applicable
    assert found.scores["grade"].reason == "没有数据可以对照，不给总评"
    assert not found.scores["verified"].applicable
    assert found.scores["topics"].value == 1


def test_without_figures_a_contradiction_of_its_own_still_fails(tmp_path: Path) -> None:
    text = good().replace(
        "五、", "全年办结政府信息公开申请9件，其中予以公开3件，不予公开4件，无法提供5件。\n五、", 1
    )
    (tmp_path / "alone.txt").write_text(text, "utf-8")
    assert main(["drafts", str(tmp_path / "alone.txt"), "-o", str(tmp_path / "out")]) == 0
    assert score(tmp_path / "out", "alone.txt", "grade").startswith("差")


def test_nothing_to_score_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(tmp_path, "qinghe-2023.figures.json")
    assert main(["drafts", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "没有可以评的稿子" in capsys.readouterr().err
    assert (
        main(
            [
                "drafts",
                str(tmp_path / "no.docx"),
                "--figures",
                str(tmp_path / "no.json"),
                "-o",
                str(tmp_path / "out"),
            ]
        )
        == 2
    )
    assert "--figures" in capsys.readouterr().err


def test_scores_are_the_same_on_two_runs_and_on_one_or_two_processes(tmp_path: Path) -> None:
    copy(tmp_path, "yunling-2023.pdf", "lanqiao-2023.html", "tailing-2022.txt", "yunling-2023.figures.json")
    made = []
    for number, processes in enumerate((1, 1, 2)):
        out = tmp_path / f"out{number}"
        main(
            [
                "drafts",
                str(tmp_path),
                "-o",
                str(out),
                "--processes",
                str(processes),
                "--others",
                str(tmp_path / "lanqiao-2023.html"),
            ]
        )
        made.append(
            [
                (out / "drafts" / name).read_bytes()
                for name in ("results.jsonl", "results.csv", "summary.md", "index.html")
            ]
        )
    assert made[0] == made[1] == made[2]


def test_an_interrupted_run_is_gone_on_with(tmp_path: Path) -> None:
    copy(tmp_path, "yunling-2023.pdf", "lanqiao-2023.html", "tailing-2022.txt")
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    for folder in (whole, stopped):
        folder.mkdir()
    lines = [
        {"name": Path(each.draft).name, "metadata": {}, "sources": each.as_line(), "stamp": ""}
        for each in paired([tmp_path]).drafts
    ]
    list(run(lines, scorer(Neighbours()), whole))
    steps = run(lines, scorer(Neighbours()), stopped)
    assert [next(steps).done, next(steps).done] == [0, 1]
    steps.close()  # type: ignore[attr-defined]
    assert not (stopped / "results.jsonl").exists()
    again = list(run(lines, scorer(Neighbours()), stopped))
    assert again[0].done == 1
    assert "接着上次做" in again[0].remark
    assert (stopped / "results.jsonl").read_bytes() == (whole / "results.jsonl").read_bytes()


def test_a_changed_draft_is_scored_from_the_start(tmp_path: Path) -> None:
    copy(tmp_path, "lanqiao-2023.html", "tailing-2022.txt")
    out = tmp_path / "out"
    out.mkdir()

    def lines() -> list[dict[str, object]]:
        drafts = paired([tmp_path / "lanqiao-2023.html", tmp_path / "tailing-2022.txt"]).drafts
        return [{"name": each.draft, "metadata": {}, "sources": each.as_line()} for each in drafts]

    steps = run(lines(), scorer(Neighbours()), out)
    next(steps)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    with (tmp_path / "lanqiao-2023.html").open("a", encoding="utf-8") as stream:
        stream.write("<!-- 改过 -->")
    again = list(run(lines(), scorer(Neighbours()), out))
    assert again[0].done == 0
    assert "从头做起" in again[0].remark


def test_a_worse_draft_is_a_regression_against_a_kept_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{NAME}.txt"
    path.write_text(good(), "utf-8")
    ask = [
        "drafts",
        str(path),
        "--figures",
        str(sample_reports()),
        "--previous",
        str(sample_reports()),
        "-o",
        str(tmp_path / "out"),
    ]
    ask += ["--baseline", str(tmp_path / "kept.json")]
    assert main([*ask, "--keep"]) == 0
    assert main(ask) == 0
    assert "与基准结果完全相同" in capsys.readouterr().out
    path.write_text(good().replace("办结", "办结1"), "utf-8")
    assert main(ask) == 1
    assert "退步：" in capsys.readouterr().out


def test_closeness_needs_a_reference_and_is_whole_for_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "near.txt").write_text(good(), "utf-8")
    (tmp_path / "far.txt").write_text("一、总体情况\n没有什么可说的。\n", "utf-8")
    (tmp_path / "near.reference.txt").write_text(good(), "utf-8")
    assert (
        main(["drafts", str(tmp_path / "near.txt"), str(tmp_path / "far.txt"), "-o", str(tmp_path / "out")])
        == 0
    )
    found = results(tmp_path / "out")
    assert found["near.txt"].scores["chrf"].value == 1
    assert found["near.txt"].scores["rouge"].value == pytest.approx(1, abs=1e-5)
    assert not found["far.txt"].scores["chrf"].applicable
    main(
        [
            "drafts",
            str(tmp_path / "far.txt"),
            "--reference",
            str(tmp_path / "near.txt"),
            "-o",
            str(tmp_path / "out"),
        ]
    )
    for name in ("chrf", "rouge"):
        value = results(tmp_path / "out")["far.txt"].scores[name].value
        assert value is not None
        assert value < 0.3


def test_the_page_holds_together_in_a_browser(chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    copy(tmp_path, "yunling-2023.pdf", "lanqiao-2023.html", "yunling-2023.figures.json")
    main(["drafts", str(tmp_path), "-o", str(tmp_path / "out")])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 700})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "out" / "index.html").as_uri())
        page.click("text=稿子评分")
        page.click("summary >> nth=0")
        assert page.locator("details[open] td").first.is_visible()
        assert page.locator("svg").count() >= 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert all(url.startswith("file:") for url in asked)
        browser.close()


@pytest.mark.shared
def test_published_reports_get_grades_that_their_sentences_bear_out(tmp_path: Path) -> None:
    if not shared_reports("*.figures.json"):
        pytest.skip("仓库旁边没有 shared 样例材料")
    folder = shared_reports("*.figures.json")[0].parent
    assert main(["drafts", str(folder), "-o", str(tmp_path / "out")]) == 0
    found = results(tmp_path / "out")
    assert found["jiangle-2020.txt"].scores["grade"].reason.startswith("优")
    assert found["jiangle-2020.txt"].scores["unsupported"].value == 0
    # Two figures that no table and no fact bears out: nobody can say whether they are right.
    assert found["hongze-2023.pdf"].scores["unsupported"].hits == 2
    assert found["hongze-2023.pdf"].scores["grade"].reason.startswith("差")
    assert (
        json.dumps([each.scores["contradicted"].value for each in found.values()]) == "[0.0, 0.0, 0.0, 0.0]"
    )


def test_an_option_that_cannot_be_meant_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text(good(), "utf-8")
    ask = ["drafts", str(tmp_path / "one.txt"), "-o", str(tmp_path / "out")]
    for wrong, said in (
        (["--keep"], "--baseline"),
        (["--baseline", str(tmp_path / "no.json")], "没有这份基准结果"),
        (["--judge-repeats", "0"], "至少是 1"),
    ):
        assert main([*ask, *wrong]) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_an_earlier_run_left_in_the_folder_is_no_draft(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(good(), "utf-8")
    main(["drafts", str(tmp_path), "-o", str(tmp_path / "out")])
    assert [Path(each.draft).name for each in paired([tmp_path]).drafts] == ["one.txt"]


def test_ctrl_c_says_that_the_run_can_be_gone_on_with(tmp_path: Path) -> None:
    for number in range(60):
        shutil.copy(sample_reports() / "lanqiao-2023.html", tmp_path / f"{number:02}.html")
    out = tmp_path / "out"
    ask = [sys.executable, "-m", "eval", "drafts", str(tmp_path), "-o", str(out), "--processes", "1"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        ask, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as started:
        partial = out / "drafts" / "results.jsonl.partial"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (partial.exists() and partial.stat().st_size):
            time.sleep(0.05)
        started.send_signal(signal.SIGINT)
        said = started.communicate(timeout=60)[1]
    assert started.returncode == 130
    assert "会接着做" in said
    assert "Traceback" not in said
    assert main(ask[3:]) == 0
    assert len(results(out)) == 60


def test_a_baseline_of_another_version_is_told_of_before_any_work_and_can_be_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.txt").write_text(good(), "utf-8")
    old = tmp_path / "old.json"
    old.write_text(
        '{"schema": "nianbao/eval/0", "bench": "drafts", "plan": {}, "cases": {}, "evaluators": {}}'
    )
    ask = ["drafts", str(tmp_path / "one.txt"), "-o", str(tmp_path / "out"), "--baseline", str(old)]
    assert main(ask) == 2
    assert "不是这一版的基准结果" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main([*ask, "--keep"]) == 0
    assert main(ask) == 0


def test_last_years_files_are_found_by_the_year_that_stands_by_itself(tmp_path: Path) -> None:
    for name in ("002023-2023.txt", "002023-2023.figures.json", "002023-2022.figures.json"):
        (tmp_path / name).write_text(good(), "utf-8")
    (mine,) = paired([tmp_path]).drafts
    assert Path(mine.previous).name == "002023-2022.figures.json"
