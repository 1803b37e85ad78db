"""Sets of generated reports: what is annotated is so, the same seed gives the same bytes, folders are respected."""

import hashlib
import json
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput
from agent.figures.interchange import read_figures
from agent.forms import form_of
from agent.forms.expressions import Undefined, evaluate
from agent.forms.footing import State, check
from corpus.readers.docx import read_docx
from eval.__main__ import main
from eval.sets.asked import ERRORS, Asked, errors_of, phrases_of
from eval.sets.making import made
from eval.sets.opening import opened, trial
from eval.sets.written import value_and_unit

ROOT = Path(__file__).parents[3]


def lines(**options: Any) -> list[dict[str, Any]]:
    asked = replace(Asked(5, 60, {}), **options)
    return [json.loads(json.dumps(line)) for line in asked.lines()]


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set") / "out"
    assert main(["generate", str(out), "--reports", "40", "--errors", "1", "--processes", "1"]) == 0
    return out


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之七十八", "78", "%"),
        ("3万余册", "30000", "册"),
        ("1.5万元", "1.5", "万元"),
        ("0.3亿元", "0.3", "亿元"),
        ("一万零三百条", "10300", "条"),
        ("二百零二件", "202", "件"),
        ("1,234件", "1234", "件"),
        ("１２\n件", "12", "件"),
        ("两个方面", "2", "个方面"),
        ("0.5个百分点", "0.5", "个百分点"),
    ],
)
def test_a_number_as_written_has_its_value_and_unit(text: str, value: str, unit: str) -> None:
    assert value_and_unit(text) == (Decimal(value), unit)


def test_every_annotation_says_what_stands_at_its_place_in_order_and_every_digit_of_the_prose_is_annotated() -> (
    None
):
    for line in lines(errors=dict.fromkeys(ERRORS, 2)):
        report = made(line)
        covered: set[int] = set()
        last = 0
        for record in report.gold:
            assert report.text[record["start"] : record["end"]] == record["text"]
            assert record["start"] >= last
            last = record["end"]
            covered.update(range(record["start"], record["end"]))
        at = 0
        for row in report.text.split("\n"):
            # A flattened table begins its rows otherwise than prose ends its sentences.
            prose = row.endswith(("。", "报告"))
            assert not prose or all(at + each.start() in covered for each in re.finditer(r"\d", row)), row
            at += len(row) + 1


def test_the_source_of_a_right_figure_gives_its_value_at_its_precision() -> None:
    checked = 0
    for line in lines(reports=40):
        report = made(line)
        form = form_of(report.figures.form)
        for record in report.gold:
            if (
                record["class"] != "figure"
                or record["qualifier"]
                or record["source"]["kind"] in ("internal", "count")
            ):
                continue
            found = evaluate(form.parse(record["source"]["expr"]), report.figures, report.world.previous)
            assert not isinstance(found, Undefined), record
            value = Decimal(record["value"])
            step = Decimal(1).scaleb(-max(0, -int(value.normalize().as_tuple().exponent)))
            step *= 10000 if "万" in record["text"] and record["unit"] != "万元" else 1
            assert abs(found - value) <= step, record
            checked += 1
    assert checked > 300


def test_what_only_the_sentence_bears_out_is_told_by_its_own_lines() -> None:
    told = 0
    for line in lines(reports=40):
        report = made(line)
        for record in report.gold:
            if (
                record["class"] == "figure"
                and record["source"]["kind"] == "internal"
                and record["source"]["expr"]
            ):
                values = [Decimal(each["value"]) if "value" in each else Decimal(0) for each in report.gold]
                spelt = re.sub(r"m(\d+)", r"m[\1]", record["source"]["expr"])
                assert eval(spelt, {"m": values}) == Decimal(record["value"]), record
                told += 1
    assert told > 50


def test_the_figures_of_both_years_foot_for_every_level_edition_and_shape() -> None:
    for line in lines(reports=100):
        report = made(line)
        for figures in (report.figures, report.world.previous):
            found = check(form_of(figures.form), figures)
            assert not [each for each in found if each.state is State.BROKEN]
        if line["shape"] == "全零":
            assert set(dict(report.figures).values()) == {Decimal(0)}


def test_every_kind_of_error_is_made_as_often_as_asked_and_only_once_a_report() -> None:
    found: dict[str, int] = {}
    for line in lines(reports=80, errors=dict.fromkeys(ERRORS, 3)):
        report = made(line)
        assert (report.slip.kind if report.slip else "") == line["error"]
        wrong = [record for record in report.gold if "error" in record]
        if report.slip is None:
            assert not wrong
            continue
        found[report.slip.kind] = found.get(report.slip.kind, 0) + 1
        assert {record["error"] for record in wrong} <= {report.slip.kind}
        assert report.text[report.slip.start : report.slip.end] == report.slip.wrong
    assert found == dict.fromkeys(ERRORS, 3)


def test_the_same_seed_gives_the_same_bytes_on_one_and_two_processes_and_another_seed_others(
    small: Path, tmp_path: Path
) -> None:
    ask = ["--reports", "40", "--errors", "1"]
    assert main(["generate", str(tmp_path / "two"), *ask, "--processes", "2"]) == 0
    assert tree(tmp_path / "two") == tree(small)
    assert main(["generate", str(tmp_path / "other"), *ask, "--seed", "2"]) == 0
    assert tree(tmp_path / "other") != tree(small)


def test_the_sums_and_the_manifest_say_what_is_there(small: Path) -> None:
    sums = dict(line.split("  ")[::-1] for line in (small / "SHA256SUMS").read_text("utf-8").splitlines())
    assert sums == {name: value for name, value in tree(small).items() if "/" in name}
    counts = json.loads((small / "manifest.json").read_text("utf-8"))["counts"]
    assert counts["errors"] == {"没有差错": 22, **dict.fromkeys(ERRORS, 1)}
    sheet = (small / "README.md").read_text("utf-8")
    for part in ("为什么做", "有什么", "怎样做的", "不适合做什么", "许可", "种子 1"):
        assert part in sheet


def test_a_stopped_run_goes_on_to_the_same_bytes(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ask = ["generate", str(out), "--reports", "40", "--errors", "1", "--processes", "1"]
    with subprocess.Popen(
        [sys.executable, "-m", "eval", *ask],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        partial = out / "index.jsonl.partial"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (partial.exists() and partial.stat().st_size):
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        said = started.communicate(timeout=60)[1]
    assert started.returncode == 130
    assert "会接着做" in said
    with pytest.raises(BadInput, match="没有做完"):
        opened(out)
    assert main(ask) == 0
    assert tree(out) == tree(small)


def test_a_folder_of_somebody_else_is_refused_and_stays_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("我的", "utf-8")
    assert main(["generate", str(tmp_path), "--reports", "2"]) == 2
    assert "请换一个空文件夹" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_another_set_is_not_written_over_without_being_told_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["generate", str(out), "--reports", "4", "--errors", "无"]) == 0
    before = tree(out)
    assert main(["generate", str(out), "--reports", "2", "--errors", "无"]) == 2
    assert "--fresh" in capsys.readouterr().err
    assert tree(out) == before
    (out / "note.txt").write_text("我的", "utf-8")
    assert main(["generate", str(out), "--reports", "2", "--errors", "无", "--fresh"]) == 2
    assert "note.txt" in capsys.readouterr().err
    (out / "note.txt").unlink()
    assert main(["generate", str(out), "--reports", "2", "--errors", "无", "--fresh"]) == 0
    assert len(list((out / "reports").glob("*.txt"))) == 2


def test_a_set_that_is_whole_is_not_made_again(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(small), "--reports", "40", "--errors", "1"]) == 0
    assert "已经做好了" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--reports", "0"], "--reports"),
        (["--reports", "10", "--errors", "5"], "份数不够"),
        (["--errors", "错别字=3"], "看不懂“错别字=3”"),
        (["--kinds", "99"], "没有“99”这种说法"),
        (["--processes", "0"], "至少是 1"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_mend_before_anything_is_written(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(tmp_path / "out"), *more]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_slip_that_no_unit_asked_for_can_have_is_told_of_and_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["--reports", "2", "--edition", "2019", "--errors", "元和万元混淆=1"]
    assert main(["generate", str(tmp_path / "out"), *ask]) == 1
    assert "没有做成" in capsys.readouterr().err
    assert "没有做成" in (tmp_path / "out" / "README.md").read_text("utf-8")


def test_only_the_phrases_asked_for_are_used() -> None:
    chosen = phrases_of(["3", "4 倍"])
    for line in lines(reports=10, phrases=chosen):
        assert set(made(line).phrases) <= set(chosen)


def test_half_of_the_reports_have_an_error_unless_something_else_is_asked() -> None:
    assert sum(errors_of([], 100).values()) == 50
    assert errors_of(["无"], 100) == {}
    assert errors_of(["差一=3", "差一=2"], 100) == {"差一": 5}


def test_word_and_markdown_have_the_same_prose_and_tables(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["generate", str(out), "--reports", "3", "--formats", "md", "docx"]) == 0
    for word in (out / "docx").iterdir():
        text = (out / "reports" / f"{word.stem}.txt").read_text("utf-8")
        figures = read_figures((out / "reports" / f"{word.stem}.figures.json").read_text("utf-8"))
        found = read_docx(word.read_bytes(), word.name)
        assert dict(found.figures) == dict(figures)
        assert next(line for line in text.split("\n") if line.endswith("。")) in found.text
        marked = (out / "markdown" / f"{word.stem}.md").read_text("utf-8")
        assert str(figures.year) in marked
        assert "| --- |" in marked


def test_the_benches_score_a_set_or_a_part_of_it(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["verifier", "--set", str(small), "-o", str(out), "--processes", "1"]) == 0
    assert "nianbao：查出 17/17" in capsys.readouterr().out
    assert main(["drafts", "--set", str(small), "--part", "1-12", "-o", str(out), "--processes", "1"]) == 0
    said = capsys.readouterr().out
    assert "总评仍及格的 0 份" in said
    assert "数字有异议的 0 份" in said
    assert len((out / "drafts" / "results.jsonl").read_text("utf-8").splitlines()) == 12


def test_a_file_of_a_set_that_was_changed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    main(["generate", str(out), "--reports", "45", "--errors", "无"])
    found = opened(out)
    assert trial(out, found.records[0]).text
    draft = found.draft(found.records[30])
    draft.write_text("改过", "utf-8")
    for processes in ("1", "2"):
        ask = ["verifier", "--set", str(out), "-o", str(tmp_path / "r"), "--processes", processes]
        assert main(ask) == 2
        assert draft.name in capsys.readouterr().err


def test_a_set_of_another_version_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    main(["generate", str(out), "--reports", "2"])
    assert main(["drafts", "--set", str(out), "--part", "9-1", "-o", str(tmp_path / "r")]) == 2
    assert "--part" in capsys.readouterr().err
    assert main(["drafts", "--set", str(out), "--part", "9", "-o", str(tmp_path / "r")]) == 2
    assert "没有第 9 份" in capsys.readouterr().err
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("nianbao/set/1", "nianbao/set/0"), "utf-8")
    assert main(["drafts", "--set", str(out), "-o", str(tmp_path / "r")]) == 2
    assert "另一版" in capsys.readouterr().err
    assert main(["drafts", "--set", str(tmp_path), "-o", str(tmp_path / "r")]) == 2
    assert "manifest.json：文件不存在" in capsys.readouterr().err
