"""``backup`` and ``restore``, ``bundle`` and ``unbundle``: everything, or one report, as one file and back."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from agent import journal, wiring
from agent.cli.ending import ended_like_ctrl_c
from agent.cli.files import suffix
from agent.cli.people import who_here
from agent.cli.progress import Progress
from agent.workflow.auditing import report_called
from agent.workflow.backing_up import Told, back_up
from agent.workflow.backing_up import restore as restored
from agent.workflow.bundling import SUFFIX
from agent.workflow.bundling import bundle as bundled
from agent.workflow.bundling import unbundle as unbundled
from agent.workflow.rotating import dated, outworn

_ROWS = {
    "reports": "报告", "accounts": "账户", "changes": "修改", "versions": "版本", "audit": "记录", "messages": "对话",
    "drafts": "起草记录", "files": "文件", "past": "范文段落", "standing": "位置", "sign_ins": "登录记录", "check": "备份内容",
}  # fmt: skip


def backup(arguments: Namespace) -> int:
    """Everything into a file, or into a folder of dated files."""
    target = dated(arguments.output, datetime.now()) if arguments.keep else arguments.output  # noqa: DTZ005 - the clerk's own time
    past = wiring.exemplar_store() if wiring.past_is_kept() and not arguments.no_past else None
    with _told("正在备份") as (told, progress):
        made = back_up(wiring.projects(), past, wiring.settings().data, target, who_here(), told)
        gone = outworn(arguments.output, target, arguments.keep) if arguments.keep else ()
        removed = f"；删去最旧的 {len(gone)} 份" if gone else ""
        rows = made["rows"]
        progress.say(f"已备份 {rows['reports']} 份报告、{rows['versions']} 个版本到 {target}{removed}")
    print(made["digest"])
    return 0


def restore(arguments: Namespace) -> int:
    """A backup into an empty place."""
    with _told("正在恢复") as (told, progress):
        database = wiring.database()
        made = restored(arguments.backup, database, wiring.exemplar_store, wiring.settings().data, told)
        rows = made["rows"]
        progress.say(f"已恢复 {rows['reports']} 份报告、{rows['versions']} 个版本到 {database.place}")
    return 0


def bundle(arguments: Namespace) -> int:
    """One report into a file."""
    suffix(arguments.output, (SUFFIX,))
    projects = wiring.projects()
    report = report_called(projects, arguments.report)
    print(bundled(projects, report.id, arguments.output, who_here()))
    print(f"已导出“{report.unit} {report.year}年度”到 {arguments.output}", file=sys.stderr)
    return 0


def unbundle(arguments: Namespace) -> int:
    """A bundle among the reports; its new id on standard output."""
    report = unbundled(wiring.projects(), arguments.bundle, who_here())
    print(f"已导入“{report.unit} {report.year}年度”，编号：", file=sys.stderr)
    print(report.id)
    return 0


@contextmanager
def _told(verb: str) -> Iterator[tuple[Told, Progress]]:
    """Progress of long work, and how it is ended."""
    progress = Progress(sys.stderr)

    def told(what: str, done: int, every: int) -> None:
        of = f"/{every}" if every else ""
        progress.told(f"{verb}：{_ROWS.get(what, what)} {done}{of}")

    if wiring.settings().log:
        journal.begin(wiring.settings().log, wiring.settings().log_level)
    with ended_like_ctrl_c():
        try:
            yield told, progress
        finally:
            progress.end()
