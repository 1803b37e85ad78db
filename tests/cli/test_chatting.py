"""``nianbao chat`` as people and scripts run it: lines in, lines out."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import NIANBAO, refusal
from tests.samples import changed, sample, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path, sample())
    written(tmp_path, sample(2023), "上年.json")
    return tmp_path


def chat(folder: Path, *sentences: str, options: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    command = [str(NIANBAO), "chat", "figures.json", "--previous", "上年.json", *options]
    return subprocess.run(
        command, cwd=folder, input="\n".join(sentences) + "\n", capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=False, env=os.environ | {"NIANBAO_MODEL": "", "NIANBAO_DATA": "资料"},
    )  # fmt: skip


def test_a_conversation_is_driven_by_lines(folder: Path) -> None:
    done = chat(folder, "监督保障换个说法", "今年和去年比怎么样", "48件哪来的", "再见", "不会读到")
    assert done.returncode == 0
    assert "“监督保障”已改" in done.stdout
    assert "今年48件，上年35件，增加13件，增长37.1%" in done.stdout
    assert "已核实" in done.stdout
    assert "不会读到" not in done.stdout
    assert "正在改写" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_goes_on_after_a_restart(folder: Path) -> None:
    chat(folder, "监督保障换个说法")
    done = chat(folder, "撤销")
    assert "接着上次的对话" in done.stdout
    assert "已撤销：改写“监督保障”" in done.stdout


def test_it_begins_anew_where_told_to(folder: Path) -> None:
    chat(folder, "监督保障换个说法")
    assert "没有可以撤销的" in chat(folder, "撤销", options=("--fresh",)).stdout


def test_the_report_is_written_at_the_end(folder: Path) -> None:
    done = chat(folder, "加一项：举办法治讲座3期，来源是签到表", "再详细些", options=("-o", "年报.md"))
    assert done.returncode == 0
    assert "法治讲座3期" in (folder / "年报.md").read_text("utf-8")


def test_each_event_is_a_line_of_json_where_asked_for(folder: Path) -> None:
    done = chat(folder, "监督保障换个说法", "加一项：举办法治讲座3期，来源是签到表", options=("--json",))
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["outcome"] for each in events if each["event"] == "ended"] == ["changed", "added"]
    (fact,) = [each["fact"] for each in events if each["event"] == "factadded"]
    assert (fact["value"], fact["unit"], fact["source"]) == ("3", "期", "签到表")


def test_nothing_steers_the_terminal(folder: Path) -> None:
    done = chat(folder, "查一下\x1b[2J\x07怎么写平台建设", "加一项：\x1b[31m红的3件，来源是签到表")
    assert "\x1b" not in done.stdout + done.stderr


def test_an_empty_input_is_a_conversation_of_nothing(folder: Path) -> None:
    assert chat(folder).returncode == 0


def test_input_that_is_no_text_is_no_crash(folder: Path) -> None:
    command = [str(NIANBAO), "chat", "figures.json"]
    done = subprocess.run(
        command, cwd=folder, input=b"\xff\xfe\x00\n\x80\n", capture_output=True, timeout=120, check=False
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 2)


def test_a_damaged_conversation_is_told(folder: Path) -> None:
    chat(folder, "帮助")
    (path,) = (folder / "资料" / "conversations").iterdir()
    path.write_text("{", "utf-8")
    done = chat(folder, "帮助")
    assert done.returncode == 0
    assert "没有接着用" in done.stdout


def test_bad_figures_are_refused(folder: Path) -> None:
    assert "没有" in refusal("chat", "没有.json", folder=folder)[0]


def test_a_wrong_output_is_refused_before_anything_is_said(folder: Path) -> None:
    assert "后缀" in refusal("chat", "figures.json", "-o", "年报.xls", folder=folder)[0]


def test_ctrl_c_at_the_prompt_ends_without_a_traceback(folder: Path) -> None:
    command = [str(NIANBAO), "chat", "figures.json"]
    running = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write("帮助\n")
    running.stdin.flush()
    assert "可以这样说" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=20)
    assert "Traceback" not in errors


def test_changed_figures_are_followed(folder: Path) -> None:
    chat(folder, "监督保障换个说法")
    moved = changed(
        sample(), requests__new__total=49, requests__new__natural_person=42, requests__closed__total=49
    )
    written(folder, moved)
    assert "49件" in chat(folder, "看看依申请公开").stdout
