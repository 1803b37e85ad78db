"""Everything in a database as rows by table, and back: the same for SQLite and PostgreSQL, whatever the program's version was.

A dump is of one moment, taken while others work. It is poured into an empty database at the revision that it was made at, brought
up to today's, and taken only where the audit is whole and ends where it ended; else nothing is poured.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, insert, inspect, select, text

from agent.errors import BadInput, Problem
from agent.store import chain
from agent.store.database import Database
from agent.store.migrating import NEWEST, open_database, revision, upgrade

# In the order in which they can be poured: what is pointed at comes first. Sessions and who is where are not kept.
TABLES = (
    "reports", "accounts", "changes", "versions", "standing", "audit", "messages", "drafts", "files", "sign_ins",
)  # fmt: skip
_AT_ONCE = 500

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Dump:
    """A database at one moment. ``rows`` are (table, row) in :data:`TABLES`' order, to be gone through once."""

    revision: str
    head: str
    rows: Iterator[tuple[str, Row]]


def dump(connection: Connection) -> Dump:
    """The database as this connection sees it; its transaction must last until the rows have been gone through."""
    return Dump(revision(connection) or NEWEST, chain.head(connection), _rows(connection))


def _rows(connection: Connection) -> Iterator[tuple[str, Row]]:
    every = _reflected(connection)
    for name in TABLES:
        if name not in every:
            continue  # a table that a later program has made
        table = every[name]
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
        for row in connection.execute(query).mappings():
            yield name, dict(row)


def _nothing_else() -> None:
    return None


def pour(database: Database, given: Dump, beside: Callable[[], None] = _nothing_else) -> None:
    """An empty database with these rows, at today's revision. ``BadInput`` where it isn't empty or the rows are not whole.

    ``beside`` is done when the rows are known to be whole and before they are kept: who is killed in it finds the database empty.
    """
    with database.writing() as connection:
        _emptied(connection, database.place)
        upgrade(connection, "备份", given.revision)
        _poured(connection, given.rows)
        _numbered_on(connection)
        found = chain.verify(connection)
        if not found.whole or found.head != given.head:
            why = found.faults[0] if found.faults else "修改记录的校验值与备份说的不一致"
            raise BadInput([Problem(f"备份里的内容不完整：{why}", "", "请换一份备份；什么也没有恢复")])
        beside()
    open_database(database)


def _emptied(connection: Connection, place: str) -> None:
    """Without a table; ``BadInput`` where somebody has worked in it."""
    if revision(connection) is None:
        return
    every = _reflected(connection)
    for name in ("reports", "accounts"):
        if name in every and connection.execute(select(func.count()).select_from(every[name])).scalar():
            what = "这里已经有报告或账户，不能恢复到这里"
            raise BadInput([Problem(what, place, "用 NIANBAO_DATA 或 NIANBAO_DATABASE_URL 指一个空的地方")])
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS nianbao_append_only()"))


def _poured(connection: Connection, rows: Iterable[tuple[str, Row]]) -> None:
    every = _reflected(connection)
    waiting: list[dict[str, Any]] = []
    current = ""
    for name, row in rows:
        if name not in every or name not in TABLES:
            raise BadInput([Problem(f"备份里有不认识的表“{name[:40]}”", "", "请用新版本的程序恢复")])
        if name != current or len(waiting) >= _AT_ONCE:
            _put(connection, every, current, waiting)
            waiting, current = [], name
        waiting.append(dict(row))
    _put(connection, every, current, waiting)


def _put(connection: Connection, every: Mapping[str, Table], name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(every[name]), rows)


def _numbered_on(connection: Connection) -> None:
    """PostgreSQL goes on numbering behind the rows that were given their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for name, table in _reflected(connection).items():
        key = list(table.primary_key.columns)
        if len(key) == 1 and key[0].name == "id" and key[0].autoincrement and name != "reports":
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "
                    f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {name}), false)"
                )
            )


def _reflected(connection: Connection) -> dict[str, Table]:
    """The tables as they are there."""
    names = [name for name in inspect(connection).get_table_names() if name in TABLES]
    metadata = MetaData()
    metadata.reflect(connection, only=names)
    return {name: metadata.tables[name] for name in names}


def is_binary(table: str, column: str) -> bool:
    """Whether a column holds bytes rather than text."""
    from agent.store.tables import metadata

    found = metadata.tables[table].columns.get(column)
    return found is not None and isinstance(found.type, LargeBinary)
