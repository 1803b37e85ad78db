"""A process is killed (SIGKILL) at a random moment of everything that takes long, over and over: nothing is lost or half-written.

Beside saving (``eval.store_kills``) that is a backup, a restore, a report's bundle out and in, last year's report brought in,
past reports ingested, a final version exported, and a database of the first release migrated. Each is first done once
undisturbed, to know for how long it goes on; then it is killed somewhere within that time. Afterwards a fresh process looks:
what had been acknowledged is there, nothing is there by half, and doing it again without any repair comes to the same end.

::

    python -m eval.work_kills [--times N] [--seed N] [--only NAME]
"""

import argparse
import hashlib
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent.store import Projects, State
from agent.store.database import Database
from agent.store.migrating import NEWEST, revision, upgrade
from agent.workflow.archive import unpacked
from agent.workflow.backing_up import KIND as BACKUP
from agent.workflow.backing_up import back_up, restore
from agent.workflow.bundling import bundle, go_through, unbundle
from agent.workflow.exporting import EXPORT, export_final_version
from agent.workflow.ingesting import Ingest
from agent.workflow.last_year import bring_last_year, read_last_year
from agent.workflow.outcome import write_beside
from agent.workflow.projects import new_report, sample_report
from agent.workflow.samples import SAMPLES, open_sample, sample_last_report, sample_reports
from agent.workflow.saving import save_figures
from agent.workflow.work import open_work
from corpus.index.chroma import Store
from corpus.index.offline import Offline
from eval.killing import Kind, Place, Say, apart, kills, void

WHO = "李明"
_PAST = 4  # past reports that are ingested
_FIRST_TABLES = ("reports", "changes", "versions", "standing", "audit")


def main(argv: list[str] | None = None) -> int:
    """1 where anything was lost or half-written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[each.name for each in KINDS])
    options = parser.parse_args(argv)
    kinds = [each for each in KINDS if options.only in (None, each.name)]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "seed"
        apart(lambda: sown(seed))
        chance = random.Random(options.seed)
        for number, kind in enumerate(kinds):
            times = options.times // len(kinds) + (number < options.times % len(kinds))
            outcome = kills(kind, times, chance, seed, Path(folder))
            print(f"{kind.name}：" + "，".join(f"{name} {count}" for name, count in sorted(outcome.items())))
            wrong += sum(count for name, count in outcome.items() if name.startswith("错"))
    return 1 if wrong else 0


# --- what there is ------------------------------------------------------------------------------------------------


def sown(data: Path) -> None:
    """A report with figures, last year's and prose; one without last year's; a large file; past paragraphs; a conversation."""
    projects = Projects.open(None, data)
    report = sample_report(projects, who=WHO)
    projects.bring_file(report.id, "附件.bin", random.Random(1).randbytes(2_000_000), who=WHO)
    bare = new_report(projects, "青岚市人民政府", report.year, who=WHO)
    figures, _ = open_sample(SAMPLES[0])
    own = replace(figures, unit=bare.unit)
    save_figures(projects, open_work(projects, bare.id), own, who=WHO)
    store = _past(data)
    for _ in Ingest(store, _past_files()[:_PAST]).run():
        pass
    (data / "conversations").mkdir()
    (data / "conversations" / "a.json").write_text("{}")
    projects.close()


def _past(data: Path) -> Store:
    return Store.embedded(data / "chroma", Offline())


def _past_files() -> list[Path]:
    return sorted(path for path in sample_reports().iterdir() if path.suffix in (".docx", ".html", ".md"))


def _report(projects: Projects, *, bare: bool = False) -> str:
    return next(each.id for each in projects.reports() if (each.unit == "青岚市人民政府") is bare)


def _told(projects: Projects, report: str) -> Any:
    """What is in a report, without what each database counts for itself."""
    now = projects.contents(report)
    return (
        now.figures, now.previous, now.sections, now.waivers,
        [(each.who, each.at, each.why, each.kept) for each in projects.changes(report, count=10_000)],
        [(each.name, each.digest, each.size) for each in projects.files(report)],
    )  # fmt: skip


def _all(data: Path) -> Any:
    """Everything of a place, and that its record is whole."""
    projects = Projects.open(None, data)
    try:
        assert projects.verify_chain().whole, "链断了"
        return [(each.id, _told(projects, each.id)) for each in projects.reports()]
    finally:
        projects.close()


def _quiet(_what: str, _done: int, _every: int) -> None:
    return None


# --- each in turn -------------------------------------------------------------------------------------------------


def _backing_up(place: Place, say: Say) -> None:
    for name in ("1.zip", "2.zip"):
        back_up(Projects.open(None, place.data), _past(place.data), place.data, place.file(name), WHO, _quiet)
        say(name)


def _backed_up(place: Place, said: list[str]) -> Iterator[str]:
    for name in ("1.zip", "2.zip"):
        path = place.file(name)
        if name in said and not path.exists():
            yield "错：确认过的备份不在"
        if path.exists():
            with unpacked(path, BACKUP, "备份") as packed:
                for _ in packed.check():
                    pass
    if len(_all(place.data)) != 2:
        yield "错：备份以后内容变了"


def _backup_there(place: Place) -> None:
    back_up(Projects.open(None, place.data), _past(place.data), place.data, place.file("b.zip"), WHO, _quiet)


def _restoring(place: Place, _say: Say) -> None:
    database = Database.in_file(place.other / "nianbao.db")
    restore(place.file("b.zip"), database, lambda: _past(place.other), place.other, _quiet)


def _restored(place: Place, said: list[str]) -> Iterator[str]:
    there = _all(place.other) if (place.other / "nianbao.db").exists() else []
    if "done" in said and not there:
        yield "错：恢复过的不在"
    if not there:
        _restoring(place, void)
        there = _all(place.other)
    if there != _all(place.data):
        yield "错：只恢复了一半"
    if len(_past(place.other)) != len(_past(place.data)):
        yield "错：范文只恢复了一半"
    if not (place.other / "conversations" / "a.json").exists():
        yield "错：对话没有恢复"


def _bundling(place: Place, _say: Say) -> None:
    projects = Projects.open(None, place.data)
    bundle(projects, _report(projects), place.file("a.nianbao"), WHO)


def _bundled(place: Place, said: list[str]) -> Iterator[str]:
    path = place.file("a.nianbao")
    if path.exists():
        go_through(path)
    elif "done" in said:
        yield "错：确认过的报告包不在"
    _all(place.data)


def _unbundling(place: Place, _say: Say) -> None:
    unbundle(Projects.open(None, place.data), place.file("a.nianbao"), WHO)


def _unbundled(place: Place, said: list[str]) -> Iterator[str]:
    _all(place.data)
    projects = Projects.open(None, place.data)
    same = [each.id for each in projects.reports() if each.unit != "青岚市人民政府"]
    if len(same) < 2 and "done" in said:
        yield "错：导入过的不在"
    if len(same) < 2:
        _unbundling(place, void)
        same = [each.id for each in projects.reports() if each.unit != "青岚市人民政府"]
    if _told(projects, same[0]) != _told(projects, same[1]):
        yield "错：只导入了一半"


def _bringing(place: Place, _say: Say) -> None:
    projects = Projects.open(None, place.data)
    report = projects.report(_report(projects, bare=True))
    last = sample_last_report(SAMPLES[0])
    assert last is not None
    brought = read_last_year(*last, report)
    bring_last_year(projects, projects.contents(report.id), brought, who=WHO)


def _brought(place: Place, said: list[str]) -> Iterator[str]:
    _all(place.data)
    projects = Projects.open(None, place.data)
    report = _report(projects, bare=True)
    now = projects.contents(report)
    if now.previous is None or not now.previous.cells:
        if "done" in said:
            yield "错：带入过的上年年报不在"
        _bringing(place, void)
        now = projects.contents(report)
    example = projects.contents(_report(projects)).previous
    if now.previous is None or example is None or now.previous.cells != example.cells:
        yield "错：上年数据只有一半"
    if len(projects.files(report)) not in (1, 2):
        yield "错：上年年报的文件不在"


def _ingesting(place: Place, say: Say) -> None:
    for step in Ingest(_past(place.data), _past_files()[: 2 * _PAST]).run():
        say(f"file {step.file}")


def _ingested(place: Place, said: list[str]) -> Iterator[str]:
    store = _past(place.data)
    done = {line.removeprefix("file ") for line in said if line.startswith("file ")}
    if not done <= set(store.entries()):
        yield "错：收入过的年报不在"
    for _ in Ingest(store, _past_files()[: 2 * _PAST]).run():
        pass
    fresh = _past(place.other)
    for _ in Ingest(fresh, _past_files()[: 2 * _PAST]).run():
        pass
    if len(store) != len(fresh) or set(store.entries()) != set(fresh.entries()):
        yield "错：接着收入的与一次收入的不同"


def _exporting(place: Place, say: Say) -> None:
    projects = Projects.open(None, place.data)
    made = export_final_version(projects, _report(projects), ("docx", "html"), who=WHO, now=datetime.now(UTC))
    say("final")
    for each in made:
        write_beside(place.file(each.name), each.content)
        say(f"sum {each.digest} {each.name}")


def _exported(place: Place, said: list[str]) -> Iterator[str]:
    _all(place.data)
    projects = Projects.open(None, place.data)
    report = projects.report(_report(projects))
    noted = [row for row in projects.audit(report.id, after=0, count=10_000) if row.action == EXPORT]
    if "final" in said and (report.state is not State.FINAL or len(noted) < 3):
        yield "错：确认过的定稿没有记下"
    for path in place.folder.iterdir():
        if path.suffix in (".docx", ".html") and not path.name.startswith("."):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if not any(digest in row.details for row in noted):
                yield "错：导出的文件只有一半"
    for line in said:
        if line.startswith("sum ") and not place.file(line.split(" ", 2)[2]).exists():
            yield "错：确认过的文件不在"
    _exporting(place, void)


def _first_release(place: Place) -> None:
    """The seed's rows as the first release kept them."""
    database = Database.in_file(place.other / "nianbao.db")
    with database.writing() as connection:
        upgrade(connection, "", "r0001")
    database.close()
    with closing(sqlite3.connect(place.other / "nianbao.db")) as raw:
        raw.execute("ATTACH ? AS seed", (str(place.data / "nianbao.db"),))
        for table in _FIRST_TABLES:
            names = ", ".join(f'"{row[1]}"' for row in raw.execute(f"PRAGMA main.table_info({table})"))
            raw.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM seed.{table}")
        raw.commit()


def _migrating(place: Place, _say: Say) -> None:
    Projects.open(None, place.other).close()


def _migrated(place: Place, said: list[str]) -> Iterator[str]:
    database = Database.in_file(place.other / "nianbao.db")
    with database.reading() as connection:
        now = revision(connection)
    database.close()
    if now not in ("r0001", NEWEST) or ("done" in said and now != NEWEST):
        yield f"错：停在 {now}"
    old, new = _all(place.data), _all(place.other)
    if [(each, told[:5]) for each, told in old] != [(each, told[:5]) for each, told in new]:
        yield "错：升级以后内容变了"


def _bundle_there(place: Place) -> None:
    _bundling(place, void)


KINDS = (
    Kind("备份", _backing_up, _backed_up),
    Kind("恢复", _restoring, _restored, _backup_there),
    Kind("导出报告包", _bundling, _bundled),
    Kind("导入报告包", _unbundling, _unbundled, _bundle_there),
    Kind("带入上年年报", _bringing, _brought),
    Kind("收入往年年报", _ingesting, _ingested),
    Kind("导出定稿", _exporting, _exported),
    Kind("升级数据库", _migrating, _migrated, _first_release),
)


if __name__ == "__main__":
    sys.exit(main())
