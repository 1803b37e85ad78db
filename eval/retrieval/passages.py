"""The paragraphs of the sample reports, as the store would keep them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.workflow.exemplars import exemplars_of
from agent.workflow.reading import read_many
from agent.workflow.samples import sample_reports
from corpus.index.exemplar import Exemplar

_FORMATS = frozenset({".docx", ".html", ".pdf", ".txt"})


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph and the report that it stands in: ``report`` is the file's name without its ending."""

    report: str
    exemplar: Exemplar

    @property
    def key(self) -> str:
        """The exemplar's."""
        return self.exemplar.key

    @property
    def plain(self) -> str:
        """The text without white space."""
        return "".join(self.exemplar.text.split())


def sample_passages(folder: Path | None = None) -> list[Passage]:
    """Every paragraph of the reports in a folder, in the order of their names; ``BadInput`` where one cannot be read."""
    found = list(_passages(folder or sample_reports()))
    if not found:
        raise BadInput([Problem("没有示例报告", str(folder or sample_reports()))])
    return found


def _passages(folder: Path) -> Iterator[Passage]:
    for reading in read_many(sorted(path for path in folder.iterdir() if _is_report(path))):
        if reading.report is None:
            raise BadInput(reading.problems)
        for exemplar in exemplars_of(reading.report, reading.path.name, None):
            yield Passage(reading.path.stem, exemplar)


def _is_report(path: Path) -> bool:
    """A report has one ending; ``yunling-2023.passage.txt`` is a passage to try the verifier on."""
    return path.suffix in _FORMATS and "." not in path.stem
