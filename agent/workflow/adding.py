"""Figures of departments and townships added up to one set, from workbooks, figures.json and published reports.

A file that cannot be read is told and left out; the others are added. What would make the sum mean nothing is refused with all
problems at once: another year or edition, two different files of one unit, choices about units that are not there.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import BadInput, NianbaoError, Problem
from agent.figures import Contact, FigureSet
from agent.figures.factsums import plain_name
from agent.figures.interchange import LIMIT, write_figures
from agent.figures.key import nearest
from agent.forms.conformity import conform
from agent.forms.library import form_of
from agent.forms.summing import CellSum, Choice, Total, twice_counted
from agent.workflow.material import content_of, figures_in, is_report, report_in
from agent.workflow.usecases import Checked, check_figures

if TYPE_CHECKING:
    from corpus.report import ReadReport

_Read = tuple[FigureSet, tuple[str, ...]]
# Hears how many files are done, and the name of the next.
Told = Callable[[int, str], object]

# Who adds more files than this has a folder of the wrong ones.
MOST = 500
_NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came in: the figures that can be added, in order; the files that cannot, each with its reason; and remarks."""

    figures: tuple[FigureSet, ...] = ()
    left_out: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    """A sum with everything that is to be said of it.

    ``left_out``: the files that are not in it, each with the reason. ``notes``: what was decided in reading, in Chinese.
    """

    total: Total
    left_out: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def checked(self) -> Checked:
        """Cross-footing of the sum."""
        return check_figures(self.total.figures)

    @cached_property
    def parts_checked(self) -> tuple[Checked, ...]:
        """Cross-footing of each unit's own figures, in order: errors of two units may cancel out in the sum."""
        return tuple(check_figures(part) for part in self.total.parts)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What looks as if it were counted twice, in Chinese: units first, then cells, a reason once."""
        cells: dict[str, list[CellSum]] = {}
        for each in self.total.cells.values():
            if each.doubt:
                cells.setdefault(each.doubt, []).append(each)
        label = self.total.form.label
        told = (
            f"{label(found[0].key)}{f'等{len(found)}格' if len(found) > 1 else ''}：{why}，请核对"
            for why, found in cells.items()
        )
        return (*twice_counted(self.total), *told)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing: every file is in it, and every fact and every cell that is filled in has a total."""
        open_cells = any(each.why and not each.unfilled for each in self.total.cells.values())
        return not (self.left_out or open_cells or any(each.why for each in self.total.facts))

    @property
    def holds(self) -> bool:
        """Whether no rule is broken, in the sum or in any unit's figures."""
        return self.checked.holds and all(each.holds for each in self.parts_checked)


# --- files in -----------------------------------------------------------------------------------------------------


def gather(paths: Sequence[Path], told: Told | None = None) -> Gathered:
    """The figures of files; reports among them are read within limits of time and memory.

    ``told`` hears before each file how many are done, and its name; what it raises ends the reading.
    """
    return _gathered([(str(path), partial(_opened, path)) for path in paths], told)


def gather_uploads(files: Sequence[tuple[str, bytes]], told: Told | None = None) -> Gathered:
    """The same from what is in memory already, as name and contents."""
    return _gathered([(name, partial(_received, name, content)) for name, content in files], told)


def _gathered(files: Sequence[tuple[str, Callable[[], _Read]]], told: Told | None) -> Gathered:
    if len(files) > MOST:
        raise BadInput([Problem(f"给了{len(files)}份，一次最多汇总{MOST}份", "", "请分批汇总")])
    figures: list[FigureSet] = []
    left_out: list[Problem] = []
    notes: list[str] = []
    # Departments call their files alike: then the folder has to tell them apart.
    count = Counter(Path(name).name for name, _ in files)
    for done, (name, read) in enumerate(files):
        if told is not None:
            told(done, name)
        try:
            found, remarks = read()
        except BadInput as error:
            left_out += error.problems
        except NianbaoError as error:
            left_out.append(Problem(str(error), name))
        else:
            figures.append(found if count[found.file] < 2 else replace(found, file=name))
            notes += remarks
    return Gathered(tuple(figures), tuple(left_out), tuple(notes))


def _opened(path: Path) -> _Read:
    from agent.workflow.reading import placed, read_within_limits

    content = content_of(path)
    if is_report(path, content):
        return figures_of_report(read_within_limits(path), str(path))
    try:
        return figures_in(content, path.name), ()
    except BadInput as error:
        raise BadInput(placed(problem, path) for problem in error.problems) from error


def _received(name: str, content: bytes) -> _Read:
    return (
        figures_of_report(report_in(content, name), name)
        if is_report(Path(name), content)
        else (figures_in(content, name), ())
    )


def figures_of_report(report: "ReadReport", name: str) -> tuple[FigureSet, tuple[str, ...]]:
    """The figures of a published report, and what was decided in reading.

    ``BadInput`` where it does not say whose it is, or of which year.
    """
    figures = report.figures
    problems = []
    if not figures.unit:
        problems.append(Problem("没有认出是哪个单位的报告", name, "请改用这个单位的工作簿或 figures.json"))
    if not figures.year:
        problems.append(Problem("没有认出是哪一年的报告", name, "请改用这个单位的工作簿或 figures.json"))
    if not figures.cells:
        problems.append(Problem("报告里没有读出表格数据", name, "请改用这个单位的工作簿或 figures.json"))
    if problems:
        raise BadInput(problems)
    return conform(figures), tuple(f"{name}：{note}" for note in report.notes)


# --- adding up ----------------------------------------------------------------------------------------------------


def add_up(gathered: Gathered, choice: Choice = _NO_CHOICE, unit: str = "") -> Added:
    """The sum of what came in, under the name of ``unit``; "" leaves the name to be filled in.

    Copies of one file are added once, and that is said. ``BadInput`` with every problem where the figures do not belong
    together: another year or edition than most, one unit twice with different figures, a choice that speaks of no unit here; and
    where there is nothing to add, with why each file was left out.
    """
    if not gathered.figures:
        raise BadInput(gathered.left_out or [Problem("没有可以汇总的数据", "", "请给出各单位的工作簿或报告")])
    figures, copies = _without_copies(gathered.figures)
    problems = [*_strangers(figures), *_doubles(figures), *_unknown(figures, choice)]
    if problems:
        raise BadInput((*gathered.left_out, *problems))
    total = Total(form_of(figures[0].form), figures, unit.strip(), choice)
    if beyond := [*_beyond(total)]:
        raise BadInput(beyond)
    return Added(total, gathered.left_out, (*gathered.notes, *copies))


def _without_copies(figures: Sequence[FigureSet]) -> tuple[tuple[FigureSet, ...], tuple[str, ...]]:
    kept: list[FigureSet] = []
    notes: list[str] = []
    for each in figures:
        same = next((other for other in kept if _content(other) == _content(each)), None)
        if same is None:
            kept.append(each)
        else:
            notes.append(f"{each.file}与{same.file}是同一份数据（{each.unit}），只计一次")
    return tuple(kept), tuple(notes)


def _content(figures: FigureSet) -> FigureSet:
    """The figures as compared with others: without their contact, their unit's name as people see it."""
    return replace(figures, unit=plain_name(figures.unit), contact=Contact())


def _strangers(figures: Sequence[FigureSet]) -> Iterator[Problem]:
    """Those of another year or edition than most have, the first of equals."""
    (year, form), _ = Counter((each.year, each.form) for each in figures).most_common(1)[0]
    for each in figures:
        if (each.year, each.form) != (year, form):
            what = f"{each.unit}的数据是{each.year}年度、{each.form}年格式的，其他单位的是{year}年度、{form}年格式的"
            yield Problem(what, each.file, f"请换成{year}年度的数据，或从汇总中去掉")


def _doubles(figures: Sequence[FigureSet]) -> Iterator[Problem]:
    by_unit: dict[str, list[FigureSet]] = {}
    for each in figures:
        by_unit.setdefault(plain_name(each.unit), []).append(each)
    for found in by_unit.values():
        if len(found) > 1:
            files = "、".join(each.file for each in found)
            what = f"{found[0].unit}有{len(found)}份不同的数据（{files}）"
            yield Problem(what, found[0].file, "请只留下正确的一份")


def _unknown(figures: Sequence[FigureSet], choice: Choice) -> Iterator[Problem]:
    units = [each.unit for each in figures]
    for unit in sorted(choice.zeros - set(units)):
        near = nearest(unit, units)
        yield Problem(f"没有单位“{unit}”", "", f"是不是“{near}”？" if near else "请写单位全称")


def _beyond(total: Total) -> Iterator[Problem]:
    for key, value in total.figures:
        if abs(value) >= LIMIT:
            what = f"{total.form.label(key)}的合计超出合理范围（不到一千万亿）"
            yield Problem(what, "汇总", "请核对各单位的数值和单位")


# --- a sum out ----------------------------------------------------------------------------------------------------


def added_workbook(added: Added) -> bytes:
    """The sum as a workbook to go on with, with a sheet that says who contributed what."""
    from agent.export.xlsx import write_workbook
    from agent.export.xlsx.contributors import Contributors

    total = added.total
    remarks = (*(f"没有计入：{problem}" for problem in added.left_out), *added.doubts, *added.notes)
    return write_workbook(total.form, total.figures, None, Contributors(total, remarks))


def added_figures(added: Added) -> bytes:
    """The sum as a ``figures.json``; ``BadInput`` where it has no name, which such a file needs."""
    if not added.total.unit:
        raise BadInput([Problem("没有写汇总单位的名称", "--unit", "请写明，如 --unit 某某县人民政府")])
    return write_figures(added.total.figures).encode()
