import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from agent.errors import Unavailable
from agent.store import Edit, Projects, Saved
from agent.store.chain import Deed, append, content_hash
from agent.store.database import Database
from agent.store.migrating import _SCRIPTS, NEWEST, open_database, revision, upgrade
from agent.store.tables import APPEND_ONLY, metadata
from tests.store.desk import LI, NEW, Desk

OLDEST = "r0001"
REPORT = "0123456789abcdef0123456789abcdef"
_AT = "2026-01-05T09:00:00.000000+00:00"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    found = Database.at(address)
    yield found
    found.close()


def _fill(database: Database) -> None:
    """What the first release would have left: a report with one cell, as its rows."""
    values = {"unit": '"云岭县人民政府"', "year": "2025", "form": '"2021"', "state": '"drafting"'}
    rows: list[dict[str, Any]] = [
        {"kind": "report", "name": name, "value": value} for name, value in values.items()
    ]
    rows.append({"kind": "cell", "name": "requests.new.total", "value": "8"})
    with database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO reports (id, unit, year, form, state, created, changed, changed_by, change) "
                "VALUES (:report, '云岭县人民政府', 2025, '2021', 'drafting', :at, :at, '李明', 1)"
            ),
            {"report": REPORT, "at": _AT},
        )
        connection.execute(
            text(
                "INSERT INTO changes (report, who, at, action, why, kept) "
                "VALUES (:report, '李明', :at, 'save', '', :kept)"
            ),
            {"report": REPORT, "at": _AT, "kept": True},
        )
        for row in rows:
            row |= {
                "report": REPORT,
                "number": 1,
                "source": "",
                "made_from": 0,
                "same_as": 1,
                "change": 1,
                "kept": True,
            }
            names = ", ".join(row)
            places = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO versions ({names}) VALUES ({places})"), row)
            connection.execute(
                text(
                    "INSERT INTO standing (report, kind, name, version, last) "
                    "SELECT report, kind, name, id, 1 FROM versions WHERE name = :name"
                ),
                {"name": row["name"]},
            )
        append(
            connection,
            [
                Deed(_AT, LI, "save", "", REPORT, 1, row["kind"], row["name"], 0, 1, content_hash(row))
                for row in rows
            ],
        )


def test_a_filled_database_of_the_oldest_revision_is_brought_up_and_worked_on(database: Database) -> None:
    with database.writing() as connection:
        upgrade(connection, database.place, OLDEST)
    _fill(database)
    with database.reading() as connection:
        assert revision(connection) == OLDEST
    desk = Desk(Projects(database), REPORT)
    assert [*desk.figures.cells] == ["requests.new.total"]
    assert desk.saved(NEW, 9) == 2
    assert isinstance(desk.projects.undo(REPORT, who=LI), Saved)
    desk.projects.say(REPORT, "报告", {"text": "好"}, who=LI)
    assert desk.projects.verify_chain().whole
    with database.reading() as connection:
        assert revision(connection) == NEWEST


def test_the_migrations_leave_the_tables_that_the_code_works_with(database: Database) -> None:
    open_database(database)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_one_that_the_code_names() -> None:
    scripts = ScriptDirectory(str(_SCRIPTS))
    assert scripts.get_heads() == [NEWEST]
    assert scripts.get_bases() == [OLDEST]


def test_every_table_that_only_grows_has_its_triggers(database: Database) -> None:
    open_database(database)
    query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    if database.is_file:
        query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with database.reading() as connection:
        guarded = list(connection.execute(text(query)).scalars())
    assert {table: guarded.count(table) for table in APPEND_ONLY} == dict.fromkeys(APPEND_ONLY, 2)


def test_a_database_of_a_newer_program_is_left_alone_and_told(database: Database) -> None:
    open_database(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    with pytest.raises(Unavailable, match=r"更新版本的程序.*r9999.*请升级本程序"):
        open_database(database)
    with database.reading() as connection:
        assert revision(connection) == "r9999"


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    real = op.create_table

    def fails(name: str, *columns: Any, **options: Any) -> Any:
        if name == "files":
            raise OSError(28, "No space left on device")
        return real(name, *columns, **options)

    with database.writing() as connection:
        upgrade(connection, database.place, OLDEST)
    _fill(database)
    with monkeypatch.context() as patched:
        patched.setattr(op, "create_table", fails)
        with pytest.raises(Unavailable, match="磁盘满了"):
            open_database(database)
    with database.reading() as connection:
        assert revision(connection) == OLDEST
        assert not database.engine.dialect.has_table(connection, "messages")
    open_database(database)
    assert Desk(Projects(database), REPORT).projects.verify_chain().whole


def _open(address: str, ready: Any, answers: Any) -> None:
    ready.wait()
    try:
        projects = Projects.open(address, Path("unused"))
        report = projects.create("云岭县人民政府", 2025, "2021", who=LI)
        answers.put(type(projects.save(report.id, [Edit(NEW, "8", 0)], who=LI)).__name__)
    except Unavailable as error:
        answers.put(str(error))


def test_programs_that_open_a_new_database_at_once_make_it_once(address: str) -> None:
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(4), context.Queue()
    every = [context.Process(target=_open, args=(address, ready, answers)) for _ in range(4)]
    for each in every:
        each.start()
    assert [answers.get(timeout=60) for _ in every] == ["Saved"] * 4
    for each in every:
        each.join()
    projects = Projects.open(address, Path("unused"))
    assert len(projects.reports()) == 4
    assert projects.verify_chain().whole
    projects.close()
