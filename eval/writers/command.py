"""``python -m eval writers``: writers side by side over the same figures, and whether anything got worse.

::

    python -m eval writers [FIGURES_OR_FOLDERS] [--model [LABEL=]MODEL URL [KEY_VARIABLE]]… [--price LABEL ASKED ANSWERED]…
                           [--played NAME…] [--broken NAME…] [--past P…] [--repeats N] [--seed N] [--temperature T]
                           [--timeout SECONDS] [--processes N] [-o FOLDER] [--baseline FILE] [--keep] [--fresh]

Without figures and writers the suite of a release is written and compared with its kept baseline: the last year
of each sample unit by the built-in phrases and by three played models. 0: every draft was written and nothing is worse than the
baseline. 1: some draft was not written, or something got worse. 2: nothing could be written.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from agent.cli.progress import Progress, State
from agent.drafting.chat import Terms
from agent.errors import BadInput, NianbaoError, Problem
from agent.workflow.ingesting import Ingest
from agent.workflow.outcome import write_beside
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.offline import Offline
from eval.drafts.command import code
from eval.drafts.grading import GRADE, RULE
from eval.drafts.neighbours import neighbours
from eval.scoring import CaseResult, Report
from eval.scoring.baseline import compare, keep
from eval.scoring.folder import LATEST, RESULTS, bench_folder, write
from eval.scoring.running import Line, read_results, run
from eval.writers.broken import WAYS
from eval.writers.contestant import Contestant
from eval.writers.keeping import finished, seconds, under_way
from eval.writers.naming import SUITE, contestants
from eval.writers.scoring import Desk, file_of, line_of, scorer, traits
from eval.writers.standing import Standing, standings
from eval.writers.subjects import Subject, sample_subjects, subjects
from eval.writers.telling import EXPLAINED, as_csv, as_lines, own, printed
from eval.writers.writing import Manner

BENCH = "writers"
BASELINE = RESULTS / "writers.json"
# What drafts and their scores depend on besides what the drafts bench looks at.
_WRITING = ("eval/writers", "eval/model_server", "corpus/index")


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
        print("已停下；再运行同一条命令，会接着做，写好的不再请模型写。", file=sys.stderr)
        return 130
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval writers", description="几种写法写同一批数据，并排比较。"
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="数据", help="数据文件或文件夹；不写就用各示例单位最近一年的"
    )
    parser.add_argument(
        "--model", nargs="+", action="append", default=[], metavar=("[名称=]模型", "地址 [密钥变量]"),
        help="一个模型：名称、服务地址，需要密钥时写存放密钥的环境变量名；可以写几次",
    )  # fmt: skip
    parser.add_argument(
        "--price", nargs=3, action="append", default=[], metavar=("名称", "问", "答"), help="每百万词元多少元"
    )
    parser.add_argument("--played", nargs="+", default=[], metavar="名称", help="评测自带的模拟模型")
    parser.add_argument("--broken", nargs="+", default=[], choices=list(WAYS), help="故意写坏的写法")
    parser.add_argument(
        "--past", nargs="+", type=Path, default=[], help="往年和别的单位的报告：写时可以参考，也用来找照抄"
    )
    parser.add_argument("--repeats", type=int, default=2, metavar="N", help="每个模型每套数据写几遍")
    parser.add_argument("--seed", type=int, default=1, help="第一遍的种子，以后每遍加一")
    parser.add_argument("--temperature", type=float, default=Terms().temperature, help="0 到 2")
    parser.add_argument(
        "--timeout", type=float, default=Terms().timeout, metavar="秒", help="模型多久没有回音就不等"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="进程数，不影响结果")
    parser.add_argument("-o", "--out", type=Path, default=LATEST, help="结果写到哪个文件夹")
    parser.add_argument("--baseline", type=Path, help="与哪一份基准结果比较")
    parser.add_argument("--keep", action="store_true", help="把这次结果留作基准")
    parser.add_argument("--fresh", action="store_true", help="不接着上次没做完的，从头做")
    return parser


def _run(options: argparse.Namespace) -> int:
    _check(options)
    suite = not (options.paths or options.model or options.played or options.broken)
    baseline: Path | None = options.baseline or (BASELINE if suite else None)
    if options.keep and baseline is None:
        raise BadInput([Problem("--keep 要写明留在哪个文件", "--keep", "请加 --baseline 文件名")])
    writers = contestants(options.model, SUITE if suite else options.played, options.broken, options.price)
    sets = subjects(options.paths) if options.paths else sample_subjects()
    past = options.past or ([] if options.paths else [sample_reports()])
    folder = bench_folder(options.out, BENCH)
    lines, results = _written(writers, sets, past, folder, options)
    drafts = finished(folder)
    known = {line["name"]: took for line in lines if (took := seconds(drafts, file_of(line))) is not None}
    found = standings(results, known)
    report = _report(results, writers, sets, options)
    comparison = compare(report, baseline) if baseline else None
    told = comparison.lines if comparison else []
    page = write(report, options.out, told, own=own(found))
    write_beside(folder / "writers.jsonl", as_lines(found))
    write_beside(folder / "writers.csv", as_csv(found))
    _print(report, found, told)
    if options.keep and baseline:
        keep(report, baseline)
        print("已留作基准结果。")
    print(f"明细写在 {os.path.relpath(page.parent)}，用浏览器打开 {os.path.relpath(page)}")
    worse = comparison is not None and comparison.worse
    return 2 if not report.scored else 1 if report.failed or worse else 0


def _check(options: argparse.Namespace) -> None:
    problems = []
    if options.repeats < 1 or options.processes < 1:
        problems.append(Problem("次数和进程数至少是 1", "--repeats、--processes", "请改成 1 或更大的整数"))
    if not 0 <= options.temperature <= 2:
        problems.append(Problem("超出了 0 到 2", "--temperature"))
    if not 0.1 <= options.timeout <= 3600:
        problems.append(Problem("超出了 0.1 到 3600 秒", "--timeout"))
    problems += [Problem("文件不存在", str(path), "请核对路径") for path in options.past if not path.exists()]
    if options.baseline and not options.keep and not options.baseline.exists():
        problems.append(
            Problem("没有这份基准结果", str(options.baseline), "请核对路径，或加 --keep 留下这一次的")
        )
    if problems:
        raise BadInput(problems)


def _written(
    writers: Sequence[Contestant],
    sets: Sequence[Subject],
    past: Sequence[Path],
    folder: Path,
    options: argparse.Namespace,
) -> tuple[list[Line], list[CaseResult]]:
    """Every draft written and scored; the cases and their results, in the same order."""
    known = neighbours(past, options.processes) if past else neighbours([])
    stamp = f"{code(*_WRITING)} {known.digest}"
    manners = [
        Manner(options.seed + number, options.temperature, options.timeout)
        for number in range(options.repeats)
    ]
    lines = [
        line_of(writer, subject, number, manner, stamp)
        for subject in sets
        for writer in writers
        for number, manner in enumerate(manners if writer.repeats else manners[:1], 1)
    ]
    drafts = under_way(folder, fresh=options.fresh)
    progress = Progress(sys.stderr, verb="已写并评")
    with _kept(past) as store:
        desk = Desk(drafts, store, known)
        steps = run(
            lines, scorer(desk), folder, options.processes, fresh=options.fresh, limit=manners[0].longest
        )
        for step in steps:
            if step.remark:
                progress.say(step.remark)
            progress.at(State(step.done, 0, step.done, step.cases))
    progress.end()
    return lines, read_results(folder / "results.jsonl")


@contextmanager
def _kept(paths: Sequence[Path]) -> Iterator[Path | None]:
    """A folder with a store of past reports; None for none. Another process makes it: a store does not outlive a fork."""
    if not paths:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="nianbao-writers-", ignore_cleanup_errors=True) as name:
        with ProcessPoolExecutor(1) as pool:
            problems = pool.submit(_ingest, Path(name), list(paths)).result()
        for problem in problems:
            print(problem, file=sys.stderr)
        yield Path(name)


def _ingest(folder: Path, paths: list[Path]) -> list[Problem]:
    """Keep the past reports; what cannot be read is told and left out."""
    store = Store.embedded(folder, Offline())
    return [problem for step in Ingest(store, paths).run() for problem in step.problems]


def _report(
    results: Sequence[CaseResult],
    writers: Sequence[Contestant],
    sets: Sequence[Subject],
    options: argparse.Namespace,
) -> Report:
    plan = {
        "数据": f"{len(sets)} 套" if options.paths else f"示例单位最近一年 {len(sets)} 套",
        "写法": "、".join(writer.label for writer in writers),
        "遍数": f"每个模型 {options.repeats} 遍，种子从 {options.seed} 起",
    }
    explained = (*EXPLAINED, *RULE)
    return Report(BENCH, "各种写法比较", traits(), tuple(results), plan, lead=GRADE.name, explained=explained)


def _print(report: Report, found: Sequence[Standing], comparison: Sequence[str]) -> None:
    for result in report.failed:
        print(f"没有写成：{result.name}：{'；'.join(result.problems)}", file=sys.stderr)
    print(*printed(found), sep="\n")
    if comparison:
        print("与基准结果比较：", *comparison, sep="\n  ")
