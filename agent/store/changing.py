"""Putting something into places of a report: all of it or, where somebody else was there first, none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from agent.errors import BadInput, Problem
from agent.store.chain import Deed, append, content_hash
from agent.store.names import visible
from agent.store.place import Kind, Place, alike, storable, understood, well_formed
from agent.store.reading import version_of, version_rows
from agent.store.records import Clash, Conflict, Edit, Saved, State, Version
from agent.store.sight import EVERYTHING, Sight
from agent.store.tables import changes, reports, standing, versions

LONGEST_NAME = 300
LONGEST_PERSON = 100
LONGEST_REASON = 2000
_MOST = 20_000
_FEW = 500


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does what to which report; ``at`` is as kept, ``sight`` what they may change."""

    report: str
    who: str
    at: str
    action: str
    why: str = ""
    undoes: int | None = None
    redoes: int | None = None
    sight: Sight = EVERYTHING


@dataclass(frozen=True, slots=True)
class _Now:
    """What stands in a place: its number (0 for nothing ever), the last number given there, and the version itself."""

    number: int = 0
    last: int = 0
    text: str | None = None
    source: str = ""
    same_as: int = 0


def doing(
    report: str, who: str, at: datetime, action: str, why: str = "", sight: Sight = EVERYTHING
) -> Doing:
    """The same from what a caller says; ``BadInput`` where nobody says who."""
    reason = storable(why.strip())[:LONGEST_REASON]
    return Doing(report, person(who), moment(at), action, reason, sight=sight)


def person(who: str) -> str:
    """A name as it is kept; ``BadInput`` for none and for one that is no name."""
    name = storable(visible(who))
    if not name or len(name) > LONGEST_PERSON:
        what = f"姓名超过{LONGEST_PERSON}个字" if name else "没有写明是谁"
        raise BadInput([Problem(what, "", "请填写姓名")])
    return name


def moment(at: datetime) -> str:
    """A time as it is kept. ``ValueError`` for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def held(connection: Connection, report: str) -> Any:
    """The report's row, held until the transaction ends; ``BadInput`` where there is no such report."""
    row = connection.execute(select(reports).where(reports.c.id == report).with_for_update()).first()
    if row is None:
        raise BadInput([Problem("没有这份报告", "", "请从报告列表重新打开")])
    return row


def put(
    connection: Connection, deed: Doing, edits: Sequence[Edit], same_as: Mapping[Place, int] | None = None
) -> Saved | Conflict:
    """Make the edits, or keep them as versions that were not taken. ``BadInput`` for what the person may not change.

    ``same_as`` has the version that an edit brings back, by place. The report must be held already.
    """
    _check(edits)
    deed.sight.check(edits)
    now = standing_in(connection, deed.report, [edit.place for edit in edits])
    late = [edit for edit in edits if _is_late(edit, now.get(edit.place, _Now()))]
    if late:
        number = _add(connection, deed, edits, now, same_as or {}, kept=False)
        return Conflict(clashes(connection, deed.report, late), number)
    back = same_as or {}
    new = [edit for edit in edits if _is_new(edit, now.get(edit.place, _Now()), back.get(edit.place))]
    change = _add(connection, deed, new, now, back, kept=True) if new else None
    made = {edit.place for edit in new}
    numbers = {edit.place: now.get(edit.place, _Now()) for edit in edits}
    return Saved(
        change, {place: each.last + 1 if place in made else each.number for place, each in numbers.items()}
    )


def _check(edits: Sequence[Edit]) -> None:
    if len(edits) > _MOST:
        raise BadInput([Problem(f"一次修改了{len(edits)}处，超过{_MOST}处", "", "请分几次保存")])
    if len({edit.place for edit in edits}) < len(edits):
        raise ValueError("two edits of one place")
    problems = [
        Problem(f"名称“{edit.place.name[:20]}…”太长或有不能用的字符", "", f"请改成不超过{LONGEST_NAME}个字")
        for edit in edits
        if not 0 < len(edit.place.name) <= LONGEST_NAME or storable(edit.place.name) != edit.place.name
    ]
    if problems:
        raise BadInput(problems)
    for edit in edits:
        if not well_formed(edit.place.kind, edit.text) or not _fits_report(edit):
            raise ValueError(f"{edit.place}: nothing of that kind")


def _fits_report(edit: Edit) -> bool:
    """A report always has its unit, year, form and state, and nothing else of that kind."""
    if edit.place.kind is not Kind.REPORT:
        return True
    value = understood(Kind.REPORT, edit.text)
    match edit.place.name:
        case "unit":
            return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME
        case "year":
            return isinstance(value, int) and not isinstance(value, bool)
        case "form":
            return isinstance(value, str)
        case "state":
            return value in list(State)
    return False


def _is_late(edit: Edit, now: _Now) -> bool:
    """Whether its writer did not see what stands there, and wants something else there."""
    if edit.made_from > now.last:
        raise ValueError(f"{edit.place} has no version {edit.made_from}")
    return edit.made_from != now.number and not alike(edit.place.kind, edit.text, now.text)


def _is_new(edit: Edit, now: _Now, same_as: int | None) -> bool:
    """Whether it makes a difference: another text, else another source, or another version brought back."""
    if edit.made_from != now.number:
        return False  # somebody else was there first, with the same
    if edit.text != now.text:
        return True
    return same_as != now.same_as if same_as is not None else edit.source not in ("", now.source)


def standing_in(connection: Connection, report: str, places: Iterable[Place]) -> dict[Place, _Now]:
    """What stands in these places, and perhaps in others; a place where nothing was ever put is left out."""
    names = list({place.name for place in places})
    query = (
        select(standing, versions.c.number, versions.c.value, versions.c.source, versions.c.same_as)
        .outerjoin(versions, versions.c.id == standing.c.version)
        .where(standing.c.report == report)
    )
    if len(names) <= _FEW:
        query = query.where(standing.c.name.in_(names))
    return {
        Place(Kind(row.kind), row.name): _Now(
            row.number or 0, row.last, row.value, row.source or "", row.same_as or 0
        )
        for row in connection.execute(query)
    }


def clashes(connection: Connection, report: str, edits: Iterable[Edit]) -> tuple[Clash, ...]:
    """Each edit beside what stands in its place and what it was made from."""
    found = []
    for edit in edits:
        rows = version_rows(connection, report, edit.place)
        by_number: dict[int, Version] = {row.number: version_of(row) for row in rows}
        taken = [each for each in by_number.values() if each.kept]
        if not taken:
            raise ValueError(f"{edit.place}: made from a version that was not taken")
        theirs = max(taken, key=lambda each: each.number)
        mine = understood(edit.place.kind, edit.text)
        found.append(Clash(edit.place, by_number.get(edit.made_from), mine, theirs))
    return tuple(found)


def _add(
    connection: Connection,
    deed: Doing,
    edits: Sequence[Edit],
    now: Mapping[Place, _Now],
    same_as: Mapping[Place, int],
    *,
    kept: bool,
) -> int:
    """The change with its versions, what stands now, and the audit of it; the change's number."""
    told = {
        name: getattr(deed, name) for name in ("report", "who", "at", "action", "why", "undoes", "redoes")
    }
    result = connection.execute(insert(changes).values(kept=kept, **told))
    assert result.inserted_primary_key is not None
    change = int(result.inserted_primary_key[0])
    rows = []
    for edit in edits:
        number = now.get(edit.place, _Now()).last + 1
        rows.append(
            {
                "report": deed.report,
                "kind": edit.place.kind.value,
                "name": edit.place.name,
                "number": number,
                "value": edit.text,
                "source": storable(edit.source),
                "made_from": edit.made_from,
                "same_as": same_as.get(edit.place, number),
                "change": change,
                "kept": kept,
            }
        )
    connection.execute(insert(versions), rows)
    _stand(connection, deed.report, change, now, kept=kept)
    if kept:
        _tell_report(connection, deed, edits, change)
    append(connection, [_deed_of(deed, change, row, now, kept=kept) for row in rows])
    return change


def _stand(
    connection: Connection, report: str, change: int, now: Mapping[Place, _Now], *, kept: bool
) -> None:
    """What a change put there stands; what was not taken only has its number."""
    query = select(versions.c.id, versions.c.kind, versions.c.name, versions.c.number).where(
        versions.c.change == change
    )
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for row in connection.execute(query):
        known = Place(Kind(row.kind), row.name) in now
        entry = {"r": report, "k": row.kind, "n": row.name, "v": row.id if kept else None, "l": row.number}
        (old if known else new).append(entry)
    columns: dict[str, Any] = {name: bindparam(name[0]) for name in ("report", "kind", "version", "last")}
    if new:
        connection.execute(insert(standing).values(**columns, name=bindparam("n")), new)
    if old:
        here = [standing.c.report == bindparam("r"), standing.c.kind == bindparam("k")]
        changed: dict[str, Any] = (
            {"version": bindparam("v"), "last": bindparam("l")} if kept else {"last": bindparam("l")}
        )
        connection.execute(
            update(standing).where(*here, standing.c.name == bindparam("n")).values(changed), old
        )


def _tell_report(connection: Connection, deed: Doing, edits: Iterable[Edit], change: int) -> None:
    """The line of the list of reports."""
    own = {
        edit.place.name: understood(Kind.REPORT, edit.text)
        for edit in edits
        if edit.place.kind is Kind.REPORT
    }
    own |= {"changed": deed.at, "changed_by": deed.who, "change": change}
    connection.execute(update(reports).where(reports.c.id == deed.report).values(own))


def _deed_of(
    deed: Doing, change: int, row: Mapping[str, Any], now: Mapping[Place, _Now], *, kept: bool
) -> Deed:
    return Deed(
        at=deed.at,
        who=deed.who,
        action=deed.action if kept else "refused",
        details=deed.why,
        report=deed.report,
        change=change,
        kind=row["kind"],
        name=row["name"],
        before=now.get(Place(Kind(row["kind"]), row["name"]), _Now()).number,
        after=row["number"],
        content=content_hash(row),
    )
