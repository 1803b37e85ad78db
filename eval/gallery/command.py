"""``python -m eval gallery``: one page that shows drafts with their figures coloured and their grades in parts.

::

    python -m eval gallery [FILES_OR_FOLDERS | --set FOLDER [--part 1-500]] [--figures P] [--previous P] [--others P]
                           [--processes N] [-o PAGE.html]

Without files the drafts that a release is measured by are shown. 0: every draft is on the page. 1: some could not be scored; the
page names them. 2: there is no page.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from agent.cli.progress import Progress, State
from agent.errors import BadInput, NianbaoError, Problem
from agent.workflow.outcome import beside, check_target
from agent.workflow.pool import Stretch, in_order
from agent.workflow.reading import MEMORY, limit_memory
from eval.drafts.command import cases_of, samples_beside
from eval.drafts.material import load
from eval.drafts.neighbours import Neighbours, neighbours
from eval.drafts.sources import Sources
from eval.gallery.card import FAILED, Drawn, drawn, failed
from eval.gallery.page import closing_of, details_of, opening_of
from eval.scoring import Case
from eval.scoring.folder import LATEST, bench_folder
from eval.scoring.running import LIMIT

_PAGE = LATEST / "gallery.html"


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except BadInput as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except NianbaoError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("已停下，没有写网页。", file=sys.stderr)
        return 130
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval gallery", description="把稿子和评分摆在一张网页上看。"
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="文件或文件夹", help="稿子；不写就看发布前的那一批"
    )
    parser.add_argument("--set", type=Path, metavar="文件夹", help="看 generate 做好的一批报告")
    parser.add_argument("--part", default="", metavar="1-500", help="只看其中的一段，从 1 起")
    parser.add_argument("--figures", type=Path, help="数据：一个文件（各份稿子都用它），或按名称配的文件夹")
    parser.add_argument("--previous", type=Path, help="上年的数据或报告，同上")
    parser.add_argument("--reference", type=Path, help="对照文本，同上")
    parser.add_argument("--others", type=Path, nargs="+", default=[], help="别的单位的报告，用来找照抄和串名")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="进程数，不影响结果")
    parser.add_argument("-o", "--out", type=Path, default=_PAGE, help="网页写到哪里")
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.processes < 1:
        raise BadInput([Problem("进程数至少是 1", "--processes", "请改成 1 或更大的整数")])
    if options.part and not options.set:
        raise BadInput([Problem("--part 要和 --set 一起用", "--part", "请写明是哪一批")])
    if options.set and options.paths:
        raise BadInput([Problem("--set 和别的稿子不能一起看", str(options.set), "请分两次看")])
    if options.out == _PAGE:
        bench_folder(LATEST, ".")
    check_target(options.out)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as written:
        cases, problems = cases_of(options, Path(written))
        for problem in problems:
            print(problem, file=sys.stderr)
        if not cases:
            raise BadInput(
                [
                    Problem(
                        "没有可以看的稿子", "、".join(map(str, options.paths)), "请指定稿子所在的文件或文件夹"
                    )
                ]
            )
        others = options.others or ([] if options.paths or options.set else samples_beside())
        known = neighbours(others, options.processes) if others else neighbours([])
        missing = _write(cases, known, options.out, options.processes)
    print(f"{len(cases)} 份稿子，用浏览器打开 {os.path.relpath(options.out)}")
    return 1 if missing or problems else 0


def _write(cases: Sequence[Case[Sources]], known: Neighbours, out: Path, processes: int) -> int:
    """The page; how many drafts could not be scored. Details go to the file as they come, and none is kept."""
    cards = []
    progress = Progress(sys.stderr, verb="已评")
    with beside(out) as stream:
        stream.write(opening_of(f"{len(cases)} 份稿子").encode())
        for number, each in enumerate(_drawn(cases, known, processes)):
            cards.append(each.card)
            stream.write(details_of(number, each.details).encode())
            progress.at(State(number + 1, 0, number + 1, len(cases)))
        stream.write(closing_of(cards).encode())
    progress.end()
    return sum(card["grade"] == FAILED for card in cards)


def _drawn(cases: Sequence[Case[Sources]], known: Neighbours, processes: int) -> Iterator[Drawn]:
    lines = (json.dumps([case.name, dict(case.metadata), case.inputs.as_line()]).encode() for case in cases)
    stretches = (Stretch([line], None) for line in lines)
    workers = max(1, min(processes, len(cases)))
    with closing(in_order(stretches, workers, partial(_card, known), _lost, LIMIT, work="评分")) as done:
        for stretch in done:
            card, details = json.loads(stretch.content)
            yield Drawn(card, details)


def _card(known: Neighbours, line: bytes) -> tuple[bytes, bool]:
    limit_memory(MEMORY)
    name, about, given = json.loads(line)
    sources = Sources.of_line(given)
    try:
        made = drawn(name, Path(sources.draft), sources.figures, about, load(sources, known))
    except BadInput as error:
        made = failed(name, Path(sources.draft), about, tuple(str(problem) for problem in error.problems))
    except NianbaoError as error:
        made = failed(name, Path(sources.draft), about, (str(error),))
    return _encoded(made), True


def _lost(line: bytes, why: str) -> bytes:
    name, about, given = json.loads(line)
    return _encoded(failed(name, Path(given["draft"]), about, (why,)))


def _encoded(made: Drawn) -> bytes:
    return json.dumps([made.card, made.details], ensure_ascii=False).encode() + b"\n"
