"""Last year's report, brought into this year's: its figures, its paragraphs to write after, and what to have a look at.

``read_last_year`` reads and keeps nothing; ``bring_last_year`` keeps the file with what was read of it, and fills last year's
figures in, as one change that can be taken back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.forms.conformity import conform_previous
from agent.forms.footing import State, check
from agent.forms.library import form_of
from agent.store import BroughtFile, Conflict, Contents, Edit, Place, Projects, Report, Saved, edits_of
from agent.workflow.apart import Stopped, figures_apart, never, read_apart
from agent.workflow.exemplars import exemplars_of
from agent.workflow.material import is_report
from agent.workflow.notices import same_unit
from corpus.index.exemplar import Exemplar
from corpus.report import ReadReport

PURPOSE = "last_year"
_BROUGHT = Place.particular("brought", previous=True)
_NAMED = 6


@dataclass(frozen=True, slots=True)
class TableRead:
    """How many of a table's cells were read."""

    title: str
    read: int
    cells: int


@dataclass(frozen=True)
class LastYear:
    """What was read of last year's file. ``sections`` are headings with the number of their paragraphs.

    ``notes`` are Chinese, each with its place: what had to be decided, could not be read, does not add up. ``own`` is False
    where it is another unit's, so that nothing is compared with it. ``exemplars`` are empty where figures were brought.
    """

    file: str
    unit: str
    year: int
    form: str
    tables: tuple[TableRead, ...]
    sections: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    own: bool = True
    exemplars: tuple[Exemplar, ...] = ()

    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "LastYear":
        """What :meth:`record` gave."""
        return cls(
            **{
                **record,
                "tables": tuple(TableRead(**each) for each in record["tables"]),
                "sections": tuple((heading, count) for heading, count in record["sections"]),
                "notes": tuple(record["notes"]),
                "exemplars": tuple(Exemplar(**each) for each in record["exemplars"]),
            }
        )


@dataclass(frozen=True)
class Brought:
    """A file that was read: what was read of it, and the figures to fill in."""

    last: LastYear
    figures: FigureSet
    content: bytes


def read_last_year(content: bytes, name: str, report: Report, stopped: Stopped = never) -> Brought:
    """A published report in any format that can be read, a workbook or ``figures.json``, for this report.

    ``BadInput`` with every problem; ``Unavailable`` where it was stopped.
    """
    now = FigureSet(report.unit, report.year, report.form)
    if not is_report(Path(name), content):
        figures = conform_previous(figures_apart(content, name, stopped), now)
        own = same_unit(figures.unit, report.unit)
        figures = replace(figures, unit=report.unit) if own else figures
        return Brought(_last_year(figures, name, own=own), figures, content)
    read = read_apart(content, name, stopped)
    figures = _of_last_year(read.figures, name, now)
    own = not figures.unit or same_unit(figures.unit, report.unit)
    if own:
        figures = replace(figures, unit=report.unit)
        read = replace(read, figures=figures)
    last = _last_year(figures, name, own=own)
    notes = (*_unsaid_unit(read), *read.notes, *_unread(read), *last.notes)
    return Brought(
        replace(
            last,
            sections=tuple(
                (section.heading, sum(1 for line in section.text.split("\n") if line.strip()))
                for section in read.sections
            ),
            notes=tuple(dict.fromkeys(notes)),
            exemplars=exemplars_of(read, name, None),
        ),
        figures,
        content,
    )


def bring_last_year(
    projects: Projects, contents: Contents, brought: Brought, *, who: str
) -> Saved | Conflict:
    """Keep the file and fill last year's figures in. ``Conflict`` where somebody else changed them meanwhile."""
    last = brought.last
    report = contents.report.id
    file = projects.bring_file(
        report, last.file, brought.content, who=who, purpose=PURPOSE, read=last.record()
    )
    origin = "read" if last.exemplars else "given"
    edits = [
        *(
            edit
            for edit in edits_of(brought.figures, contents, previous=True, origin=origin)
            if edit.place != _BROUGHT
        ),
        Edit.of(_BROUGHT, file.id, contents.number(_BROUGHT)),
    ]
    return projects.save(report, edits, who=who, why=f"带入上年数据：{last.file}")


def last_year_of(projects: Projects, contents: Contents) -> LastYear | None:
    """What was read of the file that last year's figures come from; None where there is none, or it was taken back."""
    file = last_file(projects, contents)
    return LastYear.of(file.read) if file and file.read else None


def last_file(projects: Projects, contents: Contents) -> BroughtFile | None:
    """The file itself; None likewise."""
    number = contents.number(_BROUGHT)
    if not number or contents.previous is None:
        return None
    versions = projects.history(contents.report.id, _BROUGHT)
    file = next((each.content for each in versions if each.number == number), None)
    return next((each for each in projects.files(contents.report.id) if each.id == file), None)


# --- what there is to have a look at ------------------------------------------------------------------------------


def _of_last_year(figures: FigureSet, name: str, now: FigureSet) -> FigureSet:
    if not figures.year:
        mend = f"请确认它是{now.year - 1}年度的年报，或改用上年的工作簿"
        raise BadInput([Problem("没有认出是哪一年的报告", name, mend)])
    return conform_previous(figures, now)


def _last_year(figures: FigureSet, name: str, *, own: bool) -> LastYear:
    form = form_of(figures.form)
    tables = tuple(
        TableRead(
            table.section,
            sum(1 for cell in form.cells if cell.table == table.id and cell.key in figures.cells),
            sum(1 for cell in form.cells if cell.table == table.id),
        )
        for table in form.tables
    )
    notes = tuple(_broken(figures))
    if not own:
        notes = (f"这是{figures.unit}的，不是本单位的：不作同比，也不参照它的写法；拿错了请重新选择", *notes)
    return LastYear(name, figures.unit, figures.year, figures.form, tables, notes=notes, own=own)


def _broken(figures: FigureSet) -> Iterator[str]:
    for finding in check(form_of(figures.form), figures):
        if finding.state is State.BROKEN:
            yield f"上年的表格自身不符：{finding.reason}"


def _unsaid_unit(read: ReadReport) -> Iterator[str]:
    if not read.figures.unit:
        yield "文件里没有写明是哪个单位的，按本单位的读入"


def _unread(read: ReadReport) -> Iterator[str]:
    if read.unread and read.figures.cells:
        form = form_of(read.figures.form)
        names = "、".join(form.by_key[key].label for key in read.unread[:_NAMED])
        more = " 等" if len(read.unread) > _NAMED else ""
        yield f"有{len(read.unread)}格没有读出：{names}{more}"
