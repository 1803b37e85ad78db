"""Everything out of a database as one file while it is in use, and back, from either kind into either."""

import json
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from agent.errors import BadInput, Unavailable
from agent.store import ALL_UNITS, Projects, Role, Saved, SignedIn
from agent.store.database import Database
from agent.store.dumping import Dump, pour
from agent.workflow.backing_up import back_up, restore
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.offline import Offline
from tests.store.desk import LI, NEW, OVERVIEW, WANG, Desk

WORDS = "四个不相干的词语连着写"


def nothing_told(_what: str, _done: int, _every: int) -> None:
    return None


def no_past() -> Store:
    raise AssertionError("there is none in it")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Empty databases of either kind."""
    made: list[Database] = []

    def one() -> Database:
        kind, number = request.param, len(made)
        address = f"sqlite:///{tmp_path / f'{number}.db'}"
        if kind == "postgres":
            address = request.getfixturevalue("postgres").database()
        made.append(Database.at(address))
        return made[-1]

    yield one
    for each in made:
        each.close()


def worked(database: Database) -> Desk:
    """A report that two people have worked on, with everything that can lie beside one."""
    desk = Desk.new(Projects(database))
    desk.put(NEW, 8)
    desk.put(NEW, 9, made_from=0, who=WANG)
    desk.put(OVERVIEW, {"lines": []})
    assert isinstance(desk.projects.undo(desk.report, who=LI), Saved)
    desk.projects.say(desk.report, "报告", {"text": "好"}, who=LI)
    desk.projects.keep_draft(desk.report, "", {"tries": 1}, who=LI)
    desk.projects.bring_file(desk.report, "去年.docx", bytes(range(256)) * 100, who=LI, read={"cells": 3})
    desk.projects.people.add("liming", "李明", Role.DRAFTER, [ALL_UNITS], WORDS, who=WANG)
    return desk


def told_of(projects: Projects, report: str) -> object:
    return (
        projects.contents(report),
        projects.changes(report),
        projects.history(report, NEW),
        projects.conversation(report, "报告"),
        projects.draft_records(report),
        projects.files(report),
        [projects.file_content(report, file.id) for file in projects.files(report)],
    )


def test_what_is_restored_is_all_that_there_was(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk = worked(empty())
    before, path = told_of(desk.projects, desk.report), tmp_path / "备份.zip"
    made = back_up(desk.projects, None, tmp_path, path, LI, nothing_told)
    other = empty()
    restore(path, other, no_past, tmp_path / "other", nothing_told)
    again = Projects(other)
    assert told_of(again, desk.report) == before
    assert (again.head(), again.verify_chain().whole) == (made["head"], True)
    assert isinstance(again.people.sign_in("liming", WORDS, ""), SignedIn)


def test_work_goes_on_where_it_was_restored(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk = worked(empty())
    back_up(desk.projects, None, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    other = empty()
    restore(tmp_path / "备份.zip", other, no_past, tmp_path / "other", nothing_told)
    again = Desk(Projects(other), desk.report)
    again.saved(NEW, 10)
    Desk.new(again.projects, "云岭县教育局")
    assert again.figures.cells["requests.new.total"] == Decimal(10)
    assert again.projects.verify_chain().whole


@pytest.mark.postgres
def test_a_backup_of_a_file_is_restored_into_a_server(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    database = Database.in_file(tmp_path / "nianbao.db")
    desk = worked(database)
    before = told_of(desk.projects, desk.report)
    back_up(desk.projects, None, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    server = Database.at(request.getfixturevalue("postgres").database())
    restore(tmp_path / "备份.zip", server, no_past, tmp_path / "other", nothing_told)
    assert told_of(Projects(server), desk.report) == before
    database.close()
    server.close()


def test_past_paragraphs_are_restored_with_their_files_and_are_found_again(tmp_path: Path) -> None:
    database = Database.in_file(tmp_path / "nianbao.db")
    past = Store.embedded(tmp_path / "chroma", Offline())
    paragraph = Exemplar("云岭县教育局", 2024, "全年收到申请8件。", "全年收到申请{{requests.new.total|件}}。")
    past.put([paragraph], past.embedding.passages([paragraph.passage]))
    entry = Entry(
        "2024.docx", "d" * 32, "1", "云岭县教育局", 2024, "2021", keys=(paragraph.key,), notes=("看看",)
    )
    past.enter(entry)
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "云岭县2024.json").write_text("{}", "utf-8")
    back_up(Projects(database), past, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    other = tmp_path / "other"
    again = Store.embedded(other / "chroma", Offline())
    empty = Database.in_file(other / "nianbao.db")
    restore(tmp_path / "备份.zip", empty, lambda: again, other, nothing_told)
    assert again.entries() == {"2024.docx": entry}
    assert again.nearest(again.embedding.query("收到申请"), 1)[0][0] == paragraph.key
    assert again.exemplars([paragraph.key]) == {paragraph.key: paragraph}
    assert (other / "conversations" / "云岭县2024.json").read_text("utf-8") == "{}"
    database.close()
    empty.close()


def test_nothing_is_restored_where_somebody_has_worked(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk = worked(empty())
    back_up(desk.projects, None, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    with pytest.raises(BadInput, match="已经有报告或账户"):
        restore(tmp_path / "备份.zip", desk.projects._database, no_past, tmp_path, nothing_told)
    assert desk.projects.verify_chain().whole


@pytest.mark.parametrize("name", ["tables/versions.jsonl", "tables/audit.jsonl", "manifest.json"])
def test_a_backup_in_which_anything_was_changed_is_refused_and_nothing_is_restored(
    empty: Callable[[], Database], tmp_path: Path, name: str
) -> None:
    desk = worked(empty())
    path, bad = tmp_path / "备份.zip", tmp_path / "改过.zip"
    back_up(desk.projects, None, tmp_path, path, LI, nothing_told)
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bad, "w") as made:
        for member in good.namelist():
            content = good.read(member)
            made.writestr(member, content.replace(b"8", b"7") if member == name else content)
    other = empty()
    with pytest.raises(BadInput, match="不是完整的备份"):
        restore(bad, other, no_past, tmp_path / "other", nothing_told)
    assert Projects(other).reports() == ()


def test_rows_that_the_audit_does_not_tell_of_are_refused(empty: Callable[[], Database]) -> None:
    desk = worked(empty())
    with desk.projects.dumped() as found:
        rows = [
            (name, {**row, "value": "9"} if name == "versions" and row["value"] == "8" else row)
            for name, row in found.rows
        ]
    other = empty()
    with pytest.raises(BadInput, match="被改动过"):
        pour(other, Dump(found.revision, found.head, iter(rows)))
    assert Projects(other).reports() == ()


def test_a_backup_of_a_newer_program_says_so(empty: Callable[[], Database]) -> None:
    with pytest.raises(Unavailable, match="备份 是更新版本的程序建立的（r9999）"):
        pour(empty(), Dump("r9999", "0" * 64, iter(())))


def test_a_backup_of_an_older_program_is_brought_up(empty: Callable[[], Database]) -> None:
    desk = worked(empty())
    with desk.projects.dumped() as found:
        # What a program knew that had no accounts yet.
        rows = [(name, row) for name, row in found.rows if name not in ("accounts", "sign_ins", "audit")]
    other = empty()
    with pytest.raises(BadInput, match="没有留下记录"):
        pour(other, Dump("r0002", "0" * 64, iter(rows)))
    with desk.projects.dumped() as found:
        older = [(name, row) for name, row in found.rows if name not in ("accounts", "sign_ins")]
        pour(other, Dump("r0002", found.head, iter(older)))
    again = Projects(other)
    assert told_of(again, desk.report) == told_of(desk.projects, desk.report)
    assert again.people.everybody() == ()


def test_a_backup_holds_no_session_and_no_key(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk = worked(empty())
    came = desk.projects.people.sign_in("liming", WORDS, "")
    assert isinstance(came, SignedIn)
    back_up(desk.projects, None, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    with zipfile.ZipFile(tmp_path / "备份.zip") as made:
        assert not [name for name in made.namelist() if "session" in name]
        everything = b"".join(made.read(name) for name in made.namelist())
        told = json.loads(made.read("manifest.json"))
    assert (came.token.encode() in everything, WORDS.encode() in everything) == (False, False)
    assert told["rows"]["reports"] == 1


def test_a_backup_is_told_in_the_audit_and_stays_apart_from_what_goes_on(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    desk = worked(empty())
    with desk.projects.dumped() as found:
        begun = next(found.rows)
        desk.put(NEW, 77)
        rest = list(found.rows)
    assert begun[0] == "reports"
    assert not [row for name, row in rest if name == "versions" and row["value"] == "77"]
    made = back_up(desk.projects, None, tmp_path, tmp_path / "备份.zip", LI, nothing_told)
    last = desk.projects.audit()[-1]
    assert (last.action, made["digest"] in last.details) == ("backup", True)
