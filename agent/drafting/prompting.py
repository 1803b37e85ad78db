"""Prompts: Markdown files that say in Chinese what a model is told, with what they leave open declared at their head.

::

    ---
    name: part
    purpose: 写报告的一个部分
    role: user
    version: 1
    variables: [part, offers]
    ---
    请写：[[part]]。

    可以使用的引用：
    [[offers]]

``[[name]]`` is where a value goes. Everything is put in in one pass: a value that looks like a variable stays as it is, and the
braces of references are no signs of anything. A paragraph whose variables are all empty is left out with its heading.
Files live in ``prompts/`` at the top of the repository and travel inside the package when it is built.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.errors import FormError
from agent.forms.marked import Marked, read_marked

_VARIABLE = re.compile(r"\[\[([^\[\]]*)\]\]")
_NAME = re.compile(r"[a-z_]+")
_HEAD = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
_ENTRIES = frozenset({"name", "purpose", "role", "version", "variables"})
_ROLES = frozenset({"system", "user"})
_BUILT = Path(__file__).parent / "prompts"
_SOURCE = Path(__file__).parents[2] / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message to a model. ``role`` is ``system`` or ``user``; ``variables`` are exactly those that ``body`` names."""

    name: str
    purpose: str
    role: str
    version: int
    variables: frozenset[str]
    body: str

    @property
    def id(self) -> str:
        """``part@1``: what a record keeps."""
        return f"{self.name}@{self.version}"

    def filled(self, values: Mapping[str, str]) -> str:
        """The message. ``ValueError`` where a variable has no value, or a value no variable: a slip of ours, not of a user."""
        if values.keys() != self.variables:
            wrong = "、".join(sorted(values.keys() ^ self.variables))
            raise ValueError(f"{self.id}: {wrong}")
        return "\n\n".join(self._said(values))

    def _said(self, values: Mapping[str, str]) -> Iterator[str]:
        for paragraph in self.body.split("\n\n"):
            named = _VARIABLE.findall(paragraph)
            if named and not any(values[name].strip() for name in named):
                continue
            yield _VARIABLE.sub(lambda found: values[found[1]], paragraph)


def folder() -> Path:
    """Where the prompts are: in the built package, else beside it in the repository."""
    return _BUILT if _BUILT.is_dir() else _SOURCE


@cache
def prompt(name: str) -> Prompt:
    """A prompt by name; ``FormError`` where its file is missing or wrong."""
    path = folder() / f"{name}.md"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormError(path.name, 1, "没有这个提示词文件，或者读不了") from error
    return read_prompt(text, path.name)


def read_prompt(text: str, file: str) -> Prompt:
    """A prompt of a file's text; ``FormError`` says which line is wrong."""
    split = _HEAD.match(text.replace("\r\n", "\n"))
    if split is None:
        raise FormError(file, 1, "开头应当是两行“---”之间的说明")
    # The first mark is line 1.
    head = read_marked("\n" + split[1], file).mapping(known=_ENTRIES, needed=_ENTRIES)
    body = split[2].strip()
    first = text[: text.index(body)].count("\n") + 1 if body else 1
    declared = _declared(head["variables"])
    _agree(body, declared, file, first)
    name, role = head["name"].text(), head["role"].text()
    if name != Path(file).stem:
        raise head["name"].wrong(f"名称“{name}”应当与文件名相同")
    if role not in _ROLES:
        raise head["role"].wrong(f"角色“{role}”不认识，可用：{'、'.join(sorted(_ROLES))}")
    return Prompt(name, head["purpose"].text(), role, _version(head["version"]), declared, body)


def _declared(entry: Marked) -> frozenset[str]:
    names = [item.text() for item in entry.items()] if entry.value else []
    for name in names:
        if not _NAME.fullmatch(name):
            raise entry.wrong(f"变量名“{name}”只能用小写字母和下划线")
    return frozenset(names)


def _version(entry: Marked) -> int:
    text = entry.text()
    if not text.isdecimal() or int(text) < 1:
        raise entry.wrong("版本应当是从1数起的整数")
    return int(text)


def _agree(body: str, declared: frozenset[str], file: str, first: int) -> None:
    """Refuse a body that names what is not declared, or not what is."""
    used = set()
    for found in _VARIABLE.finditer(body):
        used.add(found[1])
        if found[1] not in declared:
            line = first + body.count("\n", 0, found.start())
            raise FormError(file, line, f"变量“{found[1]}”没有在开头声明")
    if unused := declared - used:
        raise FormError(file, 1, f"声明了的变量没有用到：{'、'.join(sorted(unused))}")
    if not body:
        raise FormError(file, 1, "提示词是空的")
