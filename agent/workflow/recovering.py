"""Prose that was kept and can't be read any more: the last version of each such part that can be is put in its place."""

from agent.drafting.partwise import manuscript_of
from agent.errors import BadInput, Problem
from agent.forms.form import Form
from agent.store import Conflict, Edit, Place, Projects, Saved, Version
from agent.workflow.work import Work


def damaged(work: Work) -> tuple[Problem, ...]:
    """What of the report's prose can't be read, each with its part; none where all can."""
    return tuple(
        problem
        for part, record in work.contents.sections.items()
        for problem in _problems(part, record, work.form)
    )


def recover(projects: Projects, work: Work, *, who: str) -> Saved | Conflict:
    """Put back the last version of every damaged part that can be read; a part of which none can is left empty."""
    broken = [part for part, record in work.contents.sections.items() if _problems(part, record, work.form)]
    edits = []
    for place in map(Place.section, broken):
        versions = projects.history(work.report.id, place)
        sound = next((each for each in reversed(versions) if each.kept and _sound(each, work.form)), None)
        edits.append(Edit(place, sound.text if sound else None, work.contents.number(place)))
    return projects.save(work.report.id, edits, who=who, why="恢复读不出来的文字")


def _sound(version: Version, form: Form) -> bool:
    return version.text is not None and not _problems(version.place.name, version.content, form)


def _problems(part: str, record: object, form: Form) -> tuple[Problem, ...]:
    try:
        manuscript_of({part: record}, form)
    except BadInput as error:
        return error.problems
    return ()
