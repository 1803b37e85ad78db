"""Who speaks: how a unit calls itself in its own report, by the end of its name.

A county government says 我县 and means everybody in it (全县); an office says 我局 and means itself. At which level a unit
stands is :mod:`corpus.level`'s to say; which ending makes which word is data, ``phrases/units.yaml``.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.forms.marked import Marked, read_marked
from corpus.level import Level, level_of

GOVERNMENT = "人民政府"
_KINDS = {
    Level.PROVINCE: "government",
    Level.CITY: "government",
    Level.COUNTY: "government",
    Level.TOWNSHIP: "township",
    Level.DEPARTMENT: "department",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """``kind`` is government, township or department; ``whole`` is empty for a department, which speaks only for itself."""

    kind: str
    we: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class _Ending:
    ending: str
    speaker: Speaker


def phrases_text(name: str) -> str:
    """The text of a data file of phrases; ``FileNotFoundError`` where there is none."""
    return files("agent.drafting").joinpath("phrases", name).read_text("utf-8")


def short_name(unit: str) -> str:
    """The name as titles have it: 将乐县 for 将乐县人民政府, an office's name in full."""
    name = unit.strip()
    return name.removesuffix(GOVERNMENT) or name


def speaker_of(unit: str) -> Speaker:
    """How the unit of that name speaks of itself; the longest ending that units of its level have decides."""
    endings, fallback = _endings()
    name = unit.strip()
    level = level_of(name)
    kind = _KINDS[level] if level else fallback.kind
    for known in endings:
        if known.speaker.kind == kind and name.endswith(known.ending):
            return known.speaker
    return fallback


@cache
def _endings() -> tuple[tuple[_Ending, ...], Speaker]:
    top = read_marked(phrases_text("units.yaml"), "units.yaml")
    entries = top.mapping(known={"kinds", "otherwise"}, needed={"kinds", "otherwise"})
    found = [ending for node in entries["kinds"].items() for ending in _read(node)]
    found.sort(key=lambda known: len(known.ending), reverse=True)
    return tuple(found), Speaker("department", entries["otherwise"].text())


def _read(node: Marked) -> list[_Ending]:
    entry = node.mapping(known={"kind", "endings", "we", "whole"}, needed={"kind", "endings", "we"})
    whole = entry["whole"].text() if "whole" in entry else ""
    speaker = Speaker(entry["kind"].text(), entry["we"].text(), whole)
    return [_Ending(ending, speaker) for ending in entry["endings"].texts()]
