"""The list of reports: what is there, a new one, the sample, taking one off and putting it back.

What people then do to an opened report is in :mod:`agent.workflow.work` and :mod:`agent.workflow.saving`.
"""

import enum
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.errors import BadInput, Problem
from agent.forms import form_serving, forms
from agent.store import Conflict, Place, Projects, Report, Saved, State
from agent.workflow.last_year import bring_last_year, read_last_year
from agent.workflow.samples import SAMPLES, Sample, open_sample, sample_last_report
from agent.workflow.saving import draft_first, save_figures
from agent.workflow.steps import next_step
from agent.workflow.work import SAMPLE, Remaining, open_work


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. ``left`` is None while it has not been worked out, or where ``problem`` says why it can't be.

    ``following`` is the name of the next step, "" where there is none.
    """

    report: Report
    sample: bool = False
    left: Remaining | None = None
    problem: str = ""
    changed_since_final: bool = False
    following: str = ""

    @property
    def state(self) -> str:
        """How far it is, as people read it."""
        return "定稿后改过" if self.changed_since_final else self.report.state.label


class Order(enum.StrEnum):
    """How a list is sorted."""

    CHANGED = "最近修改"
    UNIT = "单位"
    YEAR = "年度"
    LEFT = "待核最多"


def selected(
    lines: Iterable[Line], words: str = "", year: int | None = None, order: Order = Order.CHANGED
) -> tuple[Line, ...]:
    """The lines whose unit holds all of the words and whose year is that one, sorted; what is alike keeps its order."""
    wanted = words.split()
    found = [
        line
        for line in lines
        if year in (None, line.report.year) and all(word in line.report.unit for word in wanted)
    ]
    match order:
        case Order.UNIT:
            return tuple(sorted(found, key=lambda line: (line.report.unit, -line.report.year)))
        case Order.YEAR:
            return tuple(sorted(found, key=lambda line: -line.report.year))
        case Order.LEFT:
            return tuple(sorted(found, key=lambda line: -(line.left.total if line.left else 0)))
    return tuple(found)


class ReportList:
    """The list with what is left to mend in each report, which is worked out once for every change of a report."""

    def __init__(self) -> None:
        self._known: dict[str, Line] = {}

    def lines(self, projects: Projects, seconds: float = 1.0) -> tuple[Line, ...]:
        """Every report that is seen, what was changed last first. What takes longer than that is left for the next call."""
        return tuple(self._lines(projects, time.monotonic() + seconds))

    def _lines(self, projects: Projects, until: float) -> Iterator[Line]:
        for report in projects.reports():
            known = self._known.get(report.id)
            if (known is None or known.report != report) and time.monotonic() < until:
                known = self._known[report.id] = self._worked_out(projects, report)
            yield known if known is not None and known.report == report else Line(report)

    def _worked_out(self, projects: Projects, report: Report) -> Line:
        try:
            work = open_work(projects, report.id, report.change)
            since = work.is_final and not work.settled
            step = next_step(work)
            name = step.name if step else ""
            return Line(report, work.sample, work.remaining, changed_since_final=since, following=name)
        except BadInput as error:
            return Line(report, problem=str(error.problems[0]))


# --- new ones -----------------------------------------------------------------------------------------------------


def years(today: datetime) -> tuple[int, ...]:
    """The years that a report can be made for, the one that is reported on now first: a report speaks of the year before."""
    first = min(form.first_year for form in forms())
    return (today.year - 1, today.year, *range(today.year - 2, first - 1, -1))


def new_report(projects: Projects, unit: str, year: int, *, who: str, why: str = "") -> Report:
    """A new report in the form of its year. ``BadInput`` for a unit without a name, and a year that no form serves."""
    form = form_serving(year)
    if form is None:
        served = "；".join(f"{each.edition}年格式用于{each.years}" for each in forms())
        raise BadInput([Problem(f"没有用于{year}年度的格式", "", f"{served}，请核对年度")])
    return projects.create("".join(unit.split()), year, form.edition, who=who, why=why)


def same_report(projects: Projects, unit: str, year: int) -> Report | None:
    """A report of that unit and year that is on the list already; None where there is none."""
    name = "".join(unit.split())
    return next((each for each in projects.reports() if (each.unit, each.year) == (name, year)), None)


def sample_report(projects: Projects, *, who: str, sample: Sample = SAMPLES[0]) -> Report:
    """A report of an invented unit to look around in: figures, last year's report, a draft. One's own, where there is one."""
    figures, _ = open_sample(sample)
    for report in projects.reports():
        if (report.unit, report.year) == (figures.unit, figures.year):
            stamp = projects.contents(report.id).stamps[Place.report("unit")]
            if (stamp.who, stamp.why) == (who, SAMPLE):
                return report
    report = new_report(projects, figures.unit, figures.year, who=who, why=SAMPLE)
    if last := sample_last_report(sample):
        brought = read_last_year(*last, report)
        bring_last_year(projects, open_work(projects, report.id).contents, brought, who=who)
    save_figures(projects, open_work(projects, report.id), figures, who=who)
    draft_first(projects, open_work(projects, report.id), who=who)
    return projects.report(report.id)


# --- off the list and back ----------------------------------------------------------------------------------------


def remove_report(projects: Projects, report: str, *, who: str) -> Saved | Conflict:
    """Take it off the list; nothing of it is lost. ``Conflict`` where somebody changed its state in the same moment."""
    return _set_state(projects, report, State.REMOVED, who)


def put_back(projects: Projects, report: str, *, who: str) -> Saved | Conflict:
    """Put it on the list again, in the state that it had."""
    states = [each.content for each in projects.history(report, Place.report("state")) if each.kept]
    before = next((State(each) for each in reversed(states) if each != State.REMOVED), State.DRAFTING)
    return _set_state(projects, report, before, who)


def removed_reports(projects: Projects) -> tuple[Report, ...]:
    """Those that were taken off the list, the last one first."""
    return tuple(each for each in projects.reports(removed=True) if each.state is State.REMOVED)


def _set_state(projects: Projects, report: str, state: State, who: str) -> Saved | Conflict:
    made_from = projects.contents(report).number(Place.report("state"))
    return projects.set_state(report, state, made_from, who=who)
