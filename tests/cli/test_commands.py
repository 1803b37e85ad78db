"""Every command does what it says, through the installed command: output, exit code, and which stream says what."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent.figures.interchange import read_figures
from tests.cli.running import NIANBAO, names, run
from tests.export.reviews import WRONG, comments, word
from tests.samples import changed, record, sample, written

PROSE = "一、总体情况\n2024年，本机关共收到政府信息公开申请48件，办结政府信息公开申请48件。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """This year's figures, last year's, figures that break a rule, and prose with one right sentence."""
    written(tmp_path, sample())
    written(tmp_path, sample(2023), "上年.json")
    written(tmp_path, changed(sample(), requests__new__total=84), "错.json")
    (tmp_path / "正文.txt").write_text(PROSE, "utf-8")
    (tmp_path / "错文.txt").write_text(PROSE.replace("申请48件，办结", "申请49件，办结"), "utf-8")
    return tmp_path


# --- check --------------------------------------------------------------------------------------------------------


def test_check_ends_with_0_where_all_rules_hold(folder: Path) -> None:
    done = run("check", "figures.json", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("结论：可以核对的勾稽关系全部相符\n")


def test_check_ends_with_1_where_a_rule_is_broken(folder: Path) -> None:
    done = run("check", "错.json", folder=folder)
    assert done.returncode == 1
    assert "左边 41+6+0+1+0+0=48，右边 84，相差 36（右边多）" in done.stdout


def test_check_offers_the_one_cell_that_explains_it(folder: Path) -> None:
    assert "由84改为48，可同时消除2处不符" in run("check", "错.json", folder=folder).stdout


def test_check_over_last_year_assesses_everything(folder: Path) -> None:
    done = run("check", "figures.json", "--previous", "上年.json", folder=folder)
    assert "无法核对 0" in done.stdout


def test_a_warning_does_not_break_a_check(folder: Path) -> None:
    written(folder, changed(sample(2023), documents__normative__in_force=50), "上年.json")
    done = run("check", "figures.json", "--previous", "上年.json", folder=folder)
    assert (done.returncode, "提醒 1" in done.stdout) == (0, True)


def test_check_says_doubts_apart_from_rules(folder: Path) -> None:
    written(folder, changed(sample(), documents__rules__issued=1, documents__rules__in_force=1))
    done = run("check", "figures.json", folder=folder)
    assert done.returncode == 0
    assert done.stdout.index("提示（不属勾稽关系）") < done.stdout.index("规章只能由")


def test_check_json_names_each_rule_with_its_numbers_as_strings(folder: Path) -> None:
    findings = json.loads(run("check", "错.json", "--json", folder=folder).stdout)["findings"]
    (balance,) = [each for each in findings if each["rule"] == "requests.balance.total"]
    assert {name: balance[name] for name in ("state", "left", "right", "difference")} == {
        "state": "broken",
        "left": "87",
        "right": "51",
        "difference": "36",
    }


def test_check_is_not_coloured_for_a_file(folder: Path) -> None:
    assert "\033" not in run("check", "错.json", folder=folder).stdout


# --- tables and workbook ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "start"), [("html", b"<!"), ("md", b"#"), ("docx", b"PK")])
def test_tables_writes_the_three_tables(folder: Path, kind: str, start: bytes) -> None:
    done = run("tables", "figures.json", "--format", kind, "-o", f"表.{kind}", folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert (folder / f"表.{kind}").read_bytes().lower().startswith(start.lower())


def test_a_table_shows_the_figures(folder: Path) -> None:
    run("tables", "figures.json", "--format", "md", "-o", "表.md", folder=folder)
    assert "2987.65" in (folder / "表.md").read_text("utf-8")


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_workbook_writes_an_empty_one_to_fill_in(folder: Path, edition: str) -> None:
    assert run("workbook", "--form", edition, "-o", "空.xlsx", folder=folder).returncode == 0
    assert (folder / "空.xlsx").read_bytes().startswith(b"PK")


def test_a_workbook_with_figures_is_taken_wherever_figures_are(folder: Path) -> None:
    run("workbook", "--form", "2021", "--figures", "figures.json", "-o", "数.xlsx", folder=folder)
    from_json, from_workbook = (
        json.loads(run("check", name, "--json", folder=folder).stdout) for name in ("figures.json", "数.xlsx")
    )
    assert from_workbook["summary"] == from_json["summary"]
    assert from_workbook["findings"][0]["left"] == from_json["findings"][0]["left"]


def test_a_broken_rule_over_a_workbook_names_the_sheet_and_cell(folder: Path) -> None:
    run("workbook", "--form", "2021", "--figures", "错.json", "-o", "数.xlsx", folder=folder)
    assert "（数.xlsx " in run("check", "数.xlsx", folder=folder).stdout


# --- read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["docx", "html", "md"])
def test_read_takes_out_of_a_report_what_draft_put_in(folder: Path, suffix: str) -> None:
    run("draft", "figures.json", "-o", f"报告.{suffix}", folder=folder)
    done = run("read", f"报告.{suffix}", "-o", "读.json", folder=folder)
    assert done.returncode == 0, done.stderr
    result = json.loads((folder / "读.json").read_text("utf-8"))
    assert result["figures"]["cells"] == record(sample())["cells"]


def test_what_read_wrote_is_taken_as_figures(folder: Path) -> None:
    run("draft", "figures.json", "-o", "报告.md", folder=folder)
    run("read", "报告.md", "-o", "读.json", folder=folder)
    assert read_figures((folder / "读.json").read_text("utf-8")).cells == sample().cells


def test_read_ends_with_1_where_cells_were_not_read(folder: Path) -> None:
    (folder / "残.txt").write_text(
        "云岭县2024年政府信息公开工作年度报告\n\n一、总体情况\n收到申请48件。\n", "utf-8"
    )
    done = run("read", "残.txt", "-o", "读.json", folder=folder)
    assert done.returncode == 1
    assert "注意：" in done.stderr
    assert json.loads((folder / "读.json").read_text("utf-8"))["notes"]


# --- verify -------------------------------------------------------------------------------------------------------


def test_verify_ends_with_0_where_nothing_is_objected_to(folder: Path) -> None:
    done = run("verify", "正文.txt", "--figures", "figures.json", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("结论：没有需要核对之处\n")


def test_verify_ends_with_1_and_shows_the_figure_in_its_section(folder: Path) -> None:
    done = run("verify", "错文.txt", "--figures", "figures.json", folder=folder)
    assert done.returncode == 1
    assert done.stdout.index("\n一、总体情况　1 处\n") < done.stdout.index("【49件】")


def test_verify_json_of_a_text_carries_no_text(folder: Path) -> None:
    answer = json.loads(
        run("verify", "正文.txt", "--figures", "figures.json", "--json", folder=folder).stdout
    )
    assert set(answer) == {"figures", "claims", "summary"}


def test_the_spans_of_a_text_are_of_the_file_as_it_is(folder: Path) -> None:
    text = "一、总体情况\r\n\u3000\u3000收到申请４８件。\r\n"
    (folder / "a.txt").write_bytes(text.encode())
    answer = json.loads(run("verify", "a.txt", "--figures", "figures.json", "--json", folder=folder).stdout)
    assert [text[each["start"] : each["end"]] for each in answer["figures"]] == [
        each["text"] for each in answer["figures"]
    ]
    assert "４８件" in [each["text"] for each in answer["figures"]]


@pytest.mark.parametrize("suffix", ["docx", "html", "md"])
def test_verify_json_of_a_document_carries_the_text_of_its_spans(folder: Path, suffix: str) -> None:
    run("draft", "figures.json", "-o", f"报告.{suffix}", folder=folder)
    done = run("verify", f"报告.{suffix}", "--figures", "figures.json", "--json", folder=folder)
    answer = json.loads(done.stdout)
    assert answer["figures"]
    assert all(answer["text"][each["start"] : each["end"]] == each["text"] for each in answer["figures"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_text_in_another_encoding_comes_back_with_its_text(folder: Path, encoding: str) -> None:
    (folder / "a.txt").write_text(PROSE, encoding)
    done = run("verify", "a.txt", "--figures", "figures.json", "--json", folder=folder)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert "48件" in [answer["text"][each["start"] : each["end"]] for each in answer["figures"]]


@pytest.mark.parametrize("name", ["上年.json", "上年.xlsx", "上年.docx", "上年.html", "上年.md"])
def test_last_year_may_be_figures_a_workbook_or_the_report(folder: Path, name: str) -> None:
    if name.endswith(".xlsx"):
        run("workbook", "--form", "2021", "--figures", "上年.json", "-o", name, folder=folder)
    elif not name.endswith(".json"):
        run("draft", "上年.json", "-o", name, folder=folder)
    (folder / "a.txt").write_text("一、总体情况\n收到政府信息公开申请48件，比上年增加13件。\n", "utf-8")
    done = run("verify", "a.txt", "--figures", "figures.json", "--previous", name, "--json", folder=folder)
    verdicts = {each["text"]: each["verdict"] for each in json.loads(done.stdout)["figures"]}
    assert verdicts["13件"] == "verified", done.stdout


def test_a_text_in_another_encoding_is_said_to_be(folder: Path) -> None:
    (folder / "a.txt").write_text(PROSE, "gb18030")
    done = run("verify", "a.txt", "--figures", "figures.json", folder=folder)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("注意：a.txt 不是 UTF-8 编码，已按 GB18030")


def test_a_report_of_another_year_is_the_first_thing_said(folder: Path) -> None:
    (folder / "a.txt").write_text("云岭县2023年政府信息公开工作年度报告\n收到申请49件。\n", "utf-8")
    done = run("verify", "a.txt", "--figures", "figures.json", folder=folder)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "注意：正文写的是2023年度的报告，而数据是2024年度的：请先确认没有拿错文件\n"
    )


def test_the_notices_are_in_the_json(folder: Path) -> None:
    (folder / "a.txt").write_text("青石县2024年政府信息公开工作年度报告\n收到申请48件。\n", "utf-8")
    done = run("verify", "a.txt", "--figures", "figures.json", "--json", folder=folder)
    assert [each["kind"] for each in json.loads(done.stdout)["notices"]] == ["unit"]


NO_FIGURES = (
    "云岭县2024年政府信息公开工作年度报告\n一、总体情况\n发布信息100条，其中政策60条、动态40条。培训7次。\n"
)


def test_without_figures_only_the_texts_own_arithmetic_is_judged(folder: Path) -> None:
    (folder / "a.txt").write_text(NO_FIGURES, "utf-8")
    done = run("verify", "a.txt", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("注意：没有数据可以对照：只核对了正文自身的算术")
    assert "另有 1 处没有依据可以核对" in done.stdout
    assert "【7次】" not in done.stdout
    assert done.stdout.endswith("结论：正文自身的算术没有算不拢之处；数字本身没有核对\n")


def test_without_figures_a_sum_that_does_not_close_is_shown_and_counts(folder: Path) -> None:
    (folder / "a.txt").write_text(NO_FIGURES.replace("40条", "50条"), "utf-8")
    done = run("verify", "a.txt", folder=folder)
    assert (done.returncode, "【100条】" in done.stdout) == (1, True)


def test_last_year_alone_is_refused(folder: Path) -> None:
    done = run("verify", "正文.txt", "--previous", "上年.json", folder=folder)
    assert (done.returncode, done.stderr) == (
        2,
        "--previous：只有上年数据，没有本年数据；请一并给出 --figures\n",
    )


# --- draft --------------------------------------------------------------------------------------------------------


def test_draft_without_an_output_writes_a_word_file_beside_the_figures(folder: Path) -> None:
    before = names(folder)
    done = run("draft", folder / "figures.json")
    assert done.returncode == 0, done.stdout
    (new,) = names(folder) - before
    assert new.endswith("2024年政府信息公开工作年度报告.docx")


def test_draft_never_replaces_an_earlier_draft_of_its_own_naming(folder: Path) -> None:
    run("draft", "figures.json", folder=folder)
    before = names(folder)
    run("draft", "figures.json", folder=folder)
    (new,) = names(folder) - before
    assert new.endswith("报告（2）.docx")


def test_draft_tells_what_the_figures_lack(folder: Path) -> None:
    assert "待补充　开头：没有填联系方式" in run("draft", "figures.json", "-o", "a.md", folder=folder).stderr


def test_a_draft_over_two_years_is_verified_throughout(folder: Path) -> None:
    done = run("draft", "figures.json", "--previous", "上年.json", "-o", "a.md", folder=folder)
    assert done.returncode == 0, done.stdout
    assert (
        run(
            "verify", "a.md", "--figures", "figures.json", "--previous", "上年.json", folder=folder
        ).returncode
        == 0
    )


# --- batch --------------------------------------------------------------------------------------------------------


def lines(folder: Path, *records: object) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), "utf-8")
    return path


@pytest.mark.parametrize("workers", [1, 2])
def test_batch_answers_every_line_in_order(folder: Path, workers: int) -> None:
    one = {"text": PROSE, "figures": record(sample()), "previous": record(sample(2023))}
    lines(folder, *({"id": f"n{n}", **one} for n in range(40)))
    done = run("batch", "in.jsonl", "-o", "out.jsonl", "--workers", workers, folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    answers = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [each["id"] for each in answers] == [f"n{n}" for n in range(40)]
    assert all(set(each) == {"id", "figures", "claims", "summary"} for each in answers)


def test_batch_answers_as_verify_does(folder: Path) -> None:
    lines(folder, {"id": 1, "text": PROSE, "figures": record(sample()), "previous": None})
    run("batch", "in.jsonl", "-o", "out.jsonl", folder=folder)
    answer = json.loads((folder / "out.jsonl").read_text("utf-8"))
    assert answer.pop("id") == 1
    assert answer == json.loads(
        run("verify", "正文.txt", "--figures", "figures.json", "--json", folder=folder).stdout
    )


def test_a_bad_line_is_told_on_its_own_line(folder: Path) -> None:
    good = {"id": "good", "text": PROSE, "figures": record(sample())}
    lines(folder, good, {"id": "bad", "text": PROSE, "figures": {"year": 2024}}, good)
    done = run("batch", "in.jsonl", "-o", "out.jsonl", folder=folder)
    answers = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert done.returncode == 0
    assert answers[1] == {"id": "bad", "error": "figures unit：没有填单位名称；填写发布年报的行政机关全称"}
    assert ["error" in each for each in answers] == [False, True, False]


# --- the rest -----------------------------------------------------------------------------------------------------


def test_version_is_the_packages(tmp_path: Path) -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"nianbao {version('nianbao')}\n"


def test_output_cut_short_by_its_reader_is_no_fault(folder: Path) -> None:
    command = f"'{NIANBAO}' check figures.json --json | head -c 10"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_output_that_finds_no_room_is_told(folder: Path) -> None:
    command = f"'{NIANBAO}' check figures.json > /dev/full"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "结果写不出去（系统错误 28）；请检查输出所在的磁盘空间和权限\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's way of closing a stream")
def test_a_closed_output_is_no_fault(folder: Path) -> None:
    command = f"'{NIANBAO}' verify 正文.txt --figures figures.json >&-"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


HEAVY = ("streamlit", "openpyxl", "docx", "lxml", "concurrent.futures.process")


@pytest.mark.parametrize(
    "command", [["check", "figures.json"], ["verify", "正文.txt", "--figures", "figures.json"]]
)
def test_a_quick_command_loads_no_heavy_library(folder: Path, command: list[str]) -> None:
    code = f"import sys; from agent.cli import main; main({command}); print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


# --- verify -o ----------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A folder with a Word draft that has one wrong figure."""
    (tmp_path / "稿.docx").write_bytes(word(WRONG))
    (tmp_path / "稿.txt").write_text(WRONG, "utf-8")
    written(tmp_path, sample())
    return tmp_path


def test_verify_gives_the_word_file_back_with_comments(draft: Path) -> None:
    done = run("verify", "稿.docx", "--figures", "figures.json", "-o", "批注.docx", folder=draft)
    found = comments((draft / "批注.docx").read_bytes())
    assert (done.returncode, [words for words, _ in found]) == (1, ["220件"])


def test_the_json_and_the_reviewed_file_agree_on_what_is_objected_to(draft: Path) -> None:
    done = run("verify", "稿.docx", "--figures", "figures.json", "--json", "-o", "批注.docx", folder=draft)
    answer = json.loads(done.stdout)
    objected = [
        item["text"]
        for item in answer["figures"] + answer["claims"]
        if item["verdict"] in ("contradicted", "unsupported")
    ]
    assert objected == [words for words, _ in comments((draft / "批注.docx").read_bytes())]


@pytest.mark.parametrize("name", ["稿.docx", "稿.txt"])
def test_verify_gives_any_prose_back_as_a_page(draft: Path, name: str) -> None:
    run("verify", name, "--figures", "figures.json", "-o", "核验.html", folder=draft)
    assert '<a href="#objection-1">' in (draft / "核验.html").read_text("utf-8")
