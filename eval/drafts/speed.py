"""How fast one draft is among many past reports: ``python -m eval.drafts.speed [--reports N]``.

One is drafted with a thousand invented reports kept, warm, beside the same draft from the phrase files alone.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agent.drafting import draft
from agent.drafting.past import Past
from agent.drafting.stored import StoredPast
from agent.workflow.exemplars import exemplars_of
from agent.workflow.material import read_report
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.offline import Offline
from eval.generation.world import world_of

_SLOWEST = 1.0
_AT_ONCE = 2000
_NAMES = "安宝长德福光和吉嘉景康隆明宁平庆荣瑞顺泰"


def main(argv: list[str] | None = None) -> int:
    """Print the times; 1 where a draft is too slow."""
    parser = argparse.ArgumentParser(prog="python -m eval.drafts.speed", description="一份初稿要多久。")
    parser.add_argument("--reports", type=int, default=1000, help="范文库里放多少份报告")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        return 0 if speed(Path(name), options.reports) else 1


def speed(folder: Path, count: int) -> bool:
    """A whole draft among that many reports, warm; whether it takes less than a second."""
    store = Store.embedded(folder, Offline())
    reports = [read_report(path) for path in sorted(sample_reports().glob("*.html"))]
    known = [(report.figures, exemplars_of(report, "", None)) for report in reports]
    start = time.perf_counter()
    waiting: list[Exemplar] = []
    for number in range(count):
        figures, exemplars = known[number % len(known)]
        name = f"{_NAMES[number % 20]}{_NAMES[number // 20 % 20]}{_NAMES[number // 400 % 20]}县人民政府"
        file, year = f"{number:05}.html", 2019 + number % 5
        exemplars = tuple(_renamed(each, name, year, file) for each in exemplars)
        waiting += exemplars
        keys = tuple(each.key for each in exemplars)
        store.enter(Entry(file, file, "", name, year, figures.form, "county", keys))
        if len(waiting) >= _AT_ONCE or number == count - 1:
            store.put(waiting, store.embedding.passages([each.passage for each in waiting]))
            waiting = []
    print(f"放入 {count} 份、{len(store)} 段：{time.perf_counter() - start:.0f} 秒")
    world = world_of("drafted")
    figures = replace(world.figures, unit=f"{_NAMES[0]}{_NAMES[0]}{_NAMES[0]}县人民政府", year=2024)
    past: Past = StoredPast(store)
    draft(figures, past=past)
    took = _median(lambda: draft(figures, past=StoredPast(store)))
    alone = _median(lambda: draft(figures))
    print(f"起草整份报告：{took * 1000:.0f} ms；不用范文库 {alone * 1000:.1f} ms，{took / alone:.0f} 倍")
    return took < _SLOWEST


def _renamed(exemplar: Exemplar, unit: str, year: int, file: str) -> Exemplar:
    """As if another county had written it."""
    return replace(exemplar, unit=unit, year=year, level="county", file=file)


def _median(call: Callable[[], object]) -> float:
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[3]


if __name__ == "__main__":
    sys.exit(main())
