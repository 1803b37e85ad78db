"""A past report to exemplars: every paragraph with references in place of the figures that its own tables hold.

The whole prose is verified at once, as a reader would read it, so that a paragraph is understood by its heading and by what
stands before it. The year before's figures, where its report is kept as well, make references of growth and decline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from agent.drafting.quoting import quoted
from agent.drafting.setting import Setting
from agent.figures import FigureSet
from agent.verify import Judged, verify
from corpus.index.exemplar import Entry, Exemplar
from corpus.report import ReadReport


def exemplars_of(report: ReadReport, file: str, previous: FigureSet | None) -> tuple[Exemplar, ...]:
    """The exemplars of a report that was read from ``file``; a paragraph that it says twice in one section counts once."""
    figures = report.figures
    found = (
        Exemplar(
            unit=figures.unit,
            year=figures.year,
            text=paragraph.text,
            template=paragraph.text,
            level=report.level.value if report.level else "",
            form=figures.form,
            section=paragraph.section,
            heading=paragraph.heading,
            topic=paragraph.topic,
            file=file,
            number=paragraph.number,
        )
        for paragraph in report.paragraphs
    )
    once: dict[str, Exemplar] = {}
    for exemplar in found:
        once.setdefault(exemplar.key, exemplar)
    return quoted_again(tuple(once.values()), figures, previous)


def quoted_again(
    exemplars: Sequence[Exemplar], figures: FigureSet, previous: FigureSet | None
) -> tuple[Exemplar, ...]:
    """The exemplars of one report, in its order, with references made anew."""
    text, places = _laid_out(exemplars)
    answer = verify(text, figures, previous)
    setting = Setting.of(figures, previous)
    made = []
    for exemplar, start in zip(exemplars, places, strict=True):
        own = tuple(_within(answer.figures, start, start + len(exemplar.text)))
        quotation = quoted(exemplar.text, own, setting)
        made.append(replace(exemplar, template=quotation.template, loose=quotation.loose))
    return tuple(made)


def _laid_out(exemplars: Sequence[Exemplar]) -> tuple[str, list[int]]:
    """The paragraphs as one text with their headings, and where in it each begins."""
    text, places, heading = "", [], ""
    for exemplar in exemplars:
        if exemplar.heading != heading and not exemplar.text.startswith(exemplar.heading):
            text += exemplar.heading + "\n"
        heading = exemplar.heading
        places.append(len(text))
        text += exemplar.text + "\n"
    return text, places


def _within(items: Sequence[Judged], start: int, end: int) -> Iterator[Judged]:
    for item in items:
        if start <= item.start and item.end <= end:
            yield replace(item, start=item.start - start, end=item.end - start)


def figures_of_entry(entry: Entry) -> FigureSet:
    """The figures of a report's tables; it has no facts, since a published report registers none."""
    cells = {key: Decimal(value) for key, value in entry.cells.items()}
    return FigureSet(entry.unit, entry.year, entry.form, cells, file=entry.file)
