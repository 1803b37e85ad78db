"""``draft``: a draft, a final version, a PDF, a proof sheet; real commands, real files."""

import hashlib
import os
from pathlib import Path

import pytest

from corpus.readers import read
from tests.cli.running import names, refusal, run
from tests.samples import changed, sample, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """This year's figures, last year's, and figures that break rules."""
    written(tmp_path, sample())
    written(tmp_path, sample(2023), "上年.json")
    written(tmp_path, changed(sample(), requests__new__total=84), "错.json")
    return tmp_path


def test_a_final_version_of_sound_figures_is_written_and_says_nothing_of_drafts(folder: Path) -> None:
    done = run("draft", "figures.json", "--final", "-o", "a.md", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "草稿" not in (folder / "a.md").read_text("utf-8")


def test_without_final_the_report_is_as_it_is_and_passes(folder: Path) -> None:
    run("draft", "figures.json", "-o", "a.md", folder=folder)
    assert (folder / "a.md").read_text("utf-8").startswith("# ")
    assert run("verify", "a.md", "--figures", "figures.json", folder=folder).returncode == 0


def test_a_final_version_of_figures_that_break_rules_is_refused_with_every_rule(folder: Path) -> None:
    before = names(folder)
    lines = refusal("draft", "错.json", "--final", "-o", "a.docx", "--proof", "b.html", folder=folder)
    assert any("不能导出定稿" in each for each in lines)
    assert sum("勾稽关系不符" in each for each in lines) >= 2
    assert names(folder) == before


@pytest.mark.libreoffice
def test_a_pdf_reads_back_to_the_cells_of_its_figures(soffice: str, folder: Path) -> None:
    done = run("draft", "figures.json", "-o", "a.pdf", folder=folder, timeout=120)
    assert done.returncode == 0, done.stderr
    report = read((folder / "a.pdf").read_bytes(), "a.pdf")
    assert dict(report.figures.cells) == dict(sample().cells)


def test_without_libreoffice_a_pdf_is_refused_before_anything_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "NIANBAO_SOFFICE", "/no/such/soffice")
    before = names(folder)
    (line,) = refusal("draft", "figures.json", "-o", "a.pdf", folder=folder)
    assert "生成 PDF 需要 LibreOffice" in line
    assert "另存为 PDF" in line
    assert names(folder) == before


def test_the_proof_sheet_names_the_report_file_by_its_digest(folder: Path) -> None:
    arguments = ("--previous", "上年.json", "-o", "a.docx", "--proof", "单.html", "--by", "李明")
    done = run("draft", "figures.json", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "单.html").read_text("utf-8")
    assert hashlib.sha256((folder / "a.docx").read_bytes()).hexdigest() in page
    assert "李明" in page


def test_the_proof_sheet_never_takes_the_reports_own_name(folder: Path) -> None:
    (line,) = refusal("draft", "figures.json", "-o", "a.docx", "--proof", "a.docx", folder=folder)
    assert "a.docx" in line
