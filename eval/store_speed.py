"""How long a save takes while thirty people work on ten reports, in a file and on a server, and that nothing is lost by it.

On the file they use one program, as the page is one; on the server two. Also one person alone: a cell, a long section, a whole
workbook, and opening the report. The server is PostgreSQL on this machine in a temporary folder, where it is installed, and waits
for the disk as an office's would. Each of the thirty saves once a second on average, which is more than people do. 1 where a bar
is missed.

::

    python -m eval.store_speed [--seconds N] [--think N] [--people N] [--reports N]
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agent.store import Edit, Place, Projects, edits_of
from eval.generation.world import world_of
from eval.postgres_server import postgres_server, programs
from eval.store_crowd import crowd

# Seconds within which 95 of 100 saves end, whoever else saves.
_SLOWEST = 0.2


def main(argv: list[str] | None = None) -> int:
    """Print the numbers for both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="for how long the crowd works")
    parser.add_argument(
        "--think", type=float, default=2, help="the longest pause between two edits, in seconds"
    )
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--reports", type=int, default=10)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        good = [_measured("SQLite", None, None, Path(name), options)]
    found = programs()
    if found is None:
        print("没有安装 PostgreSQL，只测了 SQLite")
    else:
        with postgres_server(found, durable=True) as server:
            good.append(_measured("PostgreSQL", server.database(), server.database(), server.folder, options))
    return 0 if all(good) else 1


def _measured(
    name: str, one: str | None, other: str | None, folder: Path, options: argparse.Namespace
) -> bool:
    print(f"{name}：一个人")
    alone(one, folder / "alone")
    outcome = crowd(
        other,
        folder / "crowd",
        options.seconds,
        people=options.people,
        reports=options.reports,
        think=options.think,
        processes=2 if other else 1,
    )
    saves = [each * 1000 for each in outcome.saves]
    print(
        f"{name}：{options.people} 人、{options.reports} 份报告、{options.seconds:g} 秒，保存 {len(saves)} 次，"
        f"其中冲突 {outcome.conflicts} 次；中位数 {statistics.median(saves):.0f} ms，"
        f"95% 在 {outcome.p95() * 1000:.0f} ms 以内，最长 {max(saves):.0f} ms；"
        f"打开中位数 {statistics.median(outcome.opens) * 1000:.0f} ms"
    )
    print(
        f"{name}：出错 {len(outcome.errors)} 次，丢失 {len(outcome.lost)} 次，链上的错 {len(outcome.faults)} 处"
    )
    for each in (*outcome.errors[:3], *outcome.lost[:3], *outcome.faults[:3]):
        print(f"  {each}")
    return not outcome.errors and not outcome.lost and not outcome.faults and outcome.p95() <= _SLOWEST


def alone(address: str | None, folder: Path) -> None:
    """One person: each kind of save, and opening the report."""
    projects = Projects.open(address, folder)
    report = projects.create("云岭县人民政府", 2025, "2021", who="李明").id
    figures = world_of("store").figures
    cell, section = Place.cell("requests.new.total"), Place.section("overview")

    def put(place: Place, content: object) -> None:
        number = projects.contents(report).number(place)
        projects.save(report, [Edit.of(place, content, number)], who="李明")

    def workbook(turn: int) -> None:
        cells = {key: value + turn for key, value in figures.cells.items()}
        projects.save(report, edits_of(replace(figures, cells=cells), projects.contents(report)), who="李明")

    _told("一整份数据", workbook, 20)
    _told("一格（先打开）", lambda turn: put(cell, figures.cells[cell.name] + 1000 + turn), 100)
    _told("三千字的一节（先打开）", lambda turn: put(section, [{"template": f"{turn}" + "公开" * 1500}]), 100)
    _told("打开报告", lambda _: projects.contents(report), 100)
    _told("撤销、重做", lambda _: (projects.undo(report, who="李明"), projects.redo(report, who="李明")), 20)
    start = time.perf_counter()
    chain = projects.verify_chain()
    print(f"  核验 {chain.rows} 条记录的链：{(time.perf_counter() - start) * 1000:.0f} ms")
    projects.close()


def _told(name: str, act: Callable[[int], object], times: int) -> None:
    took = []
    for turn in range(times):
        start = time.perf_counter()
        act(turn)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    print(f"  {name}：中位数 {statistics.median(took):.1f} ms，95% 在 {took[int(times * 0.95)]:.1f} ms 以内")


if __name__ == "__main__":
    sys.exit(main())
