"""The official tables as printed, cells of broken rules marked."""

from agent.export.html import Mark, Marks, table_html
from agent.forms.footing import Finding, State
from agent.ui.markup import text
from agent.workflow import Checked

_LOOKS = {
    "odd": "改这一格可同时消除多处不符，请先核对",
    "broken": "不相符的勾稽关系用到的格",
    "warning": "有提醒的格",
}


def tables_markup(checked: Checked) -> str:
    """The three tables under their headings, with a legend where a cell is marked."""
    marks = marks_of(checked)
    form = checked.form
    sheets = "".join(
        f"<h4>{text(section.heading)}</h4>{table_html(form, form.table(section.table), checked.figures, marks)}"
        for section in form.sections
        if section.table
    )
    return f'<div class="nb-tables" lang="zh-CN">{_key(marks)}{sheets}</div>'


def _key(marks: Marks) -> str:
    """What the looks that are on the page mean; empty where no cell is marked."""
    used = {mark.look for mark in marks.values()}
    looks = "".join(
        f'<span class="{look}">12</span>{meaning}' for look, meaning in _LOOKS.items() if look in used
    )
    return f'<p class="nb-key">{looks}</p>' if looks else ""


def marks_of(checked: Checked) -> Marks:
    """The cells to look at: those that would mend several rules, then those that a broken rule names, then warnings."""
    looks = (
        *((key, "warning") for key in checked.involved(State.WARNING)),
        *((key, "broken") for key in checked.involved(State.BROKEN)),
        *((key, "odd") for key in checked.odd),
    )
    return {key: Mark(look, _reason(checked, key)) for key, look in looks}


def _reason(checked: Checked, key: str) -> str:
    """Which cell it is, where it was read, and what is said of it."""
    source = checked.figures.sources.get(key)
    place = f"{checked.form.label(key)}{f'（{source}）' if source else ''}"
    hints = [remedy.reason for remedy in checked.remedies if remedy.key == key]
    found = (*checked.of(State.BROKEN), *checked.of(State.WARNING))
    rules = [_said(finding) for finding in found if any(key == named for named, _ in finding.cells)]
    return "\n".join((place, *hints, *rules))


def _said(finding: Finding) -> str:
    return f"{finding.state.label}　{finding.reason}"
