"""The files of one draft, read: everything that an evaluator may look at."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from agent.drafting.scrutiny import Against
from agent.drafting.scrutiny.page import Page
from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms import Form, form_of
from agent.forms.conformity import conform
from agent.verify import Answer, verify
from agent.workflow.material import open_figures, open_previous, read_report
from agent.workflow.notices import bare_figures, is_bare
from corpus.report import ReadReport
from corpus.sections import section_id
from eval.drafts.neighbours import Neighbours
from eval.drafts.sources import Sources

_NONE = Neighbours()


@dataclass(frozen=True)
class Material:
    """``report`` is the draft as it was read; ``figures`` what it is held against, bare where nothing is known.

    ``own``: those are the draft's own tables. ``previous`` and ``last`` are last year's figures and prose, None and "" where they
    are not known; ``reference`` is a text to be close to, "" for none. ``notes``: in Chinese, what had to be decided.
    """

    report: ReadReport
    figures: FigureSet
    own: bool = False
    previous: FigureSet | None = None
    last: str = ""
    reference: str = ""
    neighbours: Neighbours = _NONE
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole draft as one text."""
        return self.report.text

    @property
    def bare(self) -> bool:
        """Whether there is nothing to hold the figures against."""
        return is_bare(self.figures)

    @property
    def form(self) -> Form:
        """The form that the draft follows."""
        return form_of(self.figures.form)

    @cached_property
    def answer(self) -> Answer:
        """What the verifier says of it."""
        return verify(self.text, self.figures, self.previous)

    @cached_property
    def page(self) -> Page:
        """Laid out for scrutiny; every section of the form is wanted, whether or not its heading is there."""
        return self.page_of(*(section.id for section in self.form.sections if section.table is None))

    def page_of(self, *wanted: str) -> Page:
        """The same with only these parts wanted: ids of sections (``overview``) or topics (``overview.requests``)."""
        against = Against(self.figures, self.previous, self.last, self.neighbours.units, wanted)
        return Page(self.text, against, self.form, self.answer)


def load(sources: Sources, neighbours: Neighbours = _NONE) -> Material:
    """Everything read; ``BadInput`` with every file that cannot be used."""
    problems: list[Problem] = []
    loading = _Loading(problems)
    report = loading.report(sources.draft)
    figures = loading.figures(sources.figures)
    last = loading.report(sources.last)
    reference = loading.report(sources.reference)
    if report is None or problems:
        raise BadInput(problems)
    held, own, notes = _held_against(report, figures)
    previous, wrong = None if is_bare(held) else loading.previous(sources.previous, held), tuple(problems)
    if wrong and sources.previous != sources.last:
        raise BadInput(wrong)
    # Last year's report is there for its prose; that its tables cannot be used besides is worth a note.
    unused = tuple(f"上年的报告只用了文字：{problem}" for problem in wrong)
    said = (*report.notes, *notes, *unused)
    return Material(
        report, held, own, previous, last.text if last else "", _prose(reference), neighbours, said
    )


@dataclass
class _Loading:
    """Reads file after file and collects what is wrong with each."""

    problems: list[Problem] = field(default_factory=list)

    def report(self, path: str) -> ReadReport | None:
        try:
            return read_report(Path(path)) if path else None
        except BadInput as error:
            self.problems += error.problems
        return None

    def figures(self, path: str) -> FigureSet | None:
        try:
            return open_figures(Path(path)) if path else None
        except BadInput as error:
            self.problems += error.problems
        return None

    def previous(self, path: str, figures: FigureSet) -> FigureSet | None:
        try:
            return open_previous(Path(path), figures) if path else None
        except BadInput as error:
            self.problems += error.problems
        return None


def _held_against(report: ReadReport, figures: FigureSet | None) -> tuple[FigureSet, bool, tuple[str, ...]]:
    """The figures, whether they are the draft's own tables, and what is to be said of that."""
    if figures is not None:
        return figures, False, ()
    if not report.figures.cells or not report.figures.year:
        return bare_figures(report.text), False, ("没有给数据，稿子里也没有可读的表格",)
    try:
        return conform(report.figures), True, ()
    except BadInput as error:
        return (
            bare_figures(report.text),
            False,
            ("稿子自己的表格用不了：" + "；".join(map(str, error.problems)),),
        )


def _prose(report: ReadReport | None) -> str:
    return prose_of(report) if report else ""


def prose_of(report: ReadReport) -> str:
    """The prose of a report's sections, without title, introduction and tables; all of its text where it has no sections."""
    form = form_of(report.figures.form)
    sections = [each for each in report.sections if section_id(each, form) not in ("", "introduction")]
    return "\n".join(each.text for each in sections if each.text) or report.text
