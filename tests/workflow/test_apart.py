"""An upload is read in a process of its own: whatever it does to that process, this one goes on."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput, Unavailable
from agent.figures.interchange import read_figures
from agent.verify.waiver import Waiver
from agent.workflow import apart
from agent.workflow.apart import figures_apart, previous_apart, prose_apart, read_apart, waivers_apart
from agent.workflow.material import figures_in, previous_in, prose_in
from agent.workflow.waivers import waivers_file

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
FIGURES = (REPORTS / "yunling-2023.figures.json").read_bytes()
WAIVERS = (Waiver("组织培训6次。", "6次", "李明", "见签到表"),)
_KILLS = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
Reading = Callable[[bytes, str], object]
READINGS: list[Reading] = [
    read_apart,
    figures_apart,
    prose_apart,
    waivers_apart,
    lambda content, name: previous_apart(content, name, read_figures(FIGURES.decode())),
]


@pytest.mark.parametrize("name", ["yunling-2022.docx", "donglan-jiaotong-2022.pdf", "tailing-2022.txt"])
def test_prose_is_the_same_as_if_it_were_read_here(name: str) -> None:
    content = (REPORTS / name).read_bytes()
    assert prose_apart(content, name) == prose_in(content, name)


def test_figures_are_the_same_and_know_where_they_were_read() -> None:
    found, here = figures_apart(FIGURES, "云岭.json"), figures_in(FIGURES, "云岭.json")
    assert (found, found.sources, found.file) == (here, here.sources, here.file)


@pytest.mark.parametrize("name", ["yunling-2022.docx", "yunling-2022.figures.json"])
def test_last_years_figures_are_the_same(name: str) -> None:
    figures, content = read_figures(FIGURES.decode()), (REPORTS / name).read_bytes()
    assert previous_apart(content, name, figures) == previous_in(content, name, figures)


def test_last_years_figures_are_held_against_this_years() -> None:
    with pytest.raises(BadInput, match="2023"):
        previous_apart(FIGURES, "云岭.json", read_figures(FIGURES.decode()))


def test_waivers_are_the_same() -> None:
    assert waivers_apart(waivers_file(WAIVERS), "确认.json") == WAIVERS


@pytest.mark.parametrize("read", READINGS)
def test_every_problem_names_the_upload_and_nothing_of_this_machine(read: Reading) -> None:
    with pytest.raises(BadInput) as told:
        read(b"{\x00", "坏.json")
    assert all(problem.where.startswith("坏.json") for problem in told.value.problems)


@pytest.mark.parametrize(
    "code", [_KILLS, "print('hello')", "import sys; sys.exit(3)", "print('{\"value\": 1}')"]
)
@pytest.mark.parametrize("read", READINGS)
def test_a_process_that_is_lost_over_a_file_is_one_sentence(
    read: Reading, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_READ", code)
    with pytest.raises(BadInput, match=r"年报\.txt：读它的程序中途退出了"):
        read(b"x", "年报.txt")


def test_what_is_read_too_long_is_given_up_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_READ", "import time; time.sleep(60)")
    with pytest.raises(BadInput, match=r"读它用了0\.3秒还没有读完"):
        read_apart(b"x", "年报.txt", seconds=0.3)


def test_memory_without_end_is_one_sentence() -> None:
    with pytest.raises(BadInput, match="内存超过 1 MB"):
        figures_of_much_memory()


def figures_of_much_memory() -> Any:
    return read_apart((REPORTS / "yunling-2022.docx").read_bytes(), "年报.docx", megabytes=1)


def test_nothing_is_left_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for content in (b"x", b"{}", FIGURES):
        for read in READINGS[:4]:
            try:
                read(content, "../../a.json")
            except BadInput:
                continue
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_no_room_for_the_upload_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_file_name", lambda _: "/dev/full")
    with pytest.raises(Unavailable, match=r"临时文件夹 .*写不进去（系统错误 28），没有读取“年报\.txt”"):
        read_apart(b"x" * 100_000, "年报.txt")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\a.txt",
        "/dev/zero",
        "a/b/c.txt",
        "",
        ".",
        "..",
        "\u202egnp.txt",
        "x" * 500 + ".txt",
        "a\nb.txt",
    ],
)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    plain = apart._file_name(name)
    assert plain not in ("", ".", "..")
    assert os.sep not in plain
    assert "\u202e" not in plain
    assert len(plain.encode()) <= 255
