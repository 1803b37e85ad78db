"""A final version or a draft: what keeps a report from being published, all of it at once, and exporting it.

A draft can always be exported, and says that it is one. A final version is refused while

- an objection of the verifier is neither mended nor waived;
- a grave remark stands (another unit's name, an identity number, a template's traces) that nobody keeps with name and reason;
- a cross-footing rule is broken. That cannot be waived: the rules that may be broken for a good reason are warnings, which hinder
  nothing, and the others are arithmetic that every reader of the published table can do again.

What a person keeps of remarks is a value of its own (:class:`KeptRemark`): a waiver is about a figure, a remark is not.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from agent.errors import BadInput, Problem
from agent.export.stage import Stage
from agent.forms.footing import State, check
from agent.workflow.outcome import file_stem
from agent.workflow.usecases import ReportFormat, export_report

if TYPE_CHECKING:
    from agent.drafting.scrutiny import Remark
    from agent.verify.report import JudgedReport

Kind = Literal["objection", "remark", "footing"]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason why a report may not be published as it is. ``start`` is its place in the text, None where it has none.

    ``rule`` is the id of the rule that is broken, ``remark`` the remark that somebody may keep; both None for other kinds.
    """

    kind: Kind
    problem: Problem
    start: int | None = None
    rule: str | None = None
    remark: "Remark | None" = None


@dataclass(frozen=True, slots=True)
class KeptRemark:
    """A person keeps what a grave remark is about. ``line`` is the whole line that it stands in, as it was then.

    It covers remarks of that ``code`` that say the same (``what``) of the same words in the same line; where anything of that is
    changed, it covers nothing. ``date`` is None where unknown.
    """

    code: str
    what: str
    words: str
    line: str
    by: str
    reason: str
    date: datetime.date | None = None

    @property
    def said(self) -> str:
        """One Chinese line: who, when and why."""
        day = f"（{self.date.isoformat()}）" if self.date else ""
        return f"{self.by}{day}：{self.reason}"

    @property
    def name(self) -> str:
        """A short name for what it is about: the same remark on the same line has the same."""
        about = json.dumps([self.code, self.what, self.words, self.line], ensure_ascii=True)
        return f"{self.code} {hashlib.sha256(about.encode()).hexdigest()[:24]}"

    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        return {**asdict(self), "date": self.date.isoformat() if self.date else None}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "KeptRemark":
        """What :meth:`record` gave."""
        day = record["date"]
        return cls(**{**record, "date": datetime.date.fromisoformat(day) if day else None})

    def covers(self, remark: "Remark", text: str) -> bool:
        """Whether it is about this remark on ``text``."""
        return (self.code, self.what, self.words, self.line) == _identity(remark, text)


def keep_remark(
    text: str, remark: "Remark", by: str, reason: str, day: datetime.date | None = None
) -> KeptRemark:
    """Keep what a remark on ``text`` is about; ``BadInput`` where name or reason is empty or too long."""
    from agent.verify.waiving import signed

    who, why = signed(by, reason)
    return KeptRemark(*_identity(remark, text), who, why, day)


def _identity(remark: "Remark", text: str) -> tuple[str, str, str, str]:
    line = text[text.rfind("\n", 0, remark.start) + 1 :].partition("\n")[0]
    # What is missing stands nowhere; which line is the last of its section says nothing of it.
    return (
        remark.code,
        remark.what,
        text[remark.start : remark.end],
        line if remark.end > remark.start else "",
    )


def hindrances(
    report: "JudgedReport", remarks: Iterable["Remark"] = (), kept: Sequence[KeptRemark] = ()
) -> tuple[Hindrance, ...]:
    """Everything that keeps a report from being published: broken rules, then what is in the text, in its order; none: it may be.

    ``remarks`` are what :func:`agent.workflow.authoring.remarks_on` says of this report.
    """
    text = report.narrative.text
    broken = [
        Hindrance(
            "footing",
            Problem(f"勾稽关系不符，{finding.reason}", _file(report), "请核对数据，改正后再导出"),
            rule=finding.rule.id,
        )
        for finding in check(report.form, report.figures, report.previous)
        if finding.state is State.BROKEN
    ]
    objected = [
        Hindrance(
            "objection",
            Problem(
                f"“{item.text}”{item.verdict.label}，{item.reason}",
                place_of(text, item.start),
                "请改正，或由人确认保留并写明理由",
            ),
            item.start,
        )
        for item in report.answer.objections
    ]
    grave = [
        Hindrance(
            "remark",
            Problem(remark.what, place_of(text, remark.start), remark.mend),
            remark.start,
            remark=remark,
        )
        for remark in remarks
        if remark.grave and not any(each.covers(remark, text) for each in kept)
    ]
    found = sorted((*objected, *grave), key=lambda each: each.start or 0)
    return (*broken, *found)


def check_final(
    report: "JudgedReport", remarks: Iterable["Remark"] = (), kept: Sequence[KeptRemark] = ()
) -> None:
    """``BadInput`` with everything that keeps a report from being published."""
    found = hindrances(report, remarks, kept)
    if found:
        head = Problem(f"还有 {len(found)} 处，不能导出定稿", "", "改好以后再导出，或先导出草稿")
        raise BadInput([head, *(each.problem for each in found)])


def export_final(
    report: "JudgedReport",
    kind: ReportFormat,
    remarks: Iterable["Remark"],
    kept: Sequence[KeptRemark] = (),
) -> bytes:
    """The report as it is published: nothing in it but its own text and tables.

    ``BadInput`` with everything that hinders it; ``Unavailable`` for a PDF where there is no LibreOffice.
    """
    check_final(report, remarks, kept)
    return export_report(report, kind, Stage.FINAL)


def export_name(report: "JudgedReport", kind: str, stage: Stage = Stage.DRAFT) -> str:
    """The name of an exported file: the report's title, with （草稿） behind it where it is one."""
    title = report.narrative.title or report.form.title(report.figures.unit, report.figures.year)
    return f"{file_stem(title)}{'（草稿）' if stage is Stage.DRAFT else ''}.{kind}"


def _file(report: "JudgedReport") -> str:
    return report.figures.file or "数据"


def place_of(text: str, start: int) -> str:
    """A place of the text in words: its line, counted from 1."""
    return f"正文第{text.count(chr(10), 0, start) + 1}行"
