"""What people do, one function each: values in, values out, no file touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from agent.errors import BadInput, Problem
from agent.export.stage import Stage
from agent.figures import FigureSet
from agent.figures.key import PREVIOUS
from agent.forms.footing import Finding, Remedy, State, check, remedies
from agent.forms.form import Form
from agent.forms.library import editions, form_of
from agent.forms.marking import Marking, marking
from agent.forms.plausibility import Doubt, doubts

if TYPE_CHECKING:
    from agent.drafting import Draft
    from agent.drafting.past import Past
    from agent.verify.answer import Answer
    from agent.verify.report import JudgedReport
    from agent.verify.waiver import Waiver

Format = Literal["docx", "html", "md"]
ReportFormat = Literal["docx", "html", "md", "pdf"]


@dataclass(frozen=True)
class Checked:
    """What cross-footing and plausibility say of one year's figures. Doubts and remedies are hints, never faults."""

    form: Form
    figures: FigureSet
    findings: tuple[Finding, ...]
    remedies: tuple[Remedy, ...]
    doubts: tuple[Doubt, ...]
    previous: FigureSet | None = None

    @cached_property
    def marking(self) -> Marking:
        """Every objection with the cells that it leads to, and back."""
        return marking(self.form, self.figures, self.findings, self.remedies, self.doubts, self.previous)

    def of(self, state: State) -> tuple[Finding, ...]:
        """The findings in one state, in the form's order."""
        return tuple(finding for finding in self.findings if finding.state is state)

    @property
    def odd(self) -> frozenset[str]:
        """The cells each of which would mend several broken rules by itself: where to look first."""
        return frozenset(remedy.key for remedy in self.remedies)

    def involved(self, state: State) -> frozenset[str]:
        """This year's cells that a rule in that state names."""
        keys = (key for finding in self.of(state) for key, _ in finding.cells)
        return frozenset(key for key in keys if not key.startswith(PREVIOUS))

    @property
    def holds(self) -> bool:
        """Whether no rule is broken; a warning breaks none."""
        return not self.of(State.BROKEN)


def check_figures(figures: FigureSet, previous: FigureSet | None = None) -> Checked:
    """Every cross-footing rule, and what looks wrong besides."""
    form = form_of(figures.form)
    findings = check(form, figures, previous)
    hints = remedies(form, figures, findings, previous)
    return Checked(form, figures, findings, hints, doubts(form, figures, previous), previous)


def render_tables(figures: FigureSet, kind: Format) -> bytes:
    """The three official tables as a file."""
    form = form_of(figures.form)
    if kind == "docx":
        from agent.export.docx import tables_docx

        return tables_docx(form, figures)
    if kind == "html":
        from agent.export.html import tables_html

        return tables_html(form, figures).encode()
    from agent.export.markdown import tables_markdown

    return tables_markdown(form, figures).encode()


def make_workbook(edition: str, figures: FigureSet | None = None, previous: FigureSet | None = None) -> bytes:
    """A workbook to fill in, with the figures that are known already.

    ``BadInput`` where there is no such edition, or the figures are of another one.
    """
    if edition not in editions():
        known = "、".join(editions())
        raise BadInput([Problem(f"没有“{edition}”这种格式", "--form", f"可用的格式：{known}")])
    if figures is not None and figures.form != edition:
        what = f"数据是{figures.form}年格式的，与 --form {edition} 不一致"
        raise BadInput([Problem(what, figures.file, f"请改用 --form {figures.form}")])
    from agent.export.xlsx import write_workbook

    return write_workbook(form_of(edition), figures, previous)


def verify_prose(
    text: str,
    figures: FigureSet,
    previous: FigureSet | None = None,
    waivers: Sequence["Waiver"] | None = None,
) -> "Answer":
    """Every figure and claim of a text against the figures, and with what ``waivers`` cover marked."""
    from agent.verify import verify
    from agent.verify.waiving import apply

    answer = verify(text, figures, previous)
    return answer if waivers is None else apply(answer, text, form_of(figures.form), waivers)


def judge_text(
    text: str,
    figures: FigureSet,
    previous: FigureSet | None = None,
    waivers: Sequence["Waiver"] | None = None,
) -> "JudgedReport":
    """Anybody's prose as a report without a title, a paragraph a line, so that it prints like a drafted one."""
    from agent.forms.narrative import Narrative, Paragraph
    from agent.verify.report import JudgedReport

    narrative = Narrative("", tuple(map(Paragraph, text.split("\n"))), ())
    answer = verify_prose(text, figures, previous, waivers)
    return JudgedReport(form_of(figures.form), figures, narrative, answer, previous)


def first_draft(figures: FigureSet, previous: FigureSet | None = None, past: "Past | None" = None) -> "Draft":
    """The report's sentences with their references, and what the form requires and the figures lack.

    With ``past``, past paragraphs are said again where they can be; ``Unavailable`` where it does not answer.
    """
    from agent.drafting import draft

    return draft(figures, previous, past=past)


def judged(draft: "Draft") -> "JudgedReport":
    """A draft with what the verifier says of it; it is verified like anybody's prose."""
    from agent.verify.report import JudgedReport

    figures, previous = draft.figures, draft.previous
    answer = verify_prose(draft.narrative.text, figures, previous)
    return JudgedReport(form_of(figures.form), figures, draft.narrative, answer, previous)


def draft_report(figures: FigureSet, previous: FigureSet | None = None) -> "JudgedReport":
    """The whole report, drafted and verified."""
    return judged(first_draft(figures, previous))


def export_report(report: "JudgedReport", kind: ReportFormat, stage: Stage | None = None) -> bytes:
    """The report as a file, with what the verifier objects to marked in it. Only what is told to be a draft says so itself.

    Whether it may be final, :func:`agent.workflow.publishing.export_final` asks; here a report that is objected to is a
    ``ValueError`` then. ``Unavailable`` for a PDF where there is no LibreOffice.
    """
    if kind in ("docx", "pdf"):
        from agent.export.docx import report_docx

        word = report_docx(report, stage)
        return word if kind == "docx" else as_pdf(word)
    if kind == "html":
        from agent.export.html import report_html

        return report_html(report, stage).encode()
    from agent.export.markdown import report_markdown

    return report_markdown(report, stage).encode()


def as_pdf(word: bytes) -> bytes:
    """A Word file of ours as PDF; ``Unavailable`` where there is no LibreOffice, or it gives none."""
    from agent.export import pdf

    return pdf.as_pdf(word)


def check_format(kind: str) -> None:
    """``Unavailable``, before any work is done, for a PDF where there is no LibreOffice."""
    if kind == "pdf":
        from agent.export.pdf import check_pdf

        check_pdf()
