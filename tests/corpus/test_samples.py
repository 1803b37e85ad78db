"""The sample corpus: reports of invented units, made from manuscripts, as right as published reports should be."""

import re
from collections import Counter
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.forms import form_of
from agent.verify import verify
from agent.verify.answer import Verdict
from eval.samples.__main__ import current, main
from eval.samples.bars import faults
from eval.samples.making import REPORTS, ROOT, Sample, made, samples
from eval.samples.manuscripts import read_source
from eval.samples.printing import print_all

ALL = samples()
NAMES = [sample.name for sample in ALL]
README = (ROOT / "corpus" / "README.md").read_text("utf-8")

each = pytest.mark.parametrize("sample", ALL, ids=NAMES)


def stem(sample: Sample) -> str:
    return sample.name.rpartition("-")[0]


@each
def test_a_sample_foots_reads_back_and_is_verified(sample: Sample) -> None:
    assert faults(sample) == []


@each
def test_a_published_file_is_what_its_manuscript_makes(sample: Sample) -> None:
    assert current(sample, made(sample))


@each
def test_every_figure_of_a_sample_is_quoted_by_a_reference(sample: Sample) -> None:
    realised = sample.source.manuscript.realise(sample.figures, sample.previous)
    answer = verify(realised.narrative.text, sample.figures, sample.previous)
    figures = [item for item in answer.figures if item.verdict is not Verdict.EXEMPT]
    written = [f.text for f in figures if not any(s.start <= f.start < s.end for s in realised.spans)]
    assert (written, len(figures) > 5) == ([], True)


@each
def test_a_sample_is_told_in_the_readme_with_its_year_form_and_format(sample: Sample) -> None:
    unit, year, form = sample.figures.unit, sample.figures.year, sample.figures.form
    row = next(line for line in README.splitlines() if f"`{sample.file.name}`" in line)
    assert [part in row for part in (unit, str(year), f"{form}年格式", sample.publication.look)] == [True] * 4


def test_the_corpus_has_eight_units_with_consecutive_years() -> None:
    years: dict[str, list[int]] = {}
    for sample in ALL:
        years.setdefault(sample.figures.unit, []).append(sample.figures.year)
    assert len(years) == 8
    assert all(len(own) > 1 and own == list(range(own[0], own[0] + len(own))) for own in years.values())


def test_the_corpus_has_every_format_and_both_forms() -> None:
    formats = Counter(sample.publication.extension for sample in ALL)
    assert formats == {"docx": 5, "pdf": 4, "html": 5, "txt": 3}
    assert Counter(sample.figures.form for sample in ALL) == {"2019": 5, "2021": 12}


def test_a_sample_that_declares_gb18030_is_no_utf8() -> None:
    page = (REPORTS / "yanchuan-2020.html").read_bytes()
    assert b"charset=gb18030" in page
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")


def test_units_share_no_sentence() -> None:
    units: dict[str, set[str]] = {}
    for sample in ALL:
        lines = [p.text for passage in sample.narrative.passages for p in passage.paragraphs]
        for sentence in re.split("[。；\n]", "\n".join(lines)):
            if len(sentence) > 12:
                units.setdefault(sentence, set()).add(stem(sample))
    assert [sentence for sentence, owners in units.items() if len(owners) > 1] == []


def test_the_years_of_a_unit_are_partly_kept_and_partly_rewritten() -> None:
    said: dict[str, set[str]] = {}
    for sample in ALL:
        templates = [sentence.template for _, sentence in sample.source.manuscript.sentences()]
        said[sample.name] = set(re.split("[。；，]", "".join(templates)))
    pairs = [(s.name, f"{stem(s)}-{s.figures.year - 1}") for s in ALL if s.previous]
    shares = [len(said[now] & said[before]) / len(said[now]) for now, before in pairs]
    assert all(0.05 < share < 0.7 for share in shares), dict(zip(pairs, shares, strict=True))


def test_no_pdf_is_large() -> None:
    assert [path.name for path in REPORTS.glob("*.pdf") if path.stat().st_size > 200 * 1024] == []


def test_the_command_says_that_a_sample_is_as_it_should_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "tailing-2022"]) == 0
    assert "合格  tailing-2022.txt" in capsys.readouterr().out


def test_a_changed_file_is_not_what_would_be_made(tmp_path: Path) -> None:
    sample = Sample("tailing-2022")
    changed = tmp_path / "tailing-2022.txt"
    changed.write_bytes(made(sample).replace(b"86", b"87", 1))
    sample.__dict__["file"] = changed
    assert not current(sample, made(sample))
    assert any("不符" in fault for fault in faults(sample))


def test_a_manuscript_that_is_none_says_every_line_that_is_wrong() -> None:
    with pytest.raises(BadInput) as refused:
        read_source("发布：wps 公文\n## 主要成绩\n成绩很多。\n", form_of("2021"), "a.txt")
    told = [str(problem) for problem in refused.value.problems]
    assert len(told) == 3
    assert any("第1行" in line for line in told)
    assert any("主要成绩" in line for line in told)
    assert any("没有题目" in line for line in told)


def test_printing_again_makes_the_same_report(soffice: str) -> None:
    papers = {s.name: made(s) for s in ALL if s.publication.extension == "pdf"}
    for name, printed in print_all(papers, soffice).items():
        from corpus.readers import read

        again, kept = (
            read(printed, f"{name}.pdf"),
            read((REPORTS / f"{name}.pdf").read_bytes(), f"{name}.pdf"),
        )
        assert (again.figures.cells, again.sections) == (kept.figures.cells, kept.sections)
