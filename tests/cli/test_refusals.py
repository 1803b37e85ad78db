"""Bad input, through the installed command: one Chinese line for each problem, with place and mend; exit code 2; nothing written."""

import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import names, refusal, run
from tests.samples import record, sample, written

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def spoiled(folder: Path, **changes: Any) -> Path:
    top = record(sample())
    cells = changes.pop("cells", {})
    top |= changes
    top["cells"] |= cells
    return written(folder, top)


def test_no_file(tmp_path: Path) -> None:
    assert refusal("check", "没有.json", folder=tmp_path) == [
        "没有.json：文件不存在；请核对文件名和所在文件夹"
    ]


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    assert refusal("check", "a.json", folder=tmp_path) == ["a.json：文件是空的；请选择有内容的文件"]


def test_a_file_of_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(" \n\n")
    assert refusal("check", "a.json", folder=tmp_path) == ["a.json：文件是空的；请选择填好的数据文件"]


def test_a_folder(tmp_path: Path) -> None:
    assert refusal("check", tmp_path) == [f"{tmp_path}：是文件夹，不是文件；请指定其中的一个文件"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = written(tmp_path, sample())
    path.chmod(0)
    assert "没有读取权限" in refusal("check", path)[0]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
def test_a_file_that_fails_while_it_is_read() -> None:
    assert refusal("check", "/proc/self/mem") == [
        "/proc/self/mem：无法读取（系统错误 5）；请核对路径，或复制到本机再试"
    ]


def test_another_version_of_the_schema(tmp_path: Path) -> None:
    (line,) = refusal("check", spoiled(tmp_path, schema="nianbao/figures/2"))
    assert (
        line
        == "figures.json schema：数据格式是“nianbao/figures/2”，不认识；本程序读“nianbao/figures/1”，请用同一版本导出"
    )


def test_a_misspelt_key(tmp_path: Path) -> None:
    (line,) = refusal("check", spoiled(tmp_path, cells={"review.totl": 1}))
    assert "是不是“review.total”？" in line


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", '"nan"', '"inf"', "1e400", "true", '"八"', "[8]", '""']
)
def test_what_is_no_number(tmp_path: Path, number: str) -> None:
    path = spoiled(tmp_path, cells={"review.total": "HERE"})
    path.write_text(path.read_text("utf-8").replace('"HERE"', number), "utf-8")
    (line,) = refusal("check", path)
    assert line.startswith("figures.json cells.review.total：")


def test_a_number_beyond_every_office(tmp_path: Path) -> None:
    (line,) = refusal("check", spoiled(tmp_path, cells={"review.total": 10**18}))
    assert "“1000000000000000000”超出合理范围" in line


def test_a_number_of_ten_thousand_digits(tmp_path: Path) -> None:
    path = spoiled(tmp_path, cells={"review.total": "HERE"})
    path.write_text(path.read_text("utf-8").replace('"HERE"', "9" * 10_000), "utf-8")
    assert len(refusal("check", path)) == 1


def test_an_unknown_form(tmp_path: Path) -> None:
    assert refusal("check", spoiled(tmp_path, form="2020")) == [
        "figures.json form：没有“2020”这种格式；可用的格式：2019、2021"
    ]


def test_a_year_that_the_form_does_not_serve(tmp_path: Path) -> None:
    lines = refusal("check", spoiled(tmp_path, year=2020))
    assert lines == ["figures.json form：2021年格式用于2021年度起，不用于2020年度；2020年度请用2019年格式"]


def test_a_year_that_no_form_serves(tmp_path: Path) -> None:
    lines = refusal(
        "draft", written(tmp_path, {"unit": "云岭县人民政府", "year": 2012}), "-o", tmp_path / "a.docx"
    )
    assert "没有用于2012年度的格式" in lines[0]


def test_all_problems_at_once(tmp_path: Path) -> None:
    path = spoiled(
        tmp_path, cells={"review.totl": 1, "review.upheld": -2, "review.other": "1.5", "fees.amount": "-0.5"}
    )
    assert len(refusal("check", path)) == 4


def test_a_workbook_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(200 * 1024 * 1024)
    assert refusal("check", path) == [f"{path}：文件超过 20 MB；请确认选对了文件，或删去其中的图片和多余内容"]


def test_a_workbook_that_unfolds_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(300 * 1024 * 1024))
    (line,) = refusal("check", path)
    assert "太大" in line


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert refusal("check", path) == [
        "a.xlsx：工作簿设了打开密码；请用 Excel 或 WPS 打开，取消密码，保存后再试"
    ]


def test_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1200))
    assert ".xls" in refusal("check", path)[0]


@pytest.mark.parametrize("content", [b"PK\x03\x04 not an archive", b"just text", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_only_called_a_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert len(refusal("check", path)) == 1


def test_json_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes('{\n "unit": "云岭县人民政府"}'.encode("gb18030"))
    assert refusal("check", path) == [
        f"{path} 第2行：不是 UTF-8 编码的文本；请选择 figures.json，或用记事本另存为 UTF-8"
    ]


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n "unit": "云岭县",\n oops}')
    assert refusal("check", path) == [
        "a.json 第3行：不是合法的 JSON；请用本工具导出的数据文件，或检查引号和逗号"
    ]


@pytest.mark.parametrize(
    "text",
    ["[]", "8", '"a"', "null", "[" * 100_000, '{"unit": []}', '{"cells": [], "year": 2024, "unit": "a"}'],
)
def test_json_that_is_no_figures(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    assert all(CHINESE.search(line) for line in refusal("check", path))


def test_half_a_character(tmp_path: Path) -> None:
    assert "半个字符" in refusal("check", spoiled(tmp_path, unit="云岭\ud83d县人民政府"))[0]


def test_last_year_of_another_year(tmp_path: Path) -> None:
    path = written(tmp_path, sample())
    assert "应当是2023年度的" in refusal("check", path, "--previous", path)[0]


# --- output -------------------------------------------------------------------------------------------------------

WRITING = [
    ["tables", "figures.json", "--format", "md"],
    ["workbook", "--form", "2021", "--figures", "figures.json"],
    ["draft", "figures.json"],
    ["batch", "figures.json"],
    ["read", "figures.json"],
]
SUFFIX = {"tables": ".md", "workbook": ".xlsx", "draft": ".docx", "batch": ".jsonl", "read": ".json"}


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_an_output_folder_that_is_missing(tmp_path: Path, command: list[str]) -> None:
    written(tmp_path, sample())
    target = tmp_path / "没有" / f"a{SUFFIX[command[0]]}"
    assert "输出文件夹不存在" in refusal(*command, "-o", target, folder=tmp_path)[0]
    assert names(tmp_path) == {"figures.json"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_an_output_folder_that_is_closed(tmp_path: Path, command: list[str]) -> None:
    written(tmp_path, sample())
    closed = tmp_path / "关"
    closed.mkdir(mode=0o500)
    assert "没有写入权限" in refusal(*command, "-o", closed / f"a{SUFFIX[command[0]]}", folder=tmp_path)[0]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no such folder here")
def test_an_output_folder_that_takes_no_files(tmp_path: Path) -> None:
    written(tmp_path, sample())
    (line,) = refusal(*WRITING[0], "-o", "/proc/a.md", folder=tmp_path)
    assert line.startswith("/proc/a.md：写不进去")


@pytest.mark.parametrize("command", [WRITING[0], WRITING[3], WRITING[4]], ids=lambda command: command[0])
def test_an_output_that_is_the_input(tmp_path: Path, command: list[str]) -> None:
    path = written(tmp_path, sample())
    before = path.read_bytes()
    assert "输出文件就是输入文件" in refusal(*command, "-o", "./figures.json", folder=tmp_path)[0]
    assert path.read_bytes() == before


def test_an_output_that_is_a_folder(tmp_path: Path) -> None:
    written(tmp_path, sample())
    (tmp_path / "a.md").mkdir()
    assert "是文件夹" in refusal(*WRITING[0], "-o", "a.md", folder=tmp_path)[0]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_an_output_that_is_a_device(tmp_path: Path) -> None:
    written(tmp_path, sample())
    assert "不是普通文件" in refusal(*WRITING[0], "-o", "/dev/null", folder=tmp_path)[0]


def test_an_output_with_a_suffix_that_nothing_writes(tmp_path: Path) -> None:
    written(tmp_path, sample())
    assert (
        "请用 .docx、.html、.md、.pdf" in refusal("draft", "figures.json", "-o", "a.wps", folder=tmp_path)[0]
    )
    assert "请用 .xlsx" in refusal("workbook", "--form", "2021", "-o", "a.csv", folder=tmp_path)[0]


@pytest.mark.parametrize("command", WRITING[:3], ids=lambda command: command[0])
def test_bad_figures_leave_an_earlier_output_as_it_was(tmp_path: Path, command: list[str]) -> None:
    spoiled(tmp_path, cells={"review.totl": 1})
    target = tmp_path / f"a{SUFFIX[command[0]]}"
    target.write_text("从前的")
    assert refusal(*command, "-o", target, folder=tmp_path)
    assert (target.read_text(), names(tmp_path)) == ("从前的", {"figures.json", target.name})


def test_a_workbook_of_a_form_that_its_figures_are_not(tmp_path: Path) -> None:
    written(tmp_path, sample())
    lines = refusal(
        "workbook", "--form", "2019", "--figures", "figures.json", "-o", "a.xlsx", folder=tmp_path
    )
    assert "请改用 --form 2021" in lines[0]


def test_a_workbook_of_no_form(tmp_path: Path) -> None:
    assert (
        "可用的格式：2019、2021" in refusal("workbook", "--form", "1999", "-o", "a.xlsx", folder=tmp_path)[0]
    )


# --- prose --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "文件是空的"),
        ("a.txt", b" \n", "没有文字"),
        ("a.txt", b"\xff\x00\x80\xff", "内容不是文字"),
        ("a.txt", b"PK\x03\x04", "内容其实是压缩包，扩展名却是 .txt"),
        ("a.pdf", b"%PDF-1.7", "文件不完整（缺少结尾）；请重新下载或重新导出，或用 Word 原件（.docx）"),
    ],
)
def test_prose_that_is_no_text(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    written(tmp_path, sample())
    (tmp_path / name).write_bytes(content)
    assert said in refusal("verify", name, "--figures", "figures.json", folder=tmp_path)[0]


def test_bad_figures_beside_json_print_nothing_on_standard_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("收到申请48件。", "utf-8")
    assert refusal("verify", "a.txt", "--figures", "没有.json", "--json", folder=tmp_path)


@pytest.mark.parametrize(
    ("prose", "output", "said"),
    [
        ("a.txt", "b.docx", "a.txt：正文不是 .docx"),
        ("a.docx", "a.docx", "a.docx：输出文件就是输入文件"),
        ("a.docx", "figures.docx", "不是 Word 文件，或文件已损坏"),
        ("a.txt", "b.pdf", "b.pdf：输出文件的后缀是“.pdf”；请用 .docx、.html"),
        ("a.txt", "没有/b.html", "没有：输出文件夹不存在"),
    ],
)
def test_a_review_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, prose: str, output: str, said: str
) -> None:
    written(tmp_path, sample())
    (tmp_path / "a.txt").write_text("收到申请48件。", "utf-8")
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04word/document.xml")
    before = names(tmp_path)
    (line,) = refusal("verify", prose, "--figures", "figures.json", "-o", output, folder=tmp_path)
    assert (said in line, names(tmp_path)) == (True, before)


# --- the command line itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少参数 命令"),
        (["chek"], "没有命令“chek”；是不是“check”？"),
        (["check"], "缺少参数 数据"),
        (["check", "a", "--jsn"], "不认识的参数 --jsn"),
        (["check", "a", "--previous"], "--previous 后面没有写值"),
        (["tables", "a", "-o", "b"], "缺少参数 --format"),
        (["tables", "a", "--format", "pdf", "-o", "b"], "--format 不能是“pdf”；可用：html、md、docx"),
        (["batch", "a", "-o", "b", "--workers", "0"], "--workers：“0”应当是正整数"),
        (["batch", "a", "-o", "b", "--workers", "two"], "--workers：“two”应当是正整数"),
    ],
)
def test_a_command_that_makes_no_sense(arguments: list[str], said: str) -> None:
    (line,) = refusal(*arguments)
    assert line.startswith(said)


def test_a_line_for_each_problem_whatever_the_name_of_the_file(tmp_path: Path) -> None:
    assert len(refusal("check", "a\nb.json", folder=tmp_path)) == 1


def test_help_is_chinese_and_on_standard_output() -> None:
    done = run("verify", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("用法：nianbao verify")


def test_json_of_a_command_is_json_only(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, sample()), "--json")
    assert json.loads(done.stdout)["summary"]["broken"] == 0
