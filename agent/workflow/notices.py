"""What has to be said of a text as a whole, before its figures: it is another report's, or there is nothing to judge it by.

Two hundred objections to a text that was held against the wrong figures say nothing; one sentence does. False alarms are worse
than silence here, so a text is called another's only by its title, or by the reporting period that it states, and names that
can mean the same unit are the same: 云岭县, 安平市云岭县人民政府 and 云岭县人民政府办公室; 卫健委 and 卫生健康委员会.

Without figures only the text's own arithmetic can be judged. It is still read as a report of some year, under that year's
form: the one that it announces, or else the one that it mentions most.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from agent.figures import FigureSet
from agent.forms import form_serving, forms

if TYPE_CHECKING:
    from agent.verify.answer import Answer, Judged

Kind = Literal["unit", "year", "no_figures"]

_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})(?=年)")
# Years are counted in so many characters; a report mentions its own soon.
_OPENING = 20_000
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_LONG_FORMS = (
    ("管理委员会", "管委"),
    ("管委会", "管委"),
    ("委员会", "委"),
    ("办公厅", ""),
    ("办公室", ""),
    ("办事处", ""),
)
_GOVERNMENT = re.compile(r"(?:人民)?政府")
_AREA_ENDS = ("省", "市", "县", "区", "州", "盟", "旗", "乡", "镇", "街道")


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence on a whole text. ``kind``: ``unit`` or ``year`` (another report's), ``no_figures`` (nothing to judge by)."""

    kind: Kind
    text: str


def is_bare(figures: FigureSet) -> bool:
    """Whether there is not one cell and not one fact to judge by."""
    return not figures.cells and not figures.facts


def notices(text: str, figures: FigureSet) -> tuple[Notice, ...]:
    """What has to be said first; empty for most texts."""
    found = _another(text, figures) if figures.unit else ()
    if is_bare(figures):
        return (
            *found,
            Notice("no_figures", "没有数据可以对照：只核对了正文自身的算术（合计与分项、占比、增减）"),
        )
    if not figures.cells:
        return (*found, Notice("no_figures", "数据里一个单元格也没有填：只对照了补充事实和正文自身的算术"))
    return found


def _another(text: str, figures: FigureSet) -> tuple[Notice, ...]:
    from corpus.identity import announced

    said = announced(text)
    other_unit = bool(said.unit) and not same_unit(said.unit, figures.unit)
    other_year = said.year is not None and said.year != figures.year
    if not other_unit and not other_year:
        return ()
    of = (said.unit if other_unit else "") + (f"{said.year}年度" if said.year else "")
    ours = (figures.unit if other_unit else "") + (f"{figures.year}年度" if said.year else "")
    sentence = f"正文写的是{of}的报告，而数据是{ours}的：请先确认没有拿错文件"
    return (Notice("unit" if other_unit else "year", sentence),)


def with_notices(answer: dict[str, Any], text: str, figures: FigureSet) -> dict[str, Any]:
    """The answer as JSON, with ``notices`` where there is something to say."""
    said = [{"kind": notice.kind, "text": notice.text} for notice in notices(text, figures)]
    return answer | ({"notices": said} if said else {})


def needing_a_look(answer: "Answer", figures: FigureSet) -> "tuple[Judged, ...]":
    """The objections that somebody has to look at one by one.

    Without anything to judge by, that nothing supports a figure is no finding; only contradictions are.
    """
    if not is_bare(figures):
        return answer.objections
    from agent.verify.answer import Verdict

    return tuple(item for item in answer.objections if item.verdict is Verdict.CONTRADICTED)


def bare_figures(text: str) -> FigureSet:
    """A set without a cell, of the year that the text is of as far as it can be told, under that year's form."""
    from corpus.identity import announced

    opening = text[:_OPENING]
    counted = Counter(_YEARS.findall(opening)).most_common(1)
    year = announced(text).year or (int(counted[0][0]) if counted else None)
    if year is not None and (form := form_serving(year)):
        return FigureSet("", year, form.edition)
    form = next((form for form in forms() if form.authority in opening), forms()[-1])
    return FigureSet("", year or form.first_year, form.edition)


# --- when two names can mean one unit -----------------------------------------------------------------------------


def same_unit(one: str, other: str) -> bool:
    """Whether two names can mean one unit: shorter, longer, abbreviated, with its office or without."""
    shorter, longer = sorted((_core(one), _core(other)), key=len)
    if longer.endswith(shorter) or longer.removeprefix(shorter) in _AREA_ENDS:
        return True
    return shorter[-1] == longer[-1] and _abbreviates(shorter, longer)


def _core(unit: str) -> str:
    """The name without what does not tell units apart: 人民政府, its office, brackets, white space."""
    name = _BRACKETED.sub("", "".join(unit.split()))
    for long, short in _LONG_FORMS:
        name = name.replace(long, short)
    return _GOVERNMENT.sub("", name)


def _abbreviates(shorter: str, longer: str) -> bool:
    """Whether the letters of one occur in the other in their order: 卫健委, 卫生健康委."""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)
