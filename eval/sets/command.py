"""``python -m eval generate``: makes a set of annotated reports for others to score with.

::

    python -m eval generate OUT --reports N [--seed S] [--kinds K …] [--edition 2021|2019 …] [--level L …] [--shape 一般|全零 …]
                            [--requests N] [--errors 无|N|种类=份数 …] [--formats txt md docx] [--processes N] [--fresh]

0: the set is whole. 1: it is, but some slips that were asked for could not be made. 2: it cannot be made. 130: stopped, and goes
on where it was when the same command is run again.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from agent.cli.progress import Progress, State
from agent.errors import BadInput, NianbaoError, Problem
from eval.generation.units import LEVELS
from eval.sets.asked import EDITIONS, FORMATS, MOST, SHAPES, Asked, errors_of, phrases_of
from eval.sets.folder import MANIFEST, claimed
from eval.sets.generating import generated, stamped

_STOPPED = 130


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _run(_asked(options), options)
    except BadInput as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except NianbaoError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("已停下；再运行同一条命令，会接着做。", file=sys.stderr)
        return _STOPPED
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval generate", description="造一批带标注的年报，供评分用。"
    )
    parser.add_argument("out", type=Path, metavar="文件夹", help="做到哪里；空的或没有的，或上次没做完的")
    parser.add_argument("--reports", type=int, default=100, help="多少份")
    parser.add_argument("--seed", type=int, default=1, help="种子；同一种子做出来的每个字节都相同")
    parser.add_argument(
        "--kinds", nargs="+", default=[], metavar="说法", help="只用这些说法，如 3 4 或 “3 率”"
    )
    parser.add_argument("--edition", nargs="+", choices=EDITIONS, default=list(EDITIONS), help="表格格式")
    parser.add_argument("--level", nargs="+", choices=LEVELS, default=list(LEVELS), help="单位的层级")
    parser.add_argument(
        "--shape", nargs="+", choices=SHAPES, default=list(SHAPES), help="一般的，或三张表全是零的"
    )
    parser.add_argument(
        "--requests", type=int, default=0, metavar="N", help="一年约有多少件申请；不写则按层级"
    )
    parser.add_argument(
        "--errors",
        nargs="+",
        default=[],
        metavar="差错",
        help="无；每种 N 份；或 差一=20 方向写反=5；不写则一半带差错",
    )
    parser.add_argument(
        "--formats", nargs="+", choices=FORMATS, default=["txt"], help="文字总有，另可有 md、docx"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="进程数，不影响结果")
    parser.add_argument("--fresh", action="store_true", help="不接着上次的，删掉里面的重做")
    return parser


def _asked(options: argparse.Namespace) -> Asked:
    problems = []
    if not 1 <= options.reports <= MOST:
        problems.append(Problem("份数不对", f"--reports {options.reports}", f"请写 1 到 {MOST} 之间的整数"))
    if options.requests < 0 or options.processes < 1:
        problems.append(Problem("不能是负数，进程数至少是 1", "--requests、--processes", "请改成正整数"))
    if problems:
        raise BadInput(problems)
    return Asked(
        options.seed,
        options.reports,
        errors_of(options.errors, options.reports),
        phrases_of(options.kinds),
        _chosen(options.edition, EDITIONS),
        _chosen(options.level, LEVELS),
        _chosen(options.shape, SHAPES),
        options.requests,
        _chosen(["txt", *options.formats], FORMATS),
    )


def _chosen(words: list[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """In the known order, each once: the order of asking makes no other set."""
    return tuple(each for each in known if each in words)


def _run(asked: Asked, options: argparse.Namespace) -> int:
    next(asked.lines())  # what cannot be planned is refused before anything is written
    if claimed(options.out, stamped(asked), fresh=options.fresh):
        print(f"已经做好了，没有重做：{options.out}")
        return _told(options.out)
    progress = Progress(sys.stderr, verb="已造")
    for step in generated(asked, options.out, options.processes):
        if step.remark:
            progress.say(step.remark)
        progress.at(State(step.done, 0, step.done, asked.reports))
    progress.end()
    return _told(options.out)


def _told(folder: Path) -> int:
    counts = json.loads((folder / MANIFEST).read_text("utf-8"))["counts"]
    errors = dict(counts["errors"])
    clean = errors.pop("没有差错", 0)
    print(
        f"{clean} 份没有差错，{sum(errors.values())} 份有一处差错："
        + "，".join(f"{k} {n}" for k, n in errors.items())
    )
    print("标注：" + "，".join(f"{kind} {number}" for kind, number in counts["expressions"].items()))
    print(f"说明写在 {folder / 'README.md'}")
    missing = counts.get("not_made", {})
    for kind, number in missing.items():
        print(f"“{kind}”有 {number} 份没有做成：所选的单位和说法里容不下，那几份没有差错。", file=sys.stderr)
    return 1 if missing else 0
