"""A report with a writer: what it is written with, and the parts one after another.

What is brought along counts before what is kept: last year's report, where somebody brings it, is the pattern, whether it is in
the store or not.
"""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from agent.drafting import Draft
from agent.drafting.authoring import Desk, Progress, authored
from agent.drafting.loop import DEFAULT, Budget
from agent.drafting.past import LastReport, Past
from agent.drafting.scrutiny import Against, Remark, scrutinise
from agent.drafting.setting import Setting
from agent.drafting.speaker import short_name
from agent.drafting.writers.writer import Writer
from agent.figures import FigureSet
from agent.forms.library import form_of
from agent.workflow.exemplars import exemplars_of

if TYPE_CHECKING:
    from agent.verify.report import JudgedReport
    from corpus.report import ReadReport


def with_last_report(report: "ReadReport | None", path: Path, past: Past | None) -> Past | None:
    """Past paragraphs with those of last year's report before them, where one was brought."""
    return past if report is None else LastReport(exemplars_of(report, str(path), None), past)


def desk_of(
    figures: FigureSet, previous: FigureSet | None, past: Past | None = None, budget: Budget = DEFAULT
) -> Desk:
    """What a report is written with. ``Unavailable`` where past paragraphs cannot be asked for."""
    setting = Setting.of(figures, previous)
    return Desk(setting, form_of(figures.form), past, against(setting, past), budget)


def against(setting: Setting, past: Past | None) -> Against:
    """What a draft is held against: its figures, last year's report, and the units that others are."""
    figures = setting.figures
    last = past.last(setting) if past else ()
    own = short_name(figures.unit)
    others = tuple(unit for unit in (past.units() if past else ()) if short_name(unit) != own)
    return Against(figures, setting.previous, "\n".join(each.text for each in last), others)


def write_report(
    draft: Draft, writer: Writer, desk: Desk, instruction: str = ""
) -> Generator[Progress, None, None]:
    """The draft with its parts by the writer, as it comes; closing it stops the writer."""
    return authored(draft, writer, desk, instruction)


def remarks_on(report: "JudgedReport", past: Past | None = None) -> tuple[Remark, ...]:
    """What there is to remark on in a report besides its figures, in text order."""
    setting = Setting.of(report.figures, report.previous)
    return scrutinise(report.narrative.text, against(setting, past), report.answer)
