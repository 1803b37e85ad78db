"""The proof sheet: the first page sums up, every figure follows with its source."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from lxml import html
from pypdf import PdfReader

from agent import workflow
from agent.drafting.scrutiny import Remark
from agent.export.proof import Proof, digest, figures_digest, laid_out
from agent.verify.answer import Verdict
from agent.verify.report import JudgedReport
from agent.workflow import Stage
from tests.export import sample
from tests.samples import sample as figures

HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>\x00'
REMARK = Remark(0, 3, "openings", False, "开头相同", "换一种说法")
MADE = datetime(2025, 1, 15, 9, 30, tzinfo=UTC)


def proof(report: JudgedReport, *, by: str = "李明", audit: str = "") -> Proof:
    return workflow.proof_of(
        report, [REMARK], stage=Stage.DRAFT, made=MADE, by=by, files={"年报.docx": b"x"}, audit=audit
    )


def said(content: bytes) -> str:
    page: Any = html.fromstring(content.decode())
    return " ".join(page.text_content().split())


def test_the_sheet_names_the_report_the_digests_and_who_exported_it() -> None:
    report = sample.waived_report("46件")
    page = said(workflow.export_proof(proof(report, audit="ab" * 32), "html"))
    for words in (
        report.figures.unit,
        "李明",
        "2025年01月15日 09:30",
        digest(report.narrative.text),
        figures_digest(report.figures),
        "ab" * 32,
        "开头相同",
    ):
        assert words in page


def test_every_figure_and_claim_is_listed_once_and_dates_are_only_counted() -> None:
    report = sample.report()
    table = laid_out(proof(report))[-1]
    listed = [item for item in report.answer.figures if item.verdict is not Verdict.EXEMPT]
    assert len(table.rows) == len(listed) + len(report.answer.claims)
    assert table.heading.endswith("数字逐条")


def test_a_figure_of_a_workbook_is_told_with_its_place_there() -> None:
    told = replace(figures(), sources={"requests.new.total": "数据.xlsx 申请!C5"})
    report = workflow.judge_text("全年收到政府信息公开申请48件。", told)
    assert "数据.xlsx 申请!C5" in said(workflow.export_proof(proof(report), "html"))


def test_what_a_person_keeps_stands_with_name_and_reason() -> None:
    page = said(
        workflow.export_proof(proof(sample.waived_report("46件", by="王芳", reason="台账在案")), "html")
    )
    assert "人工确认" in page
    assert "王芳" in page
    assert "台账在案" in page


def test_a_changed_character_or_figure_changes_its_digest() -> None:
    assert digest("48件") != digest("47件")
    assert figures_digest(figures()) != figures_digest(replace(figures(), unit="别县人民政府"))


def test_word_and_page_say_the_same() -> None:
    made = proof(sample.waived_report("46件"))
    word = docx.Document(BytesIO(workflow.export_proof(made, "docx")))
    boxes = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    page: Any = html.fromstring(workflow.export_proof(made, "html").decode())
    assert boxes == [box.text_content() for box in page.xpath("//th | //td")]


def test_the_same_proof_is_the_same_bytes() -> None:
    made = proof(sample.report())
    assert workflow.export_proof(made, "docx") == workflow.export_proof(made, "docx")


def test_nothing_that_comes_from_outside_becomes_markup() -> None:
    made = proof(sample.waived_report("46件", by=HOSTILE, reason=HOSTILE), by=HOSTILE)
    page: Any = html.fromstring(workflow.export_proof(made, "html").decode())
    assert not page.xpath("//script")
    assert docx.Document(BytesIO(workflow.export_proof(made, "docx"))).tables


@pytest.mark.libreoffice
def test_the_pdf_has_its_summary_on_the_first_page(soffice: str) -> None:
    pages = PdfReader(BytesIO(workflow.export_proof(proof(sample.report()), "pdf"))).pages
    first = pages[0].extract_text()
    assert "核验人签字" in first
    assert abs(float(pages[0].mediabox.width) - 595) < 2
