"""One function a command: open, do, write, and the exit code."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from agent import wiring, workflow
from agent.cli.files import KINDS, both_years, suffix, write
from agent.cli.style import Style
from agent.errors import BadInput, Problem, Unavailable
from agent.figures import FigureSet
from agent.workflow.reviewing import Review

if TYPE_CHECKING:
    from agent.drafting.scrutiny import Remark
    from agent.verify.report import JudgedReport
    from agent.verify.waiver import Waiver

_OBJECTED = 1
_REVIEWS: dict[str, Review] = {".docx": "docx", ".html": "html"}


def run(arguments: Namespace) -> int:
    """Run the command that the arguments name."""
    return _COMMANDS[arguments.command](arguments)


def check(arguments: Namespace) -> int:
    """0 where every rule holds or cannot be assessed, 1 where one is broken."""
    from agent.cli.checked import check_page, check_record

    figures, previous = both_years(arguments)
    checked = workflow.check_figures(figures, previous)
    if arguments.json:
        _print_json(check_record(checked))
    else:
        print(check_page(checked, Style.of(sys.stdout)))
    return 0 if checked.holds else _OBJECTED


def tables(arguments: Namespace) -> int:
    """The three official tables."""
    workflow.check_target(arguments.output, [arguments.figures])
    figures = workflow.open_figures(arguments.figures)
    write(arguments.output, workflow.render_tables(figures, arguments.format))
    return 0


def workbook(arguments: Namespace) -> int:
    """An Excel workbook to fill in."""
    suffix(arguments.output, (".xlsx",))
    workflow.check_target(arguments.output, [arguments.figures] if arguments.figures else [])
    figures = workflow.open_figures(arguments.figures) if arguments.figures else None
    write(arguments.output, workflow.make_workbook(arguments.form, figures))
    return 0


def add(arguments: Namespace) -> int:
    """Units' figures added up; 0 where nothing is missing and every rule holds, 1 where something needs a look."""
    from agent.cli.added import add

    return add(arguments)


def read(arguments: Namespace) -> int:
    """0 where every cell was read, 1 where some were not; the notes say which."""
    from agent.cli.ending import ended_like_ctrl_c
    from agent.workflow.reading import read_within_limits

    workflow.check_target(arguments.output, [arguments.report])
    with ended_like_ctrl_c():
        report = read_within_limits(arguments.report)
    for note in report.notes:
        print(f"注意：{note}", file=sys.stderr)
    content = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
    write(arguments.output, content.encode(errors="replace"))
    return _OBJECTED if report.unread else 0


def verify(arguments: Namespace) -> int:
    """0 where there is nothing to object to or all of it is waived, 1 where there is something.

    Without figures only what the prose contradicts by itself is something.
    """
    from agent.cli.remarked import remarks_page, remarks_record
    from agent.cli.verified import verify_page

    if arguments.output:
        suffix(arguments.output, tuple(_REVIEWS))
        inputs = (arguments.prose, arguments.figures, arguments.previous)
        workflow.check_target(arguments.output, [path for path in inputs if path])
    prose = workflow.open_prose(arguments.prose)
    for note in prose.notes:
        print(f"注意：{note}", file=sys.stderr)
    figures, previous = (
        both_years(arguments) if arguments.figures else (_no_figures(arguments, prose.text), None)
    )
    if arguments.output:
        workflow.check_review(prose, _REVIEWS[arguments.output.suffix.lower()])
    report = workflow.judge_text(prose.text, figures, previous, _waivers(arguments))
    if arguments.output:
        kind = _REVIEWS[arguments.output.suffix.lower()]
        write(arguments.output, workflow.review_document(prose, report, kind))
    remarks = _remarks(report) if arguments.remarks else None
    if arguments.json:
        record = workflow.with_notices(report.answer.as_json(), prose.text, figures)
        if remarks is not None:
            record["remarks"] = remarks_record(remarks)
        _print_json(record | ({"text": prose.text} if prose.document else {}))
    else:
        notices = workflow.notices(prose.text, figures)
        style = Style.of(sys.stdout)
        print(verify_page(report.answer, prose.text, figures, style, notices))
        if said := remarks_page(remarks or (), prose.text, style):
            print(said)
    return _OBJECTED if workflow.needing_a_look(report.answer, figures) else 0


def _remarks(report: "JudgedReport") -> tuple["Remark", ...]:
    """What there is to remark on besides the figures; other units are those of the store, where there is one."""
    from agent.workflow.authoring import remarks_on

    try:
        past = wiring.past()
    except Unavailable as error:
        print(f"注意：{error}；没有对照范文库里的外单位名称", file=sys.stderr)
        past = None
    return remarks_on(report, past)


def _no_figures(arguments: Namespace, text: str) -> FigureSet:
    if arguments.previous:
        raise BadInput([Problem("只有上年数据，没有本年数据", "--previous", "请一并给出 --figures")])
    return workflow.bare_figures(text)


def waive(arguments: Namespace) -> int:
    """A person keeps what is objected to, or takes that back; the sidecar is written. Always 0."""
    from agent.cli.verified import verify_page
    from agent.cli.waived import changed_waivers, waive_record

    figures, previous = both_years(arguments)
    text = workflow.open_prose(arguments.prose).text
    path = arguments.waivers or workflow.sidecar(arguments.prose)
    if arguments.items or arguments.prune:
        inputs = (arguments.prose, arguments.figures, arguments.previous)
        workflow.check_target(path, [each for each in inputs if each])
    waivers = workflow.open_waivers(path) if path.exists() else ()
    report = workflow.judge_text(text, figures, previous, waivers)
    after = changed_waivers(arguments, report, waivers)
    if after != waivers:
        write(path, workflow.waivers_file(after))
    report = workflow.with_waivers(report, after)
    if arguments.json:
        _print_json(waive_record(report))
    else:
        print(verify_page(report.answer, text, figures, Style.of(sys.stdout)))
        if report.answer.objections and after == waivers:
            print("确认其中一处：在命令后面写上它的编号，并写 --by 姓名 --reason 理由", file=sys.stderr)
    return 0


def batch(arguments: Namespace) -> int:
    """``verify`` for every line of a file. A bad line is told on its own line and does not change the exit code."""
    from agent.cli.ending import ended_like_ctrl_c
    from agent.cli.progress import Progress
    from agent.workflow.batch import LINE_LIMIT, Batch, State, default_workers

    workflow.check_target(arguments.output, [arguments.lines])
    run = Batch(arguments.lines, arguments.output, fresh=arguments.fresh)
    progress = Progress(sys.stderr)
    if run.remark:
        progress.say(run.remark)
    state = State(0, 0, 0, None)
    states = run.run(arguments.workers or default_workers(), arguments.timeout or LINE_LIMIT)
    with ended_like_ctrl_c(), closing(states):
        try:
            for state in states:
                progress.at(state)
        except KeyboardInterrupt:
            progress.say(f"已核对 {state.lines} 份，进度已存；再运行同一条命令会接着做")
            raise
        finally:
            progress.end()
    faults = f"，其中 {state.failed} 份用不了，原因写在各自的 error 里" if state.failed else ""
    progress.say(f"已核对 {state.lines} 份{faults}；已生成 {arguments.output}")
    return 0


def draft(arguments: Namespace) -> int:
    """The whole report; 1 where an objection was left, which is marked in it."""
    from agent.cli.drafting import draft

    return draft(arguments)


def chat(arguments: Namespace) -> int:
    """A conversation about the report, a sentence a line."""
    from agent.cli.chatting import chat

    if arguments.output:
        suffix(arguments.output, tuple(KINDS))
        workflow.check_format(KINDS[arguments.output.suffix.lower()])
        sources = [arguments.figures, *([arguments.previous] if arguments.previous else [])]
        workflow.check_target(arguments.output, sources)
    figures, previous = both_years(arguments)
    draft = chat(arguments, figures, previous)
    if arguments.output:
        kind = KINDS[arguments.output.suffix.lower()]
        write(arguments.output, workflow.export_report(workflow.judged(draft), kind))
    return 0


def app(arguments: Namespace) -> int:
    """The Streamlit app, until it is stopped."""
    from agent.cli.browser import serve

    return serve(arguments.port, open_browser=not arguments.no_browser, host=arguments.address)


def ingest(arguments: Namespace) -> int:
    """Past reports into the store; 1 where some were not read."""
    from agent.cli.past import ingest

    return ingest(arguments)


def search(arguments: Namespace) -> int:
    """Past paragraphs out of the store."""
    from agent.cli.past import search

    return search(arguments)


def people(arguments: Namespace) -> int:
    """Who may come in where the app asks."""
    from agent.cli.people import people

    return people(arguments)


def audit(arguments: Namespace) -> int:
    """What was done; 1 where the record of it is not whole."""
    from agent.cli.audited import audit

    return audit(arguments)


def backup(arguments: Namespace) -> int:
    """Everything as one file."""
    from agent.cli.carried import backup

    return backup(arguments)


def restore(arguments: Namespace) -> int:
    """And back into an empty place."""
    from agent.cli.carried import restore

    return restore(arguments)


def bundle(arguments: Namespace) -> int:
    """One report as one file."""
    from agent.cli.carried import bundle

    return bundle(arguments)


def unbundle(arguments: Namespace) -> int:
    """And back, beside the others."""
    from agent.cli.carried import unbundle

    return unbundle(arguments)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": check,
    "tables": tables,
    "workbook": workbook,
    "add": add,
    "read": read,
    "verify": verify,
    "waive": waive,
    "batch": batch,
    "ingest": ingest,
    "search": search,
    "draft": draft,
    "chat": chat,
    "app": app,
    "people": people,
    "audit": audit,
    "backup": backup,
    "restore": restore,
    "bundle": bundle,
    "unbundle": unbundle,
}


def _waivers(arguments: Namespace) -> tuple["Waiver", ...] | None:
    """The waivers of a text: those named, or those beside it; None where there are none or nobody wants them."""
    if arguments.waivers:
        return workflow.open_waivers(arguments.waivers)
    return None if arguments.no_waivers else workflow.waivers_beside(arguments.prose)


def _print_json(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
