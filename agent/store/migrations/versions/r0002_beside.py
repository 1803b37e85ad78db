"""What lies beside a report: conversations, how drafts came about, files brought along, and who is where."""

import sqlalchemy as sa
from alembic import op

from agent.store.migrations.append_only import triggers

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_APPEND_ONLY = ("messages", "drafts", "files")


def upgrade() -> None:
    """Four tables; three of them only grow."""
    _messages()
    _drafts()
    _files()
    _presence()
    for table in _APPEND_ONLY:
        for statement in triggers(op.get_bind().dialect.name, table):
            op.execute(statement)


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_messages_report"),
        sa.UniqueConstraint("report", "thread", "number", name="uq_messages_report_thread_number"),
        sqlite_autoincrement=True,
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_drafts_report"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_report_id", "drafts", ["report", "id"])


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("read", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_files_report"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_files_report_id", "files", ["report", "id"])


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("window", sa.String(64), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("report", "window", name="pk_presence"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_presence_report"),
    )
