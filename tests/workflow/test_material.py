from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow import (
    figures_in,
    open_figures,
    open_lines,
    open_previous,
    open_prose,
    previous_in,
    prose_in,
)
from agent.workflow.material import LIMIT, content_of
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


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"1\n2\n3")
    with open_lines(tmp_path / "a.jsonl") as lines:
        assert list(lines) == [b"1\n", b"2\n", b"3"]


def test_a_line_beyond_the_limit_is_cut_and_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x" * (2 * LIMIT + 9) + b"\n2\n")
    with open_lines(tmp_path / "a.jsonl") as lines:
        assert [len(line) for line in lines] == [LIMIT, 2]


def test_an_empty_file_has_no_lines_to_give(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(BadInput, match="文件是空的"), open_lines(tmp_path / "a.jsonl"):
        pass


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
