"""What lies beside a report: conversations, how drafts came about, files that were brought along, and who is where.

The first three only grow. Who is where is the one thing that is forgotten again.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from agent.errors import BadInput, Problem
from agent.store.changing import LONGEST_NAME, moment, person
from agent.store.place import json_text, storable
from agent.store.reading import when
from agent.store.records import BroughtFile, DraftRecord, Message, Present
from agent.store.tables import drafts, files, messages, presence

LARGEST_FILE = 50 * 1024 * 1024
_FORGOTTEN = timedelta(days=1)


# --- conversations ------------------------------------------------------------------------------------------------


def say(connection: Connection, report: str, thread: str, who: str, value: Any, at: datetime) -> Message:
    """A message at the end of a thread. The report must be held."""
    last = select(func.max(messages.c.number)).where(messages.c.report == report, messages.c.thread == thread)
    number = (connection.execute(last).scalar() or 0) + 1
    row = {"report": report, "thread": _name(thread), "number": number, "at": moment(at)}
    connection.execute(insert(messages).values(**row, who=person(who), value=json_text(value)))
    return Message(thread, number, person(who), at, value)


def conversation(connection: Connection, report: str, thread: str, after: int) -> tuple[Message, ...]:
    """A thread's messages with a higher number than ``after``, in order."""
    query = (
        select(messages)
        .where(messages.c.report == report, messages.c.thread == thread, messages.c.number > after)
        .order_by(messages.c.number)
    )
    return tuple(
        Message(row.thread, row.number, row.who, when(row.at), json.loads(row.value))
        for row in connection.execute(query)
    )


def threads(connection: Connection, report: str) -> tuple[str, ...]:
    """The threads of a report that have messages, the first one begun first."""
    query = (
        select(messages.c.thread)
        .where(messages.c.report == report)
        .group_by(messages.c.thread)
        .order_by(func.min(messages.c.id))
    )
    return tuple(connection.execute(query).scalars())


# --- how drafts came about ----------------------------------------------------------------------------------------


def keep_draft(connection: Connection, report: str, part: str, who: str, value: Any, at: datetime) -> None:
    """The record of a draft."""
    row = {"report": report, "part": _name(part), "who": person(who)}
    connection.execute(insert(drafts).values(**row, at=moment(at), value=json_text(value)))


def draft_records(connection: Connection, report: str, part: str | None) -> tuple[DraftRecord, ...]:
    """The records of a part, or of every part, in the order in which they were kept."""
    query = select(drafts).where(drafts.c.report == report).order_by(drafts.c.id)
    if part is not None:
        query = query.where(drafts.c.part == part)
    return tuple(
        DraftRecord(row.part, row.who, when(row.at), json.loads(row.value))
        for row in connection.execute(query)
    )


# --- files --------------------------------------------------------------------------------------------------------

_TOLD = [column for column in files.c if column.name != "content"]


def bring_file(
    connection: Connection,
    report: str,
    name: str,
    content: bytes,
    purpose: str,
    read: Any,
    who: str,
    at: datetime,
) -> tuple[BroughtFile, bool]:
    """Keep a file, and whether it is new: the same once more, for the same purpose and read alike, is kept once."""
    if len(content) > LARGEST_FILE:
        what = f"文件有{len(content) // 1024 // 1024}兆，超过{LARGEST_FILE // 1024 // 1024}兆"
        raise BadInput([Problem(what, name, "请另存为较小的文件")])
    row = {"report": report, "name": storable(name), "purpose": storable(purpose)}
    row |= {"digest": hashlib.sha256(content).hexdigest(), "read": json_text(read)}
    same = [files.c[key] == value for key, value in row.items()]
    if found := connection.execute(select(*_TOLD).where(*same)).first():
        return _file_of(found), False
    values = {**row, "size": len(content), "content": content, "who": person(who), "at": moment(at)}
    connection.execute(insert(files).values(values))
    return _file_of(connection.execute(select(*_TOLD).where(*same)).one()), True


def file_list(connection: Connection, report: str) -> tuple[BroughtFile, ...]:
    """The files of a report, in the order in which they came."""
    query = select(*_TOLD).where(files.c.report == report).order_by(files.c.id)
    return tuple(_file_of(row) for row in connection.execute(query))


def file_content(connection: Connection, report: str, number: int) -> bytes:
    """The bytes of a file; ``BadInput`` where the report has none of that number, or it is not as it was brought."""
    here = select(files.c.content, files.c.digest).where(files.c.report == report, files.c.id == number)
    row = connection.execute(here).first()
    if row is None:
        raise BadInput([Problem("没有这个文件", "", "请重新上传")])
    content = bytes(row.content)
    if hashlib.sha256(content).hexdigest() != row.digest:
        raise BadInput([Problem("文件与上传时不一样了", "", "请重新上传")])
    return content


def _file_of(row: Any) -> BroughtFile:
    return BroughtFile(
        id=row.id,
        name=row.name,
        purpose=row.purpose,
        digest=row.digest,
        size=row.size,
        read=json.loads(row.read),
        who=row.who,
        at=when(row.at),
    )


# --- who is where -------------------------------------------------------------------------------------------------


def be(connection: Connection, report: str, who: str, window: str, place: str, at: datetime) -> None:
    """Somebody is there; where the same window was before is forgotten, and what is a day old."""
    connection.execute(delete(presence).where(presence.c.report == report, ~_within(at, _FORGOTTEN)))
    values = {"report": report, "window": window, "who": person(who), "place": _name(place), "at": moment(at)}
    new = {name: values[name] for name in ("who", "place", "at")}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    entry = dialect.insert(presence).values(values)
    connection.execute(entry.on_conflict_do_update(index_elements=["report", "window"], set_=new))


def leave(connection: Connection, report: str, window: str) -> None:
    """A window is closed."""
    connection.execute(delete(presence).where(presence.c.report == report, presence.c.window == window))


def present(connection: Connection, report: str, at: datetime, within: timedelta) -> tuple[Present, ...]:
    """Who was there lately. A clock that was set back makes nobody stay for ever: times ahead count like times ago."""
    query = (
        select(presence)
        .where(presence.c.report == report, _within(at, within))
        .order_by(presence.c.who, presence.c.window)
    )
    return tuple(Present(row.who, row.window, row.place, when(row.at)) for row in connection.execute(query))


def _within(at: datetime, span: timedelta) -> ColumnElement[bool]:
    return presence.c.at.between(moment(at - span), moment(at + span))


def _name(text: str) -> str:
    name = storable(text)
    if len(name) > LONGEST_NAME:
        raise BadInput([Problem(f"名称“{name[:20]}…”太长", "", f"请改成不超过{LONGEST_NAME}个字")])
    return name
