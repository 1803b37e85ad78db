import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from agent.drafting.prompting import folder, prompt, read_prompt
from agent.errors import FormError

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "prompts").glob("*.md"))
HEAD = "---\nname: t\npurpose: 试\nrole: user\nversion: 3\nvariables: {}\n---\n"


def of(body: str, variables: str = "[a, b]") -> str:
    return HEAD.replace("{}", variables) + body


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_can_be_read(name: str) -> None:
    assert prompt(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_no_digit_stands_in_a_prompt(name: str) -> None:
    assert not re.search(r"\d", prompt(name).body)


def test_the_prompts_that_the_writer_uses_are_there() -> None:
    assert {"style", "part", "repair"} <= set(NAMES)


def test_a_prompt_is_recorded_with_its_version() -> None:
    assert read_prompt(of("[[a]][[b]]"), "t.md").id == "t@3"


def test_values_are_put_in() -> None:
    assert read_prompt(of("甲[[a]]乙[[b]]"), "t.md").filled({"a": "一", "b": "二"}) == "甲一乙二"


def test_a_value_that_looks_like_a_variable_stays_as_it_is() -> None:
    assert read_prompt(of("[[a]][[b]]"), "t.md").filled({"a": "[[b]]", "b": r"\g<0>"}) == r"[[b]]\g<0>"


def test_the_braces_of_references_stay_as_they_are() -> None:
    body = "例：{{requests.new.total|件}} {0} %s $a [[a]]"
    assert read_prompt(of(body, "[a]"), "t.md").filled({"a": "{{year}}"}) == body.replace("[[a]]", "{{year}}")


def test_a_paragraph_whose_variables_are_all_empty_is_left_out_with_its_heading() -> None:
    made = read_prompt(of("题目\n[[a]]\n\n另一题\n[[b]]\n\n末尾"), "t.md")
    assert made.filled({"a": " ", "b": "二"}) == "另一题\n二\n\n末尾"


def test_a_value_too_few_or_too_many_is_a_slip_of_the_program() -> None:
    made = read_prompt(of("[[a]]", "[a]"), "t.md")
    with pytest.raises(ValueError, match="b"):
        made.filled({"a": "", "b": ""})
    with pytest.raises(ValueError, match="a"):
        made.filled({})


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("没有说明", 1, "开头"),
        (of("一行\n[[a]][[b]][[c]]"), 9, "“c”没有在开头声明"),
        (of("[[a]]"), 1, "没有用到：b"),
        (of("", "[]"), 1, "空的"),
        (of("[[a]]", "[a, B]"), 6, "小写"),
        (of("[[a]][[b]]").replace("name: t", "name: u"), 2, "文件名"),
        (of("[[a]][[b]]").replace("role: user", "role: boss"), 4, "boss"),
        (of("[[a]][[b]]").replace("version: 3", "version: 0"), 5, "版本"),
        (of("[[a]][[b]]").replace("purpose: 试\n", ""), 2, "purpose"),
        (of("[[a]][[b]]").replace("purpose: 试", "purpose: 试\nauthor: 某"), 4, "author"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(FormError, match=what) as told:
        read_prompt(text, "t.md")
    assert told.value.line == line


def test_a_prompt_that_is_missing_is_told() -> None:
    with pytest.raises(FormError, match=r"none\.md"):
        prompt("none")


def test_the_prompts_are_found_in_the_repository() -> None:
    assert folder() == ROOT / "prompts"


def test_a_built_wheel_holds_the_prompts_and_reads_them(tmp_path: Path) -> None:
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "installed")
    read = "from agent.drafting.prompting import folder, prompt; print(folder()); print(prompt('part').id)"
    run = subprocess.run(
        [sys.executable, "-c", read],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        check=True,
        capture_output=True,
        text=True,
    )
    where, name = run.stdout.split()
    assert Path(where) == tmp_path / "installed" / "agent" / "drafting" / "prompts"
    assert name == prompt("part").id
    assert sorted(path.stem for path in Path(where).glob("*.md")) == NAMES


def test_an_editable_install_points_at_the_repository(tmp_path: Path) -> None:
    build = "from hatchling.build import build_editable; import sys; print(build_editable(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert [name for name in packed.namelist() if name.endswith(".md")] == []
        assert any(
            str(ROOT) in packed.read(name).decode() for name in packed.namelist() if name.endswith(".pth")
        )
