"""What goes on is told as lines of JSON, and nothing of a report, a person or a key is in them."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent import journal
from agent.drafting.chat import Chat, Message
from agent.errors import BadInput, ModelFault
from agent.store import Projects, Role
from agent.ui.guarding import guarded
from agent.workflow.apart import read_apart
from agent.workflow.backing_up import back_up
from agent.workflow.bundling import bundle_file, unbundle_upload
from agent.workflow.exporting import Wanted, export
from agent.workflow.projects import new_report
from agent.workflow.saving import draft_first, save_cells, save_figures
from agent.workflow.work import open_work
from tests.samples import UNIT, sample

FIGURE, PROSE, KEY, NAME, FILE = "73913", "暗记一句", "sk-marked-key-1", "暗记姓名", "暗记文件名"
MARKED = (FIGURE, PROSE, KEY, NAME, FILE, UNIT, "marked")


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """All that was logged until it is asked for."""
    root, ours = logging.getLogger(), logging.getLogger("nianbao")
    before, level = list(root.handlers), ours.level
    path = tmp_path / "log" / "nianbao.log"
    journal.begin(str(path), "debug")

    def read() -> list[dict[str, Any]]:
        text = path.read_text("utf-8")
        for each in MARKED:
            assert each not in text
            assert json.dumps(each).strip('"') not in text
        return [json.loads(line) for line in text.splitlines()]

    yield read
    for each in list(root.handlers):
        root.removeHandler(each)
        each.close()
    for each in before:
        root.addHandler(each)
    ours.setLevel(level)


def test_marked_figures_prose_names_and_keys_go_through_everything_and_none_is_logged(
    lines: Callable[[], list[dict[str, Any]]], tmp_path: Path
) -> None:
    projects = Projects.open(None, tmp_path)
    report = new_report(projects, UNIT, 2024, who=NAME).id
    save_figures(projects, open_work(projects, report), sample(), who=NAME)
    cells = {"requests.new.total": Decimal(FIGURE)}
    save_cells(projects, open_work(projects, report), cells, who=NAME, why=PROSE)
    draft_first(projects, open_work(projects, report), who=NAME)
    export(projects, open_work(projects, report), Wanted("report", "md"), who=NAME, now=datetime.now(UTC))
    with pytest.raises(BadInput):
        read_apart(PROSE.encode(), f"{FILE}.pdf")
    unbundle_upload(projects, bundle_file(projects, report, NAME), f"{FILE}.nianbao", NAME)
    back_up(projects, None, tmp_path, tmp_path / f"{FILE}.zip", NAME, lambda *_: None)
    projects.people.add("marked", NAME, Role.DRAFTER, [UNIT], "四个不相干的词语连着写", who=NAME)
    with pytest.raises(ModelFault):
        list(Chat("marked", "http://127.0.0.1:9/v1", KEY).stream([Message("user", PROSE)]))
    every = lines()
    told = {line["what"]: line for line in every}
    read = next(line for line in every if line["what"] == "read")
    assert {"migrate", "draft", "export", "read", "bundle", "unbundle", "backup", "model"} <= set(told)
    assert (told["model"]["outcome"], told["model"]["fault"]) == ("unavailable", "refused")
    assert (read["outcome"], read["kind"]) == ("refused", "pdf")
    assert all(line["seconds"] >= 0 for line in told.values() if "outcome" in line)


def test_a_fault_of_ours_is_told_with_its_place_and_without_its_words(
    lines: Callable[[], list[dict[str, Any]]], caplog: pytest.LogCaptureFixture
) -> None:
    def draw() -> None:
        raise ValueError(f"{PROSE} {FIGURE}")

    guarded(draw)()
    fault = next(line for line in lines() if line["what"] == "fault")
    assert fault["error"] == ["ValueError"]
    assert fault["frames"][-1].endswith(" draw")


def test_a_library_that_warns_with_somebodys_words_is_told_without_them(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    logging.getLogger("some.library").warning("cannot read %s", FILE)
    logging.getLogger("some.library").info("nobody needs this")
    (line,) = lines()
    assert (line["what"], line["by"]) == ("warning", "some.library")


def test_a_text_that_is_no_word_of_the_programs_is_left_out(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    journal.told("export", kind=PROSE, other=KEY, bytes=3)
    (line,) = lines()
    assert (line["kind"], line["other"], line["bytes"]) == ("?", "?", 3)


def test_a_full_file_is_begun_anew_and_only_so_many_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "LARGEST", 300)
    handler = journal.handler(str(tmp_path / "a.log"))
    for _ in range(100):
        handler.emit(logging.LogRecord("nianbao", logging.INFO, "", 0, "export", (), None))
    handler.close()
    assert len(list(tmp_path.iterdir())) == journal.OLDER + 1


def test_unless_told_only_what_goes_wrong_is_told(
    capsys: pytest.CaptureFixture[str], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    journal.begin(None)
    journal.told("export")
    journal.told("start", logging.WARNING)
    said = [json.loads(line)["what"] for line in capsys.readouterr().err.splitlines()]
    assert said == ["start"]


def test_a_log_that_cannot_be_written_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="NIANBAO_LOG"):
        journal.handler(str(tmp_path / "file" / "a.log"))


def test_a_files_kind_says_nothing_of_its_name() -> None:
    assert [journal.kind_of(each) for each in (f"{FILE}.DOCX", f"a.{FILE}", "")] == ["docx", "other", "other"]
