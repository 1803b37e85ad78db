"""PDFs with text in them: pages made by hand, what LibreOffice makes of a draft, and a published report."""

import contextlib
import io
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

import corpus.readers.pdf as reader
from agent.cli import main
from agent.errors import BadInput
from agent.figures.interchange import read_figures
from agent.forms import form_of
from agent.forms.footing import State, check
from agent.workflow.material import prose_in
from corpus.readers import ReadReport, read
from tests.corpus.papers import lattice, pdf, picture, rule, table, text

OWN = Path(__file__).resolve().parents[2] / "corpus" / "reports" / "yunling-2023.figures.json"


def lines(*pages: list[str], turned: int = 0) -> list[str]:
    return read(pdf(*pages, turned=turned), "年报.pdf").text.split("\n")


def refusal(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read(content, "年报.pdf")
    return str(caught.value)


# --- paragraphs

FULL = "二〇二三年本机关认真贯彻落实条例的规定和要求做好工"


def test_the_lines_of_a_paragraph_are_put_together() -> None:
    page = [text(112, 100, FULL[:-2]), text(80, 128, FULL), text(80, 156, "作。"), text(112, 184, "另一段。")]
    assert lines(page) == [FULL[:-2] + FULL + "作。", "另一段。"]


def test_a_line_that_ends_short_ends_its_paragraph() -> None:
    assert lines([text(80, 100, FULL), text(80, 128, "作。"), text(80, 156, FULL)]) == [FULL + "作。", FULL]


def test_a_heading_under_a_title_without_body_text_stands_alone() -> None:
    page = [text(180, 100, "青溪市人民政府2023年", 22), text(169, 134, "政府信息公开工作年度报告", 22)]
    headings = [
        text(111, 190, "二、主动公开政府信息情况"),
        text(111, 260, "三、收到和处理政府信息公开申请情况"),
    ]
    assert lines(page + headings)[-2:] == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


def test_a_stray_mark_beside_the_text_is_no_margin() -> None:
    page = [
        text(80, 100, FULL),
        text(80, 128, FULL),
        text(80, 156, "作。"),
        text(20, 300, "注", 10),
        text(560, 330, "旁", 10),
    ]
    assert lines(page) == [FULL + FULL + "作。", "注", "旁"]


def test_a_paragraph_goes_on_over_a_page_break_without_the_page_number() -> None:
    first = [text(80, 100, FULL), text(80, 760, FULL), text(290, 810, "- 1 -", 10)]
    assert lines(first, [text(80, 60, "作。"), text(290, 810, "- 2 -", 10)])[-1] == FULL + "作。"


def test_a_running_head_is_dropped() -> None:
    pages = [[text(200, 40, "云岭县年报", 10), text(80, 200, f"第{word}段。")] for word in "甲乙"]
    assert lines(*pages) == ["第甲段。", "第乙段。"]


def test_a_page_that_lies_on_its_side_is_read_as_it_is_looked_at() -> None:
    # Turned by a quarter, what is written upwards reads from left to right.
    page = [text(100, 700, "先读这行。", slant="0 1 -1 0"), text(200, 700, "后读这行。", slant="0 1 -1 0")]
    assert lines(page, turned=90) == ["先读这行。", "后读这行。"]


def test_a_raised_number_is_a_mark_and_no_part_of_the_number_before_it() -> None:
    page = [text(80, 100, "公开信息1136"), text(176, 93, "1", 8), text(181, 100, "条。")]
    assert lines(page) == ["公开信息1136[1]条。"]


def test_two_numbers_apart_are_two_numbers() -> None:
    assert lines([text(80, 100, "12"), text(120, 100, "34")]) == ["12 34"]


def test_a_letter_printed_twice_for_bold_is_one_letter() -> None:
    assert lines([text(80, 100, "共11件。"), text(80.4, 100, "共11件。")]) == ["共11件。"]


def test_what_stands_askew_is_no_text_of_the_report() -> None:
    watermark = text(100, 400, "内部资料", 40, slant="0.7 0.7 -0.7 0.7")
    assert lines([text(80, 100, "正文。"), watermark]) == ["正文。"]


# --- tables

HEAD = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
TITLE = text(150, 60, "云岭县2023年政府信息公开工作年度报告", 18)


def cells(*pages: list[str]) -> dict[str, str]:
    report = read(pdf(*pages), "年报.pdf")
    return {key: str(value) for key, value in report.figures.cells.items()}


def normative(row: tuple[str, ...]) -> list[str]:
    return [TITLE, *table(200, [("第二十条第（一）项", "", "", ""), HEAD, row])]


def test_a_ruled_table_gives_its_cells() -> None:
    found = cells(normative(("行政规范性文件", "17", "10", "96")))
    assert found == {
        "documents.normative.issued": "17",
        "documents.normative.repealed": "10",
        "documents.normative.in_force": "96",
    }


def test_a_label_broken_over_lines_is_one_label() -> None:
    assert cells(normative(("行政规范\n性文件", "17", "10", "96")))["documents.normative.issued"] == "17"


def test_two_lines_of_digits_in_a_box_are_no_number() -> None:
    report = read(pdf(normative(("行政规范性文件", "1\n7", "10", "96"))), "年报.pdf")
    assert "documents.normative.issued" not in report.figures.cells
    assert any("不是数，没有读入" in note for note in report.notes)


def test_a_number_wider_than_its_box_is_not_cut_by_the_rule_it_runs_over() -> None:
    row = [*lattice((80, 140, 170, 260), (100, 130)), text(142, 120, "1234567", 10), text(230, 120, "8", 10)]
    assert lines(row) == ["\t1234567\t8"]


def test_boxes_without_a_rule_between_them_are_one() -> None:
    marks = [*lattice((80, 180), (100, 130)), *lattice((180, 280, 380), (100, 130))]
    merged = [
        rule(80, 160, 380, 160),
        rule(80, 130, 80, 160),
        rule(180, 130, 180, 160),
        rule(380, 130, 380, 160),
    ]
    words = [
        text(90, 120, "甲", 10),
        text(190, 120, "乙", 10),
        text(290, 120, "丙", 10),
        text(250, 150, "丁", 10),
    ]
    assert lines(marks + merged + words) == ["甲\t乙\t丙", "\t丁\t"]


def test_a_table_stands_between_the_paragraphs_around_it() -> None:
    page = [text(80, 100, "前。"), *table(200, [("甲", "乙")]), text(80, 300, "后。")]
    assert lines(page) == ["前。", "甲\t乙", "后。"]


def test_a_table_over_a_page_break_is_one_and_its_head_is_read_once() -> None:
    first = table(700, [("项目", "件数"), ("甲", "1")])
    assert lines(first, table(60, [("项目", "件数"), ("乙", "2")])) == ["项目\t件数", "甲\t1", "乙\t2"]


def test_a_frame_around_prose_is_no_table() -> None:
    assert lines([*lattice((60, 500), (80, 140)), text(80, 110, "公告。")]) == ["公告。"]


# --- what is refused

SMALL = pdf([text(80, 100, "正文。"), *table(200, [("甲", "1"), ("乙", "2")])], [text(80, 100, "又一页。")])


def locked(content: bytes, word: str = "密码") -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt(word, "另一个密码", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7", "文件不完整（缺少结尾）；请重新下载或重新导出"),
        (SMALL[:-40], "文件不完整（缺少结尾）"),
        (SMALL[:1500] + b"\n%%EOF", "已损坏"),
        (SMALL.replace(b"xref", b"yref"), "已损坏"),
        (locked(SMALL), "PDF 加了密码；请去掉密码另存"),
        (pdf([picture()]), "PDF 里没有文字，是扫描图片；请用带文字的 PDF 或 Word 原件"),
        (pdf([picture(), text(80, 100, "猜出来的字", mode=3)]), "是扫描图片"),
        (pdf([]), "PDF 里没有文字；请用带文字的 PDF 或 Word 原件"),
        (pdf(*[[]] * 301), "有301页，超过300页，不像年报；请只留下年报的各页"),
        (pdf([rule(0, 0, 9, 9)] * 60_001), "内容太多，不像年报"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_mend(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_damaged_byte_in_a_compressed_part_is_noticed() -> None:
    at = SMALL.rfind(b"\nendstream") - 1
    assert "与校验和不符" in refusal(SMALL[:at] + bytes([SMALL[at] ^ 1]) + SMALL[at + 1 :])


def test_a_page_of_letters_on_one_spot_is_read_or_refused_in_time() -> None:
    began = time.monotonic()
    read(pdf([text(0, 100, "满" * 19_000, 0.1)]), "年报.pdf")
    assert time.monotonic() - began < 10


def test_a_report_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST", -1.0)
    assert "还没有读完；请用 Word 原件" in refusal(SMALL)


def test_a_scanned_page_among_others_is_said() -> None:
    report = read(pdf([text(80, 100, "正文。")], [picture()]), "年报.pdf")
    assert report.notes[0].startswith("第2页没有文字，是扫描图片，没有读入")


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert read(locked(SMALL, ""), "年报.pdf").text == read(SMALL, "年报.pdf").text


def test_several_files_are_read_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: read(SMALL, "年报.pdf").text, range(40)))
    assert set(texts) == {"正文。\n甲\t1\n乙\t2\n又一页。"}


@settings(max_examples=200)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=8),
    end=st.one_of(st.none(), st.integers(0, len(SMALL))),
    mended=st.booleans(),
)
def test_no_damage_breaks_the_reader(changes: list[tuple[int, int]], end: int | None, mended: bool) -> None:
    content = bytearray(SMALL)
    for at, value in changes:
        content[at] = value
    damaged = bytes(content[:end]) + (b"\n%%EOF" if mended else b"")
    # Anything but a report or a refusal is an error that fails the test.
    with contextlib.suppress(BadInput):
        assert isinstance(read(damaged, "年报.pdf"), ReadReport)


# --- as prose to be verified


def test_a_pdf_is_prose_to_be_verified() -> None:
    prose = prose_in(pdf([text(80, 100, "全年新收申请48件。")]), "正文.pdf")
    assert (prose.text, prose.document, prose.word) == ("全年新收申请48件。", True, None)


# --- whole reports


def printed(soffice: str, folder: Path, figures: Path) -> tuple[ReadReport, ReadReport]:
    """A draft as Word and as LibreOffice's PDF of it, both read."""
    source = folder / "report.docx"
    assert main(["draft", str(figures), "-o", str(source)]) == 0
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
    return tuple(read(path.read_bytes(), path.name) for path in (source, source.with_suffix(".pdf")))  # type: ignore[return-value]


def said(report: ReadReport) -> list[str]:
    """The prose without the marks that LibreOffice hangs over the edge of a line and then leaves out of its PDF."""
    drop = str.maketrans("", "", "，、。")
    return [
        line.translate(drop) for part in report.sections for line in (part.heading, *part.text.split("\n"))
    ]


def assert_reads_back(pair: tuple[ReadReport, ReadReport], figures: Path) -> None:
    word, paper = pair
    assert dict(paper.figures.cells) == dict(read_figures(figures.read_text("utf-8"), figures.name).cells)
    assert (paper.notes, paper.unread) == ((), ())
    assert said(paper) == said(word)


def test_a_draft_printed_by_libreoffice_reads_back(soffice: str, tmp_path: Path) -> None:
    assert_reads_back(printed(soffice, tmp_path, OWN), OWN)


def test_a_draft_on_a_published_form_of_2020_reads_back(soffice: str, shared: Path, tmp_path: Path) -> None:
    figures = shared / "reports" / "jiangle-2020.figures.json"
    assert_reads_back(printed(soffice, tmp_path, figures), figures)


@pytest.fixture(scope="module")
def published(shared: Path) -> ReadReport:
    return read((shared / "reports" / "hongze-2023.pdf").read_bytes(), "hongze-2023.pdf")


def test_every_cell_of_a_published_report_is_read(published: ReadReport, shared: Path) -> None:
    known = (shared / "reports" / "hongze-2023.figures.json").read_text("utf-8")
    assert dict(published.figures.cells) == dict(read_figures(known, "hongze").cells)


def test_the_six_sections_of_a_published_report_are_read(published: ReadReport) -> None:
    assert [part.heading[0] for part in published.sections[1:]] == list("一二三四五六")


def test_the_contact_of_a_published_report_is_read(published: ReadReport, shared: Path) -> None:
    opening = "".join((shared / "reports" / "hongze-2023.narrative.txt").read_text("utf-8").split())
    contact = published.figures.contact
    told = f"地址：{contact.address}，邮编：{contact.postcode}，电话：{contact.telephone}，电子邮箱：{contact.email}）"
    assert told in opening


def test_a_published_report_gets_the_findings_of_its_known_figures(
    published: ReadReport, shared: Path
) -> None:
    known = read_figures((shared / "reports" / "hongze-2023.figures.json").read_text("utf-8"), "hongze")
    form = form_of(known.form)
    found, wanted = check(form, published.figures), check(form, known)
    assert any(one.state is State.BROKEN for one in wanted)
    assert [(one.rule.id, one.state) for one in found] == [(one.rule.id, one.state) for one in wanted]
