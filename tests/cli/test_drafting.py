"""``draft`` with a model: a real server, real commands, real files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.model_server import ModelServer
from tests.cli.running import names, refusal, run
from tests.samples import sample, written


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(tmp_path, sample())
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "a-key-that-nobody-may-see")
    return tmp_path


@pytest.mark.parametrize(
    "manner", ["obedient", "typed", "changed", "swapped", "hidden", "invents", "injects"]
)
def test_whatever_the_model_writes_the_report_holds(folder: Path, manner: str) -> None:
    done = run("draft", "figures.json", "--model", manner, "-o", "a.md", "--record", "r.json", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run("verify", "a.md", "--figures", "figures.json", folder=folder).returncode == 0
    record = json.loads((folder / "r.json").read_text("utf-8"))
    assert record["writer"] == manner
    assert record["verdicts"]["contradicted"] == record["verdicts"]["unsupported"] == 0


def test_the_record_tells_how_the_draft_was_made(folder: Path) -> None:
    run("draft", "figures.json", "--model", "penitent", "-o", "a.md", "--record", "r.json", folder=folder)
    record = json.loads((folder / "r.json").read_text("utf-8"))
    rounds = [each for part in record["parts"] for each in part["rounds"]]
    assert any(each["objections"] for each in rounds)
    assert all("part@" in each["prompt"] or "repair@" in each["prompt"] for each in rounds)
    assert record["tokens"]["answered"] > 0
    assert "a-key-that-nobody-may-see" not in json.dumps(record)


def test_each_part_is_told_when_its_turn_comes(folder: Path) -> None:
    done = run("draft", "figures.json", "--model", "obedient", "-o", "a.md", folder=folder)
    assert "依申请公开" in done.stderr
    assert "a-key-that-nobody-may-see" not in done.stderr + done.stdout


@pytest.mark.parametrize("failing", ["status_401", "status_404", "page", "empty", "cut", "bad_json"])
def test_a_model_that_fails_is_said_and_the_report_is_there(folder: Path, failing: str) -> None:
    done = run("draft", "figures.json", "--model", failing, "-o", "a.md", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有写成" in done.stderr
    assert "余下" in done.stderr
    assert run("verify", "a.md", "--figures", "figures.json", folder=folder).returncode == 0


def test_an_instruction_without_a_model_is_refused(folder: Path) -> None:
    before = names(folder)
    lines = refusal("draft", "figures.json", "--instruction", "精简一些", "-o", "a.md", folder=folder)
    assert "--model" in lines[0]
    assert names(folder) == before


def test_a_record_of_a_draft_without_a_model_names_what_it_is_made_of(folder: Path) -> None:
    run("draft", "figures.json", "-o", "a.md", "--record", "r.json", folder=folder)
    record = json.loads((folder / "r.json").read_text("utf-8"))
    assert record["writer"] == "内置文句"
    assert {part["part"] for part in record["parts"]} >= {"overview.requests", "improvement"}


def test_last_years_report_is_the_pattern_where_it_is_brought(folder: Path) -> None:
    before = run("draft", written(folder, sample(2023), "old.json"), "-o", "last.md", folder=folder)
    assert before.returncode == 0
    page = (folder / "last.md").read_text("utf-8")
    said = "本机关对依申请公开事项实行统一登记、分类办理。"
    (folder / "last.md").write_text(
        page.replace("（二）依申请公开\n\n", f"（二）依申请公开\n\n{said}", 1), "utf-8"
    )
    done = run(
        "draft", "figures.json", "--previous", "last.md", "-o", "a.md", "--record", "r.json", folder=folder
    )
    assert done.returncode == 0, done.stdout
    origins = [
        each for part in json.loads((folder / "r.json").read_text())["parts"] for each in part["origins"]
    ]
    assert {each["year"] for each in origins} == {2023}


def test_what_else_there_is_to_see_is_told_beside_the_figures(folder: Path) -> None:
    (folder / "draft.txt").write_text(
        "一、总体情况\n作为人工智能助手，我为您起草了全文。手机13800138000可供咨询。\n", "utf-8"
    )
    plain = run("verify", "draft.txt", "--figures", "figures.json", folder=folder)
    assert "数字以外" not in plain.stdout
    told = run("verify", "draft.txt", "--figures", "figures.json", "--remarks", folder=folder)
    assert told.returncode == plain.returncode
    assert "不改不能发布" in told.stdout
    record = json.loads(
        run("verify", "draft.txt", "--figures", "figures.json", "--remarks", "--json", folder=folder).stdout
    )
    assert {"T02", "I02"} <= {each["code"] for each in record["remarks"] if each["grave"]}
    assert "remarks" not in json.loads(
        run("verify", "draft.txt", "--figures", "figures.json", "--json", folder=folder).stdout
    )
