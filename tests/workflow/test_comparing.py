"""A drafted report against last year's as it was read."""

from dataclasses import replace
from pathlib import Path

from lxml import html

from agent import workflow
from agent.workflow.comparing import beside_last_year, compare_reports, comparison_page
from corpus.comparing import Change
from corpus.readers import read
from tests.samples import sample
from tests.workflow.mended import sample_work

LAST = read(workflow.export_report(workflow.draft_report(sample(2023)), "docx"), "上年.docx")
REPORT = workflow.draft_report(sample(), sample(2023))


def test_every_paragraph_of_a_draft_is_compared_in_its_section() -> None:
    comparison = compare_reports(REPORT, LAST)
    texts = [pair.after.text for pair in comparison.pairs if pair.after]
    body = [place.text for place in REPORT.narrative.placed() if place.level == 3]
    assert texts == body
    sections = {pair.section for pair in comparison.pairs if pair.before and pair.after}
    assert {"introduction", "overview"} <= sections


def test_a_report_against_itself_has_no_change() -> None:
    itself = read(workflow.export_report(REPORT, "docx"), "a.docx")
    counts = compare_reports(REPORT, itself).counts()
    assert counts[Change.SAME] == sum(counts.values()) > 0


def test_the_page_names_both_years_and_marks_what_differs() -> None:
    page = html.fromstring(comparison_page(REPORT, LAST).decode())
    assert page.findtext(".//h1") == "2023年度与2024年度对照"
    assert page.findall(".//ins")
    assert page.findall(".//del")
    assert not page.findall(".//script")


# --- an opened report beside the last


def test_an_opened_report_stands_beside_last_years_paragraph_by_paragraph(tmp_path: Path) -> None:
    work = sample_work(tmp_path)
    assert work.judged is not None
    found = beside_last_year(work)
    assert found is not None
    own = [(each.start, each.pair.after.text) for each in found if each.pair.after]
    text = work.judged.narrative.text
    assert own
    assert all(start is not None and text.startswith(words, start) for start, words in own)


def test_nothing_stands_beside_a_report_without_last_years(tmp_path: Path) -> None:
    assert beside_last_year(replace(sample_work(tmp_path), last=None)) is None
