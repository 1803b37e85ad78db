"""A report of a set as Markdown and as Word, with real tables. Annotations count characters of the text, not of these."""

from agent.export.markdown import report_markdown
from agent.forms.narrative import Narrative, Paragraph, Passage
from agent.verify.answer import Answer
from agent.verify.report import JudgedReport
from eval.samples.handmade import document
from eval.sets.making import Made


def markdown(report: Made) -> bytes:
    """The report with nothing marked in it."""
    bare = JudgedReport(report.form, report.figures, narrative_of(report), Answer((), ()), None)
    return report_markdown(bare).encode()


def word(report: Made) -> bytes:
    """The report as an office makes it by hand."""
    return document(report.form, report.figures, narrative_of(report))


def narrative_of(report: Made) -> Narrative:
    """The prose on the form's sections; what the text has of the tables is left out."""
    title, *lines = report.text.split("\n")
    headings = {section.heading: section for section in report.form.sections}
    written: dict[str, list[Paragraph]] = {"": []}
    section = ""
    for line in lines:
        if line in headings:
            section = line
            written[section] = []
        elif line:
            written[section].append(Paragraph(line))
    passages = tuple(
        Passage(each.id, heading, tuple(written.get(heading, ())))
        for heading, each in headings.items()
        if each.table is None
    )
    return Narrative(title, tuple(written[""]), passages)
