"""Several people in one report: who is where, and what somebody has changed since one looked."""

from agent.store import Change, Projects

_NAMED = 3


def others(projects: Projects, report: str, *, window: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who is in the report besides this window, each with the pages that they have open, by name."""
    found: dict[str, dict[str, None]] = {}
    for each in projects.present(report):
        if each.window != window:
            found.setdefault(each.who, {})[each.place] = None
    return tuple((who, tuple(places)) for who, places in found.items())


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
