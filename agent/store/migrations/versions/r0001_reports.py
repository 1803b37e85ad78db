"""Reports with every version of everything in them, and the audit.

A migration is never edited once it is released: databases out there are as it left them.
"""

import sqlalchemy as sa
from alembic import op

from agent.store.migrations.append_only import function, triggers

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_APPEND_ONLY = ("changes", "versions", "audit")


def upgrade() -> None:
    """The five tables of a report, and their triggers."""
    _reports()
    _changes()
    _versions()
    _standing()
    _audit()
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute(function())
    for table in _APPEND_ONLY:
        for statement in triggers(dialect, table):
            op.execute(statement)


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("change", _BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_unit_year", "reports", ["unit", "year"])


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("undoes", _BIG),
        sa.Column("redoes", _BIG),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_changes_report"),
        sa.ForeignKeyConstraint(["undoes"], ["changes.id"], name="fk_changes_undoes"),
        sa.ForeignKeyConstraint(["redoes"], ["changes.id"], name="fk_changes_redoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_report_who_id", "changes", ["report", "who", "id"])


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("made_from", sa.Integer, nullable=False),
        sa.Column("same_as", sa.Integer, nullable=False),
        sa.Column("change", _BIG, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_versions_report"),
        sa.ForeignKeyConstraint(["change"], ["changes.id"], name="fk_versions_change"),
        sa.UniqueConstraint("report", "kind", "name", "number", name="uq_versions_report_kind_name_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_versions_change", "versions", ["change"])


def _standing() -> None:
    op.create_table(
        "standing",
        sa.Column("report", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", _BIG),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("report", "kind", "name", name="pk_standing"),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name="fk_standing_report"),
        sa.ForeignKeyConstraint(["version"], ["versions.id"], name="fk_standing_version"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("report", sa.String(32)),
        sa.Column("change", _BIG),
        sa.Column("kind", sa.String(32)),
        sa.Column("name", sa.Text),
        sa.Column("before", sa.Integer),
        sa.Column("after", sa.Integer),
        sa.Column("content", sa.String(64)),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sa.UniqueConstraint("digest", name="uq_audit_digest"),
    )
    op.create_index("ix_audit_report_number", "audit", ["report", "number"])
    op.create_index("ix_audit_change", "audit", ["change"])
