"""The proof sheet of a report: what was verified, against what, and what came of it, as Word, PDF or a page."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from agent.export.stage import Stage
from agent.forms.footing import check
from agent.workflow.outcome import file_stem
from agent.workflow.publishing import KeptRemark, place_of
from agent.workflow.usecases import as_pdf

if TYPE_CHECKING:
    from agent.drafting.scrutiny import Remark
    from agent.export.proof import Noted, Proof
    from agent.verify.report import JudgedReport

ProofFormat = Literal["docx", "pdf", "html"]


def proof_of(
    report: "JudgedReport",
    remarks: Iterable["Remark"] = (),
    kept: Sequence[KeptRemark] = (),
    *,
    stage: Stage,
    made: datetime,
    by: str = "",
    files: Mapping[str, bytes] | None = None,
    audit: str = "",
) -> "Proof":
    """What goes into the sheet. ``files`` are the exported files by name; ``audit`` is the head of the audit chain."""
    from agent.export.proof import Proof

    noted = tuple(_noted(remark, report.narrative.text, kept) for remark in remarks)
    digests = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in (files or {}).items())
    findings = check(report.form, report.figures, report.previous)
    return Proof(report, findings, stage, made, by, noted, digests, audit)


def _noted(remark: "Remark", text: str, kept: Sequence[KeptRemark]) -> "Noted":
    from agent.export.proof import Noted

    said = next((each.said for each in kept if each.covers(remark, text)), "")
    where = place_of(text, remark.start) if remark.end > remark.start else ""
    return Noted(remark.what, where, remark.grave, said)


def export_proof(proof: "Proof", kind: ProofFormat) -> bytes:
    """The sheet as a file; ``Unavailable`` for a PDF where there is no LibreOffice."""
    if kind == "html":
        from agent.export.proof import proof_html

        return proof_html(proof).encode()
    from agent.export.docx.proof import proof_docx

    word = proof_docx(proof)
    return word if kind == "docx" else as_pdf(word)


def proof_name(report: "JudgedReport", kind: str, stage: Stage) -> str:
    """The name of the sheet's file: the report's title with （核验单） behind it, and that it is a draft's."""
    title = report.narrative.title or report.form.title(report.figures.unit, report.figures.year)
    return f"{file_stem(title)}（{'草稿' if stage is Stage.DRAFT else ''}核验单）.{kind}"
