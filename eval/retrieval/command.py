"""``python -m eval retrieval``: asks the labelled queries, prints the comparison, and says by its exit code whether all is well.

::

    python -m eval retrieval [--ours] [-o FOLDER] [--keep] [--case QUERY] [--unread] [--read]

0: the bars are met and nothing is worse than the kept baseline. 1: a bar is missed or something got worse.
"""

import argparse
import os
import sys
from pathlib import Path

from eval.retrieval.candidates import OURS, kinds
from eval.retrieval.cases import Query, queries
from eval.retrieval.judged import judged, note, unread
from eval.retrieval.passages import Passage, sample_passages
from eval.retrieval.report import report_of
from eval.retrieval.results import compare, keep, short, told
from eval.retrieval.running import MEASURES, TESTED, Run, run
from eval.scoring.folder import LATEST, write


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    options = _parser().parse_args(arguments)
    passages = sample_passages()
    asked = queries(passages)
    if options.case:
        asked = [query for query in asked if query.text == options.case]
        return _show(asked[0], passages) if asked else 2
    among = [kind for kind in kinds() if kind.name == OURS] if options.ours else None
    done = run(asked, passages, among)
    if options.read:
        note(done, passages)
    lines, worse = compare(done)
    missed = _print(done, passages, lines, listed=options.unread)
    from eval.retrieval.picture import picture

    chart = picture(done)
    page = write(report_of(done), options.out, lines, extra=f"<h2>各种检索方法</h2>{chart}")
    if options.keep:
        keep(done, chart)
        print("已留作基准结果。")
    print(f"明细写在 {os.path.relpath(page.parent)}")
    return 1 if missed or worse else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval retrieval", description="评测范文检索。")
    parser.add_argument("--ours", action="store_true", help="只测本库的检索")
    parser.add_argument("-o", "--out", type=Path, default=LATEST, help="结果写到哪个文件夹")
    parser.add_argument("--keep", action="store_true", help="把这次结果留作基准")
    parser.add_argument("--case", help="重看一个问题的结果，写问题的原文")
    parser.add_argument("--unread", action="store_true", help="列出找到了而没有人判读过的段落")
    parser.add_argument("--read", action="store_true", help="把找到的段落都记为判读过")
    return parser


def _print(done: Run, passages: list[Passage], lines: list[str], *, listed: bool) -> list[str]:
    """Tell all of it; the bars that are missed."""
    for outcome in done.outcomes:
        if outcome.skipped:
            print(f"{outcome.name}：{outcome.skipped}")
            continue
        whole = "，".join(told(done, outcome, measure) for measure in MEASURES)
        print(
            f"{outcome.name}：{whole}；检验用 {done.mean(outcome, 'recall', TESTED):.3f}；{outcome.query:.1f} 毫秒"
        )
    left = list(unread(done, passages, judged()))
    print(f"没有判读过的：{len(left)} 段")
    for query, passage in left if listed else ():
        print(f"  {query.text} | {passage.report} {passage.exemplar.text[:60]}")
    print("与基准结果比较：", *lines, sep="\n  ")
    missed = short(done)
    for line in missed:
        print(f"未达标：{line}", file=sys.stderr)
    return missed


def _show(query: Query, passages: list[Passage]) -> int:
    """Our results for one query, each with its grade and why it was found."""
    from corpus.index.searching import search
    from eval.retrieval.ours import Ours

    print(f"{query.text}（{query.wanted}）")
    for result in search(Ours(passages, alike=True).store, query.text, query.filters, alike=True):
        exemplar = result.exemplar
        grade = query.grades.get(exemplar.key, 0)
        print(
            f"  {grade} {result.score:.3f} {exemplar.unit}{exemplar.year} {exemplar.text[:40]}… {result.why}"
        )
    return 0
