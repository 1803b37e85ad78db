"""``python -m eval drafts``: scores drafts, compares with a baseline, and says by its exit code whether all is well.

::

    python -m eval drafts [FILES_OR_FOLDERS] [--figures P] [--previous P] [--reference P] [--others P] [--judge MODEL]
                          [--judge-repeats N] [--processes N] [-o FOLDER] [--baseline FILE] [--keep] [--fresh]
    python -m eval drafts --set FOLDER [--part 1-500] …

Without files the suite of a release is scored and compared with its kept baseline. 0: every draft was scored and nothing is worse
than the baseline. 1: some draft could not be read, or something got worse. 2: nothing could be scored.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from agent.cli.progress import Progress, State
from agent.errors import BadInput, NianbaoError, Problem
from eval.drafts.exported import set_cases, set_lines
from eval.drafts.grading import GRADE, RULE
from eval.drafts.judging import Judge
from eval.drafts.neighbours import neighbours
from eval.drafts.pairing import Options, paired
from eval.drafts.scoring import scorer, traits
from eval.drafts.sources import Sources
from eval.drafts.suite import suite
from eval.scoring import Case, CaseResult, Report
from eval.scoring.baseline import check_baseline, compare, keep
from eval.scoring.folder import LATEST, RESULTS, bench_folder, write
from eval.scoring.running import LIMIT, Line, read_results, run
from eval.sets.opening import opened

BENCH = "drafts"
BASELINE = RESULTS / "drafts.json"
_ROOT = Path(__file__).parents[2]
# What scores depend on besides a draft's files and what judges figures.
_SCORING = ("agent/drafting", "eval/drafts", "eval/scoring", "prompts")


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
        print("已停下；再运行同一条命令，会接着做。", file=sys.stderr)
        return 130
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval drafts", description="给年报稿子评分。")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="文件或文件夹", help="稿子；不写就评发布前的那一批"
    )
    parser.add_argument("--figures", type=Path, help="数据：一个文件（各份稿子都用它），或按名称配的文件夹")
    parser.add_argument("--previous", type=Path, help="上年的数据或报告，同上")
    parser.add_argument("--reference", type=Path, help="对照文本，同上")
    parser.add_argument("--others", type=Path, nargs="+", default=[], help="别的单位的报告，用来找照抄和串名")
    parser.add_argument("--set", type=Path, metavar="文件夹", help="评 generate 做好的一批报告")
    parser.add_argument("--part", default="", metavar="1-500", help="只评其中的一段，从 1 起")
    parser.add_argument("--judge", default="", metavar="模型", help="再问一个模型的意见（不计入总评）")
    parser.add_argument("--judge-repeats", type=int, default=1, metavar="N", help="每份问几遍")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="进程数，不影响结果")
    parser.add_argument("-o", "--out", type=Path, default=LATEST, help="结果写到哪个文件夹")
    parser.add_argument("--baseline", type=Path, help="与哪一份基准结果比较")
    parser.add_argument("--keep", action="store_true", help="把这次结果留作基准")
    parser.add_argument("--fresh", action="store_true", help="不接着上次没做完的，从头做")
    return parser


def _run(options: argparse.Namespace) -> int:
    baseline: Path | None = options.baseline or (None if options.paths or options.set else BASELINE)
    if options.part and not options.set:
        raise BadInput([Problem("--part 要和 --set 一起用", "--part", "请写明是哪一批")])
    if options.set and options.paths:
        raise BadInput([Problem("--set 和别的稿子不能一起评", str(options.set), "请分两次评")])
    if options.keep and baseline is None:
        raise BadInput([Problem("--keep 要写明留在哪个文件", "--keep", "请加 --baseline 文件名")])
    if options.baseline and not options.keep and not options.baseline.exists():
        raise BadInput(
            [Problem("没有这份基准结果", str(options.baseline), "请核对路径，或加 --keep 留下这一次的")]
        )
    if options.judge_repeats < 1 or options.processes < 1:
        raise BadInput(
            [Problem("次数和进程数至少是 1", "--judge-repeats、--processes", "请改成 1 或更大的整数")]
        )
    if baseline and not options.keep:
        check_baseline(baseline, BENCH)
    judge = _judge(options.judge, options.judge_repeats)
    folder = bench_folder(options.out, BENCH)
    cases, problems = cases_of(options, folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not cases:
        raise BadInput(
            [Problem("没有可以评的稿子", "、".join(map(str, options.paths)), "请指定稿子所在的文件或文件夹")]
        )
    others = options.others or ([] if options.paths or options.set else samples_beside())
    results = _scored(cases, others, judge, folder, options)
    report = _report(results, options, judge, problems)
    comparison = compare(report, baseline) if baseline and _comparable(baseline, options) else None
    lines = comparison.lines if comparison else []
    page = write(report, options.out, lines)
    _print(report, [*lines, *set_lines(report.results)] if options.set else lines)
    if options.keep and baseline:
        keep(report, baseline)
        print("已留作基准结果。")
    print(f"明细写在 {os.path.relpath(page.parent)}，用浏览器打开 {os.path.relpath(page)}")
    worse = comparison is not None and comparison.worse
    return 2 if not report.scored else 1 if report.failed or problems or worse else 0


def _comparable(baseline: Path, options: argparse.Namespace) -> bool:
    """Whether there is something to compare with: to keep a run in the place of a baseline of another version is allowed."""
    if not options.keep:
        return True
    try:
        check_baseline(baseline, BENCH)
    except BadInput:
        return False
    return True


def samples_beside() -> list[Path]:
    """Where the reports stand that a release's drafts are compared with."""
    from agent.workflow.samples import sample_reports

    return [sample_reports()]


def _judge(model: str, repeats: int) -> Judge | None:
    if not model:
        return None
    from agent.wiring import settings

    own = settings()
    return Judge(model, own.model_url, own.model_key, repeats)


def cases_of(options: argparse.Namespace, folder: Path) -> tuple[list[Case[Sources]], tuple[Problem, ...]]:
    """The drafts that the options name, the suite without any (written into ``folder``), and what else is to be said.

    ``BadInput`` where an option names what is not there.
    """
    if options.set:
        return set_cases(opened(options.set, options.part)), ()
    if not options.paths:
        written = bench_folder(folder, "written")
        return suite(written), ()
    given = [
        (name, path) for name in ("figures", "previous", "reference") if (path := getattr(options, name))
    ]
    missing = [
        Problem("文件不存在", f"--{name} {path}", "请核对路径") for name, path in given if not path.exists()
    ]
    if missing:
        raise BadInput(missing)
    found = paired(options.paths, Options(options.figures, options.previous, options.reference))
    return [Case(f"{each.draft} 这份稿子站得住", each) for each in found.drafts], found.problems


def _scored(
    cases: Sequence[Case[Sources]],
    others: Sequence[Path],
    judge: Judge | None,
    folder: Path,
    options: argparse.Namespace,
) -> list[CaseResult]:
    known = neighbours(others, options.processes) if others else neighbours([])
    stamp = f"{code()} {known.digest} {judge.name if judge else ''}"
    lines = [_line(case, stamp) for case in cases]
    limit = LIMIT + (judge.repeats * judge.terms.total if judge else 0)
    steps = run(lines, scorer(known, judge), folder, options.processes, fresh=options.fresh, limit=limit)
    progress = Progress(sys.stderr, verb="已评")
    for step in steps:
        if step.remark:
            progress.say(step.remark)
        progress.at(State(step.done, 0, step.done, step.cases))
    progress.end()
    return read_results(folder / "results.jsonl")


def _line(case: Case[Sources], stamp: str) -> Line:
    return {
        "name": case.name,
        "metadata": dict(case.metadata),
        "sources": case.inputs.as_line(),
        "stamp": stamp,
    }


@cache
def code(*more: str) -> str:
    """A digest of the code and the data that scores depend on, apart from what :mod:`agent.workflow.resuming` looks at.

    ``more``: further folders, from the repository's root.
    """
    digest = hashlib.sha256()
    for room in (*_SCORING, *more):
        for path in sorted((_ROOT / room).rglob("*")):
            if path.suffix in (".py", ".yaml", ".md", ".txt"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _report(
    results: Sequence[CaseResult],
    options: argparse.Namespace,
    judge: Judge | None,
    problems: Sequence[Problem],
) -> Report:
    plan = {"范围": f"{len(options.paths)} 个文件或文件夹" if options.paths else "发布前的一批稿子"}
    if options.set:
        plan = {"范围": f"成套报告 {options.set.name}" + (f" 的第 {options.part} 份" if options.part else "")}
    if judge:
        plan["模型"] = judge.name
    return Report(
        BENCH,
        "稿子评分",
        traits(judge),
        tuple(results),
        plan,
        tuple(str(problem) for problem in problems),
        lead=GRADE.name,
        explained=RULE,
    )


def _print(report: Report, comparison: Sequence[str]) -> None:
    for result in report.results:
        if result.problems:
            print(f"没有评成：{result.name}：{'；'.join(result.problems)}", file=sys.stderr)
        else:
            print(f"{result.name}：{result.scores[GRADE.name].reason}")
    for each in report.aggregates():
        print(f"  {each.trait.title}：{each.told}")
    if comparison:
        print("比较：", *comparison, sep="\n  ")
