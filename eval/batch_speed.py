"""How fast and how large a batch is: two processes against one, and the memory of a short file against that of a long one.

Everything runs through the command, in processes of its own, over invented figures and drafted prose. One run gives the ratio,
the two kinds taking turns, so that a busy machine slows both. The memory is the largest that the parent or one of its
processes ever had, as the operating system counts it. The long file holds short texts: what could grow is the number of lines.

::

    python -m eval.batch_speed [--lines N] [--times N] [--long N]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from agent.figures.interchange import write_figures
from agent.workflow import draft_report
from eval.speed import figures_of

# On the last line of standard output: kilobytes and processor seconds of the parent, then of its processes.
_MEASURED = (
    "import resource, sys; from agent.cli import main; code = main();"
    "used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)];"
    "print(*(number for each in used for number in (each.ru_maxrss, each.ru_utime + each.ru_stime)));"
    "sys.exit(code)"
)
_SHORT = "2024年，收到政府信息公开申请{}件。"
_LEAST_RATIO = 1.8
_MOST_GROWTH = 1.2


def main(argv: list[str] | None = None) -> int:
    """Print the numbers; 1 where two processes gain too little, or memory grows with the number of lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=3000, help="whole reports in the file for the ratio")
    parser.add_argument("--times", type=int, default=3, help="runs of each kind")
    parser.add_argument("--long", type=int, default=100_000, help="lines of the long file")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        ratio = speed(Path(name), options.lines, options.times)
        growth = memory(Path(name), options.long)
    return 0 if ratio >= _LEAST_RATIO and growth <= _MOST_GROWTH else 1


@dataclass(frozen=True, slots=True)
class Used:
    """What one run took: seconds by the clock, megabytes at most and processor seconds of the parent and of its processes."""

    seconds: float
    parent_size: float
    process_size: float
    parent_work: float
    processes_work: float


def speed(folder: Path, count: int, times: int) -> float:
    """How many times as fast two processes are as one, over whole reports."""
    source = folder / "reports.jsonl"
    written(source, reports(count))
    runs: dict[int, list[Used]] = {1: [], 2: []}
    for _ in range(times):
        for workers, done in runs.items():
            done.append(run(source, folder / "out.jsonl", workers))
    one, two = (median(used.seconds for used in done) for done in runs.values())
    best = min(used.seconds for used in runs[1]) / min(used.seconds for used in runs[2])
    share = median(used.parent_work / (used.parent_work + used.processes_work) for used in runs[2])
    print(
        f"{count} 份报告（{os.cpu_count()} 核）：一个进程 {one:.2f} 秒（每秒 {count / one:.0f} 份），", end=""
    )
    print(
        f"两个进程 {two:.2f} 秒（每秒 {count / two:.0f} 份）；中位数之比 {one / two:.2f}，最快之比 {best:.2f}"
    )
    print(f"主进程用的处理器时间占 {share:.1%}（机器忙时看这个数：它越小，加进程越有用）")
    return max(one / two, best)


def memory(folder: Path, long: int) -> float:
    """How many times as large the processes become over the long file as over one of 1,000 lines."""
    largest: list[Used] = []
    for count in (1000, long):
        source = folder / "short.jsonl"
        written(source, shorts(count))
        used = run(source, folder / "out.jsonl", 2)
        largest.append(used)
        print(f"{count} 行（{source.stat().st_size / 1e6:.0f} MB）：{used.seconds:.1f} 秒；", end="")
        print(f"最大内存 主进程 {used.parent_size:.1f} MB，核对进程 {used.process_size:.1f} MB")
    short, later = largest
    return max(later.parent_size / short.parent_size, later.process_size / short.process_size)


def reports(count: int) -> Iterator[dict[str, object]]:
    """Whole drafted reports of twenty different years, each with its figures and those of the year before."""
    lines = []
    for previous, figures in pairwise(figures_of(year) for year in range(2021, 2042)):
        text = draft_report(figures, previous).narrative.text
        both = [json.loads(write_figures(each)) for each in (figures, previous)]
        lines.append({"text": text, "figures": both[0], "previous": both[1]})
    return ({"id": number, **lines[number % len(lines)]} for number in range(count))


def shorts(count: int) -> Iterator[dict[str, object]]:
    """Sentences over one set of figures."""
    figures = json.loads(write_figures(figures_of(2024)))
    return ({"id": number, "text": _SHORT.format(number), "figures": figures} for number in range(count))


def written(path: Path, lines: Iterator[dict[str, object]]) -> None:
    """A file of JSON lines."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def run(source: Path, target: Path, workers: int) -> Used:
    """The command in a Python of its own, from the start to the end."""
    command = ["batch", str(source), "-o", str(target), "--workers", str(workers)]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    size, work, sizes, works = map(float, done.stdout.split())
    return Used(seconds, size / 1024, sizes / 1024, work, works)


if __name__ == "__main__":
    sys.exit(main())
