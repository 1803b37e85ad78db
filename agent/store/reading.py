"""A report as it stands, as it stood, and everything that ever stood in it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from agent.errors import BadInput, Problem
from agent.store.cellwise import ORIGIN, figures_of
from agent.store.place import Content, Kind, Place, understood
from agent.store.records import Change, Contents, Difference, Entry, Report, Stamp, State, Version
from agent.store.tables import audit, changes, reports, standing, versions

# A query over ``reports`` to the same of those that somebody sees.
Only = Callable[["Select[Any]"], "Select[Any]"]


def when(kept: str) -> datetime:
    """A time from how it is kept."""
    return datetime.fromisoformat(kept)


# --- reports ------------------------------------------------------------------------------------------------------


def report_list(connection: Connection, only: Only, *, removed: bool) -> tuple[Report, ...]:
    """The reports that somebody sees, what was changed last first."""
    query = only(select(reports)).order_by(reports.c.change.desc())
    if not removed:
        query = query.where(reports.c.state != State.REMOVED.value)
    return tuple(report_of(row) for row in connection.execute(query))


def report(connection: Connection, name: str) -> Report:
    """One report; ``BadInput`` where there is none."""
    row = connection.execute(select(reports).where(reports.c.id == name)).first()
    if row is None:
        raise BadInput([Problem("没有这份报告", "", "请从报告列表重新打开")])
    return report_of(row)


def report_of(row: Any) -> Report:
    """A row of ``reports``."""
    return Report(
        id=row.id,
        unit=row.unit,
        year=row.year,
        form=row.form,
        state=State(row.state),
        created=when(row.created),
        changed=when(row.changed),
        changed_by=row.changed_by,
        change=row.change,
    )


_IN_ORDER = (Kind.FACT.value, Kind.PREVIOUS_FACT.value, Kind.WAIVER.value)


# --- versions -----------------------------------------------------------------------------------------------------

_VERSION = (
    select(versions, changes.c.who, changes.c.at, changes.c.why)
    .join(changes, changes.c.id == versions.c.change)
    .order_by(versions.c.id)
)


def version_rows(connection: Connection, report: str, place: Place) -> list[Any]:
    """Every version of a place, the first first."""
    here = and_(
        versions.c.report == report, versions.c.kind == place.kind.value, versions.c.name == place.name
    )
    return list(connection.execute(_VERSION.where(here)))


def rows_of_change(connection: Connection, report: str, change: int) -> list[Any]:
    """The versions that a change made."""
    return list(connection.execute(_VERSION.where(versions.c.report == report, versions.c.change == change)))


def version_of(row: Any) -> Version:
    """A row of ``versions`` with its change's author, time and reason."""
    return Version(
        place=Place(Kind(row.kind), row.name),
        number=row.number,
        text=row.value,
        source=row.source,
        made_from=row.made_from,
        same_as=row.same_as,
        kept=row.kept,
        stamp=stamp_of(row),
    )


def stamp_of(row: Any) -> Stamp:
    """Which version it is and whose."""
    return Stamp(row.number, row.change, row.who, when(row.at), row.why)


def rows_at(connection: Connection, report: str, change: int | None) -> list[Any]:
    """The version that stands in each place; None: now. Facts and waivers come in the order in which they were first there."""
    if change is None:
        query = _VERSION.join(standing, standing.c.version == versions.c.id).where(
            standing.c.report == report
        )
    else:
        newest = (
            select(func.max(versions.c.id).label("id"))
            .where(versions.c.report == report, versions.c.kept, versions.c.change <= change)
            .group_by(versions.c.kind, versions.c.name)
            .subquery()
        )
        query = _VERSION.join(newest, newest.c.id == versions.c.id)
    first = select(versions.c.kind, versions.c.name, versions.c.id).where(
        versions.c.report == report, versions.c.kind.in_(_IN_ORDER), versions.c.number == 1
    )
    begun = {(kind, name): number for kind, name, number in connection.execute(first)}
    return sorted(
        connection.execute(query), key=lambda row: (row.kind, begun.get((row.kind, row.name), 0), row.name)
    )


def contents(connection: Connection, name: str, change: int | None) -> Contents:
    """The report as it stands, or as it stood when that change had been made."""
    own = report(connection, name)
    rows = rows_at(connection, name, change)
    if change is not None and not rows:
        raise BadInput([Problem(f"那时（修改 {change}）还没有这份报告", "", "请选择后面的修改")])
    places = {Place(Kind(row.kind), row.name): row for row in rows}
    said: dict[Place, Content] = {
        place: understood(place.kind, row.value) for place, row in places.items() if row.value is not None
    }
    sources = {place: row.source for place, row in places.items()}
    own = _as_it_was(own, said, rows)
    previous = figures_of(said, sources, own.unit, own.year - 1, own.form, previous=True)
    known = any(place.kind.value.startswith("prev.") for place in said)
    return Contents(
        report=own,
        change=max(row.change for row in rows),
        figures=figures_of(said, sources, own.unit, own.year, own.form, previous=False),
        previous=previous if known else None,
        sections={place.name: value for place, value in said.items() if place.kind is Kind.SECTION},
        waivers=tuple(value for place, value in said.items() if place.kind is Kind.WAIVER),
        origin=said.get(Place.particular(ORIGIN, previous=True), ""),
        stamps={place: stamp_of(row) for place, row in places.items()},
        kept=tuple(value for place, value in said.items() if place.kind is Kind.KEPT),
    )


def _as_it_was(own: Report, said: dict[Place, Content], rows: Iterable[Any]) -> Report:
    """The report's own line at that moment."""
    last = max(rows, key=lambda row: row.change)
    return Report(
        id=own.id,
        unit=said[Place.report("unit")],
        year=said[Place.report("year")],
        form=said[Place.report("form")],
        state=State(said[Place.report("state")]),
        created=own.created,
        changed=when(last.at),
        changed_by=last.who,
        change=last.change,
    )


def differences(
    connection: Connection, report: str, before: int, after: int | None
) -> tuple[Difference, ...]:
    """The places in which two moments of a report differ."""
    old, new = (
        {Place(Kind(row.kind), row.name): row.value for row in rows_at(connection, report, change)}
        for change in (before, after)
    )
    return tuple(
        Difference(place, understood(place.kind, old.get(place)), understood(place.kind, new.get(place)))
        for place in dict.fromkeys((*new, *old))
        if old.get(place) != new.get(place)
    )


# --- changes ------------------------------------------------------------------------------------------------------


def change_list(connection: Connection, report: str, before: int | None, count: int) -> tuple[Change, ...]:
    """Changes with their places, the last first; only those with a lower number than ``before``."""
    query = select(changes).where(changes.c.report == report).order_by(changes.c.id.desc()).limit(count)
    if before is not None:
        query = query.where(changes.c.id < before)
    rows = list(connection.execute(query))
    places: dict[int, list[Place]] = {row.id: [] for row in rows}
    touched = (
        select(versions.c.change, versions.c.kind, versions.c.name)
        .where(versions.c.report == report, versions.c.change.in_(places))
        .order_by(versions.c.id)
    )
    for change, kind, name in connection.execute(touched):
        places[change].append(Place(Kind(kind), name))
    return tuple(change_of(row, tuple(places[row.id])) for row in rows)


def change_of(row: Any, places: tuple[Place, ...] = ()) -> Change:
    """A row of ``changes``."""
    return Change(
        number=row.id,
        who=row.who,
        at=when(row.at),
        action=row.action,
        why=row.why,
        kept=row.kept,
        undoes=row.undoes,
        redoes=row.redoes,
        places=places,
    )


# --- the audit ----------------------------------------------------------------------------------------------------


def entries(
    connection: Connection, report: str | None, after: int, count: int, only: Only
) -> tuple[Entry, ...]:
    """Rows of the audit with a higher number than ``after``, of one report or of all that are seen.

    Each with what stood before and after. Rows that are about no report are seen by those who see everything.
    """
    query = _entries().where(audit.c.number > after).order_by(audit.c.number).limit(count)
    if report is not None:
        query = query.where(audit.c.report == report)
    return _seen(connection, query, only)


def lately(
    connection: Connection, report: str | None, who: str, before: int | None, count: int, only: Only
) -> tuple[Entry, ...]:
    """The same, the last row first: those of one report or of all, by one person or ("") by anybody, of a lower number."""
    query = _entries().order_by(audit.c.number.desc()).limit(count)
    if before is not None:
        query = query.where(audit.c.number < before)
    if report is not None:
        query = query.where(audit.c.report == report)
    if who:
        query = query.where(audit.c.who == who)
    return _seen(connection, query, only)


def people_in(connection: Connection, report: str | None, only: Only) -> tuple[str, ...]:
    """Everybody whom the audit of a report, or of all that are seen, names."""
    query = select(audit.c.who).distinct().order_by(audit.c.who)
    if report is not None:
        query = query.where(audit.c.report == report)
    everything = select(reports.c.id)
    if (seen := only(everything)) is not everything:
        query = query.where(audit.c.report.in_(seen))
    return tuple(connection.execute(query).scalars())


def _entries() -> Any:
    old, new = versions.alias("old"), versions.alias("new")
    return (
        select(audit, old.c.value.label("was"), new.c.value.label("is"))
        .outerjoin(old, _version_in(old, audit.c.before))
        .outerjoin(new, _version_in(new, audit.c.after))
    )


def _seen(connection: Connection, query: Any, only: Only) -> tuple[Entry, ...]:
    everything = select(reports.c.id)
    if (seen := only(everything)) is not everything:
        query = query.where(audit.c.report.in_(seen))
    return tuple(_entry_of(row) for row in connection.execute(query).mappings())


def _version_in(table: Any, number: Any) -> Any:
    return and_(
        table.c.report == audit.c.report,
        table.c.kind == audit.c.kind,
        table.c.name == audit.c.name,
        table.c.number == number,
    )


def _entry_of(row: Any) -> Entry:
    return Entry(
        number=row["number"],
        at=when(row["at"]),
        who=row["who"],
        action=row["action"],
        report=row["report"],
        change=row["change"],
        place=Place(Kind(row["kind"]), row["name"]) if row["kind"] else None,
        before=row["was"],
        after=row["is"],
        details=row["details"],
        digest=row["digest"],
    )
