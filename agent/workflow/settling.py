"""Choosing where two people changed the same place: mine, theirs or, for prose, both. Until it is chosen nothing of it is saved.

What was refused is kept in the store as versions that were not taken, so that a choice can still be made after a reload
(:func:`left_unsettled`). A choice is saved like any other change, from the version that was shown as the other person's: where a
third one came in between, there is a new conflict to choose in.
"""

import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agent.drafting.manuscript import Lines, Manuscript
from agent.drafting.partwise import TITLE, lines_records, manuscript_of
from agent.forms.form import Form
from agent.store import Clash, Conflict, Edit, Kind, Place, Projects, Version
from agent.store.place import Content, alike, written

CHOSEN = "choose"
_LATELY = 200  # changes of a report among which a conflict that was left is looked for
_PAGE = 1000


class Choice(enum.StrEnum):
    """Whose version shall stand."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is left to choose in a report. ``rest`` was saved together with it and clashes with nothing."""

    report: str
    clashes: tuple[Clash, ...]
    rest: tuple[Edit, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Where both were."""
        return tuple(clash.place for clash in self.clashes)


def unsettled(projects: Projects, report: str, conflict: Conflict) -> Unsettled:
    """What there is to choose in a conflict that has just come back."""
    clashing = {clash.place for clash in conflict.clashes}
    rest = [
        Edit(version.place, version.text, version.made_from, version.source)
        for version in _refused(projects, report, conflict.change)
        if version.place not in clashing
    ]
    return Unsettled(report, conflict.clashes, tuple(rest))


def joins(place: Place) -> bool:
    """Whether both texts can be kept there, one after the other."""
    return place.kind is Kind.SECTION and place.name != TITLE


def settle(
    projects: Projects, left: Unsettled, form: Form, choices: Mapping[Place, Choice], *, who: str
) -> Unsettled | None:
    """Save what was chosen, and with it what clashed with nothing; what is left to choose then, None for nothing.

    Whose version is given up is in the audit. ``BadInput`` where a text that shall be joined is damaged.
    """
    chosen = {clash.place: choices[clash.place] for clash in left.clashes if clash.place in choices}
    edits = [*left.rest]
    for clash in left.clashes:
        if chosen.get(clash.place) is Choice.MINE:
            source = _source(projects, left.report, clash)
            edits.append(Edit.of(clash.place, clash.mine, clash.theirs.number, source))
        elif chosen.get(clash.place) is Choice.BOTH:
            edits.append(Edit.of(clash.place, _joined(clash, form), clash.theirs.number))
    open_ = tuple(clash for clash in left.clashes if clash.place not in chosen)
    done = projects.save(left.report, edits, who=who, why="两人改了同一处，选定") if edits else None
    if isinstance(done, Conflict):
        again = unsettled(projects, left.report, done)
        return replace(again, clashes=(*again.clashes, *open_))
    if given_up := [place for place, choice in chosen.items() if choice is Choice.THEIRS]:
        _note(projects, left, given_up, who)
    return Unsettled(left.report, open_) if open_ else None


def _note(projects: Projects, left: Unsettled, places: Iterable[Place], who: str) -> None:
    taken = {clash.place: clash.theirs.number for clash in left.clashes}
    told = [[place.kind.value, place.name, taken[place]] for place in places]
    projects.note(left.report, CHOSEN, {"taken": Choice.THEIRS.value, "places": told}, who=who)


def _source(projects: Projects, report: str, clash: Clash) -> str:
    """Where the figure that is to stand was read."""
    text = written(clash.mine)
    versions = projects.history(report, clash.place)
    return next((each.source for each in reversed(versions) if each.text == text), "")


def _joined(clash: Clash, form: Form) -> Content:
    """Their paragraphs, then those of mine that are not among them; a heading once."""
    theirs, mine = (
        _paragraphs(manuscript_of({clash.place.name: content}, form))
        for content in (clash.theirs.content, clash.mine)
        if content is not None
    )
    known = {lines.template for lines in theirs}
    more = [lines for lines in mine if lines.template not in known and not lines.heading]
    return lines_records([*theirs, *more])


def _paragraphs(manuscript: Manuscript | None) -> tuple[Lines, ...]:
    if manuscript is None:
        return ()
    return (
        *manuscript.introduction,
        *(each for chapter in manuscript.chapters for each in chapter.paragraphs),
    )


# --- what was left before a reload --------------------------------------------------------------------------------


def left_unsettled(projects: Projects, report: str, *, who: str) -> Unsettled | None:
    """What somebody was shown and has not chosen in; None where there is nothing.

    It is settled where they have changed the place since, or said that the other's shall stand. The last refusal counts.
    """
    refused = [
        change
        for change in projects.changes(report, count=_LATELY)
        if not change.kept and change.who == who and change.action != "state"
    ]
    if not refused:
        return None
    given_up = _given_up(projects, report, who)
    clashes: dict[Place, Clash] = {}
    rest: list[Edit] = []
    for change in refused:
        found = [
            pair
            for place in change.places
            if place not in clashes and (pair := _pending(projects, report, place, change.number, who))
        ]
        late = {
            mine.place: Clash(mine.place, base, mine.content, theirs)
            for mine, base, theirs in found
            if theirs is not None and theirs.number != mine.made_from
        }
        late = {place: clash for place, clash in late.items() if given_up.get(place, 0) < clash.theirs.number}
        if late:
            clashes |= late
            rest += [
                Edit(mine.place, mine.text, mine.made_from, mine.source)
                for mine, _, theirs in found
                if (theirs.number if theirs else 0) == mine.made_from
            ]
    return Unsettled(report, tuple(clashes.values()), tuple(rest)) if clashes else None


def _pending(
    projects: Projects, report: str, place: Place, change: int, who: str
) -> tuple[Version, Version | None, Version | None] | None:
    """What was refused there, what it was made from, and what stands; None where its writer has been there since."""
    versions = projects.history(report, place)
    mine = next((each for each in versions if each.stamp.change == change and not each.kept), None)
    if mine is None or any(each.number > mine.number and each.stamp.who == who for each in versions):
        return None
    stands = next((each for each in reversed(versions) if each.kept), None)
    if alike(place.kind, mine.text, stands.text if stands else None):
        return None
    base = next((each for each in versions if each.number == mine.made_from), None)
    return mine, base, stands


def _given_up(projects: Projects, report: str, who: str) -> dict[Place, int]:
    """For each place the newest version of somebody else's that this person let stand."""
    found: dict[Place, int] = {}
    after = 0
    while rows := projects.audit(report, after=after, count=_PAGE):
        after = rows[-1].number
        for row in rows:
            if row.action == CHOSEN and row.who == who:
                told: list[list[Any]] = json.loads(row.details)["places"]
                found |= {Place(Kind(kind), name): number for kind, name, number in told}
    return found


def _refused(projects: Projects, report: str, change: int | None) -> list[Version]:
    """The versions of a change that was not taken."""
    if change is None:
        return []
    told = projects.changes(report, before=change + 1, count=1)
    places = told[0].places if told and told[0].number == change else ()
    return [
        version
        for place in places
        for version in projects.history(report, place)
        if version.stamp.change == change
    ]
