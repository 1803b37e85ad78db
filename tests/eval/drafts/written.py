"""A good draft as files, and ways of spoiling it."""

from dataclasses import dataclass
from pathlib import Path

from agent.drafting import draft
from agent.workflow.samples import sample_reports
from eval.drafts.material import Material, load
from eval.drafts.neighbours import Neighbours, neighbours
from eval.drafts.pairing import Options, paired
from eval.drafts.scoring import scores_of
from eval.drafts.sources import Sources
from eval.drafts.suite import both_years
from eval.scoring import Score

NAME = "yunling-2023"
# A neighbour's sentence without a figure or a place: nothing but who wrote it is wrong with it.
OTHERS = [sample_reports() / name for name in ("lanqiao-2023.html", "linxi-2023.pdf", "yanchuan-2020.html")]


def good() -> str:
    """A draft from the phrase files alone, over the figures of a sample unit."""
    figures, previous = both_years(sample_reports() / f"{NAME}.figures.json")
    return draft(figures, previous).narrative.text


@dataclass(frozen=True)
class Written:
    """A text that is held against the sample unit's figures of two years."""

    folder: Path
    neighbours: Neighbours

    def sources(self, text: str) -> Sources:
        path = self.folder / f"{NAME}.txt"
        path.write_text(text, "utf-8")
        return paired([path], Options(sample_reports(), sample_reports())).drafts[0]

    def material(self, text: str) -> Material:
        return load(self.sources(text), self.neighbours)

    def scores(self, text: str) -> dict[str, Score]:
        return scores_of(self.material(text))

    def moved(self, text: str) -> set[str]:
        """The evaluators whose value is another than the good draft's; the grade is over all of them and not counted."""
        before, now = self.scores(good()), self.scores(text)
        return {name for name in now if now[name].value != before[name].value} - {"grade"}


def written(folder: Path) -> Written:
    return Written(folder, neighbours(OTHERS, 1))
