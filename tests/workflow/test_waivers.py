"""Waivers beside their text: the file, which objection is meant, giving and taking back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver
from agent.workflow import (
    confirmed,
    judge_text,
    open_waivers,
    sidecar,
    taken_back,
    waivers_beside,
    waivers_file,
    waivers_in,
    with_waivers,
    without_leftovers,
    write_beside,
)
from tests.samples import sample

TEXT = "一、总体情况\n全年组织业务培训6次，新收申请49件。\n开展宣传活动6次，办结申请48件。\n"
DAY = date(2025, 1, 15)
WAIVER = Waiver("组织培训6次。", "6次", "李明", "见台账")


def report(*waivers: Waiver) -> JudgedReport:
    return judge_text(TEXT, sample(), None, waivers)


def confirm(*wanted: str, waivers: Sequence[Waiver] = ()) -> tuple[Waiver, ...]:
    return confirmed(report(*waivers), waivers, wanted, "李明", "见台账", DAY)


def places(waivers: Sequence[Waiver]) -> list[tuple[str, str]]:
    return [(waiver.sentence[:4], waiver.text) for waiver in waivers]


def refused(*wanted: str, waivers: Sequence[Waiver] = ()) -> list[str]:
    with pytest.raises(BadInput) as error:
        confirm(*wanted, waivers=waivers)
    return list(map(str, error.value.problems))


# --- the file


def test_the_sidecar_lies_beside_its_text_under_its_whole_name() -> None:
    assert sidecar(Path("a/年报.docx")) == Path("a/年报.docx.人工确认.json")


def test_what_is_kept_beside_a_text_is_found_there(tmp_path: Path) -> None:
    write_beside(sidecar(tmp_path / "正文.txt"), waivers_file([WAIVER]))
    assert waivers_beside(tmp_path / "正文.txt") == (WAIVER,)


def test_a_text_without_a_sidecar_has_no_waivers(tmp_path: Path) -> None:
    assert waivers_beside(tmp_path / "正文.txt") is None


def test_a_name_too_long_for_a_sidecar_has_no_waivers_and_can_get_none(tmp_path: Path) -> None:
    prose = tmp_path / ("文" * 80 + ".txt")
    assert waivers_beside(prose) is None
    with pytest.raises(BadInput, match="文件名太长"):
        sidecar(prose)


def test_a_sidecar_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    sidecar(tmp_path / "正文.txt").symlink_to(tmp_path / "没有")
    with pytest.raises(BadInput, match="文件不存在"):
        waivers_beside(tmp_path / "正文.txt")


def test_notepads_mark_at_the_front_is_passed_over() -> None:
    assert waivers_in(b"\xef\xbb\xbf" + waivers_file([WAIVER]), "确认.json") == (WAIVER,)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04" * 9, b" " * 5_000_000])
def test_what_is_no_sidecar_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        waivers_in(content, "确认.json")


def test_a_folder_is_no_sidecar(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="是文件夹"):
        open_waivers(tmp_path)


# --- which one is meant


@pytest.mark.parametrize("wanted", ["2", "49件", "2:49件", "第2行：49件", "2: 49 件"])
def test_an_objection_is_meant_by_number_text_or_line(wanted: str) -> None:
    assert places(confirm(wanted)) == [("全年组织", "49件")]


def test_the_same_text_on_two_lines_is_told_apart_by_the_line() -> None:
    assert places(confirm("3:6次")) == [("开展宣传", "6次")]


def test_several_are_confirmed_at_once_and_one_named_twice_once() -> None:
    assert places(confirm("1", "2", "1", "2:49件")) == [("全年组织", "6次"), ("全年组织", "49件")]


def test_everything_that_cannot_be_meant_is_told_at_once() -> None:
    assert refused("9", "6次", "7次", "2:48件", "第3行：48件") == [
        "没有编号 9；编号是 1 到 3",
        "“6次”有2处；请用编号：1、3",
        "没有找到“7次”；请用 verify 列出的编号，或写成 行号:数字，如 12:6次",
        "没有找到“2:48件”；请用 verify 列出的编号，或写成 行号:数字，如 12:6次",
        "第3行：“48件”没有异议（已核实：表三 （七）总计·总计 = 48件）；不必确认",
    ]


# --- giving and taking back


def test_a_waiver_has_the_name_the_reason_and_the_day() -> None:
    (waiver,) = confirm("2")
    assert (waiver.by, waiver.reason, waiver.date) == ("李明", "见台账", DAY)


def test_what_is_confirmed_already_is_not_confirmed_over_it() -> None:
    assert refused("2", waivers=confirm("2")) == ["第2行：“49件”已由李明确认；要改写，请先撤回（--undo）"]


def test_a_new_waiver_takes_the_place_of_a_lapsed_one_of_the_same_figure() -> None:
    lapsed = Waiver("全年组织业务培训6次，新收申请49件。", "49件", "王芳", "旧的", expected="47")
    assert [waiver.by for waiver in confirm("2", waivers=[lapsed])] == ["李明"]


def test_a_waiver_is_taken_back() -> None:
    waivers = confirm("1", "2")
    assert places(taken_back(report(*waivers), waivers, ["2"])) == [("全年组织", "6次")]


def test_what_nobody_confirmed_is_not_taken_back() -> None:
    with pytest.raises(BadInput, match="第2行：“49件”没有确认过；不必撤回"):
        taken_back(report(), (), ["2"])


def test_what_covers_nothing_is_cleared_and_the_rest_kept() -> None:
    waivers = (WAIVER, *confirm("2"))
    assert without_leftovers(report(*waivers).answer, waivers) == waivers[1:]


def test_waivers_can_be_laid_on_a_report_that_was_judged_before() -> None:
    waivers = confirm("1", "2", "3")
    assert with_waivers(report(), waivers).answer == report(*waivers).answer


def test_waivers_can_be_laid_on_a_report_that_has_others() -> None:
    assert with_waivers(report(*confirm("1")), confirm("2")).answer == report(*confirm("2")).answer
