"""Taking back and doing again, and bringing older versions back. Each is a change like any other: nothing is lost by it.

Everybody takes back their own changes only. Where somebody else has changed a place since, that is a conflict, not an undo.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from agent.errors import BadInput, Problem
from agent.store.changing import Doing, clashes, put, standing_in
from agent.store.place import Kind, Place
from agent.store.reading import change_of, rows_at, rows_of_change, version_rows
from agent.store.records import Change, Conflict, Edit, Saved
from agent.store.tables import changes

# Steps that can be taken back; nobody goes further.
_STEPS = 1000
_UNDOABLE = ("save", "restore")


def steps(connection: Connection, report: str, who: str) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What somebody can take back and what they can do again, each the next first.

    A change that was done again stands for the one that it repeats.
    """
    query = (
        select(changes)
        .where(changes.c.report == report, changes.c.who == who, changes.c.kept)
        .order_by(changes.c.id.desc())
        .limit(_STEPS)
    )
    done: list[Change] = []
    undone: list[Change] = []
    for row in reversed(list(connection.execute(query))):
        change = change_of(row)
        if change.undoes is not None:
            taken = [each for each in done if each.number == change.undoes]
            done = [each for each in done if each.number != change.undoes]
            undone += taken
        elif change.redoes is not None:
            undone = [each for each in undone if each.number != change.redoes]
            done.append(change)
        elif change.action in _UNDOABLE:
            done.append(change)
            undone = []
    return tuple(reversed(done)), tuple(reversed(undone))


def undo(connection: Connection, deed: Doing, change: int | None) -> Saved | Conflict | None:
    """Take back one's last change, or the one of that number; None where there is none to take back."""
    done, _ = steps(connection, deed.report, deed.who)
    found = next((each for each in done if change in (None, each.number)), None)
    if found is None:
        return None
    return _reverse(connection, replace(deed, undoes=found.number), found.number)


def redo(connection: Connection, deed: Doing) -> Saved | Conflict | None:
    """Do again what was taken back last; None where there is nothing."""
    _, undone = steps(connection, deed.report, deed.who)
    if not undone:
        return None
    undoing = connection.execute(
        select(changes.c.id)
        .where(changes.c.report == deed.report, changes.c.undoes == undone[0].number)
        .order_by(changes.c.id.desc())
        .limit(1)
    ).scalar_one()
    return _reverse(connection, replace(deed, redoes=undone[0].number), undoing)


def _reverse(connection: Connection, deed: Doing, change: int) -> Saved | Conflict:
    """Put back what stood before a change, where nothing else stands now than what it put there."""
    rows = rows_of_change(connection, deed.report, change)
    made = {Place(Kind(row.kind), row.name): row for row in rows}
    now = standing_in(connection, deed.report, made)
    before = {place: row.made_from for place, row in made.items()}
    late = {place for place, row in made.items() if now[place].same_as != row.same_as}
    edits, same = _restored(connection, deed.report, before, {place: now[place].number for place in made})
    if late:
        wanted = [replace(edit, made_from=made[edit.place].number) for edit in edits if edit.place in late]
        return Conflict(clashes(connection, deed.report, wanted), None)
    return put(connection, deed, edits, same)


def _restored(
    connection: Connection, report: str, numbers: Mapping[Place, int], made_from: Mapping[Place, int]
) -> tuple[list[Edit], dict[Place, int]]:
    """The edits that put these versions back (0: nothing), and which versions they are the same as."""
    edits, same = [], {}
    for place, number in numbers.items():
        if number == 0:
            edits.append(Edit(place, None, made_from[place]))
            same[place] = 0
            continue
        row = next(row for row in version_rows(connection, report, place) if row.number == number)
        edits.append(Edit(place, row.value, made_from[place], row.source))
        same[place] = row.same_as
    return edits, same


def bring_back(
    connection: Connection, deed: Doing, place: Place, number: int, made_from: int
) -> Saved | Conflict:
    """Put an older version of a place, or one that was not taken, where ``made_from`` stands; ``BadInput`` for no such one."""
    rows = version_rows(connection, deed.report, place)
    row = next((row for row in rows if row.number == number), None)
    if row is None:
        raise BadInput([Problem(f"没有第{number}版", place.name, "请从修改历史里选择")])
    return put(connection, deed, [Edit(place, row.value, made_from, row.source)], {place: row.same_as})


def bring_back_all(
    connection: Connection, deed: Doing, change: int, seen: int, kinds: Iterable[Kind]
) -> Saved | Conflict:
    """A report as it stood after a change. ``seen`` is the last change that its reader saw: what is newer clashes."""
    wanted = set(kinds)
    old = {Place(Kind(row.kind), row.name): row for row in rows_at(connection, deed.report, change)}
    if not old:
        raise BadInput([Problem(f"那时（修改 {change}）还没有这份报告", "", "请选择后面的修改")])
    shown = {Place(Kind(row.kind), row.name): row for row in rows_at(connection, deed.report, seen)}
    now = {Place(Kind(row.kind), row.name): row for row in rows_at(connection, deed.report, None)}
    changed = [
        place
        for place, row in now.items()
        if place.kind in wanted and row.value != (old[place].value if place in old else None)
    ]
    numbers = {place: old[place].number if place in old else 0 for place in changed}
    made_from = {place: shown[place].number if place in shown else 0 for place in changed}
    edits, same = _restored(connection, deed.report, numbers, made_from)
    return put(connection, deed, edits, same)
