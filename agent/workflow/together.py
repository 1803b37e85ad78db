"""Several people in one report: who is where, and what somebody has changed since one looked."""

from datetime import datetime

from agent.store import Change, Projects

_NAMED = 3


def others(
    projects: Projects, report: str, *, window: str, since: datetime | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who is in the report besides this window, each with the pages that they have open, by name.

    ``since``: when this window came (:func:`arrived`). A person's own other window counts once it has been heard of after that:
    what was heard of before and never again is this very window before it was reloaded.
    """
    present = projects.present(report)
    mine = next((each.who for each in present if each.window == window), None)
    found: dict[str, dict[str, None]] = {}
    for each in present:
        if each.window != window and (since is None or each.who != mine or each.at > since):
            found.setdefault(each.who, {})[each.place] = None
    return tuple((who, tuple(places)) for who, places in found.items())


def arrived(projects: Projects, report: str, *, window: str) -> datetime | None:
    """When the window last said that it is there, by the store's clock; None where it never did."""
    return next((each.at for each in projects.present(report) if each.window == window), None)


def changed_since(projects: Projects, report: str, change: int) -> str:
    """One Chinese line on what was changed after that change, by whom; "" where nothing was."""
    now = projects.report(report).change
    if now <= change:
        return ""
    made = [each for each in projects.changes(report, count=_NAMED * 4) if each.kept and each.number > change]
    who = "、".join(dict.fromkeys(each.who for each in made)) or projects.report(report).changed_by
    newest = made[0] if made else None
    when = f"{newest.at.astimezone():%H:%M} " if newest else ""
    return f"{who} {when}改过这份报告{_what(made)}"


def _what(made: list[Change]) -> str:
    why = list(dict.fromkeys(each.why for each in made if each.why))
    more = "等" if len(why) > _NAMED else ""
    return f"：{'、'.join(why[:_NAMED])}{more}" if why else ""
