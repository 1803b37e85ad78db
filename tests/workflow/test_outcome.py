import os
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow.outcome import beside, check_target, file_stem, unused, write_beside


def test_a_file_is_written_whole_and_alone(tmp_path: Path) -> None:
    write_beside(tmp_path / "a.md", b"whole")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.md", b"whole")]


def test_a_failure_on_the_way_leaves_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_bytes(b"earlier")

    def fail() -> None:
        with beside(target) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.md", b"earlier")]


def test_a_disk_that_refuses_is_told_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="写不进去"):
        write_beside(tmp_path / "没有" / "a.md", b"")


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "a.md"
    link.symlink_to(tmp_path / "real" / "b.md")
    write_beside(link, b"whole")
    assert (link.is_symlink(), (tmp_path / "real" / "b.md").read_bytes()) == (True, b"whole")


def test_a_long_chinese_name_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / f"{'报' * 80}.md"
    write_beside(target, b"whole")
    assert target.read_bytes() == b"whole"


def test_the_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    write_beside(tmp_path / "a.md", b"")
    (tmp_path / "b.md").touch()
    assert os.stat(tmp_path / "a.md").st_mode == os.stat(tmp_path / "b.md").st_mode  # noqa: PTH116 - plain numbers


def test_an_input_under_another_name_is_still_an_input(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    (tmp_path / "b.json").hardlink_to(tmp_path / "a.json")
    with pytest.raises(BadInput, match="输出文件就是输入文件"):
        check_target(tmp_path / "b.json", [tmp_path / "a.json"])


def test_a_good_target_is_not_refused(tmp_path: Path) -> None:
    check_target(tmp_path / "b.json", [tmp_path / "a.json"])
    assert list(tmp_path.iterdir()) == []


def test_an_unused_name_is_kept_and_a_used_one_numbered(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    assert unused(target) == target
    target.touch()
    (tmp_path / "a（2）.docx").touch()
    assert unused(target).name == "a（3）.docx"


def test_a_title_loses_what_file_systems_forbid() -> None:
    assert file_stem('云岭县\n"2024"年/报告?') == "云岭县2024年报告"


def test_a_long_title_still_names_a_file(tmp_path: Path) -> None:
    (tmp_path / f"{file_stem('县' * 300)}（2）.docx").write_bytes(b"")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_title_of_nothing_but_forbidden_letters_still_has_a_name() -> None:
    assert file_stem("../..") == "年报"
