"""YAML whose every value knows its line, so that a wrong form file is refused with its place.

The one door to PyYAML (MIT, decades old, in C where libyaml is there). Only plain mappings, sequences and scalars are read;
no tag can construct anything.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

import yaml

from agent.errors import FormError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Marked:
    """One node of a data file: its file, its line from 1, and what it holds."""

    file: str
    line: int
    value: "str | list[Marked] | dict[str, Marked]"
    lines: dict[str, int]

    def wrong(self, what: str) -> FormError:
        """The refusal that points here."""
        return FormError(self.file, self.line, what)

    def mapping(self, *, known: Set[str], needed: Set[str] = frozenset()) -> dict[str, "Marked"]:
        """Its entries; refused where it is no mapping, has an unknown entry, or lacks a needed one."""
        if not isinstance(self.value, dict):
            raise self.wrong("这里应当是“名称: 值”的条目")
        for name, entry in self.value.items():
            if name not in known:
                raise FormError(
                    self.file,
                    self.lines.get(name, entry.line),
                    f"不认识的条目“{name}”，可用：{'、'.join(sorted(known))}",
                )
        for name in sorted(needed - self.value.keys()):
            raise self.wrong(f"缺少条目“{name}”")
        return self.value

    def entries(self) -> dict[str, "Marked"]:
        """Its entries under names of the writer's choosing."""
        if not isinstance(self.value, dict):
            raise self.wrong("这里应当是“名称: 值”的条目")
        return self.value

    def items(self) -> Iterator["Marked"]:
        """Its elements; a single scalar counts as a list of one."""
        if isinstance(self.value, list):
            yield from self.value
        elif isinstance(self.value, str):
            yield self
        else:
            raise self.wrong("这里应当是列表")

    def text(self) -> str:
        """Its scalar, as written."""
        if not isinstance(self.value, str):
            raise self.wrong("这里应当是一个词或一个数")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """Its scalars."""
        return tuple(item.text() for item in self.items())

    def flag(self) -> bool:
        """Its true or false."""
        if self.value not in ("true", "false"):
            raise self.wrong("这里应当是 true 或 false")
        return self.value == "true"

    def whole(self) -> int:
        """Its whole number."""
        text = self.text()
        if not text.isdecimal():
            raise self.wrong(f"“{text}”应当是整数")
        return int(text)


def read_marked(text: str, file: str) -> Marked:
    """A data file as marked nodes; ``FormError`` where it is no YAML."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormError(file, line, f"不是合法的 YAML（{error.problem}）") from error
    if node is None:
        raise FormError(file, 1, "文件是空的")
    return _marked(node, file)


def _marked(node: yaml.Node, file: str) -> Marked:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _marked_mapping(node, file, line)
    if isinstance(node, yaml.SequenceNode):
        return Marked(file, line, [_marked(item, file) for item in node.value], {})
    return Marked(file, line, str(node.value), {})


def _marked_mapping(node: yaml.MappingNode, file: str, line: int) -> Marked:
    entries: dict[str, Marked] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value)
        at = key.start_mark.line + 1
        if name in entries:
            raise FormError(file, at, f"条目“{name}”重复")
        entries[name], lines[name] = _marked(value, file), at
    return Marked(file, line, entries, lines)
