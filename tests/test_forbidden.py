"""What never stands in the code: whatever runs what somebody else has written, or believes a server that it doesn't know."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [
    ROOT / "app.py",
    *(path for room in ("agent", "corpus", "eval") for path in sorted((ROOT / room).rglob("*.py"))),
]
_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "joblib",
    "cloudpickle",
    "jsonpickle",
    "telnetlib",
}
_BUILT_IN = {"eval", "exec", "compile", "__import__"}
_CALLS = {
    "yaml.load", "yaml.unsafe_load", "yaml.full_load", "yaml.load_all", "os.system", "os.popen", "tempfile.mktemp",
    "xml.etree.ElementTree.parse", "ssl._create_unverified_context",
}  # fmt: skip


def faults(source: str) -> Iterator[str]:
    """Everything in a module that must not be there, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (
                f"{node.lineno}: {each.name}"
                for each in node.names
                if each.name.partition(".")[0] in _MODULES
            )
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").partition(".")[0] in _MODULES:
                yield f"{node.lineno}: {node.module}"
        elif isinstance(node, ast.Call):
            yield from (f"{node.lineno}: {each}" for each in _called(node))


def _called(node: ast.Call) -> Iterator[str]:
    name = ast.unparse(node.func)
    if name in _BUILT_IN | _CALLS or name.endswith("allow_pickle"):
        yield name
    for argument in node.keywords:
        value = ast.unparse(argument.value)
        if (argument.arg, value) in {
            ("shell", "True"), ("verify", "False"), ("unsafe_allow_html", "True"), ("allow_pickle", "True"),
            ("resolve_entities", "True"), ("check_hostname", "False"),
        }:  # fmt: skip
            yield f"{argument.arg}={value}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_runs_what_somebody_else_wrote(path: Path) -> None:
    assert not list(faults(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        "import pickle", "from pickle import loads", "import marshal", "eval('1')", "exec(x)", "yaml.load(x)", "compile(x)",
        "run(x, shell=True)", "get(x, verify=False)", "__import__('os')", "os.system('ls')", "etree.XMLParser(resolve_entities=True)",
    ],
)  # fmt: skip
def test_what_is_forbidden_is_found(line: str) -> None:
    assert list(faults(line))


@pytest.mark.parametrize(
    "line", ["re.compile(x)", "run(x, shell=False)", "yaml.safe_load(x)", "frame.eval()"]
)
def test_what_only_looks_like_it_is_left(line: str) -> None:
    assert not list(faults(line))
