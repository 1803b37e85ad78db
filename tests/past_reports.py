"""Published reports of invented units, made by the dozen."""

from dataclasses import replace
from pathlib import Path

from agent import workflow
from agent.figures import FigureSet
from eval.generation.world import World, world_of

_NAMES = "安宝长德福光和吉嘉景康隆明宁平庆荣瑞顺泰"


def worlds(count: int, start: int = 0) -> list[World]:
    """Invented units, each under a name of its own, with two years of figures."""
    found = []
    for number in range(start, start + count):
        world = world_of(f"past-{number}")
        name = f"{_NAMES[number % len(_NAMES)]}{_NAMES[number // len(_NAMES)]}{world.figures.unit}"
        found.append(
            replace(
                world,
                figures=replace(world.figures, unit=name),
                previous=replace(world.previous, unit=name),
            )
        )
    return found


def publish(folder: Path, figures: FigureSet, previous: FigureSet | None = None, suffix: str = "md") -> Path:
    """A drafted report as a file."""
    report = workflow.draft_report(figures, previous)
    kind = "md" if suffix == "md" else "docx" if suffix == "docx" else "html"
    path = folder / f"{figures.unit}-{figures.year}.{suffix}"
    path.write_bytes(workflow.export_report(report, kind))  # type: ignore[arg-type]
    return path
