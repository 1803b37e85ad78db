"""One opened report: what stands in the store, and everything that follows from it, worked out when it is asked for, once."""

from dataclasses import dataclass
from functools import cached_property

from agent.drafting import Draft
from agent.drafting.authoring import lines_of
from agent.drafting.brief import Part
from agent.drafting.gaps import Gap, gaps
from agent.drafting.manuscript import Lines, Manuscript
from agent.drafting.parts import parts
from agent.drafting.partwise import manuscript_of
from agent.drafting.past import LastReport, Past
from agent.drafting.scrutiny import Remark
from agent.drafting.setting import Setting
from agent.drafting.standing import Standing, standing_in
from agent.figures import FigureSet
from agent.forms.footing import State
from agent.forms.form import Form
from agent.forms.library import form_of
from agent.store import Contents, Place, Projects, Report
from agent.store import State as Progress
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver
from agent.workflow.authoring import remarks_on
from agent.workflow.last_year import LastYear, last_year_of
from agent.workflow.publishing import Hindrance, KeptRemark, hindrances
from agent.workflow.usecases import Checked, check_figures
from agent.workflow.waivers import with_waivers

SAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left to mend: broken cross-footing rules, and objections to the prose that nobody has waived."""

    footing: int
    prose: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.footing + self.prose


@dataclass(frozen=True)
class Work:
    """A report as it stood after ``contents.change``: the same change, the same work. ``last``: what was brought of last year."""

    contents: Contents
    last: LastYear | None = None

    @property
    def report(self) -> Report:
        """Its line in the list of reports."""
        return self.contents.report

    @property
    def figures(self) -> FigureSet:
        """This year's; empty until somebody fills them in."""
        return self.contents.figures

    @property
    def previous(self) -> FigureSet | None:
        """Last year's; None where nothing of them is known."""
        return self.contents.previous

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """What people keep."""
        return self.contents.waivers

    @property
    def sample(self) -> bool:
        """Whether it is the sample to look around in."""
        return is_sample(self.contents)

    @cached_property
    def form(self) -> Form:
        """The official form of its year."""
        return form_of(self.report.form)

    @cached_property
    def setting(self) -> Setting:
        """What references are read against."""
        return Setting.of(self.figures, self.previous, self.form)

    @cached_property
    def manuscript(self) -> Manuscript | None:
        """Its sentences with their references; None until there is a draft. ``BadInput`` where what was kept is damaged."""
        return manuscript_of(self.contents.sections, self.form)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts that it is written in."""
        return parts(self.form)

    def lines(self, part: Part) -> tuple[Lines, ...]:
        """What stands in a part; none where nothing does."""
        return lines_of(self.manuscript, part) if self.manuscript else ()

    @cached_property
    def standing(self) -> Standing | None:
        """Every sentence over the figures as they are now, judged, with those that no longer fit; None without a draft."""
        return standing_in(self.manuscript, self.setting) if self.manuscript else None

    @cached_property
    def judged(self) -> JudgedReport | None:
        """The report with what the verifier says of it, and what people keep marked in it; None without a draft."""
        if self.standing is None:
            return None
        narrative, answer = self.standing.realisation.narrative, self.standing.answer
        report = JudgedReport(self.form, self.figures, narrative, answer, self.setting.previous)
        return with_waivers(report, self.waivers)

    @cached_property
    def draft(self) -> Draft | None:
        """The same for whoever writes on or exports; None without a draft."""
        if self.manuscript is None or self.standing is None:
            return None
        narrative = self.standing.realisation.narrative
        return Draft(self.figures, self.manuscript, narrative, self.gaps, self.previous, self.form)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What the form requires and the figures lack."""
        return tuple(dict.fromkeys(gaps(self.setting, self.form, self.previous)))

    @cached_property
    def checked(self) -> Checked:
        """Cross-footing and doubts; another unit's last year has no part in them."""
        return check_figures(self.figures, self.setting.previous)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What there is to remark on besides figures; held against last year's report, not against the store of past ones."""
        return remarks_on(self.judged, self.past()) if self.judged else ()

    def past(self, beyond: Past | None = None) -> Past | None:
        """What to write after: last year's report where one was brought, then what is kept beyond it."""
        if self.last is None or not self.last.own or not self.last.exemplars:
            return beyond
        return LastReport(self.last.exemplars, beyond)

    @cached_property
    def kept(self) -> tuple[KeptRemark, ...]:
        """The grave remarks that people leave as they are, with name and reason."""
        return tuple(map(KeptRemark.of, self.contents.kept))

    @cached_property
    def hindrances(self) -> tuple[Hindrance, ...]:
        """All that keeps it from being published; nothing is told where nothing is written yet."""
        return hindrances(self.judged, self.remarks, self.kept) if self.judged else ()

    @property
    def settled(self) -> bool:
        """Whether it was exported as final and nothing has been changed since."""
        stamp = self.contents.stamps.get(Place.report("state"))
        return self.is_final and stamp is not None and stamp.change > self.written

    @cached_property
    def written(self) -> int:
        """The number of the last change of anything in it but its state."""
        state = Place.report("state")
        return max(stamp.change for place, stamp in self.contents.stamps.items() if place != state)

    @property
    def is_final(self) -> bool:
        """Whether it was exported as final, whatever has been changed since."""
        return self.report.state is Progress.FINAL

    @cached_property
    def remaining(self) -> Remaining:
        """What is left to mend."""
        prose = len(self.judged.answer.objections) if self.judged else 0
        return Remaining(len(self.checked.of(State.BROKEN)), prose)


def open_work(projects: Projects, report: str, at: int | None = None) -> Work:
    """A report as it stands, or as it stood after a change. ``BadInput`` where there is none, ``Unavailable`` without a store."""
    contents = projects.contents(report, at)
    return Work(contents, last_year_of(projects, contents))


def is_sample(contents: Contents) -> bool:
    """Whether a report was begun as a sample and is one still."""
    stamp = contents.stamps.get(Place.report("unit"))
    return stamp is not None and stamp.why == SAMPLE
