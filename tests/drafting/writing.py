"""Writers at our own seam that say what they are told, and a desk to write a part of an invented county's report at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.drafting import draft
from agent.drafting.authoring import Desk, lines_of
from agent.drafting.brief import Brief, Part
from agent.drafting.draft import Draft
from agent.drafting.loop import Budget, Done, Step
from agent.drafting.scrutiny import Against
from agent.drafting.setting import Setting
from agent.drafting.writers.writer import Piece, Usage
from agent.figures import FigureSet
from agent.forms import form_of
from tests.drafting.invented import county, county_before

REQUESTS = Part("overview", "requests", "依申请公开")


@dataclass
class Scripted:
    """Says one text a try, the last one again and again; an exception in their place is raised. ``closed``: was let go of."""

    texts: Sequence[str | Exception]
    name: str = "照本宣科"
    briefs: list[Brief] = field(default_factory=list)
    closed: int = 0

    def write(self, brief: Brief) -> Iterator[Piece]:
        self.briefs.append(brief)
        text = self.texts[min(len(self.briefs), len(self.texts)) - 1]
        try:
            if isinstance(text, Exception):
                raise text
            for at in range(0, len(text), 7):
                yield text[at : at + 7]
            yield Usage(100, 50, "part@1")
        finally:
            self.closed += 1


def desk(figures: FigureSet, previous: FigureSet | None, budget: Budget | None = None) -> Desk:
    """A desk without past reports."""
    setting = Setting.of(figures, previous)
    return Desk(setting, form_of(figures.form), None, Against(figures, previous), budget or Budget())


def written(
    writer: Scripted, part: Part = REQUESTS, budget: Budget | None = None, instruction: str = ""
) -> tuple[list[Step], Done, Draft]:
    """The county's part by that writer: every step, the last, and the draft that it began with."""
    figures, previous = county(), county_before()
    begun = draft(figures, previous)
    spare = lines_of(begun.template, part)
    steps = list(desk(figures, previous, budget).part(begun.template, part, writer, spare, instruction))
    done = steps[-1]
    assert isinstance(done, Done)
    return steps, done, begun


def standing(done: Done, begun: Draft, part: Part = REQUESTS) -> str:
    """The whole report with the accepted part in it."""
    from agent.drafting.authoring import with_part

    manuscript = with_part(begun.template, part, done.lines)
    return manuscript.realise(begun.figures, begun.previous).narrative.text


def changed(figures: FigureSet, **cells: int) -> FigureSet:
    """The figures with some cells changed; dots in keys are double underlines."""
    from decimal import Decimal

    return replace(
        figures, cells={**figures.cells, **{key.replace("__", "."): Decimal(v) for key, v in cells.items()}}
    )
