"""The pages that people read name what the code has."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def modules() -> set[str]:
    paths = (path for room in ("agent", "corpus", "eval") for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix() for path in paths if path.name != "__init__.py"}


def tour() -> list[tuple[str, str]]:
    """The modules that agent/README.md names, each with its line, in the order of the page."""
    page = (ROOT / "agent" / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^- `((?:agent|corpus|eval)/[^`]+\.py)`: (.*)$", page, flags=re.MULTILINE)


def test_the_tour_names_every_module() -> None:
    assert modules() - {path for path, _ in tour()} == set()


def test_the_tour_names_no_module_that_is_gone() -> None:
    assert {path for path, _ in tour()} - modules() == set()


def test_the_tour_names_each_module_once() -> None:
    paths = [path for path, _ in tour()]
    assert sorted(paths) == sorted(set(paths))


def test_the_tour_says_something_of_each_module() -> None:
    assert [path for path, line in tour() if len(line) < 15] == []


def commands_in_readme() -> list[str]:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `nianbao ([a-z]+)", page, flags=re.MULTILINE)


def commands_in_help() -> set[str]:
    """The subcommands as `nianbao --help` lists them: each begins an indented line."""
    run = [sys.executable, "-c", "import sys; from agent.cli import main; sys.exit(main())", "--help"]
    page = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return set(re.findall(r"^ +([a-z]+)(?: {2,}|$)", page, flags=re.MULTILINE))


def test_the_readme_lists_each_command_that_the_program_has_once() -> None:
    assert sorted(commands_in_readme()) == sorted(commands_in_help())


def test_every_command_that_the_readme_shows_exists() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bnianbao ([a-z]+)", page)) <= commands_in_help()


def test_the_changelog_opens_with_what_is_unreleased_or_dated() -> None:
    page = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", page, flags=re.MULTILINE)
    assert headings
    assert re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", headings[0])
