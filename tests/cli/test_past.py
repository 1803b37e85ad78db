import json
from pathlib import Path

import pytest

from tests.cli.running import refusal, run
from tests.past_reports import publish, worlds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "年报").mkdir()
    for world in worlds(2):
        publish(tmp_path / "年报", world.figures)
    return tmp_path


def test_reports_go_in_and_paragraphs_come_out(folder: Path) -> None:
    done = run("ingest", "年报", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("新收入 2 份；范文库里现有 ")
    found = run("search", "依申请公开", "自然人", "-n", "2", folder=folder)
    assert found.returncode == 0
    assert "同有“" in found.stdout
    assert found.stdout.count("人民政府") >= 1 or "局" in found.stdout


def test_json_only_on_standard_output(folder: Path) -> None:
    record = json.loads(run("ingest", "年报", "--json", folder=folder).stdout)
    assert [each["state"] for each in record["files"]] == ["new", "new"]
    results = json.loads(run("search", "申请", "--json", folder=folder).stdout)
    assert results[0]["template"]
    assert results[0]["score"] >= results[-1]["score"] or len(results) > 1


def test_what_cannot_be_read_is_named_and_sets_exit_code_1(folder: Path) -> None:
    (folder / "年报" / "坏.docx").write_bytes(b"rubbish")
    done = run("ingest", "年报", folder=folder)
    assert done.returncode == 1
    assert "坏.docx" in done.stderr
    assert "新收入 2 份，读不了 1 份" in done.stdout


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    done = run("search", "申请", folder=tmp_path)
    assert (done.returncode, "nianbao ingest" in done.stderr) == (0, True)


def test_the_samples_are_at_hand(tmp_path: Path) -> None:
    done = run("ingest", "--samples", folder=tmp_path, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    found = run("search", "信息处理费", "--section", "六", folder=tmp_path)
    assert "信息处理费" in found.stdout


def test_forgetting_says_how_many(folder: Path) -> None:
    run("ingest", "年报", folder=folder)
    assert "移除 2 份" in run("ingest", "--forget", "年报", folder=folder).stderr
    assert "空的" in run("search", "申请", folder=folder).stderr


def test_another_embedding_is_refused_with_the_mend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", "年报", folder=folder)
    monkeypatch.setenv("NIANBAO_EMBEDDING", "bge-m3")
    monkeypatch.setenv("NIANBAO_EMBEDDING_URL", "http://127.0.0.1:9/v1")
    lines = refusal("ingest", "年报", folder=folder)
    assert len(lines) == 1
    assert "nianbao ingest --rebuild" in lines[0]


def test_rebuilding_without_the_files_keeps_what_is_there(folder: Path) -> None:
    run("ingest", "年报", folder=folder)
    before = json.loads(run("search", "申请", "--json", folder=folder).stdout)
    (folder / "年报").rename(folder / "别处")
    done = run("ingest", "--rebuild", folder=folder)
    assert (done.returncode, "重建" in done.stderr) == (0, True)
    assert json.loads(run("search", "申请", "--json", folder=folder).stdout) == before


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("ingest", "没有的文件夹", folder=tmp_path)
    assert done.returncode == 1
    assert "没有的文件夹" in done.stderr


def test_nothing_to_do_is_told(tmp_path: Path) -> None:
    assert "路径" in refusal("ingest", folder=tmp_path)[0]


def test_unknown_words_are_told(folder: Path) -> None:
    run("ingest", "年报", folder=folder)
    lines = refusal("search", "申请", "--topic", "天气", "--level", "国", folder=folder)
    assert [line.split("：")[0] for line in lines] == ["--topic", "--level"]
