"""A report handed out: drafts, the final version, the proof sheet, the comparison, the figures. Each is in the audit.

Nothing is made before it is asked for. A draft is made of what somebody has before them; a final version of what stands in the
store at that moment, so that nobody publishes what another person has changed meanwhile.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from agent import journal
from agent.errors import BadInput, Problem
from agent.export.stage import Stage
from agent.figures.interchange import write_figures
from agent.store import Conflict, Place, Projects, State
from agent.workflow.apart import Stopped, never, read_apart, unless
from agent.workflow.last_year import last_file
from agent.workflow.outcome import file_stem
from agent.workflow.proving import ProofFormat, export_proof, proof_name, proof_of
from agent.workflow.publishing import check_final, export_name
from agent.workflow.usecases import ReportFormat, export_report, make_workbook
from agent.workflow.work import Work, open_work

if TYPE_CHECKING:
    from agent.verify.report import JudgedReport
    from corpus.report import ReadReport

What = Literal["report", "proof", "comparison", "workbook", "figures"]
EXPORT = "export"
_MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file: what it is and its ending. Figures and comparisons have no stage of their own."""

    what: What
    kind: str

    @property
    def mime(self) -> str:
        """As browsers call it."""
        return _MIMES[self.kind]

    @property
    def slow(self) -> bool:
        """Whether making it may take more than a second: what needs LibreOffice, and what reads last year's file again."""
        return self.kind == "pdf" or self.what == "comparison"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was made; ``change`` is the last change of the report that is in it."""

    wanted: Wanted
    stage: Stage
    name: str
    content: bytes
    change: int
    made: datetime

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def file_name(work: Work, wanted: Wanted, stage: Stage = Stage.DRAFT) -> str:
    """How the file is called."""
    report = work.report
    match wanted.what:
        case "report":
            return export_name(_judged(work), wanted.kind, stage)
        case "proof":
            return proof_name(_judged(work), wanted.kind, stage)
        case "comparison":
            return f"{file_stem(f'{report.unit}{report.year - 1}与{report.year}年度对照')}.{wanted.kind}"
    return f"{file_stem(f'{report.unit}{report.year}年度数据')}.{wanted.kind}"


def export(
    projects: Projects, work: Work, wanted: Wanted, *, who: str, now: datetime, stopped: Stopped = never
) -> Exported:
    """A draft of a file, noted. ``BadInput`` without the prose that it needs; ``Unavailable`` where it can't be made."""
    with journal.timed("export", file=wanted.what, kind=wanted.kind, stage="draft") as facts:
        content = _content(projects, work, wanted, who, now, stopped)
        facts["bytes"] = len(content)
    made = Exported(wanted, Stage.DRAFT, file_name(work, wanted), content, work.written, now)
    _note(projects, work, made, who)
    return made


def export_final_version(
    projects: Projects,
    report: str,
    kinds: tuple[ReportFormat, ...],
    *,
    who: str,
    now: datetime,
    stopped: Stopped = never,
) -> tuple[Exported, ...]:
    """The final version in these formats and the proof sheet with their digests; the report is final from then on.

    It is made of the report as it stands now. ``BadInput`` with everything that keeps it from being published; ``Unavailable``
    where it was stopped: then nothing is final.
    """
    with journal.timed("export", stage="final") as facts:
        files = _final_version(projects, report, kinds, who, now, stopped)
        facts["files"] = len(files)
        return files


def _final_version(
    projects: Projects,
    report: str,
    kinds: tuple[ReportFormat, ...],
    who: str,
    now: datetime,
    stopped: Stopped,
) -> tuple[Exported, ...]:
    work = open_work(projects, report)
    judged = _judged(work)
    check_final(judged, work.remarks, work.kept)
    files = []
    for kind in kinds:
        content = unless(stopped, partial(export_report, judged, kind, Stage.FINAL))
        name = export_name(judged, kind, Stage.FINAL)
        files.append(Exported(Wanted("report", kind), Stage.FINAL, name, content, work.written, now))
    told = {each.name: each.content for each in files}
    proof = proof_of(
        judged,
        work.remarks,
        work.kept,
        stage=Stage.FINAL,
        made=now,
        by=who,
        files=told,
        audit=projects.head(),
    )
    sheet = Exported(
        Wanted("proof", "docx"),
        Stage.FINAL,
        proof_name(judged, "docx", Stage.FINAL),
        export_proof(proof, "docx"),
        work.written,
        now,
    )
    _finalise(projects, work, who)
    for each in (*files, sheet):
        _note(projects, work, each, who)
    return (*files, sheet)


def reopen(projects: Projects, work: Work, *, who: str) -> Any:
    """A final version is worked on again."""
    number = work.contents.number(Place.report("state"))
    return projects.set_state(work.report.id, State.DRAFTING, number, who=who, why="继续修改")


def last_report(projects: Projects, work: Work, stopped: Stopped = never) -> "ReadReport":
    """Last year's report that was brought, read again. ``BadInput`` where none was, or what was brought has no prose."""
    file = last_file(projects, work.contents)
    if file is None or work.last is None or not work.last.sections:
        problem = Problem("没有带入上年年报的正文，不能对照", "", "先在首页带入上年年报（Word、PDF、网页）")
        raise BadInput([problem])
    return read_apart(projects.file_content(work.report.id, file.id), file.name, stopped)


# --- how it is made -----------------------------------------------------------------------------------------------


def _judged(work: Work) -> "JudgedReport":
    if work.judged is None:
        raise BadInput([Problem("还没有正文", "", "先到“起草”生成初稿")])
    return work.judged


def _content(
    projects: Projects, work: Work, wanted: Wanted, who: str, now: datetime, stopped: Stopped
) -> bytes:
    kind: Any = wanted.kind
    match wanted.what:
        case "workbook":
            return make_workbook(work.form.edition, work.figures, work.previous)
        case "figures":
            return write_figures(work.figures).encode()
        case "comparison":
            from agent.workflow.comparing import comparison_page

            return comparison_page(_judged(work), last_report(projects, work, stopped))
        case "proof":
            return unless(stopped, lambda: _proof(projects, work, kind, who, now))
        case "report":
            judged = _judged(work)
            return unless(stopped, lambda: export_report(judged, kind, Stage.DRAFT))


def _proof(projects: Projects, work: Work, kind: ProofFormat, who: str, now: datetime) -> bytes:
    stage, audit = Stage.DRAFT, projects.head()
    proof = proof_of(_judged(work), work.remarks, work.kept, stage=stage, made=now, by=who, audit=audit)
    return export_proof(proof, kind)


def _finalise(projects: Projects, work: Work, who: str) -> None:
    """Say in the store that it is final. What was final and has been changed since goes back to drafting first."""
    place, number = Place.report("state"), work.contents.number(Place.report("state"))
    if work.is_final and not work.settled:
        back = projects.set_state(work.report.id, State.DRAFTING, number, who=who, why="定稿后改过")
        if not isinstance(back, Conflict):
            number = back.numbers[place]
    done = projects.set_state(work.report.id, State.FINAL, number, who=who, why="导出定稿")
    if isinstance(done, Conflict):
        raise BadInput([Problem("别人刚刚改了这份报告的状态", "", "请刷新页面，再导出一次")])


def _note(projects: Projects, work: Work, made: Exported, who: str) -> None:
    told = {
        "what": made.wanted.what,
        "kind": made.wanted.kind,
        "stage": made.stage.value,
        "name": made.name,
        "sha256": made.digest,
        "change": made.change,
    }
    projects.note(work.report.id, EXPORT, told, who=who)


# --- looking at it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pages as they will be printed, as PNG; ``total`` is how many there are, ``change`` the last change that is in them."""

    pages: tuple[bytes, ...]
    change: int

    @property
    def total(self) -> int:
        """How many pages are shown."""
        return len(self.pages)


def stage_of(work: Work) -> Stage:
    """What the report is as it stands: final as long as nothing was changed since it was made so."""
    return Stage.FINAL if work.settled and not work.hindrances else Stage.DRAFT


def page_of(work: Work) -> bytes:
    """The report as a page by itself, to look at: nothing is noted."""
    return export_report(_judged(work), "html", stage_of(work))


def export_pictures(work: Work, stopped: Stopped = never) -> Pictures:
    """The report page by page, to look at. ``Unavailable`` where there is no LibreOffice, or it was stopped."""
    from corpus.readers.picture import page_pictures

    judged = _judged(work)
    pdf = unless(stopped, lambda: export_report(judged, "pdf", stage_of(work)))
    return Pictures(page_pictures(pdf), work.written)
