"""The tables, as the newest migration leaves them.

Times are text, ISO 8601 in UTC: the same in both databases, and the same whenever a row's hash is taken again. The order of
things is that of their numbers, never of their times: clocks are set back.

=============  =========================================================================================
``reports``    one row a report, what the list shows; the only one that is updated, from ``versions``
``changes``    one row for everything that somebody did at once: who, when, why
``versions``   what a change put into a place; ``kept`` is false where somebody else's was there first
``standing``   the version that stands in each place now, NULL for none, and the last number given there
``audit``      who did what, each row's hash over the row and the hash before
``messages``   conversations, ``drafts`` how each draft came about, ``files`` what was brought along
``presence``   who was in which section when
``accounts``   who may work here, ``sessions`` where they are signed in, ``sign_ins`` who came and who was turned away
=============  =========================================================================================
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite numbers its rows by itself only where the column is called INTEGER, which holds 64 bits there.
Big = BigInteger().with_variant(Integer, "sqlite")

# Rows of these are never changed and never removed; triggers refuse it.
APPEND_ONLY = ("changes", "versions", "audit", "messages", "drafts", "files", "sign_ins")


def _report() -> "Column[str]":
    return Column("report", String(32), ForeignKey("reports.id"), nullable=False)


reports = Table(
    "reports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("change", Big, nullable=False),
    Index(None, "unit", "year"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    _report(),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("undoes", Big, ForeignKey("changes.id")),
    Column("redoes", Big, ForeignKey("changes.id")),
    Index(None, "report", "who", "id"),
    sqlite_autoincrement=True,
)

versions = Table(
    "versions",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    _report(),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("value", Text),
    Column("source", Text, nullable=False),
    Column("made_from", Integer, nullable=False),
    Column("same_as", Integer, nullable=False),
    Column("change", Big, ForeignKey("changes.id"), nullable=False),
    Column("kept", Boolean, nullable=False),
    UniqueConstraint("report", "kind", "name", "number"),
    Index(None, "change"),
    sqlite_autoincrement=True,
)

standing = Table(
    "standing",
    metadata,
    Column("report", String(32), ForeignKey("reports.id"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Big, ForeignKey("versions.id")),
    Column("last", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Big, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("report", String(32)),
    Column("change", Big),
    Column("kind", String(32)),
    Column("name", Text),
    Column("before", Integer),
    Column("after", Integer),
    Column("content", String(64)),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Index(None, "report", "number"),
    Index(None, "change"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    _report(),
    Column("thread", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("report", "thread", "number"),
    sqlite_autoincrement=True,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    _report(),
    Column("part", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index(None, "report", "id"),
    sqlite_autoincrement=True,
)

files = Table(
    "files",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    _report(),
    Column("name", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("read", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "report", "id"),
    sqlite_autoincrement=True,
)

presence = Table(
    "presence",
    metadata,
    Column("report", String(32), ForeignKey("reports.id"), primary_key=True),
    Column("window", String(64), primary_key=True),
    Column("who", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("at", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("units", Text, nullable=False),
    Column("password", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", Big, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("created", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("ended", Boolean, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("account", Big, ForeignKey("accounts.id")),
    Column("address", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Index(None, "account", "id"),
    Index(None, "address", "id"),
    sqlite_autoincrement=True,
)
