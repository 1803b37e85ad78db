"""``Subject``: one figure set that every writer writes from, with what belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from agent.errors import BadInput, Problem
from agent.workflow.material import open_figures
from agent.workflow.samples import sample_reports
from eval.drafts.pairing import FIGURES, Options, belonging
from eval.drafts.sources import Sources


@dataclass(frozen=True, slots=True)
class Subject:
    """``stem`` is its files' name. ``sources`` has no draft yet; its other files are what a draft is held against."""

    unit: str
    year: int
    stem: str
    sources: Sources

    @property
    def name(self) -> str:
        """The unit with its year."""
        return f"{self.unit}{self.year}年度"

    @property
    def figures(self) -> Path:
        """The file of the figures."""
        return Path(self.sources.figures)

    def draft(self, path: Path) -> Sources:
        """The files of a draft of it."""
        return replace(self.sources, draft=str(path))

    def as_line(self) -> dict[str, Any]:
        """For another process: the paths, and a digest of each file's contents."""
        return asdict(self) | {"sources": self.sources.as_line()}

    @classmethod
    def of_line(cls, line: Mapping[str, Any]) -> Self:
        """Back from :meth:`as_line`."""
        return cls(line["unit"], line["year"], line["stem"], Sources.of_line(line["sources"]))


def subjects(paths: Sequence[Path]) -> list[Subject]:
    """The figure sets among files and folders, in order; ``BadInput`` with everything that cannot be used."""
    problems: list[Problem] = []
    found = [each for path in paths for each in _of(path, problems)]
    names = [each.name for each in found]
    problems += [
        Problem(f"{name}的数据给了两份", "、".join(str(each.figures) for each in found if each.name == name))
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise BadInput(problems)
    return found


def sample_subjects() -> list[Subject]:
    """The last year of each sample unit."""
    last = {each.unit: each for each in sorted(subjects([sample_reports()]), key=lambda each: each.year)}
    return sorted(last.values(), key=lambda each: each.stem)


def _of(path: Path, problems: list[Problem]) -> list[Subject]:
    if path.is_dir():
        files = sorted(each for end in FIGURES for each in path.glob(f"*{end}"))
        if not files:
            problems.append(
                Problem("文件夹里没有数据", str(path), "数据文件的名称以 .figures.json 或 .figures.xlsx 结尾")
            )
    else:
        files = [path]
    return [subject for file in files if (subject := _read(file, problems))]


def _read(file: Path, problems: list[Problem]) -> Subject | None:
    try:
        figures = open_figures(file)
    except BadInput as error:
        problems += error.problems
        return None
    stem = next((file.name.removesuffix(end) for end in FIGURES if file.name.endswith(end)), file.stem)
    sources = belonging(file.with_name(f"{stem}.txt"), Options(figures=file))
    return Subject(figures.unit, figures.year, stem, replace(sources, draft=""))
