"""``python -m eval verifier``: runs the benchmark, prints and stores the rates, and says by its exit code whether all is well.

::

    python -m eval verifier [--seed N] [--worlds N] [--reports N] [--processes N] [--no-pace] [-o FOLDER] [--keep] [--case NAME]
    python -m eval verifier --set FOLDER [--part 1-500]

0: every bar met and nothing worse than the kept baseline. 1: a kind misses its bar, a hostile text takes too long, or something
got worse. 2: the set cannot be read. ``--case`` shows one case again, with everything that the verifier says of it; ``--set``
asks the reports of an exported set, which are compared with no baseline.
"""

import argparse
import os
import sys
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.verify import verify
from eval.cases import Trial
from eval.scoring.folder import LATEST, write
from eval.sets.opening import opened
from eval.verifier.annotated import annotated, judged
from eval.verifier.pace import LIMIT, pace
from eval.verifier.report import report_of
from eval.verifier.results import Run, annotated_lines, compare, keep, pace_lines, write_failures
from eval.verifier.running import Plan, digest, run, trials
from eval.verifier.scoring import CRASHED, UNSEEN, Score
from eval.verifier.tally import Rate, missing, rates


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except BadInput as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    if options.set or options.part:
        return _of_set(options)
    plan = Plan(options.seed, options.worlds, options.reports)
    if options.case:
        return _show(options.case, plan)
    done = measured(plan, options.processes, with_pace=not options.no_pace)
    from eval.verifier.page import page, picture

    lines, worse = compare(done)
    shown = write(report_of(done), options.out, lines, own_page=page(done, lines))
    write_failures(done, shown.parent)
    code = _print(done, lines, worse=worse)
    if options.keep:
        keep(done, picture(done))
        print("已留作基准结果。")
    print(f"明细写在 {os.path.relpath(shown.parent)}")
    return code


def _of_set(options: argparse.Namespace) -> int:
    """The bench over an exported set."""
    from eval.verifier.exported import measured_set
    from eval.verifier.page import page

    wrong = [
        Problem("考成套报告时不能用", name, "请去掉")
        for name, given in (("--keep", options.keep), ("--case", options.case))
        if given
    ]
    wrong += [] if options.set else [Problem("--part 要和 --set 一起用", "--part", "请写明是哪一批")]
    if wrong:
        raise BadInput(wrong)
    done = measured_set(opened(options.set, options.part), options.processes)
    lines = [f"题目是成套报告 {options.set} 里的 {done.plan['reports']} 份，不与基准比较。"]
    shown = write(report_of(done), options.out, lines, own_page=page(done, lines))
    write_failures(done, shown.parent)
    code = _print(done, lines, worse=False)
    print(f"明细写在 {os.path.relpath(shown.parent)}")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval verifier", description="评测核对器。")
    parser.add_argument("--seed", type=int, default=1, help="种子；同一种子题目相同")
    parser.add_argument("--worlds", type=int, default=320, help="逐句出题的单位个数")
    parser.add_argument("--reports", type=int, default=800, help="整篇报告的份数")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="进程数，不影响结果")
    parser.add_argument("--no-pace", action="store_true", help="不测速度")
    parser.add_argument("-o", "--out", type=Path, default=LATEST, help="结果写到哪个文件夹")
    parser.add_argument("--keep", action="store_true", help="把这次结果留作基准")
    parser.add_argument("--case", help="重看一道题，如 句子/1/0/12 或 报告/1/0")
    parser.add_argument("--set", type=Path, metavar="文件夹", help="考 generate 做好的一批报告")
    parser.add_argument("--part", default="", metavar="1-500", help="只考其中的一段，从 1 起")
    return parser


def measured(plan: Plan, processes: int, *, with_pace: bool) -> Run:
    """One run, everything in it."""
    scores = run(plan, processes)
    gold = annotated()
    marked = judged(gold) if gold else Score()
    return Run(
        {"seed": plan.seed, "worlds": plan.worlds, "reports": plan.reports},
        digest(),
        {name: rates(score) for name, score in scores.items()},
        scores["nianbao"].failures,
        rates(marked),
        marked.failures,
        pace() if with_pace else None,
    )


def _print(done: Run, lines: list[str], *, worse: bool) -> int:
    for judge, found in done.rates.items():
        print(f"{judge}：" + "；".join(_told(rate) for rate in found if rate.dimension == "全部"))
    for rate in done.ours:
        # Most kinds never throw and miss no number; only those that do are worth a line.
        if rate.dimension != "全部" and (rate.hits or rate.measure not in (CRASHED, UNSEEN)):
            print(
                f"  {'✗' if rate in missing(done.ours) else ' '} {_told(rate)}  {rate.dimension}·{rate.name}"
            )
    print("标注过的报告：", *annotated_lines(done.annotated), sep="\n  ")
    if done.pace:
        print("速度：", *pace_lines(done.pace), sep="\n  ")
    return _verdict(done, lines, worse=worse)


def _told(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.measure} {rate.hits}/{rate.cases} {rate.share:.2%}（{low:.2%}—{high:.2%}）"


def _verdict(done: Run, lines: list[str], *, worse: bool) -> int:
    print("与基准结果比较：", *lines, sep="\n  ")
    short = missing(done.ours)
    if short:
        told = "；".join(f"{rate.measure} {rate.name} {rate.share:.2%}" for rate in short)
        print(f"未达标的种类：{told}", file=sys.stderr)
    slow = done.pace.slow if done.pace else []
    if slow:
        print(f"超过 {LIMIT:g} 秒的怪文本：{'、'.join(slow)}", file=sys.stderr)
    return 1 if short or worse or slow else 0


def _show(name: str, plan: Plan) -> int:
    """One case again: the text, its labels, its wrong variants, what is said of each."""
    scope, seed, index = name.split("/")[:3]
    made = trials(Plan(int(seed), plan.worlds, plan.reports), scope, int(index))
    found = [trial for trial in made if trial.name == name]
    for trial in found:
        print(trial.text)
        _answer(trial.text, trial)
        for mutant in trial.mutants:
            print(f"\n[{mutant.error}] {mutant.text[mutant.sentence[0] : mutant.sentence[1]]}")
            _answer(mutant.text, trial)
    return 0 if found else 2


def _answer(text: str, trial: Trial) -> None:
    answer = verify(text, trial.figures, trial.previous)
    for item in (*answer.figures, *answer.claims):
        print(f"  {item.text} {item.verdict.label} {item.reason}")
