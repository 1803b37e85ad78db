"""Many files at once: the broken ones are named with their reasons, the others are read."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow.passing import heard, told
from agent.workflow.reading import read_many, read_within_limits, reports_under
from corpus.report import ReadReport

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and signals are used here")
TEXT = "云岭县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n全年共收到政府信息公开申请48件。\n"


def placed(folder: Path, *names: str) -> list[Path]:
    """Readable reports of these names in a folder."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, "utf-8")
    return [folder / name for name in names]


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in paths]


# --- reading ------------------------------------------------------------------------------------------------------


def test_reports_come_in_the_order_of_the_paths(tmp_path: Path) -> None:
    paths = placed(tmp_path, *(f"{n}.txt" for n in range(20)))
    (tmp_path / "0.txt").write_text(TEXT * 3000, "utf-8")
    got = list(read_many(paths, workers=2))
    assert [each.path for each in got] == paths
    assert all(each.report and each.report.figures.year == 2023 for each in got)


def test_of_no_paths_there_is_nothing_to_read() -> None:
    assert list(read_many([])) == []


def test_a_name_with_a_newline_is_a_name(tmp_path: Path) -> None:
    (path,) = placed(tmp_path, "上\n下.txt")
    (got,) = read_many([path], 1)
    assert got.path == path
    assert got.report


def broken(folder: Path) -> dict[str, str]:
    """Ten broken files, each with what is to be said of it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    files = {
        "a/空.docx": (b"", "文件是空的"),
        "a/炸弹.docx": (stream.getvalue(), "解压后太大"),
        "a/断.docx": (stream.getvalue()[:500], "不是 Word 文件，或文件已损坏"),
        "b/断.pdf": (b"%PDF-1.7\n1 0 obj", "文件不完整"),
        "b/改名.docx": (b"%PDF-1.7", "内容是 PDF，与扩展名不符"),
        "b/照片.docx": (b"\x89PNG\r\n\x1a\n", "内容是图片"),
        "c/乱.txt": (bytes(range(1, 256)) * 40, "认不出文字编码"),
        "c/旧.doc": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "已损坏或不是 Word 文档"),
        "c/空页.html": (b"<html></html>", "网页里没有文字"),
        "d/大.txt": (b"a" * 21 * 1024 * 1024, "文件超过 20 MB"),
    }
    for name, (content, _) in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return {str(folder / name): said for name, (_, said) in files.items()}


def test_of_a_thousand_files_the_ten_broken_ones_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    placed(tmp_path, *(f"{'abcd'[n % 4]}/{n}.txt" for n in range(990)))
    expected = broken(tmp_path)
    found = reports_under([tmp_path])
    assert (len(found.files), found.problems, found.skipped) == (1000, (), ())
    got = list(read_many(found.files, workers=2))
    failed = {str(each.path): each.problems for each in got if each.report is None}
    assert sum(each.report is not None for each in got) == 990
    assert failed.keys() == expected.keys()
    for path, problems in failed.items():
        assert expected[path] in problems[0].what
        assert problems[0].where.startswith(path)


def read_afresh(paths: list[Path], megabytes: int) -> list[str]:
    """What is said of each file, "" where it is read, by a program of its own: this one may have memory to spare."""
    code = (
        "import sys; from pathlib import Path; from agent.workflow.reading import read_many\n"
        "for each in read_many(list(map(Path, sys.argv[2:])), 1, megabytes=int(sys.argv[1])):\n"
        "    print('；'.join(map(str, each.problems)))"
    )
    command = [sys.executable, "-c", code, str(megabytes), *map(str, paths)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True, timeout=120)
    return done.stdout.decode().splitlines()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited there")
def test_a_file_that_wants_too_much_memory_is_one_problem(tmp_path: Path) -> None:
    large, small = placed(tmp_path, "大.txt", "小.txt")
    large.write_text("新收\t1\t2\t3\t4\t5\t6\t7\n" * 400_000, "utf-8")
    first, second, third = read_afresh([large, small, large], megabytes=150)
    assert first.startswith(f"{large}：读它需要的内存超过 150 MB；")
    assert (second, third) == ("", first)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited there")
def test_a_page_is_not_taken_for_a_damaged_one_where_memory_is_short(tmp_path: Path) -> None:
    path = tmp_path / "大.html"
    path.write_bytes(b"<table>" + (b"<tr>" + b"<td>1" * 100) * 30_000)
    (said,) = read_afresh([path], megabytes=200)
    assert said.startswith(f"{path}：读它需要的内存超过 200 MB；")


@posix
def test_a_file_that_takes_too_long_is_one_problem(tmp_path: Path) -> None:
    pipe, small = tmp_path / "不来.txt", placed(tmp_path, "小.txt")[0]
    os.mkfifo(pipe)
    got = list(read_many([pipe, small], workers=1, seconds=1))
    assert "读取超过 1 秒，已放弃" in str(got[0].problems[0])
    assert got[1].report


def test_one_file_is_refused_as_the_only_one_of_many_would_be(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"没有\.txt：文件不存在；请核对文件名和所在文件夹"):
        read_within_limits(tmp_path / "没有.txt")


def test_a_report_is_cheap_to_hand_over(tmp_path: Path) -> None:
    (path,) = placed(tmp_path, "a.txt")
    report = read_within_limits(path)
    content = told(report)
    assert len(content) < 10_000
    assert heard(content, ReadReport) == (report, ())


@posix
def test_no_process_is_left_when_the_readings_are_not_wanted_any_more(tmp_path: Path) -> None:
    pipe, small = tmp_path / "不来.txt", placed(tmp_path, "小.txt")[0]
    os.mkfifo(pipe)
    started = time.monotonic()
    readings = read_many([small, pipe, pipe], workers=2)
    next(readings)
    readings.close()  # type: ignore[attr-defined] # it is a generator
    assert time.monotonic() - started < 10


@posix
def test_ctrl_c_stops_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "不来.txt")
    words = ["read", str(tmp_path / "不来.txt"), "-o", str(tmp_path / "o.json")]
    code = f"import sys; from agent.cli import main; sys.exit(main({words!r}))"
    running = subprocess.Popen(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
    )
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=10)
    assert (running.returncode, said.decode().strip()) == (130, "已中断")
    assert not (tmp_path / "o.json").exists()


# --- folders ------------------------------------------------------------------------------------------------------


def test_folders_are_walked_in_order_and_what_is_no_report_is_skipped_and_listed(tmp_path: Path) -> None:
    placed(tmp_path, "b.txt", "a.docx", "z/c.PDF", "m/n/d.html", "m/a.doc")
    placed(
        tmp_path,
        "~$a.docx",
        ".hidden.txt",
        ".git/a.txt",
        "m/图.jpg",
        "表.xlsx",
        "x.figures.json",
        "b.txt.人工确认.json",
    )
    found = reports_under([tmp_path])
    assert names(found.files, tmp_path) == ["a.docx", "b.txt", "m/a.doc", "m/n/d.html", "z/c.PDF"]
    assert sorted(names(found.skipped, tmp_path)) == sorted(
        [".git", ".hidden.txt", "b.txt.人工确认.json", "m/图.jpg", "x.figures.json", "~$a.docx", "表.xlsx"]
    )
    assert found.problems == ()


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    paths = placed(tmp_path, "表.xlsx", ".a.txt")
    assert reports_under(paths).files == tuple(paths)
    (wrong, right) = read_many(paths, 1)
    assert "不能读 .xlsx 文件" in str(wrong.problems[0])
    assert right.report


def test_a_path_that_is_missing_is_a_problem_and_the_rest_is_found(tmp_path: Path) -> None:
    (path,) = placed(tmp_path, "a.txt")
    found = reports_under([tmp_path / "没有", path])
    assert [str(each) for each in found.problems] == [
        f"{tmp_path / '没有'}：文件不存在；请核对文件名和所在文件夹"
    ]
    assert found.files == (path,)


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    (path,) = placed(tmp_path, "m/a.txt")
    assert reports_under([tmp_path / "m", tmp_path, path]).files == (path,)


@posix
def test_links_lead_nowhere_outside_and_loops_end(tmp_path: Path) -> None:
    inside, outside = placed(tmp_path, "in/.store/a", "out/b.txt")
    folder = tmp_path / "in"
    (folder / "a.txt").symlink_to(inside)
    (folder / "b.txt").symlink_to(outside)
    (folder / "out").symlink_to(tmp_path / "out")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "gone")
    os.mkfifo(folder / "pipe.txt")
    found = reports_under([folder])
    assert names(found.files, folder) == ["a.txt"]
    assert names(found.skipped, folder) == [
        ".store",
        "b.txt",
        "gone.txt",
        "loop",
        "out",
        "pipe.txt",
        "self.txt",
    ]


@posix
def test_a_pipe_that_is_named_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert "不是文件，也不是文件夹" in str(reports_under([tmp_path / "p.txt"]).problems[0])
