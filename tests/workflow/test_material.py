import io
import zipfile
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow import (
    figures_in,
    open_figures,
    open_previous,
    open_prose,
    previous_in,
    prose_in,
)
from agent.workflow.material import LIMIT, content_of, open_stream
from tests.samples import sample, written


def test_figures_without_a_form_get_it_from_their_year(tmp_path: Path) -> None:
    assert open_figures(written(tmp_path, {"unit": "云岭县人民政府", "year": 2024})).form == "2021"


def test_a_byte_order_mark_before_json_is_no_matter(tmp_path: Path) -> None:
    path = written(tmp_path, sample())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert open_figures(path) == sample()


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 1024)
    assert len(content_of(tmp_path / "a.txt", limit=1024)) == 1024


def test_one_byte_more_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * (LIMIT + 1))
    with pytest.raises(BadInput, match="文件超过 20 MB"):
        content_of(tmp_path / "a.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_stream_without_end_is_refused() -> None:
    with pytest.raises(BadInput, match="文件超过 20 MB"):
        content_of(Path("/dev/zero"))


def test_plain_text_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("一\r\n二".encode())
    prose = open_prose(tmp_path / "a.txt")
    assert (prose.text, prose.document) == ("一\r\n二", False)


def test_a_text_without_extension_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("一", "utf-8")
    assert open_prose(tmp_path / "a").text == "一"


@pytest.mark.parametrize("name", ["a.doc", "a.pdf", "a.rtf", "a.docx"])
def test_a_document_that_cannot_be_read_is_refused_and_not_taken_for_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("收到申请48件。", "utf-8")
    with pytest.raises(BadInput):
        open_prose(tmp_path / name)


def test_last_years_report_without_a_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、总体情况\n收到申请若干。\n", "utf-8")
    with pytest.raises(BadInput, match="没有认出是哪一年的报告"):
        open_previous(tmp_path / "a.txt", sample())


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GB18030"), ("utf-16", "UTF-16")])
def test_a_text_that_is_not_utf_8_is_read_and_said_to_be(encoding: str, name: str) -> None:
    prose = prose_in("2024年，全年共收到政府信息公开申请48件。".encode(encoding), "正文.txt")
    assert prose.text == "2024年，全年共收到政府信息公开申请48件。"
    assert f"正文.txt 不是 UTF-8 编码，已按 {name}" in prose.notes[0]


def test_of_plain_utf_8_there_is_nothing_to_note() -> None:
    assert prose_in("全年新收48件。".encode(), "正文.txt").notes == ()


def test_a_character_that_cannot_be_read_is_refused_with_its_line() -> None:
    content = ("全年共收到政府信息公开申请。\n" * 60).encode() + b"48\xff\xfe" + "件。".encode()
    with pytest.raises(BadInput, match=r"正文\.txt 第61行：有2处文字认不出来"):
        prose_in(content, "正文.txt")


def zipped(part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(part, "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.txt",
            zipped("word/document.xml"),
            "内容其实是Word 文档（.docx），扩展名却是 .txt；请把扩展名改成 .docx",
        ),
        ("a.pdf", zipped("word/document.xml"), "内容其实是Word 文档（.docx），扩展名却是 .pdf"),
        ("a", zipped("word/document.xml"), "内容其实是Word 文档（.docx），却没有扩展名"),
        ("a.docx", zipped("xl/workbook.xml"), "内容其实是Excel 工作簿"),
        ("a.txt", zipped("报告.txt"), "内容其实是压缩包，扩展名却是 .txt；请先解压"),
        ("a.zip", zipped("报告.txt"), "不能直接核对压缩包；请先解压"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "内容其实是图片"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "不能直接核对图片"),
        ("a.docx", b"%PDF-1.7", "内容其实是PDF，扩展名却是 .docx；请把扩展名改成 .pdf"),
        (
            "a.doc",
            bytes.fromhex("d0cf11e0a1b11ae1"),
            "是旧版 Office 文件，已损坏或不是 Word 文档；请用 Word 或 WPS",
        ),
        (
            "a.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"),
            "不能直接核对旧版 Excel 工作簿",
        ),
        (
            "a.doc",
            "收到申请48件。".encode(),
            "内容不是 .doc 文件，或文件已损坏；请用 Word 或 WPS 打开，另存为 .docx；如果是纯文本",
        ),
        (
            "a.txt",
            b"<!DOCTYPE html>\n<html><p>48</p>",
            "内容其实是网页，扩展名却是 .txt；请把扩展名改成 .html",
        ),
    ],
)
def test_prose_that_is_something_else_is_told_what_it_is_and_what_to_do(
    name: str, content: bytes, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        prose_in(content, name)
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["html 标签怎么写", "BM 类文件48件", "PK 比赛48场"])
def test_a_text_that_only_begins_oddly_is_a_text(text: str) -> None:
    assert prose_in(text.encode(), "a.txt").text == text


def test_an_empty_file_has_no_lines_to_give(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(BadInput, match="文件是空的"):
        open_stream(tmp_path / "a.jsonl")


def test_an_upload_is_read_like_the_file_of_that_name(tmp_path: Path) -> None:
    path = written(tmp_path, sample())
    assert figures_in(path.read_bytes(), "figures.json") == open_figures(path)


def test_an_upload_of_last_year_must_be_of_last_year(tmp_path: Path) -> None:
    content = written(tmp_path, sample(2024)).read_bytes()
    with pytest.raises(BadInput, match="应当是2023年度的"):
        previous_in(content, "上年.json", sample(2024))


def test_an_uploaded_text_is_prose() -> None:
    assert prose_in("全年新收48件。".encode(), "正文.txt").text == "全年新收48件。"


def test_an_empty_upload_is_refused_by_its_name() -> None:
    with pytest.raises(BadInput, match=r"数据\.xlsx：文件是空的"):
        figures_in(b"", "数据.xlsx")


def test_an_upload_beyond_the_limit_is_refused() -> None:
    with pytest.raises(BadInput, match="文件超过 20 MB"):
        prose_in(b"a" * (LIMIT + 1), "正文.txt")


@pytest.mark.parametrize("extension", ["txt", "html"])
def test_a_text_with_two_reports_is_whole_and_says_so(extension: str) -> None:
    lines = [
        line
        for year in (2022, 2023)
        for line in (
            f"青溪县民政局{year}年政府信息公开工作年度报告",
            "一、总体情况",
            f"{year}年主动公开政府信息{year - 2000}条。",
            "五、存在的主要问题及改进情况",
            f"{year}年更新不及时。",
        )
    ]
    text = "".join(f"<p>{line}</p>" if extension == "html" else f"{line}\n" for line in lines)
    prose = prose_in(text.encode(), f"a.{extension}")
    assert "2022年主动公开" in prose.text
    assert "2023年主动公开" in prose.text
    assert len(prose.notes) == 1
    assert "起是另一份报告（2023年度），它的数字也按这份数据核对" in prose.notes[0]
