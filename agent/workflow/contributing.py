"""What departments and townships handed in for one report: each file by itself, together as a sum, and the sum taken over.

The files are kept with the report, so that they are there after a reload; which of them are in the sum is the page's affair.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from agent.errors import BadInput, NianbaoError, Problem
from agent.figures import Absent, Fact, FigureSet
from agent.figures.factsums import plain_name
from agent.forms.footing import State
from agent.forms.library import form_of
from agent.forms.summing import CellSum, Total
from agent.store import Conflict, Projects, Saved
from agent.store.records import BroughtFile
from agent.workflow.adding import Added, Gathered, figures_of_report
from agent.workflow.apart import Stopped, figures_apart, never, read_apart
from agent.workflow.material import is_report
from agent.workflow.saving import save_figures
from agent.workflow.usecases import Checked, check_figures
from agent.workflow.work import Work

PURPOSE = "part"
# Hears how many files are done, of how many, and the name of the next.
Told = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Contribution:
    """One file: its figures, or None with the ``problems`` that keep them out; ``notes`` say what was decided in reading."""

    name: str
    figures: FigureSet | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def checked(self) -> Checked | None:
        """Cross-footing of its own figures; None where there are none."""
        return check_figures(self.figures) if self.figures else None

    @property
    def broken(self) -> int:
        """How many rules its own figures break."""
        return len(self.checked.of(State.BROKEN)) if self.checked else 0

    @property
    def blank(self) -> int:
        """How many cells of the form it leaves blank."""
        if self.figures is None:
            return 0
        return sum(isinstance(self.figures.get(key), Absent) for key in form_of(self.figures.form).by_key)


# --- files in -----------------------------------------------------------------------------------------------------


def apart_by_name(files: Iterable[tuple[str, bytes]], taken: Iterable[str] = ()) -> list[tuple[str, bytes]]:
    """The files under names of which no two are alike, nor like those ``taken``: departments call their files alike."""
    used, found = set(taken), []
    for name, content in files:
        path, number, own = Path(name), 2, name
        while own in used:
            own, number = f"{path.stem}（{number}）{path.suffix}", number + 1
        used.add(own)
        found.append((own, content))
    return found


def read_contributions(
    files: Sequence[tuple[str, bytes]], told: Told | None = None, stopped: Stopped = never
) -> tuple[Contribution, ...]:
    """Each file as it was read, in order; one that cannot be used says why and spoils no other.

    Where it is stopped, those that were read until then.
    """
    found: list[Contribution] = []
    for done, (name, content) in enumerate(files):
        if told is not None:
            told(done, len(files), name)
        try:
            figures, notes = _read(name, content, stopped)
        except NianbaoError as error:
            if stopped():
                break
            problems = error.problems if isinstance(error, BadInput) else (Problem(str(error), name),)
            found.append(Contribution(name, None, tuple(problems)))
        else:
            found.append(each := Contribution(name, replace(figures, file=name), (), notes))
            _ = each.checked  # here, where it can be stopped, and not when the list is drawn
        if stopped():
            break
    return tuple(found)


def _read(name: str, content: bytes, stopped: Stopped) -> tuple[FigureSet, tuple[str, ...]]:
    if is_report(Path(name), content):
        return figures_of_report(read_apart(content, name, stopped), name)
    return figures_apart(content, name, stopped), ()


def keep_contributions(
    projects: Projects, work: Work, files: Iterable[tuple[str, bytes]], *, who: str
) -> None:
    """Keep the files with the report. ``BadInput`` for one that is too large."""
    for name, content in files:
        projects.bring_file(work.report.id, name, content, who=who, purpose=PURPOSE)


def kept_contributions(projects: Projects, work: Work) -> tuple[BroughtFile, ...]:
    """The files that were ever handed in for a report, the last one of each name."""
    files = projects.files(work.report.id)
    return tuple({each.name: each for each in files if each.purpose == PURPOSE}.values())


def gathered(contributions: Iterable[Contribution]) -> Gathered:
    """What there is to add up, and what is left out."""
    given = tuple(contributions)
    return Gathered(
        tuple(each.figures for each in given if each.figures),
        tuple(problem for each in given for problem in each.problems),
        tuple(note for each in given for note in each.notes),
    )


# --- a sum looked at ----------------------------------------------------------------------------------------------


def without_total(total: Total) -> dict[str, tuple[CellSum, ...]]:
    """The cells that somebody filled in and that have no total, in printed order, by why not."""
    found: dict[str, list[CellSum]] = {}
    for each in total.cells.values():
        if each.why and not each.unfilled:
            found.setdefault(each.why, []).append(each)
    return {why: tuple(cells) for why, cells in found.items()}


# --- a sum taken over ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taking:
    """A sum as this year's figures, and what it does to those that are there: cells by key, facts by name."""

    figures: FigureSet
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    facts: tuple[str, ...] = field(default=())

    @property
    def replaces(self) -> bool:
        """Whether anything that somebody filled in would not be there any more."""
        return bool(self.changed or self.emptied or self.facts)


def taking(work: Work, added: Added) -> Taking:
    """What this year's figures would be: the sum's cells, blank where it has no total; its facts beside those it says nothing of.

    The office's particulars stay. A fact without a total leaves the one that is there as it is.
    """
    total, now = added.total.figures, work.figures
    names = [plain_name(fact.name) for fact in total.facts]
    # One name in two units of measure is not one fact; whoever adds up is told to make the units agree.
    sums = [fact for fact in total.facts if names.count(plain_name(fact.name)) == 1]
    known = [fact for fact in sums if fact.value is not None]
    mine = {plain_name(fact.name): fact for fact in now.facts}
    facts = _merged(now.facts, known, sums)
    figures = replace(total, unit=work.report.unit, facts=facts, contact=now.contact)
    return Taking(
        figures,
        tuple(key for key in figures.cells if key not in now.cells),
        tuple(key for key, value in figures.cells.items() if key in now.cells and now.cells[key] != value),
        tuple(key for key in now.cells if key not in figures.cells),
        tuple(fact.name for fact in known if (own := mine.get(plain_name(fact.name))) and own != fact),
    )


def _merged(now: Sequence[Fact], known: Sequence[Fact], total: Sequence[Fact]) -> tuple[Fact, ...]:
    by_name = {plain_name(fact.name): fact for fact in total}
    by_name |= {plain_name(fact.name): fact for fact in now}
    by_name |= {plain_name(fact.name): fact for fact in known}
    return tuple(by_name.values())


def take_over(projects: Projects, work: Work, added: Added, *, who: str) -> Saved | Conflict:
    """Put a sum into the report. ``BadInput`` where it is of another year or form."""
    units = len(added.total.units)
    return save_figures(
        projects, work, taking(work, added).figures, who=who, why=f"采用{units}个单位的汇总数"
    )
