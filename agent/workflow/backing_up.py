"""Everything that people work on as one file, taken while they work; and back, into an empty place.

A backup holds reports with all their versions, accounts, the audit, files that were brought along, past paragraphs, and the
conversations of the command line. It holds no session and no key. Either database takes it, and a later program does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from agent import journal
from agent.store import Projects
from agent.store.database import Database
from agent.store.dumping import TABLES, Dump, pour
from agent.workflow.archive import Packed, Packing, unpacked
from agent.workflow.outcome import beside, check_target
from corpus.index.chroma import Store
from corpus.index.records import entry_of, exemplar_of, metadata_of, record_of

KIND, LABEL = "nianbao-backup", "备份"
_TALKS = "conversations"
_SOME = 500
# How far it is: what is being done, and of how many it is which.
Told = Callable[[str, int, int], None]


def back_up(
    projects: Projects, past: Store | None, data: Path, target: Path, who: str, told: Told
) -> dict[str, Any]:
    """Write a backup, whole or not at all; what its manifest says. It is told in the audit."""
    check_target(target)
    with journal.timed("backup") as facts, beside(target) as stream:
        Path(stream.name).chmod(0o600)  # what is not published yet, and accounts
        record = _packed(projects, past, data, stream, told)
        facts["bytes"] = stream.tell()
    projects.note(None, "backup", {"digest": record["digest"], "head": record["head"]}, who=who)
    return record


def _packed(
    projects: Projects, past: Store | None, data: Path, stream: BinaryIO, told: Told
) -> dict[str, Any]:
    packing = Packing(stream, KIND)
    counts = dict.fromkeys(TABLES, 0)
    with projects.dumped() as found:
        for name, rows in groupby(found.rows, key=itemgetter(0)):
            counts[name] = packing.put_rows(f"tables/{name}.jsonl", _counted(name, rows, told))
        revision, head = found.revision, found.head
    if past is not None:
        _pack_past(past, packing, told)
    _pack_talks(data, packing)
    record = {"revision": revision, "head": head, "rows": counts}
    return {**record, "digest": packing.finish(record)}


def _counted(
    name: str, rows: Iterable[tuple[str, Mapping[str, Any]]], told: Told
) -> Iterator[Mapping[str, Any]]:
    for number, (_, row) in enumerate(rows, 1):
        if number % _SOME == 0:
            told(name, number, 0)
        yield row


def _pack_past(past: Store, packing: Packing, told: Told) -> None:
    entries = past.entries()
    packing.put_rows("past/entries.jsonl", (record_of(entry) for entry in entries.values()))
    keys = list(dict.fromkeys(key for entry in entries.values() for key in entry.keys))

    def exemplars() -> Iterator[Mapping[str, Any]]:
        for begun in range(0, len(keys), _SOME):
            told("past", begun, len(keys))
            for each in past.exemplars(keys[begun : begun + _SOME]).values():
                yield {"text": each.text, "metadata": metadata_of(each)}

    packing.put_rows("past/exemplars.jsonl", exemplars())


def _pack_talks(data: Path, packing: Packing) -> None:
    folder = data / _TALKS
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        packing.put(f"{_TALKS}/{path.name}", [path.read_bytes()])


# --- and back -----------------------------------------------------------------------------------------------------


def restore(
    source: Path, database: Database, past: Callable[[], Store], data: Path, told: Told
) -> dict[str, Any]:
    """A backup into an empty database and an empty data folder; what its manifest says.

    ``BadInput`` where it is no whole backup, or where somebody has worked already; nothing is changed then. ``past`` opens the
    store of past paragraphs, and is called only where the backup holds some. The database is filled last, in one step: whoever is
    interrupted begins again with the same command.
    """
    with journal.timed("restore"), unpacked(source, KIND, LABEL) as packed:
        for done, every in packed.check():
            told("check", done, every)
        _rows_told(packed)

        def beside_it() -> None:
            if "past/exemplars.jsonl" in packed.names:
                _restore_past(packed, past(), told)
            _restore_talks(packed, data)

        pour(database, Dump(packed.told["revision"], packed.told["head"], _rows(packed, told)), beside_it)
        return packed.told


def _rows_told(packed: Packed) -> None:
    """``BadInput`` where the manifest lacks what restoring needs."""
    told = packed.told
    if not isinstance(told.get("revision"), str) or not isinstance(told.get("head"), str):
        raise packed.broken("清单里没有版本")


def _rows(packed: Packed, told: Told) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table in TABLES:
        for number, row in enumerate(packed.rows(f"tables/{table}.jsonl"), 1):
            if number % _SOME == 0:
                told(table, number, 0)
            yield table, row


def _restore_past(packed: Packed, past: Store, told: Told) -> None:
    some: list[Any] = []

    def put() -> None:
        exemplars = [exemplar_of(each["text"], each["metadata"]) for each in some]
        past.put(exemplars, past.embedding.passages([each.passage for each in exemplars]))
        some.clear()

    for number, line in enumerate(packed.rows("past/exemplars.jsonl"), 1):
        some.append(line)
        if len(some) == _SOME:
            told("past", number, 0)
            put()
    if some:
        put()
    for line in packed.rows("past/entries.jsonl"):
        past.enter(entry_of(line))


def _restore_talks(packed: Packed, data: Path) -> None:
    folder = data / _TALKS
    for name in packed.names:
        if not name.startswith(f"{_TALKS}/"):
            continue
        plain = Path(name).name  # whatever stands before it, it goes into this folder
        folder.mkdir(parents=True, exist_ok=True)
        with beside(folder / plain) as stream:
            stream.write(packed.whole(name))
