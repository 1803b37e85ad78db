"""The store: reports with everything in them and beside them, kept in one database.

::

    projects = Projects.open(None, Path("data"))
    report = projects.create("云岭县人民政府", 2025, "2021", who="李明")
    now = projects.contents(report.id)
    cell = Place.cell("requests.new.total")
    projects.save(report.id, [Edit.of(cell, Decimal(8), now.number(cell))], who="李明")

What returns has been saved. Nothing that was saved is ever overwritten: ``history`` shows it, ``bring_back`` makes it stand.
May be used by any number of threads. Every method raises ``Unavailable`` where the database can't be used, ``BadInput`` where
there is no such report.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from agent.errors import BadInput, Problem
from agent.store import beside, bundling, chain, reading, undoing
from agent.store.changing import LONGEST_NAME, Doing, doing, held, moment, person, put
from agent.store.database import Database
from agent.store.dumping import Dump, Row, dump
from agent.store.people import People
from agent.store.place import Kind, Place, json_text, storable
from agent.store.records import (
    BroughtFile,
    Chain,
    Change,
    Clock,
    Conflict,
    Contents,
    Difference,
    DraftRecord,
    Edit,
    Entry,
    Message,
    Present,
    Report,
    Saved,
    State,
    Version,
    wall_clock,
)
from agent.store.sight import EVERYTHING, Sight
from agent.store.tables import reports

FILE = "nianbao.db"
_LATELY = timedelta(seconds=30)
_CONTENT = tuple(kind for kind in Kind if kind is not Kind.REPORT)


class Projects:
    """Everything that people work on. ``place`` names the database in words, without a password; ``people`` are its accounts."""

    def __init__(self, database: Database, clock: Clock = wall_clock) -> None:
        self._database, self._clock, self.place = database, clock, database.place
        self._seeing: Callable[[], Sight] = lambda: EVERYTHING
        self.people = People(database, clock)

    @classmethod
    def open(cls, address: str | None, folder: Path, clock: Clock = wall_clock) -> "Projects":
        """The database of that address; None: a file in the folder, made where there is none."""
        return cls(Database.at(address) if address else Database.in_file(folder / FILE), clock)

    @property
    def kind(self) -> str:
        """Which database it is, by its vendor's name."""
        return "SQLite" if self._database.is_file else "PostgreSQL"

    def size(self) -> int:
        """How many bytes it takes."""
        return self._database.size()

    def check_writing(self) -> None:
        """``Unavailable`` where nothing could be saved."""
        with self._database.writing():
            pass

    def close(self) -> None:
        """Let go of every connection."""
        self._database.close()

    def seen_by(self, sight: Sight | Callable[[], Sight]) -> "Projects":
        """The same database as somebody sees it who may not see or do everything.

        A function is asked at every use, so that who is signed out meanwhile reaches nothing any more; what it raises is raised.
        """
        seen = copy(self)
        seen._seeing = (lambda: sight) if isinstance(sight, Sight) else sight  # noqa: SLF001 - one's own kind
        return seen

    @contextmanager
    def _reading(self, report: str) -> Iterator[Connection]:
        sight = self._seeing()  # before a connection is taken: asking may take another
        with self._database.reading() as connection:
            _admit(connection, sight, report)
            yield connection

    @contextmanager
    def _writing(self, report: str) -> Iterator[Connection]:
        sight = self._seeing()
        with self._database.writing() as connection:
            _admit(connection, sight, report)
            yield connection

    # --- reports

    def reports(self, *, removed: bool = False) -> tuple[Report, ...]:
        """Every report, what was changed last first; those that were removed only when asked for."""
        sight = self._seeing()
        with self._database.reading() as connection:
            return reading.report_list(connection, sight.only, removed=removed)

    def report(self, report: str) -> Report:
        """One report's line."""
        with self._reading(report) as connection:
            return reading.report(connection, report)

    def create(self, unit: str, year: int, form: str, *, who: str, why: str = "") -> Report:
        """A new report, empty; ``BadInput`` for a unit without a name."""
        name = storable(unit.strip())
        if not 0 < len(name) <= LONGEST_NAME:
            raise BadInput([Problem("没有填单位名称，或太长", "", "填写发布年报的行政机关全称")])
        sight = self._seeing()
        deed = doing(uuid.uuid4().hex, who, self._clock(), "create", why, sight)
        if strange := sight.strange(name):
            raise BadInput(strange)
        own = {"unit": name, "year": year, "form": storable(form), "state": State.DRAFTING.value}
        with self._database.writing() as connection:
            line = {"id": deed.report, "created": deed.at, "changed": deed.at, "changed_by": deed.who, **own}
            connection.execute(insert(reports).values(**line, change=0))
            put(connection, deed, [Edit.of(Place.report(key), value, 0) for key, value in own.items()])
            return reading.report(connection, deed.report)

    def contents(self, report: str, at: int | None = None) -> Contents:
        """All of a report as it stands; as it stood after the change of that number, where ``at`` says one."""
        with self._reading(report) as connection:
            return reading.contents(connection, report, at)

    # --- changing

    def save(self, report: str, edits: Iterable[Edit], *, who: str, why: str = "") -> Saved | Conflict:
        """Make the edits, all or none. ``Conflict`` where somebody else changed one of the places meanwhile."""
        wanted = tuple(edits)
        if any(edit.place == Place.report("state") for edit in wanted):
            raise ValueError("set_state is for that")
        with self._changing(report, who, "save", why) as (connection, deed):
            return put(connection, deed, wanted)

    def set_state(
        self, report: str, state: State, made_from: int, *, who: str, why: str = ""
    ) -> Saved | Conflict:
        """How far the report is; ``REMOVED`` takes it off the list, any other puts it back on."""
        edit = Edit.of(Place.report("state"), state.value, made_from)
        with self._changing(report, who, "state", why, removed=True) as (connection, deed):
            return put(connection, deed, [edit])

    def bring_back(
        self, report: str, place: Place, number: int, made_from: int, *, who: str, why: str = ""
    ) -> Saved | Conflict:
        """Put a version of a place, older or not taken, where ``made_from`` stands."""
        with self._changing(report, who, "restore", why) as (connection, deed):
            return undoing.bring_back(connection, deed, place, number, made_from)

    def bring_back_all(
        self,
        report: str,
        change: int,
        seen: int,
        *,
        who: str,
        why: str = "",
        kinds: Sequence[Kind] = _CONTENT,
    ) -> Saved | Conflict:
        """Everything as it stood after a change. ``seen`` is the last change that the person has seen."""
        with self._changing(report, who, "restore", why) as (connection, deed):
            return undoing.bring_back_all(connection, deed, change, seen, kinds)

    def undo(self, report: str, *, who: str, change: int | None = None) -> Saved | Conflict | None:
        """Take back one's own last change, or the one of that number; None where there is nothing to take back."""
        with self._changing(report, who, "undo") as (connection, deed):
            return undoing.undo(connection, deed, change)

    def redo(self, report: str, *, who: str) -> Saved | Conflict | None:
        """Do again what one took back last; None where there is nothing."""
        with self._changing(report, who, "redo") as (connection, deed):
            return undoing.redo(connection, deed)

    @contextmanager
    def _changing(
        self, report: str, who: str, action: str, why: str = "", *, removed: bool = False
    ) -> Iterator[tuple[Connection, Doing]]:
        sight = self._seeing()
        with self._database.writing() as connection:
            _admit(connection, sight, report)
            row = held(connection, report)
            if row.state == State.REMOVED.value and not removed:
                raise BadInput([Problem("这份报告已移除", "", "请先恢复它")])
            yield connection, doing(report, who, self._clock(), action, why, sight)

    # --- what was

    def steps(self, report: str, *, who: str) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """What somebody can take back and what they can do again, each the next first."""
        with self._reading(report) as connection:
            return undoing.steps(connection, report, person(who))

    def history(self, report: str, place: Place) -> tuple[Version, ...]:
        """Every version of a place, the first first, those that were not taken among them."""
        with self._reading(report) as connection:
            return tuple(map(reading.version_of, reading.version_rows(connection, report, place)))

    def changes(self, report: str, *, before: int | None = None, count: int = 200) -> tuple[Change, ...]:
        """What was done to a report, the last first; with ``before`` only what has a lower number."""
        with self._reading(report) as connection:
            return reading.change_list(connection, report, before, count)

    def differences(self, report: str, before: int, after: int | None = None) -> tuple[Difference, ...]:
        """The places in which the report differs after two changes; ``after`` None: now."""
        with self._reading(report) as connection:
            return reading.differences(connection, report, before, after)

    # --- the audit

    def note(self, report: str | None, action: str, details: Any, *, who: str) -> None:
        """A row of the audit for what changes no place: an export, a backup. ``details`` is JSON-ready."""
        deed = chain.Deed(
            at=moment(self._clock()),
            who=person(who),
            action=storable(action),
            details=json_text(details),
            report=report,
        )
        sight = self._seeing()
        with self._database.writing() as connection:
            if report is not None:
                _admit(connection, sight, report)
                held(connection, report)
            chain.append(connection, [deed])

    def audit(self, report: str | None = None, *, after: int = 0, count: int = 1000) -> tuple[Entry, ...]:
        """Rows of the audit with a higher number than ``after``, in order; of one report, or of all."""
        sight = self._seeing()
        with self._database.reading() as connection:
            if report is not None:
                _admit(connection, sight, report)
            return reading.entries(connection, report, after, count, sight.only)

    def lately(
        self, report: str | None = None, *, who: str = "", before: int | None = None, count: int = 100
    ) -> tuple[Entry, ...]:
        """The same, the last first, of a lower number than ``before``; by one person where ``who`` is given."""
        sight = self._seeing()
        with self._database.reading() as connection:
            if report is not None:
                _admit(connection, sight, report)
            return reading.lately(connection, report, who, before, count, sight.only)

    def named(self, report: str | None = None) -> tuple[str, ...]:
        """Everybody whom the audit names, of one report or of all that are seen."""
        sight = self._seeing()
        with self._database.reading() as connection:
            if report is not None:
                _admit(connection, sight, report)
            return reading.people_in(connection, report, sight.only)

    def verify_chain(self, known: Iterable[str] = ()) -> Chain:
        """Whether the audit and every version are as they were written. ``known`` are heads that must be in it."""
        with self._database.reading() as connection:
            return chain.verify(connection, known)

    def head(self) -> str:
        """The hash of the audit's last row, which a 核验单 names."""
        with self._database.reading() as connection:
            return chain.head(connection)

    # --- beside a report

    def say(self, report: str, thread: str, value: Any, *, who: str) -> Message:
        """A message or an event at the end of a conversation; ``value`` is JSON-ready."""
        with self._writing(report) as connection:
            held(connection, report)
            return beside.say(connection, report, thread, who, value, self._clock())

    def conversation(self, report: str, thread: str, after: int = 0) -> tuple[Message, ...]:
        """The messages of a thread with a higher number than ``after``, in order."""
        with self._reading(report) as connection:
            return beside.conversation(connection, report, thread, after)

    def threads(self, report: str) -> tuple[str, ...]:
        """The report's conversations, the first one begun first."""
        with self._reading(report) as connection:
            return beside.threads(connection, report)

    def keep_draft(self, report: str, part: str, value: Any, *, who: str) -> None:
        """How a draft of a part, or of all (""), came about; ``value`` is JSON-ready."""
        with self._writing(report) as connection:
            held(connection, report)
            beside.keep_draft(connection, report, part, who, value, self._clock())

    def draft_records(self, report: str, part: str | None = None) -> tuple[DraftRecord, ...]:
        """How the drafts came about, in order; None: of every part."""
        with self._reading(report) as connection:
            return beside.draft_records(connection, report, part)

    def bring_file(
        self, report: str, name: str, content: bytes, *, who: str, purpose: str = "", read: Any = None
    ) -> BroughtFile:
        """Keep a file with what was read of it (JSON-ready); ``BadInput`` where it is too large."""
        with self._writing(report) as connection:
            held(connection, report)
            now = self._clock()
            file, new = beside.bring_file(connection, report, name, content, purpose, read, who, now)
            if new:
                told = json_text({"name": file.name, "purpose": file.purpose, "digest": file.digest})
                chain.append(
                    connection, [chain.Deed(moment(now), file.who, "file", details=told, report=report)]
                )
            return file

    def files(self, report: str) -> tuple[BroughtFile, ...]:
        """The files that were brought along, in order."""
        with self._reading(report) as connection:
            return beside.file_list(connection, report)

    def file_content(self, report: str, number: int) -> bytes:
        """The bytes of the file with that ``id``."""
        with self._reading(report) as connection:
            return beside.file_content(connection, report, number)

    # --- out of the house and in again

    @contextmanager
    def dumped(self) -> Iterator[Dump]:
        """Everything, at one moment, while others work; ``BadInput`` for whoever doesn't see everything."""
        if self._seeing() != EVERYTHING:
            raise BadInput([Problem("只有管理员可以备份", "", "请在服务器上运行 nianbao backup")])
        with self._database.reading() as connection:
            yield dump(connection)

    @contextmanager
    def taken_out(self, report: str) -> Iterator[Iterator[tuple[str, Row]]]:
        """All rows of one report, by table."""
        with self._reading(report) as connection:
            reading.report(connection, report)
            yield bundling.taken_out(connection, report)

    def take_in(self, rows: Iterator[tuple[str, Row]], origin: Any, *, who: str) -> Report:
        """A report that was taken out elsewhere, under an id of its own; ``origin`` (JSON-ready) is told in the audit."""
        sight = self._seeing()
        with self._database.writing() as connection:
            found = bundling.taken_in(connection, rows, origin, person(who), moment(self._clock()))
            sight.admit_taken(found, reading.contents(connection, found.id, None))
            return found

    # --- who is where

    def here(self, report: str, place: str, *, who: str, window: str) -> None:
        """Somebody is in that place of the report now; to be said again every few seconds."""
        with self._writing(report) as connection:
            reading.report(connection, report)
            beside.be(connection, report, who, window, place, self._clock())

    def leave(self, report: str, *, window: str) -> None:
        """That window shows the report no more."""
        with self._writing(report) as connection:
            beside.leave(connection, report, window)

    def present(self, report: str, within: timedelta = _LATELY) -> tuple[Present, ...]:
        """Who was in the report lately, and where."""
        with self._reading(report) as connection:
            return beside.present(connection, report, self._clock(), within)


def _admit(connection: Connection, sight: Sight, report: str) -> None:
    """``BadInput`` where there is no such report to be seen; a name that no database takes is none, whoever asks."""
    if storable(report) != report:
        raise BadInput([Problem("没有这份报告", "", "请从报告列表重新打开")])
    sight.admit(connection, report)
