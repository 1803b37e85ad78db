"""The commands on past reports: into the store, and out of it."""

import json
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from agent import wiring
from agent.cli.ending import ended_like_ctrl_c
from agent.cli.found import found_page
from agent.cli.progress import Progress, State
from agent.cli.style import Style
from agent.errors import BadInput, Problem
from agent.workflow.finding import Asked, find, results_record
from agent.workflow.ingesting import Ingest, Step, forget, remake
from agent.workflow.past_reports import alone
from agent.workflow.samples import sample_reports

_UNREAD = 1
_SAID = {
    "new": "新收入",
    "changed": "更新",
    "same": "与库里已有的内容相同",
    "unchanged": "没有变化",
    "gone": "已不在原处、从库里移除",
    "unread": "读不了",
}


def ingest(arguments: Namespace) -> int:
    """0 where everything was read, 1 where something was not."""
    paths: list[Path] = [*arguments.paths, *([sample_reports()] if arguments.samples else [])]
    if not paths and not arguments.rebuild:
        raise BadInput(
            [Problem("没有给出年报的路径", "", "写上年报文件或文件夹；要收入随附的示例，加 --samples")]
        )
    progress = Progress(sys.stderr, verb="已处理")
    with alone(wiring.settings().data), ended_like_ctrl_c():
        store = wiring.exemplar_store()
        try:
            if arguments.rebuild:
                for done, total in remake(store):
                    progress.at(State(done, 0, done, total))
                progress.say(f"已用“{store.embedding.name}”重建 {len(store)} 段的向量")
            if arguments.forget:
                progress.say(f"已从范文库移除 {forget(store, paths)} 份报告")
                return 0
            return _ingest(Ingest(store, paths), progress, as_json=arguments.json) if paths else 0
        except KeyboardInterrupt:
            progress.say("已经收入的都在库里；再运行同一条命令会接着做")
            raise
        finally:
            progress.end()


def _ingest(run: Ingest, progress: Progress, *, as_json: bool) -> int:
    steps: list[Step] = []
    progress.at(State(0, 0, 0, run.total))
    with closing(run.run()) as running:
        for step in running:
            steps.append(step)
            for problem in step.problems:
                progress.say(str(problem))
            progress.at(State(step.done, 0, step.done, step.total))
    for problem in run.problems:
        progress.say(str(problem))
    if as_json:
        print(json.dumps(_record(run, steps), ensure_ascii=False, indent=1))
    else:
        progress.end()
        print(_summary(run, steps))
    return _UNREAD if run.problems or any(step.state == "unread" for step in steps) else 0


def _summary(run: Ingest, steps: list[Step]) -> str:
    counts = {state: sum(step.state == state for step in steps) for state in _SAID}
    said = [f"{_SAID[state]} {count} 份" for state, count in counts.items() if count]
    noted = [step for step in steps if step.notes and step.state in ("new", "changed")]
    lines = [f"{'，'.join(said) or '没有找到年报'}；范文库里现有 {run.kept} 段"]
    # A report's own figures lie beside it on purpose.
    other = [path for path in run.skipped if not path.name.endswith(".figures.json")]
    if other:
        lines.append(f"另有 {len(other)} 个文件不是年报的格式，没有看")
    if noted:
        names = "、".join(Path(step.file).name for step in noted[:3]) + ("等" if len(noted) > 3 else "")
        lines.append(f"{len(noted)} 份有读得不确定的地方（{names}）：用 nianbao read 可以逐条查看")
    return "\n".join(lines)


def _record(run: Ingest, steps: list[Step]) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": step.file,
                "state": step.state,
                "paragraphs": step.paragraphs,
                "problems": [str(problem) for problem in step.problems],
                "notes": list(step.notes),
            }
            for step in steps
        ],
        "problems": [str(problem) for problem in run.problems],
        "skipped": [str(path) for path in run.skipped],
        "paragraphs": run.kept,
    }


def search(arguments: Namespace) -> int:
    """Past paragraphs for a few words; 0 whether there are any or not."""
    asked = Asked(
        query=" ".join(arguments.query),
        section=arguments.section or "",
        topic=arguments.topic or "",
        level=arguments.level or "",
        form=arguments.form or "",
        unit=arguments.unit or "",
        year=arguments.year or 0,
        count=arguments.count or 10,
    )
    store = wiring.exemplar_store()
    results = find(store, asked)
    if arguments.json:
        print(json.dumps(results_record(results), ensure_ascii=False, indent=1))
        return 0
    if not len(store):
        print(
            "范文库是空的：先用 nianbao ingest 收入往年年报，或用 nianbao ingest --samples 收入随附的示例",
            file=sys.stderr,
        )
    print(found_page(results, Style.of(sys.stdout)))
    return 0
