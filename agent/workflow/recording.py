"""What was done, as people read it: who changed which place when, from what to what; versions, and one brought back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agent.forms.form import Form
from agent.forms.library import form_of
from agent.store import Conflict, Entry, Place, Projects, Report, Saved, Version
from agent.store.place import Kind, understood
from agent.workflow.auditing import ACTIONS
from agent.workflow.saving import content_words, place_name
from agent.workflow.work import Work

# A long paragraph is looked at where it stands; here its beginning is enough.
_LONGEST = 120
_PARTICULARS = {"unit": "单位", "year": "年度", "form": "格式", "state": "状态"}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the audit in words; ``report`` and ``place`` are "" where it is about none."""

    number: int
    at: datetime
    who: str
    action: str
    report: str
    place: str
    before: str
    after: str
    details: str


def told(
    projects: Projects,
    report: str | None = None,
    *,
    who: str = "",
    before: int | None = None,
    count: int = 50,
) -> tuple[Told, ...]:
    """What was done to a report, or to all that are seen, the last first; by one person where ``who`` is given."""
    rows = projects.lately(report, who=who, before=before, count=count)
    known = {each.id: each for each in projects.reports(removed=True)}
    return tuple(_told(row, known.get(row.report or "")) for row in rows)


def _told(row: Entry, report: Report | None) -> Told:
    place = before = after = ""
    details = row.details
    if row.place is not None and report is not None:
        form = form_of(report.form)
        place = named(row.place, form)
        before, after = (said(row.place, each, form) for each in (row.before, row.after))
    elif row.place is None:
        details = _details(row.details)
    name = f"{report.unit} {report.year}年度" if report else ""
    return Told(
        row.number,
        row.at,
        row.who,
        ACTIONS.get(row.action, row.action),
        name,
        place,
        before,
        after,
        details,
    )


def named(place: Place, form: Form) -> str:
    """What people call a place."""
    return _PARTICULARS.get(place.name, place.name) if place.kind is Kind.REPORT else place_name(place, form)


def said(place: Place, kept: str | None, form: Form) -> str:
    """What was kept of a place, cut to what one line holds."""
    return _cut(content_words(place, understood(place.kind, kept), form))


def _details(kept: str) -> str:
    """Of an export its name, of an account its login; whatever else is told stays in the audit's file."""
    try:
        found = json.loads(kept)
    except ValueError:
        return _cut(kept)
    if not isinstance(found, dict):
        return ""
    return _cut("　".join(str(found[name]) for name in ("name", "login", "role", "stage") if found.get(name)))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


# --- versions of a place ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a place: what stood there, by whom; ``stands``: it does now."""

    number: int
    at: datetime
    who: str
    why: str
    words: str
    stands: bool
    kept: bool


def places(projects: Projects, work: Work) -> tuple[Place, ...]:
    """The places of a report that have more than one version, those that were changed last first."""
    rows: Iterable[Entry] = projects.lately(work.report.id, count=2000)
    found = {row.place: None for row in rows if row.place is not None and row.before}
    return tuple(place for place in found if place.kind is not Kind.REPORT)


def editions(projects: Projects, work: Work, place: Place) -> tuple[Edition, ...]:
    """Every version of a place, the last first, those that were not taken among them."""
    now = work.contents.number(place)
    versions = projects.history(work.report.id, place)
    return tuple(_edition(each, place, work, each.number == now) for each in reversed(versions))


def _edition(version: Version, place: Place, work: Work, stands: bool) -> Edition:
    words = content_words(place, version.content, work.form, work.setting)
    return Edition(
        version.number, version.stamp.at, version.stamp.who, version.stamp.why, words, stands, version.kept
    )


def bring_back(projects: Projects, work: Work, place: Place, number: int, *, who: str) -> Saved | Conflict:
    """Have an older version of a place stand again, as a change like any other."""
    why = f"恢复“{named(place, work.form)}”第{number}版"
    made_from = work.contents.number(place)
    return projects.bring_back(work.report.id, place, number, made_from, who=who, why=why)
