"""A report as plain text: what comes out when a page is copied into Notepad, its tables flattened at tabs.

A merged box says its text in its first slot and leaves the rest of its slots empty, as copying does.
"""

from collections.abc import Iterator

from agent.export.slots import said
from agent.figures import FigureSet
from agent.forms import Form
from agent.forms.form import Section, Table
from agent.forms.layout import printed
from agent.forms.narrative import Narrative


def text(form: Form, figures: FigureSet, narrative: Narrative) -> str:
    """The whole report; a blank line between paragraphs, none between rows."""
    passages = {passage.section: passage for passage in narrative.passages}
    blocks = [narrative.title, *(paragraph.text for paragraph in narrative.introduction)]
    for section in form.sections:
        blocks.append(section.heading)
        blocks += _table(form, section, figures)
        if section.id in passages:
            blocks += [paragraph.text for paragraph in passages[section.id].paragraphs]
    return "\n\n".join(blocks) + "\n"


def _table(form: Form, section: Section, figures: FigureSet) -> Iterator[str]:
    if section.table:
        yield "\n".join(rows(form, form.table(section.table), figures))


def rows(form: Form, table: Table, figures: FigureSet) -> Iterator[str]:
    """The printed rows, each a line."""
    grid = printed(form, table)
    for row in grid.rows():
        slots = [""] * grid.width
        for box in row:
            slots[box.column] = said(box, figures)
        yield "\t".join(slots)
