"""One function a command: open, do, write, and the exit code."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent import wiring, workflow
from agent.cli.style import Style
from agent.errors import BadInput, Problem, Unavailable
from agent.figures import FigureSet
from agent.workflow.reviewing import Review
from agent.workflow.usecases import Format

if TYPE_CHECKING:
    from agent.drafting import Draft
    from agent.verify.report import JudgedReport
    from agent.verify.waiver import Waiver

_OBJECTED = 1
_REVIEWS: dict[str, Review] = {".docx": "docx", ".html": "html"}
_KINDS: dict[str, Format] = {".docx": "docx", ".html": "html", ".md": "md"}


def run(arguments: Namespace) -> int:
    """Run the command that the arguments name."""
    return _COMMANDS[arguments.command](arguments)


def check(arguments: Namespace) -> int:
    """0 where every rule holds or cannot be assessed, 1 where one is broken."""
    from agent.cli.checked import check_page, check_record

    figures, previous = _both_years(arguments)
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
    _write(arguments.output, workflow.render_tables(figures, arguments.format))
    return 0


def workbook(arguments: Namespace) -> int:
    """An Excel workbook to fill in."""
    _suffix(arguments.output, (".xlsx",))
    workflow.check_target(arguments.output, [arguments.figures] if arguments.figures else [])
    figures = workflow.open_figures(arguments.figures) if arguments.figures else None
    _write(arguments.output, workflow.make_workbook(arguments.form, figures))
    return 0


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
    _write(arguments.output, content.encode(errors="replace"))
    return _OBJECTED if report.unread else 0


def verify(arguments: Namespace) -> int:
    """0 where there is nothing to object to or all of it is waived, 1 where there is something.

    Without figures only what the prose contradicts by itself is something.
    """
    from agent.cli.verified import verify_page

    if arguments.output:
        _suffix(arguments.output, tuple(_REVIEWS))
        inputs = (arguments.prose, arguments.figures, arguments.previous)
        workflow.check_target(arguments.output, [path for path in inputs if path])
    prose = workflow.open_prose(arguments.prose)
    for note in prose.notes:
        print(f"注意：{note}", file=sys.stderr)
    figures, previous = (
        _both_years(arguments) if arguments.figures else (_no_figures(arguments, prose.text), None)
    )
    if arguments.output:
        workflow.check_review(prose, _REVIEWS[arguments.output.suffix.lower()])
    report = workflow.judge_text(prose.text, figures, previous, _waivers(arguments))
    if arguments.output:
        kind = _REVIEWS[arguments.output.suffix.lower()]
        _write(arguments.output, workflow.review_document(prose, report, kind))
    if arguments.json:
        record = workflow.with_notices(report.answer.as_json(), prose.text, figures)
        _print_json(record | ({"text": prose.text} if prose.document else {}))
    else:
        notices = workflow.notices(prose.text, figures)
        print(verify_page(report.answer, prose.text, figures, Style.of(sys.stdout), notices))
    return _OBJECTED if workflow.needing_a_look(report.answer, figures) else 0


def _no_figures(arguments: Namespace, text: str) -> FigureSet:
    if arguments.previous:
        raise BadInput([Problem("只有上年数据，没有本年数据", "--previous", "请一并给出 --figures")])
    return workflow.bare_figures(text)


def waive(arguments: Namespace) -> int:
    """A person keeps what is objected to, or takes that back; the sidecar is written. Always 0."""
    from agent.cli.verified import verify_page
    from agent.cli.waived import changed_waivers, waive_record

    figures, previous = _both_years(arguments)
    text = workflow.open_prose(arguments.prose).text
    path = arguments.waivers or workflow.sidecar(arguments.prose)
    if arguments.items or arguments.prune:
        inputs = (arguments.prose, arguments.figures, arguments.previous)
        workflow.check_target(path, [each for each in inputs if each])
    waivers = workflow.open_waivers(path) if path.exists() else ()
    report = workflow.judge_text(text, figures, previous, waivers)
    after = changed_waivers(arguments, report, waivers)
    if after != waivers:
        _write(path, workflow.waivers_file(after))
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
    from agent.cli.verified import draft_page

    if arguments.output:
        _suffix(arguments.output, tuple(_KINDS))
        sources = [arguments.figures, *([arguments.previous] if arguments.previous else [])]
        workflow.check_target(arguments.output, sources)
    if model := arguments.model or wiring.settings().model:
        print(f"注意：本版本还不调用模型，“{model}”没有用上；正文按内置文句起草", file=sys.stderr)
    figures, previous = _both_years(arguments)
    draft = _first_draft(figures, previous, with_past=not arguments.no_past)
    report = workflow.judged(draft)
    target = arguments.output or _unused_name(arguments.figures, report)
    _write(target, workflow.export_report(report, _KINDS[target.suffix.lower()]))
    for gap in draft.gaps:
        print(f"待补充　{gap}", file=sys.stderr)
    print(draft_page(report, Style.of(sys.stdout)))
    return _OBJECTED if report.answer.objections else 0


def app(arguments: Namespace) -> int:
    """The Streamlit app, until it is stopped."""
    from agent.cli.browser import serve

    return serve(arguments.port, open_browser=not arguments.no_browser)


def ingest(arguments: Namespace) -> int:
    """Past reports into the store; 1 where some were not read."""
    from agent.cli.past import ingest

    return ingest(arguments)


def search(arguments: Namespace) -> int:
    """Past paragraphs out of the store."""
    from agent.cli.past import search

    return search(arguments)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": check,
    "tables": tables,
    "workbook": workbook,
    "read": read,
    "verify": verify,
    "waive": waive,
    "batch": batch,
    "ingest": ingest,
    "search": search,
    "draft": draft,
    "app": app,
}


def _first_draft(figures: FigureSet, previous: FigureSet | None, *, with_past: bool) -> "Draft":
    """With past paragraphs where some are kept and can be reached; which were used is said."""
    try:
        draft = workflow.first_draft(figures, previous, wiring.past() if with_past else None)
    except Unavailable as error:
        print(f"注意：{error}；正文全用内置文句起草", file=sys.stderr)
        return workflow.first_draft(figures, previous)
    used: dict[tuple[str, int], list[str]] = {}
    for source in draft.sources:
        used.setdefault((source.unit, source.year), []).append(str(source.number))
    for (unit, year), numbers in used.items():
        print(f"参考范文　{unit}{year}年的年报第{'、'.join(numbers)}段", file=sys.stderr)
    return draft


def _both_years(arguments: Namespace) -> tuple[FigureSet, FigureSet | None]:
    figures = workflow.open_figures(arguments.figures)
    previous = workflow.open_previous(arguments.previous, figures) if arguments.previous else None
    return figures, previous


def _waivers(arguments: Namespace) -> tuple["Waiver", ...] | None:
    """The waivers of a text: those named, or those beside it; None where there are none or nobody wants them."""
    if arguments.waivers:
        return workflow.open_waivers(arguments.waivers)
    return None if arguments.no_waivers else workflow.waivers_beside(arguments.prose)


def _suffix(path: Path, known: tuple[str, ...]) -> None:
    if path.suffix.lower() not in known:
        what = f"输出文件的后缀是“{path.suffix}”" if path.suffix else "输出文件没有后缀"
        raise BadInput([Problem(what, str(path), f"请用 {'、'.join(known)}")])


def _unused_name(figures: Path, report: "JudgedReport") -> Path:
    """Beside the figures, under the report's title, and never over an earlier draft that somebody may have edited."""
    title = report.narrative.title or report.form.title(report.figures.unit, report.figures.year)
    target = workflow.unused(figures.parent / f"{workflow.file_stem(title)}.docx")
    workflow.check_target(target)
    return target


def _write(path: Path, content: bytes) -> None:
    workflow.write_beside(path, content)
    print(f"已生成 {path}", file=sys.stderr)


def _print_json(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
