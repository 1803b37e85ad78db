"""The database: a file of this machine (SQLite) or a server (PostgreSQL), and the two ways of using it.

Whoever reads sees one moment of everything, whatever is written meanwhile. Whoever writes does so whole or not at all, and what
was written when :meth:`Database.writing` ends is on the disk.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from agent.errors import Unavailable
from agent.store.faults import busy, told

# For how many seconds somebody else may keep the database to themselves before it is said.
PATIENCE = 10.0
_WRITING = "nianbao_writing"
_CONNECTIONS = 40
_EXAMPLE = "postgresql://用户名:密码@主机:5432/数据库"


class Database:
    """An engine with the habits of its vendor. ``place`` names it for people, without a password."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine, self.place = engine, place
        self.is_file = engine.dialect.name == "sqlite"
        # Threads of one process queue up here: SQLite itself would let each of them sleep and try again, and some starve.
        self._turn = threading.Lock()

    @classmethod
    def in_file(cls, path: Path) -> "Database":
        """SQLite in a file; its folder is made where there is none. ``Unavailable`` where it can't be used."""
        with told(str(path)):
            path.parent.mkdir(parents=True, exist_ok=True)
            url = URL.create("sqlite", database=str(path))
            engine = create_engine(
                url,
                connect_args={"timeout": PATIENCE, "isolation_level": None},
                pool_size=_CONNECTIONS,
                max_overflow=_CONNECTIONS,
                hide_parameters=True,
            )
            event.listen(engine, "connect", _sqlite_connected)
            event.listen(engine, "begin", _sqlite_begun)
            _write_ahead(engine)
            return cls(engine, str(path))

    @classmethod
    def at(cls, address: str) -> "Database":
        """The database of a URL, ``postgresql://…`` or ``sqlite:///path``. ``Unavailable`` where it is no such URL."""
        wrong = f"NIANBAO_DATABASE_URL 不是能用的数据库地址；请写成 {_EXAMPLE}"
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):
            raise Unavailable(wrong) from None  # the cause quotes the address, and with it the password
        kind = url.drivername.split("+")[0]
        if kind == "sqlite" and url.database:
            return cls.in_file(Path(url.database))
        if kind not in ("postgresql", "postgres"):
            raise Unavailable(wrong)
        place = _place(url)
        with told(place):
            engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                connect_args=_server_habits(url),
                pool_size=10,
                max_overflow=_CONNECTIONS,
                pool_timeout=PATIENCE,
                pool_pre_ping=True,
                hide_parameters=True,
            )
            return cls(engine, place)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database."""
        with told(self.place), self.engine.connect() as connection:
            if not self.is_file:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept when this ends, or none where it ends with an exception."""
        with (
            told(self.place),
            self._alone(),
            self.engine.connect() as connection,
            connection.execution_options(**{_WRITING: True}).begin(),
        ):
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """This thread's turn to write, where the threads of a program take turns."""
        if not self.is_file:
            yield
            return
        if not self._turn.acquire(timeout=PATIENCE):
            raise busy(self.place)
        try:
            yield
        finally:
            self._turn.release()

    def size(self) -> int:
        """How many bytes it takes, as the database itself counts them."""
        asked = (
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            if self.is_file
            else "SELECT pg_database_size(current_database())"
        )
        with self.reading() as connection:
            return int(connection.execute(text(asked)).scalar_one())

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _sqlite_connected(connection: Any, _record: object) -> None:
    """What SQLite forgets with each connection.

    ``synchronous=FULL`` waits for the disk at every save. NORMAL would too survive a killed process, but not a power cut, and
    a save that was acknowledged is never lost here; it costs a few milliseconds.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _sqlite_begun(connection: Connection) -> None:
    """Who is going to write says so at once: who reads first and writes later could be refused half-way."""
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _write_ahead(engine: Engine) -> None:
    """Readers and a writer beside each other. SQLite doesn't wait for its turn to switch over, so it is asked again."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
            finally:
                raw.close()
            return
        except Exception as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY" or time.monotonic() > until:
                raise _as_sqlalchemy(error) from error
            time.sleep(0.05)


def _as_sqlalchemy(error: Exception) -> Exception:
    """A vendor's exception from beside the engine, as the engine would raise it."""
    return OperationalError("PRAGMA", None, error) if hasattr(error, "sqlite_errorname") else error


def _server_habits(url: URL) -> dict[str, Any]:
    """Nothing waits for ever, unless the address says otherwise."""
    waits = int(PATIENCE * 1000)
    habits: dict[str, Any] = {
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "application_name": "nianbao",
        "options": f"-c lock_timeout={waits} -c statement_timeout={6 * waits} -c timezone=UTC",
    }
    return {name: value for name, value in habits.items() if name not in url.query}


def _place(url: URL) -> str:
    host = url.host or "本机"
    port = f":{url.port}" if url.port else ""
    return f"数据库 {host}{port}/{url.database or ''}"


def locked(connection: Connection, key: int) -> None:
    """Wait until nobody else has this lock; it goes with the transaction. Whoever writes to SQLite is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
