"""The audit: rows that are only ever added, each with a hash over itself and the hash before.

Whoever changes a row, takes one out or puts one in breaks the chain there. Whoever writes the whole end anew makes another head;
so a head is printed on what leaves the house, and looked for when the chain is verified. A row about a version also has a hash of
that version, so that none is changed behind its back.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select

from agent.store.database import locked
from agent.store.records import Chain
from agent.store.tables import audit, changes, standing, versions

NOTHING = "0" * 64
_LOCK = 0x6E69616E_6261_0002
_HASHED = (
    "number", "at", "who", "action", "report", "change", "kind", "name", "before", "after", "content", "details",
    "previous",
)  # fmt: skip
_ROWS = 2000
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Deed:
    """What a row tells, before it has its number. ``content`` is :func:`content_hash` of the version ``after``."""

    at: str
    who: str
    action: str
    details: str = ""
    report: str | None = None
    change: int | None = None
    kind: str | None = None
    name: str | None = None
    before: int | None = None
    after: int | None = None
    content: str | None = None


def append(connection: Connection, deeds: Sequence[Deed]) -> None:
    """Add rows at the end, in the transaction of what they tell.

    The end is held until the transaction ends, so this comes last in it.
    """
    locked(connection, _LOCK)
    last = connection.execute(
        select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number, last.digest) if last else (0, NOTHING)
    rows = []
    for deed in deeds:
        number += 1
        row: dict[str, Any] = {name: getattr(deed, name) for name in deed.__slots__}
        row |= {"number": number, "previous": previous}
        previous = row["digest"] = _row_hash(row)
        rows.append(row)
    connection.execute(insert(audit), rows)


def content_hash(row: Any) -> str:
    """The hash of a version: everything that its row says of itself, ``row`` by the names of its columns."""
    said = [row["value"], row["source"], row["made_from"], row["same_as"], bool(row["kept"])]
    return _hash(said)


def _row_hash(row: Any) -> str:
    return _hash([row[name] for name in _HASHED])


def _hash(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def head(connection: Connection) -> str:
    """The hash of the last row; 64 zeros where there is none."""
    found = connection.execute(select(audit.c.digest).order_by(audit.c.number.desc()).limit(1)).scalar()
    return str(found) if found else NOTHING


# --- verifying ----------------------------------------------------------------------------------------------------


def verify(connection: Connection, known: Iterable[str] = ()) -> Chain:
    """Whether every row follows from the one before, every version is as its row says, and every ``known`` head is there."""
    found: list[str] = []
    rows, end = 0, NOTHING
    missing = {each.strip().lower() for each in known} - {NOTHING}
    for row in _in_order(connection):
        rows += 1
        if row["number"] != rows:
            found.append(f"第{rows}条起缺少记录或编号被改动（找到的是第{row['number']}条）")
            rows = row["number"]
        elif row["previous"] != end:
            found.append(f"第{rows}条与前一条接不上")
        if row["digest"] != _row_hash(row):
            found.append(f"第{rows}条的内容被改动过")
        end = row["digest"]
        missing.discard(end)
        if len(found) >= _MOST_FAULTS:
            break
    else:
        found += [f"链中没有校验值 {each}：它之后的记录被重写或截去过" for each in sorted(missing)]
        found += _versions_faults(connection)
    return Chain(rows, end, tuple(found[:_MOST_FAULTS]))


def _in_order(connection: Connection) -> Iterator[Any]:
    after = -1
    while True:
        page = connection.execute(
            select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(_ROWS)
        ).mappings()
        rows = list(page)
        yield from rows
        if len(rows) < _ROWS:
            return
        after = rows[-1]["number"]


def _versions_faults(connection: Connection) -> Iterator[str]:
    """Versions that are not as the audit has them, versions that it doesn't have, and places where an older one stands."""
    same = and_(
        audit.c.report == versions.c.report,
        audit.c.kind == versions.c.kind,
        audit.c.name == versions.c.name,
        audit.c.after == versions.c.number,
        audit.c.change == versions.c.change,
    )
    told = select(audit.c.number.label("row"), audit.c.content, versions).outerjoin(versions, same)
    piecemeal = told.where(audit.c.after.is_not(None)).execution_options(yield_per=_ROWS)
    for row in connection.execute(piecemeal).mappings():
        if row["id"] is None:
            yield f"第{row['row']}条所说的版本不在了"
        elif row["content"] != content_hash(row):
            yield f"第{row['row']}条所说的版本（{row['name']} 第{row['number']}版）被改动过"
    untold = select(versions.c.name, versions.c.number).outerjoin(audit, same).where(audit.c.number.is_(None))
    for name, number in connection.execute(untold):
        yield f"{name} 第{number}版没有留下记录"
    yield from _changes_faults(connection)
    yield from _standing_faults(connection)


def _changes_faults(connection: Connection) -> Iterator[str]:
    """Changes whose author, time or reason is not what the audit says."""
    differing = or_(
        changes.c.who != audit.c.who, changes.c.at != audit.c.at, changes.c.why != audit.c.details
    )
    wrong = select(changes.c.id).join(audit, audit.c.change == changes.c.id).where(differing).distinct()
    for (number,) in connection.execute(wrong):
        yield f"修改 {number} 的人、时间或理由被改动过"


def _standing_faults(connection: Connection) -> Iterator[str]:
    newest = (
        select(versions.c.report, versions.c.kind, versions.c.name, func.max(versions.c.id).label("newest"))
        .where(versions.c.kept)
        .group_by(versions.c.report, versions.c.kind, versions.c.name)
        .subquery()
    )
    places = and_(
        standing.c.report == newest.c.report,
        standing.c.kind == newest.c.kind,
        standing.c.name == newest.c.name,
    )
    right, wrong = versions.alias("right"), versions.alias("wrong")
    query = (
        select(newest.c.name, right.c.number, wrong.c.number)
        .join(right, right.c.id == newest.c.newest)
        .outerjoin(standing, places)
        .outerjoin(wrong, wrong.c.id == standing.c.version)
        .where(func.coalesce(standing.c.version, 0) != newest.c.newest)
    )
    for name, last, number in connection.execute(query):
        yield f"{name} 现在用的是第{number or 0}版，应当是第{last}版"
