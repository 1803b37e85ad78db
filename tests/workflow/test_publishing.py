"""A final version or a draft: what hinders, what does not, and what each of them shows."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from agent import workflow
from agent.drafting.scrutiny import Remark
from agent.errors import BadInput, Unavailable
from agent.verify.report import JudgedReport
from agent.workflow import Stage
from agent.workflow.usecases import ReportFormat
from corpus import libreoffice
from corpus.readers import read
from tests.export import sample as reports
from tests.samples import changed, sample

CLEAN = workflow.draft_report(sample(), sample(2023))
GRAVE = Remark(0, 5, "strangers", True, "文中出现外单位名称", "换成本单位的情况，或者删去")
TEXT_KINDS: tuple[ReportFormat, ...] = ("docx", "html", "md")


def shown(content: bytes, kind: str) -> str:
    """Everything that a file says, what stands in a Word file's headers and comments too."""
    if kind != "docx":
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def test_a_report_that_nothing_is_objected_to_may_be_published() -> None:
    assert workflow.hindrances(CLEAN) == ()


def test_all_that_hinders_is_told_at_once() -> None:
    broken = replace(reports.report(), figures=changed(sample(), requests__new__total=99))
    found = workflow.hindrances(broken, [GRAVE])
    assert {each.kind for each in found} == {"objection", "remark", "footing"}
    with pytest.raises(BadInput) as caught:
        workflow.check_final(broken, [GRAVE])
    assert [*map(str, caught.value.problems[1:])] == [str(each.problem) for each in found]


def test_advice_hinders_nothing() -> None:
    assert workflow.hindrances(CLEAN, [replace(GRAVE, grave=False)]) == ()


def test_an_objection_that_a_person_keeps_hinders_no_more() -> None:
    some = [each.problem.what for each in workflow.hindrances(reports.waived_report("46件"))]
    every = [each.problem.what for each in workflow.hindrances(reports.report())]
    assert len(some) < len(every)
    assert not any("“46件”" in what for what in some)


def test_a_grave_remark_that_a_person_keeps_hinders_until_its_line_is_changed() -> None:
    text = CLEAN.narrative.text
    kept = workflow.keep_remark(text, GRAVE, "李明", "是上级单位的名称")
    assert workflow.hindrances(CLEAN, [GRAVE], [kept]) == ()
    assert not kept.covers(GRAVE, "改过" + text)
    assert not kept.covers(replace(GRAVE, what="另一件事"), text)


def test_keeping_a_remark_wants_a_name_and_a_reason() -> None:
    with pytest.raises(BadInput, match=r"没有写姓名.*\n.*没有写理由"):
        workflow.keep_remark(CLEAN.narrative.text, GRAVE, " ", "")


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_every_draft_says_that_it_is_one(kind: ReportFormat) -> None:
    assert "草稿" in shown(workflow.export_report(CLEAN, kind, Stage.DRAFT), kind)


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_draft_reads_back_without_the_line_that_says_so(kind: ReportFormat) -> None:
    report = read(workflow.export_report(CLEAN, kind, Stage.DRAFT), f"a.{kind}")
    assert "草稿" not in report.text.replace("# ", "") or kind == "md"
    assert "草稿" not in "".join(section.text + section.heading for section in report.sections)


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_final_version_says_nothing_of_drafts_and_of_who_kept_what(kind: ReportFormat) -> None:
    final = reports.waived_report("16场", "46件", "均已按期答复", by="李明明", reason="台账在案")
    content = shown(workflow.export_final(final, kind, ()), kind)
    assert "李明明" not in content
    assert "台账在案" not in content
    assert 'class="draft"' not in content
    assert "草稿：" not in content


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_final_version_of_what_is_objected_to_is_refused(kind: ReportFormat) -> None:
    with pytest.raises(BadInput, match=r"不能导出定稿"):
        workflow.export_final(reports.report(), kind, ())
    with pytest.raises(ValueError, match="no final version"):
        workflow.export_report(reports.report(), kind, Stage.FINAL)


def test_the_name_of_a_draft_says_so() -> None:
    assert workflow.export_name(CLEAN, "docx").endswith("报告（草稿）.docx")
    assert workflow.export_name(CLEAN, "docx", Stage.FINAL).endswith("报告.docx")


@pytest.fixture(scope="module")
def printed(soffice: str) -> dict[Stage, bytes]:
    return {stage: workflow.export_report(CLEAN, "pdf", stage) for stage in Stage}


@pytest.mark.parametrize("stage", Stage)
def test_a_pdf_reads_back_to_the_same_cells(printed: dict[Stage, bytes], stage: Stage) -> None:
    report = read(printed[stage], "a.pdf")
    assert (dict(report.figures.cells), report.notes) == (dict(CLEAN.figures.cells), ())


def test_a_pdf_takes_the_stand_ins_of_the_official_fonts(printed: dict[Stage, bytes]) -> None:
    resources: list[Any] = [
        page["/Resources"].get_object() for page in PdfReader(BytesIO(printed[Stage.FINAL])).pages
    ]
    fonts = {str(font.get_object()["/BaseFont"]) for each in resources for font in each["/Font"].values()}
    assert not any("DejaVu" in font for font in fonts)
    assert any("Serif" in font or "FangSong" in font or "仿宋" in font for font in fonts)


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: libreoffice.Office(None))
    for refused in (lambda: workflow.check_format("pdf"), lambda: workflow.export_report(CLEAN, "pdf")):
        with pytest.raises(Unavailable, match="没有找到；请改用 Word 格式，用 Word 或 WPS 打开后另存为 PDF"):
            refused()


def test_judged_reports_are_still_shown_without_a_stage() -> None:
    from agent.export.composition import composed

    assert composed(JudgedReport(CLEAN.form, CLEAN.figures, CLEAN.narrative, CLEAN.answer)).notice == ""
