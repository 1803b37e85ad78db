"""A report against last year's: values for a page that shows them side by side, and a page by itself."""

from typing import TYPE_CHECKING

from corpus.comparing import Comparison, compare
from corpus.paragraphs import ReadParagraph, prose_of
from corpus.sections import ReadSection

if TYPE_CHECKING:
    from agent.forms.form import Form
    from agent.forms.narrative import Narrative
    from agent.verify.report import JudgedReport
    from corpus.report import ReadReport


def paragraphs_of(narrative: "Narrative", form: "Form") -> tuple[ReadParagraph, ...]:
    """The paragraphs of a drafted report as those of a report that was read: with section, heading and topic."""
    opening = ReadSection(narrative.title, "\n".join(each.text for each in narrative.introduction))
    sections = [
        ReadSection(passage.heading, "\n".join(each.text for each in passage.paragraphs))
        for passage in narrative.passages
    ]
    return prose_of([opening, *sections] if opening.text or opening.heading else sections, form)[1]


def compare_reports(report: "JudgedReport", last: "ReadReport") -> Comparison:
    """This year's report against last year's as it was read."""
    return compare(last.paragraphs, paragraphs_of(report.narrative, report.form))


def comparison_page(report: "JudgedReport", last: "ReadReport") -> bytes:
    """The same as a page by itself."""
    from agent.export.compared import compared_html

    before = f"{last.figures.year}年度" if last.figures.year else "上年"
    comparison = compare_reports(report, last)
    return compared_html(comparison, report.form, before, f"{report.figures.year}年度").encode()
