"""Figures of invented units that come with the package, to look around with."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from agent.figures import FigureSet
from agent.workflow.material import figures_in, previous_in


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented unit's year. ``remark`` says in Chinese what there is to see in it."""

    name: str
    title: str
    remark: str
    previous: str = ""
    passage: str = ""
    last_report: str = ""


SAMPLES = (
    Sample(
        "yunling-2023",
        "云岭县 2023年度",
        "数据齐全，并附上年数据：勾稽关系全部相符，正文数字全部有据",
        previous="yunling-2022",
        passage="yunling-2023",
        last_report="yunling-2022.docx",
    ),
    Sample("qinghe-2023", "青禾县 2023年度", "填报有几处差错，还有没填的格：看看会怎样提示"),
)


def open_sample(sample: Sample) -> tuple[FigureSet, FigureSet | None]:
    """Its figures, and last year's where they come with it."""
    figures = figures_in(*_file("reports", f"{sample.name}.figures.json"))
    if not sample.previous:
        return figures, None
    return figures, previous_in(*_file("reports", f"{sample.previous}.figures.json"), figures)


def sample_last_report(sample: Sample) -> tuple[bytes, str] | None:
    """Last year's report as a file and its name; None where there is none with it."""
    return _file("reports", sample.last_report) if sample.last_report else None


def sample_passage(sample: Sample) -> str:
    """A passage about it with a few slips in it, to see what verifying finds; empty where it has none."""
    return _file("passages", f"{sample.passage}.txt")[0].decode() if sample.passage else ""


def _file(folder: str, name: str) -> tuple[bytes, str]:
    return files("corpus").joinpath(folder, name).read_bytes(), name


def sample_reports() -> Path:
    """The folder of invented reports that comes with the package, to look for wordings in."""
    return Path(str(files("corpus").joinpath("reports")))
