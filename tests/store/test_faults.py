import os
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text

from agent import wiring
from agent.errors import Unavailable
from agent.settings import Settings
from agent.store import Projects, database
from eval.postgres_server import PASSWORD, Server, postgres_server
from tests.store.desk import CARRIED, NEW, OVERVIEW, Desk

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Desk]:
    projects = Projects.open(None, tmp_path / "data")
    desk = Desk.new(projects)
    desk.saved(NEW, 8)
    yield desk
    projects.close()


def test_by_default_everything_is_in_one_file_of_the_data_folder(tmp_path: Path) -> None:
    projects = Projects.open(Settings().database_url, tmp_path / "data")
    assert (tmp_path / "data" / "nianbao.db").is_file()
    assert projects.place == str(tmp_path / "data" / "nianbao.db")
    projects.close()


def test_the_file_is_written_ahead_and_waits_for_the_disk(filed: Desk) -> None:
    with filed.projects._database.reading() as connection:
        found = [
            connection.execute(text(f"PRAGMA {each}")).scalar()
            for each in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


def test_a_full_disk_is_one_sentence_and_loses_nothing(filed: Desk) -> None:
    engine = filed.projects._database.engine
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    engine.dispose()

    @event.listens_for(engine, "connect")
    def small(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(Unavailable, match=r"nianbao\.db 所在的磁盘满了，这一次修改没有保存"):
        filed.put(OVERVIEW, ["长。" * 50_000])
    event.remove(engine, "connect", small)
    engine.dispose()
    assert filed.now.sections == {}
    assert filed.figures.get(NEW.name) == 8
    filed.saved(OVERVIEW, ["长。" * 50_000])
    assert filed.projects.verify_chain().whole


def test_a_file_that_another_program_keeps_to_itself_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.3)
    desk = Desk.new(Projects.open(None, tmp_path))
    other = sqlite3.connect(tmp_path / "nianbao.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="正被其他程序占用，这一次修改没有保存"):
        desk.put(NEW, 8)
    assert desk.figures.cells == {}
    other.execute("ROLLBACK")
    other.close()
    desk.saved(NEW, 8)
    desk.projects.close()


def test_a_save_behind_one_that_hangs_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.new(Projects.open(None, tmp_path))
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    said: list[str] = []

    def other() -> None:
        with pytest.raises(Unavailable, match="正被其他程序占用") as told:
            desk.put(NEW, 8, made_from=0)
        said.append(str(told.value))

    with desk.projects._database.writing():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(said) == 1
    desk.saved(NEW, 8)
    desk.projects.close()


def test_the_settings_say_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "settings", lambda: Settings(data=tmp_path / "数据"))
    wiring.projects.cache_clear()
    try:
        assert wiring.projects().place == str(tmp_path / "数据" / "nianbao.db")
        assert wiring.projects() is wiring.projects()
        wiring.projects().close()
    finally:
        wiring.projects.cache_clear()


@pytest.mark.parametrize(
    "content", [b"not a database at all, whatever it is called" * 40, b"PK\x03\x04" * 300]
)
def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nianbao.db"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="不是数据库文件"):
        Projects.open(None, tmp_path)
    assert path.read_bytes() == content


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(Unavailable, match="打不开"):
        Projects.open(None, tmp_path / "data")


_AS_ANOTHER = """
    import os, sys, tempfile
    from pathlib import Path
    from agent.errors import Unavailable
    from agent.store import Projects
    Projects.open(None, Path(tempfile.mkdtemp())).close()  # all is imported that only root may read
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        projects = Projects.open(None, Path(sys.argv[1]))
        projects.create("云岭县人民政府", 2025, "2021", who="李明")
        print("saved")
    except Unavailable as error:
        print(error)
"""


@pytest.mark.parametrize("closed", ["folder", "file"])
def test_what_may_only_be_read_is_one_sentence(closed: str) -> None:
    """Root may write anywhere, so root tries it as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="nianbao-"))
    if closed == "file":
        desk = Desk.new(Projects.open(None, folder))
        desk.projects.close()
        (folder / "nianbao.db").chmod(0o444)
    folder.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_AS_ANOTHER), str(folder)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder.chmod(0o755)
    (line,) = done.stdout.splitlines()
    assert "NIANBAO_DATA" in line
    assert str(folder) in line


@pytest.mark.parametrize(
    "address",
    ["", "nianbao", "mysql://root:secret@host/db", "http://host:secret@x", "postgresql://u:secret@[::1/db"],
)
def test_an_address_of_no_database_is_told_without_its_password(tmp_path: Path, address: str) -> None:
    if not address:
        Projects.open(address, tmp_path).close()
        return
    with pytest.raises(Unavailable, match="NIANBAO_DATABASE_URL") as told:
        Projects.open(address, tmp_path)
    assert "secret" not in str(told.value)
    assert "secret" not in str(told.value.__cause__)


# --- the server ---------------------------------------------------------------------------------------------------


def _told(address: str) -> str:
    with pytest.raises(Unavailable) as told:
        Projects.open(address, Path("unused"))
    assert PASSWORD not in str(told.value)
    return str(told.value)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "连不上" in _told("postgresql://u:correct-horse@127.0.0.1:9/nianbao")
    assert "127.0.0.1:9/nianbao" in _told("postgresql://u:correct-horse@127.0.0.1:9/nianbao")


def test_a_wrong_password_is_told_and_never_shown(postgres: Server) -> None:
    address = postgres.url("postgres", "battery-staple")
    said = _told(address)
    assert "不接受这个用户名或密码" in said
    assert "battery" not in said


def test_a_database_that_was_never_made_is_told(postgres: Server) -> None:
    assert "没有这个数据库" in _told(postgres.url("nowhere"))


def test_a_server_that_is_killed_and_comes_back_has_lost_nothing(postgres: Server) -> None:
    with postgres_server(postgres.bin, durable=True) as own:
        desk = Desk.new(Projects.open(own.database(), Path("unused")))
        for value in range(20):
            desk.saved(NEW, value)
        own.kill()
        with pytest.raises(Unavailable, match=r"连不上|断了|正在关闭"):
            desk.put(CARRIED, 3, made_from=0)
        own.start()
        assert desk.figures.cells == {NEW.name: 19}
        desk.saved(CARRIED, 3)
        assert desk.projects.verify_chain().whole
        desk.projects.close()


def test_a_save_that_waits_too_long_for_its_turn_is_told(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.3)
    desk = Desk.new(Projects.open(postgres.database(), Path("unused")))
    with desk.projects._database.engine.begin() as other:
        other.execute(text("SELECT * FROM reports FOR UPDATE"))
        with pytest.raises(Unavailable, match="正忙"):
            desk.put(NEW, 8, made_from=0)
    desk.saved(NEW, 8)
    desk.projects.close()


def test_what_goes_wrong_never_quotes_what_was_saved(postgres: Server) -> None:
    desk = Desk.new(Projects.open(postgres.database(), Path("unused")))
    with desk.projects._database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE versions ADD CHECK (kind <> 'section')"))
    with pytest.raises(Unavailable) as told:
        desk.put(OVERVIEW, ["还没有公布的话"])
    assert "还没有公布" not in f"{told.value}{told.value.__cause__}"
    desk.projects.close()
