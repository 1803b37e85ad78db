"""``draft``: the whole report without a model or with one, which of its parts is being written, and what came of each."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from agent import wiring, workflow
from agent.cli.ending import ended_like_ctrl_c
from agent.cli.files import KINDS, both_years, past_reports, suffix, write
from agent.cli.remarked import remarks_page
from agent.cli.style import Style
from agent.cli.verified import draft_page
from agent.errors import BadInput, Problem, Unavailable
from agent.figures import FigureSet
from agent.workflow import ProofFormat, Stage

if TYPE_CHECKING:
    from agent.drafting import Draft
    from agent.drafting.authoring import Progress
    from agent.drafting.past import Past
    from agent.drafting.record import DraftRecord
    from agent.drafting.scrutiny import Remark
    from agent.verify.report import JudgedReport

_OBJECTED = 1

_PROOFS: dict[str, ProofFormat] = {".docx": "docx", ".html": "html", ".pdf": "pdf"}


def draft(arguments: Namespace) -> int:
    """0 where nothing is objected to, 1 where something is."""
    from agent.workflow.authoring import remarks_on

    _targets(arguments)
    figures, previous = both_years(arguments)
    began = time.monotonic()
    past = past_reports(arguments)
    made = _first_draft(figures, previous, past)
    made, record = _written(arguments, made, past, began)
    report = workflow.judged(made)
    remarks = remarks_on(report, past)
    if arguments.final:
        workflow.check_final(report, remarks)
    stage = Stage.FINAL if arguments.final else None
    target = arguments.output or _unused_name(arguments.figures, report)
    write(target, workflow.export_report(report, KINDS[target.suffix.lower()], stage))
    if arguments.proof:
        _prove(arguments, target, report, remarks, stage or Stage.DRAFT)
    if arguments.record:
        content = json.dumps(record.as_json(), ensure_ascii=False, indent=1) + "\n"
        write(arguments.record, content.encode())
    for gap in made.gaps:
        print(f"待补充　{gap}", file=sys.stderr)
    print(draft_page(report, Style.of(sys.stdout)))
    if said := remarks_page(remarks, report.narrative.text, Style.of(sys.stdout)):
        print(said)
    return _OBJECTED if report.answer.objections else 0


def _prove(
    arguments: Namespace, target: Path, report: "JudgedReport", remarks: Sequence["Remark"], stage: Stage
) -> None:
    """The proof sheet of what has just been written."""
    made = datetime.now().astimezone()
    files = {target.name: target.read_bytes()}
    proof = workflow.proof_of(report, remarks, stage=stage, made=made, by=arguments.by, files=files)
    write(arguments.proof, workflow.export_proof(proof, _PROOFS[arguments.proof.suffix.lower()]))


def _targets(arguments: Namespace) -> None:
    """Whatever is wrong with where to write, before anything is drafted."""
    sources = [arguments.figures, *([arguments.previous] if arguments.previous else [])]
    if arguments.output:
        suffix(arguments.output, tuple(KINDS))
        workflow.check_format(KINDS[arguments.output.suffix.lower()])
        workflow.check_target(arguments.output, sources)
    if arguments.proof:
        suffix(arguments.proof, tuple(_PROOFS))
        workflow.check_format(_PROOFS[arguments.proof.suffix.lower()])
        workflow.check_target(arguments.proof, sources)
    if arguments.record:
        suffix(arguments.record, (".json",))
        workflow.check_target(arguments.record, sources)
    targets = [path.resolve() for path in (arguments.output, arguments.proof, arguments.record) if path]
    if len(set(targets)) < len(targets):
        raise BadInput([Problem("两个输出写成了同一个文件", str(targets[0].name), "请各用一个文件名")])
    if arguments.instruction and not (arguments.model or wiring.settings().model):
        what = "写了要求，但没有指定模型，内置文句不会照着写"
        raise BadInput([Problem(what, "--instruction", "加上 --model 名称，或不写要求")])


# --- without a model ----------------------------------------------------------------------------------------------


def _first_draft(figures: FigureSet, previous: FigureSet | None, past: "Past | None") -> "Draft":
    """With past paragraphs where some are kept and can be reached; which were used is said."""
    try:
        draft = workflow.first_draft(figures, previous, past)
    except Unavailable as error:
        print(f"注意：{error}；正文全用内置文句起草", file=sys.stderr)
        return workflow.first_draft(figures, previous)
    used: dict[tuple[str, int], list[str]] = {}
    for source in draft.sources:
        used.setdefault((source.unit, source.year), []).append(str(source.number))
    for (unit, year), numbers in used.items():
        print(f"参考范文　{unit}{year}年的年报第{'、'.join(numbers)}段", file=sys.stderr)
    return draft


# --- with one -----------------------------------------------------------------------------------------------------


def _written(
    arguments: Namespace, made: "Draft", past: "Past | None", began: float
) -> tuple["Draft", "DraftRecord"]:
    """The draft with its parts by the model, where one is named; what is kept of how it was made."""
    from agent.drafting.authoring import Finished, unaided
    from agent.drafting.chat import Watch
    from agent.workflow.authoring import desk_of, write_report

    writer = wiring.model_writer(arguments.model, Watch(retrying=lambda retry: _say(retry.notice)))
    desk = desk_of(made.figures, made.previous, past)
    if writer is None:
        return made, unaided(made, desk.form, time.monotonic() - began)
    with ended_like_ctrl_c(), closing(write_report(made, writer, desk, arguments.instruction)) as steps:
        for step in steps:
            if isinstance(step, Finished):
                return step.draft, step.record
            _tell(step)
    raise AssertionError("a report that is written is finished")


def _tell(step: "Progress") -> None:
    """One line for each part that begins, each try that is objected to, and what the user must know."""
    from agent.drafting.authoring import Begun
    from agent.drafting.loop import Judged, Told

    if isinstance(step, Begun):
        _say(f"（{step.number}/{step.count}）{step.part.title}")
    elif isinstance(step, Judged) and step.objections:
        _say(f"　　第{step.round}稿有 {len(step.objections)} 处不成立，已退回")
    elif isinstance(step, Told):
        _say(f"　　{step.notice}")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _unused_name(figures: Path, report: "JudgedReport") -> Path:
    """Beside the figures, under the report's title, and never over an earlier draft that somebody may have edited."""
    target = workflow.unused(figures.parent / workflow.export_name(report, "docx", Stage.FINAL))
    workflow.check_target(target)
    return target
