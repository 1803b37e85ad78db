"""One report with everything in it and beside it, taken out of a database and into another, where it goes on as it is.

Its versions keep their numbers, authors and times, so that its history can be read there; what the other database counts by
itself (changes, the audit) it counts anew. The audit there tells of every version again, and of the bundle by its digest.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from agent.errors import BadInput, Problem
from agent.store import chain, reading
from agent.store.changing import LONGEST_NAME, LONGEST_PERSON, LONGEST_REASON
from agent.store.place import Kind, json_text, storable, well_formed
from agent.store.records import Report, State
from agent.store.tables import changes, drafts, files, messages, reports, standing, versions

Row = Mapping[str, Any]
PARTS: tuple[Table, ...] = (reports, changes, versions, messages, drafts, files)
NAMES = tuple(table.name for table in PARTS)
_MOST = 500_000


def taken_out(connection: Connection, report: str) -> Iterator[tuple[str, Row]]:
    """The report's rows by table, in :data:`PARTS`' order."""
    for table in PARTS:
        mine = table.c.id == report if table is reports else table.c.report == report
        key = table.c.change if table is reports else table.c.id
        for row in connection.execute(select(table).where(mine).order_by(key)).mappings():
            yield table.name, dict(row)


def taken_in(
    connection: Connection, rows: Iterator[tuple[str, Row]], origin: Mapping[str, Any], who: str, at: str
) -> Report:
    """The report of a bundle, under an id of its own. ``BadInput`` where the rows are none of a whole report."""
    taking = _Taking(connection, uuid.uuid4().hex)
    try:
        for number, (table, row) in enumerate(rows):
            if number > _MOST:
                raise _broken("内容太多")
            taking.take(table, row)
        taking.finish()
        found = reading.contents(connection, taking.report, None).report
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise _broken(type(error).__name__) from error
    told = chain.Deed(at, who, "import", details=json_text(dict(origin)), report=taking.report)
    chain.append(connection, [*taking.deeds, told])
    return found


def _broken(why: str) -> BadInput:
    return BadInput(
        [Problem(f"这不是一份完整的报告包（{why}）", "", "请向导出的人重新要一份；什么也没有导入")]
    )


class _Taking:
    """Rows on their way in: numbers of the old database made numbers of the new."""

    def __init__(self, connection: Connection, report: str) -> None:
        self.connection, self.report = connection, report
        self.line: dict[str, Any] | None = None
        self.changes: dict[int, int] = {}
        self.told: dict[int, tuple[str, str, str]] = {}
        self.newest: dict[tuple[str, str], tuple[int | None, int, int]] = {}
        self.deeds: list[chain.Deed] = []
        self.last: dict[tuple[str, str], int] = {}

    def take(self, table: str, row: Row) -> None:
        if self.line is None and table != reports.name:
            raise ValueError("rows of no report")
        {
            "reports": self._report,
            "changes": self._change,
            "versions": self._version,
            "messages": self._beside(messages),
            "drafts": self._beside(drafts),
            "files": self._beside(files),
        }[table](row)

    def _report(self, row: Row) -> None:
        if self.line is not None:
            raise ValueError("two reports")
        unit, form = _text(row["unit"], LONGEST_NAME), _text(row["form"], LONGEST_NAME)
        own = {"id": self.report, "unit": unit, "year": _whole(row["year"]), "form": form}
        state = State(row["state"])
        times = {name: _moment(row[name]) for name in ("created", "changed")}
        self.line = {
            **own,
            **times,
            "state": state.value,
            "changed_by": _text(row["changed_by"], LONGEST_PERSON),
        }
        self.connection.execute(insert(reports).values(**self.line, change=0))

    def _change(self, row: Row) -> None:
        who, at, why = (
            _text(row["who"], LONGEST_PERSON),
            _moment(row["at"]),
            _text(row["why"], LONGEST_REASON, empty=True),
        )
        action = _text(row["action"], 32)
        points = {
            name: None if row[name] is None else self.changes[row[name]] for name in ("undoes", "redoes")
        }
        result = self.connection.execute(
            insert(changes).values(
                report=self.report, who=who, at=at, action=action, why=why, kept=bool(row["kept"]), **points
            )
        )
        assert result.inserted_primary_key is not None
        number = int(result.inserted_primary_key[0])
        self.changes[_whole(row["id"])] = number
        self.told[number] = (who, at, why)

    def _version(self, row: Row) -> None:
        kind, name, change = Kind(row["kind"]), _text(row["name"], LONGEST_NAME), self.changes[row["change"]]
        value = row["value"]
        if value is not None and (not isinstance(value, str) or not well_formed(kind, value)):
            raise ValueError("not of its kind")
        place = kind.value, name
        number = _whole(row["number"])
        if number != self.last.get(place, 0) + 1:
            raise ValueError("a version is missing")
        made_from, same_as = _whole(row["made_from"]), _whole(row["same_as"])
        if not 0 <= made_from < number or not 0 <= same_as <= number:
            raise ValueError("made from a version that is not there")
        own = {
            "report": self.report,
            "kind": kind.value,
            "name": name,
            "number": number,
            "value": value,
            "source": _text(row["source"], LONGEST_REASON, empty=True),
            "made_from": made_from,
            "same_as": same_as,
            "change": change,
            "kept": bool(row["kept"]),
        }
        result = self.connection.execute(insert(versions).values(**own))
        assert result.inserted_primary_key is not None
        stands = int(result.inserted_primary_key[0]) if own["kept"] else None
        before = self.newest.get(place, (None, 0, 0))
        self.newest[place] = (stands or before[0], number, number if own["kept"] else before[2])
        self.last[place] = number
        who, at, why = self.told[change]
        action = "import" if own["kept"] else "refused"
        self.deeds.append(
            chain.Deed(
                at,
                who,
                action,
                why,
                self.report,
                change,
                kind.value,
                name,
                before[2],
                number,
                chain.content_hash(own),
            )
        )

    def _beside(self, table: Table) -> Any:
        def take(row: Row) -> None:
            own = {
                column.name: row[column.name]
                for column in table.columns
                if column.name not in ("id", "report")
            }
            for name, value in own.items():
                if type(value) is not table.columns[name].type.python_type:
                    raise TypeError(name)
                if isinstance(value, str) and storable(value) != value:
                    raise ValueError(name)
            if table is files and hashlib.sha256(own["content"]).hexdigest() != own["digest"]:
                raise ValueError("a file is not what it was")
            own["who"], own["at"] = _text(own["who"], LONGEST_PERSON), _moment(own["at"])
            self.connection.execute(insert(table).values(report=self.report, **own))

        return take

    def finish(self) -> None:
        """What stands where, and the report's own line by it."""
        if self.line is None or not self.told or not self.newest:
            raise ValueError("no report")
        self.connection.execute(
            insert(standing),
            [
                {"report": self.report, "kind": kind, "name": name, "version": stands, "last": last}
                for (kind, name), (stands, last, _) in self.newest.items()
            ],
        )
        mine = reports.c.id == self.report
        self.connection.execute(reports.update().where(mine).values(change=max(self.told)))


def _text(value: Any, longest: int, *, empty: bool = False) -> str:
    if (
        not isinstance(value, str)
        or len(value) > longest
        or (not value and not empty)
        or storable(value) != value
    ):
        raise ValueError("no such text")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**53:
        raise ValueError("no whole number")
    return value


def _moment(value: Any) -> str:
    if not isinstance(value, str) or reading.when(value).tzinfo is None:
        raise ValueError("no time")
    return value
