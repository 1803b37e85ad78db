"""Triggers that refuse to change or remove a row, in either database's words."""

from collections.abc import Iterator

_FUNCTION = """
CREATE FUNCTION nianbao_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$
"""


def function() -> str:
    """What PostgreSQL's triggers call."""
    return _FUNCTION


def triggers(dialect: str, table: str) -> Iterator[str]:
    """The statements for one table."""
    if dialect == "postgresql":
        for name, when in (("row", "UPDATE OR DELETE"), ("all", "TRUNCATE")):
            each = "FOR EACH ROW" if name == "row" else "FOR EACH STATEMENT"
            yield (
                f"CREATE TRIGGER {table}_append_only_{name} BEFORE {when} ON {table} {each} "
                "EXECUTE FUNCTION nianbao_append_only()"
            )
        return
    for what in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_append_only_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
        )
