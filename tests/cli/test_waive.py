"""``waive``, and ``verify`` over waivers, through the installed command."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from agent.workflow import export_report, judge_text
from tests.cli.running import names, refusal, run, unchanged
from tests.samples import changed, sample, written

TEXT = "一、总体情况\n全年组织业务培训6次，办结申请49件。\n新收申请48件，均为自然人申请。\n"
SIGNED = ("--by", "李明", "--reason", "见台账")
SIDECAR = "正文.txt.人工确认.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path, sample())
    (tmp_path / "正文.txt").write_text(TEXT, "utf-8")
    return tmp_path


def waive(folder: Path, *arguments: object) -> str:
    done = run("waive", "正文.txt", "--figures", "figures.json", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(folder: Path, *arguments: object) -> list[str]:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    told = refusal("waive", "正文.txt", "--figures", "figures.json", *arguments, folder=folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    return told


def verify(folder: Path, *arguments: object) -> tuple[int, str]:
    done = run("verify", "正文.txt", "--figures", "figures.json", *arguments, folder=folder)
    assert done.stderr == ""
    return done.returncode, done.stdout


def sidecar(folder: Path) -> Any:
    return json.loads((folder / SIDECAR).read_text("utf-8"))


def test_without_a_figure_it_lists_and_writes_nothing(folder: Path) -> None:
    before = names(folder)
    page = waive(folder)
    assert [line.partition(" 第")[0].strip() for line in page.splitlines() if "【" in line] == [
        "✗ 不符 2",
        "✗ 不符 3",
        "？ 无依据 1",
    ]
    assert unchanged(folder, before)


def test_the_numbers_are_those_that_verify_prints(folder: Path) -> None:
    assert waive(folder) == verify(folder)[1]


def test_a_figure_may_stand_before_or_behind_the_options(folder: Path) -> None:
    waive(folder, "1", *SIGNED, "2")
    assert [each["text"] for each in sidecar(folder)["waivers"]] == ["6次", "49件"]


def test_a_waiver_is_written_beside_the_text_with_todays_date(folder: Path) -> None:
    before = datetime.now().astimezone().date().isoformat()
    waive(folder, "2:49件", *SIGNED)
    (waiver,) = sidecar(folder)["waivers"]
    after = datetime.now().astimezone().date().isoformat()
    assert (waiver["by"], waiver["reason"], waiver["date"] in {before, after}) == ("李明", "见台账", True)


def test_verify_ends_with_1_while_an_objection_is_not_waived(folder: Path) -> None:
    waive(folder, "1", "2", *SIGNED)
    code, page = verify(folder)
    assert (code, page.splitlines()[-1]) == (1, "结论：1 处需要核对，另有 2 处已人工确认")


def test_verify_ends_with_0_where_every_objection_is_waived(folder: Path) -> None:
    waive(folder, "1", "2", "3", *SIGNED)
    code, page = verify(folder)
    assert (code, page.splitlines()[-1]) == (0, "结论：没有需要核对之处，另有 3 处已人工确认")


def test_waived_ones_stand_apart_with_who_when_and_why(folder: Path) -> None:
    waive(folder, "2", *SIGNED)
    page = verify(folder)[1]
    apart = page[page.index("人工确认 1 处") :]
    assert "  ✗ 不符 2 第2行 办结申请【49件】。" in apart
    assert f"    李明（{sidecar(folder)['waivers'][0]['date']}）：见台账\n" in apart


def test_a_program_gets_the_waiver_with_its_figure(folder: Path) -> None:
    waive(folder, "2", *SIGNED)
    answer = json.loads(verify(folder, "--json")[1])
    marked = {each["text"]: each["waived"]["by"] for each in answer["figures"] if "waived" in each}
    assert (marked, answer["waivers"]) == ({"49件": "李明"}, {"lapsed": [], "unneeded": []})


def test_no_waivers_shows_everything(folder: Path) -> None:
    waive(folder, "1", "2", "3", *SIGNED)
    code, page = verify(folder, "--no-waivers")
    assert (code, "人工确认" in page) == (1, False)


def test_waivers_may_lie_elsewhere(folder: Path) -> None:
    waive(folder, "2", *SIGNED, "--waivers", "别处.json")
    assert SIDECAR not in names(folder)
    assert "人工确认 1 处" in verify(folder, "--waivers", "别处.json")[1]


def test_a_changed_sentence_is_told_with_the_nearest(folder: Path) -> None:
    waive(folder, "2", *SIGNED)
    (folder / "正文.txt").write_text(TEXT.replace("6次", "7次"), "utf-8")
    code, page = verify(folder)
    told = page[page.index("失效的人工确认 1 条") :].splitlines()[1:4]
    assert (code, told) == (
        1,
        [
            "  【49件】 全年组织业务培训6次，办结申请49件。",
            "      这句话改过了",
            "      最接近的是第2行：全年组织业务培训7次，办结申请49件。",
        ],
    )


def test_a_figure_that_became_right_is_told_as_unneeded(folder: Path) -> None:
    waive(folder, "3", *SIGNED)
    written(folder, changed(sample(), requests__new__natural_person=48))
    assert "不再需要的人工确认 1 条" in verify(folder)[1]


def test_a_waiver_is_taken_back(folder: Path) -> None:
    waive(folder, "1", "2", *SIGNED)
    waive(folder, "--undo", "1")
    assert [each["text"] for each in sidecar(folder)["waivers"]] == ["49件"]


def test_waivers_that_cover_nothing_are_cleared(folder: Path) -> None:
    waive(folder, "1", "2", *SIGNED)
    (folder / "正文.txt").write_text(TEXT.replace("6次", "7次"), "utf-8")
    waive(folder, "--prune")
    assert sidecar(folder)["waivers"] == []


def test_a_program_gets_the_numbers_lines_and_sentences(folder: Path) -> None:
    record = json.loads(waive(folder, "2", *SIGNED, "--json"))
    assert [
        (each["number"], each["line"], each["text"], "waived" in each) for each in record["objections"]
    ] == [
        (1, 2, "6次", False),
        (2, 2, "49件", True),
        (3, 3, "均为自然人申请", False),
    ]


@pytest.mark.parametrize("kind", ["docx", "html", "md"])
def test_the_prose_may_be_a_document(folder: Path, kind: Any) -> None:
    name = f"年报.{kind}"
    (folder / name).write_bytes(export_report(judge_text(TEXT, sample()), kind))
    call = (name, "--figures", "figures.json")
    listed = json.loads(run("waive", *call, "--json", folder=folder).stdout)["objections"]
    numbers = [each["number"] for each in listed]
    assert len(numbers) >= 3
    assert run("waive", *call, *numbers, *SIGNED, folder=folder).returncode == 0
    assert run("verify", *call, folder=folder).returncode == 0
    assert f"{name}.人工确认.json" in names(folder)


# --- what is refused, and then nothing is written


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2"], ["没有写姓名；写明由谁确认", "没有写理由；写明为什么可以保留，如数字的出处"]),
        (["2", "--by", " ", "--reason", "见台账"], ["没有写姓名；写明由谁确认"]),
        (["9", *SIGNED], ["没有编号 9；编号是 1 到 3"]),
        (["--undo"], ["--undo：没有写撤回哪一处；写上编号，或 行号:数字"]),
        (["--undo", "2"], ["第2行：“49件”没有确认过；不必撤回"]),
        (["--undo", "2", *SIGNED], ["--undo 不能与 --by、--reason 同用；请去掉其一"]),
        (["--prune", "2"], ["--prune 不能与 数字 同用；请去掉其一"]),
        (["--prune", "--undo"], ["--undo 不能与 --prune 同用；只写一个"]),
        ([*SIGNED], ["没有写确认哪一处；写上编号，或 行号:数字"]),
        (["2", "--bogus"], ["不认识的参数 --bogus；加 --help 查看用法"]),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Path, arguments: list[str], told: list[str]) -> None:
    assert sorted(refused(folder, *arguments)) == sorted(told)


def test_a_right_figure_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "正文.txt").write_text("新收申请48件。", "utf-8")
    (told,) = refused(folder, "48件", *SIGNED)
    assert told.startswith("第1行：“48件”没有异议（已核实：")


@pytest.mark.parametrize("target", ["正文.txt", "figures.json"])
def test_waivers_are_never_written_over_an_input(folder: Path, target: str) -> None:
    assert refused(folder, "2", *SIGNED, "--waivers", target) == [
        f"{target}：输出文件就是输入文件；请换一个文件名，以免覆盖原文件"
    ]


def test_a_file_of_something_else_is_not_written_over(folder: Path) -> None:
    (folder / "别的.json").write_text('{"schema": "x"}', "utf-8")
    assert refused(folder, "2", *SIGNED, "--waivers", "别的.json") == [
        "别的.json：不是人工确认文件（x）；请选择用本程序生成的文件（schema 是“nianbao/waivers/1”）"
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"schema": "nianbao/waivers/1", "waivers": [{}]}'])
def test_verify_tells_a_bad_sidecar_and_does_not_go_on_without_it(folder: Path, content: bytes) -> None:
    (folder / SIDECAR).write_bytes(content)
    told = refusal("verify", "正文.txt", "--figures", "figures.json", folder=folder)
    assert all(line.startswith(SIDECAR) for line in told)
    assert verify(folder, "--no-waivers")[0] == 1


def test_waivers_that_are_named_must_be_there(folder: Path) -> None:
    told = refusal("verify", "正文.txt", "--figures", "figures.json", "--waivers", "没有.json", folder=folder)
    assert told == ["没有.json：文件不存在；请核对文件名和所在文件夹"]


def test_verify_takes_one_of_waivers_and_no_waivers(folder: Path) -> None:
    call = ("verify", "正文.txt", "--figures", "figures.json", "--waivers", "a", "--no-waivers")
    assert refusal(*call, folder=folder) == ["--no-waivers 不能与 --waivers 同用；只写一个"]


def test_what_a_sidecar_says_does_not_steer_the_terminal(folder: Path) -> None:
    waive(folder, "2", *SIGNED)
    record = sidecar(folder)
    record["waivers"][0] |= {"by": "\x1b[31m李", "reason": "\x1b]0;x\x07见\u202e"}
    record["waivers"].append({**record["waivers"][0], "sentence": "\x1b[2J无", "text": "\x1b[2J"})
    (folder / SIDECAR).write_text(json.dumps(record), "utf-8")
    page = verify(folder)[1]
    assert ("\x1b" in page, "\u202e" in page, "\x07" in page) == (False, False, False)
