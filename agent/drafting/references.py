"""References: how a sentence quotes a figure without holding its digits. One grammar for people, phrase files and models.

::

    {{requests.new.total|件}}                                   8件
    {{requests.granted.total / requests.closed.total|percent:1}}  62.5%
    {{procurement.amount|万元:2}}                               2117.43万元 (from 元, the cell's own unit)
    {{fees.amount|亿元:2}}                                      0.43亿元 (from 万元)
    {{requests.new.total|万:1|件}}                              1.2万件 · 亿 likewise
    {{requests.new.total|余|件}}                                200余件 (of 213) · 1.2万余件 (of 12345) · 200件 (of 200)
    {{decisions.licensing.change|绝对值|项}}                       649项 (from -649)
    {{change(requests.new.total)}}                              比上年增长12.5% · 比上年下降8.3% · 与上年持平
    {{change(requests.new.total)|同比|件}}                        同比增加3件
    {{change(requests.new.total)|只写增减}}                       增长12.5% · 下降8.3% · 持平
    {{change(requests.granted.total / requests.closed.total)|百分点:1}}   比上年提高1.2个百分点 · 比上年降低… · 与上年持平
    {{fact("在线访谈解答问题")|带单位}}                              1000余个 (with the fact's own qualifier and unit)
    {{year}} {{year-1}} {{unit}} {{unit.short}} {{we}} {{period}} {{form.authority}} {{contact.telephone}}

What is said may depend on the figures; the conditions are those of :mod:`agent.drafting.conditions`, and blocks may stand in
one another, :data:`DEEPEST` deep::

    {{if requests.new.total == 0}}全年未收到政府信息公开申请{{elif requests.new.total < prev.requests.new.total}}申请减少，
    共{{requests.new.total|件}}{{else}}全年收到政府信息公开申请{{requests.new.total|件}}{{end}}

The first branch whose condition holds is said; none and no ``{{else}}``: nothing. Where a condition cannot be told, because a
cell is not filled in, nothing of the template can be said.

A :class:`Template` is a text with such references, parsed once, in time linear in its length. Here is the grammar only:
whether a cell exists, and what it holds, is asked when the template is realised (:mod:`agent.drafting.realising`). One
reference is :mod:`agent.drafting.subjects`' matter, its formats :mod:`agent.drafting.formats`'.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from agent.drafting.conditions import Condition, condition
from agent.drafting.formats import COMPARISONS
from agent.drafting.subjects import (
    LONGEST,
    NAMES,
    Amount,
    Change,
    Reference,
    Subject,
    Word,
    Year,
    reference,
)
from agent.errors import ExpressionError

__all__ = [
    "COMPARISONS",
    "DEEPEST",
    "LONGEST",
    "LONGEST_TEXT",
    "NAMES",
    "Amount",
    "Branch",
    "Change",
    "Choice",
    "Reference",
    "Subject",
    "Template",
    "Token",
    "Word",
    "Year",
    "reference",
]

# A whole report has some twenty thousand characters.
LONGEST_TEXT = 200_000
DEEPEST = 4
_BRACES = re.compile(r'\{\{((?:[^{}"]|"[^"]*")*)\}\}')
_BLOCK = re.compile(r"(if|elif|else|end)(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative; ``condition`` None is 否则."""

    condition: Condition | None
    tokens: tuple["Token", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """``{{if …}}…{{end}}``: the first branch whose condition holds."""

    branches: tuple[Branch, ...]


Token = str | Reference | Choice


@dataclass(frozen=True, slots=True)
class Template:
    """A text with references: literal text, references and choices in order. ``source`` is the text as written."""

    source: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, source: str) -> "Template":
        """Parse a text; ``ExpressionError`` says which reference or block is none. Keys are not looked up."""
        if len(source) > LONGEST_TEXT:
            raise ExpressionError(f"“{source[:20]}…”太长，最多{LONGEST_TEXT}字")
        return _template(source)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references, left to right, those of every branch too."""
        return tuple(token for token in _flat(self.tokens) if isinstance(token, Reference))

    @property
    def literal(self) -> str:
        """What stands outside the references, in every branch."""
        return "".join(token for token in _flat(self.tokens) if isinstance(token, str))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What its choices depend on."""
        return tuple(_conditions(self.tokens))


def _flat(tokens: tuple[Token, ...]) -> Iterator[str | Reference]:
    for token in tokens:
        if isinstance(token, Choice):
            for branch in token.branches:
                yield from _flat(branch.tokens)
        else:
            yield token


def _conditions(tokens: tuple[Token, ...]) -> Iterator[Condition]:
    for token in tokens:
        for branch in token.branches if isinstance(token, Choice) else ():
            if branch.condition is not None:
                yield branch.condition
            yield from _conditions(branch.tokens)


@lru_cache(maxsize=4096)
def _template(source: str) -> Template:
    reader = _Reader()
    at = 0
    for match in _BRACES.finditer(source):
        reader.literal(source[at : match.start()])
        reader.braces(match[1])
        at = match.end()
    reader.literal(source[at:])
    return Template(source, reader.whole())


@dataclass
class _Open:
    """A block that is not closed yet: the branches before, and the one that is being read."""

    source: str
    condition: Condition | None
    tokens: list[Token] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)

    def turn(self, condition: Condition | None) -> None:
        """End the branch being read and begin another."""
        self.branches.append(Branch(self.condition, tuple(self.tokens)))
        self.condition, self.tokens = condition, []


class _Reader:
    """Puts literal text, references and blocks together; the innermost open block is the last."""

    def __init__(self) -> None:
        self.top: list[Token] = []
        self.open: list[_Open] = []

    @property
    def tokens(self) -> list[Token]:
        return self.open[-1].tokens if self.open else self.top

    def literal(self, text: str) -> None:
        if "{{" in text or "}}" in text:
            raise ExpressionError(f"“{text[:40]}”里的花括号不成对")
        if text:
            self.tokens.append(text)

    def braces(self, inside: str) -> None:
        block = _BLOCK.fullmatch(inside.strip())
        if block is None:
            self.tokens.append(reference(inside))
        else:
            self.block(block[1], (block[2] or "").strip(), f"{{{{{inside.strip()[:40]}}}}}")

    def block(self, word: str, line: str, written: str) -> None:
        if word in ("if", "elif") and not line:
            raise ExpressionError(f"“{written}”没有写条件")
        if word in ("else", "end") and line:
            raise ExpressionError(f"“{written}”里“{word}”后面不能再写")
        if word == "if":
            if len(self.open) == DEEPEST:
                raise ExpressionError(f"“{written}”套得太深，最多{DEEPEST}层")
            self.open.append(_Open(written, condition(line)))
            return
        if not self.open:
            raise ExpressionError(f"“{written}”前面没有“{{{{if …}}}}”")
        here = self.open[-1]
        if word == "end":
            here.turn(None)
            self.open.pop()
            self.tokens.append(Choice(tuple(here.branches)))
            return
        if here.condition is None:
            raise ExpressionError(f"“{{{{else}}}}”后面不能再有“{written}”")
        here.turn(condition(line) if word == "elif" else None)

    def whole(self) -> tuple[Token, ...]:
        """Everything read, in order."""
        if self.open:
            raise ExpressionError(f"“{self.open[-1].source}”没有写“{{{{end}}}}”")
        return tuple(self.top)
