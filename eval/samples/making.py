"""From a name to the published file: manuscript and figures to prose, prose and tables to bytes."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms import Form, form_of
from agent.forms.narrative import Narrative
from agent.verify import verify
from agent.verify.report import JudgedReport
from agent.workflow.material import open_figures, open_previous
from eval.samples import flat, handmade, sites
from eval.samples.manuscripts import Publication, Source, read_source

ROOT = Path(__file__).parents[2]
MANUSCRIPTS = ROOT / "corpus" / "manuscripts"
REPORTS = ROOT / "corpus" / "reports"


@dataclass(frozen=True)
class Sample:
    """One invented unit's published report of one year."""

    name: str

    @cached_property
    def figures_file(self) -> Path:
        """Its figures, frozen."""
        return REPORTS / f"{self.name}.figures.json"

    @cached_property
    def previous_file(self) -> Path | None:
        """The figures of the same unit's year before, where the corpus has them."""
        stem, _, year = self.name.rpartition("-")
        path = REPORTS / f"{stem}-{int(year) - 1}.figures.json"
        return path if path.exists() else None

    @cached_property
    def figures(self) -> FigureSet:
        """Its cells and facts."""
        return open_figures(self.figures_file)

    @cached_property
    def previous(self) -> FigureSet | None:
        """Those of the year before."""
        return open_previous(self.previous_file, self.figures) if self.previous_file else None

    @cached_property
    def form(self) -> Form:
        """The official form of its year."""
        return form_of(self.figures.form)

    @cached_property
    def source(self) -> Source:
        """Its manuscript."""
        path = MANUSCRIPTS / f"{self.name}.txt"
        return read_source(path.read_text("utf-8"), self.form, path.name)

    @property
    def publication(self) -> Publication:
        """How it is published."""
        return self.source.publication

    @cached_property
    def file(self) -> Path:
        """Where its published file stands."""
        return REPORTS / f"{self.name}.{self.publication.extension}"

    @cached_property
    def narrative(self) -> Narrative:
        """Its prose; ``BadInput`` with every sentence that its figures cannot say."""
        realised = self.source.manuscript.realise(self.figures, self.previous)
        if realised.stale:
            raise BadInput(
                [Problem(f"{s.reason}（{s.sentence.template[:30]}…）", self.name) for s in realised.stale]
            )
        return realised.narrative


def samples() -> tuple[Sample, ...]:
    """Every sample that has a manuscript, by name."""
    return tuple(Sample(path.stem) for path in sorted(MANUSCRIPTS.glob("*.txt")))


def made(sample: Sample) -> bytes:
    """The published file; of one published as PDF, the Word file that it is printed from. Always the same bytes."""
    publication = sample.publication
    if publication.extension == "txt":
        return flat.text(sample.form, sample.figures, sample.narrative).encode(publication.encoding)
    if publication.extension == "html":
        page = sites.page(publication, sample.form, sample.figures, sample.narrative)
        return page.encode(publication.encoding)
    if publication.look == "手工":
        return handmade.document(sample.form, sample.figures, sample.narrative)
    return _official(sample)


def _official(sample: Sample) -> bytes:
    from agent.export.docx import report_docx

    answer = verify(sample.narrative.text, sample.figures, sample.previous)
    report = JudgedReport(sample.form, sample.figures, sample.narrative, answer, sample.previous)
    return report_docx(report)
