"""From any earlier database to today's, whole or not at all, when it is opened.

Two programs that open at once do it once: the second waits and finds it done. What a newer program made is not touched.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from agent import journal
from agent.errors import Unavailable
from agent.store.database import Database, locked

# The newest revision in migrations/versions; kept here so that opening needn't load Alembic when there is nothing to do.
NEWEST = "r0003"
_LOCK = 0x6E69616E_6261_0001
_SCRIPTS = Path(__file__).with_name("migrations")


def open_database(database: Database) -> None:
    """Bring it to the newest revision. ``Unavailable`` where it is a newer program's or can't be used."""
    with database.reading() as connection:
        if revision(connection) == NEWEST:
            return
    with database.writing() as connection:
        locked(connection, _LOCK)
        upgrade(connection, database.place)


def revision(connection: Connection) -> str | None:
    """The revision that a database is at; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection, place: str, to: str = NEWEST) -> None:
    """Migrate inside the connection's transaction."""
    now = revision(connection)
    if now == to:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    for each in (now, to):
        if each is not None and each not in known:
            raise Unavailable(
                f"{place} 是更新版本的程序建立的（{each}），本程序只认识到 {NEWEST}；请升级本程序，数据没有改动"
            )
    with journal.timed("migrate"):
        command.upgrade(config, to)
