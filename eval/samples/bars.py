"""What holds of every sample: its figures foot, its file reads back to them, its prose is verified."""

from collections.abc import Iterator
from dataclasses import fields

from agent.figures import Contact
from agent.verify import Verdict
from agent.workflow import check_figures, verify_prose
from agent.workflow.material import open_prose, read_report
from eval.samples.making import Sample

_RIGHT = (Verdict.VERIFIED, Verdict.CONSISTENT, Verdict.EXEMPT)
# What may be said of reading a perfect file: how the title's unit was read.
_EXPECTED_NOTES = ("题目只写",)


def faults(sample: Sample) -> list[str]:
    """Everything that is wrong with a sample's published file, in Chinese; empty where nothing is."""
    return [*_footing(sample), *_reading(sample), *_prose(sample)]


def _footing(sample: Sample) -> Iterator[str]:
    if not check_figures(sample.figures, sample.previous).holds:
        yield "数据的勾稽关系不符"


def _reading(sample: Sample) -> Iterator[str]:
    report = read_report(sample.file)
    found = report.figures
    if (found.unit, found.year, found.form) != (
        sample.figures.unit,
        sample.figures.year,
        sample.figures.form,
    ):
        yield f"读成了{found.unit} {found.year}年（{found.form}年格式）"
    if dict(found.cells) != dict(sample.figures.cells):
        keys = sorted(
            key for key in sample.form.by_key if found.cells.get(key) != sample.figures.cells.get(key)
        )
        yield f"读出的表格与数据不同：{'、'.join(keys[:5])}等{len(keys)}格"
    yield from (f"读时说明：{note}" for note in report.notes if not note.startswith(_EXPECTED_NOTES))
    headings = [section.heading for section in report.sections[1:]]
    if headings != [section.heading for section in sample.form.sections]:
        yield f"读出的章节是：{'、'.join(headings)}"
    yield from _same_prose(sample, {section.heading: section.text for section in report.sections})
    page = "".join(report.text.split())
    for name in (field.name for field in fields(Contact)):
        read, meant = getattr(found.contact, name), getattr(sample.figures.contact, name)
        # Nobody can read what the page does not print.
        if read != (meant if meant in page else ""):
            yield f"联系方式读成了“{read}”，应当是“{meant}”"


def _same_prose(sample: Sample, read: dict[str, str]) -> Iterator[str]:
    """Whether every section of prose reads back as it was written; blanks are the page's affair."""
    for passage in sample.narrative.passages:
        written = "".join("".join(paragraph.text for paragraph in passage.paragraphs).split())
        if "".join(read.get(passage.heading, "").split()) != written:
            yield f"“{passage.heading}”的正文读出来不一样"


def _prose(sample: Sample) -> Iterator[str]:
    prose = open_prose(sample.file)
    answer = verify_prose(prose.text, sample.figures, sample.previous)
    for item in sorted((*answer.figures, *answer.claims), key=lambda item: item.start):
        if item.verdict not in _RIGHT:
            around = prose.text[max(0, item.start - 25) : item.end + 10].replace("\n", "／")
            yield f"“{item.text}”{item.verdict.label}：{item.reason}（…{around}…）"
