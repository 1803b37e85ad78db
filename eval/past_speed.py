"""How fast past reports are read, kept and found again, on this machine; and that a kill half-way costs nothing.

Reading: the sample reports by format, one process. Keeping: invented reports, ingested by the command, which is killed half-way
and run again; then every file must be there with every paragraph, once, and a third run must find nothing to do. Finding:
paragraphs put together of the samples' sentences, queries with and without filters, in a process of its own, whose memory is
told. Seconds are this machine's; each part also says how many times an empty Python's start that is.

::

    python -m eval.past_speed [--reports N] [--paragraphs N] [--queries N]
"""

import argparse
import contextlib
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from agent.workflow import draft_report, export_report, read_report
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.exemplar import Exemplar, digest_of
from corpus.index.filters import Filters
from corpus.index.offline import Offline
from corpus.index.searching import search
from eval.generation.world import world_of
from eval.speed import run, timed

# The bars: reports a second, and seconds for 95 of 100 searches.
_LEAST = {".docx": 10.0, ".pdf": 2.0}
_SLOWEST = 0.05
_CLI = [sys.executable, "-c", "import sys; from agent.cli import main; sys.exit(main())"]
_FIND = "import sys; from eval.past_speed import asked; asked(sys.argv[1], int(sys.argv[2]))"
_SENTENCE = re.compile(r"[^。]+。")
_QUERIES = (
    "信息处理费",
    "依申请公开 增长",
    "业务培训",
    "行政复议 结果纠正",
    "政务新媒体 整合",
    "存在的主要问题",
    "政策解读形式单一",
)
_FILTERS = (
    Filters(),
    Filters(topic="requests"),
    Filters(level="county", since=2022),
    Filters(section="improvement"),
    Filters(section="overview"),
    Filters(section="introduction"),
    Filters(since=2023, until=2023),
    Filters(level="county", topic="requests", since=2023),
    Filters(units=("安安安县人民政府",)),
)


def main(argv: list[str] | None = None) -> int:
    """Print the numbers; 1 where a bar is missed or a paragraph was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000, help="reports to ingest")
    parser.add_argument("--paragraphs", type=int, default=100_000, help="paragraphs to search")
    parser.add_argument("--queries", type=int, default=400, help="searches")
    options = parser.parse_args(argv)
    empty = timed(lambda: run("pass"), 5)
    print(f"启动一个空的 Python：{empty * 1000:.0f} ms")
    with tempfile.TemporaryDirectory() as name:
        good = [
            reading(),
            keeping(Path(name), options.reports),
            finding(Path(name), options.paragraphs, options.queries),
        ]
    return 0 if all(good) else 1


# --- reading ------------------------------------------------------------------------------------------------------


def reading() -> bool:
    """Reports a second by format, each of the samples read three times."""
    good = True
    for suffix in (".docx", ".pdf", ".html", ".txt"):
        files = sorted(sample_reports().glob(f"*{suffix}"))
        read_report(files[0])
        seconds = [timed(lambda path=path: read_report(path), 3) for path in files]  # type: ignore[misc]
        rate = 1 / statistics.mean(seconds)
        good &= rate >= _LEAST.get(suffix, 0)
        print(
            f"读 {suffix}：{len(files)} 份，平均 {statistics.mean(seconds) * 1000:.0f} ms，每秒 {rate:.1f} 份（单进程）"
        )
    return good


# --- keeping ------------------------------------------------------------------------------------------------------


def keeping(folder: Path, count: int) -> bool:
    """Ingest, kill half-way, ingest again; whether everything is there once."""
    source = folder / "年报"
    source.mkdir()
    for number in range(count):
        world = world_of(f"kept-{number}")
        figures = replace(world.figures, unit=f"{_name(number)}{world.figures.unit}")
        (source / f"{number:05}.html").write_bytes(export_report(draft_report(figures), "html"))
    environment = {**os.environ, "NIANBAO_DATA": str(folder / "data")}
    done = _killed(source, environment, count // 2, folder / "data" / "chroma")
    start = time.perf_counter()
    record = _ingested(source, environment)
    seconds = time.perf_counter() - start
    states = [each["state"] for each in record["files"]]
    fresh = len(states) - states.count("unchanged")
    print(
        f"收入 {count} 份：杀在第 {done} 份左右；再运行收入其余 {fresh} 份，{seconds:.1f} 秒，每秒 {fresh / seconds:.1f} 份"
    )
    again = _ingested(source, environment)
    idle = all(each["state"] == "unchanged" for each in again["files"])
    store = Store.embedded(folder / "data" / "chroma", Offline())
    entries = store.entries()
    keys = {key for entry in entries.values() for key in entry.keys}
    whole = len(entries) == count and len(store.exemplars(keys)) == len(keys) == len(store)
    print(
        f"库里 {len(entries)} 份、{len(store)} 段，应有 {count} 份、{len(keys)} 段；第三次运行没有事做：{'是' if idle else '否'}"
    )
    return whole and idle and "unread" not in states


def _name(number: int) -> str:
    letters = "安宝长德福光和吉嘉景康隆明宁平庆荣瑞顺泰"
    return letters[number % 20] + letters[number // 20 % 20] + letters[number // 400 % 20]


def _killed(source: Path, environment: dict[str, str], after: int, chroma: Path) -> int:
    """Kill the command once about that many files are in; how many were."""
    command = [*_CLI, "ingest", str(source)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    entered = 0
    while process.poll() is None and entered < after:
        time.sleep(0.5)
        with contextlib.suppress(Exception):
            entered = len(Store.embedded(chroma, Offline()).entries()) if chroma.exists() else 0
    process.send_signal(signal.SIGKILL)
    process.wait()
    return entered


def _ingested(source: Path, environment: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    done = subprocess.run(
        [*_CLI, "ingest", str(source), "--json"], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    record: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return record


# --- finding ------------------------------------------------------------------------------------------------------


def finding(folder: Path, count: int, queries: int) -> bool:
    """Searches over that many paragraphs; whether 95 of 100 are quick enough."""
    place = folder / "many"
    store = Store.embedded(place, Offline())
    start = time.perf_counter()
    left = paragraphs(count)
    while some := list(islice(left, 2000)):
        store.put(some, store.embedding.passages([each.passage for each in some]))
    print(f"放入 {len(store)} 段：{time.perf_counter() - start:.0f} 秒")
    del store
    done = subprocess.run(
        [sys.executable, "-c", _FIND, str(place), str(queries)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    print(done.stdout, end="")
    return float(done.stdout.rsplit(maxsplit=1)[-1]) <= _SLOWEST * 1000


def paragraphs(count: int) -> Iterator[Exemplar]:
    """Paragraphs of two to five of the samples' sentences on one topic, each of another invented unit and year."""
    chance = random.Random(4)
    known: dict[tuple[str, str], list[str]] = {}
    for path in sorted(sample_reports().iterdir()):
        if path.suffix in (".docx", ".html"):
            for paragraph in read_report(path).paragraphs:
                known.setdefault((paragraph.section, paragraph.topic), []).extend(
                    _SENTENCE.findall(paragraph.text)
                )
    kinds = [kind for kind, sentences in known.items() if len(sentences) >= 5]
    for number in range(count):
        section, topic = chance.choice(kinds)
        text = "".join(chance.sample(known[section, topic], chance.randint(2, 5))) + f"编号{number}。"
        level = chance.choice(("province", "city", "county", "township", "department"))
        unit = f"{_name(number // 25)}县人民政府"
        yield Exemplar(
            unit, 2019 + number % 7, text, text, level, "2021", section, "", topic, digest_of(unit), number
        )


def asked(place: str, queries: int) -> None:
    """Search again and again, after once each to warm up, and print what it took; the last word is the 95th percentile in ms."""
    import resource

    store = Store.embedded(Path(place), Offline())
    kinds = [(query, filters) for query in _QUERIES for filters in _FILTERS]
    for query, filters in kinds:
        search(store, query, filters)
    plain: list[float] = []
    filtered: list[float] = []
    for number in range(queries):
        query, filters = kinds[number % len(kinds)]
        start = time.perf_counter()
        search(store, query, filters)
        (plain if filters.open else filtered).append((time.perf_counter() - start) * 1000)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"在 {len(store)} 段里查找 {queries} 次，内存 {size:.0f} MB")
    for label, took in (("不筛选", plain), ("有筛选", filtered), ("合计", plain + filtered)):
        took.sort()
        print(
            f"{label}：中位数 {statistics.median(took):.1f} ms，95% 在以下毫秒内： {took[int(len(took) * 0.95)]:.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
