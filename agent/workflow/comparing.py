"""A report against last year's: values for a page that shows them side by side, and a page by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.comparing import Comparison, Pair, compare
from corpus.paragraphs import ReadParagraph, prose_of
from corpus.sections import ReadSection

if TYPE_CHECKING:
    from agent.forms.form import Form
    from agent.forms.narrative import Narrative
    from agent.verify.report import JudgedReport
    from agent.workflow.work import Work
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


@dataclass(frozen=True, slots=True)
class Beside:
    """A pair of paragraphs, and where this year's begins in the report's text; None where it is gone."""

    pair: Pair
    start: int | None


def beside_last_year(work: "Work") -> tuple[Beside, ...] | None:
    """An opened report beside the report of last year that was brought; None where none was, or there is no draft."""
    if work.judged is None or work.last is None or not work.last.own or not work.last.exemplars:
        return None
    before = [
        ReadParagraph(each.number, each.section, each.heading, each.topic, each.text)
        for each in work.last.exemplars
    ]
    narrative = work.judged.narrative
    pairs = compare(before, paragraphs_of(narrative, work.form)).pairs
    return tuple(_placed(pairs, narrative))


def _placed(pairs: tuple[Pair, ...], narrative: "Narrative") -> Iterator[Beside]:
    """This year's paragraphs are pairs in the order of the text, sub-headings left out."""
    lines = iter(narrative.placed())
    for pair in pairs:
        own = pair.after
        found = next((line for line in lines if line.text.strip() == own.text.strip()), None) if own else None
        yield Beside(pair, found.start if found else None)


def comparison_page(report: "JudgedReport", last: "ReadReport") -> bytes:
    """The same as a page by itself."""
    from agent.export.compared import compared_html

    before = f"{last.figures.year}年度" if last.figures.year else "上年"
    comparison = compare_reports(report, last)
    return compared_html(comparison, report.form, before, f"{report.figures.year}年度").encode()
