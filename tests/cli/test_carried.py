"""``audit``, ``backup``, ``restore``, ``bundle``, ``unbundle``: real commands on a real store."""

import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from agent.store import Projects
from agent.workflow.exporting import Wanted, export
from agent.workflow.saving import draft_first, save_cells
from tests.cli.running import refusal, run
from tests.samples import UNIT
from tests.workflow.desks import LI, Desk, saved


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A report that was worked on, which the commands find."""
    from datetime import UTC, datetime

    from agent.workflow.projects import new_report

    for name in ("NIANBAO_DATABASE_URL", "NIANBAO_CHROMA_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path / "data"))
    projects = Projects.open(None, tmp_path / "data")
    made = Desk(projects, new_report(projects, UNIT, 2024, who=LI).id).filled()
    saved(save_cells(projects, made.work, {"requests.new.total": Decimal(84)}, who=LI))
    saved(draft_first(projects, made.work, who=LI))
    export(projects, made.work, Wanted("proof", "html"), who=LI, now=datetime.now(UTC))
    yield made
    projects.close()


def test_audit_says_who_changed_which_figure_from_what_to_what(desk: Desk) -> None:
    done = run("audit", f"{UNIT} 2024")
    assert done.returncode == 0, done.stderr
    assert re.search(
        rf"{LI}　修改　{UNIT} 2024年度　[^\n]*本年新收[^\n]*总计[^\n]*\n +\d+ → 84\n", done.stdout
    )
    assert f"{LI}　导出　{UNIT} 2024年度　草稿核验单" in done.stdout


def test_audit_as_json_is_a_row_a_line_with_both_values(desk: Desk) -> None:
    rows = [json.loads(line) for line in run("audit", desk.report, "--json").stdout.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    changed = [row for row in rows if row["after"] == "84" and row["action"] == "修改"]
    assert len(changed) == 1
    assert changed[0]["before"] not in ("", "84", "未填")


def test_of_prose_only_the_sentences_that_differ_are_said(desk: Desk) -> None:
    from agent.drafting.manuscript import Lines, Sentence
    from agent.workflow.saving import save_part

    part = next(each for each in desk.work.parts if each.section == "improvement")
    first, second = "本年度工作平稳。", "下一年继续做好公开。"
    saved(save_part(desk.projects, desk.work, part, [Lines((Sentence(first), Sentence(second)))], who=LI))
    new = "下一年要做得更细。"
    saved(save_part(desk.projects, desk.work, part, [Lines((Sentence(first), Sentence(new)))], who=LI))
    assert f"    {second} → {new}\n" in run("audit", desk.report).stdout


def test_a_whole_record_passes_and_an_altered_figure_is_told(desk: Desk, tmp_path: Path) -> None:
    head = desk.projects.head()
    done = run("audit", "--verify", "--head", head)
    assert (done.returncode, head in done.stdout) == (0, True)
    with sqlite3.connect(tmp_path / "data" / "nianbao.db") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE versions SET value='85' WHERE value='84' AND name='requests.new.total'")
    done = run("audit", "--verify", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["whole"]) == (1, False)
    assert any("requests.new.total" in fault for fault in found["faults"])


def test_a_head_that_is_not_in_the_record_is_a_fault_and_what_is_no_head_is_refused(desk: Desk) -> None:
    done = run("audit", "--head", "a" * 64)
    assert (done.returncode, "a" * 64 in done.stdout) == (1, True)
    (line,) = refusal("audit", "--head", "abc")
    assert "64 位" in line


def test_a_report_that_is_not_there_is_refused_with_how_to_name_one(desk: Desk) -> None:
    (line,) = refusal("audit", "无此单位 2024")
    assert "单位全称和年度" in line


def test_a_backup_restored_elsewhere_has_all_of_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.projects.contents(desk.report)
    done = run("backup", "-o", tmp_path / "b.zip")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path / "other"))
    assert run("restore", tmp_path / "b.zip").returncode == 0
    other = Projects.open(None, tmp_path / "other")
    assert other.contents(desk.report) == before
    (line,) = refusal("restore", tmp_path / "b.zip")
    assert "指一个空的地方" in line


def test_of_dated_backups_the_newest_few_stay_and_other_files_too(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    folder.mkdir()
    for name in ("nianbao-20200101-000000.zip", "nianbao-20200102-000000.zip", "别的.zip"):
        (folder / name).write_bytes(b"")
    done = run("backup", "-o", folder, "--keep", 2)
    assert done.returncode == 0, done.stderr
    kept = {path.name for path in folder.iterdir()}
    assert {"nianbao-20200102-000000.zip", "别的.zip"} < kept
    assert len(kept) == 3


def test_a_backup_made_with_the_clock_set_back_is_not_the_one_that_goes(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "nianbao-29991231-000000.zip").write_bytes(b"")
    assert run("backup", "-o", tmp_path, "--keep", 1).returncode == 0
    (left,) = tmp_path.glob("nianbao-*.zip")
    assert "2999" not in left.name


def test_a_bundle_is_taken_in_elsewhere_with_its_history(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("bundle", f"{UNIT} 2024", "-o", tmp_path / "a.nianbao").returncode == 0
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path / "other"))
    done = run("unbundle", tmp_path / "a.nianbao")
    assert done.returncode == 0, done.stderr
    assert run("audit", "--verify").returncode == 0
    assert "84" in run("audit", done.stdout.strip()).stdout


def test_a_bundle_needs_its_own_ending(desk: Desk, tmp_path: Path) -> None:
    (line,) = refusal("bundle", desk.report, "-o", tmp_path / "a.zip")
    assert ".nianbao" in line
